"""A task taken away with all under it: what goes, which blank lines stay, what is refused."""

from collections.abc import Callable

import pytest
from hypothesis import example, given

from tests import strategies
from tests.outline import note_of, unarrow
from vaultsync.errors import UneditableError
from vaultsync.model.edits.remove import remove_task
from vaultsync.model.note import parse_note
from vaultsync.text import apply_edits, encode

Variant = Callable[[str], str]

# The task to remove is the one that says `x`.
CHANGES = {
    "first": ("- [ ] x⏎- [ ] b⏎", "- [ ] b⏎"),
    "middle": ("- [ ] a⏎- [ ] x⏎- [ ] b⏎", "- [ ] a⏎- [ ] b⏎"),
    "last": ("- [ ] a⏎- [ ] x⏎", "- [ ] a⏎"),
    "children": ("- [ ] x⏎⇥- [ ] b⏎⇥⇥- c⏎- d⏎", "- d⏎"),
    "child": ("- a⏎⇥- [ ] x⏎⇥- b⏎", "- a⏎⇥- b⏎"),
    "only-child": ("- a⏎  - [ ] x⏎- b⏎", "- a⏎- b⏎"),
    "lazy-text": ("- [ ] x⏎text⏎- b⏎", "- b⏎"),
    "indented-text": ("- [ ] x⏎  text⏎⏎  more⏎- b⏎", "- b⏎"),
    "code": ("- [ ] x⏎  ```⏎  - [ ] y⏎⏎  ```⏎- b⏎", "- b⏎"),
    "quote-under-it": ("- [ ] x⏎  > q⏎- b⏎", "- b⏎"),
    "numbers-stay": ("1. [ ] x⏎2. b⏎3. c⏎", "2. b⏎3. c⏎"),
    "quote": ("> - [ ] x⏎> - b⏎", "> - b⏎"),
    "callout": ("> [!todo]⏎> - [ ] x⏎", "> [!todo]⏎"),
    "two-on-a-line": ("- [ ] x⏎- [ ] 1. [ ] a⏎", "- [ ] 1. [ ] a⏎"),
    "under-a-heading": ("# H⏎- [ ] x⏎# I⏎", "# H⏎# I⏎"),
    "blank-below-stays": ("# H⏎- [ ] x⏎⏎# I⏎", "# H⏎⏎# I⏎"),
    "blank-above-stays": ("a⏎⏎- [ ] x⏎- b⏎", "a⏎⏎- b⏎"),
    "between-blank-lines": ("a⏎⏎- [ ] x⏎⏎b⏎", "a⏎⏎b⏎"),
    "between-many-blank-lines": ("a⏎⏎⏎- [ ] x⏎⏎b⏎", "a⏎⏎b⏎"),
    "last-below-a-blank-line": ("a⏎⏎- [ ] x⏎", "a⏎"),
    "loose": ("- a⏎⏎- [ ] x⏎⏎- b⏎", "- a⏎⏎- b⏎"),
    "loose-first": ("- [ ] x⏎⏎- b⏎", "⏎- b⏎"),
    "loose-quote": ("> - a⏎>⏎> - [ ] x⏎>⏎> - b⏎", "> - a⏎>⏎> - b⏎"),
    "last-in-a-loose-quote": ("> - a⏎>⏎> - [ ] x⏎⏎b⏎", "> - a⏎⏎b⏎"),
    "text-and-number-kept-apart": ("a⏎- [ ] x⏎2. b⏎", "a⏎⏎2. b⏎"),
    "text-kept-apart-in-a-quote": ("> a⏎> - [ ] x⏎> 2. b⏎", "> a⏎>⏎> 2. b⏎"),
    "block-id": ("- [ ] x ^id⏎- b⏎", "- b⏎"),
    "properties-above": ("---⏎a:  1⏎---⏎- [ ] x⏎- b⏎", "---⏎a:  1⏎---⏎- b⏎"),
    "comment-in-it": ("- [ ] x⏎%%⏎c⏎%%⏎  - y⏎- b⏎", "- b⏎"),
}


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(before: str, after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    task = next(task for task in note.tasks if task.text == "x")
    edits = remove_task(note, task)
    assert apply_edits(note.text, edits) == variant(unarrow(after))
    assert [one.new for one in edits] == [""]


ODD = {
    "only-line": ("- [ ] x", ""),
    "only-line-with-newline": ("- [ ] x\n", ""),
    "no-final-newline": ("- a\n- [ ] x", "- a"),
    "no-final-newline-below-blank": ("a\n\n- [ ] x", "a"),
    "mixed-newlines": ("- a\r- [ ] x\n- b\r\n", "- a\r- b\r\n"),
    "odd-bytes": ("- \udcff\n- [ ] x\n- \0\n", "- \udcff\n- \0\n"),
}


@pytest.mark.parametrize(("before", "after"), ODD.values(), ids=ODD)
def test_ends_and_odd_newlines(before: str, after: str) -> None:
    note = note_of(before)
    assert apply_edits(before, remove_task(note, note.tasks[0])) == after


REFUSED = {
    "behind-its-parent": ("- [ ] 1. [ ] x⏎", "shares its line"),
    "in-a-footnote": ("[^1]: - [ ] x⏎", "shares its line"),
    "lists-would-join": ("* a⏎- [ ] x⏎* b⏎", "in another way"),
    "last-of-a-property-block": ("* a⏎⏎- [ ] x⏎⏎* b⏎", "in another way"),
}


@pytest.mark.parametrize(("text", "says"), REFUSED.values(), ids=REFUSED)
def test_refuses(text: str, says: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    task = next(task for task in note.tasks if task.text == "x")
    with pytest.raises(UneditableError, match=says):
        remove_task(note, task)


def test_refuses_a_task_of_another_note() -> None:
    with pytest.raises(ValueError, match="none of this note's"):
        remove_task(note_of("- [ ] a\n"), note_of("- [ ] b\n").tasks[0])


@given(strategies.raw_notes)
@example(b"- [ ] a\n\n\tb\n- - [ ] c")
@example(b"> - [ ] a\n>\n> - [ ] b\n\n- [ ] c")
@example(b"- [ ] a\r- [ ] b\r\n\n- [ ] c")
def test_laws(raw: bytes) -> None:
    """The task goes with what is under it; every other task and heading is read as before."""
    note = parse_note("note.md", raw)
    for task in note.tasks:
        try:
            ((start, end), new), *more = remove_task(note, task)
        except UneditableError:
            continue
        assert (new, more) == ("", [])
        assert start <= task.line_span.start + task.column - 1
        assert task.line_span.end <= end
        after = parse_note("note.md", encode(apply_edits(note.text, remove_task(note, task))))
        assert after.text == note.text[:start] + note.text[end:]
        gone = [one for one in note.tasks if start <= one.status_span.start < end]
        below = [one for one in gone if one.item > task.item]
        assert all(one.depth > task.depth for one in below)
        assert [(one.status, one.text, one.depth, one.section) for one in after.tasks] == [
            (one.status, one.text, one.depth, one.section) for one in note.tasks if one not in gone
        ]
        assert [(one.level, one.text) for one in after.headings] == [
            (one.level, one.text) for one in note.headings
        ]
