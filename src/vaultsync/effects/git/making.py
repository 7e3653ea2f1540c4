"""Making a repository of a vault, and saying where the one that it is in begins."""

from __future__ import annotations

import os

from vaultsync.effects.git.repository import Repository, open_repository
from vaultsync.effects.git.running import act, run

__all__ = ["make_repository", "top_of"]


def make_repository(root: str) -> Repository:
    """Make the folder `root` a repository without commits, as its user's git makes them.

    Raises `GitMissingError`, `GitFailedError`.
    """
    act(root, ("init", "--quiet"))
    return open_repository(root)


def top_of(repository: Repository) -> str:
    """The folder at which the repository begins: the vault itself, or one above it."""
    return os.fsdecode(run(repository.root, ("rev-parse", "--show-toplevel")).removesuffix(b"\n"))
