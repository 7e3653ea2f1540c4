"""Progress over time, from what each commit changed: of a vault, its notes, their headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from vaultsync.model.history.flow import NOTHING, Flow
from vaultsync.model.progress.counts import Counts

__all__ = ["History", "Point", "Series", "Step", "history_of"]

Section = tuple[str, ...]


class Step(NamedTuple):
    """What one commit did to one note: the counts after it, nothing where the note is gone.

    `old_path` is where the note was before, if that is elsewhere.
    """

    path: str
    old_path: str | None
    counts: Counts
    sections: dict[Section, Counts]
    flow: Flow


class Point(NamedTuple):
    """The counts at the end of a day on which there was a commit, and what changed that day."""

    day: date
    counts: Counts
    flow: Flow = NOTHING


class Series(NamedTuple):
    """The points of a note, or of the whole vault (`path` is None), and of its headings.

    Points of headings know no flow. `commits` is how many changed it.
    """

    path: str | None
    points: tuple[Point, ...]
    sections: dict[Section, tuple[Point, ...]]
    commits: int = 0


class History(NamedTuple):
    """The series of the vault, and of each note by the path that it has, or had at its end."""

    vault: Series
    notes: dict[str, Series]


class _Track:
    """A series that grows, with the counts as they stand."""

    def __init__(self) -> None:
        self.counts = Counts()
        self.points: list[Point] = []
        self.sections: dict[Section, list[Point]] = {}
        self.commits = 0

    def add(self, day: date, counts: Counts, flow: Flow) -> None:
        self.counts = counts
        self.commits += 1
        if self.points and self.points[-1].day == day:
            self.points[-1] = Point(day, counts, self.points[-1].flow.plus(flow))
        else:
            self.points.append(Point(day, counts, flow))

    def split(self, day: date, sections: dict[Section, Counts]) -> None:
        for section in {**self.sections, **sections}:
            points = self.sections.setdefault(section, [])
            counts = sections.get(section, Counts())
            if points and points[-1].day == day:
                points[-1] = Point(day, counts)
            elif not points or points[-1].counts != counts:
                points.append(Point(day, counts))

    def series(self, path: str | None) -> Series:
        sections = {section: tuple(points) for section, points in self.sections.items()}
        return Series(path, tuple(self.points), sections, self.commits)


def history_of(commits: Iterable[tuple[date, Sequence[Step]]]) -> History:
    """The history that commits make: the day of each, and what it did to notes; the oldest first.

    A day before that of an earlier commit counts as that one's: clocks go
    wrong, and work is carried over to other branches, but what came later came
    later. A note that comes back is the one that it was.
    """
    vault = _Track()
    notes: dict[str, _Track] = {}
    latest = date.min
    for day, steps in commits:
        latest = max(latest, day)
        moved = {
            step.old_path: notes.pop(step.old_path)
            for step in steps
            if step.old_path is not None and step.old_path in notes
        }
        total, flow = vault.counts, NOTHING
        for step in steps:
            track = moved.get(step.old_path or "") or notes.get(step.path) or _Track()
            notes[step.path] = track
            total = _less(total.plus(step.counts), track.counts)
            flow = flow.plus(step.flow)
            track.add(latest, step.counts, step.flow)
            track.split(latest, step.sections)
        if steps:
            vault.add(latest, total, flow)
    return History(vault.series(None), {path: track.series(path) for path, track in notes.items()})


def _less(counts: Counts, other: Counts) -> Counts:
    return Counts(
        total=counts.total - other.total,
        done=counts.done - other.done,
        open=counts.open - other.open,
        in_progress=counts.in_progress - other.in_progress,
        cancelled=counts.cancelled - other.cancelled,
    )
