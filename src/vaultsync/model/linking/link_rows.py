"""Links as rows of an answer: where each stands, what it says, and which file it means."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from vaultsync.model.linking.destinations import Destination, GraphLink, destinations
from vaultsync.model.linking.resolution import Files

__all__ = [
    "Destination",
    "LinkRow",
    "PlacedHeading",
    "PlacedLink",
    "destinations",
    "link_row",
    "resolved_links",
    "section_of",
]


class PlacedLink(GraphLink, Protocol):
    """A link with all that is known of it; `kind` is `wikilink`, `markdown`, `frontmatter`, too."""

    @property
    def subpath(self) -> str:
        """With its `#`, or ""."""

    @property
    def display(self) -> str:
        """What the link shows."""

    @property
    def embed(self) -> bool:
        """Whether it shows what it leads to."""

    @property
    def line(self) -> int:
        """Its line, from 1."""

    @property
    def column(self) -> int:
        """Its column, from 1."""

    @property
    def raw(self) -> str:
        """The link as it stands there."""


class PlacedHeading(Protocol):
    """A heading of a note, or a row of the index."""

    @property
    def text(self) -> str:
        """Its source without the `#`s."""

    @property
    def line(self) -> int:
        """Its line, from 1."""

    @property
    def parent(self) -> int | None:
        """The index of the heading above it in the tree."""


class LinkRow(NamedTuple):
    """A link with the file that it means: the link object of the command line's JSON.

    `source` and `resolved` are paths; `resolved` is None where no file is meant.
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


def resolved_links(
    sources: Iterable[tuple[str, Iterable[PlacedLink]]], files: Files
) -> Iterator[tuple[str, PlacedLink, str | None]]:
    """All links of `sources`, which are paths with the links that stand in them: path, link, file.

    >>> from vaultsync.model.note import parse_note
    >>> home = parse_note("Home.md", b"see [[rag#Use|it]]")
    >>> found, = resolved_links([(home.path, home.links)], Files.of(["Topics/RAG.md"]))
    >>> row = link_row(*found)
    >>> row.column, row.target, row.subpath, row.resolved
    (5, 'rag', '#Use', 'Topics/RAG.md')
    """
    leads_to = destinations(files)
    for source, links in sources:
        for link in links:
            yield source, link, leads_to(link, source).path


def link_row(source: str, link: PlacedLink, resolved: str | None) -> LinkRow:
    """The row of a link that stands in the file `source` and means the file `resolved`."""
    return LinkRow(
        *(source, link.line, link.column, link.raw, link.kind, link.target),
        *(link.subpath, link.display, link.embed, resolved),
    )


def section_of(headings: Sequence[PlacedHeading]) -> Callable[[int], tuple[str, ...]]:
    r"""Which of a note's headings a line stands under, outermost first; a heading's own included.

    >>> from vaultsync.model.note import parse_note
    >>> section = section_of(parse_note("a.md", b"x\n# Plan\n## Week\ny\n# End\n").headings)
    >>> section(1), section(4), section(5)
    ((), ('Plan', 'Week'), ('End',))
    """
    lines = [heading.line for heading in headings]

    def section(line: int) -> tuple[str, ...]:
        path: list[str] = []
        above: int | None = bisect_right(lines, line) - 1
        while above is not None and above >= 0:
            path.append(headings[above].text)
            above = headings[above].parent
        return tuple(reversed(path))

    return section
