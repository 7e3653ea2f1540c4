"""`%% comments %%` over several lines: Obsidian takes them out before it reads blocks.

Tasks and headings in them don't exist; links and tags do (reference 7.1).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vaultsync.syntax.elements import Problem
from vaultsync.text import Span

__all__ = ["take_out_comments"]

_OPENS = re.compile(r"%%(?!%)")
# A fence with what stands before it: indentation, quote marks, list markers.
_FENCE = re.compile(
    r"(?P<before>[ \t>]*(?:(?:[*+-]|[0-9]+[.)])[ \t]+)*)(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$"
)
_BEFORE = re.compile(r"[ \t>]*")


class _Fence(NamedTuple):
    """An open code fence; in a container it ends where lines stand further left than `reach`."""

    mark: str
    reach: int

    def closes(self, line: str) -> bool:
        """Whether the code ends with or before `line`."""
        match = _FENCE.match(line)
        if match and match["mark"].startswith(self.mark) and not match["info"].strip():
            return True
        before = _BEFORE.match(line)
        return bool(self.reach and line.strip() and before and before.end() < self.reach)


def take_out_comments(
    rest: list[str], at: list[int], first: int
) -> tuple[list[Span], list[Problem]]:
    """Empty the rows of each comment that opens at the start of a line; give the comments' spans.

    What stands behind the closing `%%` on its line stays. A comment that is
    never closed is text, and a problem.
    """
    comments: list[Span] = []
    problems: list[Problem] = []
    fence: _Fence | None = None
    row = first
    while row < len(rest):
        line = rest[row]
        if fence and fence.closes(line):
            fence = None
            if _FENCE.match(line):
                row += 1
                continue
        elif fence is None and (match := _FENCE.match(line)):
            before = match["before"]
            fence = _Fence(
                match["mark"], 0 if before.isspace() and len(before) < 4 else len(before)
            )
        if fence is None and _OPENS.match(line) and line.find("%%", 2) < 0:
            close = next((i for i in range(row + 1, len(rest)) if "%%" in rest[i]), None)
            if close is None:
                span = Span(at[row], at[row] + 2)
                message = "the comment is never closed; it is read as text"
                return comments, [*problems, Problem("unclosed-comment", message, span, row + 1)]
            comments.append(_empty(rest, at, row, close))
            row = close
            continue
        row += 1
    return comments, problems


def _empty(rest: list[str], at: list[int], row: int, close: int) -> Span:
    start = at[row]
    for i in range(row, close):
        rest[i] = ""
    end = rest[close].index("%%") + 2
    rest[close] = rest[close][end:]
    at[close] += end
    return Span(start, at[close])
