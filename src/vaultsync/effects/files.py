"""Files: find, read, and the one place that writes them.

A file is replaced as a whole or not at all, and only while it still holds what
was read. Symlinks inside the vault are followed, those that lead out refused.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import NamedTuple

from vaultsync.errors import (
    OutsideVaultError,
    StaleNoteError,
    UnreadableNoteError,
    WriteFailedError,
)

__all__ = [
    "Walk",
    "check_file",
    "create_file",
    "read_file",
    "replace_file",
    "resolve_inside",
    "walk_notes",
]

_READ = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


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
            unreadable.append(UnreadableNoteError(folder or root, _reason(error)))
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
    real_root = os.path.realpath(root)
    real = os.path.realpath(os.path.join(real_root, path))
    if real != real_root and not real.startswith(real_root.rstrip(os.sep) + os.sep):
        raise OutsideVaultError(path, root)
    return real


def read_file(root: str, path: str, most: int) -> bytes:
    """The bytes of a regular file of at most `most` bytes.

    Raises `UnreadableNoteError` with the reason, or `OutsideVaultError`.
    """
    try:
        descriptor = os.open(resolve_inside(root, path), _READ)
    except (OSError, ValueError) as error:
        raise UnreadableNoteError(path, _reason(error)) from None
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableNoteError(path, _kind(state.st_mode))
        if state.st_size > most:
            reason = f"{state.st_size} bytes, more than the {most} that a note may have"
            raise UnreadableNoteError(path, reason)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    except OSError as error:
        raise UnreadableNoteError(path, _reason(error)) from None
    finally:
        os.close(descriptor)


def replace_file(root: str, path: str, *, old: bytes, new: bytes) -> None:
    """Replace the file's content `old` by `new`, whole or not at all.

    Mode, owner and extended attributes are kept. Raises `StaleNoteError` when
    the file doesn't hold `old` any more, `WriteFailedError` when the file
    system refuses or the file has several names (hard links).
    """
    real = resolve_inside(root, path)
    try:
        state = os.lstat(real)
        check_file(root, path, old=old)
        temporary = _write_beside(real, new, state)
        try:
            check_file(root, path, old=old)
            os.replace(temporary, real)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        _sync_folder(real)
    except FileNotFoundError:
        raise StaleNoteError(path, "the file is gone since it was read") from None
    except OSError as error:
        raise WriteFailedError(path, _reason(error)) from None


def check_file(root: str, path: str, *, old: bytes | None) -> None:
    """Raise what `replace_file` or, for `old` None, `create_file` would refuse with."""
    real = resolve_inside(root, path)
    try:
        if old is None:
            if os.path.lexists(real):
                raise StaleNoteError(path, "the file has come to be meanwhile")
            if not os.path.isdir(os.path.dirname(real)):
                raise WriteFailedError(path, "its folder isn't there")
            return
        if os.lstat(real).st_nlink > 1 and not os.path.isdir(real):
            raise WriteFailedError(path, "the file has several names (hard links)")
        if _content(real) != old:
            raise StaleNoteError(path, "the file has changed since it was read")
    except FileNotFoundError:
        raise StaleNoteError(path, "the file is gone since it was read") from None
    except OSError as error:
        raise WriteFailedError(path, _reason(error)) from None


def create_file(root: str, path: str, content: bytes) -> None:
    """Create a file that isn't there yet. Raises `StaleNoteError` when it is."""
    check_file(root, path, old=None)
    real = resolve_inside(root, path)
    try:
        temporary = _write_beside(real, content, None)
        try:
            os.link(temporary, real)
        finally:
            os.unlink(temporary)
        _sync_folder(real)
    except FileExistsError:
        raise StaleNoteError(path, "the file has come to be meanwhile") from None
    except OSError as error:
        raise WriteFailedError(path, _reason(error)) from None


def _write_beside(real: str, content: bytes, like: os.stat_result | None) -> str:
    """A temporary file in the same folder, synced and read back."""
    folder, name = os.path.split(real)
    temporary = os.path.join(folder, f".{name[:40]}.{os.urandom(4).hex()}.vaultsync-tmp")
    descriptor = os.open(temporary, _CREATE, 0o666 if like is None else 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            if like is not None:
                _copy_metadata(real, file.fileno(), like)
            os.fsync(file.fileno())
        if _content(temporary) != content:
            raise OSError("the bytes read back differ from those written")
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    return temporary


def _copy_metadata(real: str, descriptor: int, like: os.stat_result) -> None:
    if hasattr(os, "listxattr"):
        for name in os.listxattr(real):
            os.setxattr(descriptor, name, os.getxattr(real, name))
    if hasattr(os, "fchown") and (like.st_uid, like.st_gid) != (os.geteuid(), os.getegid()):
        os.fchown(descriptor, like.st_uid, like.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(like.st_mode))


def _content(path: str) -> bytes:
    with open(os.open(path, _READ), "rb") as file:
        return file.read()


def _sync_folder(real: str) -> None:
    """Make the new name survive a power cut, where the system can."""
    with suppress(OSError):
        descriptor = os.open(os.path.dirname(real), os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _kind(mode: int) -> str:
    return "is a directory, not a note" if stat.S_ISDIR(mode) else "is not a regular file"


def _reason(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return reason[:1].lower() + reason[1:]
