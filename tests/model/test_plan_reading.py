"""What roadmaps say of their time, in the many ways in which they do."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.outline import note_of, unarrow
from vaultsync.model.planning.durations import Duration
from vaultsync.model.planning.planned import Dates, Deadline, Ongoing, Planned, Slot
from vaultsync.model.planning.sections import plan_start, read_plan, says_time

Variant = Callable[[str], str]
TABLE = (
    "| # | Phase | Duration |⏎|---|---|---|⏎"
    "| 1 | Solid ground | 6-8 weeks |⏎| 2 | Later | Ongoing |⏎"
)


def shown(said: Planned) -> str:
    match said:
        case Duration(least, most):
            return f"{int(least)}-{int(most)}"
        case Slot(unit, first, last):
            return f"{unit} {first}-{last}"
        case Deadline(after):
            return f"by {int(after.days)}"
        case Dates(start, due):
            return f"{start} to {due}"
        case Ongoing():
            return "ongoing"


READ: dict[str, tuple[str, list[str]]] = {
    "line": ("# A⏎*Duration: 6-8 weeks*⏎", ["0 42-56"]),
    "bold-line": ("# A⏎**Duration:** 2 weeks⏎", ["0 14-14"]),
    "plain-line": ("# A⏎Estimated time: 10 days⏎", ["0 10-10"]),
    "line-of-an-item": ("# A⏎- Duration: 10 days⏎", ["0 10-10"]),
    "ongoing": ("# A⏎*Duration: Ongoing*⏎", ["0 ongoing"]),
    "week": ("# Week 3: Python⏎", ["0 week 3-3"]),
    "weeks": ("# Weeks 5-6⏎", ["0 week 5-6"]),
    "month": ("## Month 2⏎", ["0 month 2-2"]),
    "day": ("## Day 12⏎", ["0 day 12-12"]),
    "brackets": ("# Phase 1 (2 weeks)⏎", ["0 14-14"]),
    "deadline": ("# 12.1 3-Month Goal⏎", ["0 by 91"]),
    "fields": ("# A [start:: 2026-01-05] [due:: 2026-02-01]⏎", ["0 2026-01-05 to 2026-02-01"]),
    "fields-below": (
        "# A⏎[start:: 2026-01-05] (due:: 2026-02-01)⏎",
        ["0 2026-01-05 to 2026-02-01"],
    ),
    "table-by-number": (f"{TABLE}⏎# 1. Phase 1: Ground⏎# Phase 2⏎", ["0 42-56", "1 ongoing"]),
    "table-by-name": (f"{TABLE}⏎# The solid ground⏎# Much later⏎", ["0 42-56", "1 ongoing"]),
    "line-before-table": (f"{TABLE}⏎# Phase 1⏎*Duration: 3 weeks*⏎", ["0 21-21"]),
    "tasks": (
        "# A⏎- [ ] a 🛫 2026-01-05 📅 2026-02-01⏎- [ ] b 📅 2026-01-09⏎# B⏎- [ ] c⏎",
        ["0 2026-01-05 to 2026-02-01"],
    ),
    "tasks-only-without-a-plan": ("# A (2 weeks)⏎- [ ] a⏎# B⏎- [ ] b 📅 2026-01-09⏎", ["0 14-14"]),
    "each-its-own": ("# A⏎*Duration: 2 weeks*⏎## B⏎*Duration: 1 week*⏎", ["0 14-14", "1 7-7"]),
}


@pytest.mark.parametrize(("text", "wanted"), READ.values(), ids=READ)
def test_reads(text: str, wanted: list[str], variant: Variant) -> None:
    plan = read_plan(note_of(variant(unarrow(text))))
    assert [f"{index} {shown(said)}" for index, said in plan.items()] == wanted


NONE = {
    "nothing": "# A⏎- [ ] a⏎",
    "before-the-first-heading": "*Duration: 2 weeks*⏎⏎# A⏎",
    "hours-of-a-day": "# Morning (1-2 hours)⏎",
    "code": "# A⏎```⏎Duration: 2 weeks⏎```⏎",
    "in-a-sentence": "# A⏎The duration was 2 weeks.⏎",
    "no-number": "# Weekend⏎# Monthly review⏎",
    "week-zero": "# Week 0⏎",
    "backwards": "# Weeks 6-5⏎",
    "recurring-task": "# A⏎- [ ] a 🔁 every week 📅 2026-01-09⏎",
    "impossible-day": "# A [due:: 2026-02-30]⏎",
    "ambiguous-row": f"{TABLE}⏎# Phase 1⏎# Phase 1⏎",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_says_nothing(text: str) -> None:
    assert read_plan(note_of(unarrow(text))) == {}


STARTS: dict[str, tuple[str, date | None]] = {
    "start": ("start: 2026-03-02", date(2026, 3, 2)),
    "started": ("Started: 2026-03-02", date(2026, 3, 2)),
    "with-a-time": ("start: 2026-03-02T10:00", date(2026, 3, 2)),
    "first-that-is-a-day": ("start: soon⏎started: 2026-03-02", date(2026, 3, 2)),
    "no-day": ("start: soon", None),
    "other": ("begin: 2026-03-02", None),
}


@pytest.mark.parametrize(("lines", "wanted"), STARTS.values(), ids=STARTS)
def test_start(lines: str, wanted: date | None) -> None:
    assert plan_start(note_of(unarrow(f"---⏎{lines}⏎---⏎"))) == wanted


def test_what_says_nothing_is_known_at_a_glance() -> None:
    for text, wanted in READ.values():
        headings = [line for line in unarrow(text).split("\n") if line.startswith("#")]
        elsewhere = [line for line in unarrow(text).split("\n") if line not in headings]
        if wanted and "Duration" in " ".join(elsewhere):
            assert says_time(unarrow(text))
