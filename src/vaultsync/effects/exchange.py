"""Putting one file in the place of another without losing the other.

Linux (`renameat2`, RENAME_EXCHANGE) and macOS (`renamex_np`, RENAME_SWAP) swap
two names in one step. Where the file system can't, the other file gets a second
name first: weaker, as what a program renames to the place between these two
steps is lost.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from functools import cache

__all__ = ["exchange", "swapper"]

_AT_FDCWD = -100
_SWAP = 2  # RENAME_EXCHANGE, and RENAME_SWAP too
_CAN_NOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(one: str, other: str) -> None:
    """Give each file the other's name. Raises `OSError`, then nothing has changed."""
    swap = swapper()
    code = swap(os.fsencode(one), os.fsencode(other)) if swap else errno.ENOSYS
    if code in _CAN_NOT:
        _by_a_second_name(one, other)
    elif code:
        raise OSError(code, os.strerror(code), other)


@cache
def swapper() -> Callable[[bytes, bytes], int] | None:
    """The system's own exchange, which returns an error number; None where it has none."""
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

    def swap(one: bytes, other: bytes) -> int:
        flags = ctypes.c_uint(_SWAP)
        failed = rename(*fixed, ctypes.c_char_p(one), *fixed, ctypes.c_char_p(other), flags)
        return ctypes.get_errno() if failed else 0

    return swap


def _by_a_second_name(one: str, other: str) -> None:
    beside = f"{one}-2"
    os.link(other, beside)
    try:
        os.replace(one, other)
    except OSError:
        os.unlink(beside)
        raise
    os.rename(beside, one)
