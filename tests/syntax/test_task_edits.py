"""Edits on a task: what they change, what they leave alone, what they refuse."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from tests.outline import note_of, unarrow
from vaultsync.model.note import parse_note
from vaultsync.syntax.task_edits import is_status, set_status
from vaultsync.text import apply_edits, encode

Variant = Callable[[str], str]

# The edit is on the last task of each text.
CHANGES = {
    "tick": ("- [ ] a⏎", "x", "- [x] a⏎"),
    "clear": ("- [x] a⏎", " ", "- [ ] a⏎"),
    "upper-case": ("- [x] a⏎", "X", "- [X] a⏎"),
    "in-progress": ("- [ ] a⏎", "/", "- [/] a⏎"),
    "cancelled": ("- [/] a⏎", "-", "- [-] a⏎"),
    "letter-beyond-ascii": ("- [é] a⏎", "ł", "- [ł] a⏎"),
    "bracket": ("- [ ] a⏎", "]", "- []] a⏎"),
    "opening-bracket": ("- [x] a⏎", "[", "- [[] a⏎"),
    "from-a-bracket": ("- []] a⏎", "x", "- [x] a⏎"),
    "backslash": ("- [ ] a⏎", "\\", "- [\\] a⏎"),
    "star": ("* [ ] a⏎", "x", "* [x] a⏎"),
    "plus": ("+ [ ] a⏎", "x", "+ [x] a⏎"),
    "ordered": ("1. [ ] a⏎", "x", "1. [x] a⏎"),
    "ordered-parenthesis": ("12) [ ] a⏎", "x", "12) [x] a⏎"),
    "wide-marker": ("-   [ ]  a⏎", "x", "-   [x]  a⏎"),
    "tab-behind-the-marker": ("-⇥[ ]⇥a⏎", "x", "-⇥[x]⇥a⏎"),
    "child-by-tab": ("- [ ] a⏎⇥- [ ] b⏎", "x", "- [ ] a⏎⇥- [x] b⏎"),
    "child-by-spaces": ("- a⏎    - [ ] b⏎", "x", "- a⏎    - [x] b⏎"),
    "quoted": ("> - [ ] a⏎", "x", "> - [x] a⏎"),
    "quoted-twice": ("> > * [ ] a⏎", "x", "> > * [x] a⏎"),
    "callout": ("> [!todo] t⏎> - [ ] a⏎", "x", "> [!todo] t⏎> - [x] a⏎"),
    "inner-of-two-on-a-line": ("- [ ] 1. [ ] a⏎", "x", "- [ ] 1. [x] a⏎"),
    "trailing-blanks": ("- [ ] a  ⇥⏎", "x", "- [x] a  ⇥⏎"),
    "boxes-in-the-text": ("- [ ] see [ ] and [x]⏎", "x", "- [x] see [ ] and [x]⏎"),
    "link-behind-the-box": ("- [ ] [[x]] [y](z)⏎", "x", "- [x] [[x]] [y](z)⏎"),
    "fields-and-block-id": ("- [ ] a #t 📅 2026-12-01 ^id⏎", "x", "- [x] a #t 📅 2026-12-01 ^id⏎"),
    "emoji-before": ("😀 e\u0301⏎⏎- [ ] a⏎", "x", "😀 e\u0301⏎⏎- [x] a⏎"),
    "front-matter-before": ("---⏎a:  [x]⏎---⏎- [ ] a⏎", "x", "---⏎a:  [x]⏎---⏎- [x] a⏎"),
    "broken-front-matter": ("---⏎a: [⏎---⏎- [ ] a⏎", "x", "---⏎a: [⏎---⏎- [x] a⏎"),
    "code-before": ("```⏎- [ ] a⏎```⏎- [ ] a⏎", "x", "```⏎- [ ] a⏎```⏎- [x] a⏎"),
    "equal-lines": ("- [ ] a⏎- [ ] a⏎- [ ] a⏎", "x", "- [ ] a⏎- [ ] a⏎- [x] a⏎"),
    "line-separator-in-the-line": ("- [ ] a\u2028b\x85c⏎", "x", "- [x] a\u2028b\x85c⏎"),
    "nul": ("a\0⏎- [ ] b\0⏎", "x", "a\0⏎- [x] b\0⏎"),
    "bytes-that-are-no-utf-8": ("caf\udce9⏎- [ ] a\udcff⏎", "x", "caf\udce9⏎- [x] a\udcff⏎"),
}


@pytest.mark.parametrize(("before", "status", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(before: str, status: str, after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    edits = set_status(note.tasks[-1], status)
    assert apply_edits(note.text, edits) == variant(unarrow(after))
    assert [one.span.end - one.span.start for one in edits] == [1]


LEAVES_ALONE = {
    "done": ("- [x] a⏎", "x"),
    "upper-case": ("- [X] a⏎", "X"),
    "open": ("- [ ] a⏎", " "),
    "other": ("> 1. [?] a⏎", "?"),
    "bracket": ("- []] a⏎", "]"),
    "last-of-equal-lines": ("- [ ] a⏎- [x] a⏎", "x"),
}


@pytest.mark.parametrize(("text", "status"), LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_leaves_alone(text: str, status: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    assert set_status(note.tasks[-1], status) == []


STATUSES = {
    **{"space": " ", "letter": "x", "digit": "1", "sign": "/", "minus": "-", "bracket": "]"},
    **{"accent": "é", "kanji": "済", "last-of-16-bits": "\uffee", "arrow": "→", "tick": "✅"},
}

NO_STATUSES = {
    **{"nothing": "", "two": "xx", "two-blanks": "  ", "newline": "\n", "carriage-return": "\r"},
    **{"crlf": "\r\n", "tab": "\t", "nul": "\0", "escape": "\x1b", "delete": "\x7f"},
    **{"c1": "\x9b", "next-line": "\x85", "line-separator": "\u2028", "paragraph": "\u2029"},
    **{"no-break-space": "\xa0", "ideographic-space": "\u3000", "zero-width": "\u200b"},
    **{"right-to-left": "\u202e", "bom": "\ufeff", "unassigned": "\uffff", "private": "\ue000"},
    **{"surrogate": "\ud800", "odd-byte": "\udce9", "two-utf16-units": "😀"},
    **{"letter-and-accent": "e\u0301", "tick-as-emoji": "✔\ufe0f"},
}


@pytest.mark.parametrize("status", STATUSES.values(), ids=STATUSES)
def test_may_stand_in_a_box(status: str) -> None:
    assert is_status(status)
    note = note_of("- [!] a\n")
    after = note_of(apply_edits(note.text, set_status(note.tasks[0], status)))
    assert [(task.status, task.text) for task in after.tasks] == [(status, "a")]


@pytest.mark.parametrize("status", NO_STATUSES.values(), ids=NO_STATUSES)
def test_may_not_stand_in_a_box(status: str) -> None:
    assert not is_status(status)
    with pytest.raises(ValueError, match="not a status"):
        set_status(note_of("- [!] a\n").tasks[0], status)


def test_refuses_what_already_stands_there() -> None:
    """A box may hold what we would not write; asking for it again is still refused."""
    task = note_of("- [\u200b] a\n").tasks[0]
    assert task.status == "\u200b"
    with pytest.raises(ValueError, match="not a status"):
        set_status(task, "\u200b")


statuses = st.characters(max_codepoint=0xFFFF).filter(is_status)


@given(strategies.raw_notes, statuses)
@example(b"- [ ] a\n- [ ] a", "x")
@example(b"- [ ] a %% b %%\n", "%")
@example(b"| - [ ] a\n|-|\n", "|")
@example(b"- [x] `a\n", "`")
def test_done_twice_changes_nothing(raw: bytes, status: str) -> None:
    """After any edit the same tasks are read, the edited one has its status: no edit is left."""
    note = parse_note("note.md", raw)
    for task in note.tasks:
        after = parse_note("note.md", encode(apply_edits(note.text, set_status(task, status))))
        assert [one.item for one in after.tasks] == [one.item for one in note.tasks]
        edited = next(one for one in after.tasks if one.item == task.item)
        assert edited.status == status
        assert edited._replace(status=task.status, raw=task.raw) == task
        assert set_status(edited, status) == []
