"""Commands that count: progress and report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import Reading
from vaultsync.cli.output import can_show, clean, format_option, say, say_json, say_lines, say_table
from vaultsync.model.counts import Counts
from vaultsync.model.progress import (
    NoteProgress,
    Policy,
    Progress,
    SectionProgress,
    to_json,
)
from vaultsync.service import asking

__all__ = ["PROGRESS_COLUMNS", "bar_of", "beside", "policy_option", "progress", "progress_rows"]

PROGRESS_COLUMNS = ("path", "title", *Counts._fields, "percent")
_BAR = 20
_CELLS = ("█", "░")

policy_option = click.option(
    "--policy",
    type=click.Choice([policy.value for policy in Policy]),
    help="Which boxes count: those without boxes under them (leaf), every one (all), "
    "or those under no other (top). Default: leaf, or as configured.",
)


@click.command()
@click.argument("names", nargs=-1, metavar="[NOTE or FOLDER]...")
@policy_option
@click.option("--sections", is_flag=True, help="Show the headings of each note, too.")
@format_option
@pass_session
def progress(
    session: Session, names: tuple[str, ...], policy: str | None, *, sections: bool, form: str
) -> None:
    """Count what is done, by note and heading.

    Excluded files and copies left by sync don't count, unless they are named.
    """
    reading = Reading(session.vault)
    counted = asking.progress(reading, names, Policy(policy) if policy else None)
    if form == "json":
        say_json(to_json(counted))
    elif form == "text":
        _show(counted, sections=sections or len(counted.notes) == 1)
    else:
        say_table(form, progress_rows(counted), PROGRESS_COLUMNS)
    reading.end()


def progress_rows(counted: Progress) -> Iterator[dict[str, Any]]:
    """The notes as rows of a table."""
    for note in counted.notes:
        counts = note.counts
        yield {
            "path": note.path,
            "title": note.title,
            **counts._asdict(),
            "percent": counts.percent,
        }


def _show(counted: Progress, *, sections: bool) -> None:
    say_lines(_lines(counted, sections=sections))
    if len(counted.notes) != 1:
        say(f"{bar_of(counted.total)}  in {len(counted.notes)} notes")
    total = counted.total
    say(f"policy {counted.policy.value}{beside(total)}")


def beside(total: Counts) -> str:
    """What a percentage doesn't say of what it is made of, behind a semicolon; "" for nothing."""
    parts = [
        (total.in_progress, "in progress, counted as open"),
        (total.cancelled, "cancelled, not counted"),
    ]
    return "".join(f"; {number} {what}" for number, what in parts if number)


def _lines(counted: Progress, *, sections: bool) -> Iterator[str]:
    for note in counted.notes:
        yield f"{bar_of(note.counts)}  {_name(note)}"
        if sections:
            yield from _section_lines(note.sections, 1)


def _section_lines(sections: Iterable[SectionProgress], depth: int) -> Iterator[str]:
    for section in sections:
        if section.counts.total:
            yield f"{bar_of(section.counts)}  {'  ' * depth}{section.heading}"
            yield from _section_lines(section.sections, depth + 1)


def _name(note: NoteProgress) -> str:
    return clean(note.path.removesuffix(".md"))


def bar_of(counts: Counts) -> str:
    """`██████░░░░░░░░░░░░░░    3/10   30 %`; always with its counts."""
    if counts.percent is None:
        return f"{'':{_BAR}}  {'no tasks':>16}"
    cells = counts.percent * _BAR // 100
    full, empty = _CELLS if can_show("".join(_CELLS)) else "#."
    share = f"{counts.done}/{counts.total}"
    return f"{full * cells}{empty * (_BAR - cells)}  {share:>9} {counts.percent:>4} %"
