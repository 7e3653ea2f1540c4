"""What a report tells of the past: a frozen value that somebody with a history fills.

Nothing here looks at a clock or a repository: the same value gives the same report.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

__all__ = [
    "STALE_DAYS",
    "DoneTask",
    "HistoryPoint",
    "ReportHistory",
    "burn_up",
    "stale_notes",
    "thinned",
]

STALE_DAYS = 28
"""So many days before the newest change a note with open tasks counts as left lying."""

_MOST_POINTS = 12


class HistoryPoint(NamedTuple):
    """How far the vault was at the end of a day: `date` is ISO, `2026-11-20`."""

    date: str
    total: int
    done: int


class DoneTask(NamedTuple):
    """A task that was ticked: when, where, and what it says; `section` as in a `Task`."""

    date: str
    path: str
    section: tuple[str, ...]
    text: str


class ReportHistory(NamedTuple):
    """The past of a vault, as far as a report tells it.

    `points` are in the order of their dates, one a day at most and only where
    something changed; `recent` are the tasks that were done last, the newest
    first; `changed` has the paths of notes with the ISO date of their last change.
    """

    points: tuple[HistoryPoint, ...] = ()
    recent: tuple[DoneTask, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()


def thinned(points: Sequence[HistoryPoint], most: int = _MOST_POINTS) -> list[HistoryPoint]:
    """At most `most` points at even steps from the first date to the last.

    A day on which nothing changed is as the day before it. Fewer than two dates
    give no line: nothing is returned.

    >>> made = [HistoryPoint("2026-11-01", 4, 0), HistoryPoint("2026-11-03", 4, 2)]
    >>> [(point.date, point.done) for point in thinned(made)]
    [('2026-11-01', 0), ('2026-11-02', 0), ('2026-11-03', 2)]
    """
    days = [date.fromisoformat(point.date) for point in points]
    span = (days[-1] - days[0]).days if days else 0
    steps = min(most - 1, span)
    found = []
    for step in range(steps + 1) if steps else ():
        day = days[0] + timedelta(days=span * step // steps)
        point = points[bisect_right(days, day) - 1]
        found.append(point._replace(date=day.isoformat()))
    return found


def burn_up(points: Sequence[HistoryPoint]) -> Iterator[str]:
    r"""The lines of a Mermaid chart that Obsidian draws: all tasks, and those done.

    >>> made = [HistoryPoint("2026-11-01", 4, 0), HistoryPoint("2026-11-02", 5, 2)]
    >>> print("\n".join(burn_up(made)))
    ```mermaid
    xychart-beta
        title "Done of all tasks"
        x-axis ["11-01", "11-02"]
        y-axis "Tasks" 0 --> 5
        line [4, 5]
        line [0, 2]
    ```
    """
    shown = thinned(points)
    if not shown:
        return
    one_year = shown[0].date[:4] == shown[-1].date[:4]
    labels = ", ".join(f'"{point.date[5 if one_year else 0 :]}"' for point in shown)
    yield "```mermaid"
    yield "xychart-beta"
    yield '    title "Done of all tasks"'
    yield f"    x-axis [{labels}]"
    yield f'    y-axis "Tasks" 0 --> {max(1, *(point.total for point in shown))}'
    yield f"    line [{', '.join(str(point.total) for point in shown)}]"
    yield f"    line [{', '.join(str(point.done) for point in shown)}]"
    yield "```"


def stale_notes(history: ReportHistory) -> list[tuple[str, str]]:
    """The notes whose last change lies `STALE_DAYS` before the newest, the oldest first.

    The newest change is the measure, not the day of the report: that must not
    change while the notes don't.

    >>> stale_notes(ReportHistory(changed=(("a.md", "2026-10-01"), ("b.md", "2026-11-20"))))
    [('a.md', '2026-10-01')]
    """
    if not history.changed:
        return []
    newest = date.fromisoformat(max(day for _, day in history.changed))
    limit = (newest - timedelta(days=STALE_DAYS)).isoformat()
    found = [one for one in history.changed if one[1] <= limit]
    return sorted(found, key=lambda one: (one[1], one[0]))
