"""A history for people: a chart in characters, the paces, and what they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from vaultsync.model.history.flow import NOTHING
from vaultsync.model.history.forecast import Forecast, Pace, Verdict, forecast
from vaultsync.model.history.history import Point, Series
from vaultsync.model.progress.counts import Counts

__all__ = ["chart", "forecast_sentence", "history_lines", "sampled"]

_WIDTH, _HEIGHT = 60, 8
_FULL, _EMPTY = "█", "░"


def history_lines(series: Series, title: str, today: date, *, plain: bool) -> Iterator[str]:
    """The lines that `history` prints; `plain` keeps to ASCII."""
    if not series.points:
        yield f"{title}: no commit has a task yet"
        return
    first, last = series.points[0], series.points[-1]
    yield f"{title}: {_share(last.counts)}, {_many(series.commits, 'commit')} since {first.day}"
    if last.counts.total or any(point.counts.total for point in series.points):
        yield ""
        yield from chart(series.points, today, plain=plain)
        yield ""
    flow = NOTHING
    for point in series.points[1:]:
        flow = flow.plus(point.flow)
    yield (
        f"since the first day: {flow.finished} done, {flow.reopened} reopened, "
        f"{flow.added + flow.came} added, {flow.removed + flow.left} removed"
    )
    found = forecast(series.points, today)
    if found.recent and found.whole:
        yield f"last {_many(found.recent.days, 'day')}: {_pace(found.recent)}"
        if found.whole.days > found.recent.days:
            yield f"all {found.whole.days} days: {_pace(found.whole)}"
    yield forecast_sentence(found)


def chart(points: Sequence[Point], today: date, *, plain: bool = False) -> Iterator[str]:
    """Done boxes below, open ones above; time to the right, up to today."""
    full, empty = ("#", ".") if plain else (_FULL, _EMPTY)
    columns = sampled(points, today, _WIDTH)
    most = max(counts.total for _, counts in columns) or 1
    margin = len(str(most))
    for row in range(_HEIGHT, 0, -1):
        cells = "".join(_cell(counts, row, most, full, empty) for _, counts in columns)
        label = str(most) if row == _HEIGHT else ""
        yield f"{label:>{margin}} |{cells}".rstrip()
    begin, end = columns[0][0].isoformat(), columns[-1][0].isoformat()
    gap = len(columns) - len(begin) - len(end)
    yield f"{'0':>{margin}} +{'-' * len(columns)}"
    yield f"{'':>{margin}}  {begin}{' ' * gap}{end}" if gap > 0 else f"{'':>{margin}}  {begin}"


def sampled(points: Sequence[Point], today: date, most: int) -> list[tuple[date, Counts]]:
    """At most so many days, evenly from the first point to today, with the counts then.

    A day is drawn several times wide where there are few.
    """
    first, last = points[0].day, max(today, points[-1].day)
    days = (last - first).days
    found: list[tuple[date, Counts]] = []
    at = 0
    for column in range(most):
        day = first + timedelta(days * column // max(most - 1, 1))
        while at + 1 < len(points) and points[at + 1].day <= day:
            at += 1
        found.append((day, points[at].counts))
    return found


def forecast_sentence(found: Forecast) -> str:
    """What a forecast says, in words.

    >>> forecast_sentence(Forecast(Verdict.NO_TASKS, 0))
    'no tasks'
    """
    left = f"{found.left} left"
    match found.verdict:
        case Verdict.RANGE if found.latest is None:
            return f"{left}: done on {found.earliest} at the better pace, never at the other"
        case Verdict.RANGE if found.earliest == found.latest:
            return f"{left}: done on {found.earliest} at this pace"
        case Verdict.RANGE:
            return f"{left}: done between {found.earliest} and {found.latest} at these paces"
        case Verdict.NO_CONVERGENCE:
            return f"{left}: no convergence, they don't get fewer"
        case Verdict.TOO_EARLY:
            return f"{left}: too early to say when"
        case Verdict.DONE:
            return "all done"
        case Verdict.NO_TASKS:
            return "no tasks"


def _cell(counts: Counts, row: int, most: int, full: str, empty: str) -> str:
    """A row stands for a share of `most`; it is filled where at least half of it is reached."""
    if 2 * counts.done * _HEIGHT >= (2 * row - 1) * most:
        return full
    return empty if 2 * counts.total * _HEIGHT >= (2 * row - 1) * most else " "


def _share(counts: Counts) -> str:
    if counts.percent is None:
        return "no tasks"
    return f"{counts.done}/{counts.total} done ({counts.percent} %)"


def _pace(pace: Pace) -> str:
    weekly = 7 * pace.work / pace.days
    return f"{pace.work} done ({weekly:.1f} a week), {pace.growth:+d} to do"


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
