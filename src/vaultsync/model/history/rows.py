"""A history as rows and as the document of `history --format json`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from vaultsync.model.history.flow import Flow
from vaultsync.model.history.forecast import Forecast, Pace, forecast
from vaultsync.model.history.history import History, Point, Series
from vaultsync.model.progress.counts import Counts

__all__ = ["COLUMNS", "history_json", "history_rows"]

_COUNTS = ("total", "done", "open", "in_progress", "cancelled")
COLUMNS = ("path", "section", "date", *_COUNTS, "percent", *Flow._fields)


def history_json(history: History, shown: Series, policy: str, today: date) -> dict[str, Any]:
    """One note's or the vault's history; that of the vault has those of its notes, too."""
    document = {"policy": policy, **_series(shown, today), "sections": _sections(shown)}
    if shown.path is None:
        document["notes"] = [
            {**_series(one, today), "sections": _sections(one)}
            for one in sorted(history.notes.values(), key=lambda one: one.path or "")
        ]
    return document


def history_rows(history: History, shown: Series) -> Iterator[dict[str, Any]]:
    """A row for each day of the vault or the note, and of each note or heading in it."""
    yield from _rows(shown)
    if shown.path is None:
        for path in sorted(history.notes):
            yield from _rows(history.notes[path])


def _rows(series: Series) -> Iterator[dict[str, Any]]:
    for point in series.points:
        yield {"path": series.path, "section": [], **_point(point), **point.flow._asdict()}
    for section, points in series.sections.items():
        for point in points:
            yield {"path": series.path, "section": list(section), **_point(point)}


def _series(series: Series, today: date) -> dict[str, Any]:
    return {
        "path": series.path,
        "commits": series.commits,
        "points": [{**_point(one), **one.flow._asdict()} for one in series.points],
        "forecast": _forecast(forecast(series.points, today)),
    }


def _sections(series: Series) -> list[dict[str, Any]]:
    return [
        {"section": list(section), "points": [_point(point) for point in points]}
        for section, points in series.sections.items()
    ]


def _point(point: Point) -> dict[str, Any]:
    return {"date": point.day.isoformat(), **_counts(point.counts)}


def _counts(counts: Counts) -> dict[str, int | None]:
    named: Sequence[tuple[str, int]] = list(zip(_COUNTS, counts, strict=False))  # type: ignore[arg-type, unused-ignore]
    return {**dict(named), "percent": counts.percent}


def _forecast(found: Forecast) -> dict[str, Any]:
    return {
        "verdict": found.verdict.value,
        "left": found.left,
        "recent": _pace(found.recent),
        "since_start": _pace(found.whole),
        "earliest": found.earliest.isoformat() if found.earliest else None,
        "latest": found.latest.isoformat() if found.latest else None,
    }


def _pace(pace: Pace | None) -> dict[str, Any] | None:
    return None if pace is None else {"days": pace.days, "work": pace.work, "growth": pace.growth}
