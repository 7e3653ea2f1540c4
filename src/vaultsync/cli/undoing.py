"""The command that takes back what vaultsync wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import answer, format_option, say
from vaultsync.effects.journal import Write

__all__ = ["undo"]

_COLUMNS = ("at", "what", "notes")


@click.command()
@click.argument("count", metavar="[N]", type=click.IntRange(min=1), default=1)
@click.option("--list", "to_list", is_flag=True, help="Show what can be undone, the newest first.")
@format_option
@pass_session
def undo(session: Session, count: int, to_list: bool, form: str) -> None:
    """Take back vaultsync's last N writes.

    N is 1 unless given. The notes get their old bytes. A write is taken back in
    all its notes or in none, and only where the notes are as vaultsync left
    them. Writes can be undone for seven days.
    """
    if to_list:
        answer(form, map(_row, session.vault.undoable()), _COLUMNS, _show)
        return
    for write in session.vault.undo(count):
        say(f"undone: {_show(_row(write))}")


def _row(write: Write) -> dict[str, Any]:
    at = datetime.fromtimestamp(write.at).astimezone().isoformat(sep=" ", timespec="seconds")
    paths = [entry.path for entry in write.entries]
    if write.move and write.move.old not in paths:
        paths.insert(0, write.move.old)
    return {"at": at, "what": write.what, "notes": paths}


def _show(row: dict[str, Any]) -> str:
    """`2026-11-21 09:40:12  task done  Roadmap.md`."""
    first, *more = row["notes"]
    notes = f"{first} and {len(more)} more" if len(more) > 1 else ", ".join(row["notes"])
    return f"{row['at'][:19]}  {row['what']}  {notes}"
