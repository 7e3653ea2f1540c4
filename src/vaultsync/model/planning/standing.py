"""How far ahead or behind something is, against a faster and a slower schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from vaultsync.model.planning.planned import Dates, Deadline, Ongoing, Planned
from vaultsync.model.planning.schedule import Piece, Window, earliest, latest
from vaultsync.model.progress.counts import Counts

__all__ = ["Standing", "State", "section_standing", "whole_standing"]


class State(Enum):
    """How a section, or a whole plan, stands against today."""

    DONE = "done"
    AHEAD = "ahead"
    ON_TRACK = "on track"
    BEHIND = "behind"
    LATER = "later"
    ONGOING = "ongoing"
    NO_TASKS = "no tasks"
    NO_START = "no start"
    NO_PLAN = "no plan"


class Standing(NamedTuple):
    """A state; `days` are those ahead, or, below zero, behind."""

    state: State
    days: int = 0


def section_standing(
    said: Planned, counts: Counts, fast: Window | None, slow: Window | None, today: date
) -> Standing:
    """How a planned section stands; `fast` and `slow` are when it lies in the two schedules."""
    if not counts.total:
        return Standing(State.NO_TASKS)
    if counts.done == counts.total:
        return Standing(State.DONE)
    if isinstance(said, Ongoing):
        return Standing(State.ONGOING)
    if isinstance(said, Dates) and said.due and fast is None:
        return _until(today, Fraction(said.due.toordinal() + 1))
    if fast is None or slow is None:
        return Standing(State.NO_START)
    if isinstance(said, Deadline):
        return _until(today, fast.end)
    made = _made(counts)
    if today.toordinal() < fast.start and not made:
        return Standing(State.LATER)
    weight = Fraction(counts.total)
    return _against(([Piece(*fast, weight)], [Piece(*slow, weight)]), made, today)


def _until(today: date, end: Fraction) -> Standing:
    """How it stands with what has only an end."""
    late = int(today.toordinal() - end) + 1
    return Standing(State.BEHIND, -late) if late >= 1 else Standing(State.LATER)


def whole_standing(
    whole: Sequence[list[Piece]], counts: list[Counts], begin: date | None, today: date
) -> Standing:
    """How all scheduled sections stand together: `whole` are the faster and the slower schedule."""
    if not counts:
        return Standing(State.NO_START if begin is None else State.ONGOING)
    if not any(one.total for one in counts):
        return Standing(State.NO_TASKS)
    if all(one.done == one.total for one in counts):
        return Standing(State.DONE)
    fast, slow = whole
    made = sum((_made(one) for one in counts), Fraction(0))
    if not made and all(today.toordinal() < piece.start for piece in fast):
        return Standing(State.LATER)
    return _against((fast, slow), made, today)


def _against(schedules: tuple[list[Piece], list[Piece]], made: Fraction, today: date) -> Standing:
    """How `made` boxes stand against the faster and the slower schedule."""
    fast, slow = schedules
    ahead = earliest(fast, made) - today.toordinal()
    behind = today.toordinal() - latest(slow, made)
    if ahead >= 1:
        return Standing(State.AHEAD, int(ahead))
    if behind >= 1:
        return Standing(State.BEHIND, -int(behind))
    return Standing(State.ON_TRACK)


def _made(counts: Counts) -> Fraction:
    return Fraction(counts.done + counts.credit)
