"""The command that commits what has changed."""

from __future__ import annotations

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import say, say_json, say_lines, text_or_json, warn
from vaultsync.model.sync_conflicts import copy_of, original_of
from vaultsync.service.commits.committing import Outcome

__all__ = ["commit"]


@click.command()
@click.option("--message", "-m", metavar="TEXT", help="The message. Default: what was done.")
@click.option("--deletions", is_flag=True, help="Commit although most of the notes are gone.")
@click.option("--dry-run", is_flag=True, help="Show the commit and make none.")
@text_or_json("How the answer is written.")
@pass_session
def commit(
    session: Session, message: str | None, form: str, *, deletions: bool, dry_run: bool
) -> None:
    """Make one git commit of what has changed in the vault.

    Its message tells which tasks were done, added and moved; see [commit]
    message in vaultsync.toml. What you have staged stays staged and is left out.
    Hooks and signing are those of git. While a merge, rebase or the like is
    under way nothing is committed, and exit is 1.
    """
    from vaultsync.service.commits.committing import commit_changes

    if message is not None and not message.strip():
        raise click.UsageError("--message takes a text")
    outcome = commit_changes(session.vault, message=message, dry_run=dry_run, deletions=deletions)
    if form == "json":
        say_json(_json(outcome))
    elif not outcome.paths:
        say("nothing to commit")
    else:
        lead = f"{outcome.commit[:10]} " if outcome.commit else ""
        say_lines(f"{lead}{outcome.message}".split("\n"))
        if dry_run:
            say_lines(["", *(f"  {path}" for path in outcome.paths)])
    for path, reason, _ in outcome.left_out:
        warn(f"{path}: left out: {reason}")
    for path in outcome.paths:
        if original := original_of(path):
            warn(f"{path}: {copy_of(original)}")


def _json(outcome: Outcome) -> dict[str, object]:
    return {
        "commit": outcome.commit,
        "message": outcome.message,
        "paths": outcome.paths,
        "left_out": [one._asdict() for one in outcome.left_out],
    }
