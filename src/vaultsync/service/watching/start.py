"""Starting a watcher: the lock, the signals, what tells of changes, and the loop."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.effects.watching.lock import only_watcher
from vaultsync.effects.watching.mailbox import Mailbox
from vaultsync.effects.watching.stopping import Stop, stoppable
from vaultsync.errors import VaultsyncError
from vaultsync.model.changes import as_bytes
from vaultsync.model.watching.events import Say
from vaultsync.model.watching.words import said_plainly
from vaultsync.service.watching.daemon import Watcher, watch
from vaultsync.service.watching.deriving import derived_changes
from vaultsync.service.watching.work import Asked, Git, VaultWork, git_of

if TYPE_CHECKING:
    from vaultsync.effects.watching.events import FolderWatch
    from vaultsync.effects.watching.polling import PollingWatch
    from vaultsync.model.changes import Changeset
    from vaultsync.service.commits.committing import Outcome
    from vaultsync.service.vault import Vault

__all__ = ["Foreseen", "NothingToCommitToError", "do_round", "foresee", "watch_vault"]

POLL_EVERY = 10
"""Seconds between two looks, where the system doesn't tell of changes."""


class NothingToCommitToError(VaultsyncError):
    """The vault is in no repository, and commits are wanted."""

    def __init__(self, vault: str) -> None:
        super().__init__(vault)
        self.vault = vault

    def __str__(self) -> str:
        return (
            f"{self.vault}: not in a git repository: vaultsync init makes one, "
            "--no-commit watches without"
        )


class Foreseen(NamedTuple):
    """What a round would do: the changes of derived notes, the commit, and what stands against it.

    The commit is None where none is wanted. `troubles` are sentences.
    """

    changes: list[Changeset]
    outcome: Outcome | None
    troubles: list[str]


def watch_vault(vault: Vault, asked: Asked, say: Callable[[Say], None]) -> int:
    """Watch the vault until told to stop; the exit code.

    Raises `WatchedAlreadyError`, `NothingToCommitToError`, and what opening the
    repository does.
    """
    mailbox = Mailbox()
    with only_watcher(vault.root), stoppable(mailbox.wake) as stop:
        folder = _Folder(vault.root, mailbox, say)
        work = VaultWork(vault, _git_of, asked, folder)
        _say_start(vault, say)
        try:
            _look_first(vault, stop)
            with _collected():
                return watch(Watcher(mailbox, work, say, stop.asked))
        except _StoppedError:
            return 0
        finally:
            folder.stop()


def do_round(vault: Vault, asked: Asked, say: Callable[[Say], None]) -> int:
    """Do what a watcher does of a change, once and at once; the exit code.

    Raises what `watch_vault` does.
    """
    mailbox = Mailbox()
    with only_watcher(vault.root), stoppable(mailbox.wake) as stop:
        work = VaultWork(vault, _git_of, asked)
        return watch(Watcher(mailbox, work, say, stop.asked), once=True)


def foresee(vault: Vault, asked: Asked) -> Foreseen:
    """What a round would do; nothing is written. Raises what `watch_vault` does."""
    troubles: dict[str, None] = {}
    outcome = None
    commits = asked.commits and vault.config.commits
    if commits:
        _git_of(vault)
    changes = list(derived_changes(vault, lambda said: troubles.update({said: None})))
    if commits:
        from vaultsync.service.commits.committing import commit_changes

        planned = {one.path: as_bytes(one)[1] for some in changes for one in some.changes}
        outcome = commit_changes(vault, dry_run=True, planned=planned)
    return Foreseen(changes, outcome, list(troubles))


class _StoppedError(Exception):
    """Somebody has told us to stop before anything has begun."""


def _look_first(vault: Vault, stop: Stop) -> None:
    """Read all notes, if that is to be done, while there is no other thread: on all cores."""

    def told(_count: int, _of: int) -> None:
        if stop.asked():
            raise _StoppedError

    if vault.cache:
        vault.look(told=told)


class _Folder:
    """What tells of changes in the vault, the best that there is."""

    def __init__(self, root: str, mailbox: Mailbox, say: Callable[[Say], None]) -> None:
        self._root = root
        self._mailbox = mailbox
        self._say = say
        self._watch: FolderWatch | PollingWatch | None = None

    def renew(self) -> None:
        """Watch, unless something watches that still stands."""
        if self._watch and self._watch.stands():
            return
        self.stop()
        from vaultsync.effects.watching.events import CannotWatchError, watch_folder

        try:
            self._watch = watch_folder(self._root, self._mailbox)
        except CannotWatchError as error:
            from vaultsync.effects.watching.polling import poll_folder

            text = f"{error}; looking every {POLL_EVERY} seconds instead"
            self._say(said_plainly("polling", text, reason=error.reason, every=POLL_EVERY))
            self._watch = poll_folder(self._root, self._mailbox, POLL_EVERY)

    def stop(self) -> None:
        """Watch no more."""
        if self._watch:
            self._watch.stop()
        self._watch = None


def _git_of(vault: Vault) -> Git:
    from vaultsync.effects.git.errors import NotARepositoryError

    try:
        return git_of(vault)
    except NotARepositoryError:
        raise NothingToCommitToError(vault.root) from None


def _say_start(vault: Vault, say: Callable[[Say], None]) -> None:
    pid = os.getpid()
    text = f"starting on {vault.root} as process {pid}"
    say(said_plainly("start", text, vault=vault.root, pid=pid))


@contextmanager
def _collected() -> Iterator[None]:
    """Collect garbage, as commands do not: this one lives long."""
    enabled = gc.isenabled()
    gc.enable()
    try:
        yield
    finally:
        if not enabled:
            gc.disable()
