"""Whether a write was interrupted: what every command asks before it does anything else."""

from __future__ import annotations

import os

from vaultsync.effects.user_folders import place_for

__all__ = ["PENDING", "is_interrupted", "journal_folder"]

PENDING = "pending"
"""The ending of a write in the journal that is not yet done."""


def journal_folder(root: str) -> str:
    """Where the journal of the vault at `root` is, or would be."""
    return place_for(root, "state")


def is_interrupted(root: str) -> bool:
    """Whether a write to the vault at `root` is not done: it was interrupted, or is at work."""
    try:
        return any(name.endswith(f".{PENDING}") for name in os.listdir(journal_folder(root)))
    except OSError:
        return False
