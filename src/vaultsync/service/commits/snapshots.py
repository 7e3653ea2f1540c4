"""Snapshots: what a vault holds while nothing can be committed, kept under a private reference.

They touch neither the branch nor the index, so they are made while a merge or a
rebase is under way, too. `git log refs/vaultsync/snapshots/main` shows them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from vaultsync.effects.git.committing import tip_of
from vaultsync.effects.git.index_file import fresh_index
from vaultsync.effects.git.repository import open_repository
from vaultsync.effects.git.snapshot_refs import KEPT, make_snapshot, reference_for
from vaultsync.effects.git.trees import tree_of
from vaultsync.effects.git.workspace import open_workspace
from vaultsync.service.commits.gathering import gather

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault

__all__ = ["keep_snapshot"]


def keep_snapshot(vault: Vault, wait: Callable[[float], None] = time.sleep) -> str | None:
    """Keep what the vault holds now, staged and unmerged files, too; the id of the snapshot.

    None where HEAD or the last snapshot holds it already. Raises what
    `vaultsync.effects.git` does.
    """
    repository = open_repository(vault.root)
    workspace = open_workspace(repository.git_dir())
    with workspace.alone():
        head, reference = tip_of(repository, "HEAD"), reference_for(repository)
        found = gather(repository, head, wait, all_of_it=True)
        with fresh_index(repository, workspace, "snapshot") as index:
            index.reset(head)
            index.put(put.after for put in found.puts)
            tree = index.tree()
        last = tip_of(repository, reference)
        if tree in {tree_of(repository, one) for one in (head, last or head)}:
            return None
        return make_snapshot(repository, reference, tree, time.time() - KEPT)
