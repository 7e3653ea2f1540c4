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
    lines, starts = split_lines(text)
    new_lines, new_starts = split_lines(after)
    hunks: list[Hunk] = []
    shift = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        start, end = edit.span
        new_end = start + shift + len(edit.new)
        hunk = Hunk(
            bisect_right(starts, start) - 1,
            bisect_right(starts, end),
            bisect_right(new_starts, start + shift) - 1,
            bisect_right(new_starts, new_end),
        )
        shift = new_end - end
        if hunks and hunk.first < hunks[-1].last:
            hunk = Hunk(hunks[-1].first, hunk.last, hunks[-1].new_first, hunk.new_last)
            hunks.pop()
        hunks.append(hunk)
    return Hunks(lines, new_lines, tuple(_narrowed(hunk, lines, new_lines) for hunk in hunks))


def _narrowed(hunk: Hunk, lines: list[str], new_lines: list[str]) -> Hunk:
    """A hunk without the equal lines at its ends."""
    first, last, new_first, new_last = hunk
    before, after = lines[first:last], new_lines[new_first:new_last]
    head = _equal(zip(before, after, strict=False))
    tail = _equal(zip(before[head:][::-1], after[head:][::-1], strict=False))
    return Hunk(first + head, last - tail, new_first + head, new_last - tail)


def _equal(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
