"""Plans against what is done: schedules, days ahead and behind, real roadmaps."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outline import note_of, unarrow
from vaultsync.model.note import parse_note
from vaultsync.model.planning.plan import NotePlan, note_plan
from vaultsync.model.planning.standing import State
from vaultsync.model.progress.measure import Measure, Policy
from vaultsync.syntax.task_edits import set_status
from vaultsync.text import apply_edits

START = date(2026, 1, 5)


def plan_of(text: str, day: int, start: date | None = START) -> NotePlan:
    """The plan as it stands so many days after the start."""
    return note_plan(note_of(unarrow(text)), START + timedelta(day), start=start)


def dates(plan: NotePlan) -> list[str]:
    """Each section's days from the start, to the one after its last."""
    return [
        f"{(one.start - START).days}-{(one.end - START).days}" if one.start and one.end else "-"
        for one in plan.sections
    ]


SCHEDULES: dict[str, tuple[str, list[str]]] = {
    "one-after-another": ("# A (2 weeks)⏎# B (1 week)⏎", ["0-14", "14-21"]),
    "middle-of-a-range": ("# A (6-8 weeks)⏎# B (1 week)⏎", ["0-49", "49-56"]),
    "weeks": ("# Week 1⏎# Week 3⏎# Weeks 4-5⏎", ["0-7", "14-21", "21-35"]),
    "months": ("# Month 1⏎# Month 2⏎# Month 14⏎", ["0-31", "31-59", "396-424"]),
    "weeks-in-months": (
        "# Month 1⏎## Week 1⏎# Month 2⏎## Week 5⏎",
        ["0-31", "0-7", "31-59", "28-35"],
    ),
    "weeks-anew": (
        "# Month 1⏎## Week 1⏎## Week 2⏎# Month 2⏎## Week 1⏎## Week 2⏎",
        ["0-31", "0-7", "7-14", "31-59", "31-38", "38-45"],
    ),
    "parts-in-a-whole": (
        "# A (4 weeks)⏎## B (1 week)⏎## C (1 week)⏎# D (1 week)⏎",
        ["0-28", "0-7", "7-14", "28-35"],
    ),
    "ongoing": ("# A (1 week)⏎# B⏎*Duration: ongoing*⏎# C (1 week)⏎", ["0-7", "-", "7-14"]),
    "deadline": ("# A (1 week)⏎# 2-Week Goal⏎# B (1 week)⏎", ["0-7", "0-14", "14-21"]),
    "dates": ("# A [start:: 2026-01-12] [due:: 2026-01-18]⏎# B (1 week)⏎", ["7-14", "14-21"]),
    "due-only": ("# A [due:: 2026-01-18]⏎", ["0-14"]),
}


@pytest.mark.parametrize(("text", "wanted"), SCHEDULES.values(), ids=SCHEDULES)
def test_schedule(text: str, wanted: list[str]) -> None:
    assert dates(plan_of(text, 0)) == wanted


TEN = "# A (10 days)⏎" + "- [x] a⏎" * 4 + "- [ ] b⏎" * 6
RANGE = TEN.replace("10 days", "10-20 days")
STANDINGS: dict[str, tuple[str, int, str]] = {
    "before": ("# A (10 days)⏎- [ ] a⏎", -3, "later"),
    "first-day": ("# A (10 days)⏎- [ ] a⏎", 0, "on track"),
    "made-early": (TEN, -3, "ahead by 7"),
    "ahead": (TEN, 1, "ahead by 3"),
    "on-the-day": (TEN, 4, "on track"),
    "behind": (TEN, 7, "behind by 3"),
    "long-over": (TEN, 30, "behind by 26"),
    "range-ahead": (RANGE, 2, "ahead by 2"),
    "range-between": (RANGE, 6, "on track"),
    "range-behind": (RANGE, 10, "behind by 2"),
    "done": ("# A (10 days)⏎- [x] a⏎", 30, "done"),
    "cancelled-is-no-task": ("# A (10 days)⏎- [-] a⏎", 30, "no tasks"),
    "ongoing": ("# A⏎*Duration: ongoing*⏎- [ ] a⏎", 30, "ongoing"),
    "deadline-ahead": ("# 2-Week Goal⏎- [ ] a⏎", 13, "later"),
    "deadline-over": ("# 2-Week Goal⏎- [ ] a⏎", 16, "behind by 3"),
}


@pytest.mark.parametrize(("text", "day", "wanted"), STANDINGS.values(), ids=STANDINGS)
def test_standing(text: str, day: int, wanted: str) -> None:
    state, days = plan_of(text, day).sections[0].standing
    assert state.value + (f" by {abs(days)}" if days else "") == wanted
    assert (days > 0) == (state is State.AHEAD)


def test_the_whole_is_all_outermost_sections() -> None:
    text = "# A (10 days)⏎- [x] a⏎- [x] b⏎## A1 (5 days)⏎- [ ] c⏎# B (10 days)⏎- [ ] d⏎- [ ] e⏎"
    plan = plan_of(text, 15)
    assert plan.expected == (80, 80)
    assert plan.standing == (State.BEHIND, -8)
    assert (plan.counts.done, plan.counts.total) == (2, 5)


def test_ranges_give_two_expectations() -> None:
    assert plan_of(RANGE, 10).expected == (50, 100)


WITHOUT: dict[str, tuple[str, State]] = {
    "no-plan": ("# A⏎- [ ] a⏎", State.NO_PLAN),
    "no-start": ("# A (2 weeks)⏎- [ ] a⏎", State.NO_START),
    "dates-of-their-own": ("# A [start:: 2026-01-05] [due:: 2026-01-18]⏎- [ ] a⏎", State.ON_TRACK),
    "only-due": ("# A⏎- [ ] a 📅 2026-01-18⏎", State.NO_START),
}


@pytest.mark.parametrize(("text", "state"), WITHOUT.values(), ids=WITHOUT)
def test_without_a_start(text: str, state: State) -> None:
    assert plan_of(text, 0, start=None).standing.state is state


def test_only_due_is_a_deadline() -> None:
    text = "# A⏎- [ ] a 📅 2026-01-08⏎"
    assert plan_of(text, 3, start=None).sections[0].standing == (State.LATER, 0)
    assert plan_of(text, 5, start=None).sections[0].standing == (State.BEHIND, -2)


def test_the_note_says_when_it_starts() -> None:
    text = "---⏎start: 2026-01-05⏎---⏎# A (10 days)⏎- [ ] a⏎"
    assert plan_of(text, 5, start=None).standing == (State.BEHIND, -5)
    assert plan_of(text, 5, start=START + timedelta(5)).standing.state is State.ON_TRACK


def test_next_are_the_open_boxes_of_what_is_planned() -> None:
    text = "# Log⏎- [ ] x⏎# A (1 week)⏎- [x] a⏎# B (1 week)⏎- [ ] b⏎  - [/] c⏎- [ ] d⏎- [ ] e⏎"
    assert [task.text for task in plan_of(text, 0).following] == ["c", "d", "e"]
    top = note_plan(note_of(unarrow(text)), START, Measure(Policy.TOP), START)
    assert [task.text for task in top.following] == ["b", "d", "e"]


def test_far_away_days_end_with_the_calendar() -> None:
    plan = plan_of("# Week 9999⏎- [ ] a⏎# Month 9999⏎# A (999999 years)⏎- [ ] b⏎", 0)
    assert plan.sections[0].start
    assert [one.end for one in plan.sections[1:]] == [date(2026 + 833, 4, 5), None]


SEEDS: dict[str, tuple[int, State, str | None]] = {
    "000_befe8e574cc64ee4.md": (0, State.NO_PLAN, None),
    "001_acfaab6a398bee0f.md": (9, State.BEHIND, "2027-03-15"),
    "002_b53d5fa5fb90cb81.md": (15, State.BEHIND, "2027-07-07"),
    "003_cb57375843097630.md": (15, State.BEHIND, "2026-04-05"),
    "004_cce4f9024ddd2995.md": (0, State.NO_PLAN, None),
}


@pytest.mark.parametrize("name", SEEDS)
def test_seeds(shared: Path, name: str) -> None:
    note = parse_note(name, (shared / "seeds" / name).read_bytes())
    plan = note_plan(note, date(2026, 3, 1), start=START)
    sections, state, end = SEEDS[name]
    assert (len(plan.sections), plan.standing.state) == (sections, state)
    assert (plan.end.isoformat() if plan.end else None) == end
    if state is State.BEHIND:
        assert plan.standing.days == -55  # nothing is done
    ticked = note.text
    for task in note.tasks:
        ticked = apply_edits(ticked, set_status(task, "x"))
    done = note_plan(parse_note(name, ticked.encode()), date(2026, 3, 1), start=START)
    if sections:
        assert {one.standing.state for one in done.sections} == {State.DONE}


lines = st.sampled_from(
    [
        "# Week 1",
        "# Week 2",
        "## A (3-5 days)",
        "# B",
        "*Duration: 2 weeks*",
        "- [ ] a",
        "- [x] b",
        "",
    ]
)


@given(st.lists(lines, max_size=14).map("\n".join), st.integers(-5, 60), st.data())
def test_ticking_a_box_never_sets_back(text: str, day: int, choice: st.DataObject) -> None:
    note = note_of(text)
    today = START + timedelta(day)
    unticked = [task for task in note.tasks if task.status == " "]
    before = note_plan(note, today, start=START)
    later = note_plan(note, today + timedelta(1), start=START)
    assert later.standing.days <= before.standing.days
    if unticked:
        edits = set_status(choice.draw(st.sampled_from(unticked)), "x")
        after = note_plan(note_of(apply_edits(text, edits)), today, start=START)
        assert after.standing.state is State.DONE or after.standing.days >= before.standing.days
