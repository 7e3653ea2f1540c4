"""The running text of a note: its paragraphs, headings and tables without code and comments."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from vaultsync.model.note import MAX_NOTE_BYTES, Note
from vaultsync.syntax.blocks import read_blocks
from vaultsync.syntax.comments import take_out_comments
from vaultsync.text import encode, split_lines

__all__ = ["TextBlock", "running_text", "without_code"]

# What may open code or a comment; a backslash takes that away from what follows it.
_OPENING = re.compile(r"\\.|`+|%%|<!--")
_TICKS = re.compile("`+")
_CLOSING = {"%%": "%%", "<!--": "-->"}


class TextBlock(NamedTuple):
    """A block of running text: its type, and its lines with number, offset and what they say.

    What containers take from the front of a line (blanks, quotes, list markers)
    is left out.
    """

    type: str
    lines: tuple[tuple[int, int, str], ...]


def running_text(note: Note) -> Iterator[TextBlock]:
    r"""The blocks of running text of a note, headings included.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"# A\n- [ ] b\n  c\n\n```\nd\n```\n")
    >>> [block.lines for block in running_text(note)]
    [((1, 2, 'A'),), ((2, 10, 'b'), (3, 14, 'c'))]
    """
    if len(encode(note.text)) > MAX_NOTE_BYTES:
        return
    lines, starts = split_lines(note.text)
    bom = len(note.text) - len(note.text.removeprefix("\ufeff"))
    lines[0], starts[0] = lines[0][bom:], bom
    first = note.front_matter.end_row if note.front_matter else 0
    if "%%" in note.text:
        take_out_comments(lines, starts, first)
    blocks = read_blocks(lines, starts, first)
    for leaf in blocks.leaves:
        rows = range(leaf.first, leaf.last)
        found = tuple((row + 1, blocks.at[row], blocks.rest[row]) for row in rows)
        yield TextBlock(leaf.type, found)


def without_code(line: str) -> str:
    r"""A line with inline code and comments blotted out, of the same length.

    >>> without_code("a `[1/2]` b"), without_code(r"\`c`")
    ('a \x00\x00\x00\x00\x00\x00\x00 b', '\\`c`')
    """
    parts: list[str] = []
    at = 0
    ticks: dict[int, list[int]] = {}  # where runs of so many backticks start
    if "`" in line:
        for run in _TICKS.finditer(line):
            ticks.setdefault(len(run[0]), []).append(run.start())
    never: set[str] = set()  # what is closed nowhere behind: not looked for again
    for match in _OPENING.finditer(line):
        sign = match[0]
        if match.start() < at or sign[0] == "\\" or sign in never:
            continue
        if sign[0] == "`":
            runs = ticks.get(len(sign), [])
            following = bisect_left(runs, match.end())
            end = runs[following] + len(sign) if following < len(runs) else -1
        else:
            closing = line.find(_CLOSING[sign], match.end())
            end = closing + len(_CLOSING[sign]) if closing >= 0 else -1
        if end < 0:
            never.add(sign)
            continue
        parts += (line[at : match.start()], "\0" * (end - match.start()))
        at = end
    return "".join((*parts, line[at:]))
