"""A note's lines as list items hold them: where each item ends, what stands before its marker."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from vaultsync.errors import UneditableError
from vaultsync.model.note import Note
from vaultsync.text import newline_of, split_lines

__all__ = [
    "Rows",
    "before_marker",
    "children",
    "is_blank",
    "last_row",
    "prefix_of",
    "rows_of",
    "subtree",
]

_CONTAINERS = re.compile(r"[ \t>]*")


class Rows(NamedTuple):
    """The lines of a text without their newlines, and the offset at which each starts.

    Rows count from 0. A byte order mark belongs to no line.
    """

    text: str
    lines: list[str]
    starts: list[int]

    def end(self, row: int) -> int:
        """The offset at which a line ends, its newline left out."""
        return self.starts[row] + len(self.lines[row])

    def row(self, offset: int) -> int:
        """The row in which an offset lies."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def newline(self, row: int) -> str:
        """The newline that ends a line, else that of the line above, else the note's."""
        for near in (row, row - 1):
            if 0 <= near < len(self.lines) - 1:
                return self.text[self.end(near) : self.starts[near + 1]]
        return newline_of(self.text)


def rows_of(text: str) -> Rows:
    r"""The rows of a note's text.

    >>> rows = rows_of("- a\r\n- b")
    >>> rows.lines, rows.end(0), rows.newline(1)
    (['- a', '- b'], 3, '\r\n')
    """
    lines, starts = split_lines(text)
    if text.startswith("\ufeff"):
        lines[0], starts[0] = lines[0][1:], 1
    return Rows(text, lines, starts)


def is_blank(line: str, quotes: int = 0) -> bool:
    """Whether a line says nothing within (or outside) as many quotes.

    >>> is_blank(" "), is_blank("> ", 1), is_blank(">")
    (True, True, False)
    """
    return not line.strip(" \t>") and line.count(">") <= quotes


def subtree(note: Note, index: int) -> range:
    """The indices of a list item and of all under it."""
    items, end = note.list_items, index + 1
    while end < len(items) and items[end].depth > items[index].depth:
        end += 1
    return range(index, end)


def children(note: Note, index: int) -> list[int]:
    """The indices of the items right under a list item."""
    return [one for one in subtree(note, index) if note.list_items[one].parent == index]


def last_row(note: Note, rows: Rows, index: int) -> int:
    """The last row of an item and all it holds; blank lines below it aren't its own."""
    below = subtree(note, index)
    end = max(note.list_items[one].span.end for one in below)
    lowest = note.list_items[below[-1]].line - 1
    row = rows.row(end)
    # Obsidian lets an item before a blank line end on that line.
    if row > lowest and not rows.text[rows.starts[row] : end].strip(" \t>"):
        row -= 1
    while row > lowest and not rows.lines[row].strip(" \t>"):
        row -= 1
    return row


def before_marker(note: Note, rows: Rows, index: int) -> str:
    """What stands on an item's line before its marker."""
    item = note.list_items[index]
    return rows.text[rows.starts[item.line - 1] : item.marker_span.start]


def prefix_of(note: Note, rows: Rows, index: int) -> str:
    """What a line needs before its marker to be a sister of the item: quote marks and indentation.

    Raises `UneditableError` where other things stand before the item.
    """
    item = note.list_items[index]
    if item.parent is not None and note.list_items[item.parent].line == item.line:
        marker = note.list_items[item.parent].marker_span.of(note.text)
        return prefix_of(note, rows, item.parent) + " " * len(marker.expandtabs(4))
    prefix = before_marker(note, rows, index)
    if not _CONTAINERS.fullmatch(prefix):
        reason = "the item shares its line with something else; edit it by hand"
        raise UneditableError(note.path, reason, item.line)
    return prefix
