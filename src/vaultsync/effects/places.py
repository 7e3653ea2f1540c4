"""Folders: how many a vault has, which are repositories, which can be written to."""

from __future__ import annotations

import os
from typing import NamedTuple

__all__ = ["Folders", "can_be_written", "count_folders", "folders_above"]


class Folders(NamedTuple):
    """How many folders are below a vault's root, with it; and those that hold a `.git`."""

    number: int
    nested: list[str]


def count_folders(root: str) -> Folders:
    """Walk the folders of the vault at `root`, hidden ones too, but no repository's own."""
    number = 0
    nested: list[str] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        number += 1
        try:
            with os.scandir(os.path.join(root, folder)) as scan:
                entries = list(scan)
        except OSError:
            continue
        for entry in entries:
            if entry.name == ".git":
                nested += [folder] if folder else []
            elif entry.is_dir(follow_symlinks=False):
                folders.append(f"{folder}/{entry.name}" if folder else entry.name)
    return Folders(number, sorted(nested))


def can_be_written(folder: str) -> bool:
    """Whether there can be files in a folder, which may have to be made first."""
    while not os.path.lexists(folder):
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above
    return os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)


def folders_above(path: str) -> list[str]:
    """The folder that an absolute path is in, and all above it, the nearest first.

    >>> folders_above("/home/ada/Notes")
    ['/home/ada', '/home', '/']
    """
    found = []
    while (above := os.path.dirname(path)) != path:
        found.append(above)
        path = above
    return found
