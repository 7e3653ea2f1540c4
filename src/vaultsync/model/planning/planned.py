"""What a section can be planned for: a length, a place among weeks or months, days, a deadline."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from vaultsync.model.planning.durations import Duration

__all__ = ["Dates", "Deadline", "Ongoing", "Planned", "Slot", "length_of"]


class Slot(NamedTuple):
    """The days, weeks or months `first` to `last`, the first of all being 1."""

    unit: str
    first: int
    last: int


class Deadline(NamedTuple):
    """So long after the start of all: `3-Month Goal`."""

    after: Duration


class Dates(NamedTuple):
    """From a day to another, both included; what is None isn't said."""

    start: date | None
    due: date | None


class Ongoing(NamedTuple):
    """Without an end."""


Planned = Duration | Slot | Deadline | Dates | Ongoing

_UNITS = {"day": (1, 1), "week": (7, 7), "month": (28, 31)}


def length_of(said: Planned) -> tuple[int, int] | None:
    """The least and the most days of what is planned; None where it has no length.

    >>> length_of(Slot("week", 5, 6)), length_of(Ongoing())
    ((14, 14), None)
    """
    match said:
        case Duration(least, most):
            return int(least), int(most)
        case Slot(unit, first, last):
            least_days, most_days = _UNITS[unit]
            return (last - first + 1) * least_days, (last - first + 1) * most_days
        case Dates(start, due) if start and due:
            days = max((due - start).days + 1, 1)
            return days, days
        case _:
            return None
