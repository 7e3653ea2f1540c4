"""What edits are held to: the smallest splice, and nothing else in the note read otherwise."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from tests.outline import note_of, unarrow
from vaultsync.model.edits.again import elsewhere, read_again, splice
from vaultsync.model.note import parse_note
from vaultsync.text import Edit, Span, apply_edits

SPLICES = {
    "equal": ("abc", "abc", None),
    "middle": ("a-c", "a+c", (1, 2, "+")),
    "start": ("abc", "xbc", (0, 1, "x")),
    "end": ("abc", "abx", (2, 3, "x")),
    "insert": ("ac", "abc", (1, 1, "b")),
    "remove": ("abc", "ac", (1, 2, "")),
    "repeated": ("aa", "aaa", (2, 2, "a")),
    "fewer": ("aaa", "aa", (2, 3, "")),
    "all": ("ab", "cd", (0, 2, "cd")),
    "from-nothing": ("", "a", (0, 0, "a")),
    "to-nothing": ("a", "", (0, 1, "")),
}


@pytest.mark.parametrize(("old", "new", "edit"), SPLICES.values(), ids=SPLICES)
def test_splices(old: str, new: str, edit: tuple[int, int, str] | None) -> None:
    text = f"<<{old}>>"
    wanted = [] if edit is None else [Edit(Span(edit[0] + 2, edit[1] + 2), edit[2])]
    assert splice(text, Span(2, 2 + len(old)), new) == wanted


@given(st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_a_splice_gives_the_new_text(old: str, new: str) -> None:
    assert apply_edits(f"a{old}b", splice(f"a{old}b", Span(1, 1 + len(old)), new)) == f"a{new}b"


# A note, and what stands on its second line then; whether the other lines are read alike.
LINES = {
    "text": ("# A⏎- [ ] b⏎- [ ] c #d⏎", "- [ ] x [[y]] #z", True),
    "status": ("# A⏎- [ ] b⏎- [ ] c⏎", "- [x] b", True),
    "no-item-any-more": ("# A⏎- [ ] b⏎- [ ] c⏎", "b", False),
    "deeper": ("- a⏎- [ ] b⏎- [ ] c⏎", "  - [ ] b", False),
    "opens-code": ("a⏎b⏎- [ ] c⏎", "```", False),
    "hides-a-link": ("- a⏎- b⏎  [[c]]`⏎", "- `b", False),
    "hides-a-tag": ("- a⏎- b⏎  #c`⏎", "- `b", False),
    "hides-a-footnote": ("- a⏎- b⏎  [^1]`⏎", "- `b", False),
    "heading-below": ("a⏎b⏎===⏎", "", False),
    "other-level": ("# A⏎## B⏎# C⏎", "### B", False),
    "heading-text": ("# A⏎## B⏎- [ ] c⏎", "## C", True),
    "property": ("---⏎a: 1⏎b: 2⏎---⏎", "a: 3", True),
    "other-property": ("---⏎a: 1⏎b: 2⏎---⏎", 'a: "', False),
    "property-key": ("---⏎a: 1⏎b: 2⏎---⏎", "c: 1", False),
    "callout": ("> a⏎> [!note] b⏎", "> b", True),
    "callout-type": ("a⏎> [!note] b⏎", "> [!tip] b", False),
    "block-id-below": ("a⏎b⏎c ^id⏎", "```", False),
}


@pytest.mark.parametrize(("before", "line", "alike"), LINES.values(), ids=LINES)
def test_elsewhere(before: str, line: str, alike: bool, variant: Callable[[str], str]) -> None:
    first, _, *rest = unarrow(before).split("\n")
    note = note_of(variant(unarrow(before)))
    after = note_of(variant("\n".join([first, line, *rest])))
    assert (elsewhere(after, 2) == elsewhere(note, 2)) is alike


@given(strategies.raw_notes)
def test_reading_again_is_reading(raw: bytes) -> None:
    note = parse_note("note.md", raw)
    again = read_again(note, [])
    assert again == note
    assert elsewhere(again, 1) == elsewhere(note, 1)
