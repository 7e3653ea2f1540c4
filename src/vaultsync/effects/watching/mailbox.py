"""Where a watching thread leaves what has changed, and the worker takes it."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Batch", "Mailbox"]

MOST_PATHS = 10_000
"""Of more paths between two looks only that there were many is kept."""

GATHERING = 0.02
"""Seconds to gather what comes together: a burst wakes the worker fifty times a second."""


class Batch(NamedTuple):
    """What has changed since the last batch: vault-relative paths.

    `uncertain` says that anything else may have, too; `repository` that somebody
    works in it.
    """

    paths: frozenset[str] = frozenset()
    uncertain: bool = False
    repository: bool = False


class Mailbox:
    """Holds what has changed until it is taken; it never blocks and never grows without bound."""

    def __init__(self, most: int = MOST_PATHS) -> None:
        self._most = most
        self._lock = threading.Lock()
        # Its `put` may be called in a signal handler, whatever the thread was doing.
        self._wakes: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._paths: set[str] = set()
        self._uncertain = False
        self._repository = False
        self._woken = False

    def put(
        self, paths: Iterable[str] = (), *, uncertain: bool = False, repository: bool = False
    ) -> None:
        """Leave what has changed."""
        with self._lock:
            self._paths.update(paths)
            self._uncertain |= uncertain
            self._repository |= repository
            if len(self._paths) > self._most:
                self._paths.clear()
                self._uncertain = True
            wake, self._woken = not self._woken, True
        if wake:
            self.wake()

    def wake(self) -> None:
        """Let `take` return now; may be called in a signal handler."""
        self._wakes.put(None)

    def take(self, timeout: float) -> Batch:
        """What has changed; waits for it, or until somebody wakes it, at most `timeout` seconds."""
        try:
            self._wakes.get(timeout=max(timeout, 0))
        except queue.Empty:
            return Batch()
        time.sleep(GATHERING)
        with self._lock:
            batch = Batch(frozenset(self._paths), self._uncertain, self._repository)
            self._paths.clear()
            self._uncertain = self._repository = self._woken = False
        return batch
