"""The folder in the git directory where a commit is made, and what tells how far it had got.

All that is ours of a commit under way is in it: copies of the index, the
message, and the journal that says what was put into the index itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from vaultsync.effects.files import reason_of
from vaultsync.effects.lock import locked
from vaultsync.errors import WriteFailedError

__all__ = ["Entry", "Journal", "Put", "Workspace", "open_workspace"]

_LOCK = "lock"
_JOURNAL = "journal"


class Entry(NamedTuple):
    """What the index is to hold of a path in the repository; the mode 000000 for nothing."""

    path: str
    mode: str
    blob: str


class Put(NamedTuple):
    """What the index holds of a path, as far as nobody else changes it, and is to hold."""

    before: Entry
    after: Entry


class Journal(NamedTuple):
    """What a commit puts into the index before its branch has it: the branch and the entries."""

    branch: str
    entries: Sequence[Entry]


class Workspace(NamedTuple):
    """The folder, in the git directory or, for a commit that is only shown, elsewhere."""

    git_dir: str
    folder: str

    def path(self, name: str) -> str:
        """Where a file of that name is."""
        return os.path.join(self.folder, name)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only one who commits here.

        Raises `VaultBusyError` after ten seconds, `WriteFailedError` where the
        system refuses what is done meanwhile, as on a full disk.
        """
        try:
            with locked(self.path(_LOCK)):
                yield
        except OSError as error:
            raise WriteFailedError(self.folder, reason_of(error)) from None

    def begin(self, journal: Journal) -> None:
        """Keep what is about to be put into the index."""
        written = self.path("journal.new")
        with open(written, "w", encoding="ascii") as file:
            json.dump(journal, file)
        os.replace(written, self.path(_JOURNAL))

    def interrupted(self) -> Journal | None:
        """What was about to be put into the index when we were stopped."""
        try:
            with open(self.path(_JOURNAL), encoding="ascii") as file:
                branch, entries = json.load(file)
                return Journal(branch, [Entry(*one) for one in entries])
        except (OSError, ValueError, TypeError):
            return None

    def end(self) -> None:
        """Forget it: the index and the branch agree."""
        with suppress(FileNotFoundError):
            os.unlink(self.path(_JOURNAL))

    def clear(self) -> None:
        """Remove all but the lock, and the journal of what has not ended."""
        with suppress(FileNotFoundError):
            for name in os.listdir(self.folder):
                if name not in (_LOCK, _JOURNAL):
                    with suppress(OSError):
                        os.unlink(self.path(name))


def open_workspace(git_dir: str, folder: str | None = None) -> Workspace:
    """The folder of this git directory, made where it isn't there yet.

    Raises `WriteFailedError`.
    """
    workspace = Workspace(git_dir, folder or os.path.join(git_dir, "vaultsync"))
    try:
        os.makedirs(workspace.folder, exist_ok=True)
    except OSError as error:
        raise WriteFailedError(workspace.folder, reason_of(error)) from None
    return workspace
