"""The pre-commit hook of a repository: a script of ours, and before it whatever was there."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from typing import NamedTuple

from vaultsync.effects.beside import sync_folder, temporary_for, unlink, write_beside
from vaultsync.effects.files import reason_of
from vaultsync.effects.git.hook_script import OLD, is_script, is_unedited
from vaultsync.effects.git.repository import open_repository
from vaultsync.effects.git.running import act
from vaultsync.errors import VaultsyncError

__all__ = [
    "Hook",
    "HookError",
    "HookState",
    "check_install",
    "check_uninstall",
    "find_hook",
    "install",
    "uninstall",
]

_NAME = "pre-commit"
_MOST = 1_000_000  # bytes of a hook; of a program that is one, the start tells enough


class HookError(VaultsyncError):
    """The hook at `path` is left as it is, for this `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class HookState(Enum):
    """What stands where git looks for the hook."""

    ABSENT = "absent"
    OURS = "ours"
    EDITED = "edited"  # ours, but for what somebody has changed in it
    FOREIGN = "foreign"


class Hook(NamedTuple):
    """Where git looks for the hook of the vault in `folder` ("" or such as "a/b/").

    `old` is where the hook is kept that was there before. `shown` says that git
    sees the file in the work tree.
    """

    path: str
    old: str
    folder: str
    shown: bool

    @property
    def state(self) -> HookState:
        """What stands there. Raises `HookError` for what is no file."""
        if not os.path.lexists(self.path):
            return HookState.ABSENT
        content = _content(self.path)
        if not is_script(content):
            return HookState.FOREIGN
        return HookState.OURS if is_unedited(content) else HookState.EDITED

    @property
    def has_old(self) -> bool:
        """Whether there was another hook before."""
        return os.path.lexists(self.old)

    @property
    def runs_old(self) -> bool:
        """Whether the hook that was there before is one that git would run."""
        return os.path.isfile(self.old) and os.access(self.old, os.X_OK)


def find_hook(root: str) -> Hook:
    """The hook of the repository that the vault at `root` is in, wherever git looks for it.

    Raises `HookError` where other repositories may share it, and as `open_repository`.
    """
    folder = open_repository(root).prefix
    top = _told(root, "--show-toplevel")
    common = os.path.realpath(os.path.join(top, _told(top, "--git-common-dir")))
    # git takes a relative core.hooksPath from the top, where it runs hooks.
    hooks = os.path.join(top, _told(top, "--git-path", "hooks"))
    real = os.path.realpath(hooks)
    shown = not _is_within(real, common)
    if shown and not _is_within(real, os.path.realpath(top)):
        own = shlex.quote(os.path.join(common, "hooks"))
        reason = (
            "git looks for hooks there, outside the repository, where others may share them; "
            f"to give this one its own: git config core.hooksPath {own}"
        )
        raise HookError(hooks, reason)
    return Hook(os.path.join(hooks, _NAME), os.path.join(hooks, OLD), folder, shown)


def check_install(hook: Hook, *, force: bool = False) -> None:
    """Raise what `install` would refuse with."""
    state = hook.state
    if state is HookState.FOREIGN and hook.has_old:
        raise HookError(hook.old, "a hook from before is kept here already; move one of them away")
    if state is HookState.EDITED and not force:
        raise HookError(hook.path, "edited by hand, so left as it is (--force replaces it)")


def install(hook: Hook, script: bytes, *, force: bool = False) -> bool:
    """Put our script where git looks for it; whether that changed anything.

    A hook that is there is kept beside it. With `force` even a script of ours
    that somebody has edited is replaced.
    """
    check_install(hook, force=force)
    state = hook.state
    if state is HookState.OURS and _content(hook.path) == script and os.access(hook.path, os.X_OK):
        return False
    folder, name = os.path.split(hook.path)
    beside = os.path.join(folder, temporary_for(name, f"{os.getpid():x}"))
    with _said(hook.path):
        os.makedirs(folder, exist_ok=True)
        with suppress(FileNotFoundError):
            os.unlink(beside)
        write_beside(beside, script, like=None)
        try:
            mode = stat.S_IMODE(os.stat(beside).st_mode)
            os.chmod(beside, mode | (mode & 0o444) >> 2)  # who may read it may run it
            if state is HookState.FOREIGN:
                os.rename(hook.path, hook.old)
            os.replace(beside, hook.path)
        except BaseException:
            unlink(beside)
            if state is HookState.FOREIGN and not os.path.lexists(hook.path):
                os.rename(hook.old, hook.path)
            raise
        sync_folder(hook.path)
    return True


def check_uninstall(hook: Hook, *, force: bool = False) -> bool:
    """Whether there is something to take away; raises what `uninstall` would refuse with."""
    state = hook.state
    if state is HookState.EDITED and not force:
        raise HookError(hook.path, "edited by hand, so left as it is (--force removes it)")
    return state in (HookState.OURS, HookState.EDITED) or (
        state is HookState.ABSENT and hook.has_old
    )


def uninstall(hook: Hook, *, force: bool = False) -> bool:
    """Take our script away and put back what was there before; whether that changed anything."""
    if not check_uninstall(hook, force=force):
        return False
    with _said(hook.path):
        if hook.has_old:
            os.replace(hook.old, hook.path)
        else:
            os.unlink(hook.path)
        sync_folder(hook.path)
    return True


def _told(folder: str, *words: str) -> str:
    return os.fsdecode(act(folder, ("rev-parse", *words)).answer.removesuffix(b"\n"))


def _is_within(path: str, folder: str) -> bool:
    return f"{path}/".startswith(f"{folder.rstrip('/')}/")


def _content(path: str) -> bytes:
    """The start of a file, nothing of a link that leads nowhere."""
    if os.path.isdir(path):
        raise HookError(path, "is a folder; git runs no such hook")
    try:
        with open(path, "rb") as file:
            return file.read(_MOST)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise HookError(path, reason_of(error)) from None


@contextmanager
def _said(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise HookError(path, f"not changed: {reason_of(error)}") from None
