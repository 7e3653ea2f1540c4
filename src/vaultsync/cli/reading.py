"""Commands that read: tasks, outline, tags, properties, metadata."""

from __future__ import annotations

from typing import Any

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import Reading, say_problems
from vaultsync.cli.output import answer, format_option, say_json
from vaultsync.cli.task_json import show_task
from vaultsync.model.task_rows import TaskFilter, TaskRow
from vaultsync.service import asking

__all__ = ["metadata", "outline", "properties", "tags", "tasks"]


@click.command()
@click.argument("names", nargs=-1, metavar="[NOTE or FOLDER]...")
@click.option("--todo", is_flag=True, help="Only boxes that aren't checked.")
@click.option("--done", is_flag=True, help="Only checked boxes.")
@click.option("--status", metavar="C", help="Only boxes with this character.")
@click.option("--under", metavar="HEADING", help="Only below this heading.")
@click.option("--tag", metavar="TAG", help="Only with this tag, or one nested in it.")
@format_option
@pass_session
def tasks(
    session: Session,
    *,
    names: tuple[str, ...],
    todo: bool,
    done: bool,
    status: str | None,
    under: str | None,
    tag: str | None,
    form: str,
) -> None:
    """List the tasks of notes or folders; without one, of the vault."""
    wanted = TaskFilter(todo, done, status, under, tag)
    if fault := wanted.fault():
        raise click.UsageError(fault)
    reading = Reading(session.vault)
    rows = asking.tasks(reading, names, wanted)
    answer(form, (row._asdict() for row in rows), TaskRow._fields, show_task)
    reading.end()


@click.command()
@click.argument("name", metavar="NOTE")
@format_option
@pass_session
def outline(session: Session, name: str, form: str) -> None:
    """List the headings of a note."""
    note = session.vault.note(name)
    say_problems(note)
    rows = [{"level": h.level, "heading": h.text, "line": h.line} for h in note.headings]
    answer(
        form,
        rows,
        ("level", "heading", "line"),
        lambda row: f"{row['line']:>5}  {'  ' * (row['level'] - 1)}{row['heading']}",
    )


@click.command()
@click.argument("name", metavar="[NOTE]", required=False)
@format_option
@pass_session
def tags(session: Session, name: str | None, form: str) -> None:
    """Count the tags of a note or of the vault.

    Excluded files and copies left by sync don't count.
    """
    reading = Reading(session.vault)
    found = asking.tags(reading, [name] if name else [])
    rows = ({"tag": one.tag, "count": one.times} for one in found)
    answer(form, rows, ("tag", "count"), lambda row: f"{row['count']:>5}  {row['tag']}")
    reading.end()


@click.command()
@click.argument("name", metavar="[NOTE]", required=False)
@format_option
@pass_session
def properties(session: Session, name: str | None, form: str) -> None:
    """Show the properties of a note, or count those of the vault.

    Excluded files and copies left by sync don't count.
    """
    if name is None:
        _count_properties(session, form)
        return
    note = session.vault.note(name)
    say_problems(note)
    rows = [{"property": one.key, "value": one.value, "line": one.line} for one in note.properties]
    answer(
        form,
        rows,
        ("property", "value", "line"),
        lambda row: f"{row['property']}: {_shown(row['value'])}",
    )
    if note.front_matter and note.front_matter.values is None and note.front_matter.problems:
        raise click.exceptions.Exit(1)


def _count_properties(session: Session, form: str) -> None:
    reading = Reading(session.vault)
    rows = ({"property": one.key, "count": one.times} for one in asking.properties(reading))
    answer(form, rows, ("property", "count"), lambda row: f"{row['count']:>5}  {row['property']}")
    reading.end()


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@click.command()
@click.argument("name", metavar="NOTE")
@click.option("--format", type=click.Choice(["json"]), expose_value=False, help="JSON it is.")
@pass_session
def metadata(session: Session, name: str) -> None:
    """Show a note as Obsidian's metadata cache holds it.

    JSON; positions count from 0, columns and offsets in UTF-16 code units.
    """
    from vaultsync.model.metadata import cached_metadata

    note = session.vault.note(name)
    say_problems(note)
    say_json(cached_metadata(note))
