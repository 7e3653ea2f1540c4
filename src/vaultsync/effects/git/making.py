"""Making a repository of a vault."""

from __future__ import annotations

from vaultsync.effects.git.repository import Repository, open_repository
from vaultsync.effects.git.running import act

__all__ = ["make_repository"]


def make_repository(root: str) -> Repository:
    """Make the folder `root` a repository without commits, as its user's git makes them.

    Raises `GitMissingError`, `GitFailedError`.
    """
    act(root, ("init", "--quiet"))
    return open_repository(root)
