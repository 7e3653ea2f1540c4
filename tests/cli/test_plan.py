"""`vaultsync plan`: text, JSON and tables; which notes it shows; where the start comes from."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import misuse, refusal, right, run, write

NOTES = {
    "Road.md": "---\nstart: 2026-01-05\n---\n# Phase 1\n*Duration: 10-20 days*\n- [x] a\n- [ ] b\n"
    "# Phase 2 (1 week)\n- [ ] c\n",
    "Later.md": "# Week 1\n- [ ] a\n# Week 2\n- [ ] b\n",
    "Plain.md": "# A\n- [ ] a 📅 2026-01-09\n",
    "Text.md": "# A\n*Duration: 2 weeks*\n",
}
TODAY = ("--today", "2026-01-25")


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def found(*words: str) -> Any:
    return right("plan", *words, *TODAY, "--format", "json").json


def test_text() -> None:
    assert right("plan", "Road", *TODAY).lines == [
        "Road: behind by 10 days, 1/3 (33 %) done, 66 to 100 % planned",
        "  2026-01-05  2026-01-20     1/2   50 %  behind by 10 days   Phase 1",
        "  2026-01-20  2026-01-27     0/1    0 %  on track            Phase 2 (1 week)",
        "  next: line 7, b",
        "  next: line 9, c",
    ]


def test_without_names_the_notes_that_have_a_plan() -> None:
    assert [line for line in right("plan", *TODAY).lines if line[0] != " "] == [
        "Later: no start: give --start, or the note a property start, 0/2 (0 %) done",
        "Road: behind by 10 days, 1/3 (33 %) done, 66 to 100 % planned",
    ]


def test_a_note_without_a_plan_is_said_to_have_none(root: Path) -> None:
    write(root, {"None.md": "# A\n- [ ] a\n"})
    assert right("plan", "None").lines == ["None: no plan: no durations, weeks, months or dates"]
    assert found("None")["notes"][0]["state"] == "no plan"
    for name in ("Road.md", "Later.md"):
        (root / name).unlink()
    assert right("plan").lines == ["no note carries a plan"]


def test_json() -> None:
    answer = found("Road")
    assert answer["today"] == "2026-01-25"
    (note,) = answer["notes"]
    assert list(note) == [
        *("path", "title", "start", "end", "state", "days", "planned_percent"),
        *("total", "done", "open", "in_progress", "cancelled", "percent", "sections", "next"),
    ]
    assert (note["state"], note["days"]) == ("behind", -10)
    assert note["planned_percent"] == {"least": 66, "most": 100}
    assert note["sections"][0] == {
        **{"heading": "Phase 1", "level": 1, "line": 4, "start": "2026-01-05", "end": "2026-01-20"},
        **{"least_days": 10, "most_days": 20, "state": "behind", "days": -10},
        **{"total": 2, "done": 1, "open": 1, "in_progress": 0, "cancelled": 0, "percent": 50},
    }
    assert note["next"][0] == {"line": 7, "text": "b", "section": ["Phase 1"]}


def test_table() -> None:
    rows = list(csv.reader(io.StringIO(right("plan", "Road", *TODAY, "--format", "csv").out)))
    assert rows[0][:9] == [
        *("path", "heading", "line", "start", "end", "least_days", "most_days", "state", "days"),
    ]
    assert rows[2][:9] == [
        *(
            "Road.md",
            "Phase 2 (1 week)",
            "8",
            "2026-01-20",
            "2026-01-27",
            "7",
            "7",
            "on track",
            "0",
        ),
    ]


def test_where_the_start_comes_from(root: Path) -> None:
    assert found("Later")["notes"][0]["start"] is None
    write(root, {"vaultsync.toml": '[plan]\nstart = "2026-01-12"\n'})
    assert found("Later")["notes"][0]["start"] == "2026-01-12"
    assert found("Road")["notes"][0]["start"] == "2026-01-05"
    write(root, {"vaultsync.toml": "[plan]\nstart = 2026-01-13\n"})
    assert found("Later")["notes"][0]["start"] == "2026-01-13"
    assert found("Road", "--start", "2026-01-14")["notes"][0]["start"] == "2026-01-14"


def test_policy() -> None:
    assert found("Road", "--policy", "all")["notes"][0]["total"] == 3


def test_refuses(root: Path) -> None:
    assert "'soon' is no day such as 2026-12-01" in misuse("plan", "--start", "soon")
    write(root, {"vaultsync.toml": '[plan]\nstart = "soon"\n'})
    assert refusal("plan", code=2) == (
        "vaultsync.toml: plan.start is 'soon'; it takes a day such as 2026-01-05"
    )


def test_what_can_not_be_read_is_said(root: Path) -> None:
    (root / "Big.md").write_bytes(b"# Week 1\n- [ ] a\n" * 400_000)
    answer = run("plan", *TODAY)
    assert answer.code == 1
    assert "Big.md" in answer.err
    assert answer.lines[0].startswith("Later")
