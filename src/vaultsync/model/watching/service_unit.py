"""The file that has the system run `vaultsync watch`: for systemd, and for launchd on macOS.

It ends with a line that tells whether somebody has changed it since.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NamedTuple

from vaultsync.text import encode

__all__ = ["Service", "is_untouched", "launchd_agent", "service_name", "systemd_unit", "unfit"]

_SLUG = re.compile(r"[^A-Za-z0-9]+")
# <!-- vaultsync 1f3a9c04d2b1 -->
_SEAL = re.compile(rb"(?:# |<!-- )vaultsync (?P<sum>[0-9a-f]{12})(?: -->)?\n")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_UNRUNNABLE = re.compile(r"""["'\\$]""")
_SEAL_LINES = {"systemd": "# vaultsync {}\n", "launchd": "<!-- vaultsync {} -->\n"}

# git is ended by the watcher itself: a signal to all at once could hit it in a commit.
_UNIT = """\
# Written by `vaultsync init --service`. Once changed by hand, it is left as it is.
[Unit]
Description={described}: vaultsync watch

[Service]
Type=exec
ExecStart={command}
{environment}
# Not the vault: a drive could not be unmounted.
WorkingDirectory=~
Restart=on-failure
RestartSec=30
# What is pending is committed within 10 s.
KillMode=mixed
TimeoutStopSec=20
Nice=10
IOSchedulingClass=idle

[Install]
WantedBy=default.target
"""


class Service(NamedTuple):
    """What is to run: the watch of the `vault`, an absolute path.

    `program` are the words that start vaultsync, of which the first is the path
    of the interpreter; `environment` are names and values of variables.
    """

    vault: str
    program: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()

    @property
    def command(self) -> tuple[str, ...]:
        """The words of the whole command."""
        return (*self.program, "--vault", self.vault, "watch")


def service_name(vault: str) -> str:
    """The name of the service of the vault at an absolute path: of another vault it is another.

    >>> service_name("/home/ada/My Notes")
    'vaultsync-My-Notes-05090c'
    """
    slug = _SLUG.sub("-", vault.rpartition("/")[2]).strip("-")[:40]
    parts = ["vaultsync", slug, sha256(encode(vault)).hexdigest()[:6]]
    return "-".join(part for part in parts if part)


def unfit(service: Service, kind: str) -> str | None:
    """Why there can be no file of that `kind`, systemd or launchd, for a service; else None.

    >>> unfit(Service("/notes", ("/it's/python",)), "systemd")
    "/it's/python: systemd runs no program with a quote, a backslash or $ in its path"
    """
    for text in (*service.command, *(value for _, value in service.environment)):
        if _CONTROL.search(text):
            return f"{text}: has characters that no service file can hold"
    if kind == "systemd" and _UNRUNNABLE.search(service.program[0]):
        said = "systemd runs no program with a quote, a backslash or $ in its path"
        return f"{service.program[0]}: {said}"
    return None


def systemd_unit(service: Service) -> str:
    r"""The text of a unit of the user's systemd.

    >>> unit = systemd_unit(Service("/home/ada/50% \"$a\"", ("/usr/bin/python3",)))
    >>> print(unit.splitlines()[6])
    ExecStart="/usr/bin/python3" "--vault" "/home/ada/50%% \"$$a\"" "watch"
    """
    first, *rest = service.command
    # systemd fills in variables in all words but the program's path.
    variables = service.environment
    words = [_quoted(first), *(_quoted(word).replace("$", "$$") for word in rest)]
    return _sealed(
        _UNIT.format(
            described=service.vault.replace("%", "%%"),
            command=" ".join(words),
            environment="\n".join(f"Environment={_quoted(f'{k}={v}')}" for k, v in variables),
        ),
        "systemd",
    )


def launchd_agent(service: Service, home: str) -> str:
    """The text of a property list for launchd; `home` is the user's folder.

    >>> "<string>watch</string>" in launchd_agent(Service("/n", ("/py",)), "/Users/ada")
    True
    """
    import plistlib

    name = service_name(service.vault)
    log = f"{home}/Library/Logs/{name}.log"
    agent = {
        "Label": name,
        "ProgramArguments": list(service.command),
        "EnvironmentVariables": dict(service.environment),
        "WorkingDirectory": home,  # not the vault: a drive could not be unmounted
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 30,
        "ExitTimeOut": 20,
        "ProcessType": "Background",
        "LowPriorityIO": True,
        "Nice": 10,
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }
    return _sealed(plistlib.dumps(agent, sort_keys=False).decode("utf-8"), "launchd")


def is_untouched(raw: bytes) -> bool:
    """Whether these are the bytes of a file that was written here, and not changed since.

    >>> unit = systemd_unit(Service("/n", ("/py",))).encode()
    >>> is_untouched(unit), is_untouched(unit.replace(b"Nice=10", b"Nice=5"))
    (True, False)
    """
    start = raw.rfind(b"\n", 0, -1) + 1
    seal = _SEAL.fullmatch(raw, start)
    return seal is not None and seal["sum"].decode() == _sum(raw[:start])


def _sealed(text: str, kind: str) -> str:
    return text + _SEAL_LINES[kind].format(_sum(encode(text)))


def _sum(raw: bytes) -> str:
    return sha256(raw).hexdigest()[:12]


def _quoted(text: str) -> str:
    """A word as systemd reads it: quoted, and without its specifiers (%h)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'
