"""Edits planned on one text, carried over to what another program has made of it meanwhile.

Theirs comes first: an edit is carried over only where its own lines and the
lines around them are as they were, or where no other line looks like them: so
it can't land on the wrong one of two equal lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from vaultsync.text import Edit, Span, split_lines

__all__ = ["rebase"]

# Lines that differ in both texts together; beyond it, comparing takes too long.
_MOST = 4_000


def rebase(before: str, edits: Sequence[Edit], theirs: str) -> list[Edit] | None:
    r"""The edits of `before` as edits of `theirs`; None where they don't fit any more.

    >>> rebase("- [ ] a\n", [Edit(Span(3, 4), "x")], "new\n- [ ] a\n")
    [Edit(span=Span(start=7, end=8), new='x')]
    >>> rebase("- [ ] a\n", [Edit(Span(3, 4), "x")], "- [x] a\n") is None
    True
    """
    lines, starts = _split(before)
    their_lines, their_starts = _split(theirs)
    places = _places(lines, their_lines)
    if places is None:
        return None
    carried = []
    for (start, end), new in edits:
        if start < starts[0]:
            return None
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end) - 1
        between_lines = start == end == starts[first]
        if not _still_there(first, last, lines, their_lines, places, alone=not between_lines):
            return None
        shift = their_starts[places[first]] - starts[first]
        there = Span(start + shift, end + shift)
        if there.of(theirs) != before[start:end]:
            return None
        carried.append(Edit(there, new))
    return carried


def _split(text: str) -> tuple[list[str], list[int]]:
    """Lines and their offsets; the first begins behind a byte order mark."""
    lines, starts = split_lines(text)
    if text.startswith("\ufeff"):
        lines[0], starts[0] = lines[0][1:], 1
    return lines, starts


def _still_there(
    first: int,
    last: int,
    lines: list[str],
    theirs: list[str],
    places: dict[int, int],
    *,
    alone: bool,
) -> bool:
    """Whether rows `first` to `last` are the same lines in both texts, told by no others like them.

    Otherwise, or where it isn't `alone` they that matter, the lines around them tell.
    """
    rows = range(first, last + 1)
    if alone and all(lines.count(lines[row]) == theirs.count(lines[row]) == 1 for row in rows):
        return _in_one_piece([places.get(row) for row in rows])
    near = range(max(first - 1, 0), min(last + 2, len(lines)))
    around = [places.get(row) for row in near]
    if not _in_one_piece(around):
        return False
    if (first == 0 and around[0] != 0) or (
        last == len(lines) - 1 and around[-1] != len(theirs) - 1
    ):
        return False
    telling = [row for row in rows if lines[row].strip()]
    telling = telling or [row for row in near if lines[row].strip()] or list(near)
    return all(_same_of_equals(row, lines, places[row], theirs) for row in telling)


def _same_of_equals(row: int, lines: list[str], their_row: int, theirs: list[str]) -> bool:
    """Whether a line is the n-th of as many equal lines in both texts."""
    line = lines[row]
    above, their_above = lines[:row].count(line), theirs[:their_row].count(line)
    return above == their_above and lines.count(line) == theirs.count(line)


def _in_one_piece(rows: list[int | None]) -> bool:
    first = rows[0]
    return first is not None and rows == list(range(first, first + len(rows)))


def _places(lines: list[str], theirs: list[str]) -> dict[int, int] | None:
    """The row in `theirs` of each row of `lines` that is still there; None: too much differs."""
    from difflib import SequenceMatcher

    most = min(len(lines), len(theirs))
    head = next((row for row in range(most) if lines[row] != theirs[row]), most)
    tail = next((n for n in range(most - head) if lines[-1 - n] != theirs[-1 - n]), most - head)
    middle, their_middle = lines[head : len(lines) - tail], theirs[head : len(theirs) - tail]
    if len(middle) + len(their_middle) > _MOST:
        return None
    places = {row: row for row in range(head)}
    matcher = SequenceMatcher(None, middle, their_middle, autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            places[head + block.a + step] = head + block.b + step
    for row in range(len(lines) - tail, len(lines)):
        places[row] = row + len(theirs) - len(lines)
    return places
