"""The files of a vault: one walk tells them all, with what shows that one has changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from vaultsync.effects.files import reason_of
from vaultsync.errors import UnreadableNoteError

__all__ = ["FileState", "Tree", "state_of", "walk_vault"]


class FileState(NamedTuple):
    """A file as the file system knows it: its vault-relative path, and what tells a change.

    `size` in bytes; `mtime`, which programs may set, and `ctime`, which only
    the system does, in nanoseconds since 1970. A link has those of what it
    leads to, zeros where that is nothing.
    """

    path: str
    size: int
    mtime: int
    ctime: int
    inode: int


class Tree(NamedTuple):
    """The files of a vault by kind, each kind sorted by path.

    Beside them the folders that can't be read, and the links to folders.
    """

    notes: list[FileState]
    canvases: list[FileState]
    others: list[FileState]
    unreadable: list[UnreadableNoteError]
    folder_links: list[str]

    @property
    def paths(self) -> Iterator[str]:
        """The paths of all files."""
        for kind in (self.notes, self.canvases, self.others):
            yield from (file.path for file in kind)


def walk_vault(root: str, folder: str = "") -> Tree:
    """Find all files below `folder`. Hidden files and folders are no part of a vault.

    Links to files count as files; links to folders are left out: the files of a
    folder of the vault are there under their own paths, others are not the vault's.
    """
    tree = Tree([], [], [], [], [])
    folders = [folder]
    while folders:
        folder = folders.pop()
        above = f"{folder}/" if folder else ""
        try:
            with os.scandir(os.path.join(root, folder) if folder else root) as scan:
                entries = [entry for entry in scan if not entry.name.startswith(".")]
        except OSError as error:
            tree.unreadable.append(UnreadableNoteError(folder or root, reason_of(error)))
            continue
        for entry in entries:
            path = above + entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif state := _state(path, entry):
                _kind(tree, entry.name.lower()).append(state)
            else:
                tree.folder_links.append(path)
    for kind in tree[:3]:
        kind.sort(key=itemgetter(0))
    return tree


def _kind(tree: Tree, name: str) -> list[FileState]:
    if name.endswith(".md"):
        return tree.notes
    return tree.canvases if name.endswith(".canvas") else tree.others


def state_of(root: str, path: str) -> FileState | None:
    """The state of the file at a path of the vault, as a walk tells it; None where there is none.

    Also for hidden files, which no walk finds.
    """
    try:
        state = os.stat(os.path.join(root, path))
    except (OSError, ValueError):
        return None
    return _told(path, state)


def _state(path: str, entry: os.DirEntry[str]) -> FileState | None:
    """The state of a file; None for a link to a folder."""
    try:
        state = entry.stat()
    except OSError:  # a link that leads nowhere or to itself, or a file that is gone again
        return FileState(path, 0, 0, 0, 0)
    return _told(path, state)


def _told(path: str, state: os.stat_result) -> FileState | None:
    if stat.S_ISDIR(state.st_mode):
        return None
    return FileState(path, state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)
