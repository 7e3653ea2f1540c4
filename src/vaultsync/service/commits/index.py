"""The index after a commit, and after one that was stopped: it never says what undoes either."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress

from vaultsync.effects.git.changed import NOTHING
from vaultsync.effects.git.committing import tip_of
from vaultsync.effects.git.errors import PausedError
from vaultsync.effects.git.index_file import Locked, copy_index, remove_our_lock
from vaultsync.effects.git.others import git_at_work
from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.standing import Pause, standing_pause
from vaultsync.effects.git.trees import tree_entries
from vaultsync.effects.git.whole_files import see
from vaultsync.effects.git.workspace import Entry, Journal, Put, Workspace
from vaultsync.service.commits.site import Site

__all__ = ["put_in_index", "take_back"]

_COPY = "next"
_Reason = tuple[Pause, str]
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)


def put_in_index(site: Site, branch: str, puts: Sequence[Put]) -> None:
    """Bring entries of the index to what the commit will have; others', and changed ones, stay.

    Raises `PausedError` where the index stays locked, or where another branch
    is checked out or something like a merge under way meanwhile.
    """
    site.workspace.begin(Journal(branch, [put.after for put in puts]))
    try:
        _install(site, puts, lambda: _pause(site, branch))
    except PausedError:
        site.workspace.end()
        raise


def take_back(site: Site) -> list[str]:
    """Where a commit was stopped, let the index say of its files what HEAD has.

    What was done, in words: nothing while something is under way, whose index
    that is. Raises `PausedError` where the index stays locked.
    """
    workspace = site.workspace
    remove_our_lock(workspace, _COPY)
    journal = workspace.interrupted()
    done = _taken_back(site, journal) if journal else []
    if not journal or _under_way(workspace) is None:
        workspace.end()
    workspace.clear()
    return done


def _taken_back(site: Site, journal: Journal) -> list[str]:
    repository, workspace = site.repository, site.workspace
    made = _entries_of(repository, journal.branch, journal)
    if made == list(journal.entries) or _under_way(workspace):
        return []
    head = _head(workspace)
    now = _entries_of(repository, "HEAD", journal)
    puts = [Put(*both) for both in zip(journal.entries, now, strict=True)]
    switched = (Pause.BUSY, "another branch was checked out")
    _install(site, puts, lambda: None if _head(workspace) == head else switched)
    return ["a commit had been stopped; its files are as they were before it, and nothing is lost"]


def _entries_of(repository: Repository, reference: str, journal: Journal) -> list[Entry]:
    """What a commit holds of the paths of the journal."""
    found = tree_entries(
        repository, tip_of(repository, reference), {one.path for one in journal.entries}
    )
    return [
        found.get(one.path, Entry(one.path, NOTHING, "0" * len(one.blob)))
        for one in journal.entries
    ]


def _install(site: Site, puts: Sequence[Put], pause: Callable[[], _Reason | None]) -> None:
    """Change the index where it holds what it is said to hold, unless there is a pause by then.

    While its lock is held only what is quickly seen is looked at: a git of somebody
    else fails that wants the lock then.
    """
    head = os.path.join(site.workspace.git_dir, "HEAD")
    for seconds in (*_PAUSES, 0):
        copy, seen = copy_index(site.repository, site.workspace, _COPY), see(head)
        there = copy.entries(put.after.path for put in puts)
        wanted = [put.after for put in puts if _is_due(there.get(put.after.path), put)]
        if wanted:
            copy.put(wanted)
            copy.git("update-index", "-q", "--refresh", fails=False)
        if reason := pause():
            raise PausedError(*reason)
        if not wanted:
            return
        if found := git_at_work(site.repository.top):
            raise PausedError(Pause.BUSY, found)
        with suppress(Locked):
            if copy.install(lambda seen=seen: see(head) == seen):  # type: ignore[misc]
                return
        site.wait(seconds)
    raise PausedError(Pause.LOCKED)


def _is_due(there: Entry | None, put: Put) -> bool:
    """Whether the index is as it was, and not yet as it is to be.

    What is only said to be added looks the same before, where it is empty.
    """
    return _is(there, put.before) and (put.before == put.after or not _is(there, put.after))


def _is(there: Entry | None, wanted: Entry) -> bool:
    """Whether the index holds that."""
    if there is None:
        return wanted.mode == NOTHING
    return there == wanted


def _pause(site: Site, branch: str) -> _Reason | None:
    """Why the commit can't be made any more: hooks take their time, and users go on.

    Where HEAD was written meanwhile, what was read may be another branch's, also
    when the first one is out again.
    """
    if under_way := _under_way(site.workspace):
        return (under_way, "")
    written = see(os.path.join(site.workspace.git_dir, "HEAD")) != site.head
    if written or _head(site.workspace) != b"ref: " + os.fsencode(branch):
        return (Pause.BUSY, "another branch was checked out")
    return None


def _under_way(workspace: Workspace) -> Pause | None:
    """What is under way whose index it is; that it is locked for now is told elsewhere."""
    pause = standing_pause(workspace.git_dir)
    return None if pause in (Pause.LOCKED, Pause.DETACHED) else pause


def _head(workspace: Workspace) -> bytes:
    """What HEAD says: a branch or a commit."""
    with open(os.path.join(workspace.git_dir, "HEAD"), "rb") as file:
        return file.read().strip()
