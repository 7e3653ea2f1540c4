"""Managed regions: the part of a note that vaultsync keeps, between two comment lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vaultsync.syntax.elements import Region
from vaultsync.text import Span

__all__ = [
    "MARK",
    "begin_marker",
    "digest",
    "end_marker",
    "is_edited",
    "read_regions",
    "seal_span",
    "sealed",
]

MARK = "%% vaultsync:"
# %% vaultsync:begin report %%
_MARKER = re.compile(r"%% vaultsync:(begin|end) ([a-z][a-z0-9-]*)((?: [a-z]+=[^\s%]+)*) %%[ \t]*$")
# The last line of a region's body: %% vaultsync:sha 0123456789abcdef %%
_SEAL = re.compile(r"%% vaultsync:sha (?P<sha>[0-9a-f]{16}) %%[ \t]*(?:\r\n?|\n)\Z")
_NEWLINE = re.compile(r"\r\n?|\n")


def begin_marker(name: str) -> str:
    """The line that opens the region `name`."""
    return f"%% vaultsync:begin {name} %%"


def end_marker(name: str) -> str:
    """The line that closes the region `name`."""
    return f"%% vaultsync:end {name} %%"


def read_regions(rows: Iterable[int], lines: list[str], starts: list[int]) -> list[Region]:
    """The regions whose markers stand on some of `rows`, each alone on its line.

    A begin without an end is none; the first end of the same name closes.
    `body_span` covers the lines between the markers, newlines included.
    """
    regions: list[Region] = []
    opened: tuple[str, int] | None = None
    for row in rows:
        match = _MARKER.match(lines[row])
        if not match:
            continue
        if match[1] == "begin":
            opened = (match[2], row)
        elif opened and opened[0] == match[2]:
            name, begin = opened
            span = Span(starts[begin], starts[row] + match.end())
            body = Span(starts[begin + 1], starts[row])
            regions.append(Region(name, begin + 1, span, body))
            opened = None
    return regions


def sealed(body: str) -> str:
    r"""A region's body with a last line by which a hand edit is noticed; newlines don't matter.

    >>> is_edited(sealed("1/2\n")), is_edited(sealed("1/2\n").replace("1/2", "mine"))
    (False, True)
    """
    return f"{body}%% vaultsync:sha {digest(body)} %%\n"


def is_edited(body: str) -> bool:
    """Whether somebody else has changed a sealed body; one without a seal isn't known to be."""
    seal = _seal(body)
    return seal is not None and seal["sha"] != digest(body[: seal.start()])


def seal_span(body: str) -> Span | None:
    """Where the digest stands in a sealed body; None in one without a seal."""
    seal = _seal(body)
    return Span(*seal.span("sha")) if seal else None


def _seal(body: str) -> re.Match[str] | None:
    return _SEAL.search(body, max(0, body.rfind("%% vaultsync:sha ")))


def digest(body: str) -> str:
    """What tells a body from an edited one; newlines don't matter."""
    from hashlib import sha256

    text = _NEWLINE.sub("\n", body)
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]
