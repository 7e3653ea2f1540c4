"""Commands on the text and the fields of one task: edit, field."""

from __future__ import annotations

from typing import Unpack

import click

from vaultsync.cli.applying import How, format_option, writing_options
from vaultsync.cli.editing import task, write_task
from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import say, say_json, warn
from vaultsync.cli.where import expect_option, task_at, where_argument
from vaultsync.model.edits.fields import FIELD_NAMES, remove_field, set_field
from vaultsync.model.edits.task_text import bad_text, set_text
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Task

__all__ = ["edit", "field"]


@task.command()
@where_argument
@click.argument("text", metavar="TEXT")
@expect_option
@writing_options
@format_option
@pass_session
def edit(
    session: Session,
    where: tuple[str, int],
    text: str,
    expect: str | None,
    form: str,
    **how: Unpack[How],
) -> None:
    """Replace a task's text, its fields too; box and block id stay.

    TEXT is what "task show" shows behind the box.
    """
    if reason := bad_text(text):
        raise click.UsageError(reason)
    note, found = task_at(session, where, expect)
    write_task(session, note, found, set_text(note, found, text), form, **how)


@task.command()
@where_argument
@click.argument("name", metavar="NAME", type=click.Choice(FIELD_NAMES))
@click.argument("value", metavar="[VALUE]", required=False)
@click.option("--remove", is_flag=True, help="Take the field from the task.")
@expect_option
@writing_options
@format_option
@pass_session
def field(
    session: Session,
    where: tuple[str, int],
    name: str,
    value: str | None,
    *,
    remove: bool,
    expect: str | None,
    form: str,
    **how: Unpack[How],
) -> None:
    """Print, set or remove a field of a task.

    NAME is due, scheduled, start, created, done, cancelled, priority, recurrence,
    id, depends_on or on_completion. Without VALUE the field's value is printed;
    exit 1 if the task has none. A new field is written in the form of the fields
    on the line, else in that of the Tasks plugin's settings.
    """
    if remove and value is not None:
        raise click.UsageError("VALUE and --remove exclude each other")
    note, found = task_at(session, where, expect)
    fmt = session.vault.config.fields
    if remove:
        write_task(session, note, found, remove_field(note, found, name, fmt), form, **how)
    elif value is None:
        _show_value(note, found, name, form)
    else:
        try:
            edits = set_field(note, found, name, value, fmt)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        write_task(session, note, found, edits, form, **how)


def _show_value(note: Note, found: Task, name: str, form: str) -> None:
    value = found.field(name)
    if value is None:
        warn(f"{note.path}:{found.line}: the task has no {name}")
        raise click.exceptions.Exit(1)
    if form == "json":
        say_json(value)
    else:
        say(",".join(value) if isinstance(value, tuple) else value)
