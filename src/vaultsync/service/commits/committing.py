"""Committing what has changed in a vault: what was read whole, and nothing of anybody else's.

The order makes it safe to be stopped anywhere. Blobs first, then a tree made in
a copy of the index, hooks, the commit; then the index itself, journalled; last
the branch, if it is still where it was.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.effects.git.changed import NOTHING
from vaultsync.effects.git.committing import (
    commit_tree,
    move_branch,
    tidy,
    tip_of,
)
from vaultsync.effects.git.errors import GitFailedError, PausedError
from vaultsync.effects.git.index_file import IndexCopy, copy_index
from vaultsync.effects.git.noise import exclude_noise, untracked_noise
from vaultsync.effects.git.snapshot_refs import KEPT, drop_old
from vaultsync.effects.git.standing import Pause
from vaultsync.effects.git.trees import tree_changes, tree_of
from vaultsync.effects.git.workspace import Put
from vaultsync.errors import WriteFailedError
from vaultsync.service.commits.foreseen import with_planned
from vaultsync.service.commits.gathering import Gathered, LeftOut, gather
from vaultsync.service.commits.hooks import run_commit_hooks, run_last_hook
from vaultsync.service.commits.index import put_in_index, take_back
from vaultsync.service.commits.site import (
    Site,
    Wait,
    commit_site,
    ready_branch,
    refuse_deletions,
)
from vaultsync.service.commits.text import message_for

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault

__all__ = ["LeftOut", "Outcome", "commit_changes", "recover_commit"]


class Outcome(NamedTuple):
    """What was committed: None for nothing, or where it was only to be shown.

    `message` and `paths` are those of the commit, `left_out` what is not in it.
    """

    commit: str | None
    message: str = ""
    paths: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def commit_changes(
    vault: Vault,
    *,
    message: str | None = None,
    dry_run: bool = False,
    deletions: bool = False,
    planned: Mapping[str, bytes] | None = None,
    wait: Wait = time.sleep,
) -> Outcome:
    """Make one commit of what has changed in the vault, if anything has.

    Its `message` says what that means for tasks, unless one is given. What the
    user has staged stays so, and is left out. A commit in which most notes go
    needs `deletions`; `dry_run` leaves everything as it is, and then files can be
    `planned`: the commit is shown as if they held that. Raises
    `PausedError` while something is under way that it would disturb, and what
    else `vaultsync.effects.git` does.
    """
    with commit_site(vault, wait, dry_run=dry_run) as site:
        if not dry_run:
            take_back(site)
        noise = _noise(site, dry_run=dry_run)
        branch = ready_branch(site)
        base = tip_of(site.repository, branch)
        found = gather(site.repository, base, site.wait, but=noise)
        if planned and dry_run:
            found = with_planned(site.repository, base, found, planned)
        if not found.puts:
            return Outcome(None, left_out=found.left_out)
        if not deletions:
            refuse_deletions(site, base, found)
        try:
            return _committed(site, branch, base, found, message, dry_run=dry_run)
        finally:
            site.workspace.clear()


def recover_commit(vault: Vault, wait: Wait = time.sleep) -> list[str]:
    """Clear away what a commit that was stopped has left; what it was, in words."""
    with commit_site(vault, wait, dry_run=False) as site:
        return take_back(site)


def _committed(
    site: Site,
    branch: str,
    base: str | None,
    found: Gathered,
    message: str | None,
    *,
    dry_run: bool,
) -> Outcome:
    copy = copy_index(site.repository, site.workspace, "commit")
    copy.reset(base)
    copy.put(put.after for put in found.puts)
    old_tree, tree = tree_of(site.repository, base), copy.tree()
    if tree == old_tree:
        return Outcome(None, left_out=found.left_out)
    differences = tree_changes(site.repository, old_tree, tree)
    kinds = {path: _kind(put) for path, put in _by_path(site, differences)}
    if message is None:
        now = datetime.now().astimezone()
        message = message_for(site.vault, site.repository, (old_tree, tree), kinds, now)
    outcome = Outcome(None, message, tuple(sorted(kinds)), found.left_out)
    if dry_run:
        return outcome
    new, message = _made(site, branch, base, found.puts, copy, message)
    return outcome._replace(commit=new, message=message)


def _made(
    site: Site, branch: str, base: str | None, puts: Sequence[Put], copy: IndexCopy, message: str
) -> tuple[str, str]:
    """Make the commit of what the copy of the index holds; its id, and its message in the end."""
    repository, tree = site.repository, copy.tree()
    if site.vault.config.hooks:
        message = run_commit_hooks(site, copy, message)
        if (hooked := copy.tree()) != tree:
            tree, puts = hooked, tree_changes(repository, tree_of(repository, base), hooked)
    new = commit_tree(repository, tree, message, [base])
    put_in_index(site, branch, puts)
    try:
        if not move_branch(repository, branch, new, base, message.partition("\n")[0]):
            raise PausedError(Pause.BUSY, "somebody has committed meanwhile")
    except PausedError:
        take_back(site)
        raise
    site.workspace.end()
    if site.vault.config.hooks:
        run_last_hook(site, copy)
    with suppress(GitFailedError):  # the commit is made
        tidy(repository)
        drop_old(repository, time.time() - KEPT)
    return new, message


def _noise(site: Site, *, dry_run: bool) -> set[str]:
    """Have git leave the noise out; the paths of what it would leave out after that."""
    if dry_run and exclude_noise(site.repository, dry_run=True):
        return set(untracked_noise(site.repository))
    if not dry_run:
        with suppress(WriteFailedError):  # noise is no reason not to commit
            exclude_noise(site.repository)
    return set()


def _by_path(site: Site, puts: Sequence[Put]) -> Iterator[tuple[str, Put]]:
    for put in puts:
        yield put.after.path.removeprefix(site.repository.prefix), put


def _kind(put: Put) -> str:
    if put.after.mode == NOTHING:
        return "removed"
    return "added" if put.before.mode == NOTHING else "changed"
