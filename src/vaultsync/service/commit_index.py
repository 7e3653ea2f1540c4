"""The index after a commit, and after one that was stopped: it never says what undoes either."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from vaultsync.effects.git.changed import NOTHING
from vaultsync.effects.git.committing import tip_of
from vaultsync.effects.git.errors import PausedError
from vaultsync.effects.git.index_file import Locked, copy_index, remove_our_lock
from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.standing import Pause
from vaultsync.effects.git.trees import tree_entries
from vaultsync.effects.git.workspace import Entry, Journal, Put, Workspace

__all__ = ["put_in_index", "take_back"]

_COPY = "next"
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)


def put_in_index(
    repository: Repository,
    workspace: Workspace,
    branch: str,
    puts: Sequence[Put],
    wait: Callable[[float], None],
) -> None:
    """Bring entries of the index to what the commit will have; others', and changed ones, stay.

    Raises `PausedError` where the index stays locked, or another branch is
    checked out meanwhile.
    """
    workspace.begin(Journal(branch, [put.after for put in puts]))
    _install(repository, workspace, branch, puts, wait)


def take_back(
    repository: Repository, workspace: Workspace, wait: Callable[[float], None]
) -> list[str]:
    """Where a commit was stopped, let the index say of its files what the branch has.

    What was done, in words. Raises `PausedError` where the index stays locked.
    """
    remove_our_lock(workspace, _COPY)
    journal = workspace.interrupted()
    if journal is None:
        workspace.clear()
        return []
    known = tree_entries(
        repository, tip_of(repository, journal.branch), {one.path for one in journal.entries}
    )
    puts = [
        Put(one, known.get(one.path, Entry(one.path, NOTHING, "0" * len(one.blob))))
        for one in journal.entries
    ]
    _install(repository, workspace, journal.branch, puts, wait)
    workspace.clear()
    return ["a commit had been stopped; its files are as they were before it, and nothing is lost"]


def _install(
    repository: Repository,
    workspace: Workspace,
    branch: str,
    puts: Sequence[Put],
    wait: Callable[[float], None],
) -> None:
    for pause in (*_PAUSES, 0):
        copy = copy_index(repository, workspace, _COPY)
        there = copy.entries(put.after.path for put in puts)
        wanted = [put.after for put in puts if _is(there.get(put.before.path), put.before)]
        wanted = [one for one in wanted if not _is(there.get(one.path), one)]
        if not wanted:
            return
        copy.put(wanted)
        copy.git("update-index", "-q", "--refresh", fails=False)
        try:
            if copy.install(lambda: _is_out(workspace, branch)):
                return
        except Locked:
            pass
        if not _is_out(workspace, branch):
            raise PausedError(Pause.BUSY, "another branch was checked out")
        wait(pause)
    raise PausedError(Pause.LOCKED)


def _is(there: Entry | None, wanted: Entry) -> bool:
    """Whether the index holds that."""
    if there is None:
        return wanted.mode == NOTHING
    return there == wanted


def _is_out(workspace: Workspace, branch: str) -> bool:
    """Whether the branch is checked out."""
    with open(os.path.join(workspace.git_dir, "HEAD"), "rb") as file:
        return file.read().strip() == b"ref: " + os.fsencode(branch)
