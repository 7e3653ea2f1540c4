"""Renaming and moving: which links must be written anew so that all mean what they meant.

Pure: which files there are and which links stand in them is given. What is
planned here becomes edits in `rename_edits`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vaultsync.errors import UneditableError
from vaultsync.model.linking.destinations import Destination, destinations
from vaultsync.model.linking.link_rows import PlacedLink
from vaultsync.model.linking.resolution import Files, fold
from vaultsync.model.renaming.links import Ends, new_display, new_target
from vaultsync.model.renaming.paths import moved_files

__all__ = ["Captured", "Mover", "Renaming", "Retarget", "plan_rename"]


class Retarget(NamedTuple):
    """A link and what is to be written in it; `subpath` and `display` are None where they stay."""

    link: PlacedLink
    target: str
    subpath: str | None = None
    display: str | None = None


class Captured(NamedTuple):
    """A link in the file `source` that led nowhere and will lead to the file at `path`."""

    source: str
    link: PlacedLink
    path: str


class Renaming(NamedTuple):
    """What a rename does: `moved` files, and the links of each source to be written anew.

    Sources are named by their paths before it. `captured` is worth a warning:
    these links stay as they are, and come to mean a file.
    """

    moved: Mapping[str, str]
    retargets: Mapping[str, tuple[Retarget, ...]]
    captured: tuple[Captured, ...] = ()


def plan_rename(
    old: str, new: str, files: Files, sources: Iterable[tuple[str, Iterable[PlacedLink]]]
) -> Renaming:
    """Plan to rename or move the file or folder `old` to `new`; paths are vault-relative.

    `sources` are paths with the links that stand in them. Each link that means
    a file means the same one afterwards: those to what moves, those that stand
    in it, and those of others whose name becomes ambiguous or free. A link that
    goes on to mean its file isn't touched. Linear in the links; where a link
    has another note's name, that is seen at once. Raises `UneditableError`
    where `new` can't be, or where no link could mean a file any longer.

    >>> from vaultsync.model.note import parse_note
    >>> home = parse_note("Home.md", b"[[rag#Use|it]] [[Topics/RAG|RAG]] [[Log]] [[LLM]]")
    >>> files = Files.of(["Home.md", "Topics/RAG.md", "Log.md"])
    >>> plan = plan_rename("Topics/RAG.md", "Topics/LLM.md", files, [(home.path, home.links)])
    >>> [(one.link.raw, one.target, one.display) for one in plan.retargets["Home.md"]]
    [('[[rag#Use|it]]', 'LLM', None), ('[[Topics/RAG|RAG]]', 'Topics/LLM', 'LLM')]
    >>> [one.link.raw for one in plan.captured]
    ['[[LLM]]']
    """
    move = Mover(old, new, files)
    retargets: dict[str, tuple[Retarget, ...]] = {}
    captured: list[Captured] = []
    for source, links in sources:
        found = move.plan(source, links)
        anew = tuple(one for one in found if isinstance(one, Retarget))
        captured += (one for one in found if isinstance(one, Captured))
        if anew:
            retargets[source] = retargets.get(source, ()) + anew
    return Renaming(move.moved, retargets, tuple(captured))


class Mover:
    """The files before and after `old` is renamed to `new`, and what links mean among them.

    Raises as `plan_rename`, which see.
    """

    def __init__(self, old: str, new: str, files: Files) -> None:
        self.moved: Mapping[str, str] = moved_files(old, new, files)
        self.files = files.with_moved(self.moved)
        self._concerns = _Concerns([*self.moved, *self.moved.values()])
        self._meant: Destination = destinations(files)
        self._will_mean: Destination = destinations(self.files)

    def plan(self, source: str, links: Iterable[PlacedLink]) -> list[Retarget | Captured]:
        """What becomes of the links that stand in the file `source`; of most of them nothing."""
        every = source in self.moved
        concerned = (link for link in links if every or self._concerns[link.target])
        return [one for link in concerned if (one := self._plan(source, link))]

    def _plan(self, source: str, link: PlacedLink) -> Retarget | Captured | None:
        path, ties = self._meant(link, source)
        now = self.moved.get(source, source)
        then = self._will_mean(link, now)
        if path is None:
            return Captured(source, link, then.path) if then.path is not None else None
        new_path = self.moved.get(path, path)
        new_ties = {self.moved.get(tie, tie) for tie in ties}
        if then.path == new_path and new_ties.issuperset(then.ties):
            return None
        ends = Ends(source, path), Ends(now, new_path)
        target = new_target(link, *ends, self.files)
        if target is None:
            reason = f"no link could mean {new_path} in the stead of {link.raw}"
            raise UneditableError(source, reason, link.line)
        return Retarget(link, target, display=new_display(link, path, new_path))


class _Concerns(dict[str, bool]):
    """Whether a link with that target may mean another file once files of those names move.

    Which files it may mean depends on its last part only, with `.md` or without.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        super().__init__()
        self.names = {_name(path) for path in paths}

    def __missing__(self, target: str) -> bool:
        trimmed = target.strip()
        written = {target, f"{target}.md", trimmed, f"{trimmed}.md"}
        self[target] = not self.names.isdisjoint(map(_name, written))
        return self[target]


def _name(path: str) -> str:
    return fold(path).rpartition("/")[2]
