"""The names of the properties that hold a note's progress."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["PropertyNames"]


class PropertyNames(NamedTuple):
    """The properties that hold a note's progress; one without a name isn't written."""

    percent: str = "progress"
    done: str = "tasks_done"
    total: str = "tasks_total"

    def names(self) -> list[str]:
        """Those that have a name."""
        return [name for name in self if name]
