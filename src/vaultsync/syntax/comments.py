"""`%% comments %%` over several lines: Obsidian takes them out before it reads blocks.

Tasks and headings in them don't exist; links and tags do (reference 7.1).
"""

from __future__ import annotations

import re

from vaultsync.syntax.elements import Problem
from vaultsync.text import Span

__all__ = ["take_out_comments"]

_OPENS = re.compile(r"%%(?!%)")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})([^`]*)$")


def take_out_comments(
    rest: list[str], at: list[int], first: int
) -> tuple[list[Span], list[Problem]]:
    """Empty the rows of each comment that opens at the start of a line; give the comments' spans.

    What stands behind the closing `%%` on its line stays. A comment that is
    never closed is text, and a problem.
    """
    comments: list[Span] = []
    problems: list[Problem] = []
    fence = ""
    row = first
    while row < len(rest):
        line = rest[row]
        if match := _FENCE.match(line):
            fence = _after_fence(fence, match[1], has_info=bool(match[2].strip()))
        elif not fence and _OPENS.match(line) and line.find("%%", 2) < 0:
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


def _after_fence(fence: str, mark: str, *, has_info: bool) -> str:
    """The fence that is open behind the fence line `mark`, "" for none."""
    if not fence:
        return mark
    closes = mark[0] == fence[0] and len(mark) >= len(fence) and not has_info
    return "" if closes else fence


def _empty(rest: list[str], at: list[int], row: int, close: int) -> Span:
    start = at[row]
    for i in range(row, close):
        rest[i] = ""
    end = rest[close].index("%%") + 2
    rest[close] = rest[close][end:]
    at[close] += end
    return Span(start, at[close])
