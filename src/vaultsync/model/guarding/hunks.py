"""Which lines edits touch, and where all others go."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple

from vaultsync.text import Edit, split_lines

__all__ = ["Hunk", "Hunks", "hunks_of"]


class Hunk(NamedTuple):
    """Rows `first` to `last` (excluded) before become rows `new_first` to `new_last` after."""

    first: int
    last: int
    new_first: int
    new_last: int


class Hunks(NamedTuple):
    """What edits do to the lines of a text; all rows count from 0."""

    before: list[str]
    after: list[str]
    hunks: tuple[Hunk, ...]

    def new_row(self, row: int) -> int | None:
        """Where the line `row` is after the edits; None for one that they touch."""
        shift = 0
        for hunk in self.hunks:
            if row < hunk.first:
                break
            if row < hunk.last:
                return None
            shift = hunk.new_last - hunk.last
        return row + shift

    def touched_before(self) -> list[str]:
        """The lines that are changed or go away."""
        return [line for hunk in self.hunks for line in self.before[hunk.first : hunk.last]]

    def touched_after(self) -> list[str]:
        """The lines that have changed or are new."""
        return [line for hunk in self.hunks for line in self.after[hunk.new_first : hunk.new_last]]


def hunks_of(text: str, edits: Iterable[Edit], after: str) -> Hunks:
    r"""The lines of a text that its edits touch, without those that they only touch in passing.

    >>> from vaultsync.text import Span
    >>> hunks_of("a\nb\n", [Edit(Span(2, 2), "new\n")], "a\nnew\nb\n").hunks
    (Hunk(first=1, last=1, new_first=1, new_last=2),)
    """
    lines, starts = _split(text)
    new_lines, new_starts = _split(after)
    hunks: list[Hunk] = []
    narrow: list[bool] = []
    shift = rows = 0
    for (start, end), new in sorted(edits, key=lambda edit: edit.span):
        new_end = start + shift + len(new)
        # Where an edit parts or joins CR and LF, one of the texts has a row more by then.
        row, new_row = bisect_right(starts, start), bisect_right(new_starts, start + shift)
        first, last = min(row, new_row - rows) - 1, bisect_right(starts, end) - 1
        whole = starts[first] == start and starts[last] == end and new[-1:] in ("", "\n", "\r")
        joins = bool(hunks) and first < hunks[-1].last
        whole = whole and not joins and after[new_end - 1 : new_end + 1] != "\r\n"
        hunk = Hunk(
            first,
            last + (not whole),
            first + rows,
            bisect_right(new_starts, new_end) - whole,
        )
        shift, rows = new_end - end, hunk.new_last - hunk.last
        if joins:
            before = hunks.pop()
            hunk = Hunk(before.first, hunk.last, before.new_first, hunk.new_last)
            narrow.pop()
        hunks.append(hunk)
        narrow.append(not whole)
    narrowed = (
        _narrowed(hunk, lines, new_lines) if wide else hunk
        for hunk, wide in zip(hunks, narrow, strict=True)
    )
    return Hunks(lines, new_lines, tuple(narrowed))


def _split(text: str) -> tuple[list[str], list[int]]:
    """Lines and their offsets; a byte order mark is no part of its line."""
    lines, starts = split_lines(text)
    return [lines[0].removeprefix("\ufeff"), *lines[1:]], starts


def _narrowed(hunk: Hunk, lines: list[str], new_lines: list[str]) -> Hunk:
    """A hunk without the equal lines at its ends."""
    first, last, new_first, new_last = hunk
    before, after = lines[first:last], new_lines[new_first:new_last]
    head = _equal(zip(before, after, strict=False))
    tail = _equal(zip(before[head:][::-1], after[head:][::-1], strict=False))
    return Hunk(first + head, last - tail, new_first + head, new_last - tail)


def _equal(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
