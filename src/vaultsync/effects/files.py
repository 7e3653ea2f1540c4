"""Files: find and read them.

Symlinks inside the vault are followed, those that lead out refused.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import NamedTuple

from vaultsync.effects.lease import contents, quiet
from vaultsync.errors import OutsideVaultError, TooLargeError, UnreadableNoteError

__all__ = ["READ", "Walk", "read_file", "reason_of", "resolve_inside", "walk_notes"]

_FLAGS = ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")
READ = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in _FLAGS)
"""How files of a vault are opened: no symlink at the end, no waiting for a pipe."""


class Walk(NamedTuple):
    """The notes of a folder, vault-relative with `/` and sorted; the folders that can't be read."""

    notes: list[str]
    unreadable: list[UnreadableNoteError]


def walk_notes(root: str, folder: str = "") -> Walk:
    """Find the notes below `folder`. Hidden files and folders are no part of a vault."""
    notes: list[str] = []
    unreadable: list[UnreadableNoteError] = []
    folders = [folder]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(os.path.join(root, folder) if folder else root) as scan:
                entries = [entry for entry in scan if not entry.name.startswith(".")]
        except OSError as error:
            unreadable.append(UnreadableNoteError(folder or root, reason_of(error)))
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif entry.name.lower().endswith(".md"):
                notes.append(path)
    return Walk(sorted(notes), unreadable)


def resolve_inside(root: str, path: str) -> str:
    """The real path of a vault-relative `path`. Raises `OutsideVaultError` when it leads out."""
    real = os.path.realpath(os.path.join(root, path))
    if not (_is_within(real, root) or _is_within(real, os.path.realpath(root))):
        raise OutsideVaultError(path, root)
    return real


def _is_within(real: str, root: str) -> bool:
    return real == root or real.startswith(root.rstrip(os.sep) + os.sep)


def read_file(root: str, path: str, most: int) -> bytes:
    """The bytes of a regular file of at most `most` bytes, read while nobody writes it.

    Raises `UnreadableNoteError` with the reason, or `OutsideVaultError`.
    """
    try:
        descriptor = os.open(resolve_inside(root, path), READ)
    except (OSError, ValueError) as error:
        raise UnreadableNoteError(path, _why_not(root, path, error)) from None
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableNoteError(path, _kind(state.st_mode))
        if state.st_size > most:
            reason = f"{state.st_size} bytes, more than the {most} that a note may have"
            raise TooLargeError(path, reason)
        with quiet(descriptor, path, insist=False):
            return contents(descriptor)
    except OSError as error:
        raise UnreadableNoteError(path, reason_of(error)) from None
    finally:
        with suppress(OSError):
            os.close(descriptor)


def _why_not(root: str, path: str, error: Exception) -> str:
    if isinstance(error, OSError) and os.path.islink(os.path.join(root, path)):
        ends = {errno.ENOENT: "a link to nothing", errno.ELOOP: "a link that leads to itself"}
        return ends.get(error.errno or 0, reason_of(error))
    return reason_of(error)


def _kind(mode: int) -> str:
    return "is a directory, not a note" if stat.S_ISDIR(mode) else "is not a regular file"


def reason_of(error: Exception) -> str:
    """What the system said, as the end of a sentence."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return reason[:1].lower() + reason[1:]
