"""The command that stays: it watches the vault, keeps notes up to date, and commits."""

from __future__ import annotations

import os
import sys
from datetime import datetime

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import clean, json_line, say, say_diff, say_lines, warn
from vaultsync.model.watching.events import Say
from vaultsync.service.watching.start import Foreseen, do_round, foresee, watch_vault
from vaultsync.service.watching.work import Asked

__all__ = ["watch"]

_COLOURS = {
    "committed": "green",
    "failed": "red",
    "left-out": "yellow",
    "looping": "yellow",
    "not-derived": "yellow",
    "not-kept": "yellow",
    "paused": "yellow",
    "polling": "yellow",
}
_SECONDS = click.FloatRange(min=0, min_open=True, max=24 * 3600)


@click.command()
@click.option("--once", is_flag=True, help="Do one round now and exit: 1 if it was held up.")
@click.option(
    "--dry-run", is_flag=True, help="Show what one round would write and commit, and exit."
)
@click.option("--no-commit", is_flag=True, help="Commit nothing; a repository isn't needed then.")
@click.option(
    "--quiet",
    type=_SECONDS,
    metavar="SECONDS",
    help="Commit when nothing has changed for so long. Default: 10, or as configured.",
)
@click.option(
    "--longest",
    type=_SECONDS,
    metavar="SECONDS",
    help="Commit at the latest so long after a change. Default: 300, or as configured.",
)
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the log is written: json is one object a line.",
)
@pass_session
def watch(
    session: Session,
    quiet: float | None,
    longest: float | None,
    log_format: str,
    *,
    once: bool,
    dry_run: bool,
    no_commit: bool,
) -> None:
    """Watch the vault, and commit when it is left alone for a while.

    The index is kept fresh, and as [watch] in vaultsync.toml says, the report
    and the progress in notes. While a merge, rebase or the like is under way
    nothing is written; it goes on by itself. Stop it with Ctrl-C: what is
    pending is committed first. The log is on stdout.
    """
    asked = Asked(quiet, longest, not no_commit)
    vault = session.vault
    if dry_run:
        _show(foresee(vault, asked))
        return
    log = _log_json if log_format == "json" else _log_text
    code = do_round(vault, asked, log) if once else watch_vault(vault, asked, log)
    if code:
        raise click.exceptions.Exit(code)


def _log_text(said: Say) -> None:
    line = f"{datetime.now():%H:%M:%S} {clean(said.text)}"
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    colour = _COLOURS.get(said.event) if coloured else None
    click.echo(click.style(line, fg=colour) if colour else line)


def _log_json(said: Say) -> None:
    now = datetime.now().astimezone().isoformat(timespec="milliseconds")
    click.echo(json_line({"time": now, "event": said.event, "text": said.text, **said.facts}))


def _show(foreseen: Foreseen) -> None:
    """The commit as `commit --dry-run` shows it, then the derived notes."""
    outcome = foreseen.outcome
    if outcome is not None:
        if outcome.paths:
            paths = (f"  {path}" for path in outcome.paths)
            say_lines([*outcome.message.split("\n"), "", *paths])
        else:
            say("nothing to commit")
        for left in outcome.left_out:
            warn(f"{left.path}: left out: {left.reason}")
    for changes in foreseen.changes:
        say_diff(changes.diff())
    for trouble in foreseen.troubles:
        warn(trouble)
