"""Completing and reopening: one character, and the dates only when asked for."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from tests.outline import note_of, unarrow
from vaultsync.errors import UneditableError
from vaultsync.model.edits.completion import complete, reopen, still_open
from vaultsync.model.note import Note, parse_note
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusType, is_checked
from vaultsync.syntax.task_fields import FieldFormat
from vaultsync.text import apply_edits, encode

Variant = Callable[[str], str]
EMOJI, INLINE, BOTH = FieldFormat.EMOJI, FieldFormat.INLINE, FieldFormat.BOTH
DAY, D, E = date(2026, 12, 1), "2026-12-01", "2025-01-31"

COMPLETED = {
    "date": ("- [ ] a⏎", DAY, f"- [x] a ✅ {D}⏎"),
    "no-date": ("- [ ] a⏎", None, "- [x] a⏎"),
    "in-progress": ("- [/] a⏎", DAY, f"- [x] a ✅ {D}⏎"),
    "cancelled-keeps-its-date": (f"- [-] a ❌ {E}⏎", DAY, f"- [x] a ❌ {E} ✅ {D}⏎"),
    "stale-date": (f"- [ ] a ✅ {E}⏎", DAY, f"- [x] a ✅ {D}⏎"),
    "stale-date-stays": (f"- [ ] a ✅ {E}⏎", None, f"- [x] a ✅ {E}⏎"),
    "done-without-date": ("- [x] a⏎", DAY, f"- [x] a ✅ {D}⏎"),
    "other-done-status": (f"- [X] a ✅ {E}⏎", DAY, f"- [x] a ✅ {E}⏎"),
    "block-id": ("- [ ] a ^id⏎", DAY, f"- [x] a ✅ {D} ^id⏎"),
    "hard-break": ("- [ ] a  ⏎  b⏎", DAY, f"- [x] a ✅ {D}  ⏎  b⏎"),
    "fields": (f"- [ ] a 🔼 📅 {E} #t⏎", DAY, f"- [x] a 🔼 📅 {E} #t ✅ {D}⏎"),
    "inline": (f"- [ ] a [due:: {E}]⏎", DAY, f"- [x] a [due:: {E}] [completion:: {D}]⏎"),
    "inline-two": (f"- [ ] a  [due:: {E}]⏎", DAY, f"- [x] a  [due:: {E}]  [completion:: {D}]⏎"),
    "recurring": ("- [ ] a 🔁 every day⏎", DAY, f"- [x] a 🔁 every day ✅ {D}⏎"),
    "text-behind-fields": (f"- [ ] a 📅 {E} b⏎", DAY, f"- [x] a 📅 {E} b ✅ {D}⏎"),
    "child": ("- [ ] a⏎⇥* [ ] b⏎", DAY, f"- [ ] a⏎⇥* [x] b ✅ {D}⏎"),
    "quoted": ("> - [ ] a⏎", DAY, f"> - [x] a ✅ {D}⏎"),
}


@pytest.mark.parametrize(("before", "on", "after"), COMPLETED.values(), ids=COMPLETED)
def test_completes(before: str, on: date | None, after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    changed = note_of(apply_edits(note.text, complete(note, note.tasks[-1], on=on, fmt=BOTH)))
    assert changed.text == variant(unarrow(after))
    assert complete(changed, changed.tasks[-1], on=on, fmt=BOTH) == []
    assert complete(changed, changed.tasks[-1], on=date(2030, 1, 1), fmt=BOTH) == [] or on is None


REOPENED = {
    "date": (f"- [x] a ✅ {D}⏎", " ", True, "- [ ] a⏎"),
    "date-not-asked-for": (f"- [x] a ✅ {D}⏎", " ", False, f"- [ ] a ✅ {D}⏎"),
    "no-date": ("- [x] a⏎", " ", True, "- [ ] a⏎"),
    "inline": (f"- [x] a  [completion:: {D}] ^i⏎", " ", True, "- [ ] a ^i⏎"),
    "hard-break": (f"- [x] a ✅ {D}  ⏎  b⏎", " ", True, "- [ ] a  ⏎  b⏎"),
    "among-fields": (f"- [x] a 🔼 ✅ {D} 📅 {E}⏎", "/", True, f"- [/] a 🔼 📅 {E}⏎"),
    "cancelled": (f"- [-] a ❌ {D}⏎", " ", True, "- [ ] a⏎"),
    "cancelled-and-done": (f"- [-] a ❌ {D} ✅ {E}⏎", " ", True, "- [ ] a⏎"),
    "wide-apart": (f"- [-] a   ❌ {D} ✅ {E}⏎", " ", True, "- [ ] a⏎"),
    "done-keeps-a-cancelled-date": (f"- [x] a ❌ {D} ✅ {E}⏎", " ", True, f"- [ ] a ❌ {D}⏎"),
    "to-cancelled": (f"- [x] a ✅ {D}⏎", "-", True, "- [-] a⏎"),
    "stays-cancelled": (f"- [-] a ❌ {D}⏎", "-", True, f"- [-] a ❌ {D}⏎"),
    "stale-date": (f"- [ ] a ✅ {D}⏎", " ", True, "- [ ] a⏎"),
    "date-in-the-text": (f"- [x] a ✅ {D} b⏎", " ", True, f"- [ ] a ✅ {D} b⏎"),
}


@pytest.mark.parametrize(("before", "status", "dates", "after"), REOPENED.values(), ids=REOPENED)
def test_reopens(before: str, status: str, dates: bool, after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    edits = reopen(note, note.tasks[-1], status=status, fmt=BOTH, dates=dates)
    changed = note_of(apply_edits(note.text, edits))
    assert changed.text == variant(unarrow(after))
    assert reopen(changed, changed.tasks[-1], status=status, fmt=BOTH, dates=dates) == []


def test_the_statuses_say_what_is_done() -> None:
    note = note_of(f"- [!] a ✅ {D}\n")
    statuses = {**DEFAULT_STATUSES, "!": StatusType.DONE}
    task = note.tasks[0]
    assert complete(note, task, status="!", on=DAY, fmt=BOTH, statuses=statuses) == []
    assert len(complete(note, task, status="x", on=DAY, fmt=BOTH, statuses=statuses)) == 1


def test_refuses_what_can_not_be() -> None:
    note = note_of(f"- [ ] a\u2028b\n- [x] ✅ {D}\n")
    with pytest.raises(UneditableError, match=r"^note\.md:1: "):
        complete(note, note.tasks[0], on=DAY, fmt=BOTH)
    with pytest.raises(UneditableError, match=r"^note\.md:2: "):
        reopen(note, note.tasks[1], fmt=BOTH, dates=True)
    with pytest.raises(ValueError, match="not a status"):
        complete(note, note.tasks[0], status="xx", on=None, fmt=BOTH)


@given(strategies.raw_notes, st.sampled_from(FieldFormat), st.sampled_from([DAY, None]))
@example(b"- [ ] a  [id:: b]  \r\n", INLINE, DAY)
@example(b"- [ ] a ^id\r", EMOJI, DAY)
def test_completed_and_reopened_the_bytes_are_back(
    raw: bytes, fmt: FieldFormat, on: date | None
) -> None:
    note = parse_note("note.md", raw, fields=fmt)
    for task in note.tasks:
        if task.status != " " or task.field("done"):
            continue
        try:
            edits = complete(note, task, on=on, fmt=fmt)
        except UneditableError:
            continue
        after = parse_note("note.md", encode(apply_edits(note.text, edits)), fields=fmt)
        done = next(one for one in after.tasks if one.item == task.item)
        assert (done.status, done.field("done")) == ("x", on and D)
        assert complete(after, done, on=on, fmt=fmt) == []
        undone = reopen(after, done, fmt=fmt, dates=on is not None)
        assert encode(apply_edits(after.text, undone)) == raw


# --- what the Tasks plugin does, as recorded from its own tests ---


def as_the_plugin(case: dict[str, Any]) -> tuple[Note, Note, Note]:
    """The note before, as we leave it, and as the plugin does."""
    above = "- above\n" if case["line"].startswith(" ") else ""
    before, wanted = (note_of(above + line) for line in (case["line"], case["expectedLines"][0]))
    task, status = before.tasks[0], wanted.tasks[0].status
    today = date.fromisoformat(case["today"])
    if is_checked(status):
        on = None if is_checked(task.status) else today
        edits = complete(before, task, status=status, on=on, fmt=EMOJI)
    else:
        edits = reopen(before, task, status=status, fmt=EMOJI, dates=True)
    return before, note_of(apply_edits(before.text, edits)), wanted


def test_agrees_with_the_plugin(shared: Path) -> None:
    cases = json.loads((shared / "cases" / "toggle.json").read_text("utf-8"))["cases"]
    plain = [
        case
        for case in cases
        if not case["settings"]
        and "statuses" not in case
        and "🔁" not in case["line"]
        and len(case["expectedLines"]) == 1
    ]
    assert len(plain) >= 15
    for case in plain:
        before, ours, wanted = as_the_plugin(case)
        read = [(one.name, one.value) for one in ours.tasks[0].fields]
        assert read == [(one.name, one.value) for one in wanted.tasks[0].fields], case
        assert ours.tasks[0].status == wanted.tasks[0].status
        box = before.tasks[0].status_span
        assert ours.text[box.start] == ours.tasks[0].status
        assert undated(ours.text)[: box.start] == before.text[: box.start]
        assert undated(ours.text)[box.end :] == undated(before.text)[box.end :]


def undated(line: str) -> str:
    """A line without the done date at its end."""
    return re.sub(" ✅ [0-9-]+$", "", line)


STILL_OPEN = {
    "none": ("- [ ] a⏎- [ ] b", []),
    "children": ("- [ ] a⏎  - [ ] b⏎  - [/] c⏎  - [x] d⏎  - [-] e", ["b", "c"]),
    "deep": ("- [ ] a⏎  - [x] b⏎    - [ ] c⏎  - d⏎    - [ ] e", ["c", "e"]),
    "not-the-next": ("- [ ] a⏎  - [ ] b⏎- [ ] c⏎  - [ ] d", ["b"]),
    "on-one-line": ("- [ ] 1. [ ] a", ["a"]),
    "unknown-is-open": ("- [ ] a⏎  - [?] b", ["b"]),
}


@pytest.mark.parametrize(("text", "wanted"), STILL_OPEN.values(), ids=STILL_OPEN)
def test_still_open(text: str, wanted: list[str]) -> None:
    note = note_of(unarrow(text))
    assert [one.text for one in still_open(note, note.tasks[0])] == wanted
