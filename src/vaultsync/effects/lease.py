"""Reading a file while nobody writes it, so that a half-written note is never taken for a note.

Linux tells by a read lease (fcntl(2), F_SETLEASE): it is refused while any
program has the file open for writing or mapped so, and whoever opens it for
writing later waits in `open` until the lease is given back or has been held
too long. Elsewhere, and for files of others, a file counts as quiet when two
readings some time apart are equal, which is weaker.
"""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

from vaultsync.errors import NoteBusyError

__all__ = ["Quiet", "contents", "is_quiet", "quiet"]

_HAS_LEASES = hasattr(fcntl, "F_SETLEASE")
# Seconds to wait for a writer to finish, in growing steps: half a second in all, or two.
_PAUSES = (0.001, 0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.12, 0.26)
_MORE_PAUSES = (*_PAUSES, 0.5, 0.5, 0.5)
_APART = 0.05
_READINGS = 20
_BUSY = "another program is writing it"


class Quiet(NamedTuple):
    """An open file that nobody was writing when it was asked for."""

    descriptor: int
    leased: bool

    def holds(self) -> bool:
        """Whether nobody has begun to write since; True where no lease can tell."""
        if not self.leased:
            return True
        return fcntl.fcntl(self.descriptor, fcntl.F_GETLEASE) == fcntl.F_RDLCK


@contextmanager
def quiet(descriptor: int, path: str, *, insist: bool = True) -> Iterator[Quiet]:
    """Wait until nobody writes an open file, and let nobody begin meanwhile.

    Raises `NoteBusyError` for a file that stays open for writing; with
    `insist` False that is enough which two equal readings show.
    """
    leased = _lease_in_time(descriptor, _MORE_PAUSES if insist else _PAUSES)
    if leased is None or (leased is False and not insist):
        _settle(descriptor, path)
    elif not leased:
        raise NoteBusyError(path, _BUSY)
    with _held(descriptor, leased=bool(leased)) as held:
        yield held


@contextmanager
def is_quiet(descriptor: int) -> Iterator[Quiet | None]:
    """Let nobody begin to write an open file, or give None at once where somebody writes it."""
    leased = _lease(descriptor)
    if leased is False:
        yield None
        return
    with _held(descriptor, leased=bool(leased)) as held:
        yield held


@contextmanager
def _held(descriptor: int, *, leased: bool) -> Iterator[Quiet]:
    try:
        yield Quiet(descriptor, leased)
    finally:
        if leased:
            with suppress(OSError):
                fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def contents(descriptor: int) -> bytes:
    """All bytes of an open file, from its start."""
    parts, at = [], 0
    while part := os.pread(descriptor, 1 << 20, at):
        parts.append(part)
        at += len(part)
    return b"".join(parts)


def _lease_in_time(descriptor: int, pauses: tuple[float, ...]) -> bool | None:
    for pause in pauses:
        if (leased := _lease(descriptor)) is not False:
            return leased
        time.sleep(pause)
    return _lease(descriptor)


def _lease(descriptor: int) -> bool | None:
    """True with the lease, False while somebody writes, None where there are no leases."""
    if not _HAS_LEASES:
        return None
    try:
        # Who breaks the lease sends a signal: this one is ignored unless a program asks for it,
        # while the default one would end the process.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return False if error.errno == errno.EAGAIN else None
    return True


def _settle(descriptor: int, path: str) -> None:
    before = contents(descriptor)
    for _ in range(_READINGS):
        time.sleep(_APART)
        after = contents(descriptor)
        if after == before:
            return
        before = after
    raise NoteBusyError(path, _BUSY)
