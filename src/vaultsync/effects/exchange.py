"""Renaming without losing what has the other name: two files change places, or nothing is there.

Linux (`renameat2`) and macOS (`renamex_np`) do either in one step. Where the
file system can't, the other file gets a second name first, or is looked for
first: weaker, as what a program renames to the place between these two steps is
lost.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from functools import cache

__all__ = ["exchange", "rename_new", "renamer"]

_AT_FDCWD = -100
_SWAP = 2  # RENAME_EXCHANGE, and RENAME_SWAP too
_NEW = 4 if sys.platform == "darwin" else 1  # RENAME_EXCL, RENAME_NOREPLACE
_CAN_NOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(one: str, other: str) -> None:
    """Give each file the other's name. Raises `OSError`, then nothing has changed."""
    if not _renamed(one, other, _SWAP):
        _by_a_second_name(one, other)


def rename_new(old: str, new: str) -> None:
    """Give a file or folder a name that nothing has. Raises `OSError`, then nothing has changed."""
    if _renamed(old, new, _NEW):
        return
    if os.path.lexists(new):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new)
    os.rename(old, new)


def _renamed(one: str, other: str, flags: int) -> bool:
    """Whether the system could do it at all."""
    rename = renamer()
    code = rename(os.fsencode(one), os.fsencode(other), flags) if rename else errno.ENOSYS
    if code and code not in _CAN_NOT:
        raise OSError(code, os.strerror(code), other)
    return not code


@cache
def renamer() -> Callable[[bytes, bytes, int], int] | None:
    """The system's own renaming with flags, which returns an error number; None without one."""
    if sys.platform not in ("linux", "darwin"):
        return None
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        rename = getattr(library, "renamex_np", None)
        fixed: tuple[int, ...] = ()
    else:
        rename = getattr(library, "renameat2", None)
        fixed = (_AT_FDCWD,)
    if rename is None:
        return None

    def renamed(one: bytes, other: bytes, flags: int) -> int:
        names = *fixed, ctypes.c_char_p(one), *fixed, ctypes.c_char_p(other)
        return ctypes.get_errno() if rename(*names, ctypes.c_uint(flags)) else 0

    return renamed


def _by_a_second_name(one: str, other: str) -> None:
    beside = f"{one}-2"
    os.link(other, beside)
    try:
        os.replace(one, other)
    except OSError:
        os.unlink(beside)
        raise
    os.rename(beside, one)
