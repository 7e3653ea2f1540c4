"""Links to a file as rows of an answer, each with what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from vaultsync.model.linking.link_rows import LinkRow, PlacedHeading, section_of
from vaultsync.text import split_lines

__all__ = ["Backlink", "placed"]

_AROUND = 400


class Backlink(NamedTuple):
    """A link to a file, or a mention of a note, as `LinkRow` has it, with its surroundings.

    `context` is its line, shortened where it is very long; `section` the
    headings above it, outermost first; `report` says that it stands in the
    written report, which links to all. The `kind` of a mention is `mention`.
    """

    source: str
    line: int
    column: int
    raw: str
    kind: str
    target: str
    subpath: str
    display: str
    embed: bool
    resolved: str | None
    context: str
    section: tuple[str, ...] = ()
    report: bool = False


def placed(
    rows: Sequence[LinkRow], text: str, headings: Sequence[PlacedHeading], *, report: bool = False
) -> list[Backlink]:
    r"""The links of one note, whose `text` and `headings` are given, with their surroundings.

    >>> row = LinkRow("a.md", 2, 5, "[[B]]", "wikilink", "B", "", "B", False, "B.md")
    >>> placed([row], "x\nsee [[B]]\n", [])[0].context
    'see [[B]]'
    """
    lines, _ = split_lines(text.removeprefix("\ufeff"))
    section = section_of(headings)
    found = []
    for row in rows:
        line = lines[row.line - 1] if row.line <= len(lines) else row.raw
        context = _around(line, row.column - 1, len(row.raw))
        found.append(Backlink(*row, context, section(row.line), report))
    return found


def _around(line: str, start: int, length: int) -> str:
    """The line, or where it is very long what stands around the link."""
    first, last = max(0, start - _AROUND), start + length + _AROUND
    before, after = "…" if first else "", "…" if last < len(line) else ""
    return f"{before}{line[first:last]}{after}"
