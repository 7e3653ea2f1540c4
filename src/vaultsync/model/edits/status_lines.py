"""Status lines: `**Phase 1**: [ ] Not Started [ ] In Progress [ ] Completed`, one box ticked.

The label names a section of the note, and what is counted in it says which box.
These boxes are text to Obsidian, and tasks nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

from vaultsync.model.linking.heading_words import heading_finder, words_of
from vaultsync.model.note import Note
from vaultsync.model.progress.counts import Counts
from vaultsync.model.progress.measure import NoteProgress, SectionProgress
from vaultsync.model.reading.running_text import running_text, without_code
from vaultsync.text import Edit, Span

__all__ = ["StatusLines", "status_line_edits"]

_BOX = re.compile(r"\[(?P<status>[^\[\]\0])\][ \t]+(?P<name>[^\[\]\0:]+)")
_BOLD = re.compile(r"(?:\*\*|__)(?P<label>.+?):?(?:\*\*|__)")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*[.)]?[ \t]+(?=\S)")
_SHOWN = 5


class _State(Enum):
    NOT_STARTED = "not started, not yet started, to do, todo, open, planned, pending"
    IN_PROGRESS = "in progress, started, begun, doing, ongoing, under way"
    COMPLETED = "completed, complete, done, finished"


_STATES = {name: state for state in _State for name in state.value.split(", ")}


class StatusLines(NamedTuple):
    """The edits of a note's status lines, and what can't be told of some, by their lines."""

    edits: list[Edit]
    unclear: list[tuple[int, str]]


def status_line_edits(note: Note, progress: NoteProgress) -> StatusLines:
    r"""Tick the box that fits what `progress` counts in the section that each label names.

    A section fits when the words of the label stand in its heading, in their
    order; one that is or begins with the label goes first. Lines whose boxes aren't all states,
    whose label names no section with boxes, or that lack the state are left alone.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.progress.measure import note_progress
    >>> from vaultsync.text import apply_edits
    >>> note = parse_note("a.md", b"# Phase 1\n- [x] a\n# Log\nPhase 1: [ ] To do [ ] Done\n")
    >>> found = status_line_edits(note, note_progress(note))
    >>> apply_edits(note.text, found.edits).split("\n")[3]
    'Phase 1: [ ] To do [x] Done'
    """
    found = StatusLines([], [])
    if note.text.count("] ") < 2:
        return found
    sections = [section for section in _all(progress.sections) if section.counts.total]
    headings = [words_of(section.heading) for section in sections]
    find = heading_finder(headings)
    for block in running_text(note):
        for number, start, line in block.lines:
            read = _read(line)
            if read is None:
                continue
            label, boxes = read
            fitting = [sections[index] for index in _named(words_of(label), headings, find)]
            if len(fitting) > 1:
                lines = ", ".join(str(one.line) for one in fitting[:_SHOWN])
                lines += ", ..." if len(fitting) > _SHOWN else ""
                found.unclear.append((number, f"several headings fit {label!r} (lines {lines})"))
            elif fitting and (wanted := _state(fitting[0].counts)):
                found.edits.extend(_ticks(boxes, wanted, start))
    return found


class _Box(NamedTuple):
    """A box of a status line: where its character stands in the line, and what it means."""

    at: int
    status: str
    state: _State


def _read(line: str) -> tuple[str, list[_Box]] | None:
    """The label and the boxes of a status line; None for any other line."""
    masked = without_code(line)
    first = _BOX.search(masked)
    before = line[: first.start()].rstrip() if first else ""
    if not before.endswith((":", ":**", ":__")):
        return None
    boxes = []
    for match in _BOX.finditer(masked):
        state = _STATES.get(" ".join(match["name"].lower().split()).rstrip("., |/"))
        if state is None:
            return None
        boxes.append(_Box(match.start("status"), match["status"], state))
    if len(boxes) < 2 or len({box.state for box in boxes}) < len(boxes):
        return None
    bold = _BOLD.search(before)
    label = bold["label"] if bold else _NUMBER.sub("", before, count=1).rstrip(":")
    return label.strip(), boxes


def _ticks(boxes: list[_Box], wanted: _State, start: int) -> Iterator[Edit]:
    if all(box.state is not wanted for box in boxes):
        return
    for box in boxes:
        status = "x" if box.state is wanted else " "
        if box.status.lower() != status:
            yield Edit(Span(start + box.at, start + box.at + 1), status)


def _state(counts: Counts) -> _State | None:
    if not counts.total:
        return None
    if counts.done == counts.total:
        return _State.COMPLETED
    return _State.IN_PROGRESS if counts.done or counts.in_progress else _State.NOT_STARTED


def _named(
    wanted: tuple[str, ...],
    headings: list[tuple[str, ...]],
    find: Callable[[tuple[str, ...]], list[int]],
) -> list[int]:
    """The headings that a label may mean; the most literal ones alone."""
    fitting = find(wanted)
    whole = [index for index in fitting if headings[index] == wanted]
    first = [index for index in fitting if headings[index][: len(wanted)] == wanted]
    return whole or first or fitting


def _all(sections: tuple[SectionProgress, ...]) -> Iterator[SectionProgress]:
    for section in sections:
        yield section
        yield from _all(section.sections)
