"""Who links to whom: Obsidian's `resolvedLinks` and `unresolvedLinks`, and their reverse.

Embeds, links in properties and canvases count like all others.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from vaultsync.model.kinds import is_note
from vaultsync.model.linking.destinations import GraphLink, destinations
from vaultsync.model.linking.resolution import Files

__all__ = ["Backlinks", "LinkGraph", "link_graph", "unresolved_key"]

Counts = Mapping[str, Mapping[str, int]]


class Backlinks(NamedTuple):
    """So many links in `source` lead to one place; `report`: `source` is the written report."""

    source: str
    links: int
    report: bool = False


@dataclass(frozen=True, slots=True)
class LinkGraph:
    """The links of a vault, counted.

    `resolved` and `unresolved` have an entry for each source, linking or not:
    how many links lead to which path, and to which name that no file has.
    """

    files: Files
    resolved: Counts
    unresolved: Counts
    incoming: Mapping[str, tuple[Backlinks, ...]]
    missing: Mapping[str, tuple[Backlinks, ...]]

    def backlinks(self, path: str) -> tuple[Backlinks, ...]:
        """Who links to the file at `path`, itself too, in the order in which they were given."""
        return self.incoming.get(path, ())

    def orphans(self, *, attachments: bool = False) -> tuple[str, ...]:
        """The notes, or all files, that no other links to; the report, which links to all, aside.

        As `orphans` of Obsidian's command line; they may well link out.
        """
        return tuple(path for path in self._asked(attachments=attachments) if self._orphan(path))

    def deadends(self, *, attachments: bool = False) -> tuple[str, ...]:
        """The notes, or all files, that link to no other, not even to one that is missing.

        As `deadends` of Obsidian's command line.
        """
        return tuple(path for path in self._asked(attachments=attachments) if self._deadend(path))

    def _asked(self, *, attachments: bool) -> Iterable[str]:
        return self.files.paths if attachments else filter(is_note, self.files.paths)

    def _orphan(self, path: str) -> bool:
        return all(one.source == path or one.report for one in self.backlinks(path))

    def _deadend(self, path: str) -> bool:
        return not self.unresolved.get(path) and self.resolved.get(path, {}).keys() <= {path}


def link_graph(
    sources: Iterable[tuple[str, Iterable[GraphLink]]], files: Files, *, report: str | None = None
) -> LinkGraph:
    """Resolve all links: `sources` are paths with the links that stand in them.

    `report` is the path of the note that holds the written report: what links
    from there is marked. Linear in the links.

    >>> from vaultsync.model.note import parse_note
    >>> home = parse_note("Home.md", b"[[RAG]] [[rag#Use]] [x](Later.md) [[#Here]]")
    >>> graph = link_graph([(home.path, home.links)], Files.of(["Home.md", "Topics/RAG.md"]))
    >>> graph.resolved, graph.unresolved
    ({'Home.md': {'Topics/RAG.md': 2, 'Home.md': 1}}, {'Home.md': {'Later': 1}})
    >>> graph.orphans(), graph.deadends(), graph.missing["Later"][0].source
    (('Home.md',), ('Topics/RAG.md',), 'Home.md')
    """
    resolved: dict[str, dict[str, int]] = {}
    unresolved: dict[str, dict[str, int]] = {}
    leads_to = destinations(files)
    for source, links in sources:
        found = resolved.setdefault(source, {})
        vain = unresolved.setdefault(source, {})
        for link in links:
            path = leads_to(link, source).path
            counts, key = (vain, unresolved_key(link.target)) if path is None else (found, path)
            counts[key] = counts.get(key, 0) + 1
    incoming, missing = _reversed(resolved, report), _reversed(unresolved, report)
    return LinkGraph(files, resolved, unresolved, incoming, missing)


def unresolved_key(linkpath: str) -> str:
    r"""The name under which Obsidian counts links that lead nowhere: without `.md`, in its case.

    >>> unresolved_key("Some\u00a0Day.md"), unresolved_key("a/B")
    ('Some Day', 'a/B')
    """
    if not linkpath.isascii():
        linkpath = unicodedata.normalize("NFC", linkpath)
        linkpath = linkpath.replace("\u00a0", " ").replace("\u202f", " ")
    return linkpath.removesuffix(".md")


def _reversed(counts: Counts, report: str | None) -> dict[str, tuple[Backlinks, ...]]:
    found: defaultdict[str, list[Backlinks]] = defaultdict(list)
    for source, targets in counts.items():
        for target, count in targets.items():
            found[target].append(Backlinks(source, count, source == report))
    return {target: tuple(backlinks) for target, backlinks in found.items()}
