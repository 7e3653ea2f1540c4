"""What all commands that write share: their options, and writing or showing what was planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypedDict

import click

from vaultsync.cli.main import Session
from vaultsync.cli.output import say, say_diff, say_json, text_or_json, warn
from vaultsync.cli.task_json import show_task, task_json
from vaultsync.model.changes import Changeset
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Task

__all__ = ["How", "carry_out", "format_option", "say_task", "this_command", "writing_options"]


class How(TypedDict):
    """The options that all edits take."""

    dry_run: bool
    as_bytes: bool


format_option = text_or_json("How the task is shown.")


def writing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of `How` to a command."""
    for option in (
        click.option(
            "--bytes", "as_bytes", is_flag=True, help="Edit a note that isn't valid UTF-8, too."
        ),
        click.option("--dry-run", is_flag=True, help="Show the diff and write nothing."),
    ):
        command = option(command)
    return command


def carry_out(session: Session, changes: Changeset, how: How) -> bool:
    """Write the changes, or show them under `--dry-run`; whether they were to be written."""
    if how["dry_run"]:
        session.vault.check(changes, invalid_utf8=how["as_bytes"])
        say_diff(changes.diff())
        return False
    written = session.vault.apply(changes, what=this_command(), invalid_utf8=how["as_bytes"])
    if written.no_undo:
        warn(f"this write can't be undone: {written.no_undo}")
    return True


def this_command() -> str:
    """The command that runs, without the program's name: `task done`."""
    return click.get_current_context().command_path.partition(" ")[2]


def say_task(
    session: Session,
    note: Note,
    task: Task,
    form: str,
    *,
    changed: bool,
    also: Iterable[Task] = (),
) -> None:
    """A task as it is now, and those under it that were changed with it."""
    statuses = session.vault.config.statuses
    row = task_json(note, task, statuses)
    cascaded = [task_json(note, one, statuses) for one in also]
    if form == "json":
        say_json(row | {"cascaded": cascaded} if cascaded else row)
        return
    say(show_task(row) + ("" if changed else "  (nothing to do)"))
    for one in cascaded:
        say(show_task(one))
