"""Commands on one task: show, done, todo, toggle, status."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Unpack

import click

from vaultsync.cli.applying import How, carry_out, format_option, say_task, writing_options
from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import say, say_json, warn
from vaultsync.cli.task_json import show_task, task_json
from vaultsync.cli.where import expect_option, task_at, where_argument
from vaultsync.model.changes import change
from vaultsync.model.edits.again import read_again
from vaultsync.model.edits.completion import complete, reopen, still_open
from vaultsync.model.note import Note
from vaultsync.model.statuses import StatusType, is_checked, status_type
from vaultsync.syntax.elements import Task
from vaultsync.syntax.task_edits import is_status
from vaultsync.text import Edit

__all__ = ["task", "write_task"]


_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


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


date_option = click.option(
    "--date",
    "day",
    is_flag=False,
    flag_value="today",
    metavar="[DATE]",
    help="Write the day of completion, today by default; take it away from a task that is "
    "opened again. Without this the setting tasks.done_date says whether.",
)


cascade_option = click.option(
    "--cascade", is_flag=True, help="Tick the open boxes under it, too; cancelled ones stay."
)


def _verb(
    name: str, summary: str, status: Callable[[Session, Task], str], *options: _Decorator
) -> None:
    """Make a command that gives a task a status; `options` are further ones."""

    def verb(
        session: Session,
        where: tuple[str, int],
        expect: str | None,
        day: str | None,
        form: str,
        cascade: bool = False,
        **how: Unpack[How],
    ) -> None:
        note, found = task_at(session, where, expect)
        statuses = session.vault.config.statuses
        under = still_open(note, found, statuses) if cascade else []
        wanted = {one: status(session, one) for one in (found, *under)}
        _write_status(session, note, wanted, day, form, **how)

    decorated: Callable[..., Any] = verb
    ours: list[_Decorator] = [
        where_argument,
        expect_option,
        date_option,
        *options,
        writing_options,
        format_option,
    ]
    for decorator in (pass_session, *reversed(ours)):
        decorated = decorator(decorated)
    task.command(name, help=summary)(decorated)


def _todo(_session: Session, _found: Task) -> str:
    return " "


def _toggled(session: Session, found: Task) -> str:
    kind = status_type(found.status, session.vault.config.statuses)
    return " " if kind in (StatusType.DONE, StatusType.CANCELLED) else "x"


def _done(session: Session, found: Task) -> str:
    return found.status if is_checked(found.status, session.vault.config.statuses) else "x"


_verb("done", "Tick a task's box: one character, and a date if asked.", _done, cascade_option)
_verb("todo", "Clear a task's box: one character, and its date if asked.", _todo)
_verb("toggle", "Tick an open task, clear a done or cancelled one.", _toggled)


@task.command()
@where_argument
@click.argument("status", metavar="C")
@expect_option
@date_option
@writing_options
@format_option
@pass_session
def status(
    session: Session,
    where: tuple[str, int],
    status: str,
    expect: str | None,
    day: str | None,
    form: str,
    **how: Unpack[How],
) -> None:
    """Put the character C into a task's box."""
    if not is_status(status):
        raise click.UsageError(f"C is one printable character; {status!r} can't stand in a box")
    note, found = task_at(session, where, expect)
    _write_status(session, note, {found: status}, day, form, **how)


def _write_status(
    session: Session,
    note: Note,
    wanted: Mapping[Task, str],
    day: str | None,
    form: str,
    **how: Unpack[How],
) -> None:
    """Give tasks a status each; the first is the one that was named."""
    given = "today" if day is None and session.vault.config.done_date else day
    on = None if given is None else _day(given)
    edits: list[Edit] = []
    for found, status in wanted.items():
        edits += _status_edits(session, note, found, status, on, asked=day is not None)
    first, *others = wanted
    write_task(session, note, first, edits, form, others, **how)


def _status_edits(
    session: Session, note: Note, found: Task, status: str, on: date | None, *, asked: bool
) -> list[Edit]:
    fmt, statuses = session.vault.config.fields, session.vault.config.statuses
    if not is_checked(status, statuses):
        dates = on is not None
        return reopen(note, found, status=status, fmt=fmt, dates=dates, statuses=statuses)
    was_ticked = is_checked(found.status, statuses)
    if not was_ticked and found.field("recurrence"):
        warn(f"{note.path}:{found.line}: the next occurrence is not made; the Tasks plugin does it")
    on = None if was_ticked and not asked else on
    return complete(note, found, status=status, on=on, fmt=fmt, statuses=statuses)


def _day(given: str) -> date:
    """The day that is meant by an ISO date or `today`."""
    if given == "today":
        return date.today()
    with suppress(ValueError):
        if (day := date.fromisoformat(given)).isoformat() == given:
            return day
    raise click.UsageError(f"--date takes today or a day such as 2026-12-01, not {given!r}")


def write_task(
    session: Session,
    note: Note,
    found: Task,
    edits: list[Edit],
    form: str,
    also: Sequence[Task] = (),
    **how: Unpack[How],
) -> None:
    """Write the edits to a task and others, or show them, and then the tasks as they are."""
    changes = change(note, edits)
    if carry_out(session, changes, how):
        after = read_again(note, edits, session.vault.config.fields)
        now = {one.item: one for one in after.tasks}
        others = [now[one.item] for one in also]
        say_task(session, after, now[found.item], form, changed=bool(changes), also=others)
