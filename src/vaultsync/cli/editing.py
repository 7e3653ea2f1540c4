"""Commands on one task: show, done, todo, toggle, status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, Unpack

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import say_problems
from vaultsync.cli.output import say, say_diff, say_json
from vaultsync.cli.task_json import show_task, task_json
from vaultsync.errors import NotATaskError, StaleNoteError
from vaultsync.model.note import Note
from vaultsync.model.statuses import StatusType, status_type
from vaultsync.syntax.elements import Task
from vaultsync.syntax.task_edits import is_status

__all__ = ["task"]


class _How(TypedDict):
    """The options that all edits take."""

    dry_run: bool
    as_bytes: bool
    form: str


class _Where(click.ParamType[tuple[str, int]]):
    """NOTE:LINE, lines from 1."""

    name = "WHERE"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, int]:
        name, colon, line = str(value).rpartition(":")
        if not colon or not name or not (line.isascii() and line.isdigit()) or int(line[:9]) < 1:
            self.fail(f"{value!r} is not NOTE:LINE, such as Roadmap:12", param, ctx)
        return name, int(line[:9])


_where = click.argument("where", type=_Where(), metavar="WHERE")
_expect = click.option("--expect", metavar="TEXT", help="Refuse unless the task's text is this.")
_dry_run = click.option("--dry-run", is_flag=True, help="Show the diff and write nothing.")
_format = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the task is shown.",
)
_bytes = click.option(
    "--bytes", "as_bytes", is_flag=True, help="Edit a note that isn't valid UTF-8 all the same."
)


@click.group()
def task() -> None:
    """Show or change one task: WHERE is NOTE:LINE, lines from 1."""


@task.command()
@_where
@_expect
@_format
@pass_session
def show(session: Session, where: tuple[str, int], expect: str | None, form: str) -> None:
    """Show a task with its fields."""
    note, found = _task(session, where, expect)
    row = task_json(note, found, session.vault.config.statuses)
    if form == "json":
        say_json(row)
        return
    say(show_task(row))
    for name in ("section", "tags", "block_id", "parent_line"):
        if row[name]:
            value = row[name]
            say(f"  {name}: {' > '.join(value) if isinstance(value, list) else value}")
    for name, value in row["fields"].items():
        say(f"  {name}: {', '.join(value) if isinstance(value, list) else value}")


def _verb(name: str, summary: str, status: Callable[[Session, Task], str]) -> None:
    """Make a command that gives a task a status."""

    @task.command(name, help=summary)
    @_where
    @_expect
    @_dry_run
    @_bytes
    @_format
    @pass_session
    def verb(
        session: Session, where: tuple[str, int], expect: str | None, **how: Unpack[_How]
    ) -> None:
        note, found = _task(session, where, expect)
        _write(session, note, found, status(session, found), **how)


def _todo(_session: Session, _found: Task) -> str:
    return " "


def _toggled(session: Session, found: Task) -> str:
    kind = status_type(found.status, session.vault.config.statuses)
    return " " if kind in (StatusType.DONE, StatusType.CANCELLED) else "x"


def _done(session: Session, found: Task) -> str:
    kind = status_type(found.status, session.vault.config.statuses)
    return found.status if kind is StatusType.DONE else "x"


_verb("done", "Tick a task's box: one character changes.", _done)
_verb("todo", "Clear a task's box: one character changes.", _todo)
_verb("toggle", "Tick an open task, clear a done or cancelled one.", _toggled)


@task.command()
@_where
@click.argument("status", metavar="C")
@_expect
@_dry_run
@_bytes
@_format
@pass_session
def status(
    session: Session,
    where: tuple[str, int],
    status: str,
    expect: str | None,
    **how: Unpack[_How],
) -> None:
    """Put the character C into a task's box."""
    if not is_status(status):
        raise click.UsageError(f"C is one printable character; {status!r} can't stand in a box")
    note, found = _task(session, where, expect)
    _write(session, note, found, status, **how)


def _task(session: Session, where: tuple[str, int], expect: str | None) -> tuple[Note, Task]:
    name, line = where
    note = session.vault.note(name)
    say_problems(note, but="invalid-utf8")
    found = note.task_at(line)
    if found is None:
        raise NotATaskError(note.path, line, _why_no_task(note, line))
    if expect is not None and found.text != expect.strip():
        reason = f"the task is {found.text!r}, not {expect.strip()!r}"
        raise StaleNoteError(note.path, reason, line)
    return note, found


def _why_no_task(note: Note, line: int) -> str:
    lines = note.line_count
    if line > lines:
        return f"the note has {lines} lines"
    return "no task on this line"


def _write(session: Session, note: Note, found: Task, status: str, **how: Unpack[_How]) -> None:
    changeset = session.vault.set_status(note, found, status)
    if how["dry_run"]:
        session.vault.check(changeset, invalid_utf8=how["as_bytes"])
        say_diff(changeset.diff())
        return
    session.vault.apply(changeset, invalid_utf8=how["as_bytes"])
    statuses = session.vault.config.statuses
    at = found.status_span.start - found.line_span.start
    raw = found.raw[:at] + status + found.raw[at + 1 :]
    row = task_json(note, found._replace(status=status, raw=raw), statuses)
    if how["form"] == "json":
        say_json(row)
    else:
        say(show_task(row) + ("" if changeset else "  (nothing to do)"))
