"""Where in a note a list item may go, and how its line has to look there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vaultsync.model.edits.headings import find_heading
from vaultsync.model.edits.markers import first_marker, kind_of, marker_of, next_marker
from vaultsync.model.edits.rows import (
    Rows,
    before_marker,
    children,
    is_blank,
    last_row,
    prefix_of,
    subtree,
)
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Task
from vaultsync.text import Edit, Span

__all__ = ["Place", "Where", "find_place", "insertion", "stands"]


class Where(NamedTuple):
    """A place as it is asked for: below a heading, after a task, or under one; else at the end.

    `first` asks for the first place instead of the last.
    """

    under: str | None = None
    first: bool = False
    after: Task | None = None
    child_of: Task | None = None


class Place(NamedTuple):
    """Below (or `above`) the line `row` (from 0), with as many blank lines as the texts in `gap`.

    An item's line starts with one of `prefixes`, the likeliest first, and
    `marker`. Read again it must stand in the list of the item `sister`, without
    one under the item `parent`, without either in a list of its own.
    `neighbour` is what stands in the place already.
    """

    row: int
    above: bool
    prefixes: tuple[str, ...]
    marker: str
    gap: tuple[str, ...] = ()
    gap_below: tuple[str, ...] = ()
    parent: int | None = None
    sister: int | None = None
    neighbour: int | None = None


def find_place(note: Note, rows: Rows, where: Where) -> Place:
    """The place that `where` means.

    Raises `UneditableError` for a heading that isn't there or isn't the only
    one, and `ValueError` for a task of another note, or two places at once.
    """
    tasks = [task for task in (where.after, where.child_of) if task]
    if len(tasks) + (where.under is not None) > 1 or (tasks and where.first):
        raise ValueError("one place at a time: under (first or not), after or child_of")
    if any(task not in note.tasks for task in tasks):
        raise ValueError("the task is none of this note's")
    if where.after:
        return _after(note, rows, where.after.item)
    if where.child_of:
        return _under_item(note, rows, where.child_of.item)
    heading = None if where.under is None else find_heading(note, where.under)
    first, last = _section(note, rows, heading)
    return _in_rows(note, rows, heading, range(first, last), first=where.first)


def insertion(rows: Rows, place: Place, lines: list[str]) -> Edit:
    """Put `lines` there, with the newlines of the neighbouring line."""
    newline = rows.newline(place.row)
    if place.above:
        at = rows.starts[place.row]
        return Edit(Span(at, at), "".join(line + newline for line in (*lines, *place.gap)))
    at = rows.end(place.row)
    added = (*place.gap, *lines, *place.gap_below)
    return Edit(Span(at, at), "".join(newline + line for line in added))


def stands(after: Note, place: Place, new: Sequence[int], gone: range = range(0)) -> bool:
    """Whether the first of the items `new` stands where the place wants it.

    `gone` are the items that the edit has taken from the note before.
    """
    count = len(new)

    def now(index: int) -> int:
        index -= len(gone) if gone and index >= gone.stop else 0
        return index + (count if index >= new[0] else 0)

    item = after.list_items[new[0]]
    if place.sister is not None:
        sister = after.list_items[now(place.sister)]
        return (item.parent, item.list_line) == (sister.parent, sister.list_line)
    if place.parent is not None:
        return item.parent == now(place.parent)
    return item.parent is None and item.list_line == item.line


def _after(note: Note, rows: Rows, index: int) -> Place:
    """Below an item and all it holds, as its next sister."""
    follows = subtree(note, index).stop
    sisters = _sisters(note, index)
    return Place(
        last_row(note, rows, index),
        False,
        (prefix_of(note, rows, index),),
        next_marker(marker_of(note, index)),
        _gap(note, rows, sisters),
        sister=index,
        neighbour=follows if follows in sisters else None,
    )


def _under_item(note: Note, rows: Rows, index: int) -> Place:
    """The last child of an item; the first where it has none, which takes a guess and a look."""
    prefix = prefix_of(note, rows, index)
    own = [
        child
        for child in children(note, index)
        if prefix_of(note, rows, child).count(">") == prefix.count(">")
    ]
    if own:
        return _after(note, rows, own[-1])._replace(neighbour=own[-1])
    models = list(_models(note, rows, index))
    own_marker = marker_of(note, index)
    width = len(own_marker.expandtabs(4))
    units = [unit for unit, _ in models] + ["\t", " " * width, "    ", "  "]
    return Place(
        last_row(note, rows, index),
        False,
        tuple(dict.fromkeys(prefix + unit for unit in units)),
        models[0][1] if models else first_marker(own_marker),
        parent=index,
    )


def _models(note: Note, rows: Rows, index: int) -> Iterator[tuple[str, str]]:
    """How other children of items with such a marker are indented and marked, nearest first."""
    items = note.list_items
    kind = first_marker(marker_of(note, index)).rstrip(" \t")
    seen: set[tuple[str, str]] = set()
    for near in sorted(range(len(items)), key=lambda one: abs(one - index)):
        parent = items[near].parent
        if parent is None or items[parent].line == items[near].line:
            continue
        if first_marker(marker_of(note, parent)).rstrip(" \t") != kind:
            continue
        outer, own = before_marker(note, rows, parent), before_marker(note, rows, near)
        unit = own.removeprefix(outer)
        model = unit, first_marker(marker_of(note, near))
        if own.startswith(outer) and unit and not unit.strip(" \t") and model not in seen:
            seen.add(model)
            yield model


def _section(note: Note, rows: Rows, heading: int | None) -> tuple[int, int]:
    """The rows of a heading's own section, or of the whole body."""
    if heading is None:
        return note.front_matter.end_row if note.front_matter else 0, len(rows.lines)
    first = rows.row(note.headings[heading].span.end) + 1
    below = note.headings[heading + 1 : heading + 2]
    return first, below[0].line - 1 if below else len(rows.lines)


def _in_rows(note: Note, rows: Rows, heading: int | None, own: range, *, first: bool) -> Place:
    """The end or start of the last or first list there, else a list of its own."""
    lists = [
        one.span.start
        for one in note.sections
        if one.type == "list" and rows.row(one.span.start) in own
        if not any(region.span.start < one.span.start < region.span.end for region in note.regions)
    ]
    if not lists:
        return _new_list(note, rows, heading, own, first=first)
    items = _items_at(note, rows.row(lists[0 if first else -1]) + 1)
    if not first:
        return _after(note, rows, items[-1])._replace(neighbour=items[-1])
    return Place(
        note.list_items[items[0]].line - 1,
        True,
        (prefix_of(note, rows, items[0]),),
        marker_of(note, items[0]),
        _gap(note, rows, items),
        sister=items[0],
        neighbour=items[0],
    )


def _new_list(note: Note, rows: Rows, heading: int | None, own: range, *, first: bool) -> Place:
    """Below the last line there, or the first place: right below the heading."""
    bullets = (marker_of(note, index) for index in range(len(note.list_items)))
    marker = next((one for one in bullets if kind_of(one) in "-*+"), "- ")
    filled = [row for row in own if not is_blank(rows.lines[row])]
    if filled and not first:
        return Place(
            filled[-1], False, ("",), marker, ("",), neighbour=_item_on(note, rows, filled[-1])
        )
    if heading is None and own:
        return Place(own[0], True, ("",), marker, ("",) if own[0] in filled else ())
    below = ("",) if own and own[0] in filled else ()
    gap = ("",) if heading is not None and _parted(note, rows, heading) else ()
    return Place(own.start - 1, False, ("",), marker, gap, below)


def _item_on(note: Note, rows: Rows, row: int) -> int | None:
    """The item at the root on a row; in a list of its own it may not be, below a region."""
    items = enumerate(note.list_items)
    found = [i for i, one in items if one.line == row + 1 and one.parent is None]
    return next((one for one in found if ">" not in before_marker(note, rows, one)), None)


def _parted(note: Note, rows: Rows, but: int) -> bool:
    """Whether a blank line follows most of the note's other headings."""
    ends = [rows.row(one.span.end) for i, one in enumerate(note.headings) if i != but]
    blank = [is_blank(rows.lines[end + 1]) for end in ends if end + 1 < len(rows.lines) - 1]
    return 2 * sum(blank) > len(blank)


def _items_at(note: Note, line: int) -> list[int]:
    """The items of the root list that starts on `line`."""
    items = enumerate(note.list_items)
    return [i for i, one in items if one.list_line == line and one.parent is None]


def _sisters(note: Note, index: int) -> list[int]:
    """The items of the list that an item is in."""
    own = note.list_items[index]
    items = enumerate(note.list_items)
    return [i for i, one in items if (one.parent, one.list_line) == (own.parent, own.list_line)]


def _gap(note: Note, rows: Rows, sisters: list[int]) -> tuple[str, ...]:
    """The blank line that parts items from each other, where it parts them all."""
    above = [rows.lines[note.list_items[one].line - 2] for one in sisters[1:]]
    if above and all(is_blank(line, line.count(">")) for line in above):
        return (above[-1],)
    return ()
