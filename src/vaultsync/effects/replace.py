"""The one place that writes notes: whole or not at all, and never over what somebody else wrote.

The new text is written beside the note, synced and read back. Then, while
nobody writes the note, it is compared with what was read, and the two files
change places; what was displaced is compared once more, and goes back where
somebody was quicker.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable

from vaultsync.effects.beside import (
    THERE,
    keep_visible,
    opened,
    said,
    sync_folder,
    unlink,
    write_beside,
)
from vaultsync.effects.exchange import exchange, renamer
from vaultsync.effects.files import resolve_inside
from vaultsync.effects.lease import Quiet, contents, is_quiet, quiet
from vaultsync.errors import StaleNoteError, WriteFailedError

__all__ = [
    "Sync",
    "check_file",
    "check_new_file",
    "create_file",
    "remove_file",
    "replace_file",
    "sweep",
]

Sync = Callable[[str], None]
"""Makes the names in the folder of a file last."""

_CHANGED = "another program has changed it since it was read"


def check_file(root: str, path: str) -> None:
    """Raise what `replace_file` would refuse a file with, whatever it holds."""
    real = resolve_inside(root, path)
    with said(path, real), opened(real, path):
        _refuse_unless_writable(path, real, "the note is read-only")
        _refuse_unless_writable(path, os.path.dirname(real), "its folder can't be written to")


def check_new_file(root: str, path: str) -> None:
    """Raise what `create_file` would refuse with."""
    real = resolve_inside(root, path)
    folder = os.path.dirname(real)
    if os.path.lexists(real):
        raise StaleNoteError(path, THERE)
    if not os.path.isdir(folder):
        raise WriteFailedError(path, "its folder isn't there")
    _refuse_unless_writable(path, folder, "its folder can't be written to")


def replace_file(
    root: str, path: str, *, old: bytes, new: bytes, temporary: str, sync: Sync = sync_folder
) -> None:
    """Replace the content `old` of a note by `new`; `temporary` is where `new` is written first.

    Mode, owner, extended attributes and with them ACLs are kept. `sync` makes
    the new name survive a power cut, or sees to it later. Raises
    `StaleNoteError` when the note doesn't hold `old` any more, `NoteBusyError`
    when another program keeps it open for writing, `WriteFailedError` when the
    file system refuses; what is in the note then is what others wrote.
    """
    real, beside = _places(root, path, temporary)
    with said(path, real), opened(real, path) as descriptor:
        _refuse_unless_writable(path, real, "the note is read-only")
        write_beside(beside, new, like=descriptor)
        renamer()  # before the lease, as it takes time to load
        try:
            with quiet(descriptor, path) as note:
                _look_again(note, real, path, old)
                exchange(beside, real)
        except BaseException:
            unlink(beside)
            raise
        try:
            _settle(path, real, beside, old, new)
        except OSError:
            if os.path.lexists(beside):
                exchange(beside, real)
                unlink(beside)
                raise
        finally:
            sync(real)


def create_file(
    root: str, path: str, content: bytes, *, temporary: str, sync: Sync = sync_folder
) -> None:
    """Create a file that isn't there yet. Raises `StaleNoteError` when it is."""
    check_new_file(root, path)
    real, beside = _places(root, path, temporary)
    with said(path, real):
        write_beside(beside, content, like=None)
        try:
            os.link(beside, real)
        finally:
            unlink(beside)
        sync(real)


def remove_file(
    root: str, path: str, *, old: bytes, temporary: str, sync: Sync = sync_folder
) -> None:
    """Remove a file that still holds `old`. Raises `StaleNoteError` otherwise."""
    real, beside = _places(root, path, temporary)
    with said(path, real), opened(real, path) as descriptor:
        with quiet(descriptor, path) as note:
            _look_again(note, real, path, old)
            os.rename(real, beside)
        kept = _holds(beside, path, old)
        if not kept:
            os.link(beside, real)
        unlink(beside)
        sync(real)
        if not kept:
            raise StaleNoteError(path, _CHANGED)


def sweep(root: str, path: str, temporary: str, old: bytes | None, new: bytes | None) -> None:
    """Clear away what an interrupted write, which brought `old` to `new`, left beside a note.

    Anything but our own texts is what somebody put there while we displaced
    it: it goes back to its place where `new` stands there, else beside it under
    a name that shows. Raises `NoteBusyError` while somebody is writing it.
    """
    real, beside = _places(root, path, temporary)
    with said(path, real):
        if os.path.lexists(f"{beside}-2"):  # the weaker exchange was under way
            os.replace(f"{beside}-2", beside)
        if not os.path.lexists(beside):
            return
        if os.path.lexists(real) and _is_same(os.lstat(beside), os.lstat(real)):
            unlink(beside)
            return
        left = _content(beside, path)
        there = _content(real, path) if os.path.lexists(real) else None
        begun = left is not None and new is not None and new.startswith(left) and there != new
        if left is None or not (begun or left in (old, new)):
            if there is not None and there == new:
                exchange(beside, real)
            else:
                keep_visible(beside, real)
        unlink(beside)
        sync_folder(real)


def _places(root: str, path: str, temporary: str) -> tuple[str, str]:
    """Where a note really is, and its temporary file in the same folder."""
    real = resolve_inside(root, path)
    return real, os.path.join(os.path.dirname(real), os.path.basename(temporary))


def _look_again(note: Quiet, real: str, path: str, old: bytes) -> None:
    """The last look before the exchange: the same file, the same bytes, nobody writing."""
    held, there = os.fstat(note.descriptor), os.lstat(real)
    if not _is_same(held, there) or contents(note.descriptor) != old or not note.holds():
        raise StaleNoteError(path, _CHANGED)


def _settle(path: str, real: str, beside: str, old: bytes, new: bytes) -> None:
    """Drop the displaced file, or put it back where somebody writes it or has written it.

    Who opened the note before the exchange may write into the displaced file
    only now: such a file is open for writing, which its lease tells.
    """
    if not _is_file(beside):
        exchange(beside, real)
        _drop_ours(path, real, beside, new)
        raise StaleNoteError(path, _CHANGED)
    with opened(beside, path) as displaced:
        with is_quiet(displaced) as still:
            if still and contents(displaced) == old:
                unlink(beside)
                if still.holds():
                    return
                late = True
            else:
                exchange(beside, real)
                late = False
        if late:
            with quiet(displaced, path):
                theirs = contents(displaced)
            if theirs == old:
                return
            write_beside(beside, theirs, like=displaced)
            exchange(beside, real)
    _drop_ours(path, real, beside, new)
    raise StaleNoteError(path, _CHANGED)


def _drop_ours(path: str, real: str, beside: str, new: bytes) -> None:
    """Remove our text, which has given way; what was written over it meanwhile is the newest."""
    if not _holds(beside, path, new):
        exchange(beside, real)
        keep_visible(beside, real)
    unlink(beside)


def _holds(real: str, path: str, content: bytes) -> bool:
    return _content(real, path) == content


def _content(real: str, path: str) -> bytes | None:
    """What a file holds while nobody writes it; None for what is no regular file."""
    if not _is_file(real):
        return None
    with opened(real, path) as descriptor, quiet(descriptor, path):
        return contents(descriptor)


def _is_same(one: os.stat_result, other: os.stat_result) -> bool:
    return (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)


def _is_file(real: str) -> bool:
    """Whether there is a regular file with one name, and not a link to one."""
    state = os.lstat(real)
    return stat.S_ISREG(state.st_mode) and state.st_nlink == 1


def _refuse_unless_writable(path: str, real: str, reason: str) -> None:
    if not os.access(real, os.W_OK):
        raise WriteFailedError(path, reason)
