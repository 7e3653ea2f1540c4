"""Where a vault begins: the folder that was named, or one above where somebody is."""

from __future__ import annotations

import os

from vaultsync.errors import VaultNotFoundError
from vaultsync.service.setting_values import CONFIG_NAME

__all__ = ["root_around", "root_at"]


def root_at(folder: str | os.PathLike[str]) -> str:
    """The real path of the vault at `folder`. Raises `VaultNotFoundError` for no directory."""
    path = os.path.realpath(folder)
    if not os.path.isdir(path):
        reason = "is not a directory" if os.path.exists(path) else "no such directory"
        raise VaultNotFoundError(os.fspath(folder), reason)
    return path


def root_around(folder: str) -> str:
    """The vault that `folder` lies in: the nearest one above it, else `folder` itself."""
    path = os.path.realpath(folder)
    while True:
        marks = (os.path.join(path, mark) for mark in (".obsidian", CONFIG_NAME))
        if any(os.path.exists(mark) for mark in marks):
            return root_at(path)
        above = os.path.dirname(path)
        if above == path:
            return root_at(folder)
        path = above
