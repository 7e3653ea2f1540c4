"""The scripts in `examples/` do what docs/scripts.md says, in the example vault and real notes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import Answer, content
from tests.conftest import ROOT
from vaultsync import Vault

SCRIPTS = sorted(path.name for path in (ROOT / "examples").glob("*.py"))
ARGUMENTS = {
    "add_task_everywhere.py": ["Breathe", "--under", "Plan", "--vault"],
    "most_wanted.py": [],
    "weekly_review.py": [],
}


def script(name: str, *words: str) -> Answer:
    """Run an example as people do."""
    command = [sys.executable, str(ROOT / "examples" / name), *words]
    found = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return Answer(found.returncode, found.stdout, found.stderr.decode())


def right(name: str, *words: str) -> list[str]:
    answer = script(name, *words)
    assert (answer.code, answer.err) == (0, "")
    return answer.lines


@pytest.fixture
def seeds(shared: Path, tmp_path: Path) -> Path:
    """A copy of roadmaps that people wrote."""
    return shutil.copytree(shared / "seeds", tmp_path / "seeds")


def test_all_scripts_are_here() -> None:
    assert sorted(ARGUMENTS) == SCRIPTS
    page = (ROOT / "docs/scripts.md").read_text("utf-8")
    assert [name for name in SCRIPTS if name not in page] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_says_what_is_wrong_in_one_line(name: str, tmp_path: Path) -> None:
    answer = script(name, *ARGUMENTS[name], str(tmp_path / "nowhere"))
    assert (answer.code, answer.raw) == (1, b"")
    assert answer.err == f"{tmp_path}/nowhere: no such directory\n"


def test_weekly_review(vault: Path) -> None:
    assert right("weekly_review.py", str(vault), "--until", "2026-11-24") == [
        "2026-11-20",
        "  Daily/2026-11-20.md:15: Merge word search and vector search 📅 2026-11-20  (Plan)",
        "2026-11-24",
        "  Notes/Windows Note.md:14: Book the small room 📅 2026-11-24  (Lunch break)",
        "open tasks due by 2026-11-24: 2",
    ]


def test_weekly_review_of_roadmaps(seeds: Path) -> None:
    assert right("weekly_review.py", str(seeds))[-1].endswith(": 0")
    vault = Vault.open(seeds)
    note = next(note for note in vault.notes if note.tasks)
    vault.apply(vault.set_field(note, note.tasks[0], "due", "2026-12-01"))
    lines = right("weekly_review.py", str(seeds), "--until", "2026-12-01")
    assert lines[0] == "2026-12-01"
    assert lines[1].startswith(f"  {note.path}:{note.tasks[0].line}: ")


def test_most_wanted(vault: Path) -> None:
    assert right("most_wanted.py", str(vault)) == [
        "    2  MLOps  (AI Engineer Roadmap.md)",
        "    1  Week 48  (Plans/Week 47.md)",
        "missing notes: 2",
    ]
    assert len(right("most_wanted.py", str(vault), "--most", "1")) == 2


def test_most_wanted_by_roadmaps(seeds: Path) -> None:
    *lines, last = right("most_wanted.py", str(seeds))
    assert [line.split("  (")[0] for line in lines] == ["    1  Langchain"]
    assert last == "missing notes: 1"


def test_add_task_everywhere(vault: Path) -> None:
    before = content(vault)
    words = ["Breathe", "--under", "plan", "--tag", "daily", "--vault", str(vault)]
    *diff, one, two, last = right("add_task_everywhere.py", *words, "--dry-run")
    assert [line for line in diff if line[:2] == "+-"] == ["+- [ ] Breathe"] * 2
    assert (one, two, last) == ("Daily/2026-11-19.md", "Daily/2026-11-20.md", "notes to change: 2")
    assert content(vault) == before
    assert right("add_task_everywhere.py", *words) == [one, two, "notes changed: 2"]
    after = content(vault)
    assert {path for path in after if after[path] != before[path]} == {one, two}
    assert right("add_task_everywhere.py", *words) == ["notes changed: 0"]
    Vault.open(vault).undo()
    assert content(vault) == before


def test_add_task_to_roadmaps(seeds: Path) -> None:
    before = content(seeds)
    note = next(note for note in Vault.open(seeds).notes if note.path.startswith("003"))
    heading = next(task.section[-1] for task in note.tasks)
    words = ["Breathe", "--under", heading, "--vault", str(seeds)]
    assert right("add_task_everywhere.py", *words) == [note.path, "notes changed: 1"]
    after = content(seeds)
    assert len(after[note.path]) == len(before[note.path]) + len("- [ ] Breathe\n")
    assert {path for path in after if after[path] != before[path]} == {note.path}
