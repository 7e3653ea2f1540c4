"""Where a commit is made, and what has to hold there before one is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.effects.git.changed import NOTHING
from vaultsync.effects.git.committing import branch_of, check_identity
from vaultsync.effects.git.errors import PausedError
from vaultsync.effects.git.others import git_at_work
from vaultsync.effects.git.repository import Repository, open_repository
from vaultsync.effects.git.standing import Pause, standing_pause
from vaultsync.effects.git.trees import objects_aside
from vaultsync.effects.git.whole_files import Seen, see
from vaultsync.effects.git.workspace import Workspace, open_workspace
from vaultsync.model.kinds import is_note
from vaultsync.service.commits.gathering import Gathered

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault

__all__ = ["Site", "Wait", "commit_site", "ready_branch", "refuse_deletions"]

Wait = Callable[[float], None]
"""Waits for so many seconds."""

_MANY = 20


class Site(NamedTuple):
    """Where a commit is made; `head` tells whether another branch is checked out meanwhile."""

    vault: Vault
    repository: Repository
    workspace: Workspace
    head: Seen
    wait: Wait


@contextmanager
def commit_site(vault: Vault, wait: Wait, *, dry_run: bool) -> Iterator[Site]:
    """Be the only one of us who commits here; a `dry_run` keeps all it makes elsewhere."""
    repository = open_repository(vault.root)
    git_dir = repository.git_dir()
    head = see(os.path.join(git_dir, "HEAD"))
    if dry_run:
        with TemporaryDirectory() as folder:
            aside = replace(repository, setting=objects_aside(repository, folder))
            yield Site(vault, aside, open_workspace(git_dir, folder), head, wait)
        return
    workspace = open_workspace(git_dir)
    with workspace.alone():
        yield Site(vault, repository, workspace, head, wait)


def ready_branch(site: Site) -> str:
    """The branch to commit to. Raises `PausedError`."""
    repository, git_dir = site.repository, site.workspace.git_dir
    if pause := standing_pause(git_dir):
        raise PausedError(pause)
    if found := git_at_work(repository.top):
        raise PausedError(Pause.BUSY, found)
    check_identity(repository)
    return branch_of(repository)


def refuse_deletions(site: Site, base: str | None, found: Gathered) -> None:
    """Raise `PausedError` where most notes are gone; those that are elsewhere now aren't."""
    there = {put.after.blob for put in found.puts if put.after.mode != NOTHING}
    gone = [put for put in found.puts if put.after.mode == NOTHING and is_note(put.after.path)]
    lost = sum(put.before.blob not in there for put in gone)
    if base is None or lost <= _MANY:
        return
    notes = sum(is_note(file.path) for file in site.repository.files(base))
    if lost > notes / 2:
        raise PausedError(Pause.DELETIONS, f"{lost} of {notes}")
