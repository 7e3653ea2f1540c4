"""What `doctor` says of something it has looked at; the judgements themselves stand beside."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

__all__ = ["Diagnosis", "Level", "error", "fine", "info", "listed", "several", "warning"]


class Level(Enum):
    """How grave it is: an error makes `doctor` fail; what is fine is said, too."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OK = "ok"


class Diagnosis(NamedTuple):
    """What was found: `why` it matters, and the command that mends it, `fix`, for the vault's root.

    What is fine has neither.
    """

    code: str
    level: Level
    message: str
    why: str = ""
    fix: str = ""


def error(code: str, message: str, why: str, fix: str) -> Diagnosis:
    """Something that doesn't work."""
    return Diagnosis(code, Level.ERROR, message, why, fix)


def warning(code: str, message: str, why: str, fix: str) -> Diagnosis:
    """Something that will do harm one day, or does less than it could."""
    return Diagnosis(code, Level.WARNING, message, why, fix)


def info(code: str, message: str, why: str, fix: str) -> Diagnosis:
    """Something that is good to know."""
    return Diagnosis(code, Level.INFO, message, why, fix)


def fine(code: str, message: str) -> list[Diagnosis]:
    """What was looked at, and nothing was wrong."""
    return [Diagnosis(code, Level.OK, message)]


def listed(paths: Sequence[str], most: int = 3) -> str:
    """The first of some paths, and how many there are beside them.

    >>> listed(["a.md", "b.md", "c.md", "d.md", "e.md"])
    'a.md, b.md, c.md and 2 more'
    """
    more = f" and {len(paths) - most} more" if len(paths) > most else ""
    return ", ".join(paths[:most]) + more


def several(number: int, one: str, many: str = "") -> str:
    """A number of things.

    >>> several(1, "note"), several(2, "note")
    ('1 note', '2 notes')
    """
    return f"{number} {one if number == 1 else many or f'{one}s'}"
