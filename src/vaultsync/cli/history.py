"""The command that shows progress over time."""

from __future__ import annotations

from datetime import date, datetime

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import can_show, clean, say_json, say_lines, say_table, warn
from vaultsync.errors import VaultsyncError
from vaultsync.model.history.history import History, Series

__all__ = ["history"]


@click.command()
@click.argument("name", metavar="[NOTE]", required=False)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Take this day for today: paces end there, and commits dated later count there.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "tsv", "csv", "svg"]),
    default="text",
    show_default=True,
    help="How the answer is written; svg is a burn-up chart.",
)
@pass_session
def history(session: Session, name: str | None, today: datetime | None, form: str) -> None:
    """Show how progress went, from the commits of git.

    Of the vault or of one note, under the names it had before, too: how much
    there was to do and how much of it done on each day, how fast it goes, and
    when all may be done. What is not committed yet doesn't count.
    """
    from vaultsync.service.past.committed import committed

    vault = session.vault
    day = today.date() if today else date.today()
    path = vault.find(name) if name else None
    found = committed(vault, day, path)
    if found.missing:
        warn(f"{found.missing} versions of notes are not in the repository, counted as empty")
    shown = _series(found.history, path)
    title = clean(path.removesuffix(".md") if path else "all notes")
    if form == "json":
        from vaultsync.model.history.rows import history_json

        say_json(history_json(found.history, shown, vault.config.policy.value, day))
    elif form == "svg":
        from vaultsync.model.history.svg import history_svg

        click.echo(history_svg(shown, title, day).encode("utf-8", "replace"), nl=False)
    elif form == "text":
        from vaultsync.model.history.text import history_lines

        say_lines(history_lines(shown, title, day, plain=not can_show("█░")))
    else:
        from vaultsync.model.history.rows import COLUMNS, history_rows

        say_table(form, history_rows(found.history, shown), COLUMNS)
    if found.missing:
        raise click.exceptions.Exit(1)


def _series(found: History, path: str | None) -> Series:
    if path is None:
        return found.vault
    if path not in found.notes:
        raise UncommittedNoteError(path)
    return found.notes[path]


class UncommittedNoteError(VaultsyncError):
    """No commit has the note."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: no commit has this note (or it is the report, which doesn't count)"
