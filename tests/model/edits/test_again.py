"""What edits are held to: the smallest splice, and nothing else in the note read otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from vaultsync.model.edits.again import read_again, splice
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


@given(strategies.raw_notes)
def test_reading_again_is_reading(raw: bytes) -> None:
    note = parse_note("note.md", raw)
    again = read_again(note, [])
    assert again == note
