"""How a link is written anew when it or its target moves: in its own style."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from vaultsync.model.canvas import FILE_NODE
from vaultsync.model.kinds import is_note
from vaultsync.model.linking.link_rows import PlacedLink
from vaultsync.model.linking.resolution import Files, fold, resolve

__all__ = ["Ends", "is_wiki_link", "new_display", "new_target"]


class Ends(NamedTuple):
    """The two ends of a link: the file in which it stands, and the one that it means."""

    source: str
    path: str


def is_wiki_link(link: PlacedLink) -> bool:
    """Whether a link is written with `[[`, in a property too."""
    return link.raw.startswith(("[[", "![["))


def new_target(link: PlacedLink, was: Ends, now: Ends, files: Files) -> str | None:
    """What to write as the link's target so that it means `now.path` in `now.source`.

    `files` are those after the move. A leading `/`, `./` or `../`, folders from
    the root, the way from the source, a bare name and a written `.md` stay what
    they are while that means the file; else it is the least that does. One
    that might as well mean another file is written only where there is no
    better: their paths differ in case only. None where no link means the file.

    >>> from vaultsync.model.note import parse_note
    >>> links = parse_note("s.md", b"[[N]] [[a/N.md]] [[/a/N]] [it](./a/N)").links
    >>> was, now = Ends("s.md", "a/N.md"), Ends("s.md", "b/M.md")
    >>> [new_target(link, was, now, Files.of(["b/M.md", "s.md"])) for link in links]
    ['M', 'b/M.md', '/b/M', './b/M']
    """
    if link.kind == FILE_NODE:
        return now.path
    written = link.target.strip() or link.target
    before, _, behind = link.target.partition(written)
    has_extension = fold(written).rpartition("/")[2] == fold(was.path).rpartition("/")[2]
    ways = _ways(link, written if has_extension else f"{written}.md", was, now)
    if is_note(now.path) and not has_extension:
        ways = [*(way[: -len(".md")] for way in ways), *ways]
    tied = None
    for target in (f"{before}{way}{behind}" for way in ways):
        found = resolve(target, now.source, files)
        if found.path != now.path:
            continue
        if not found.ties:
            return target
        tied = tied or target
    return tied


def _ways(link: PlacedLink, written: str, was: Ends, now: Ends) -> list[str]:
    """The ways to write a path with its extension, the one in the link's own style first."""
    parts = now.path.split("/")
    suffixes = ["/".join(parts[at:]) for at in range(len(parts) - 1, -1, -1)]
    return [*_own_style(link, written, was, now, suffixes), *suffixes]


def _own_style(
    link: PlacedLink, written: str, was: Ends, now: Ends, suffixes: list[str]
) -> list[str]:
    way = _way(now)
    if written.startswith("/"):
        return [f"/{now.path}"]
    if written.startswith("./"):
        return [way if way.startswith("../") else f"./{way}"]
    if written.startswith("../"):
        return [way, f"./{way}"]
    folders = written.count("/")
    if folders and fold(written) == fold(was.path):
        return [now.path]
    # A bare name in a Markdown link is the way from its note, too, as other programs read it.
    if (folders or not is_wiki_link(link)) and fold(written) == fold(_way(was)):
        return [way, f"./{way}"]
    return suffixes[folders : folders + 1]


def _way(ends: Ends) -> str:
    return posixpath.relpath(f"/{ends.path}", f"/{ends.source.rpartition('/')[0]}")


def new_display(link: PlacedLink, path: str, new_path: str) -> str | None:
    """The new display of a wiki-link whose own is the name of the file that it means.

    None where it stays: Obsidian renames no other (since 1.2.1).

    >>> from vaultsync.model.note import parse_note
    >>> links = parse_note("s.md", b"[[a/N|N]] [[N]] [[N|it]] [N](N.md)").links
    >>> [new_display(link, "a/N.md", "a/M.md") for link in links]
    ['M', None, None, None]
    """
    name, new_name = _name(path), _name(new_path)
    has_own = is_wiki_link(link) and link.raw.endswith(f"|{name}]]")
    return new_name if has_own and link.display == name and new_name != name else None


def _name(path: str) -> str:
    name = path.rpartition("/")[2]
    return name[: -len(".md")] if is_note(path) else name
