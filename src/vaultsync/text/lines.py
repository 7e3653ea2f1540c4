"""Lines, newline styles, and offsets as line and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import Enum
from itertools import accumulate

__all__ = ["LineMap", "Unit", "newline_of", "split_lines"]

# CommonMark's line endings, and no others: U+2028, U+0085, VT and FF are text.
_NEWLINE = re.compile(r"\r\n?|\n")


class Unit(Enum):
    """What a column or an offset counts."""

    CODE_POINTS = "code points"
    UTF8 = "UTF-8 bytes"
    UTF16 = "UTF-16 code units"


def split_lines(text: str) -> tuple[list[str], list[int]]:
    r"""The lines without their newlines, and the offset at which each starts.

    A final newline is followed by one last empty line, so that offsets at the
    very end have a line too.

    >>> split_lines("a\r\nb\n")
    (['a', 'b', ''], [0, 3, 5])
    """
    if "\r" not in text:
        lines = text.split("\n")
        lengths = accumulate(map(len, lines[:-1]), initial=0)
        return lines, [row + length for row, length in enumerate(lengths)]
    lines, starts = [], []
    at = 0
    for match in _NEWLINE.finditer(text):
        lines.append(text[at : match.start()])
        starts.append(at)
        at = match.end()
    lines.append(text[at:])
    starts.append(at)
    return lines, starts


def newline_of(text: str) -> str:
    r"""The newline that `text` uses first, or "\n" when it has none.

    >>> newline_of("a\r\nb\n")
    '\r\n'
    """
    match = _NEWLINE.search(text)
    return match[0] if match else "\n"


class LineMap:
    r"""Offsets as lines and columns, all counted from 0, and back.

    >>> lines = LineMap("- [ ] 😀 a\n- b")
    >>> lines.position(8), lines.position(8, Unit.UTF16), lines.position(8, Unit.UTF8)
    ((0, 8), (0, 9), (0, 11))
    >>> lines.offset(1, 2)
    12
    """

    def __init__(self, text: str, starts: list[int] | None = None) -> None:
        self.text = text
        self.starts = split_lines(text)[1] if starts is None else starts
        self._ascii = text.isascii()

    def row(self, offset: int) -> int:
        """The line, from 0, in which `offset` lies."""
        return bisect_right(self.starts, offset) - 1

    def position(self, offset: int, unit: Unit = Unit.CODE_POINTS) -> tuple[int, int]:
        """The line and the column of `offset` (in code points), both from 0."""
        row = self.row(offset)
        start = self.starts[row]
        return row, self._measure(start, offset, unit)

    def offset(self, row: int, column: int, unit: Unit = Unit.CODE_POINTS) -> int:
        """The offset in code points of a line and column, both from 0.

        A column inside a character is that character's own offset.
        """
        at = self.starts[row]
        if unit is Unit.CODE_POINTS or self._ascii:
            return at + column
        while at < len(self.text) and column >= (width := _width(self.text[at], unit)):
            column -= width
            at += 1
        return at

    def _measure(self, start: int, end: int, unit: Unit) -> int:
        if unit is Unit.CODE_POINTS or self._ascii:
            return end - start
        part = self.text[start:end]
        if unit is Unit.UTF8:
            return len(part.encode("utf-8", "surrogateescape"))
        return len(part.encode("utf-16-le", "surrogatepass")) // 2


def _width(char: str, unit: Unit) -> int:
    if unit is Unit.UTF16:
        return 2 if char > "\uffff" else 1
    return len(char.encode("utf-8", "surrogateescape"))
