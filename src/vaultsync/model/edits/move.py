"""A task carried to another place, in its note or in another, with everything under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

from vaultsync.errors import UneditableError
from vaultsync.model.edits.add import refuse_unread, why_not_there
from vaultsync.model.edits.again import read_again
from vaultsync.model.edits.markers import kind_of
from vaultsync.model.edits.places import Place, Where, find_place, insertion, stands
from vaultsync.model.edits.remove import cuts, refuse_shared_line, remove_task
from vaultsync.model.edits.rows import Rows, last_row, prefix_of, rows_of, subtree
from vaultsync.model.guarding.untouched import first_change
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Task
from vaultsync.text import Edit, Span

__all__ = ["move_between", "move_task"]


class _Load(NamedTuple):
    """What is carried: the item's lines, what stands before its marker, and the marker."""

    lines: list[str]
    prefix: str
    marker: str


def move_task(
    note: Note,
    task: Task,
    *,
    under: str | None = None,
    first: bool = False,
    after: Task | None = None,
    child_of: Task | None = None,
) -> list[Edit]:
    r"""Move a task with all under it to another place of its note; the places are `add_task`'s.

    Its lines change only in what stands before the task's marker; the marker
    stays unless the list there has another kind of them. If it is there
    already, there are no edits.

    Raises `UneditableError` where the place is the task itself or under it,
    where the task shares its line with the item it is in, and where the lines,
    read again, would not say the same there, or others something else.
    `ValueError` as `add_task`.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"- [ ] buy\n- [ ] read\n")
    >>> move_task(note, note.tasks[0], after=note.tasks[1])
    [Edit(span=Span(start=20, end=20), new='\n- [ ] buy'), Edit(span=Span(start=0, end=10), new='')]
    """
    rows, load = _load(note, task)
    own = subtree(note, task.item)
    if any(one and one.item in own for one in (after, child_of)):
        reason = "a task can't be moved next to itself or to a place under it"
        raise UneditableError(note.path, reason, task.line)
    place = find_place(note, rows, Where(under, first, after, child_of))
    if place.neighbour == task.item:
        return []
    taken = range(task.line - 1, last_row(note, rows, task.item) + 1)
    if place.row in taken:
        place = _beside(note, rows, place, taken)
    for lines, cut in product(_carried(load, place), cuts(note, rows, task)):
        edits = [insertion(rows, place, lines), Edit(cut, "")]
        at = edits[0].span.start
        if cut.start < at < cut.end:  # blank lines that would go with the task
            continue
        if _arrives(note, task, note, read_again(note, edits), place, edits):
            return edits
    raise UneditableError(note.path, why_not_there(note, at), task.line)


def move_between(
    source: Note,
    task: Task,
    target: Note,
    *,
    under: str | None = None,
    first: bool = False,
    after: Task | None = None,
    child_of: Task | None = None,
) -> tuple[list[Edit], list[Edit]]:
    r"""Move a task with all under it into another note: the edits on its own, and on that one.

    Places, lines and errors are those of `move_task`; `after` and `child_of`
    are tasks of `target`, whose newlines the lines take.

    >>> from vaultsync.model.note import parse_note
    >>> source, target = parse_note("a.md", b"* [ ] buy\n"), parse_note("b.md", b"- b\r\n")
    >>> move_between(source, source.tasks[0], target)[1]
    [Edit(span=Span(start=3, end=3), new='\r\n- [ ] buy')]
    """
    refuse_unread(target)
    _, load = _load(source, task)
    removal = remove_task(source, task)
    rows = rows_of(target.text)
    place = find_place(target, rows, Where(under, first, after, child_of))
    for lines in _carried(load, place):
        edits = [insertion(rows, place, lines)]
        if _arrives(source, task, target, read_again(target, edits), place, edits):
            return removal, edits
    raise UneditableError(target.path, why_not_there(target, edits[0].span.start), place.row + 1)


def _beside(note: Note, rows: Rows, place: Place, taken: range) -> Place:
    """The place below what stands above the rows that are taken away."""
    body = note.front_matter.end_row if note.front_matter else 0
    above = range(taken.start - 1, body - 1, -1)
    filled = (row for row in above if rows.lines[row].strip(" \t>"))
    row = next(filled, None)
    if row is None:
        return place._replace(row=max(body - 1, 0), above=not body, gap=())
    return place._replace(row=row, above=False)


def _load(note: Note, task: Task) -> tuple[Rows, _Load]:
    if task not in note.tasks:
        raise ValueError("the task is none of this note's")
    refuse_unread(note)
    refuse_shared_line(note, task)
    own = _span(note, task)
    for region in note.regions:
        if any(own.start <= edge <= own.end for edge in region.span):
            reason = f"a marker of the region {region.name!r} is part of the task's lines"
            raise UneditableError(note.path, reason, task.line)
    rows = rows_of(note.text)
    lines = rows.lines[task.line - 1 : last_row(note, rows, task.item) + 1]
    marker = note.list_items[task.item].marker_span.of(note.text)
    return rows, _Load(lines, prefix_of(note, rows, task.item), marker)


def _carried(load: _Load, place: Place) -> Iterator[list[str]]:
    """The lines as they may stand at the place, likeliest first.

    Under a wider marker, what was indented enough to belong to the item may not be any more.
    """
    marker = load.marker
    if place.sister is not None and kind_of(marker) != kind_of(place.marker):
        marker = place.marker
    wider = len(marker) - len(load.marker)
    for pad, prefix in product(("", " " * wider) if wider > 0 else ("",), place.prefixes):
        head, *rest = load.lines
        yield [
            prefix + marker + head[len(load.prefix) + len(load.marker) :],
            *(_indented(line, load.prefix, prefix, pad) for line in rest),
        ]


def _indented(line: str, old: str, new: str, pad: str) -> str:
    """A line with the new prefix in place of as much of the old one as it has."""
    shared = next((i for i, char in enumerate(old) if line[i : i + 1] != char), len(old))
    own = line[shared:]
    return new + pad + own if own else new.rstrip(" \t")


def _arrives(
    note: Note, task: Task, target: Note, after: Note, place: Place, edits: list[Edit]
) -> bool:
    """Whether the insertion (a cut may follow) says the same there, and all else is as before."""
    into, *cut = edits
    at = into.span.start - sum(
        span.end - span.start for span, _ in cut if span.end <= into.span.start
    )
    inserted = Span(at, at + len(into.new))
    there = [
        index
        for index, item in enumerate(after.list_items)
        if inserted.start <= item.marker_span.start < inserted.end
    ]
    own = subtree(note, task.item)
    return (
        bool(there)
        and _said(after, there, inserted) == _said(note, own, _span(note, task))
        and first_change(target, after, edits) is None
        and stands(after, place, there, own if cut else range(0))
    )


def _span(note: Note, task: Task) -> Span:
    """The lines of a task and of all it holds."""
    rows = rows_of(note.text)
    return Span(task.line_span.start, rows.end(last_row(note, rows, task.item)))


def _said(note: Note, items: Sequence[int], own: Span) -> list[tuple[Any, ...]]:
    """What neighbouring items and all else in `own` say, whatever their indentation."""
    top, chosen = note.list_items[items[0]], set(items)
    rows = rows_of(note.text)
    said: list[tuple[Any, ...]] = [
        (
            item.depth - top.depth,
            item.line - top.line,
            item.task,
            item.block_id,
            note.text[item.marker_span.end : rows.end(item.line - 1)],
        )
        for item in (note.list_items[index] for index in items)
    ]
    said += [(one.text, one.block_id, one.tags) for one in note.tasks if one.item in chosen]
    parts = (
        *((one.span, one.raw) for one in note.links),
        *((one.span, one.tag) for one in note.tags),
        *((one.span, one.text) for one in note.headings),
        *((one.span, one.type) for one in note.callouts),
        *((one.span, one.id.partition("[")[0]) for one in (*note.footnotes, *note.footnote_refs)),
        *((one.span, one.type) for one in note.sections if one.type == "comment"),
    )
    return said + [
        (rows.row(span.start) - top.line, text)
        for span, text in parts
        if own.start <= span.start < own.end
    ]
