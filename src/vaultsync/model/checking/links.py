"""Links that lead nowhere, to a place that a note doesn't have, or to one of several files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vaultsync.model.checking.findings import Finding, finding
from vaultsync.model.linking.anchors import AnchorBlock, AnchorHeading, find_anchor, heading_key
from vaultsync.model.linking.destinations import destinations
from vaultsync.model.linking.link_rows import PlacedLink
from vaultsync.model.linking.resolution import Files

__all__ = ["Anchors", "check_links"]

_LONGEST = 120
_TIES = 3


class Anchors(NamedTuple):
    """What the subpaths of links may lead to in a note."""

    headings: Sequence[AnchorHeading]
    blocks: Sequence[AnchorBlock]


def check_links(
    sources: Iterable[tuple[str, Iterable[PlacedLink]]],
    files: Files,
    anchors: Mapping[str, Anchors],
) -> Iterator[Finding]:
    r"""What is wrong with the links of `sources`, paths with the links that stand in them.

    `anchors` are those of the notes that could be read, by path: what a link
    wants of another file (`#page=2`) isn't looked for.

    >>> from vaultsync.model.note import parse_note
    >>> a = parse_note("a.md", b"# Plan\n[[b]] [[#plan]] [[#Goal]]")
    >>> anchors = {a.path: Anchors(a.headings, a.blocks)}
    >>> for found in check_links([(a.path, a.links)], Files.of(["a.md"]), anchors):
    ...     print(found.line, found.column, found.code, found.message)
    2 1 broken-link [[b]]: there is no file 'b'
    2 17 broken-heading [[#Goal]]: a.md has no heading 'Goal'
    """
    leads_to = destinations(files)
    has = _anchor_finder(anchors)
    for source, links in sources:
        for link in links:
            path, ties = leads_to(link, source)
            place = (source, link.line, link.column)
            if path is None:
                yield finding(*place, "broken-link", _missing(link))
                continue
            if ties:
                yield finding(*place, "ambiguous-link", _ambiguous(link, path, ties))
            if path in anchors and link.subpath.strip("# ") and not has(path, link.subpath):
                kind = "block" if link.subpath.startswith("#^") else "heading"
                wanted = _short(link.subpath.lstrip("#^"))
                wrong = f"{_short(link.raw)}: {path} has no {kind} {wanted!r}"
                yield finding(*place, f"broken-{kind}", wrong)


def _missing(link: PlacedLink) -> str:
    return f"{_short(link.raw)}: there is no file {_short(link.target)!r}"


def _ambiguous(link: PlacedLink, path: str, ties: Sequence[str]) -> str:
    more = f" and {len(ties) - _TIES} more" if len(ties) > _TIES else ""
    others = ", ".join(ties[:_TIES])
    return f"{_short(link.raw)}: means {path} here, but might as well mean {others}{more}"


def _short(text: str) -> str:
    """Text of a note as one can read it in a line."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _anchor_finder(anchors: Mapping[str, Anchors]) -> Callable[[str, str], bool]:
    """Whether a subpath leads somewhere; of one heading or block it is seen at once."""
    known: dict[str, frozenset[str]] = {}

    def has(path: str, subpath: str) -> bool:
        there = anchors[path]
        if path not in known:
            blocks = {f"^{block.id.lower()}" for block in there.blocks}
            known[path] = frozenset(blocks | {heading_key(one.text) for one in there.headings})
        if subpath.startswith("#^"):
            return f"^{subpath[2:].strip().lower()}" in known[path]
        parts = [part for part in subpath.split("#") if part]
        if len(parts) == 1:
            return heading_key(parts[0]) in known[path]
        return find_anchor(subpath, *there) is not None

    return has
