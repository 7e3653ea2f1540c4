"""The command that holds what a roadmap plans against what is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.measuring import How, measure_of, policy_option
from vaultsync.cli.notes import Reading
from vaultsync.cli.output import format_option, say, say_json, say_lines, say_table
from vaultsync.errors import OutsideVaultError, UnreadableNoteError
from vaultsync.model.entry import NoteEntry
from vaultsync.model.note import Note
from vaultsync.model.planning.plan import NotePlan, SectionPlan, Standing, State, note_plan
from vaultsync.model.planning.sections import START, planned_in, says_time
from vaultsync.model.progress.counts import COUNTED, counts_json

__all__ = ["plan"]

_COLUMNS = (
    *("path", "heading", "line", "start", "end", "least_days", "most_days", "state", "days"),
    *(*COUNTED, "percent"),
)


class _Day(click.ParamType[date]):
    """A day such as 2026-12-01."""

    name = "DATE"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """The day that is meant."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day such as 2026-12-01", param, ctx)


@click.command()
@click.argument("names", nargs=-1, metavar="[NOTE or FOLDER]...")
@click.option(
    "--start",
    type=_Day(),
    metavar="DATE",
    help="When it all begins. Default: the note's property start, else as configured.",
)
@click.option("--today", type=_Day(), metavar="DATE", help="Hold it against this day instead.")
@policy_option
@format_option
@pass_session
def plan(
    session: Session,
    names: tuple[str, ...],
    start: date | None,
    today: date | None,
    policy: str | None,
    form: str,
) -> None:
    """Hold what roadmaps plan against what is done.

    Planned is what stands in a note: "Duration: 6-8 weeks" below a heading, "Week
    3" or "(2 weeks)" in it, a table with a column of durations, dates of tasks.
    """
    reading = Reading(session.vault)
    config = session.vault.config
    measure = measure_of(config, How(policy=policy, weight=None, through_links=False))
    day = today or date.today()
    found = []
    for note in _notes(reading, names):
        one = note_plan(note, day, measure, start)
        if one.start is None and config.start:
            one = note_plan(note, day, measure, config.start)
        if names or _is_roadmap(one):
            found.append(one)
    if form == "json":
        say_json({"today": day.isoformat(), "notes": [_note_json(one) for one in found]})
    elif form == "text":
        _show(found)
    else:
        say_table(form, (row for one in found for row in _rows(one)), _COLUMNS)
    reading.end()


def _notes(reading: Reading, names: tuple[str, ...]) -> Iterator[Note]:
    """The notes that are named; without names those with tasks that may hold a plan."""
    for entry in reading.counted(names, {"tasks", "headings", "properties"}):
        if not names and not (entry.tasks and entry.headings):
            continue
        try:
            if names or _may_plan(entry) or says_time(reading.text(entry.path) or ""):
                yield reading.vault.read(entry.path)
        except (UnreadableNoteError, OutsideVaultError) as error:
            reading.miss(error)


def _may_plan(note: NoteEntry) -> bool:
    """Whether its headings have a plan, or its tasks have dates and it says when it starts."""
    if any(planned_in(heading.text) is not None for heading in note.headings):
        return True
    starts = any(one.key.lower() in START for one in note.properties)
    return starts and any(name == "due" for task in note.tasks for name, _ in task.fields)


def _is_roadmap(one: NotePlan) -> bool:
    """Whether a note that nobody named has a plan worth showing: one that says how long or when."""
    sections = [section for section in one.sections if section.least or section.start]
    return one.counts.total > 0 and (
        len(sections) > 1 or (one.start is not None and bool(sections))
    )


def _show(found: list[NotePlan]) -> None:
    for one in found:
        say(f"{one.path.removesuffix('.md')}: {_summary(one)}")
        say_lines(_line(section) for section in one.sections)
        for task in one.following if one.sections else ():
            say(f"  next: line {task.line}, {task.text}")
    if not found:
        say("no note carries a plan")


def _summary(one: NotePlan) -> str:
    state = one.standing.state
    if state is State.NO_PLAN:
        return "no plan: no durations, weeks, months or dates"
    said = [_standing(one.standing)]
    if state is State.NO_START:
        said = ["no start: give --start, or the note a property start"]
    counts = one.counts
    if counts.percent is not None:
        said.append(f"{counts.done}/{counts.total} ({counts.percent} %) done")
    if one.expected:
        least, most = one.expected
        said.append(f"{least} % planned" if least == most else f"{least} to {most} % planned")
    return ", ".join(said)


def _line(section: SectionPlan) -> str:
    counts = section.counts
    start, end = _iso(section.start), _iso(section.end)
    days = f"{start}  {end}" if start and end else _length(section)
    done = f"{counts.done}/{counts.total}"
    percent = "" if counts.percent is None else f"{counts.percent} %"
    standing = _standing(section.standing)
    return f"  {days:22} {done:>7} {percent:>6}  {standing:18}  {section.heading}"


def _length(section: SectionPlan) -> str:
    if section.least is None:
        return ""
    if section.least == section.most:
        return f"{section.least} days"
    return f"{section.least}-{section.most} days"


def _standing(standing: Standing) -> str:
    state, days = standing
    if not days:
        return state.value
    return f"{state.value} by {abs(days)} day{'' if abs(days) == 1 else 's'}"


def _note_json(one: NotePlan) -> dict[str, Any]:
    expected = {"least": one.expected[0], "most": one.expected[1]} if one.expected else None
    return {
        "path": one.path,
        "title": one.title,
        "start": _iso(one.start),
        "end": _iso(one.end),
        **_standing_json(one.standing),
        "planned_percent": expected,
        **counts_json(one.counts),
        "sections": [_section_json(section) for section in one.sections],
        "next": [
            {"line": task.line, "text": task.text, "section": list(task.section)}
            for task in one.following
        ],
    }


def _section_json(section: SectionPlan) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "level": section.level,
        "line": section.line,
        "start": _iso(section.start),
        "end": _iso(section.end),
        "least_days": section.least,
        "most_days": section.most,
        **_standing_json(section.standing),
        **counts_json(section.counts),
    }


def _standing_json(standing: Standing) -> dict[str, Any]:
    return {"state": standing.state.value, "days": standing.days}


def _rows(one: NotePlan) -> Iterator[dict[str, Any]]:
    for section in one.sections:
        yield {"path": one.path, **_section_json(section)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
