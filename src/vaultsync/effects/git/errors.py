"""What git can refuse, by what the caller can do; apart from `git`, which takes long to load."""

from __future__ import annotations

from vaultsync.effects.git.standing import Pause
from vaultsync.errors import VaultsyncError

__all__ = [
    "GitFailedError",
    "GitMissingError",
    "GitTooOldError",
    "NoCommitsError",
    "NotARepositoryError",
    "PausedError",
    "UnknownRevisionError",
    "UntrustedRepositoryError",
]


class GitMissingError(VaultsyncError):
    """There is no `git` program."""

    def __str__(self) -> str:
        return "git isn't installed, or not on the PATH; install it"


class NotARepositoryError(VaultsyncError):
    """The vault is in no work tree of git."""

    def __init__(self, vault: str) -> None:
        super().__init__(vault)
        self.vault = vault

    def __str__(self) -> str:
        return f"{self.vault}: in no git repository; vaultsync init makes one"


class UntrustedRepositoryError(VaultsyncError):
    """The repository belongs to somebody else, and git won't read it."""

    def __init__(self, vault: str) -> None:
        super().__init__(vault)
        self.vault = vault

    def __str__(self) -> str:
        return (
            f"{self.vault}: the repository belongs to another user, so git doesn't read it; if you "
            "trust it: git config --global --add safe.directory FOLDER, the one that holds .git"
        )


class NoCommitsError(VaultsyncError):
    """Nothing has been committed yet."""

    def __init__(self, vault: str) -> None:
        super().__init__(vault)
        self.vault = vault

    def __str__(self) -> str:
        return f"{self.vault}: the repository has no commits yet"


class UnknownRevisionError(VaultsyncError):
    """No commit of that name."""

    exit_code = 2

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision

    def __str__(self) -> str:
        return f"{self.revision!r} names no commit of the repository"


class GitFailedError(VaultsyncError):
    """git has refused, or taken too long; `reason` is what it said last."""

    def __init__(self, command: str, reason: str) -> None:
        super().__init__(command, reason)
        self.command = command
        self.reason = reason

    def __str__(self) -> str:
        return f"git {self.command} failed: {self.reason}"


class PausedError(VaultsyncError):
    """Nothing is committed for now; `pause` is why, `detail` what git or a hook said."""

    def __init__(self, pause: Pause, detail: str = "") -> None:
        super().__init__(pause, detail)
        self.pause = pause
        self.detail = detail

    @property
    def kind(self) -> str:
        """The reason in one word."""
        return self.pause.value

    def __str__(self) -> str:
        return f"not committed: {self.pause.said}" + (f" ({self.detail})" if self.detail else "")


class GitTooOldError(VaultsyncError):
    """This git can't run hooks for others, which came with 2.36."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version

    def __str__(self) -> str:
        return f"{self.version} is too old to commit with: git 2.36 or newer is needed"
