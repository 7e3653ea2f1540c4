"""Which links of a note came, went, or ceased to lead anywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vaultsync.model.entry import LinkEntry, NoteEntry
from vaultsync.model.linking.destinations import Destination

__all__ = ["LinkChange", "link_changes"]


class LinkChange(NamedTuple):
    """`kind` is `added`, `removed`, `broken` (it led somewhere) or `mended`; `line` as the note's.

    `resolved` is the file it leads to, or led to where it is removed or broken.
    """

    kind: str
    line: int
    raw: str
    resolved: str | None


class _Placed(NamedTuple):
    link: LinkEntry
    resolved: str | None


def link_changes(
    before: NoteEntry | None,
    after: NoteEntry,
    leads_before: Destination,
    leads_after: Destination,
    renamed: Mapping[str, str],
) -> Iterator[LinkChange]:
    """Compare the links of two versions of a note, each resolved among the files of its time.

    A link that leads to the same file and heading is the same link, whatever it
    is written like; `renamed` has the old path of each note that moved.
    """
    moved = {old: new for new, old in renamed.items()}
    olds: defaultdict[str, list[_Placed]] = defaultdict(list)
    for link in before.links if before else ():
        assert before is not None
        olds[link.raw].append(_Placed(link, leads_before(link, before.path).path))
    fresh: list[_Placed] = []
    for link in after.links:
        new = _Placed(link, leads_after(link, after.path).path)
        if not olds[link.raw]:
            fresh.append(new)
            continue
        old = olds[link.raw].pop(0)
        if old.resolved is not None and new.resolved is None:
            yield LinkChange("broken", link.line, link.raw, old.resolved)
        elif old.resolved is None and new.resolved is not None:
            yield LinkChange("mended", link.line, link.raw, new.resolved)
    gone: defaultdict[tuple[str, str], list[_Placed]] = defaultdict(list)
    for old in (one for some in olds.values() for one in some):
        gone[_goal(old, moved)].append(old)
    for new in fresh:
        if gone[_goal(new, {})]:
            gone[_goal(new, {})].pop(0)
        else:
            yield LinkChange("added", new.link.line, new.link.raw, new.resolved)
    for old in sorted((one for some in gone.values() for one in some), key=_line):
        yield LinkChange("removed", old.link.line, old.link.raw, old.resolved)


def _goal(placed: _Placed, moved: Mapping[str, str]) -> tuple[str, str]:
    path = placed.resolved
    return (moved.get(path, path) if path else f"?{placed.link.target}"), placed.link.subpath


def _line(placed: _Placed) -> int:
    return placed.link.line
