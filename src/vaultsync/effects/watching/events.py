"""Watching a folder with the system's help: the one home of watchdog.

What is told of a change is its path, and perhaps not even that: where many
things change at once, the system and watchdog lose some. So that is told, too.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from vaultsync.effects.files import reason_of
from vaultsync.effects.watching.paths import Sort, sort_of
from vaultsync.errors import VaultsyncError

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

    from vaultsync.effects.watching.mailbox import Mailbox

__all__ = ["CannotWatchError", "FolderWatch", "watch_folder"]

# Opening and reading a file tells nothing; on Linux closing it tells that it was written.
_TELLING: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
    *([] if sys.platform == "linux" else [FileModifiedEvent]),
]


class CannotWatchError(VaultsyncError):
    """The system doesn't tell of changes in the folder; `reason` says why."""

    def __init__(self, root: str, reason: str) -> None:
        super().__init__(root, reason)
        self.root = root
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.root}: the system doesn't tell of changes: {self.reason}"


class FolderWatch:
    """A folder that is watched until `stop` is called."""

    def __init__(self, root: str, observer: BaseObserver, losses: logging.Handler) -> None:
        self._root = root
        self._observer = observer
        self._losses = losses
        self._identity = _identity(root)
        self._threads = _threads()

    def stands(self) -> bool:
        """Whether it still tells of changes: the folder is the one that was there at the start."""
        alive = self._threads <= _threads() and self._observer.is_alive()
        return alive and _identity(self._root) == self._identity

    def stop(self) -> None:
        """Tell of nothing more."""
        self._observer.stop()
        self._observer.join(timeout=5)
        logging.getLogger("watchdog").removeHandler(self._losses)


def watch_folder(root: str, mailbox: Mailbox) -> FolderWatch:
    """Leave the paths of what changes below `root` in the mailbox, from now on.

    Raises `CannotWatchError` where the system doesn't tell all of it.
    """
    # New folders within new ones are met twice; watchdog warns of itself then.
    warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
    losses = _Losses(mailbox)
    observer = None
    try:
        observer = Observer()
        observer.schedule(_Listener(root, mailbox), root, recursive=True, event_filter=_TELLING)
        observer.start()
    except OSError as error:
        if observer is not None:
            with suppress(OSError, RuntimeError):
                observer.on_thread_stop()
        raise CannotWatchError(root, reason_of(error)) from None
    logging.getLogger("watchdog").addHandler(losses)
    watch = FolderWatch(root, observer, losses)
    if (missing := _unwatched(root)) > 0:
        watch.stop()
        limit = "the limit fs.inotify.max_user_watches is reached"
        raise CannotWatchError(root, f"{limit}: {missing} folders can't be watched")
    return watch


class _Listener(FileSystemEventHandler):
    """Sorts what watchdog tells, before anything is kept of it."""

    def __init__(self, root: str, mailbox: Mailbox) -> None:
        self._start = len(root.rstrip(os.sep)) + 1
        self._mailbox = mailbox

    def dispatch(self, event: FileSystemEvent) -> None:
        """Leave what an event tells in the mailbox."""
        ends = [self._relative(one) for one in (event.src_path, event.dest_path) if one]
        sorts = {path: sort_of(path) for path in ends}
        paths = [path for path, sort in sorts.items() if sort is Sort.FILE]
        repository = Sort.REPOSITORY in sorts.values()
        if paths and event.is_directory:
            self._mailbox.put(uncertain=True, repository=repository)
        elif paths or repository:
            self._mailbox.put(paths, repository=repository)

    def _relative(self, path: bytes | str) -> str:
        return os.fsdecode(path)[self._start :].replace(os.sep, "/")


class _Losses(logging.Handler):
    """Hears watchdog's complaints: that events were lost it tells in no other way."""

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(logging.WARNING)
        self._mailbox = mailbox

    def emit(self, _record: logging.LogRecord) -> None:
        """Anything may have changed."""
        self._mailbox.put(uncertain=True)


def _threads() -> set[threading.Thread]:
    """The threads of watchdog: one that an error has ended tells of nothing more."""
    alive = threading.enumerate()
    return {thread for thread in alive if type(thread).__module__.startswith("watchdog.")}


def _identity(root: str) -> tuple[int, int] | None:
    try:
        state = os.stat(root)
    except OSError:
        return None
    return state.st_dev, state.st_ino


def _unwatched(root: str) -> int:
    """How many folders inotify doesn't watch: watchdog says nothing of a limit that it meets.

    The kernel lists a process' watches in /proc; folders that come and go meanwhile
    are few.
    """
    if sys.platform != "linux":
        return 0
    try:
        kinds = (f"/proc/self/fdinfo/{one}" for one in os.listdir("/proc/self/fdinfo"))
        watches = sum(_watches_of(kind) for kind in kinds)
    except OSError:
        return 0
    if not watches:  # a kernel that doesn't tell
        return 0
    folders = sum(1 for _, below, _ in os.walk(root) for _ in below) + 1
    return folders - watches if folders - watches > max(10, folders // 100) else 0


def _watches_of(path: str) -> int:
    with suppress(OSError), open(path, "rb") as file:
        return sum(line.startswith(b"inotify ") for line in file)
    return 0
