"""What a roadmap says of its own time: durations, weeks, months and dates, section by section."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from vaultsync.model.linking.heading_words import heading_finder, words_of
from vaultsync.model.note import Note
from vaultsync.model.planning.durations import DURATION, read_duration
from vaultsync.model.planning.planned import Dates, Deadline, Ongoing, Planned, Slot
from vaultsync.model.reading.running_text import TextBlock, running_text
from vaultsync.syntax.elements import Task

__all__ = ["START", "plan_start", "planned_in", "read_plan", "says_time"]

# A text without any of these says nothing of its time outside its headings.
_SIGNS = (
    *("duration", "time needed", "time:", "time*:", "time**:", "length:", "length*:", "length**:"),
    *(
        "| time |",
        "|time|",
        "| length |",
        "|length|",
        "timeline",
        "estimate",
        "[start::",
        "(start::",
    ),
)

START = ("start", "started", "start_date", "start-date", "startdate")
# Week 3   Weeks 5-6   Month 2: Core
_SLOT = re.compile(
    r"""
    \b (?P<unit> day | week | month ) s? [ ]* (?P<first> [0-9]{1,4} ) \b
    (?: [ ]* [-–—] [ ]* (?P<last> [0-9]{1,4} ) \b )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_IN_BRACKETS = re.compile(rf"\([ ]*(?P<value>{DURATION})[ ]*\)", re.IGNORECASE)  # (2 weeks)
# 3-Month Goal   Goals for 6 months: a deadline, no length
_DEADLINE = re.compile(r"\b(?P<value>[0-9]{1,3}-(?:day|week|month|year))\b", re.IGNORECASE)
# *Duration: 6-8 weeks*   **Time needed:** 2 weeks
_LINE = re.compile(
    r"""
    [*_]* (?: estimated[ ] )? (?: duration | time (?:[ ]needed)? | length ) [*_]* : [*_]* [ \t]*
    (?P<value> [^*_]+ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FIELD = re.compile(r"[\[(](?P<key>start|due)::[ ]*(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[ ]*[\])]")
_ONGOING = re.compile(r"on-?going|continuous(?:ly)?|lifelong", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,4}")


def says_time(text: str) -> bool:
    """Whether a text may say of its time anything outside its headings and tasks.

    >>> says_time("*Duration: 2 weeks*"), says_time("- [ ] a")
    (True, False)
    """
    text = text.lower()
    return any(sign in text for sign in _SIGNS)


def planned_in(text: str) -> Planned | None:
    """What the text of a heading says.

    >>> planned_in("Week 3: Python"), planned_in("Morning (1-2 hours)")
    (Slot(unit='week', first=3, last=3), None)
    """
    if dates := _fields(text):
        return dates
    if slot := _SLOT.search(text):
        first = int(slot["first"])
        last = int(slot["last"] or first)
        return Slot(slot["unit"].lower(), first, last) if 0 < first <= last else None
    for match in _IN_BRACKETS.finditer(text):
        duration = read_duration(match["value"])
        if duration and duration.least >= 1:  # two hours are a time of the day
            return duration
    if deadline := _DEADLINE.search(text):
        duration = read_duration(deadline["value"])
        return Deadline(duration) if duration else None
    return None


def plan_start(note: Note) -> date | None:
    r"""The day that a note's properties give as its start (`start`, `started`, `start_date`).

    >>> from vaultsync.model.note import parse_note
    >>> plan_start(parse_note("a.md", b"---\nstarted: 2026-03-02\n---\n"))
    datetime.date(2026, 3, 2)
    """
    said = {one.key.lower(): one.value for one in reversed(note.properties)}
    days = (_day(value) for key in START if isinstance(value := said.get(key), str))
    return next((day for day in days if day), None)


def read_plan(note: Note) -> dict[int, Planned]:
    r"""What the headings of a note, by their indexes, are planned for.

    Of several sayings the nearest counts: fields `[start:: ...] [due:: ...]`, the heading's
    own text, a line such as `*Duration: 2 weeks*` below it, the row of a table with
    a column of durations whose name or number the heading has, the dates of its tasks.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"# Week 3\n# Phase 1\n*Duration: ongoing*\n")
    >>> read_plan(note)
    {0: Slot(unit='week', first=3, last=3), 1: Ongoing()}
    """
    plan: dict[int, Planned] = {}
    starts = [heading.line for heading in note.headings]
    blocks = list(running_text(note)) if says_time(note.text) else []
    for index, heading in enumerate(note.headings):
        if said := planned_in(heading.text):
            plan[index] = said
    at = -1
    for block in blocks:
        while at + 1 < len(starts) and starts[at + 1] <= block.lines[0][0]:
            at += 1
        said = _in_text(block) if at >= 0 else None
        if said is not None and (at not in plan or isinstance(said, Dates)):
            plan[at] = said
    for index, duration in _in_tables(blocks, [heading.text for heading in note.headings]):
        plan.setdefault(index, duration)
    if not plan:
        plan = dict(_in_tasks(note))
    return dict(sorted(plan.items()))


def _in_text(block: TextBlock) -> Planned | None:
    if block.type != "paragraph":
        return None
    for _, _, line in block.lines:
        said = _LINE.match(line)
        if said is None:
            dates = None if line.startswith("[ ]") else _fields(line)
            if dates and dates.start and dates.due:
                return dates
            continue
        value = said["value"].strip()
        if (found := _duration(value)) is not None:
            return found
    return None


def _duration(value: str) -> Planned | None:
    if _ONGOING.match(value):
        return Ongoing()
    duration = read_duration(value)
    return duration if duration and duration.least >= 1 else None


def _fields(text: str) -> Dates | None:
    found = {match["key"]: _day(match["day"]) for match in _FIELD.finditer(text)}
    return Dates(found.get("start"), found.get("due")) if any(found.values()) else None


def _in_tables(blocks: Iterable[TextBlock], headings: list[str]) -> Iterator[tuple[int, Planned]]:
    """The rows of tables with a column of durations, each for the heading that it names."""
    tables = [block for block in blocks if block.type == "table"]
    find = heading_finder(map(words_of, headings if tables else ()))
    for table in tables:
        head, *rows = [_cells(line) for _, _, line in table.lines]
        names = [cell.lower() for cell in head]
        column = next((i for i, name in enumerate(names) if name in _COLUMNS), None)
        for row in rows[1:] if column is not None else ():
            said = _duration(row[column]) if column is not None and column < len(row) else None
            index = None if said is None else _row_heading(head, row, find)
            if said is not None and index is not None:
                yield index, said


_COLUMNS = frozenset({"duration", "time", "length", "timeline", "estimate", "estimated time"})


def _row_heading(
    head: list[str], row: list[str], find: Callable[[Sequence[str]], list[int]]
) -> int | None:
    """The heading that a row means: by its number (`Phase 1` of `| # | Phase |`), or its name."""
    wanted = [words_of(cell) for cell in row[:2]]
    number = next((cell for cell in row[:2] if _NUMBER.fullmatch(cell)), None)
    kind = next((name for name in head[:2] if name.isalpha() and name.lower() != "no"), None)
    if number and kind:
        wanted.insert(0, (kind.lower(), number))
    for words in wanted:
        if not words or (len(words) == 1 and words[0].isdigit()):
            continue
        fits = find(words)
        if len(fits) == 1:
            return fits[0]
    return None


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _in_tasks(note: Note) -> Iterator[tuple[int, Dates]]:
    """The first start and the last due day of the tasks right below each heading."""
    found: dict[int, list[Task]] = {}
    at = -1
    for task in note.tasks:
        while at + 1 < len(note.headings) and note.headings[at + 1].line < task.line:
            at += 1
        if at >= 0 and task.fields and not task.field("recurrence"):
            found.setdefault(at, []).append(task)
    for index, tasks in found.items():
        due = [day for task in tasks if (day := _day(task.field("due")))]
        start = [day for task in tasks if (day := _day(task.field("start")))]
        if due:
            yield index, Dates(min(start, default=None), max(due))


def _day(value: object) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
