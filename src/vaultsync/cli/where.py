"""WHERE: the place of a task in a note, and the task that stands there."""

from __future__ import annotations

from typing import Any

import click

from vaultsync.cli.main import Session
from vaultsync.cli.notes import say_problems
from vaultsync.errors import NotATaskError, StaleNoteError
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Task

__all__ = ["Where", "expect_option", "task_at", "where_argument"]


class Where(click.ParamType[tuple[str, int]]):
    """NOTE:LINE, lines from 1."""

    name = "WHERE"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, int]:
        """The note's name and the line."""
        name, colon, line = str(value).rpartition(":")
        if not colon or not name or not (line.isascii() and line.isdigit()) or int(line[:9]) < 1:
            self.fail(f"{value!r} is not NOTE:LINE, such as Roadmap:12", param, ctx)
        return name, int(line[:9])


where_argument = click.argument("where", type=Where(), metavar="WHERE")
expect_option = click.option(
    "--expect", metavar="TEXT", help="Refuse unless the task's text is this."
)


def task_at(session: Session, where: tuple[str, int], expect: str | None) -> tuple[Note, Task]:
    """The note and the task at `where`.

    Raises `NotATaskError`, and `StaleNoteError` when its text isn't `expect`.
    """
    name, line = where
    note = session.vault.note(name)
    say_problems(note, but="invalid-utf8")
    found = note.task_at(line)
    if found is None:
        raise NotATaskError(note.path, _why_no_task(note, line), line)
    if expect is not None and found.text != expect.strip():
        reason = f"the task is {found.text!r}, not {expect.strip()!r}"
        raise StaleNoteError(note.path, reason, line)
    return note, found


def _why_no_task(note: Note, line: int) -> str:
    lines = note.line_count
    if line > lines:
        return f"the note has {lines} lines"
    return "no task on this line"
