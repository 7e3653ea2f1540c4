"""`vaultsync diff`: against the files as they are, and between commits."""

import csv
import io
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import misuse, refusal, right, run, stamps, write
from tests.effects.repositories import commit, git, new_repository

PLAN = "# A\n- [ ] one\n- [ ] two\n[[Topic]]\n"


@pytest.fixture
def root(here: Path) -> Path:
    root = new_repository(here)
    commit(root, {"Plan.md": PLAN, "Topic.md": "# T\n", "Old.md": "long\nenough\n"})
    return root


def told(*words: str) -> Any:
    return right("diff", *words, "--format", "json").json


@pytest.mark.usefixtures("root")
def test_nothing_changed() -> None:
    assert right("diff").raw == b""
    assert told()["notes"] == []
    assert right("diff", "--message").lines == ["Update notes"]


def test_text(root: Path) -> None:
    write(root, {"Plan.md": PLAN.replace("[ ] one", "[x] one") + "- [ ] three [[None]]\n"})
    (root / "Topic.md").unlink()
    (root / "Old.md").rename(root / "New.md")
    assert right("diff").lines == [
        "New.md (was Old.md)",
        "Plan.md: 0/2 done (0 %) -> 1/3 done (33 %)",
        "      2  done            one",
        "      5  added           three [[None]]",
        "      4  link broken     [[Topic]]  (was Topic.md)",
        "      5  link added      [[None]]  (leads nowhere)",
        "Topic.md removed",
        "3 notes: 0/2 done (0 %) -> 1/3 done (33 %)",
    ]
    assert right("diff", "--message").lines[0] == (
        "Rename New; Plan: 1 task done (0% -> 33%), add 1 task; remove Topic"
    )


def test_json(root: Path) -> None:
    write(root, {"Plan.md": PLAN.replace("[ ] one", "[x] one ✅ 2026-11-02")})
    found = told()
    assert list(found) == ["before", "after", "notes"]
    assert (found["before"]["percent"], found["after"]["percent"]) == (0, 50)
    (note,) = found["notes"]
    assert (note["path"], note["old_path"], note["kind"], note["private"]) == (
        "Plan.md",
        None,
        "changed",
        False,
    )
    done, fields = note["tasks"]
    assert (done["kind"], done["line"], done["text"], done["section"]) == ("done", 2, "one", ["A"])
    assert fields["fields"] == [{"name": "done", "before": None, "after": "2026-11-02"}]


def test_tables(root: Path) -> None:
    write(root, {"Plan.md": PLAN.replace("two", "two now")})
    rows = list(csv.DictReader(io.StringIO(right("diff", "--format", "csv").out)))
    assert [
        (row["what"], row["kind"], row["line"], row["text"], row["before"]) for row in rows
    ] == [
        ("note", "changed", "", "", ""),
        ("task", "reworded", "3", "two now", "two"),
    ]


def test_between_commits(root: Path) -> None:
    commit(root, {"Plan.md": PLAN.replace("[ ] one", "[x] one")}, when=2)
    commit(root, {"Topic.md": None, "Moved/Topic.md": "# T\n"}, when=3)
    write(root, {"Plan.md": "not looked at"})
    assert [note["path"] for note in told("HEAD~2..HEAD")["notes"]] == ["Moved/Topic.md", "Plan.md"]
    assert told("HEAD~2..")["notes"] == told("HEAD~2..HEAD")["notes"]
    assert [note["kind"] for note in told("..HEAD~1")["notes"]] == ["renamed"]
    assert told("HEAD~1")["notes"][0]["old_path"] == "Topic.md"


def test_links_of_unchanged_notes_break_between_commits_too(root: Path) -> None:
    commit(root, {"Topic.md": None}, when=2)
    (plan, topic) = told("HEAD~1..HEAD")["notes"]
    assert [(one["kind"], one["line"]) for one in plan["links"]] == [("broken", 4)]
    assert (plan["before"], topic["kind"]) == (plan["after"], "removed")


def test_files_that_git_ignores_were_always_there(root: Path) -> None:
    commit(root, {".gitignore": "*.png\n", "b.md": "![[a.png]]\n"}, when=2)
    write(root, {"a.png": b"x", "New.md": "x"})
    assert [note["path"] for note in told()["notes"]] == ["New.md"]


def test_line_endings_that_git_changes_are_no_change_of_tasks(root: Path) -> None:
    write(root, {"Plan.md": PLAN.replace("\n", "\r\n")})
    (note,) = told()["notes"]
    assert (note["tasks"], note["links"], note["headings"]) == ([], [], [])


def test_the_report_is_left_out(root: Path) -> None:
    write(root, {"Progress.md": "- [ ] x\n"})
    assert told()["notes"] == []


def test_links_between_files_have_no_content_to_compare(root: Path) -> None:
    os.symlink("Plan.md", root / "Link.md")
    commit(root, {}, when=2)
    assert told()["notes"] == []


def test_odd_names_and_bytes(root: Path) -> None:
    name = os.fsdecode(b"odd\xff\n.md")
    write(root, {name: b"- [ ] \xff\x1b[31m\n"})
    out = right("diff").out
    assert "\x1b" not in out
    assert "added" in out
    commit(root, {}, when=2)
    assert told("HEAD~1..")["notes"][0]["kind"] == "added"


def test_what_can_not_be_read_is_named(root: Path) -> None:
    (root / "Big.md").write_bytes(b"x" * 5_000_001)
    answer = run("diff")
    assert answer.code == 1
    assert answer.err.startswith("vaultsync: Big.md: 5000001 bytes")


def test_writes_nothing(root: Path) -> None:
    write(root, {"Plan.md": "x"})
    before = stamps(root)
    right("diff")
    right("diff", "--message")
    assert stamps(root) == before


def test_a_repository_of_other_ids(here: Path) -> None:
    git(here, "init", "-q", "-b", "main", "--object-format=sha256")
    commit(here, {"a.md": "- [ ] a\n", "b.md": "b"})
    write(here, {"a.md": "- [x] a\n"})
    assert [note["path"] for note in told()["notes"]] == ["a.md"]


@pytest.mark.usefixtures("root")
def test_refuses() -> None:
    assert "two dots" in misuse("diff", "HEAD...HEAD~1")
    assert refusal("diff", "nope", code=2) == "'nope' names no commit of the repository"
    assert refusal("diff", "HEAD..nope", code=2) == "'nope' names no commit of the repository"


@pytest.mark.usefixtures("here")
def test_no_repository() -> None:
    assert "vaultsync init" in refusal("diff", code=1)
