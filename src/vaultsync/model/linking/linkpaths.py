"""How to write a link so that it means a file: Obsidian's `newLinkFormat`."""

from __future__ import annotations

import posixpath

from vaultsync.model.kinds import is_note
from vaultsync.model.linking.resolution import Files, resolve

__all__ = ["absolute_linkpath", "relative_linkpath", "shortest_linkpath"]


def shortest_linkpath(
    path: str, source: str, files: Files, *, extension: bool = False
) -> str | None:
    """The least to write in `source` that means the file at `path` and no other.

    That is its base name, else with as many folders before it as it takes.
    `.md` is left out unless `extension` is set or another file would be meant.
    None where no link means just this file: a `#` in the path, a path that
    differs from another's in case only, a name without extension.

    >>> files = Files.of(["a/RAG.md", "b/RAG.md", "Chains.md"])
    >>> shortest_linkpath("Chains.md", "a/RAG.md", files, extension=True)
    'Chains.md'
    >>> shortest_linkpath("b/RAG.md", "Chains.md", files)
    'b/RAG'
    """
    parts = path.split("/")
    suffixes = ["/".join(parts[at:]) for at in range(len(parts) - 1, -1, -1)]
    return _that_means(path, suffixes, source, files, extension=extension)


def relative_linkpath(
    path: str, source: str, files: Files, *, extension: bool = False
) -> str | None:
    """The way to the file at `path` from the folder of `source`, with `./` where it must be said.

    `extension` and None as in `shortest_linkpath`.

    >>> files = Files.of(["a/RAG.md", "b/RAG.md", "RAG.md", "a/s.md"])
    >>> [relative_linkpath(path, "a/s.md", files) for path in files.paths[1:]]
    ['./RAG', 's', '../b/RAG']
    """
    way = posixpath.relpath(f"/{path}", f"/{source.rpartition('/')[0]}")
    ways = [way] if way.startswith("../") else [way, f"./{way}"]
    return _that_means(path, ways, source, files, extension=extension)


def absolute_linkpath(
    path: str, source: str, files: Files, *, extension: bool = False
) -> str | None:
    """The file's path from the vault's root; `extension` and None as in `shortest_linkpath`.

    >>> absolute_linkpath("b/RAG.md", "s.md", Files.of(["b/RAG.md"]))
    'b/RAG'
    """
    return _that_means(path, [path], source, files, extension=extension)


def _that_means(
    path: str, linkpaths: list[str], source: str, files: Files, *, extension: bool
) -> str | None:
    """The first of `linkpaths` that leads to `path` alone, tried without `.md` before."""
    bare = [one[: -len(".md")] for one in linkpaths] if is_note(path) and not extension else []
    alone = (one for one in bare + linkpaths if resolve(one, source, files) == (path, ()))
    return next(alone, None)
