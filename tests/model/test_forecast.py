"""When it may be done: a table of histories, and what may never be said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model.history.flow import Flow
from vaultsync.model.history.forecast import Forecast, Pace, Verdict, forecast
from vaultsync.model.history.history import Point, Step, history_of
from vaultsync.model.progress.counts import Counts

START = date(2026, 10, 1)


def points(*days: tuple[int, int, int]) -> list[Point]:
    """Points from (days after the start, boxes, of them done); more boxes were added open."""
    found: list[Point] = []
    for after, total, done in days:
        before = found[-1].counts if found else Counts()
        flow = Flow(finished=done - before.done, added=total - before.total)
        found.append(Point(START + timedelta(after), Counts(total, done, total - done), flow))
    return found


def on(after: int) -> date:
    return START + timedelta(after)


Case = tuple[list[Point], int, Forecast]

FORECASTS: dict[str, Case] = {
    "nothing": ([], 5, Forecast(Verdict.NO_TASKS, 0)),
    "no-tasks": (points((0, 0, 0)), 5, Forecast(Verdict.NO_TASKS, 0)),
    "first-day": (points((0, 10, 2)), 0, Forecast(Verdict.TOO_EARLY, 8)),
    "even-pace": (
        points((0, 100, 0), (10, 100, 20), (20, 100, 40)),
        20,
        Forecast(Verdict.RANGE, 60, Pace(14, 40, 0), Pace(20, 40, 0), on(41), on(50)),
    ),
    "only-short": (
        points((0, 10, 0), (4, 10, 5)),
        5,
        Forecast(Verdict.RANGE, 5, Pace(5, 5, 0), Pace(5, 5, 0), on(10), on(10)),
    ),
    "stalled-of-late": (
        points((0, 10, 0), (4, 10, 5)),
        40,
        Forecast(Verdict.RANGE, 5, Pace(14, 0, 0), Pace(40, 5, 0), on(80), None),
    ),
    "scope-grows-as-fast": (
        points((0, 10, 0), (10, 15, 5)),
        10,
        Forecast(Verdict.NO_CONVERGENCE, 10, Pace(10, 5, 5), Pace(10, 5, 5)),
    ),
    "never-worked-on": (
        points((0, 10, 0)),
        10,
        Forecast(Verdict.NO_CONVERGENCE, 10, Pace(10, 0, 0), Pace(10, 0, 0)),
    ),
    "done": (
        points((0, 10, 0), (1, 10, 10)),
        2,
        Forecast(Verdict.DONE, 0, Pace(2, 10, 0), Pace(2, 10, 0)),
    ),
    "in-a-thousand-years": (
        points((0, 100_000, 0), (100, 100_000, 1)),
        110,
        Forecast(Verdict.NO_CONVERGENCE, 99_999, Pace(14, 1, 0), Pace(110, 1, 0)),
    ),
    "what-was-done-at-the-start-is-no-pace": (
        points((0, 10, 5)),
        5,
        Forecast(Verdict.NO_CONVERGENCE, 5, Pace(5, 0, 0), Pace(5, 0, 0)),
    ),
}


@pytest.mark.parametrize(("found", "today", "wanted"), FORECASTS.values(), ids=FORECASTS)
def test_forecast(found: list[Point], today: int, wanted: Forecast) -> None:
    assert forecast(found, on(today)) == wanted


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1),
    st.integers(0, 200),
)
def test_an_end_lies_ahead(rows: list[tuple[int, int, int]], later: int) -> None:
    day, total, done, days = 0, 0, 0, []
    for gap, more, ticked in rows:
        day, total = day + gap + 1, total + more
        done = min(total, done + ticked)
        days.append((day, total, done))
    today = on(day + later)
    found = forecast(points(*days), today)
    assert found.left == total - done
    assert (found.verdict is Verdict.RANGE) == (found.earliest is not None)
    if found.earliest:
        assert found.earliest > today
        assert found.latest is None or found.latest >= found.earliest


def step(path: str, total: int, done: int, old_path: str | None = None) -> Step:
    counts = Counts(total, done, total - done)
    return Step(path, old_path, counts, {("A",): counts}, Flow(finished=done))


def test_history_follows_renames_and_adds_up() -> None:
    history = history_of(
        [
            (on(0), [step("a.md", 4, 0), step("b.md", 2, 1)]),
            (on(1), [step("c.md", 4, 1, "a.md")]),
            (on(1), [step("c.md", 4, 2)]),
            (on(3), [step("b.md", 0, 0), step("a.md", 1, 0)]),
        ]
    )
    assert [(one.day, *one.counts[:2]) for one in history.vault.points] == [
        (on(0), 6, 1),
        (on(1), 6, 3),
        (on(3), 5, 2),
    ]
    assert set(history.notes) == {"a.md", "b.md", "c.md"}
    moved = history.notes["c.md"]
    assert [one.counts.done for one in moved.points] == [0, 2]
    assert moved.points[1].flow.finished == 3
    assert moved.commits == 3
    assert [one.counts.done for one in moved.sections["A",]] == [0, 2]


def test_two_notes_that_change_places() -> None:
    history = history_of(
        [
            (on(0), [step("a.md", 4, 0), step("b.md", 2, 1)]),
            (on(1), [step("b.md", 4, 0, "a.md"), step("a.md", 2, 1, "b.md")]),
        ]
    )
    assert [one.counts.total for one in history.notes["a.md"].points] == [2, 2]
    assert [one.counts.total for one in history.vault.points] == [6, 6]


def test_a_clock_that_went_back_goes_on() -> None:
    history = history_of([(on(5), [step("a.md", 1, 0)]), (on(2), [step("a.md", 1, 1)])])
    assert [one.day for one in history.vault.points] == [on(5)]
    assert history.vault.points[0].counts.done == 1
