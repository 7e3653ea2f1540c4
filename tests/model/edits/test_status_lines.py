"""Status lines: which box is ticked, and which lines are none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outline import note_of, unarrow
from vaultsync.model.changes import NoteChange
from vaultsync.model.edits.status_lines import StatusLines, status_line_edits
from vaultsync.model.guarding.guard import guard
from vaultsync.model.note import parse_note
from vaultsync.model.progress.measure import note_progress
from vaultsync.syntax.task_edits import set_status
from vaultsync.text import apply_edits

Variant = Callable[[str], str]
PLAN = (
    "## 1. Phase 1: Solid ground⏎- [x] a⏎## 2. Phase 2: Moving⏎- [x] b⏎- [ ] c⏎## Phase 10⏎- [ ] d⏎"
    "## Phase 3⏎- [/] e⏎## Phase 4⏎text⏎## Progress⏎"
)


def found_in(text: str) -> StatusLines:
    note = note_of(text)
    found = status_line_edits(note, note_progress(note))
    guard(NoteChange(note.path, note.text, tuple(found.edits)))
    return found


CHANGES = {
    "completed": (
        "- **Phase 1**: [ ] Not Started [ ] In Progress [ ] Completed",
        "- **Phase 1**: [ ] Not Started [ ] In Progress [x] Completed",
    ),
    "in-progress": (
        "- **Phase 2**: [x] Not Started [ ] In Progress [ ] Completed",
        "- **Phase 2**: [ ] Not Started [x] In Progress [ ] Completed",
    ),
    "begun": (
        "- **Phase 3**: [ ] Not Started [ ] In Progress [ ] Completed",
        "- **Phase 3**: [ ] Not Started [x] In Progress [ ] Completed",
    ),
    "not-started": (
        "- 15.1.10 **Phase 10**: [ ] Not Started [ ] In Progress [x] Completed",
        "- 15.1.10 **Phase 10**: [x] Not Started [ ] In Progress [ ] Completed",
    ),
    "colon-in-bold": ("**Phase 1:** [ ] Todo [ ] Done", "**Phase 1:** [ ] Todo [x] Done"),
    "plain": ("15.1 Phase 1: [x] todo [ ] done", "15.1 Phase 1: [ ] todo [x] done"),
    "whole-heading": (
        "Phase 2: Moving: [ ] Todo [ ] Doing [ ] Done",
        "Phase 2: Moving: [ ] Todo [x] Doing [ ] Done",
    ),
    "other-signs": (
        "Phase 1: [-] Todo, [/] Doing, [ ] Done",
        "Phase 1: [ ] Todo, [ ] Doing, [x] Done",
    ),
    "quoted": ("> Phase 1: [ ] Todo [ ] Done", "> Phase 1: [ ] Todo [x] Done"),
}


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(before: str, after: str, variant: Variant) -> None:
    text = variant(unarrow(f"{PLAN}{before}⏎"))
    done = apply_edits(text, found_in(text).edits)
    assert done == variant(unarrow(f"{PLAN}{after}⏎"))
    assert found_in(done).edits == []


LEAVES_ALONE = {
    "right": "- **Phase 1**: [ ] Not Started [ ] In Progress [X] Completed",
    "no-such-section": "- **Phase 9**: [ ] Todo [ ] Done",
    "no-boxes-there": "- **Phase 4**: [x] Todo [ ] Done",
    "no-label": "- [ ] Todo [ ] Done",
    "no-colon": "- Phase 1 [ ] Todo [ ] Done",
    "other-words": "- **Phase 1**: [ ] Read [ ] Written",
    "one-other-word": "- **Phase 1**: [ ] Todo [ ] Written [ ] Done",
    "one-box": "- **Phase 1**: [ ] Done",
    "twice-the-same": "- **Phase 1**: [ ] Done [ ] Completed",
    "state-missing": "- **Phase 3**: [ ] Todo [x] Done",
    "code": "- `**Phase 1**: [ ] Todo [ ] Done`",
    "code-block": "```⏎**Phase 1**: [ ] Todo [ ] Done⏎```",
    "comment": "%% Phase 1: [ ] Todo [ ] Done %%",
}


@pytest.mark.parametrize("line", LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_leaves_alone(line: str, variant: Variant) -> None:
    assert found_in(variant(unarrow(f"{PLAN}{line}⏎"))) == ([], [])


def test_says_what_is_unclear() -> None:
    text = "# Part A\n- [x] a\n# Part B\n- [ ] b\n\nPart: [ ] Todo [ ] Done\n"
    assert found_in(text) == ([], [(6, "several headings fit 'Part' (lines 1, 3)")])


def test_names_only_some_of_many() -> None:
    text = "# Part A\n- [x] a\n" * 1000 + "\nPart: [ ] Todo [ ] Done\n"
    ((_, reason),) = found_in(text).unclear
    assert reason == "several headings fit 'Part' (lines 1, 3, 5, 7, 9, ...)"


def test_a_real_roadmap(shared: Path) -> None:
    raw = (shared / "seeds" / "002_b53d5fa5fb90cb81.md").read_bytes()
    note = parse_note("a.md", raw)
    edits = status_line_edits(note, note_progress(note)).edits
    text = apply_edits(note.text, edits)
    assert text.count("[x] Not Started [ ] In Progress") == 10
    assert len(edits) == 10
    first = next(task for task in note.tasks if task.text.startswith("1.1.1.1 "))
    begun = parse_note("a.md", apply_edits(text, set_status(first, "x")).encode())
    after = apply_edits(begun.text, status_line_edits(begun, note_progress(begun)).edits)
    assert "**Phase 1**: [ ] Not Started [x] In Progress [ ] Completed" in after
    assert after.count("[x] Not Started") == 9
