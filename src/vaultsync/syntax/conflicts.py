"""Conflict markers: what git writes into a file where two versions of it differ.

A marker alone may be text: seven signs are a heading's underline or a quote in a
quote. Only the three in their order are a conflict (gitrevisions, git-merge).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vaultsync.syntax.elements import Problem
from vaultsync.text import Span

__all__ = ["BEGIN", "read_conflicts"]

BEGIN = "<<<<<<< "
"""How a conflict begins."""

_MIDDLE, _END = "=======", ">>>>>>> "


def read_conflicts(
    lines: Sequence[str], starts: Sequence[int], code: Sequence[Span]
) -> Iterator[Problem]:
    r"""Each conflict that doesn't begin in `code`, at its first line.

    >>> lines = ["<<<<<<< ours", "- [ ] a", "=======", "- [x] a", ">>>>>>> theirs"]
    >>> [one.line for one in read_conflicts(lines, [0, 13, 21, 29, 37], [])]
    [1]
    """
    begun: int | None = None
    parted = False
    for row, line in enumerate(lines):
        if line.startswith(BEGIN):
            inside = any(span.start <= starts[row] < span.end for span in code)
            begun, parted = None if inside else row, False
        elif begun is not None and line == _MIDDLE:
            parted = True
        elif begun is not None and parted and line.startswith(_END):
            span = Span(starts[begun], starts[begun] + len(lines[begun]))
            message = "two versions from a merge; keep what you need of both, without the markers"
            yield Problem("conflict-markers", message, span, begun + 1)
            begun = None
