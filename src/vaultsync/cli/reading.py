"""Commands that read: tasks, outline, tags, properties, metadata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import Reading, say_problems
from vaultsync.cli.output import answer, format_option, say_json
from vaultsync.cli.task_json import TASK_COLUMNS, show_task, task_json
from vaultsync.model.entry import TaskEntry
from vaultsync.model.statuses import is_checked
from vaultsync.syntax.task_edits import is_status

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
    if todo and done:
        raise click.UsageError("a task is either --todo or --done")
    if status is not None and not is_status(status):
        raise click.UsageError(f"C is one printable character; no box holds {status!r}")
    statuses = session.vault.config.statuses
    reading = Reading(session.vault)
    rows = (
        task_json(note, task, statuses)
        for note in reading.entries(names, {"tasks"})
        for task in note.tasks
        if (not todo or not is_checked(task.status, statuses))
        and (not done or is_checked(task.status, statuses))
        and (status is None or task.status == status)
        and (under is None or under.casefold() in map(str.casefold, task.section))
        and (tag is None or _has_tag(task, tag))
    )
    answer(form, rows, TASK_COLUMNS, show_task)
    reading.end()


def _has_tag(task: TaskEntry, tag: str) -> bool:
    wanted = "#" + tag.removeprefix("#").lower()
    return any(f"{own.lower()}/".startswith(f"{wanted}/") for own in task.tags)


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
    """Count the tags of a note or of the vault."""
    reading = Reading(session.vault)
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for note in reading.entries([name] if name else [], {"tags"}):
        for tag, times in note.tags:
            spelling.setdefault(tag.lower(), tag)
            counts[tag.lower()] += times
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = [{"tag": spelling[tag], "count": count} for tag, count in ordered]
    answer(form, rows, ("tag", "count"), lambda row: f"{row['count']:>5}  {row['tag']}")
    reading.end()


@click.command()
@click.argument("name", metavar="[NOTE]", required=False)
@format_option
@pass_session
def properties(session: Session, name: str | None, form: str) -> None:
    """Show the properties of a note, or count those of the vault."""
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
    entries = reading.entries([], {"properties"})
    counts = Counter(one.key for entry in entries for one in entry.properties)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    rows: Iterable[dict[str, Any]] = [{"property": key, "count": n} for key, n in ordered]
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
