"""Lines that people take for tasks or items and Obsidian doesn't (reference 0.3 and 1.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vaultsync.model.reading.source import Source
from vaultsync.syntax.blocks import Blocks, Leaf
from vaultsync.syntax.elements import Problem
from vaultsync.text import Span

__all__ = ["odd_lists"]

_STARTS = frozenset("-*+0123456789 \t")
_BLANK = frozenset(("", " ", "\t"))
# What an item starts with that nearly has a box: "[] a", "[x]a", "[  ] a"; no link "[x](url)".
_FAILED_BOX = re.compile(r"\[(?:[^\S\r\n]*|[xX/-])\](?![(\[:]|[ \t]*$)")
# Text that is nearly a task: "-[ ] a", "-\u00a0[x] a".
_FAILED_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]+[.)])[^\S \t]*\[[ xX/-]\]\s+\S")
# A line that would be a task, or a child, in another place: "2. [ ] a", "  - a".
_TASK = re.compile(r"[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]+\[.\][ \t]")
_CHILD = re.compile(r"[ \t]+(?:[-*+]|1[.)])[ \t]")

_NO_BOX = "no task: a box is [, one character, ] and a blank"
_NO_ITEM = "no task: a blank belongs between the list marker and the box"
_CONTINUES = "no task: the line continues the text above it, for no blank line parts them"
_LOST = "no list items, but text of the item above, for line {} is not indented"


def odd_lists(source: Source, blocks: Blocks) -> Iterator[Problem]:
    """Items that nearly have a box, running text that is nearly an item, children that are none.

    `blocks` are those of `source`. Only what a reader would be surprised by:
    code, comments, tables and `- [ ]` without a text are left alone.
    """
    rest = blocks.rest
    items = {item.line - 1: item.task for item in blocks.items}
    for row, task in items.items():
        if task is None and rest[row].startswith("[") and _FAILED_BOX.match(rest[row]):
            yield _problem("hidden-box", _NO_BOX, source, row)
    for leaf in blocks.leaves:
        if leaf.last - leaf.first > 1:
            if leaf.type == "paragraph":
                yield from _in_paragraph(leaf, source, rest, in_item=leaf.first in items)
        elif rest[leaf.first][:1] in _STARTS and _FAILED_ITEM.match(rest[leaf.first]):
            yield _problem("hidden-box", _NO_ITEM, source, leaf.first)


def _in_paragraph(
    leaf: Leaf, source: Source, rest: Sequence[str], *, in_item: bool
) -> Iterator[Problem]:
    below = range(leaf.first + 1, leaf.last)
    lost = [row for row in below if in_item and _CHILD.match(rest[row])]
    flush = [row for row in below if lost and rest[row][:1] not in _BLANK]
    if flush:
        cause = next((row for row in flush if row > lost[0]), flush[-1])
        yield _problem("lost-children", _LOST.format(cause + 1), source, lost[0])
    said = frozenset(lost if flush else ())
    for row in range(leaf.first, leaf.last):
        if row in said:
            continue
        if _FAILED_ITEM.match(rest[row]):
            yield _problem("hidden-box", _NO_ITEM, source, row)
        elif row > leaf.first and _TASK.match(rest[row]):
            yield _problem("hidden-box", _CONTINUES, source, row)


def _problem(code: str, message: str, source: Source, row: int) -> Problem:
    start = source.starts[row]
    line = source.lines[row]
    indent = len(line) - len(line.lstrip(" \t"))
    return Problem(code, message, Span(start + indent, start + len(line)), row + 1)
