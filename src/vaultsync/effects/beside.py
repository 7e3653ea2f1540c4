"""Files beside a note: the temporary one that its new text is written to first."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from zlib import crc32

from vaultsync.effects.files import READ, reason_of
from vaultsync.effects.lease import contents
from vaultsync.errors import StaleNoteError, WriteFailedError
from vaultsync.text import encode

__all__ = [
    "THERE",
    "keep_visible",
    "opened",
    "said",
    "sync_folder",
    "temporary_for",
    "unlink",
    "write_beside",
]

THERE = "a file has come to be there meanwhile"
"""Why nothing is put where something is."""

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)


def temporary_for(path: str, token: str) -> str:
    """The vault-relative name under which a new text of the note at `path` is written first.

    The path's checksum parts notes whose long names begin alike.

    >>> temporary_for("Topics/RAG.md", "1f")
    'Topics/.RAG.md.1f-bbdc94f2.vaultsync-tmp'
    """
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name[:40]}.{token}-{crc32(encode(path)):08x}.vaultsync-tmp"


def write_beside(beside: str, content: bytes, *, like: int | None) -> None:
    """Write a file, with what is known of the file `like`; synced and read back."""
    descriptor = os.open(beside, _CREATE, 0o666 if like is None else 0o600)
    try:
        with open(descriptor, "wb", closefd=False) as file:
            file.write(content)
        if like is not None:
            _copy_metadata(like, descriptor)
        os.fsync(descriptor)
        os.close(descriptor)
        descriptor = os.open(beside, READ)
        if contents(descriptor) != content:
            raise OSError(errno.EIO, "the bytes read back differ from those written")
    except BaseException:
        unlink(beside)
        raise
    finally:
        os.close(descriptor)


@contextmanager
def opened(real: str, path: str) -> Iterator[int]:
    """An open regular file with one name."""
    descriptor = os.open(real, READ)
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise WriteFailedError(path, "it is no regular file")
        if state.st_nlink > 1:
            raise WriteFailedError(path, "the file has several names (hard links)")
        yield descriptor
    finally:
        with suppress(OSError):  # nothing was written through it
            os.close(descriptor)


@contextmanager
def said(path: str, real: str) -> Iterator[None]:
    """The system's errors in our words."""
    try:
        yield
    except FileNotFoundError:
        raise StaleNoteError(path, "it is gone since it was read") from None
    except FileExistsError:
        raise StaleNoteError(path, THERE) from None
    except OSError as error:
        reason = reason_of(error)
        if error.errno == errno.ENOSPC:
            import shutil

            reason += f" ({shutil.disk_usage(os.path.dirname(real)).free} bytes free)"
        raise WriteFailedError(path, reason) from None


def keep_visible(beside: str, real: str) -> None:
    """Give what lost its place to something newer a name that Obsidian shows."""
    name, dot, ending = real.rpartition(".")
    for number in range(1, 1000):
        kept = f"{name} (kept {number}){dot}{ending}"
        if not os.path.lexists(kept):
            os.rename(beside, kept)
            return


def unlink(path: str) -> None:
    """Remove a file of ours, if it is there."""
    with suppress(OSError):
        os.unlink(path)


def sync_folder(real: str) -> None:
    """Make the new name survive a power cut, where the system can."""
    with suppress(OSError):
        descriptor = os.open(os.path.dirname(real), os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _copy_metadata(like: int, descriptor: int) -> None:
    state, own = os.fstat(like), os.fstat(descriptor)
    if (state.st_uid, state.st_gid) != (own.st_uid, own.st_gid):
        os.fchown(descriptor, state.st_uid, state.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(state.st_mode))
    if hasattr(os, "listxattr"):
        for name in os.listxattr(like):
            os.setxattr(descriptor, name, os.getxattr(like, name))
