"""The command that looks for what is wrong in a vault."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import Reading
from vaultsync.cli.output import answer, format_option
from vaultsync.model.checking.findings import Finding, Severity
from vaultsync.service import asking
from vaultsync.service.vault import Vault

__all__ = ["check"]


@click.command()
@click.argument("names", nargs=-1, metavar="[PATH]...")
@click.option(
    "--staged",
    is_flag=True,
    help="Look at what the next commit of git would change, as it is staged.",
)
@click.option(
    "--all",
    "all_of_it",
    is_flag=True,
    help="With --staged: look at all that the next commit would hold.",
)
@format_option
@pass_session
def check(
    session: Session, names: tuple[str, ...], form: str, *, staged: bool, all_of_it: bool
) -> None:
    """Look for what is wrong in files, folders or the vault.

    Broken links and anchors, boxes that Obsidian doesn't see, names that no
    link can hold, and more. Exit 1 when there is an error; warnings alone are no
    reason.

    A code is passed over by `[check] ignore` in vaultsync.toml, or in a note by
    %% vaultsync-ignore: CODE %%, alone on a line or at the end of one.
    """
    if all_of_it and not staged:
        raise click.UsageError("--all goes with --staged: without it all files are looked at")
    vault, only = _staged(session, names, all_of_it=all_of_it) if staged else (session.vault, None)
    reading = Reading(vault, problems=False)
    if names and not staged:
        only = reading.within(names)
    found = asking.findings(reading, only)
    rows = ({**one._asdict(), "severity": one.severity.value} for one in found)
    answer(form, rows, Finding._fields, _show)
    reading.end(of=only)
    if any(one.severity is Severity.ERROR for one in found):
        raise click.exceptions.Exit(1)


def _staged(
    session: Session, names: tuple[str, ...], *, all_of_it: bool
) -> tuple[Vault, Collection[str] | None]:
    """The vault as it is staged, and the paths to look at."""
    from vaultsync.service.staged.vault import staged_vault  # git takes its time to load

    vault = staged_vault(session.vault)
    within = vault.within(names) if names else None
    if all_of_it:
        return vault, within
    return vault, vault.changed if within is None else vault.changed & within


def _show(row: dict[str, Any]) -> str:
    return f"{row['path']}:{row['line']}:{row['column']}: {row['code']} {row['message']}"
