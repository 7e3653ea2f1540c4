"""What a watcher is told, and what it is to do: the words between its plan and its hands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

__all__ = [
    "MISSING",
    "Action",
    "Answer",
    "Broken",
    "Changed",
    "Committed",
    "Configured",
    "Derived",
    "Do",
    "Event",
    "Guarded",
    "Kept",
    "Left",
    "Looked",
    "Paused",
    "Recovered",
    "Rules",
    "Say",
    "Signal",
    "Work",
]

MISSING = "missing"
"""The kind of pause while the vault itself is gone."""


class Rules(NamedTuple):
    """What the settings say: seconds to wait, and what is to be done.

    A change is committed, where it `commits`, when nothing has changed for
    `quiet` seconds, and at the latest `longest` seconds after the first change.
    It `derives` when there are notes to keep up to date.
    """

    quiet: float = 10
    longest: float = 300
    commits: bool = True
    derives: bool = False


class Work(Enum):
    """What takes its time; one at a time, and each is answered."""

    RELOAD = "read the settings"
    RECOVER = "clean up after an interrupted commit"
    FRESHEN = "look at some notes"
    SCAN = "look at all notes"
    ASK = "ask whether the repository is free"
    DERIVE = "bring derived notes up to date"
    COMMIT = "commit"
    SNAPSHOT = "keep a snapshot"
    END = "end"


class Do(NamedTuple):
    """Work to do: at `paths`, where it is about some notes; `code` is the exit code of an end."""

    work: Work
    paths: frozenset[str] = frozenset()
    code: int = 0


class Say(NamedTuple):
    """A line of the log: what sort of event, in words, and its facts for programs."""

    event: str
    text: str
    facts: Mapping[str, object]


Action = Do | Say


class Signal(Enum):
    """What is told without more: the time has come, or the world is not what it was."""

    TICK = "tick"
    UNCERTAIN = "changes were lost, or folders moved"
    WOKE = "the computer slept"
    REPOSITORY = "somebody works in the repository"
    STOP = "stop"


class Changed(NamedTuple):
    """Files were written, moved or removed by somebody else; `settings` among them."""

    paths: frozenset[str]
    settings: bool = False


class Configured(NamedTuple):
    """The settings were read again; `trouble` says why they couldn't be used."""

    trouble: str | None = None
    changed: bool = True


class Recovered(NamedTuple):
    """What an interrupted commit had left is cleaned up; in sentences."""

    said: tuple[str, ...] = ()


class Looked(NamedTuple):
    """The index is up to date; it took so many seconds. `spread` moves the next scan."""

    took: float = 0
    spread: float = 1


class Guarded(NamedTuple):
    """Whether the repository is free: why not, None if it is."""

    kind: str | None = None
    says: str = ""


class Derived(NamedTuple):
    """The derived notes are up to date: what was written, each with what tells the edit.

    `troubles` says of which that could not be, in sentences.
    """

    written: frozenset[tuple[str, str]] = frozenset()
    troubles: tuple[str, ...] = ()


class Left(NamedTuple):
    """A file that was left out of a commit; `soon` when it is to be tried again."""

    path: str
    reason: str
    soon: bool = False


class Committed(NamedTuple):
    """A commit was made, or was not needed: then there is no id."""

    commit: str | None
    message: str = ""
    paths: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()


class Paused(NamedTuple):
    """Work was refused for now: what `kind` of reason, and what to do in words."""

    kind: str
    says: str


class Kept(NamedTuple):
    """A snapshot was kept, by its id; None where there was nothing new."""

    snapshot: str | None = None
    trouble: str | None = None


class Broken(NamedTuple):
    """Work failed in a way that nobody has foreseen."""

    why: str


Answer = Configured | Recovered | Looked | Guarded | Derived | Committed | Paused | Kept | Broken
Event = Signal | Changed | Answer
