"""The lines that edits touch, and where all others go."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.planned import planned
from vaultsync.model.guarding.hunks import Hunks, hunks_of
from vaultsync.text import Edit, Span, apply_edits

# Rows before and after, as `first-last>first-last`.
HUNKS = {
    "nothing": ("a⏎b⏎", ""),
    "a-character": ("a⏎⟦b→c⟧⏎", "1-2>1-2"),
    "the-same-again": ("a⏎⟦b→b⟧⏎", "2-2>2-2"),
    "a-line-comes": ("a⏎⟦→c⏎⟧b⏎", "1-1>1-2"),
    "an-equal-line-comes-above": ("a⏎⟦→a⏎⟧a⏎", "1-1>1-2"),
    "an-equal-line-comes-first": ("⟦→a⏎⟧a⏎a⏎", "0-0>0-1"),
    "a-line-comes-behind-the-one-above": ("a⟦→⏎c⟧⏎b⏎", "1-1>1-2"),
    "a-line-goes": ("a⏎⟦b⏎→⟧c⏎", "1-2>1-1"),
    "an-equal-line-goes": ("a⏎⟦a⏎→⟧a⏎", "1-2>1-1"),
    "the-last-newline-comes": ("a⟦→⏎⟧", "1-1>1-2"),
    "the-last-newline-goes": ("a⟦⏎→⟧", "1-2>1-1"),
    "a-last-line-comes": ("a⏎⟦→b⟧", "1-2>1-2"),
    "lines-join": ("a⟦⏎→ ⟧b⏎c⏎", "0-2>0-1"),
    "a-line-parts": ("a⟦ →⏎⟧b⏎c⏎", "0-1>0-2"),
    "two-places": ("⟦a→x⟧⏎b⏎⟦c→y⟧⏎", "0-1>0-1 2-3>2-3"),
    "two-in-a-line": ("⟦a→x⟧ b ⟦c→y⟧⏎d", "0-1>0-1"),
    "two-inserts-at-one-place": ("a⏎⟦→x⏎⟧⟦→y⏎⟧b", "1-1>1-2 1-1>2-3"),
    "lines-beside-each-other": ("⟦a→x⟧⏎⟦b→y⟧⏎c", "0-1>0-1 1-2>1-2"),
    "behind-a-byte-order-mark": ("\ufeff⟦→b⏎⟧a⏎", "0-0>0-1"),
    "everything": ("⟦a⏎b→⟧", "0-2>0-1"),
}


def shown(hunks: Hunks) -> str:
    return " ".join("{}-{}>{}-{}".format(*hunk) for hunk in hunks.hunks)


@pytest.mark.parametrize(("marked", "expected"), HUNKS.values(), ids=HUNKS)
def test_hunks(marked: str, expected: str) -> None:
    one = planned(marked)
    assert shown(hunks_of(one.before or "", one.edits, one.after)) == expected


def test_touched_lines() -> None:
    one = planned("a⏎⟦b→c d⟧⏎⟦→e⏎⟧f⏎⟦g⏎→⟧h")
    hunks = hunks_of(one.before or "", one.edits, one.after)
    assert hunks.touched_before() == ["b", "g"]
    assert hunks.touched_after() == ["c d", "e"]
    assert [hunks.new_row(row) for row in range(5)] == [0, None, 3, None, 4]


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text of few characters and edits on it that don't overlap."""
    text = draw(st.text(st.sampled_from("ab\r\n"), max_size=12))
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    news = st.text(st.sampled_from("abx\r\n"), max_size=4)
    pairs = zip(places[::2], places[1::2], strict=False)
    return text, [Edit(Span(start, end), draw(news)) for start, end in pairs]


@given(edited_texts())
@example(("a\r\nb", [Edit(Span(2, 3), "")]))
@example(("a\rb", [Edit(Span(2, 2), "\n")]))
@example(("a\rX\n\nb", [Edit(Span(2, 4), "")]))
@example(("\nb", [Edit(Span(0, 0), "a\r")]))
@example(("", [Edit(Span(0, 0), "a"), Edit(Span(0, 0), "")]))
def test_hunks_lead_from_one_text_to_the_other(edited: tuple[str, list[Edit]]) -> None:
    """What stands between hunks is the same; with their lines it makes up the new text."""
    text, edits = edited
    found = hunks_of(text, edits, apply_edits(text, edits))
    made: list[str] = []
    done = 0
    for first, last, new_first, new_last in found.hunks:
        assert done <= first <= last
        made += found.before[done:first]
        assert len(made) == new_first
        made += found.after[new_first:new_last]
        done = last
    assert made + found.before[done:] == found.after
    gone = {row for hunk in found.hunks for row in range(hunk.first, hunk.last)}
    for row, line in enumerate(found.before):
        new_row = found.new_row(row)
        assert (new_row is None) == (row in gone)
        assert new_row is None or found.after[new_row] == line
