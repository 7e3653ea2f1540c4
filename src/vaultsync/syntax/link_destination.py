"""The `(destination "title")` behind a Markdown link's text (CommonMark 6.3)."""

from __future__ import annotations

import re

__all__ = ["read_destination"]

_ANGLE = re.compile(r"<((?:[^<>\n\\]|\\.)*)>")
_BARE_STOP = re.compile(r"[()\s\\]")
_START = re.compile(r"\(\s*")
# After the destination: a title in quotes or parentheses, if any, and the end.
_REST = re.compile(
    r"""(?: \s+ (?: "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | \((?:[^()\\]|\\.)*\) ) )? \s* \)""",
    re.VERBOSE | re.DOTALL,
)
# CommonMark asks for three levels at least.
_MAX_PARENTHESES = 8


def read_destination(text: str, at: int) -> tuple[int, int, int] | None:
    """Where the destination starts and ends, and the end of all; None where none follows at `at`.

    >>> read_destination('[a](<b c.md> "title")', 3)
    (5, 11, 21)
    >>> read_destination("[a](b c.md)", 3) is None
    True
    """
    opening = _START.match(text, at)
    if not opening:
        return None
    start = opening.end()
    if angle := _ANGLE.match(text, start):
        (start, end), after = angle.span(1), angle.end()
    else:
        bare = _bare_end(text, start)
        if bare is None or text.startswith("<", start):
            return None
        end = after = bare
    rest = _REST.match(text, after)
    return (start, end, rest.end()) if rest else None


def _bare_end(text: str, at: int) -> int | None:
    """Where a destination without angle brackets ends; its parentheses are balanced."""
    depth = 0
    while stop := _BARE_STOP.search(text, at):
        at = stop.end()
        if stop[0] == "\\":
            at += 1
        elif stop[0] == "(":
            depth += 1
            if depth > _MAX_PARENTHESES:
                return None
        elif stop[0] == ")" and depth:
            depth -= 1
        else:
            return None if depth else stop.start()
    return None
