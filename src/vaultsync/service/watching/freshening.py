"""Keeping the index fresh while somebody watches: a look at all notes, or at a few of them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from vaultsync.effects.walk import state_of
from vaultsync.service.index.index import open_index

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault

__all__ = ["freshen"]


def freshen(vault: Vault, paths: Iterable[str]) -> None:
    """Let the index know what the notes at these paths hold now.

    What it knows of notes that are gone goes with the next look at all.
    """
    if not vault.cache:
        return
    at = time.time_ns()
    seen = (state_of(vault.root, path) for path in sorted(paths) if not _is_hidden(path))
    states = [state for state in seen if state]
    open_index(vault.root, vault.config.fields).refresh(states, at, (), _untold)


def _is_hidden(path: str) -> bool:
    return path.startswith(".") or "/." in path


def _untold(_count: int, _of: int) -> None:
    return
