"""`vaultsync history`: equal to a reading of each commit, whatever happened between."""

import csv
import io
import random
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import content, process, refusal, right, run, write
from tests.effects.repositories import commit, git, new_repository
from vaultsync.model.note import parse_note
from vaultsync.model.progress.measure import SectionProgress, note_progress

PLAN = "# A\n- [ ] one\n- [ ] two\n## B\n- [ ] three\n"


@pytest.fixture
def root(here: Path) -> Path:
    return new_repository(here)


def told(*words: str) -> Any:
    return right("history", *words, "--today", "2026-11-28", "--format", "json").json


def test_json(root: Path) -> None:
    commit(root, {"Plan.md": PLAN, "Other.md": "- [x] x\n"})
    commit(root, {"Plan.md": PLAN.replace("[ ] three", "[x] three now")}, when=2)
    commit(root, {"Plan.md": PLAN.replace("[ ] one", "[x] one") + "- [ ] four\n"}, when=3)
    found = told("Plan")
    assert list(found) == ["policy", "path", "commits", "points", "forecast", "sections"]
    assert (found["policy"], found["path"], found["commits"]) == ("leaf", "Plan.md", 3)
    assert [
        (one["date"], one["total"], one["done"], one["finished"], one["reopened"], one["added"])
        for one in found["points"]
    ] == [
        ("2026-11-01", 3, 0, 0, 0, 3),
        ("2026-11-02", 3, 1, 1, 0, 0),
        ("2026-11-03", 4, 1, 1, 1, 1),
    ]
    assert {tuple(one["section"]): len(one["points"]) for one in found["sections"]} == {
        ("A",): 3,
        ("A", "B"): 3,
    }
    assert found["forecast"] == {
        "verdict": "no convergence",
        "left": 3,
        "recent": {"days": 14, "work": 0, "growth": 0},
        "since_start": {"days": 27, "work": 1, "growth": 1},
        "earliest": None,
        "latest": None,
    }
    whole = told()
    assert [note["path"] for note in whole["notes"]] == ["Other.md", "Plan.md"]
    assert whole["points"][-1]["total"] == 5


def test_text(root: Path) -> None:
    commit(root, {"Plan.md": PLAN})
    commit(root, {"Plan.md": PLAN.replace("[ ] one", "[x] one")}, when=15)
    lines = right("history", "Plan", "--today", "2026-11-15").lines
    assert lines[0] == "Plan: 1/3 done (33 %), 2 commits since 2026-11-01"
    assert lines[2] == "3 |" + "░" * 60
    assert lines[9] == "  |" + "░" * 59 + "█"
    assert lines[11] == "   2026-11-01" + " " * 40 + "2026-11-15"
    assert lines[13:] == [
        "since the first day: 1 done, 0 reopened, 0 added, 0 removed",
        "last 14 days: 1 done (0.5 a week), +0 to do",
        "2 left: done on 2026-12-13 at this pace",
    ]
    assert all(len(line) <= 80 for line in lines)


def test_tables(root: Path) -> None:
    commit(root, {"Plan.md": PLAN})
    rows = list(csv.DictReader(io.StringIO(right("history", "--format", "csv").out)))
    assert [(row["path"], row["section"], row["total"]) for row in rows] == [
        ("", "", "3"),
        ("Plan.md", "", "3"),
        ("Plan.md", "A", "3"),
        ("Plan.md", "A B", "1"),
    ]


def test_svg_is_a_document_that_runs_nothing(root: Path) -> None:
    name = "a & <b> \x07'\"x.md"
    commit(root, {name: "- [ ] a\n- [x] b\n"})
    drawn = right("history", name, "--format", "svg").out
    picture = ET.fromstring(drawn)
    assert picture.tag.endswith("svg")
    assert "prefers-color-scheme: dark" in drawn
    assert "a & <b>" in picture.attrib["aria-label"]
    assert not [one for one in picture.iter() if one.tag.rpartition("}")[2] in ("script", "a")]
    commit(root, {"none.md": "text"}, when=2)
    ET.fromstring(right("history", "none", "--format", "svg").out)


def test_the_report_does_not_count_and_renames_are_followed(root: Path) -> None:
    long = PLAN + "".join(f"line {n}\n" for n in range(20))
    commit(root, {"Plan.md": long, "Progress.md": "- [ ] x\n"})
    commit(root, {"Plan.md": None, "Topics/Road.md": long.replace("[ ] one", "[x] one")}, when=2)
    found = told("Road")
    assert [(one["total"], one["done"], one["added"]) for one in found["points"]] == [
        (3, 0, 3),
        (3, 1, 0),
    ]
    assert [one["path"] for one in told()["notes"]] == ["Topics/Road.md"]
    assert "no commit has this note" in refusal("history", "Progress", code=1)


def test_excluded_notes_and_copies_count_only_when_named(root: Path) -> None:
    copy = "a.sync-conflict-20261120-101500-K7QDRLA.md"
    settings = '{"userIgnoreFilters": ["Archive/"]}'
    commit(root, {".obsidian/app.json": settings, "Archive/x.md": PLAN, copy: PLAN, "a.md": PLAN})
    assert [one["path"] for one in told()["notes"]] == ["a.md"]
    assert told()["points"][-1]["total"] == 3
    assert told("Archive/x.md")["points"][-1]["total"] == 3


def test_what_is_not_committed_does_not_count(root: Path) -> None:
    commit(root, {"Plan.md": PLAN})
    write(root, {"Plan.md": "- [x] all\n", "New.md": "- [ ] x\n"})
    assert told("Plan")["points"][-1]["total"] == 3
    assert "New.md: no commit" in refusal("history", "New", code=1)


def test_days_are_those_of_the_author(root: Path) -> None:
    commit(root, {"a.md": "- [ ] a\n"}, when="2026-11-04T23:30:00-08:00")
    commit(root, {"a.md": "- [x] a\n"}, when="2099-01-01T00:00:00+00:00")
    assert [one["date"] for one in told()["points"]] == ["2026-11-04", "2026-11-28"]


def test_no_repository(here: Path) -> None:
    write(here, {"a.md": "- [ ] a\n"})
    assert refusal("history", code=1) == (f"{here}: in no git repository; vaultsync init makes one")


def test_no_commits(root: Path) -> None:
    assert refusal("history", code=1) == f"{root}: the repository has no commits yet"


def test_commits_without_notes(root: Path) -> None:
    commit(root, {"x.txt": "- [ ] a\n"})
    assert right("history").lines == ["all notes: no commit has a task yet"]
    assert told()["forecast"]["verdict"] == "no tasks"
    ET.fromstring(right("history", "--format", "svg").out)


def test_without_git(root: Path) -> None:
    commit(root, {"a.md": "- [ ] a\n"})
    answer = process("history", PATH="/nonexistent")
    assert (answer.code, answer.raw) == (1, b"")
    assert answer.err == "vaultsync: git isn't installed, or not on the PATH; install it\n"


def test_a_folder_of_a_repository(root: Path) -> None:
    commit(root, {"a.md": "- [ ] a\n"})
    commit(root, {"deep/.obsidian/app.json": "{}", "deep/b.md": "- [ ] b\n"}, when=2)
    found = right("-C", str(root / "deep"), "history", "--format", "json").json
    assert [one["path"] for one in found["notes"]] == ["b.md"]


def random_commits(root: Path, source: random.Random, count: int) -> None:
    """Tick, reword, add, move between notes, rename, remove and restore, on branches too."""
    notes = {f"n{k}.md": [f"- [ ] task {k} {n} of many" for n in range(6)] for k in range(4)}
    for turn in range(count):
        name = source.choice(sorted(notes))
        rows = notes[name]
        at = source.randrange(len(rows) + 1)
        match source.randrange(7):
            case 0 | 1 if at < len(rows):
                box = source.choice(" x-/")
                rows[at] = rows[at][:3] + box + rows[at][4:]
            case 2:
                rows.insert(at, source.choice(["## Part", "  - [ ] child", "- [x] new", "- [ ] a"]))
            case 3 if at < len(rows):
                notes[source.choice(sorted(notes))].append(rows.pop(at))
            case 4:
                (root / name).unlink(missing_ok=True)
                notes[f"moved {turn}.md"] = notes.pop(name)
            case 5 if len(notes) > 2:
                (root / name).unlink(missing_ok=True)
                del notes[name]
            case _:
                rows.append("text")
        written: dict[str, str | bytes | None] = {
            name: "\n".join(rows) + "\n" for name, rows in notes.items()
        }
        if turn % 9 == 5:
            git(root, "checkout", "-q", "-b", f"side{turn}")
            commit(root, {f"side{turn}.md": "- [ ] side\n"}, when=1 + turn % 28)
            git(root, "checkout", "-q", "main")
            commit(root, written, when=1 + turn % 28)
            git(root, "merge", "-q", "--no-edit", f"side{turn}")
        commit(root, written, when=1 + turn % 28)


def brute_force(root: Path) -> list[tuple[str, int, int]]:
    """Each commit's tree read whole: day, boxes, of them done."""
    found: dict[str, tuple[int, int]] = {}
    day = ""
    for line in git(root, "log", "--first-parent", "--reverse", "--format=%H %as").split("\n"):
        tip, written = line.split(" ")
        day = max(day, written)
        counted = [
            note_progress(parse_note(name, raw)).counts for name, raw in tree_of(root, tip).items()
        ]
        found[day] = (sum(one.total for one in counted), sum(one.done for one in counted))
    return [(day, *counts) for day, counts in found.items()]


def tree_of(root: Path, tip: str) -> dict[str, bytes]:
    names = git(root, "ls-tree", "-r", "-z", "--name-only", tip).split("\0")
    return {
        name: subprocess.check_output(["git", "-C", root, "cat-file", "blob", f"{tip}:{name}"])
        for name in names
        if name.endswith(".md")
    }


def thinned(rows: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Without days on which nothing changed."""
    return [row for at, row in enumerate(rows) if at == 0 or row[1:] != rows[at - 1][1:]]


def all_sections(sections: tuple[SectionProgress, ...]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for one in sections:
        total, done = found.get(one.heading, (0, 0))
        found[one.heading] = (total + one.counts.total, done + one.counts.done)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_equals_a_brute_force_reading_of_each_commit(root: Path, seed: int) -> None:
    random_commits(root, random.Random(seed), 30)
    cold, warm, without = told(), told(), right("--no-cache", "history", "--format", "json").json
    assert cold == warm
    assert cold["points"] == without["points"]
    found = [(one["date"], one["total"], one["done"]) for one in cold["points"]]
    assert thinned(found) == thinned(brute_force(root))
    now = {
        name: note_progress(parse_note(name, raw))
        for name, raw in content(root).items()
        if name.endswith(".md")
    }
    for note in cold["notes"]:
        here = now.get(note["path"])
        last = note["points"][-1]
        assert (last["total"], last["done"]) == (here.counts[:2] if here else (0, 0))
        ends = {
            one["section"][0]: (one["points"][-1]["total"], one["points"][-1]["done"])
            for one in note["sections"]
            if len(one["section"]) == 1
        }
        wanted = all_sections(here.sections) if here else {}
        assert {name: one for name, one in ends.items() if one != (0, 0)} == {
            name: one for name, one in wanted.items() if one != (0, 0)
        }
    for one, before in zip(cold["points"][1:], cold["points"], strict=False):
        assert one["total"] == (
            before["total"] + one["added"] - one["removed"] + one["came"] - one["left"]
        )


def test_a_spoilt_cache_is_made_anew(root: Path, own_home: Path) -> None:
    commit(root, {"a.md": PLAN})
    before = told()
    for path in (own_home / ".cache" / "vaultsync").glob("*-history*"):
        path.write_bytes(b"spoilt" * 1000)
    assert told() == before


def test_refuses(root: Path) -> None:
    commit(root, {"a.md": "x"})
    assert run("history", "nope").code == 2
    assert run("history", "--today", "soon").code == 2
