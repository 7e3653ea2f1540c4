"""The text of a note with its lines, as its readers pass it on."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Source"]


class Source(NamedTuple):
    """A text, its lines without newlines (the first without a BOM), and where each starts."""

    text: str
    lines: list[str]
    starts: list[int]
