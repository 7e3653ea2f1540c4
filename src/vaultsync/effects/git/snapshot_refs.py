"""The private references under which snapshots are kept."""

from __future__ import annotations

import os

from vaultsync.effects.git.committing import tip_of
from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.running import act

__all__ = ["KEPT", "SNAPSHOTS", "drop_old", "make_snapshot", "reference_for"]

SNAPSHOTS = "refs/vaultsync/snapshots/"

KEPT = 14 * 24 * 3600
"""How many seconds a snapshot is kept."""

_WHO = "vaultsync", "vaultsync@localhost"
# A snapshot is nobody's work: it needs no identity.
_IDENTITY = {
    **{f"GIT_{role}_NAME": _WHO[0] for role in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{role}_EMAIL": _WHO[1] for role in ("AUTHOR", "COMMITTER")},
}


def reference_for(repository: Repository) -> str:
    """The reference for what is checked out: the branch' own, or one for all else."""
    found = act(repository.root, ("symbolic-ref", "--quiet", "--short", "HEAD"), fails=False)
    return SNAPSHOTS + (os.fsdecode(found.answer.removesuffix(b"\n")) or "detached")


def make_snapshot(repository: Repository, reference: str, tree: str, oldest: float) -> str:
    """Keep a tree under the reference, on top of HEAD and of the last one; its id.

    A last one from before the time `oldest` (in seconds since 1970) is let go.
    """
    last = tip_of(repository, reference)
    young = last and _time(repository, last) >= oldest
    parents = [one for one in (tip_of(repository, "HEAD"), last if young else None) if one]
    words = ("commit-tree", tree, *(word for one in parents for word in ("-p", one)), "-F", "-")
    made = act(repository.root, words, b"Snapshot: not committed yet\n", setting=_IDENTITY)
    new = made.answer.decode().strip()
    act(repository.root, ("update-ref", reference, new, last or "0" * len(new)))
    return new


def drop_old(repository: Repository, oldest: float) -> None:
    """Drop snapshots from before the time `oldest`, in seconds since 1970."""
    words = ("for-each-ref", "--format=%(committerdate:unix) %(objectname) %(refname)", SNAPSHOTS)
    for line in os.fsdecode(act(repository.root, words).answer).splitlines():
        when, commit, reference = line.split(" ", 2)
        if int(when) < oldest:
            act(repository.root, ("update-ref", "-d", reference, commit))


def _time(repository: Repository, commit: str) -> int:
    words = ("log", "-1", "--no-show-signature", "--format=%ct", commit)
    return int(act(repository.root, words).answer)
