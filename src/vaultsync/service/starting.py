"""Starting with a vault: its repository, and the service that watches it."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from typing import NamedTuple

from vaultsync.effects.files import reason_of
from vaultsync.effects.page_file import read_page, write_page
from vaultsync.errors import VaultsyncError, WriteFailedError
from vaultsync.model.watching.service_unit import (
    Service,
    is_untouched,
    launchd_agent,
    service_name,
    systemd_unit,
    unfit,
)

__all__ = [
    "Begun",
    "NoServiceError",
    "ServiceFile",
    "begin_repository",
    "plan_service",
    "write_service",
]

# Where vaultsync keeps what it knows: the service must find the same as the user's commands.
_KINDS = {"linux": "systemd", "darwin": "launchd"}
_SAME = ("XDG_CACHE_HOME", "XDG_STATE_HOME")


class NoServiceError(VaultsyncError):
    """No file of a service can be written here; `reason` says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class Begun(NamedTuple):
    """What `begin_repository` found and did.

    `top` is the folder at which the repository begins, `made` says whether it
    is new, `excluded` whether the lines that leave noise out are.
    """

    top: str
    made: bool
    excluded: bool


def begin_repository(root: str, *, dry_run: bool = False) -> Begun:
    """Make the vault at `root` a repository where it is in none, and leave noise out of commits.

    Raises what `open_repository` raises, but for a vault that is in no repository.
    """
    from vaultsync.effects.git.errors import NotARepositoryError
    from vaultsync.effects.git.making import make_repository
    from vaultsync.effects.git.noise import exclude_noise
    from vaultsync.effects.git.repository import open_repository

    try:
        repository = open_repository(root)
    except NotARepositoryError:
        if dry_run:
            return Begun(root, made=True, excluded=True)
        return Begun(root, made=True, excluded=exclude_noise(make_repository(root)))
    return Begun(repository.top, made=False, excluded=exclude_noise(repository, dry_run=dry_run))


class ServiceFile(NamedTuple):
    """A file that makes the system run the watch: `kind` is systemd or launchd.

    `old` is what is there, None for nothing. `commands` start the service, the
    `others` are of use later, each with what it does.
    """

    kind: str
    path: str
    text: str
    old: bytes | None
    commands: tuple[str, ...]
    others: tuple[tuple[str, str], ...]

    @property
    def is_there(self) -> bool:
        """Whether the file is as it should be."""
        return self.old == self.text.encode()


def plan_service(
    root: str, environ: Mapping[str, str], platform: str = sys.platform, *, force: bool = False
) -> ServiceFile:
    """The file of the service that watches the vault at `root`, for the user of `environ`.

    Raises `NoServiceError` where the system has no such files, `WriteFailedError`
    where there is a file that was written by somebody else and isn't to be
    replaced by `force`.
    """
    if platform not in _KINDS:
        raise NoServiceError(
            "services are written for systemd and launchd alone; on this system have its own "
            f'scheduler run at log-on: "{sys.executable}" -P -m vaultsync --vault "{root}" watch'
        )
    kind = _KINDS[platform]
    # -P: without it Python would look for its modules in the working directory first.
    program = (sys.executable, "-P", "-m", "vaultsync")
    service = Service(root, program, _environment(environ))
    if reason := unfit(service, kind):
        raise NoServiceError(f"no service can be written: {reason}")
    home = environ.get("HOME") or os.path.expanduser("~")
    name = service_name(root)
    if kind == "systemd":
        named = environ.get("XDG_CONFIG_HOME", "")
        config = named if os.path.isabs(named) else os.path.join(home, ".config")
        path, text = f"{config}/systemd/user/{name}.service", systemd_unit(service)
    else:
        agents = os.path.join(home, "Library/LaunchAgents")
        path, text = os.path.join(agents, f"{name}.plist"), launchd_agent(service, home)
    old = read_page(path, b"", overwrite=force)
    if old not in (None, text.encode()) and not (force or is_untouched(old or b"")):
        raise WriteFailedError(
            path, "it was changed by hand, or is another's (--force replaces it)"
        )
    commands = _COMMANDS[kind](name, path, replaces=old not in (None, text.encode()))
    return ServiceFile(kind, path, text, old, *commands)


def write_service(file: ServiceFile) -> bool:
    """Put the file to its place; whether that changed anything. Raises `WriteFailedError`."""
    try:
        os.makedirs(os.path.dirname(file.path), exist_ok=True)
    except OSError as error:
        raise WriteFailedError(file.path, reason_of(error)) from None
    return write_page(file.path, file.text.encode(), b"", overwrite=True)


def _environment(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    folders = [folder for folder in environ.get("PATH", "").split(":") if os.path.isabs(folder)]
    path = ":".join(dict.fromkeys(folders))
    if not shutil.which("git", path=path):
        path = ":".join(dict.fromkeys([*folders, *os.defpath.split(":")]))
    same = ((name, environ[name]) for name in _SAME if environ.get(name))
    return (("PATH", path), *same)


_Commands = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]


def _systemd_commands(name: str, _path: str, *, replaces: bool) -> _Commands:
    start = f"systemctl --user enable --now {name}"
    restart = (f"systemctl --user restart {name}",) if replaces else ()
    return ("systemctl --user daemon-reload", start, *restart), (
        ("loginctl enable-linger", "keeps it at work while you are logged out"),
        (f"journalctl --user -f -u {name}", "shows what it does"),
        (f"systemctl --user disable --now {name}", "ends it for good"),
    )


def _launchd_commands(name: str, path: str, *, replaces: bool) -> _Commands:
    domain = f"gui/{os.getuid()}" if hasattr(os, "getuid") else "gui/$(id -u)"
    end = f"launchctl bootout {domain}/{name}"
    before = (end,) if replaces else ()
    return (*before, f"launchctl bootstrap {domain} {shlex.quote(path)}"), (
        (f'tail -f "$HOME/Library/Logs/{name}.log"', "shows what it does"),
        (end, "ends it until you log in again"),
    )


_COMMANDS = {"systemd": _systemd_commands, "launchd": _launchd_commands}
