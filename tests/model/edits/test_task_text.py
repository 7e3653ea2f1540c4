"""The text of a task: replaced by the smallest splice, and refused where it would be no text."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from tests.outline import note_of, unarrow
from vaultsync.errors import UneditableError
from vaultsync.model.edits.task_text import bad_text, set_text
from vaultsync.model.note import parse_note
from vaultsync.text import apply_edits, encode

Variant = Callable[[str], str]

CHANGES = {
    "all": ("- [ ] a⏎", "b", "- [ ] b⏎"),
    "longer": ("- [ ] read RAG⏎", "read about RAG", "- [ ] read about RAG⏎"),
    "shorter": ("- [x] a b c⏎", "a c", "- [x] a c⏎"),
    "block-id-stays": ("- [ ] a  ^id⏎", "b", "- [ ] b  ^id⏎"),
    "hard-break-stays": ("- [ ] a  ⏎  c⏎", "b", "- [ ] b  ⏎  c⏎"),
    "blanks-before-stay": ("-   [ ]   a⇥⏎", "b", "-   [ ]   b⇥⏎"),
    "fields-too": ("- [ ] a 📅 2026-12-01⏎", "a", "- [ ] a⏎"),
    "new-fields": ("- [ ] a⏎", "a 📅 2026-12-01", "- [ ] a 📅 2026-12-01⏎"),
    "tag-and-link": ("- [ ] a⏎", "see [[b]] #c", "- [ ] see [[b]] #c⏎"),
    "tab-within": ("- [ ] a⏎", "a\tb", "- [ ] a⇥b⏎"),
    "box": ("- [ ] a⏎", "[ ] b", "- [ ] [ ] b⏎"),
    "child": ("- [ ] a⏎⇥- [ ] b⏎⇥c⏎", "d", "- [ ] a⏎⇥- [ ] d⏎⇥c⏎"),
    "quoted": ("> 1. [ ] a⏎> 2. [ ] a⏎", "b", "> 1. [ ] a⏎> 2. [ ] b⏎"),
    "odd-byte-elsewhere": ("caf\udce9⏎- [ ] a⏎", "b", "caf\udce9⏎- [ ] b⏎"),
    "combining": ("- [ ] e\u0301⏎", "e\u0300", "- [ ] e\u0300⏎"),
}


@pytest.mark.parametrize(("before", "text", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(before: str, text: str, after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    edits = set_text(note, note.tasks[-1], text)
    changed = note_of(apply_edits(note.text, edits))
    assert changed.text == variant(unarrow(after))
    assert changed.tasks[-1].text == text
    assert set_text(changed, changed.tasks[-1], text) == []


def test_only_what_differs_is_replaced() -> None:
    note = note_of("- [ ] read about RAG today ^id\n")
    (edit,) = set_text(note, note.tasks[0], "read more on RAG today")
    assert (edit.span.of(note.text), edit.new) == ("about", "more on")


LEAVES_ALONE = {
    "same": ("- [ ] a b⏎", "a b"),
    "fields": ("- [ ] a 📅 2026-12-01 ^id⏎", "a 📅 2026-12-01"),
    "hard-break": ("- [x] a  ⏎", "a"),
}


@pytest.mark.parametrize(("before", "text"), LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_leaves_alone(before: str, text: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    assert set_text(note, note.tasks[-1], text) == []


NO_TEXT = {
    **{"empty": "", "blank": " ", "leading": " a", "trailing": "a ", "newline": "a\nb"},
    **{"crlf": "a\r\nb", "nul": "a\0", "escape": "a\x1b[0m", "c1": "a\x85b", "odd-byte": "a\udce9"},
    **{"line-separator": "a\u2028b", "form-feed": "a\x0cb"},
}


@pytest.mark.parametrize("text", NO_TEXT.values(), ids=NO_TEXT)
def test_no_text_of_any_task(text: str) -> None:
    note = note_of("- [ ] z\n")
    assert bad_text(text)
    with pytest.raises(ValueError, match="task"):
        set_text(note, note.tasks[0], text)


REFUSED = {
    "block-id": ("- [ ] z⏎", "a ^abc"),
    "block-id-alone": ("- [ ] z⏎", "^abc"),
    "list": ("- [ ] z⏎", "1. x"),
    "bullet": ("- [ ] z⏎", "- x"),
    "closes-a-comment": ("%%⏎- [ ] z⏎", "a %% b"),
    "opens-code": ("- [ ] z⏎  [[b]]`⏎", "a `"),
    "loses-its-block-id": ("- [ ] ^id⏎", "a"),
}


@pytest.mark.parametrize(("before", "text"), REFUSED.values(), ids=REFUSED)
def test_refuses(before: str, text: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    with pytest.raises(UneditableError, match=r"^note\.md:[12]: .*; nothing written$"):
        set_text(note, note.tasks[0], text)


texts = strategies.markup | st.sampled_from(strategies.TEXTS) | st.sampled_from(strategies.WHOLE)


@given(strategies.raw_notes, texts)
@example(b"- [ ] a\n  `[[b]]\n", "`")
@example(b"- [ ] a %% b\n%% c\n", "d")
def test_the_text_is_that_and_all_else_the_same(raw: bytes, text: str) -> None:
    note = parse_note("note.md", raw)
    for task in note.tasks:
        if bad_text(text):
            continue
        try:
            edits = set_text(note, task, text)
        except UneditableError:
            continue
        after = parse_note("note.md", encode(apply_edits(note.text, edits)))
        edited = next(one for one in after.tasks if one.item == task.item)
        assert edited.text == text
        assert set_text(after, edited, text) == []
        same = edited._replace(text=task.text, raw=task.raw, tags=task.tags, fields=task.fields)
        assert same[:11] == task[:11]
        assert [one.raw for one in after.tasks if one.line != task.line] == [
            one.raw for one in note.tasks if one.line != task.line
        ]
        assert [one.raw for one in after.links if one.line != task.line] == [
            one.raw for one in note.links if one.line != task.line
        ]
        assert [one.type for one in after.sections] == [one.type for one in note.sections]
        undone = (
            apply_edits(after.text, set_text(after, edited, task.text))
            if (bad_text(task.text) is None)
            else note.text
        )
        assert undone == note.text
