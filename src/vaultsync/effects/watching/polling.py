"""Watching a folder without the system's help: by looking again and again."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from vaultsync.effects.walk import FileState, walk_vault

if TYPE_CHECKING:
    from vaultsync.effects.watching.mailbox import Mailbox

__all__ = ["PollingWatch", "poll_folder"]


class PollingWatch:
    """A folder that is looked at every so many seconds until `stop` is called."""

    def __init__(self, root: str, mailbox: Mailbox, every: float) -> None:
        self._root = root
        self._mailbox = mailbox
        self._every = every
        self._ended = threading.Event()
        self._known = self._states()
        self._thread = threading.Thread(target=self._poll, name="polling", daemon=True)
        self._thread.start()

    def stands(self) -> bool:
        """Whether it still tells of changes."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Tell of nothing more."""
        self._ended.set()
        self._thread.join(timeout=5)

    def _poll(self) -> None:
        while not self._ended.wait(self._every):
            now = self._states()
            if paths := {one.path for one in now ^ self._known}:
                self._mailbox.put(paths)
            self._known = now

    def _states(self) -> frozenset[FileState]:
        tree = walk_vault(self._root)
        return frozenset(state for kind in tree[:3] for state in kind)


def poll_folder(root: str, mailbox: Mailbox, every: float) -> PollingWatch:
    """Leave the paths of what changes below `root` in the mailbox, found every so many seconds.

    Hidden files are not looked at.
    """
    return PollingWatch(root, mailbox, every)
