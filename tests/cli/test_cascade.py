"""`task done --cascade`, and what `check` says of parents and children that disagree."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import misuse, right, run, write
from vaultsync import Vault

PLAN = "- [x] a\n  - [ ] b\n    - [/] c\n  - [-] d\n  - [x] e\n- [ ] f\n  - [x] g\n"
DONE = "- [x] a\n  - [x] b\n    - [x] c\n  - [-] d\n  - [x] e\n- [ ] f\n  - [x] g\n"


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, {"Plan.md": PLAN})
    return here


def test_ticks_what_is_open_below(root: Path, variant: Callable[[str], str]) -> None:
    write(root, {"Plan.md": variant(PLAN)})
    assert right("task", "done", "Plan:1", "--cascade").lines == [
        "Plan.md:1: [x] a",
        "Plan.md:2:   [x] b",
        "Plan.md:3:     [x] c",
    ]
    assert (root / "Plan.md").read_bytes().decode() == variant(DONE)
    assert right("task", "done", "Plan:1", "--cascade").lines == [
        "Plan.md:1: [x] a  (nothing to do)"
    ]
    right("undo")
    assert (root / "Plan.md").read_bytes().decode() == variant(PLAN)


def test_not_unless_asked(root: Path) -> None:
    right("task", "done", "Plan:1")
    assert (root / "Plan.md").read_text() == PLAN


def test_one_diff(root: Path) -> None:
    diff = right("task", "done", "Plan:1", "--cascade", "--dry-run").out
    assert [line for line in diff.splitlines() if line[:1] == "+"][1:] == [
        "+  - [x] b",
        "+    - [x] c",
    ]
    assert (root / "Plan.md").read_text() == PLAN


def test_dates_for_all(root: Path) -> None:
    right("task", "done", "Plan:2", "--cascade", "--date", "2026-12-01")
    lines = (root / "Plan.md").read_text().splitlines()
    assert lines[1:3] == ["  - [x] b ✅ 2026-12-01", "    - [x] c ✅ 2026-12-01"]


def test_json() -> None:
    row = right("task", "done", "Plan:2", "--cascade", "--format", "json").json
    assert (row["line"], [one["line"] for one in row["cascaded"]]) == (2, [3])
    assert "cascaded" not in right("task", "done", "Plan:6", "--format", "json").json


def test_only_for_done() -> None:
    assert "No such option" in misuse("task", "todo", "Plan:1", "--cascade")


def test_from_python(root: Path) -> None:
    vault = Vault.open(root)
    note = vault.note("Plan")
    vault.apply(vault.complete(note, note.tasks[0], cascade=True))
    assert (root / "Plan.md").read_text() == DONE


OPEN = "Plan.md:1:1: open-under-done done, but the box under it on line 2 is not"
FORGOTTEN = "Plan.md:6:1: done-under-open open, but all boxes under it are done"
SETTINGS = {
    "default": ("", [OPEN]),
    "also": ('also = ["done-under-open"]', [OPEN, FORGOTTEN]),
    "ignored": ('ignore = ["open-under-done"]', []),
    "ignored-goes-first": ('also = ["done-under-open"]\nignore = ["done-under-open"]', [OPEN]),
}


@pytest.mark.parametrize(("lines", "found"), SETTINGS.values(), ids=SETTINGS)
def test_check(root: Path, lines: str, found: list[str]) -> None:
    write(root, {"vaultsync.toml": f"[check]\n{lines}\n"})
    assert right("check").lines == found


def test_check_knows_the_statuses(root: Path) -> None:
    write(root, {"vaultsync.toml": '[tasks.statuses]\n" " = "non_task"\n"/" = "cancelled"\n'})
    assert run("check").lines == []
