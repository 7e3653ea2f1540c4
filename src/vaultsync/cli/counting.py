"""The command that counts what is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Unpack

import click

from vaultsync.cli.applying import How as Writing
from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.measuring import How, measure_of, measured, measuring_options
from vaultsync.cli.notes import Reading
from vaultsync.cli.output import format_option, say_json, say_table
from vaultsync.cli.progress_text import say_groups, say_progress
from vaultsync.model.progress.documents import columns, groups_json, rows, to_json
from vaultsync.model.progress.groups import GroupProgress, by_folder, by_tag
from vaultsync.model.progress.measure import Measure, Progress, count_notes
from vaultsync.service.measuring import Measured

__all__ = ["progress", "say_progress_table"]


@click.command()
@click.argument("names", nargs=-1, metavar="[NOTE or FOLDER]...")
@measuring_options
@click.option(
    "--by",
    type=click.Choice(["note", "folder", "tag"]),
    default="note",
    show_default=True,
    help="What to list.",
)
@click.option("--sections", is_flag=True, help="Show the headings of each note, too.")
@click.option(
    "--write",
    is_flag=True,
    help="Write into the notes: properties, cookies such as [3/8], status lines. Without names "
    "into those that have one of the properties.",
)
@click.option("--dry-run", is_flag=True, help="With --write: show the diff and write nothing.")
@format_option
@pass_session
def progress(
    session: Session,
    names: tuple[str, ...],
    by: str,
    *,
    sections: bool,
    write: bool,
    dry_run: bool,
    form: str,
    **how: Unpack[How],
) -> None:
    """Count what is done, by note and heading, folder or tag."""
    if dry_run and not write:
        raise click.UsageError("--dry-run goes with --write")
    reading = Reading(session.vault)
    measure = measure_of(session.vault.config, how)
    keep, parts = write or by == "tag", form == "json" or sections
    found = measured(reading, names, measure, parts=parts, keep=keep, also=["properties"])
    if write:
        from vaultsync.cli.progress_writing import write_progress

        writing = Writing(dry_run=dry_run, as_bytes=False)
        write_progress(session, reading, found, form, named=bool(names), how=writing)
    else:
        if not parts and not measure.through_links and len(found.progress.notes) == 1:
            found = _in_parts(session, found)
        _say(found, by, form, sections=sections)
    reading.end()


def _in_parts(session: Session, found: Measured) -> Measured:
    """A single note, with its headings."""
    (note,) = found.progress.notes
    known = session.vault.entries([note.path], only={"tasks", "headings"})
    return found._replace(progress=count_notes(known, found.measure))


def _say(found: Measured, by: str, form: str, *, sections: bool) -> None:
    measure = found.measure
    counted = found.progress
    groups = _groups(by, found)
    if form == "json":
        document = to_json(counted, measure)
        say_json(document if by == "note" else document | {"by": by, "groups": groups_json(groups)})
    elif form != "text":
        if by == "note":
            say_progress_table(form, counted, measure)
        else:
            say_table(form, rows(_group_rows(groups)), columns("name", "notes", measure=measure))
    elif by == "note":
        say_progress(counted, measure, sections=sections or len(counted.notes) == 1)
    else:
        say_groups(groups, counted, measure, by=by)


def say_progress_table(form: str, counted: Progress, measure: Measure) -> None:
    """The notes as rows of a table."""
    named = (({"path": note.path, "title": note.title}, note.counts) for note in counted.notes)
    say_table(form, rows(named), columns("path", "title", measure=measure))


def _groups(by: str, found: Measured) -> tuple[GroupProgress, ...]:
    if by == "folder":
        return by_folder((*found.progress.notes, *found.progress.beyond))
    if by == "tag":
        return by_tag(found.notes, found.measure, found.linked.lines() if found.linked else {})
    return ()


def _group_rows(groups: Iterable[GroupProgress]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Each group before those in it."""
    for group in groups:
        yield {"name": group.name, "notes": group.notes}, group.counts
        yield from _group_rows(group.groups)
