"""How fast work gets done, and when all of it may be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from vaultsync.model.history.flow import NOTHING
from vaultsync.model.history.history import Point

__all__ = ["Forecast", "Pace", "Verdict", "forecast"]

RECENT = 14  # days
_HORIZON = 36_500  # days: a finish later than that is none


class Verdict(Enum):
    """What can be said of the end."""

    NO_TASKS = "no tasks"
    DONE = "done"
    TOO_EARLY = "too early to say"
    NO_CONVERGENCE = "no convergence"
    RANGE = "range"


class Pace(NamedTuple):
    """Over so many days: boxes done (less those reopened), and how many more there are to do."""

    days: int
    work: int
    growth: int

    def finish(self, left: int, today: date) -> date | None:
        """The day on which `left` boxes are done at this pace; None where they don't get fewer.

        >>> Pace(14, work=7, growth=0).finish(3, date(2026, 11, 1)).isoformat()
        '2026-11-07'
        """
        net = self.work - self.growth
        if net <= 0:
            return None
        days = -(-left * self.days // net)
        return today + timedelta(days) if days <= _HORIZON else None


class Forecast(NamedTuple):
    """`left` boxes, the pace of the last two weeks and since the start, and the end they lead to.

    With `Verdict.RANGE` there is an `earliest` day; `latest` is None where one
    of both paces leads to no end.
    """

    verdict: Verdict
    left: int
    recent: Pace | None = None
    whole: Pace | None = None
    earliest: date | None = None
    latest: date | None = None


def forecast(points: Sequence[Point], today: date) -> Forecast:
    """What the points of a series say about its end.

    The first day is where counting starts: what was there then is no work and
    no growth. Both paces are net: new boxes to do are taken from boxes done.
    """
    if not points or not points[-1].counts.total:
        return Forecast(Verdict.NO_TASKS, 0)
    counts = points[-1].counts
    left = counts.total - counts.done
    days = (today - points[0].day).days
    if days < 1:
        return Forecast(Verdict.TOO_EARLY if left else Verdict.DONE, left)
    recent, whole = _pace(points, min(days, RECENT), today), _pace(points, days, today)
    if not left:
        return Forecast(Verdict.DONE, 0, recent, whole)
    ends = [pace.finish(left, today) for pace in (recent, whole)]
    dates = sorted(end for end in ends if end is not None)
    if not dates:
        return Forecast(Verdict.NO_CONVERGENCE, left, recent, whole)
    latest = dates[-1] if len(dates) == len(ends) else None
    return Forecast(Verdict.RANGE, left, recent, whole, dates[0], latest)


def _pace(points: Sequence[Point], days: int, today: date) -> Pace:
    """What happened in the last `days` days, today included."""
    flow = NOTHING
    for point in points[1:]:
        if point.day > today - timedelta(days):
            flow = flow.plus(point.flow)
    return Pace(days, flow.work, flow.growth)
