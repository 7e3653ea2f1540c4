"""One watcher per vault: a lock that the system frees with the process, and the process' number."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from vaultsync.effects.lock import locked
from vaultsync.effects.user_folders import place_for
from vaultsync.errors import VaultsyncError

__all__ = ["WatchedAlreadyError", "only_watcher"]


class WatchedAlreadyError(VaultsyncError):
    """Another process watches the vault; `pid` is its number, None where that isn't known."""

    def __init__(self, root: str, pid: int | None) -> None:
        super().__init__(root, pid)
        self.root = root
        self.pid = pid

    def __str__(self) -> str:
        who = "another process" if self.pid is None else f"process {self.pid}"
        return f"{self.root}: {who} watches this vault already"


@contextmanager
def only_watcher(root: str) -> Iterator[None]:
    """Be the one watcher of the vault at `root`.

    Raises `WatchedAlreadyError` where there is one, `JournalError` where there
    can be no lock.
    """
    path = os.path.join(place_for(root, "state"), "watch.lock")
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    with locked(path, wait=False) as ours:
        if not ours:
            raise WatchedAlreadyError(root, _pid_in(path))
        with open(path, "w", encoding="ascii") as file:
            file.write(f"{os.getpid()}\n")
        yield


def _pid_in(path: str) -> int | None:
    try:
        with open(path, encoding="ascii") as file:
            return int(file.read(20))
    except (OSError, ValueError):
        return None
