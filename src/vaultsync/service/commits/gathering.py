"""Gathering what a commit is to hold: the files that changed, stored as they were read whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from vaultsync.effects.git.blobs import Stored, Wanted, store
from vaultsync.effects.git.changed import NOTHING, ChangedFile, Where, changed_files
from vaultsync.effects.git.errors import PausedError
from vaultsync.effects.git.ids import blob_id
from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.standing import Pause
from vaultsync.effects.git.trees import digits_of, keeps_modes
from vaultsync.effects.git.whole_files import NotWhole, settled
from vaultsync.effects.git.workspace import Entry, Put
from vaultsync.model.kinds import is_note
from vaultsync.model.note import parse_note
from vaultsync.syntax.conflicts import BEGIN

__all__ = ["Gathered", "LeftOut", "gather"]

_LEFT_OUT = {
    Where.STAGED: "staged, so it is left for your own commit",
    Where.PARTLY: "partly staged, so it is left for your own commit",
    Where.NESTED: "is a repository of its own",
}
_BEING_WRITTEN = "is being written"


class LeftOut(NamedTuple):
    """A file that is not in the commit, and why; `soon`: it is worth looking again shortly."""

    path: str
    reason: str
    soon: bool = False


class Gathered(NamedTuple):
    """What a commit is to hold and what is left out."""

    puts: list[Put]
    left_out: tuple[LeftOut, ...]


def gather(
    repository: Repository,
    base: str | None,
    wait: Callable[[float], None],
    *,
    all_of_it: bool = False,
    but: Collection[str] = (),
) -> Gathered:
    """What differs in the vault from the commit `base` `but` for some paths, contents stored.

    `all_of_it` takes in what is staged, unmerged or has conflict markers, as it
    is in the work tree. Raises `PausedError` where something is unmerged, `GitFailedError`.
    """
    changed = [one for one in changed_files(repository) if one.path not in but]
    left_out: list[LeftOut] = []
    wanted: dict[str, ChangedFile] = {}
    for one in changed:
        if one.where is Where.UNMERGED and not all_of_it:
            raise PausedError(Pause.MERGE, f"{one.path} has two versions")
        if one.where is Where.NESTED or (one.where is not Where.UNSTAGED and not all_of_it):
            left_out.append(LeftOut(one.path.rstrip("/"), _LEFT_OUT[one.where]))
        else:
            wanted[repository.prefix + one.path] = one
    seen = settled(repository.top, list(wanted), wait)
    left_out += (LeftOut(wanted[path].path, _BEING_WRITTEN, True) for path in wanted.keys() - seen)
    digits = len(base) if base else digits_of(repository)
    files = [
        Wanted(path, one, _was_empty(wanted[path], digits)) for path, one in seen.items() if one
    ]
    puts = [_gone(path, wanted[path], digits) for path, one in seen.items() if not one]
    modes = keeps_modes(repository)
    for stored in store(repository, files, digits, None if all_of_it else _unmarked):
        one = wanted[stored.path]
        if stored.left_out:
            left_out.append(LeftOut(one.path, stored.left_out.reason, stored.left_out.soon))
        else:
            puts.append(_put(one, stored, modes=modes))
    return Gathered([*_news(puts, wanted)], tuple(sorted(left_out)))


def _unmarked(path: str, raw: bytes) -> None:
    """Leave a note out that holds two versions, as a merge has left them."""
    if is_note(path) and BEGIN.encode() in raw:
        for problem in parse_note(path, raw).problems:
            if problem.code == "conflict-markers":
                raise NotWhole(f"has conflict markers in line {problem.line}")


def _was_empty(one: ChangedFile, digits: int) -> bool:
    mode, blob = one.head
    return mode == NOTHING or blob == blob_id(b"", digits)


def _gone(path: str, one: ChangedFile, digits: int) -> Put:
    return Put(Entry(path, *one.staged), Entry(path, NOTHING, "0" * digits))


def _put(one: ChangedFile, stored: Stored, *, modes: bool) -> Put:
    mode = stored.mode
    if not modes and mode.startswith("100"):  # the file system doesn't tell what may be run
        mode = one.head[0] if one.head[0].startswith("100") else "100644"
    return Put(Entry(stored.path, *one.staged), Entry(stored.path, mode, stored.blob))


def _news(puts: list[Put], wanted: dict[str, ChangedFile]) -> Iterator[Put]:
    """Those that change what HEAD holds: not files that were only touched, or came and went."""
    for put in puts:
        mode, blob = wanted[put.after.path].head
        if put.after.mode == mode == NOTHING or (put.after.mode, put.after.blob) == (mode, blob):
            continue
        yield put
