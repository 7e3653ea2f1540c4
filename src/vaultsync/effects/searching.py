"""A first look into many files at once: which are worth reading."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence

from vaultsync.effects.files import READ
from vaultsync.effects.walk import FileState

__all__ = ["files_holding"]


def files_holding(
    root: str,
    files: Iterable[FileState],
    needles: Sequence[bytes],
    *,
    beside: re.Pattern[bytes],
    most: int,
) -> Iterator[str]:
    """The paths of those of `files` that hold one of `needles`; of all without needles.

    What stands in a match of `beside` doesn't count. Needles are in lower case;
    ASCII letters in files are taken for that. What can't be read so (a link, a
    file larger than `most`) is among them, too: who reads it with care finds
    out. In a file that is being written at this moment something may be missed,
    but nothing is taken from here.
    """
    for file in files:
        held = _glance(os.path.join(root, file.path), most) if needles else None
        if held is None or (_holds(held, needles) and _holds(beside.sub(b"", held), needles)):
            yield file.path


def _holds(held: bytes, needles: Sequence[bytes]) -> bool:
    return any(needle in held for needle in needles)


def _glance(path: str, most: int) -> bytes | None:
    """What a file holds, in lower case; None where it can't be read just so."""
    try:
        descriptor = os.open(path, READ)
    except (OSError, ValueError):
        return None
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode) or state.st_size > most:
            return None
        return os.read(descriptor, state.st_size).lower()
    except OSError:
        return None
    finally:
        os.close(descriptor)
