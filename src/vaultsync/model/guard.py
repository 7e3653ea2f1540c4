"""The guard: before a note is written, two readers look at the text before and after.

Whatever the edits don't touch must be read as it was: by our own scanner, and
by mistune's block parser, so that a bug in the one is no bug in both.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from vaultsync.errors import UnsafeEditError
from vaultsync.model.changes import NoteChange
from vaultsync.model.hunks import Hunks, hunks_of
from vaultsync.model.note import Note, parse_note
from vaultsync.text import Span, encode, split_lines

__all__ = ["Reader", "guard"]

Reader = Callable[[str, bytes], Note]

# Sections that a line below or above may join without being another block.
_CONTAINERS = frozenset({"blockquote", "callout", "comment", "footnoteDefinition"})
# Things that lines may be added to directly below.
_OPEN = frozenset({"property", "table"})
# What is left of these may be another block when some of their lines are edited.
_PARTED = frozenset({"paragraph", "table", "html", "code", "math"})


class _Fact(NamedTuple):
    """Something that was read: the rows it is on (the last included), and what it is.

    `above` is the row of the list item that an item stands under.
    """

    first: int
    last: int
    kind: str
    what: tuple[object, ...]
    above: int | None = None


def guard(one: NoteChange, read: Reader = parse_note) -> None:
    r"""Raise `UnsafeEditError` when a change would alter how lines are read that it doesn't touch.

    >>> from vaultsync.text import Edit
    >>> guard(NoteChange("a.md", "a\n\n- [ ] b\n", (Edit(Span(2, 2), "```\n"),)))
    Traceback (most recent call last):
    vaultsync.errors.UnsafeEditError: a.md:3: this line would be read otherwise; nothing written
    """
    if one.before is None:
        return
    after = one.after
    hunks = hunks_of(one.before, one.edits, after)
    note, edited = read(one.path, encode(one.before)), read(one.path, encode(after))
    row = _first_difference(note, edited, hunks)
    if row is None and hunks.hunks and _differs_for_peer(note, edited, hunks):
        row = hunks.hunks[0].first
    if row is not None:
        raise UnsafeEditError(one.path, "this line would be read otherwise", row + 1)


def _differs_for_peer(note: Note, edited: Note, hunks: Hunks) -> bool:
    # mistune takes time to load, and most commands write nothing.
    from vaultsync.model.second_opinion import differs_for_peer

    return differs_for_peer(note, edited, hunks)


def _first_difference(note: Note, edited: Note, hunks: Hunks) -> int | None:
    """The row of the first element outside the hunks that our scanner reads otherwise."""
    gone = [(hunk.first, hunk.last) for hunk in hunks.hunks]
    come = [(hunk.new_first, hunk.new_last) for hunk in hunks.hunks]
    before = list(_facts(note))
    touched = [fact for fact in before if _is_touched(fact, gone)]
    kept = (fact for fact in before if not _is_touched(fact, gone))
    rest = {hunks.new_row(row) for fact in touched for row in _section_rows(fact)}
    found = (
        fact
        for fact in _facts(edited)
        if not _is_touched(fact, come) and not rest.intersection(_section_rows(fact))
    )
    for one, other in zip_longest(kept, found):
        if one is None:
            return _row_before(other.first, hunks)
        if other is None or hunks.new_row(one.first) != other.first or one[2:4] != other[2:4]:
            return int(one.first)
        if not _same_above(one, other, hunks):
            return int(one.first)
    return None


def _same_above(one: _Fact, other: _Fact, hunks: Hunks) -> bool:
    """Whether an item stands under the same item as before, or under one that was edited."""
    if one.above is None or other.above is None:
        return one.above == other.above
    new_row = hunks.new_row(one.above)
    if new_row is not None:
        return new_row == other.above
    return any(hunk.new_first <= other.above < hunk.new_last for hunk in hunks.hunks)


def _section_rows(fact: _Fact) -> range:
    """The rows of a block that edits may part: what remains of it is read anew."""
    return range(fact.first, fact.last + 1) if fact.kind in _PARTED else range(0)


def _row_before(new_row: int, hunks: Hunks) -> int:
    """Where the untouched line `new_row` was before the edits."""
    shift = 0
    for hunk in hunks.hunks:
        if hunk.new_last <= new_row:
            shift = hunk.new_last - hunk.last
    return new_row - shift


def _is_touched(fact: _Fact, hunks: list[tuple[int, int]]) -> bool:
    """Whether lines of what was read are changed, or lines come or go within it."""
    at = bisect_right(hunks, (fact.last + 1, 0)) - 1
    joins = fact.kind in _CONTAINERS
    for first, last in hunks[max(0, at - 1) : at + 2]:
        if first < last and first <= fact.last and fact.first < last:
            return True
        if joins and first <= fact.last + 1 and fact.first <= last:
            return True
        if fact.first < first <= fact.last and first == last:
            return True
        if fact.kind in _OPEN and first == last == fact.last + 1:
            return True
    return False


def _facts(note: Note) -> Iterator[_Fact]:
    starts = split_lines(note.text)[1]
    for span, kind, what in _read(note):
        first = bisect_right(starts, span.start) - 1
        last = bisect_right(starts, max(span.start, span.end - 1)) - 1
        yield _Fact(first, last, kind, what)
    for item in note.list_items:
        above = None if item.parent is None else note.list_items[item.parent].line - 1
        marker = item.marker_span.of(note.text)
        yield _Fact(item.line - 1, item.line - 1, "marker", (item.depth, item.task, marker), above)


def _read(note: Note) -> Iterator[tuple[Span, str, tuple[object, ...]]]:
    """What the note holds, in terms that don't change when lines are added above."""
    text = note.text
    for section in note.sections:
        if section.type != "list":
            yield section.span, section.type, (section.block_id, section.span.of(text))
    for item in note.list_items:
        what = (item.depth, item.task, item.block_id, item.span.of(text).strip())
        yield item.span, "item", what
    for heading in note.headings:
        yield heading.span, "heading", (heading.level, heading.text)
    for link in note.links:
        yield link.span, "link", (link.kind, link.target, link.subpath, link.raw)
    for tag in note.tags:
        yield tag.span, "tag", (tag.tag,)
    for one in note.properties:
        yield one.span, "property", (one.key, repr(one.value))
        yield one.key_span, "key", (one.key,)
