"""Committing what has changed in a vault: what was read whole, and nothing of anybody else's.

The order makes it safe to be stopped anywhere. Blobs first, then a tree made in
a copy of the index, hooks, the commit; then the index itself, journalled; last
the branch, if it is still where it was.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.effects.git.changed import NOTHING
from vaultsync.effects.git.committing import (
    branch_of,
    check_identity,
    commit_tree,
    is_pre_commit,
    move_branch,
    run_hook,
    tip_of,
)
from vaultsync.effects.git.errors import GitFailedError, PausedError
from vaultsync.effects.git.index_file import IndexCopy, copy_index
from vaultsync.effects.git.noise import exclude_noise
from vaultsync.effects.git.others import git_at_work
from vaultsync.effects.git.repository import Repository, open_repository
from vaultsync.effects.git.standing import Pause, standing_pause
from vaultsync.effects.git.trees import objects_aside, tree_changes, tree_of
from vaultsync.effects.git.workspace import Put, Workspace, open_workspace
from vaultsync.errors import WriteFailedError
from vaultsync.model.kinds import is_note
from vaultsync.service.commit_index import put_in_index, take_back
from vaultsync.service.commit_text import message_for
from vaultsync.service.foreseen_commit import with_planned
from vaultsync.service.gathering import Gathered, LeftOut, gather

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault

__all__ = ["LeftOut", "Outcome", "commit_changes", "recover_commit"]

Wait = Callable[[float], None]

_MANY = 20


class Outcome(NamedTuple):
    """What was committed: None for nothing, or where it was only to be shown.

    `message` and `paths` are those of the commit, `left_out` what is not in it.
    """

    commit: str | None
    message: str = ""
    paths: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class _Site(NamedTuple):
    vault: Vault
    repository: Repository
    workspace: Workspace
    wait: Wait


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
    with _site(vault, wait, dry_run=dry_run) as site:
        if not dry_run:
            take_back(site.repository, site.workspace, site.wait)
            with suppress(WriteFailedError):  # noise is no reason not to commit
                exclude_noise(site.repository)
        branch = _ready(site)
        base = tip_of(site.repository, branch)
        found = gather(site.repository, base, site.wait)
        if planned and dry_run:
            found = with_planned(site.repository, base, found, planned)
        if not found.puts:
            return Outcome(None, left_out=found.left_out)
        if not deletions:
            _refuse_deletions(site, base, found)
        try:
            return _committed(site, branch, base, found, message, dry_run=dry_run)
        finally:
            site.workspace.clear()


def recover_commit(vault: Vault, wait: Wait = time.sleep) -> list[str]:
    """Clear away what a commit that was stopped has left; what it was, in words."""
    with _site(vault, wait, dry_run=False) as site:
        return take_back(site.repository, site.workspace, site.wait)


@contextmanager
def _site(vault: Vault, wait: Wait, *, dry_run: bool) -> Iterator[_Site]:
    repository = open_repository(vault.root)
    git_dir = repository.git_dir()
    if dry_run:
        with TemporaryDirectory() as folder:
            aside = replace(repository, setting=objects_aside(repository, folder))
            yield _Site(vault, aside, open_workspace(git_dir, folder), wait)
        return
    workspace = open_workspace(git_dir)
    with workspace.alone():
        yield _Site(vault, repository, workspace, wait)


def _ready(site: _Site) -> str:
    """The branch to commit to. Raises `PausedError`."""
    repository, git_dir = site.repository, site.workspace.git_dir
    if pause := standing_pause(git_dir):
        raise PausedError(pause)
    if found := git_at_work(repository.top):
        raise PausedError(Pause.BUSY, found)
    check_identity(repository)
    return branch_of(repository)


def _refuse_deletions(site: _Site, base: str | None, found: Gathered) -> None:
    """Raise `PausedError` where most notes are gone; those that are elsewhere now aren't."""
    there = {put.after.blob for put in found.puts if put.after.mode != NOTHING}
    gone = [put for put in found.puts if put.after.mode == NOTHING and is_note(put.after.path)]
    lost = sum(put.before.blob not in there for put in gone)
    if base is None or lost <= _MANY:
        return
    notes = sum(is_note(file.path) for file in site.repository.files(base))
    if lost > notes / 2:
        raise PausedError(Pause.DELETIONS, f"{lost} of {notes}")


def _committed(
    site: _Site,
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
    puts: Sequence[Put] = found.puts
    if site.vault.config.hooks:
        message = _hooks_run(site, copy, message)
        if (hooked := copy.tree()) != tree:
            tree, puts = hooked, tree_changes(site.repository, old_tree, hooked)
    new = commit_tree(site.repository, tree, message, [base])
    put_in_index(site.repository, site.workspace, branch, puts, site.wait)
    try:
        if not move_branch(site.repository, branch, new, base, message.partition("\n")[0]):
            raise PausedError(Pause.BUSY, "somebody has committed meanwhile")
    except PausedError:
        take_back(site.repository, site.workspace, site.wait)
        raise
    site.workspace.end()
    if site.vault.config.hooks:
        _after(copy._replace(path=os.path.join(site.workspace.git_dir, "index")))
    return outcome._replace(commit=new, message=message)


def _by_path(site: _Site, puts: Sequence[Put]) -> Iterator[tuple[str, Put]]:
    for put in puts:
        yield put.after.path.removeprefix(site.repository.prefix), put


def _kind(put: Put) -> str:
    if put.after.mode == NOTHING:
        return "removed"
    return "added" if put.before.mode == NOTHING else "changed"


def _hooks_run(site: _Site, copy: IndexCopy, message: str) -> str:
    """Run the hooks that may refuse a commit; the message as they leave it."""
    if is_pre_commit(site.repository):
        copy.git("update-index", "-q", "--refresh", fails=False)
        if copy.is_behind():
            raise PausedError(Pause.UNSTAGED)
    run_hook(copy, "pre-commit")
    path = site.workspace.path("message")
    with open(path, "wb") as file:
        file.write(message.encode("utf-8", "replace") + b"\n")
    run_hook(copy, "prepare-commit-msg", path, "message")
    run_hook(copy, "commit-msg", path)
    with open(path, "rb") as file:
        left = file.read().decode("utf-8", "replace").strip()
    if not left:
        raise PausedError(Pause.HOOK, "commit-msg: left no message")
    return left


def _after(index: IndexCopy) -> None:
    """What a hook says after the commit changes nothing any more; it sees the index itself."""
    try:
        run_hook(index, "post-commit")
    except (PausedError, GitFailedError):
        return
