"""One at a time: a lock that the system frees with the process that holds it, however that ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

from vaultsync.effects.files import reason_of
from vaultsync.errors import JournalError, VaultBusyError

__all__ = ["locked"]

_PAUSE = 0.05
_TRIES = 200


@contextmanager
def locked(path: str, *, wait: bool = True) -> Iterator[bool]:
    """Hold the lock at `path`; gives False at once where somebody has it, without `wait`.

    Raises `VaultBusyError` after ten seconds, `JournalError` where there can be
    no lock. Without `fcntl` (on Windows) everybody has it.
    """
    if fcntl is None:
        yield True
        return
    try:
        lock = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise JournalError(reason_of(error)) from None
    try:
        yield _lock_in_time(lock, _TRIES if wait else 1)
    finally:
        with suppress(OSError):
            os.close(lock)


def _lock_in_time(lock: int, tries: int) -> bool:
    """Whether the lock was had; raises `VaultBusyError` after more than one try."""
    for _ in range(tries):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE if tries > 1 else 0)
        except OSError as error:  # a file system without locks
            raise JournalError(reason_of(error)) from None
        else:
            return True
    if tries > 1:
        raise VaultBusyError
    return False
