"""Obsidian's excluded files: what `userIgnoreFilters` in `.obsidian/app.json` hides."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable

__all__ = ["ignored_by"]


def ignored_by(filters: Iterable[str]) -> Callable[[str], bool]:
    r"""Whether a vault-relative path is one that `filters` hide.

    `/text/` is a regular expression, looked for anywhere in the path; all else
    is what the path starts with. Case doesn't matter. An expression that Python
    can't read is passed over, as Obsidian passes over those that it can't.

    >>> hidden = ignored_by(["Templates/", r"/\.draft\.md$/", "/(/"])
    >>> [hidden(path) for path in ("templates/Day.md", "a/Plan.Draft.md", "a/Templates/x.md")]
    [True, True, False]
    """
    starts: list[str] = []
    patterns: list[re.Pattern[str]] = []
    for one in filters:
        if len(one) > 2 and one.startswith("/") and one.endswith("/"):
            patterns += _compiled(one[1:-1])
        elif one:
            starts.append(one.lower())
    if not (starts or patterns):
        return lambda _path: False
    prefixes = tuple(starts)

    def ignored(path: str) -> bool:
        return path.lower().startswith(prefixes) or any(one.search(path) for one in patterns)

    return ignored


def _compiled(expression: str) -> list[re.Pattern[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python means to read "[[" otherwise one day
        try:
            return [re.compile(expression, re.IGNORECASE)]
        except (re.error, OverflowError, RecursionError):
            return []
