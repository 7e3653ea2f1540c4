"""Moving a file or folder of a vault to where nothing stands, in one step."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import NamedTuple

from vaultsync.effects.beside import THERE, said, sync_folder
from vaultsync.effects.exchange import rename_new
from vaultsync.effects.files import resolve_inside
from vaultsync.errors import StaleNoteError, WriteFailedError

__all__ = ["FileMove", "check_move", "drop_made", "file_move", "is_moved", "move_file"]


class FileMove(NamedTuple):
    """A file or folder gets another path; `made` is the topmost folder to be made for it, or ""."""

    old: str
    new: str
    made: str = ""

    def path_of(self, path: str) -> str:
        """Where what was at `path` is after the move.

        >>> FileMove("a", "b/c").path_of("a/N.md"), FileMove("a", "b").path_of("ab.md")
        ('b/c/N.md', 'ab.md')
        """
        if path == self.old or path.startswith(f"{self.old}/"):
            return self.new + path[len(self.old) :]
        return path

    @property
    def back(self) -> FileMove:
        """The move that takes this one back."""
        return FileMove(self.new, self.old)


def file_move(root: str, old: str, new: str) -> FileMove:
    """The move of `old` to `new`, with what must be made for it now."""
    made = ""
    above = new.rpartition("/")[0]
    while above and not os.path.lexists(os.path.join(root, above)):
        made, above = above, above.rpartition("/")[0]
    return FileMove(old, new, made)


def check_move(root: str, move: FileMove) -> None:
    """Raise what `move_file` would refuse a move with."""
    old, new = _place(root, move.old), _place(root, move.new)
    with said(move.old, old):
        os.lstat(old)
    if os.path.lexists(new) and not _is_same(old, new):
        raise StaleNoteError(move.new, THERE)
    there = os.path.dirname(new)
    while not os.path.lexists(there):
        there = os.path.dirname(there)
    if not os.path.isdir(there):
        raise WriteFailedError(move.new, "what is to be its folder is none")
    for path, folder in ((move.old, os.path.dirname(old)), (move.new, there)):
        if not os.access(folder, os.W_OK):
            raise WriteFailedError(path, "its folder can't be written to")


def move_file(root: str, move: FileMove) -> None:
    """Move a file or folder, with the folders above it made. Nothing is ever overwritten.

    Raises `StaleNoteError` where it is gone or something has come to be at the
    new place, `WriteFailedError` when the file system refuses, as it does
    between two disks; nothing has moved then.
    """
    check_move(root, move)
    old, new = _place(root, move.old), _place(root, move.new)
    with said(move.new, new):
        os.makedirs(os.path.dirname(new), exist_ok=True)
        if os.path.lexists(new):  # another case of its own name, where case says nothing
            os.rename(old, new)
        else:
            rename_new(old, new)
    sync_folder(new)
    sync_folder(old)


def is_moved(root: str, move: FileMove) -> bool:
    """Whether the move has been made, as far as the names say."""
    return not _is_there(_place(root, move.old)) and _is_there(_place(root, move.new))


def drop_made(root: str, move: FileMove) -> None:
    """Remove the folders that were made for a move, where nothing is in them."""
    above = move.new.rpartition("/")[0]
    while move.made and above.startswith(move.made):
        with suppress(OSError):
            os.rmdir(_place(root, above))
        above = above.rpartition("/")[0]


def _place(root: str, path: str) -> str:
    """Where a file really is, itself and not what it leads to when it is a link.

    Raises `WriteFailedError` where its folder is a link: its true path is another.
    """
    folder, _, name = path.rpartition("/")
    real = resolve_inside(root, folder)
    if real != os.path.normpath(os.path.join(os.path.realpath(root), folder)):
        raise WriteFailedError(path, "its folder is a link; name the folder that it leads to")
    return os.path.join(real, name)


def _is_same(old: str, new: str) -> bool:
    """Whether both names are of one file that has no second name: they differ in case only."""
    state = os.lstat(old)
    return os.path.samestat(state, os.lstat(new)) and (state.st_nlink == 1 or os.path.isdir(old))


def _is_there(real: str) -> bool:
    """Whether the folder lists that very name, in its case."""
    with suppress(OSError):
        return os.path.basename(real) in os.listdir(os.path.dirname(real))
    return False
