"""The command that keeps the progress note up to date."""

from __future__ import annotations

from contextlib import suppress

import click

from vaultsync.cli.applying import carry_out
from vaultsync.cli.counting import say_progress_table
from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.measuring import How, measure_of, measured, policy_option
from vaultsync.cli.notes import Reading
from vaultsync.cli.output import say, say_json, warn
from vaultsync.errors import VaultsyncError
from vaultsync.model.changes import Changeset
from vaultsync.model.collecting import uncollected
from vaultsync.model.progress.counts import Policy
from vaultsync.model.progress.documents import to_json
from vaultsync.model.reporting.past import ReportHistory
from vaultsync.model.reporting.report import ReportFacts, report_body
from vaultsync.model.reporting.template import filled_body
from vaultsync.service.keeping import planned_report, report_path
from vaultsync.service.report_reading import committed_past, facts_of, read_page
from vaultsync.service.vault import Vault

__all__ = ["report"]


@click.command()
@click.option(
    "--output",
    metavar="NOTE",
    help="The progress note. Default: Progress.md. For html: the file to write.",
)
@click.option("--template", metavar="NOTE", help="A note to fill instead: see docs/report.md.")
@policy_option
@click.option(
    "--history/--no-history",
    default=None,
    help="Draw the burn-up from git, and name notes left lying. Default: for html, if it can "
    "be; in the note as configured.",
)
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the report and write nothing.")
@click.option("--check", is_flag=True, help="Exit 1 when the note is missing or out of date.")
@click.option(
    "--staged", is_flag=True, help="With --check: compare what the next commit of git would hold."
)
@click.option("--overwrite", is_flag=True, help="Replace even what somebody else has written.")
@click.option("--dry-run", is_flag=True, help="Show the diff and write nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "json", "csv"]),
    default="md",
    show_default=True,
    help="md is written; html, json and csv are printed, html to a file with --output.",
)
@pass_session
def report(
    session: Session,
    *,
    output: str | None,
    template: str | None,
    policy: str | None,
    history: bool | None,
    to_stdout: bool,
    check: bool,
    staged: bool,
    overwrite: bool,
    dry_run: bool,
    form: str,
) -> None:
    """Keep a note with the progress of the vault up to date.

    Only the part between "%% vaultsync:begin report %%" and its end marker is
    written; the rest of the note is yours. Nothing changes unless the facts do.

    As html it is one page for a browser, with the notes' texts and charts. It
    loads nothing, and opens notes in Obsidian.
    """
    vault = _staged(session, check=check, history=history) if staged else session.vault
    named = output if form != "html" else None
    path = _target(vault, named) if named is not None else vault.spelled(vault.config.report)
    wanted = template or vault.config.template
    filled = vault.note(wanted) if wanted and (form == "md" or check) else None
    reading = Reading(vault)
    apart = {path, *([vault.find(wanted)] if wanted else [])}
    measure = measure_of(vault.config, How(policy=policy, weight=None, through_links=None))
    parts = form == "json"  # else only what is listed is counted by sections
    found = measured(reading, [], measure, parts=parts, leave_out=apart)
    with uncollected():
        facts = facts_of(reading, found, _past(vault, form, measure.policy, history))
        body = filled_body(facts, filled) if filled else report_body(facts)
    if form == "json":
        say_json(to_json(facts.progress, measure))
    elif form == "csv":
        say_progress_table(form, facts.progress, measure)
    elif form == "html":
        file = None if to_stdout else output
        _put_page(reading, facts, file, overwrite=overwrite, dry_run=dry_run)
    elif to_stdout:
        click.echo(body.strip("\n").encode("utf-8", "replace"))
    if check or (form == "md" and not to_stdout):
        changes = planned_report(vault, path, body, overwrite=overwrite)
        _bring_up_to_date(session, path, changes, check=check, staged=staged, dry_run=dry_run)
    reading.end()


def _staged(session: Session, *, check: bool, history: bool | None) -> Vault:
    """The vault as it is staged, where that is enough to compare a report."""
    if not check:
        raise click.UsageError("--staged goes with --check")
    if session.vault.config.history if history is None else history:
        raise click.UsageError("--staged knows no history: it is told up to the files as they are")
    from vaultsync.service.staged.vault import staged_vault  # git takes its time to load

    return staged_vault(session.vault)


def _put_page(
    reading: Reading, facts: ReportFacts, file: str | None, *, overwrite: bool, dry_run: bool
) -> None:
    from vaultsync.cli.page_output import put_page  # what draws takes its time to load

    page = read_page(reading, facts).encode("utf-8", "replace")
    put_page(page, file, overwrite=overwrite, dry_run=dry_run)


def _past(vault: Vault, form: str, policy: Policy, wanted: bool | None) -> ReportHistory | None:
    """What the commits tell, where it is wanted; a page does without if need be."""
    if form in ("json", "csv") or wanted is False:
        return None
    if wanted or vault.config.history:
        return committed_past(vault, policy)
    if form == "html":
        with suppress(VaultsyncError):
            return committed_past(vault, policy)
    return None


def _target(vault: Vault, name: str) -> str:
    """The path of the progress note, there or not yet there."""
    if not name or "\0" in name or name.endswith("/"):
        raise click.UsageError(f"{name!r} is no note of the vault")
    return report_path(vault, name)


def _bring_up_to_date(
    session: Session, path: str, changes: Changeset, *, check: bool, staged: bool, dry_run: bool
) -> None:
    if check:
        if changes:
            then = " and stage it" if staged else ""
            warn(f"{path}: the report is missing or out of date; run vaultsync report{then}")
            raise click.exceptions.Exit(1)
    elif carry_out(session, changes, {"dry_run": dry_run, "as_bytes": False}):
        say(f"{path}: {'brought up to date' if changes else 'up to date, nothing written'}")
