"""Schedules: on which days planned sections lie, and how much was planned by which day.

Days are ordinals as `date.toordinal` counts them, parts of days included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from vaultsync.model.planning.durations import Duration
from vaultsync.model.planning.planned import Dates, Deadline, Planned, Slot
from vaultsync.syntax.elements import Heading

__all__ = ["Piece", "Window", "day_of", "earliest", "latest", "planned_by", "schedule"]

_DAYS = {"day": 1, "week": 7}
_LAST = date.max.toordinal()


class Window(NamedTuple):
    """From a day to the day after the last one."""

    start: Fraction
    end: Fraction


class Piece(NamedTuple):
    """So many boxes, spread evenly over a window."""

    start: Fraction
    end: Fraction
    weight: Fraction


def day_of(ordinal: Fraction) -> date:
    """The day that an ordinal lies in, or the last of all.

    >>> day_of(Fraction(date(2026, 1, 1).toordinal()) + Fraction(1, 2))
    datetime.date(2026, 1, 2)
    """
    return date.fromordinal(min(max(ceil(ordinal), 1), _LAST))


def schedule(
    headings: Sequence[Heading], plan: Mapping[int, Planned], start: date | None, pace: int
) -> dict[int, Window]:
    """When each planned section is due, by its index; what can't be told is left out.

    `pace` is 0 for the shorter times, 2 for the longer, 1 for the middle. What has
    only a length follows what stands before it under the same planned heading.
    Weeks and months count from `start`, or, where their numbers begin anew below
    each planned heading, from that one's first day.
    """
    placed: dict[int, Window] = {}
    cursors: dict[int | None, Fraction | None] = {}
    # Of each unit: below which heading its numbers were last seen, and how far they went.
    highest: dict[str, tuple[int | None, int]] = {}
    anew: set[int] = set()  # the headings below which they begin anew
    origin = Fraction(start.toordinal()) if start else None
    for index, said in plan.items():
        over = headings[index].parent
        while over is not None and over not in placed:
            over = headings[over].parent
        begin = placed[over].start if over is not None else origin
        if isinstance(said, Slot):
            last_over, far = highest.get(said.unit, (over, 0))
            if over is not None and last_over != over and said.first <= far:
                anew.add(over)
            highest[said.unit] = (over, max(said.last, far))
        first = begin if over in anew else origin
        window = _window(said, first, cursors.get(over, begin), pace)
        if window is not None and window.end <= _LAST:
            placed[index] = window
            cursors[over] = window.end
    return placed


def _window(
    said: Planned, origin: Fraction | None, cursor: Fraction | None, pace: int
) -> Window | None:
    match said:
        case Dates(start, due):
            begin = Fraction(start.toordinal()) if start else cursor
            if due is None or begin is None:
                return None
            return Window(begin, max(Fraction(due.toordinal() + 1), begin + 1))
        case Duration() if cursor is not None:
            return Window(cursor, cursor + max(_length(said, pace), Fraction(1)))
        case Deadline(after) if origin is not None:
            return Window(origin, origin + _length(after, pace))
        case Slot(unit, first, last) if origin is not None:
            return Window(_after(origin, unit, first - 1), _after(origin, unit, last))
        case _:
            return None


def _length(duration: Duration, pace: int) -> Fraction:
    return (duration.least, duration.days, duration.most)[pace]


def _after(origin: Fraction, unit: str, count: int) -> Fraction:
    if unit in _DAYS:
        return origin + count * _DAYS[unit]
    day = day_of(origin)
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    if year > date.max.year:
        return Fraction(_LAST + 1)
    for last in range(day.day, 0, -1):
        try:
            return Fraction(date(year, month + 1, last).toordinal())
        except ValueError:  # no such day in that month
            continue
    raise AssertionError("every month has a first day")


def planned_by(pieces: Sequence[Piece], day: date) -> Fraction:
    """How many boxes were to be done when `day` begins.

    >>> begin = Fraction(date(2026, 1, 1).toordinal())
    >>> planned_by([Piece(begin, begin + 4, Fraction(2))], date(2026, 1, 3))
    Fraction(1, 1)
    """
    now, planned = day.toordinal(), Fraction(0)
    for start, end, weight in pieces:
        planned += weight * min(max((now - start) / (end - start), Fraction(0)), Fraction(1))
    return planned


def earliest(pieces: Sequence[Piece], made: Fraction) -> Fraction:
    """The first moment by which `made` boxes were planned."""
    return _when(pieces, made, late=False)


def latest(pieces: Sequence[Piece], made: Fraction) -> Fraction:
    """The last moment by which no more than `made` boxes were planned."""
    return _when(pieces, made, late=True)


def _when(pieces: Sequence[Piece], made: Fraction, *, late: bool) -> Fraction:
    """Walk along the days on which a piece starts or ends; between them all goes evenly."""
    slopes: dict[Fraction, Fraction] = {}
    for start, end, weight in pieces:
        slope = weight / (end - start)
        slopes[start] = slopes.get(start, Fraction(0)) + slope
        slopes[end] = slopes.get(end, Fraction(0)) - slope
    moments = sorted(slopes)
    now, slope, planned = moments[0], Fraction(0), Fraction(0)
    for moment in moments:
        more = slope * (moment - now)
        if planned + more > made or (not late and planned + more == made and more):
            return now + (made - planned) / slope
        planned, now, slope = planned + more, moment, slope + slopes[moment]
        if not late and planned >= made:
            return now
    return now
