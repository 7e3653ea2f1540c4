"""Plan against actual: when each section was to be done, and how far it is.

A duration may be a range (`6-8 weeks`), so there are two schedules: one at the
shorter times, one at the longer. Who is further than the first says for today
is ahead, who isn't as far as the second is behind; between them is on track. By
how many days is read off the schedule itself: the day for which what is done
was planned ("earned schedule"). Boxes are taken to be spread evenly over the time of their section.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from vaultsync.model.note import Note
from vaultsync.model.planning.planned import Deadline, Planned, Slot, length_of
from vaultsync.model.planning.schedule import Piece, Window, day_of, planned_by, schedule
from vaultsync.model.planning.sections import plan_start, read_plan
from vaultsync.model.planning.standing import Standing, State, section_standing, whole_standing
from vaultsync.model.progress.boxes import Box, boxes_of, counted_by
from vaultsync.model.progress.counts import Counts
from vaultsync.model.progress.measure import (
    PLAIN,
    Measure,
    NoteProgress,
    SectionProgress,
    note_progress,
)
from vaultsync.model.statuses import StatusType
from vaultsync.syntax.elements import Heading

__all__ = ["NotePlan", "SectionPlan", "Standing", "State", "note_plan"]

NEXT = 3
"""How many open boxes are shown as the next ones."""


class SectionPlan(NamedTuple):
    """A planned section. `start` and `end` (the day after its last) lie between the schedules.

    Both are None where nothing says when all starts; `least` and `most` are its
    days, None where it has no length.
    """

    heading: str
    level: int
    line: int
    counts: Counts
    start: date | None
    end: date | None
    least: int | None
    most: int | None
    standing: Standing


class NotePlan(NamedTuple):
    """A note's plan: no `sections` where it has none. `following` are the next open boxes.

    `expected` are the percent of the planned boxes that should be done today, at
    the slower and at the faster schedule.
    """

    path: str
    title: str
    counts: Counts
    start: date | None
    end: date | None
    standing: Standing
    expected: tuple[int, int] | None
    sections: tuple[SectionPlan, ...]
    following: tuple[Box, ...]


def note_plan(
    note: Note, today: date, measure: Measure = PLAIN, start: date | None = None
) -> NotePlan:
    r"""The plan of a note, as it stands on a day; it begins on `start`, else when the note says.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"# Week 1\n- [x] a\n- [ ] b\n# Week 2\n- [ ] c\n")
    >>> plan = note_plan(note, date(2026, 1, 8), start=date(2026, 1, 1))
    >>> plan.standing, [one.standing.state.value for one in plan.sections]
    (Standing(state=<State.BEHIND: 'behind'>, days=-3), ['behind', 'on track'])
    """
    policy, statuses, share, weight, _ = measure
    progress = note_progress(note, policy, statuses, share=share, weight=weight)
    plan = read_plan(note)
    begin = start or plan_start(note)
    schedules = [schedule(note.headings, plan, begin, pace) for pace in (0, 1, 2)]
    found = {section.line: section.counts for section in _all(progress.sections)}
    counts = {index: found[note.headings[index].line] for index in plan}
    sections = []
    for index, said in plan.items():
        fast, middle, slow = (one.get(index) for one in schedules)
        windows = (fast, middle, slow)
        sections.append(_section(note.headings[index], said, counts[index], windows, today))
    outer = _outermost(note, plan, schedules[2])
    whole = [_pieces(outer, one, counts) for one in (schedules[0], schedules[2])]
    standing = whole_standing(whole, [counts[index] for index in outer], begin, today)
    return NotePlan(
        note.path,
        note.name,
        progress.counts,
        begin,
        max((one.end for one in sections if one.end), default=None),
        standing if plan else Standing(State.NO_PLAN),
        _expected(whole, today),
        tuple(sections),
        tuple(_following(note, measure, progress, sections)),
    )


_Windows = tuple[Window | None, Window | None, Window | None]


def _section(
    heading: Heading, said: Planned, counts: Counts, windows: _Windows, today: date
) -> SectionPlan:
    """A planned section, which lies in these windows of the three schedules."""
    fast, middle, slow = windows
    least, most = length_of(said) or (None, None)
    if isinstance(said, Slot) and fast and slow:
        least, most = int(fast.end - fast.start), int(slow.end - slow.start)
    return SectionPlan(
        heading.text,
        heading.level,
        heading.line,
        counts,
        day_of(middle.start) if middle else None,
        day_of(middle.end) if middle else None,
        least,
        most,
        section_standing(said, counts, fast, slow, today),
    )


def _pieces(
    outer: Iterable[int], windows: Mapping[int, Window], counts: Mapping[int, Counts]
) -> list[Piece]:
    return [Piece(*windows[index], Fraction(counts[index].total)) for index in outer]


def _expected(whole: Sequence[list[Piece]], today: date) -> tuple[int, int] | None:
    total = sum((piece.weight for piece in whole[0]), Fraction(0))
    if not total:
        return None
    fast, slow = (int(100 * planned_by(pieces, today) / total) for pieces in whole)
    return slow, fast


def _outermost(note: Note, plan: Mapping[int, Planned], placed: Mapping[int, Window]) -> list[int]:
    """The scheduled sections with no scheduled section over them, so that no box counts twice.

    Deadlines are no spans of work: they say when, not for how long.
    """
    outer: list[int] = []
    for index in plan:
        above = note.headings[index].parent
        while above is not None and above not in placed:
            above = note.headings[above].parent
        if index in placed and above is None and not isinstance(plan[index], Deadline):
            outer.append(index)
    return outer


def _following(
    note: Note, measure: Measure, progress: NoteProgress, sections: list[SectionPlan]
) -> list[Box]:
    """The next open boxes, from the first planned section on that isn't done."""
    begin = next((one.line for one in sections if one.counts.done < one.counts.total), 0)
    boxes = boxes_of(note, measure.statuses)
    yet_to_do = (StatusType.OPEN, StatusType.IN_PROGRESS)
    following = [
        boxes.tasks[index]
        for index in counted_by(measure.policy, boxes)
        if boxes.types[index] in yet_to_do
    ]
    behind = [task for task in following if task.line >= begin]
    return (behind or following)[:NEXT] if progress.counts.total else []


def _all(sections: Iterable[SectionProgress]) -> Iterable[SectionProgress]:
    for section in sections:
        yield section
        yield from _all(section.sections)
