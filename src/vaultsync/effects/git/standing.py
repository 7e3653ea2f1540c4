"""How a repository stands: what is under way in it that a commit of ours would disturb.

Told from the files that git keeps for it, so that asking costs nothing.
"""

from __future__ import annotations

import os
from enum import Enum

__all__ = ["LOCK", "Pause", "standing_pause"]

LOCK = "index.lock"


class Pause(Enum):
    """Why nothing is committed for now; the value is the reason in one word."""

    MERGE = "merge"
    REBASE = "rebase"
    APPLYING = "am"
    CHERRY_PICK = "cherry-pick"
    REVERT = "revert"
    BISECT = "bisect"
    DETACHED = "detached"
    LOCKED = "lock"
    BUSY = "busy"
    DELETIONS = "deletions"
    ROOT = "root"
    IDENTITY = "identity"
    SIGNING = "signing"
    HOOK = "hook"
    UNSTAGED = "unstaged"

    @property
    def said(self) -> str:
        """What is the matter, and what to do, as one sentence."""
        return _SAID[self]


_SAID = {
    Pause.MERGE: "a merge is under way: finish it, or git merge --abort",
    Pause.REBASE: "a rebase is under way: git rebase --continue, or --abort",
    Pause.APPLYING: "patches are being applied: git am --continue, or --abort",
    Pause.CHERRY_PICK: "a cherry-pick is under way: git cherry-pick --continue, or --abort",
    Pause.REVERT: "a revert is under way: git revert --continue, or --abort",
    Pause.BISECT: "a bisect is under way: git bisect reset",
    Pause.DETACHED: "no branch is checked out: git switch BRANCH",
    Pause.LOCKED: "another program holds the repository's lock; if none is at work, remove it",
    Pause.BUSY: "another git is at work in the repository",
    Pause.DELETIONS: "most of the notes are gone; if they are meant to be: "
    "vaultsync commit --deletions",
    Pause.ROOT: "the vault's folder, or its repository, is not there",
    Pause.IDENTITY: "git doesn't know who you are: git config user.name NAME, "
    "git config user.email ADDRESS",
    Pause.SIGNING: "the commit could not be signed",
    Pause.HOOK: "a hook of git has refused",
    Pause.UNSTAGED: "the pre-commit program would put away changes that are not in this commit "
    "while it runs; finish or commit them, or set [commit] hooks = false",
}
# What git keeps while something is under way, the more telling first.
_UNDER_WAY = {
    "rebase-merge": Pause.REBASE,
    "rebase-apply/applying": Pause.APPLYING,
    "rebase-apply": Pause.REBASE,
    "MERGE_HEAD": Pause.MERGE,
    "CHERRY_PICK_HEAD": Pause.CHERRY_PICK,
    "REVERT_HEAD": Pause.REVERT,
    "sequencer": Pause.CHERRY_PICK,
    "BISECT_LOG": Pause.BISECT,
    LOCK: Pause.LOCKED,
}


def standing_pause(git_dir: str) -> Pause | None:
    """What is under way in the repository or worktree of this git directory; None for nothing."""
    for name, pause in _UNDER_WAY.items():
        if os.path.lexists(os.path.join(git_dir, name)):
            return pause
    try:
        with open(os.path.join(git_dir, "HEAD"), "rb") as file:
            attached = file.read(5) == b"ref: "
    except OSError:
        return Pause.ROOT
    return None if attached else Pause.DETACHED
