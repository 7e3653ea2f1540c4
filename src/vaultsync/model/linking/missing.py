"""The notes that links want and nobody has written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from vaultsync.model.canvas import FILE_NODE
from vaultsync.model.linking.destinations import GraphLink, destinations
from vaultsync.model.linking.link_graph import unresolved_key
from vaultsync.model.linking.resolution import Files
from vaultsync.model.reporting.facts import MissingNote

__all__ = ["missing_notes"]


def missing_notes(
    sources: Iterable[tuple[str, Iterable[GraphLink]]], files: Files
) -> list[MissingNote]:
    """Each name that links want and none of `files` has: `sources` are paths with their links.

    >>> from vaultsync.model.note import parse_note
    >>> home = parse_note("Home.md", b"[[Later]] [[RAG]] [[later.md]]")
    >>> missing_notes([(home.path, home.links)], Files.of(["a/RAG.md"]))
    [MissingNote(name='Later', links=1, sources=1), MissingNote(name='later', links=1, sources=1)]
    """
    leads_to = destinations(files)
    known: dict[str, bool] = {}  # bare names: whether any file has one is the same from everywhere
    links: Counter[str] = Counter()
    wanted_by: defaultdict[str, set[str]] = defaultdict(set)
    for source, some in sources:
        for link in some:
            target = link.target
            is_there = known.get(target)
            if is_there is None:
                bare = "/" not in target and link.kind != FILE_NODE
                # Most links are the bare name of a note: no more is asked of them.
                is_there = (bare and f"{target}.md".lower() in files.by_name) or (
                    leads_to(link, source).path is not None
                )
                if bare:
                    known[target] = is_there
            if not is_there:
                name = unresolved_key(target)
                links[name] += 1
                wanted_by[name].add(source)
    return [MissingNote(name, count, len(wanted_by[name])) for name, count in links.items()]
