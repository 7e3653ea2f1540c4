"""Commands that give a task's line a place or take it away: add, remove, move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, Unpack

import click

from vaultsync.cli.applying import How, carry_out, format_option, say_task, writing_options
from vaultsync.cli.editing import task
from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import say_problems
from vaultsync.cli.output import say, say_json
from vaultsync.cli.task_json import show_task, task_json
from vaultsync.cli.where import Where, expect_option, task_at, where_argument
from vaultsync.errors import StaleNoteError
from vaultsync.model.changes import Changeset, NoteChange, change
from vaultsync.model.edits.add import add_task, standing_task
from vaultsync.model.edits.move import move_between, move_task
from vaultsync.model.edits.places import Where as Place
from vaultsync.model.edits.remove import remove_task
from vaultsync.model.edits.task_text import bad_text
from vaultsync.model.note import Note, parse_note
from vaultsync.syntax.elements import Task
from vaultsync.syntax.task_edits import is_status
from vaultsync.text import encode

__all__ = ["add", "move", "remove"]


class _Asked(TypedDict):
    """The options that name a place."""

    under: str | None
    first: bool
    after: tuple[str, int] | None
    child_of: tuple[str, int] | None


class _Options(_Asked, How):
    """Where, and how to write it."""


def _place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of `_Asked` to a command."""
    under = "Below this heading: its text, or a path such as 'Phase 1#Week 2'."
    for option in (
        click.option(
            "--child-of", type=Where(), metavar="WHERE", help="As this task's last child."
        ),
        click.option("--after", type=Where(), metavar="WHERE", help="Below this task."),
        click.option("--first", is_flag=True, help="At the start of the section or note."),
        click.option("--under", metavar="HEADING", help=under),
    ):
        command = option(command)
    return command


@task.command()
@click.argument("name", metavar="NOTE")
@click.argument("text")
@_place_options
@click.option("--status", default=" ", metavar="C", help="The character in the box.")
@writing_options
@format_option
@pass_session
def add(
    session: Session, name: str, text: str, status: str, form: str, **options: Unpack[_Options]
) -> None:
    """Add a task that looks like its neighbours.

    It goes to the end of the note unless told where.
    """
    text = text.strip()
    if reason := bad_text(text):
        raise click.UsageError(f"TEXT: {reason}")
    if not is_status(status):
        raise click.UsageError(f"C is one printable character; {status!r} can't stand in a box")
    note, place = _placed(session, session.vault.find(name), options)
    edits = add_task(note, text, status=status, **place._asdict())
    changes = change(note, edits)
    if not carry_out(session, changes, options):
        return
    if standing := standing_task(note, text, place, status=status):
        say_task(session, note, standing, form, changed=False)
    else:
        _say_landed(session, changes.changes[0], form)


@task.command()
@where_argument
@expect_option
@writing_options
@format_option
@pass_session
def remove(
    session: Session, where: tuple[str, int], expect: str | None, form: str, **how: Unpack[How]
) -> None:
    """Remove a task with everything under it."""
    note, found = task_at(session, where, expect)
    row = task_json(note, found, session.vault.config.statuses)
    if not carry_out(session, change(note, remove_task(note, found)), how):
        return
    if form == "json":
        say_json(row)
    else:
        say(f"{show_task(row)}  (removed)")


@task.command()
@where_argument
@click.option("--to", metavar="NOTE", help="Into this note.")
@_place_options
@expect_option
@writing_options
@format_option
@pass_session
def move(
    session: Session,
    where: tuple[str, int],
    to: str | None,
    expect: str | None,
    form: str,
    **options: Unpack[_Options],
) -> None:
    """Move a task with everything under it.

    It goes to the end of the note unless told where.
    """
    if to is None and not _is_asked(options):
        raise click.UsageError("say where to: --to, --under, --first, --after or --child-of")
    source, found = task_at(session, where, expect)
    path = None if to is None else session.vault.find(to)
    target, place = _placed(session, path, options, source)
    changes = _moved(source, found, target, place)
    if not carry_out(session, changes, options):
        return
    if changes:
        _say_landed(session, changes.changes[0], form)
    else:
        say_task(session, source, found, form, changed=False)


def _moved(source: Note, found: Task, target: Note, place: Place) -> Changeset:
    """The changes of a move; the task is in its new note before it leaves the old one."""
    if target.path != source.path:
        removal, edits = move_between(source, found, target, **place._asdict())
        return Changeset((*change(target, edits).changes, *change(source, removal).changes))
    if target.text != source.text:
        raise StaleNoteError(source.path, "the note has changed while it was read")
    return change(source, move_task(source, found, **place._asdict()))


def _is_asked(options: _Asked) -> bool:
    tasks = _tasks_named(options)
    return options["first"] or options["under"] is not None or any(tasks.values())


def _tasks_named(options: _Asked) -> dict[str, tuple[str, int] | None]:
    return {"after": options["after"], "child_of": options["child_of"]}


def _placed(
    session: Session, path: str | None, options: _Asked, source: Note | None = None
) -> tuple[Note, Place]:
    """The note and the place in it: of `path`, else of the task that is named, else `source`."""
    under, first = options["under"], options["first"]
    named = {name: where for name, where in _tasks_named(options).items() if where}
    if len(named) + (under is not None) > 1 or (named and first):
        raise click.UsageError(
            "one place at a time: --under, --after or --child-of; --first only without a task"
        )
    for name, where in named.items():
        note, found = task_at(session, where, None)
        if path not in (None, note.path):
            raise click.UsageError(f"{where[0]}:{where[1]} is in {note.path}, not in {path}")
        return note, Place(after=found) if name == "after" else Place(child_of=found)
    if source and path in (None, source.path):
        return source, Place(under, first)
    note = session.vault.read(path or "")
    say_problems(note, but="invalid-utf8")
    return note, Place(under, first)


def _say_landed(session: Session, one: NoteChange, form: str) -> None:
    """The task that the first edit of a change has put into its note."""
    after = parse_note(one.path, encode(one.after), fields=session.vault.config.fields)
    into, *cuts = one.edits
    at = into.span.start - sum(
        cut.span.end - cut.span.start for cut in cuts if cut.span.end <= into.span.start
    )
    landed = next(task for task in after.tasks if task.status_span.start >= at)
    say_task(session, after, landed, form, changed=True)
