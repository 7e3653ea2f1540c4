"""Files as they were saved: read whole, while nobody writes them, or not at all."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from typing import NamedTuple

from vaultsync.effects.files import READ, reason_of
from vaultsync.effects.lease import contents, is_quiet, quiet
from vaultsync.errors import NoteBusyError

__all__ = ["LARGEST", "NotWhole", "Seen", "WholeFile", "read_whole", "see", "settled"]

LARGEST = 95_000_000
"""Bytes that a committed file may have: services refuse 100 MB, and the whole push with it."""

_FRESH = 0.5  # seconds for which a file must have been left alone
_LONG = 30.0  # seconds after which what is open or empty is meant so
_LINK = "120000"

Seen = tuple[int, int, int, int] | None
"""What tells that a file has changed: size, mtime, ctime and inode; None where there is none."""


class WholeFile(NamedTuple):
    """A file's mode, as git has it, and its bytes: of a link what it says."""

    mode: str
    raw: bytes

    @property
    def is_link(self) -> bool:
        """Whether it is a link."""
        return self.mode == _LINK


class NotWhole(Exception):  # noqa: N818 a verdict on a file, and no failure
    """Why a file is left out; `soon` says that it is worth looking again shortly."""

    def __init__(self, reason: str, *, soon: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.soon = soon


def see(real: str) -> Seen:
    """What tells that the file has changed."""
    try:
        state = os.lstat(real)
    except OSError:
        return None
    return (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)


def settled(
    top: str, paths: list[str], wait: Callable[[float], None] = time.sleep
) -> dict[str, Seen]:
    """What tells of each path whether it has changed, none of them younger than half a second.

    Where one is, all are looked at again after a wait; those that have changed
    meanwhile are left out. A file that isn't there is as young as its folder.
    """
    seen = _seen(top, paths)
    youngest = max((_born(top, path, one) for path, one in seen.items()), default=0)
    age = time.time() - youngest / 1e9
    if age >= _FRESH:
        return seen
    wait(min(_FRESH - age, _FRESH))
    again = _seen(top, paths)
    return {path: one for path, one in seen.items() if again[path] == one}


def _seen(top: str, paths: list[str]) -> dict[str, Seen]:
    """What tells whether they have changed: None for a folder, and behind a link to one."""
    folders = {os.path.dirname(path) for path in paths}
    behind = {folder for folder in folders if _is_behind_link(top, folder)}
    return {
        path: None if os.path.dirname(path) in behind else _see_file(os.path.join(top, path))
        for path in paths
    }


def _see_file(real: str) -> Seen:
    return None if os.path.isdir(real) and not os.path.islink(real) else see(real)


def _is_behind_link(top: str, folder: str) -> bool:
    while folder:
        if os.path.islink(os.path.join(top, folder)):
            return True
        folder = os.path.dirname(folder)
    return False


def _born(top: str, path: str, seen: Seen) -> int:
    if seen:
        return seen[2]
    folder = see(os.path.dirname(os.path.join(top, path)))
    return folder[2] if folder else 0


def read_whole(real: str, path: str, seen: Seen, *, empty_before: bool = True) -> WholeFile:
    """The file that was `seen`, read while nobody writes it.

    `empty_before` says that an empty file is no surprise. Raises `NotWhole`.
    """
    try:
        state = os.lstat(real)
        if stat.S_ISLNK(state.st_mode):
            return WholeFile(_LINK, os.fsencode(os.readlink(real)))
        if not stat.S_ISREG(state.st_mode):
            raise NotWhole("is no file")
        if state.st_size > LARGEST:
            raise NotWhole(f"{state.st_size / 1e6:.0f} MB, more than the 95 MB that services take")
        age = time.time() - state.st_ctime_ns / 1e9
        if not state.st_size and not empty_before and age < _LONG:
            raise NotWhole("has just become empty; it waits half a minute", soon=True)
        raw = _read(real, path, old=age >= _LONG)
    except OSError as error:
        raise NotWhole(reason_of(error), soon=True) from None
    if see(real) != seen:
        raise NotWhole("is being written", soon=True)
    return WholeFile("100755" if state.st_mode & stat.S_IXUSR else "100644", raw)


def _read(real: str, path: str, *, old: bool) -> bytes:
    descriptor = os.open(real, READ)
    try:
        with is_quiet(descriptor) as still:
            if still:
                return contents(descriptor)
        if not old:
            raise NotWhole("another program is writing it", soon=True)
        with quiet(descriptor, path, insist=False):  # open for long, and nothing written
            return contents(descriptor)
    except NoteBusyError as error:
        raise NotWhole(error.reason, soon=True) from None
    finally:
        os.close(descriptor)
