"""Spans and edits: the twelve lines on which losslessness rests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from vaultsync.errors import InvalidEditError

__all__ = ["Edit", "InvalidEditError", "Span", "apply_edits"]


class Span(NamedTuple):
    """A half-open range `start:end` of offsets into a note's text, in code points.

    >>> Span(2, 4).of("abcdef")
    'cd'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The part of `text` that the span covers."""
        return text[self.start : self.end]


class Edit(NamedTuple):
    """Replace what `span` covers by `new` (LSP: TextEdit). An empty span inserts."""

    span: Span
    new: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with each span replaced; everything else is copied by slicing.

    Edits may come in any order; two inserts at one place keep theirs.
    Raises `InvalidEditError` when edits overlap or leave the text.

    >>> apply_edits("- [ ] Chains", [Edit(Span(3, 4), "x")])
    '- [x] Chains'
    """
    parts: list[str] = []
    done = 0
    for (start, end), new in sorted(edits, key=lambda edit: edit.span):
        if not done <= start <= end <= len(text):
            raise InvalidEditError(f"edit {start}:{end} overlaps another or leaves the text")
        parts += (text[done:start], new)
        done = end
    parts.append(text[done:])
    return "".join(parts)
