"""What does a watcher's work on a vault: looks, derived notes, commits, settings."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, NamedTuple, Protocol

from vaultsync.effects.git.errors import PausedError
from vaultsync.effects.git.standing import Pause, standing_pause
from vaultsync.errors import VaultsyncError
from vaultsync.model.watching.events import (
    MISSING,
    Answer,
    Committed,
    Configured,
    Do,
    Guarded,
    Kept,
    Left,
    Looked,
    Paused,
    Recovered,
    Rules,
    Work,
)
from vaultsync.service.config import Config, read_config
from vaultsync.service.vault import Vault
from vaultsync.service.watching.deriving import OwnWrites, derive
from vaultsync.service.watching.freshening import freshen

if TYPE_CHECKING:
    from vaultsync.service.commits.committing import Outcome

__all__ = ["Asked", "Git", "Renewed", "VaultWork", "git_of"]

SPREAD = 0.25
"""By how much of itself the time between two scans varies, so that many vaults don't meet."""


class Git(NamedTuple):
    """What a watcher has git do; `folder` is where git keeps the repository."""

    folder: str
    commit: Callable[[Vault], Outcome]
    keep: Callable[[Vault], str | None]
    recover: Callable[[Vault], list[str]]


class Asked(NamedTuple):
    """What was asked for on the command line, over the settings: None for as they say."""

    quiet: float | None = None
    longest: float | None = None
    commits: bool = True


class Renewed(Protocol):
    """What tells of changes, and may have to be set up again."""

    def renew(self) -> None:
        """See to it that changes are told of, also in a folder that is there again."""


class VaultWork:
    """The hands of a watcher of `vault`; `open_git` is asked where there are to be commits.

    Raises what `open_git` does.
    """

    def __init__(
        self,
        vault: Vault,
        open_git: Callable[[Vault], Git],
        asked: Asked,
        watch: Renewed | None = None,
    ) -> None:
        self.vault = vault
        self._open_git = open_git
        self._asked = asked
        self._git = open_git(vault) if self._commits(vault.config) else None
        self._watch = watch
        self._own = OwnWrites(vault.root)
        self._work: dict[Work, Callable[[], Answer]] = {
            Work.RELOAD: self._reload,
            Work.RECOVER: self._recover,
            Work.SCAN: self._scan,
            Work.ASK: self._ask,
            Work.DERIVE: self._derive,
            Work.COMMIT: self._commit,
            Work.SNAPSHOT: self._keep,
        }

    @property
    def rules(self) -> Rules:
        """What the settings and the command line say."""
        config, asked = self.vault.config, self._asked
        quiet = config.quiet if asked.quiet is None else asked.quiet
        longest = config.longest if asked.longest is None else asked.longest
        return Rules(
            quiet,
            max(quiet, longest),
            self._commits(config),
            config.keeps_report or config.keeps_progress,
        )

    def _commits(self, config: Config) -> bool:
        return config.commits and self._asked.commits

    def do(self, work: Do) -> Answer:
        """Do a piece of work. What is refused for now is a pause."""
        if work.work is not Work.RELOAD and not os.path.isdir(self.vault.root):
            return Paused(MISSING, Pause.ROOT.said)
        if work.work is Work.FRESHEN:
            return self._freshen(work.paths)
        return self._work[work.work]()

    def foreign(self, paths: Collection[str]) -> frozenset[str]:
        """Those of the paths that are not as we have written them ourselves."""
        return self._own.foreign(paths)

    def _reload(self) -> Answer:
        try:
            config: Config = read_config(self.vault.root)
            if self._git is None and self._commits(config):
                self._git = self._open_git(self.vault)
        except VaultsyncError as error:
            return Configured(str(error))
        changed = config != self.vault.config
        self.vault = Vault(self.vault.root, config, cache=self.vault.cache)
        return Configured(changed=changed)

    def _recover(self) -> Answer:
        try:
            return Recovered(tuple(self._git.recover(self.vault) if self._git else ()))
        except VaultsyncError as error:
            return _refused(error)

    def _scan(self) -> Answer:
        if self._watch:
            self._watch.renew()
        began = time.monotonic()
        if self.vault.cache:
            self.vault.look()
        return Looked(time.monotonic() - began, random.uniform(1 - SPREAD, 1 + SPREAD))

    def _freshen(self, paths: Collection[str]) -> Answer:
        began = time.monotonic()
        freshen(self.vault, paths)
        return Looked(time.monotonic() - began)

    def _ask(self) -> Answer:
        folder = self._git.folder if self._git else os.path.join(self.vault.root, ".git")
        pause = standing_pause(folder) if self._git or os.path.isdir(folder) else None
        return Guarded(pause.value, pause.said) if pause else Guarded()

    def _derive(self) -> Answer:
        once = Vault(self.vault.root, self.vault.config, cache=self.vault.cache)
        return derive(once, self._own)  # what it remembers of notes goes with it

    def _commit(self) -> Answer:
        if self._git is None:
            return Committed(None)
        try:
            made = self._git.commit(self.vault)
        except VaultsyncError as error:
            return _refused(error)
        left = tuple(Left(*one) for one in made.left_out)
        return Committed(made.commit, made.message, made.paths, left)

    def _keep(self) -> Answer:
        try:
            return Kept(self._git.keep(self.vault) if self._git else None)
        except VaultsyncError as error:
            return Kept(trouble=str(error))


def _refused(error: VaultsyncError) -> Paused:
    """What git has refused, or can't do now; it is tried again."""
    kind = error.kind if isinstance(error, PausedError) else "refused"
    return Paused(kind, str(error).removeprefix("not committed: "))


def git_of(vault: Vault) -> Git:
    """The repository that holds the vault.

    Raises `NotARepositoryError` and what else `open_repository` does.
    """
    from vaultsync.effects.git.repository import open_repository
    from vaultsync.service.commits.committing import commit_changes, recover_commit
    from vaultsync.service.commits.snapshots import keep_snapshot

    folder = open_repository(vault.root).git_dir()
    return Git(folder, commit_changes, keep_snapshot, recover_commit)
