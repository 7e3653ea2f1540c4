"""What edits don't touch is read as before, and where it isn't, that is noticed."""

from collections.abc import Callable

import pytest
from hypothesis import given

from tests import strategies
from tests.outline import note_of, unarrow
from vaultsync.model.guarding.untouched import first_change
from vaultsync.model.note import parse_note
from vaultsync.text import Edit, Span, apply_edits, encode, split_lines

# A note, and what stands on its second line then; whether the other lines are read alike.
LINES = {
    "text": ("# A⏎- [ ] b⏎- [ ] c #d⏎", "- [ ] x [[y]] #z", True),
    "status": ("# A⏎- [ ] b⏎- [ ] c⏎", "- [x] b", True),
    "no-item-any-more": ("# A⏎- [ ] b⏎- [ ] c⏎", "b", True),
    "deeper": ("- a⏎- [ ] b⏎- [ ] c⏎", "  - [ ] b", True),
    "opens-code": ("a⏎b⏎- [ ] c⏎", "```", False),
    "hides-a-link": ("- a⏎- b⏎  [[c]]`⏎", "- `b", False),
    "hides-a-tag": ("- a⏎- b⏎  #c`⏎", "- `b", False),
    "hides-a-footnote": ("- a⏎- b⏎  [^1]`⏎", "- `b", False),
    "heading-below": ("a⏎b⏎===⏎", "", True),
    "other-level": ("# A⏎## B⏎# C⏎", "### B", True),
    "heading-text": ("# A⏎## B⏎- [ ] c⏎", "## C", True),
    "property": ("---⏎a: 1⏎b: 2⏎---⏎", "a: 3", True),
    "other-property": ("---⏎a: 1⏎b: 2⏎---⏎", 'a: "', False),
    "property-key": ("---⏎a: 1⏎b: 2⏎---⏎", "c: 1", True),
    "callout": ("> a⏎> [!note] b⏎", "> b", True),
    "callout-type": ("a⏎> [!note] b⏎", "> [!tip] b", True),
    "block-id-below": ("a⏎b⏎c ^id⏎", "```", False),
}


@pytest.mark.parametrize(("before", "line", "alike"), LINES.values(), ids=LINES)
def test_one_line(before: str, line: str, alike: bool, variant: Callable[[str], str]) -> None:
    note = note_of(variant(unarrow(before)))
    lines, starts = split_lines(note.text)
    edits = [Edit(Span(starts[1], starts[1] + len(lines[1])), line)]
    after = note_of(apply_edits(note.text, edits))
    assert (first_change(note, after, edits) is None) is alike


@given(strategies.raw_notes)
def test_no_edits_change_nothing(raw: bytes) -> None:
    note = parse_note("note.md", raw)
    assert first_change(note, note, []) is None


@given(strategies.raw_notes)
def test_all_may_change_where_all_is_replaced(raw: bytes) -> None:
    note = parse_note("note.md", raw)
    after = parse_note("note.md", encode("# Other\n"))
    assert first_change(note, after, [Edit(Span(0, len(note.text)), after.text)]) is None
