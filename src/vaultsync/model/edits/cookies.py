"""Cookies as in org-mode: `[3/8]` and `[37%]` in headings and list items, kept up to date.

Only cookies that stand there are written, none is made. What is counted is what
the policy counts below the heading or under the item, sections below it included.
Source: https://orgmode.org/manual/Checkboxes.html.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from vaultsync.model.edits.again import splice
from vaultsync.model.note import Note
from vaultsync.model.progress.counts import Counts, Policy, summed, tally
from vaultsync.model.progress.measure import Measure, NoteProgress, SectionProgress
from vaultsync.model.reading.running_text import running_text, without_code
from vaultsync.model.statuses import StatusType, status_type
from vaultsync.syntax.elements import Task
from vaultsync.text import Edit, Span

__all__ = ["cookie_edits"]

# [3/8] [37%] [/] [%], no link [3/8](url), [[3/8]] or \[3/8]
_COOKIE = re.compile(
    r"(?<![\\\[!]) \[ (?: (?P<done> [0-9]{0,9} ) / [0-9]{0,9} | (?P<percent> [0-9]{0,9} ) % ) \]"
    r"(?! [(\[] )",
    re.VERBOSE,
)
_EMPTY = frozenset({"[/]", "[%]", "[0/0]", "[0%]"})


def cookie_edits(note: Note, progress: NoteProgress, measure: Measure) -> list[Edit]:
    r"""Write what `progress` (of the note, by `measure`) says into the note's cookies.

    Where nothing is counted only an empty cookie is written: `[1/2]` may be a
    word there.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.progress.measure import note_progress
    >>> from vaultsync.text import apply_edits
    >>> note = parse_note("a.md", b"# A [/]\n- b [0%]\n  - [x] c\n  - [ ] d\n")
    >>> apply_edits(note.text, cookie_edits(note, note_progress(note), Measure()))
    '# A [1/2]\n- b [50%]\n  - [x] c\n  - [ ] d\n'
    """
    if not _COOKIE.search(note.text):
        return []
    places = {**_headings(progress.sections), **_items(note, progress, measure)}
    edits: list[Edit] = []
    for block in running_text(note):
        counts = places.get(block.lines[0][0])
        for _, start, line in block.lines if counts is not None else ():
            for match in _COOKIE.finditer(without_code(line)):
                span = Span(start + match.start(), start + match.end())
                edits += splice(note.text, span, _written(match, counts or Counts()))
    return edits


def _written(cookie: re.Match[str], counts: Counts) -> str:
    if not counts.total and cookie[0] not in _EMPTY:
        return cookie[0]
    if cookie["percent"] is not None:
        return f"[{counts.percent or 0}%]"
    return f"[{counts.done}/{counts.total}]"


def _headings(sections: tuple[SectionProgress, ...]) -> Mapping[int, Counts]:
    found: dict[int, Counts] = {}
    ahead = list(sections)
    while ahead:
        section = ahead.pop()
        found[section.line] = section.counts
        ahead += section.sections
    return found


def _items(note: Note, progress: NoteProgress, measure: Measure) -> Mapping[int, Counts]:
    """What is counted under each list item, by its line; of two on one line, under the inner."""
    known = {item.line: item.counts for item in progress.items}
    tasks = {
        task.item: task
        for task in note.tasks
        if status_type(task.status, measure.statuses) is not StatusType.NON_TASK
    }
    under: list[list[Counts]] = [[] for _ in note.list_items]
    for number in reversed(range(len(note.list_items))):
        parent, task = note.list_items[number].parent, tasks.get(number)
        if parent is not None:
            under[parent] += [_worth(task, known, measure)] if task else under[number]
    return {
        item.line: known[item.line] if number in tasks and item.line in known else summed(parts)
        for number, (item, parts) in enumerate(zip(note.list_items, under, strict=True))
    }


def _worth(task: Task, known: Mapping[int, Counts], measure: Measure) -> Counts:
    """What a box adds to what it stands under: itself, if it counts, and what is under it."""
    own = tally([status_type(task.status, measure.statuses)], measure.share)
    below = known.get(task.line)
    if below is None or measure.policy is Policy.TOP:
        return own
    return below if measure.policy is Policy.LEAF else own.plus(below)
