"""Commands on one task: show, done, todo, toggle, status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

import click

from vaultsync.cli.applying import How, carry_out, format_option, say_task, writing_options
from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import say, say_json
from vaultsync.cli.task_json import show_task, task_json
from vaultsync.cli.where import expect_option, task_at, where_argument
from vaultsync.model.note import Note
from vaultsync.model.statuses import StatusType, status_type
from vaultsync.syntax.elements import Task
from vaultsync.syntax.task_edits import is_status

__all__ = ["task"]


@click.group()
def task() -> None:
    """Show or change one task: WHERE is NOTE:LINE, lines from 1."""


@task.command()
@where_argument
@expect_option
@format_option
@pass_session
def show(session: Session, where: tuple[str, int], expect: str | None, form: str) -> None:
    """Show a task with its fields."""
    note, found = task_at(session, where, expect)
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
    @where_argument
    @expect_option
    @writing_options
    @format_option
    @pass_session
    def verb(
        session: Session, where: tuple[str, int], expect: str | None, form: str, **how: Unpack[How]
    ) -> None:
        note, found = task_at(session, where, expect)
        _write(session, note, found, status(session, found), form, **how)


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
@where_argument
@click.argument("status", metavar="C")
@expect_option
@writing_options
@format_option
@pass_session
def status(
    session: Session,
    where: tuple[str, int],
    status: str,
    expect: str | None,
    form: str,
    **how: Unpack[How],
) -> None:
    """Put the character C into a task's box."""
    if not is_status(status):
        raise click.UsageError(f"C is one printable character; {status!r} can't stand in a box")
    note, found = task_at(session, where, expect)
    _write(session, note, found, status, form, **how)


def _write(
    session: Session, note: Note, found: Task, status: str, form: str, **how: Unpack[How]
) -> None:
    changes = session.vault.set_status(note, found, status)
    if carry_out(session, changes, how):
        at = found.status_span.start - found.line_span.start
        raw = found.raw[:at] + status + found.raw[at + 1 :]
        now = found._replace(status=status, raw=raw)
        say_task(session, note, now, form, changed=bool(changes))
