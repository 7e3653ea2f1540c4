"""Where links lead, each looked up once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Protocol

from vaultsync.model.kinds import FILE_NODE
from vaultsync.model.linking.resolution import (
    Files,
    Namesakes,
    Resolution,
    exact_path,
    fold,
    resolve,
)

__all__ = ["Destination", "GraphLink", "destinations"]


class GraphLink(Protocol):
    """A link of a note or a canvas, or a row of the index."""

    @property
    def kind(self) -> str:
        """`file` for a canvas' file node, whose target is a path."""

    @property
    def target(self) -> str:
        """The linkpath as written."""


Destination = Callable[[GraphLink, str], Resolution]
"""Which file a link means that stands in the file of that path."""


def destinations(files: Files) -> Destination:
    """Which of `files` links mean; what is written alike in many notes is looked up once.

    >>> from vaultsync.model.note import parse_note
    >>> home = parse_note("a/Home.md", b"[[rag]] [[#Plan]] [[x]]")
    >>> leads_to = destinations(Files.of(["a/Home.md", "b/RAG.md"]))
    >>> [leads_to(link, home.path).path for link in home.links]
    ['b/RAG.md', 'a/Home.md', None]
    """
    everywhere: dict[str, Resolution] = {}
    in_folder: defaultdict[str, dict[str, Resolution]] = defaultdict(dict)

    def leads_to(link: GraphLink, source: str) -> Resolution:
        target = link.target
        if link.kind == FILE_NODE:
            return Resolution(exact_path(target, files))
        if target[:1] in ("", "#"):
            return Resolution(source)
        if target in everywhere:
            return everywhere[target]
        known = in_folder[source.rpartition("/")[0]]
        if target not in known:
            known[target] = resolve(target, source, files)
            if "/" not in target and not _has_namesakes(known[target].path, files):
                everywhere[target] = known[target]
        return known[target]

    return leads_to


def _has_namesakes(path: str | None, files: Files) -> bool:
    """Whether a link by that file's name means another one from another folder."""
    name = fold(path or "").rpartition("/")[2]
    return isinstance(files.by_name.get(name), Namesakes)
