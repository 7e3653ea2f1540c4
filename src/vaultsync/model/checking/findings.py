"""What `check` can find: its codes, how grave each is, and where a note says to pass it over."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from vaultsync.model.note import Note
from vaultsync.text import Span, split_lines

__all__ = [
    "MARK",
    "OPTIONAL",
    "SEVERITIES",
    "Finding",
    "Ignored",
    "Severity",
    "finding",
    "ignored_in",
]


class Severity(Enum):
    """How grave a finding is: an error makes `check` fail."""

    ERROR = "error"
    WARNING = "warning"


_CODES = {
    Severity.ERROR: """
        broken-block broken-heading broken-link case-clash conflict-markers front-matter-error
        front-matter-too-large invalid-utf8 not-a-canvas not-json too-deep too-large""",
    Severity.WARNING: """
        ambiguous-link dateless-recurrence done-under-open duplicate-block-id duplicate-field
        hidden-box impossible-date lost-children open-under-done sync-conflict unclosed-comment
        unclosed-fence unclosed-front-matter unfollowed-link unknown-on-completion unlinkable-name
        unquoted-link unreadable-recurrence""",
}
SEVERITIES = MappingProxyType(
    {code: severity for severity, codes in _CODES.items() for code in codes.split()}
)
"""All codes with their severity; docs/checks.md says what each means."""

OPTIONAL = frozenset({"done-under-open"})
"""The codes that are only looked for where the settings say so."""

MARK = "vaultsync-ignore:"
"""What a comment starts with that tells `check` to pass something over."""

# text %% vaultsync-ignore: broken-link, hidden-box %%
_IGNORE = re.compile(rf"%%[ \t]*{MARK}(?P<codes>[ \ta-z0-9,-]*)%%[ \t]*$")
_BEFORE = re.compile(r"\ufeff?[ \t>]*")
_OPAQUE = frozenset({"code", "html", "math", "yaml"})


class Finding(NamedTuple):
    """Something that `check` found at a place; `line` and `column` count from 1."""

    path: str
    line: int
    column: int
    code: str
    message: str
    severity: Severity


def finding(path: str, line: int, column: int, code: str, message: str) -> Finding:
    """A finding, as grave as its code.

    >>> finding("a.md", 3, 1, "broken-link", "no such file").severity
    <Severity.ERROR: 'error'>
    """
    return Finding(path, line, column, code, message, SEVERITIES[code])


class Ignored(NamedTuple):
    """The codes that a note passes over: everywhere, and on some of its lines (from 1)."""

    everywhere: frozenset[str] = frozenset()
    on_line: MappingProxyType[int, frozenset[str]] = MappingProxyType({})

    def covers(self, found: Finding) -> bool:
        """Whether the note itself says that this isn't wanted."""
        return found.code in self.everywhere or found.code in self.on_line.get(found.line, ())


def ignored_in(note: Note) -> Ignored:
    r"""What the comments `%% vaultsync-ignore: CODE, CODE %%` of a note pass over.

    Alone on its line a comment counts for the whole note, at the end of one for
    that line. In code, math and HTML it doesn't count.

    >>> from vaultsync.model.note import parse_note
    >>> raw = b"[[Later]] %% vaultsync-ignore: broken-link %%\n"
    >>> ignored_in(parse_note("a.md", raw)).on_line[1]
    frozenset({'broken-link'})
    """
    if MARK not in note.text:
        return Ignored()
    opaque = [section.span for section in note.sections if section.type in _OPAQUE]
    starts = [span.start for span in opaque]
    lines, line_starts = split_lines(note.text)
    everywhere: frozenset[str] = frozenset()
    on_line: dict[int, frozenset[str]] = {}
    for row, (line, start) in enumerate(zip(lines, line_starts, strict=True)):
        match = _IGNORE.search(line) if MARK in line else None
        if match is None or _lies_in(opaque, starts, start):
            continue
        codes = frozenset(match["codes"].replace(",", " ").split())
        if _BEFORE.fullmatch(line, 0, match.start()):
            everywhere |= codes
        else:
            on_line[row + 1] = codes
    return Ignored(everywhere, MappingProxyType(on_line))


def _lies_in(spans: list[Span], starts: list[int], offset: int) -> bool:
    index = bisect_right(starts, offset) - 1
    return index >= 0 and offset < spans[index].end
