"""What the block scan carries along and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from vaultsync.syntax.elements import Block, Callout, Footnote, Heading, ListItem, Problem, Section
from vaultsync.syntax.lists import Runs
from vaultsync.text import Span

__all__ = ["STARTERS", "Blocks", "Container", "Leaf", "State"]

STARTERS = frozenset("\t `~>#*-_+0123456789<$[")
"""A line that starts with none of these can only open or continue a paragraph."""


class Leaf(NamedTuple):
    """Rows `first` to `last` (excluded) of running text, where links and tags can be."""

    first: int
    last: int
    type: str


class Blocks(NamedTuple):
    """All that the block scan found, in the order of the note.

    `rest` holds what is left of each line when its containers have taken
    theirs, `at` the offsets in the note at which that starts.
    """

    sections: list[Section]
    headings: list[Heading]
    items: list[ListItem]
    leaves: list[Leaf]
    callouts: list[Callout]
    footnotes: list[Footnote]
    block_ids: list[Block]
    problems: list[Problem]
    rest: list[str]
    at: list[int]


class Container(NamedTuple):
    """What is being read: up to which row, how deep, in which list item; the blocks so far."""

    last: int
    depth: int
    item: int | None
    found: list[Section]


class State:
    """One scan: its lines, and lists of what it has found so far.

    `content` reads the rows of a container, given its first and last row, its
    depth and its list item; containers call it for what they hold.
    """

    def __init__(
        self,
        rest: list[str],
        at: list[int],
        content: Callable[[State, int, int, int, int | None], list[Section]],
    ) -> None:
        self.rest = rest
        self.at = at
        self.content = content
        self.runs = Runs({}, {}, {})
        self.quote_runs: dict[int, int] = {}
        self.headings: list[Heading] = []
        self.items: list[ListItem] = []
        self.leaves: list[Leaf] = []
        self.callouts: list[Callout] = []
        self.footnotes: list[Footnote] = []
        self.block_ids: list[Block] = []
        self.problems: list[Problem] = []

    def end_of(self, row: int) -> int:
        """The offset at which a line ends."""
        return self.at[row] + len(self.rest[row])

    def span(self, row: int, end: int) -> Span:
        """What the rows from `row` to `end` (excluded) cover."""
        return Span(self.at[row], self.end_of(end - 1))
