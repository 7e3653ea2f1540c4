"""stub."""

from __future__ import annotations

from vaultsync.effects.git.repository import Repository

__all__ = ["exclude_noise"]


def exclude_noise(repository: Repository) -> bool:
    """Stub."""
    return bool(repository) and False
