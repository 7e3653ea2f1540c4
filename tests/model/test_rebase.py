"""Edits carried over to what another program has written meanwhile: the same place, or none."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.outline import note_of, unarrow
from tests.planned import planned
from vaultsync.model.guarding.rebase import rebase
from vaultsync.syntax.task_edits import set_status
from vaultsync.text import Edit, Span, apply_edits, split_lines

Variant = Callable[[str], str]

# What we planned, what the other program made of the note, and both together.
CARRIED = {
    "nothing-else": ("- [⟦ →x⟧] a⏎", "- [ ] a⏎", "- [x] a⏎"),
    "line-above": ("- [⟦ →x⟧] a⏎", "new⏎- [ ] a⏎", "new⏎- [x] a⏎"),
    "line-below": ("- [⟦ →x⟧] a⏎", "- [ ] a⏎new⏎", "- [x] a⏎new⏎"),
    "moved-up": ("a⏎b⏎- [⟦ →x⟧] c⏎", "b⏎- [ ] c⏎", "b⏎- [x] c⏎"),
    "moved-past-another": ("- [⟦ →x⟧] a⏎b⏎c⏎d⏎", "b⏎c⏎d⏎- [ ] a⏎", None),
    "front-matter-above": ("- [⟦ →x⟧] a⏎", "---⏎b: c⏎---⏎- [ ] a⏎", "---⏎b: c⏎---⏎- [x] a⏎"),
    "another-task-ticked": ("- [⟦ →x⟧] a⏎- [ ] b⏎", "- [ ] a⏎- [x] b⏎", "- [x] a⏎- [x] b⏎"),
    "neighbours-changed": ("b⏎- [⟦ →x⟧] a⏎c⏎", "d⏎- [ ] a⏎e⏎", "d⏎- [x] a⏎e⏎"),
    "same-line-changed": ("- [⟦ →x⟧] a⏎b⏎", "- [ ] a c⏎b⏎", None),
    "same-line-ticked": ("- [⟦ →x⟧] a⏎b⏎", "- [x] a⏎b⏎", None),
    "same-line-gone": ("a⏎- [⟦ →x⟧] b⏎c⏎", "a⏎c⏎", None),
    "everything-gone": ("a⏎- [⟦ →x⟧] b⏎c⏎", "", None),
    "all-else": ("a⏎- [⟦ →x⟧] b⏎c⏎", "- [ ] b⏎", "- [x] b⏎"),
    "equal-lines-and-a-line-above": (
        *("- [ ] a⏎- [⟦ →x⟧] a⏎b⏎", "new⏎- [ ] a⏎- [ ] a⏎b⏎"),
        "new⏎- [ ] a⏎- [x] a⏎b⏎",
    ),
    "equal-lines-apart": (
        *("# a⏎- [⟦ →x⟧] t⏎⏎# b⏎- [ ] t⏎", "# a⏎- [ ] t⏎⏎# b⏎new⏎- [ ] t⏎"),
        "# a⏎- [x] t⏎⏎# b⏎new⏎- [ ] t⏎",
    ),
    "one-of-two-equal-lines-gone": ("- [⟦ →x⟧] a⏎b⏎- [ ] a⏎c⏎", "b⏎- [ ] a⏎c⏎", None),
    "the-other-of-two-equal-lines-gone": ("- [⟦ →x⟧] a⏎b⏎- [ ] a⏎c⏎", "- [ ] a⏎b⏎c⏎", None),
    "an-equal-line-comes": ("- [⟦ →x⟧] a⏎b⏎", "- [ ] a⏎b⏎- [ ] a⏎", None),
    "the-line-below-goes": ("c⏎- [⟦ →x⟧] a⏎b⏎", "c⏎- [ ] a⏎d⏎", "c⏎- [x] a⏎d⏎"),
    "first-of-equal-lines-ticked": ("- [ ] a⏎- [⟦ →x⟧] a⏎", "- [x] a⏎- [ ] a⏎", None),
    "equal-lines-and-new-neighbours": ("- [⟦ →x⟧] a⏎b⏎- [ ] a⏎", "- [ ] a⏎c⏎- [ ] a⏎", None),
    "insert-at-an-end-that-has-moved": ("a⏎b⏎⟦→new⏎⟧", "a⏎b⏎c⏎", None),
    "insert-at-the-start": ("⟦→new⏎⟧a⏎b⏎", "a⏎b⏎c⏎", "new⏎a⏎b⏎c⏎"),
    "insert-at-a-start-that-has-moved": ("⟦→new⏎⟧a⏎b⏎", "c⏎a⏎b⏎", None),
    "insert-between": ("a⏎⟦→new⏎⟧b⏎", "c⏎a⏎b⏎", "c⏎a⏎new⏎b⏎"),
    "insert-between-what-is-apart": ("a⏎⟦→new⏎⟧b⏎", "a⏎c⏎b⏎", None),
    "insert-behind-a-line": ("a⟦→⏎new⟧⏎b⏎", "a⏎c⏎b⏎", "a⏎new⏎c⏎b⏎"),
    "insert-between-blank-lines": ("a⏎⏎⟦→new⏎⟧⏎b⏎", "c⏎a⏎⏎⏎b⏎", "c⏎a⏎⏎new⏎⏎b⏎"),
    "insert-between-other-blank-lines": ("a⏎⏎⟦→new⏎⟧⏎b⏎", "a⏎⏎c⏎⏎⏎b⏎", None),
    "rows-go": ("a⏎⟦b⏎c⏎→⟧d⏎", "new⏎a⏎b⏎c⏎d⏎", "new⏎a⏎d⏎"),
    "rows-go-of-which-one-changed": ("a⏎⟦b⏎c⏎→⟧d⏎", "a⏎b⏎e⏎d⏎", None),
    "rows-go-and-one-has-come": ("a⏎⟦b⏎c⏎→⟧d⏎", "a⏎b⏎e⏎c⏎d⏎", None),
    "two-places": (
        *("- [⟦ →x⟧] a⏎b⏎- [⟦ →x⟧] c⏎", "- [ ] a⏎b⏎new⏎- [ ] c⏎"),
        "- [x] a⏎b⏎new⏎- [x] c⏎",
    ),
    "two-places-of-which-one-is-gone": ("- [⟦ →x⟧] a⏎- [⟦ →x⟧] b⏎", "- [ ] a⏎", None),
    "two-places-in-one-line": ("- [⟦ →x⟧] a⟦→ ✅⟧⏎b⏎", "c⏎- [ ] a⏎b⏎", "c⏎- [x] a ✅⏎b⏎"),
    "into-a-note-that-was-empty": ("⟦→new⏎⟧", "a⏎", None),
    "no-edits": ("a⏎", "b⏎", "b⏎"),
}
# What ends in an insertion, or has nothing else: not to be cut off at the end.
CARRIED_AT_THE_END = {
    "below-a-last-newline": ("a⏎b⏎⟦→new⏎⟧", "c⏎a⏎b⏎", "c⏎a⏎b⏎new⏎"),
    "below-no-last-newline": ("a⏎b⟦→⏎new⟧", "c⏎a⏎b", "c⏎a⏎b⏎new"),
    "below-a-last-newline-that-is-gone": ("a⏎b⏎⟦→new⏎⟧", "a⏎b", None),
    "below-a-last-newline-that-has-come": ("a⏎b⟦→⏎new⟧", "a⏎b⏎", "a⏎b⏎new⏎"),
    "below-a-last-line-that-has-changed": ("a⏎b⏎⟦→new⏎⟧", "a⏎c⏎", None),
    "below-a-last-line-that-has-moved": ("a⏎b⏎⟦→new⏎⟧", "b⏎a⏎", None),
    "into-an-empty-note": ("⟦→new⏎⟧", "", "new⏎"),
    "before-a-byte-order-mark": ("⟦→new⏎⟧\ufeffa⏎", "\ufeffa⏎b⏎", None),
    "a-byte-order-mark-has-come": ("- [⟦ →x⟧] a⏎", "\ufeff- [ ] a⏎", "\ufeff- [x] a⏎"),
    "a-byte-order-mark-has-gone": ("\ufeff- [⟦ →x⟧] a⏎", "- [ ] a⏎", "- [x] a⏎"),
}


@pytest.mark.parametrize(("ours", "theirs", "both"), CARRIED.values(), ids=CARRIED)
def test_carries_over(ours: str, theirs: str, both: str | None, variant: Variant) -> None:
    carries_over(ours, theirs, both, variant)


@pytest.mark.parametrize(
    ("ours", "theirs", "both"), CARRIED_AT_THE_END.values(), ids=CARRIED_AT_THE_END
)
def test_carries_over_as_it_stands(ours: str, theirs: str, both: str | None) -> None:
    carries_over(ours, theirs, both, lambda text: text)


def carries_over(ours: str, theirs: str, both: str | None, variant: Variant) -> None:
    one = planned(variant(unarrow(ours)))
    present = variant(unarrow(theirs))
    edits = rebase(one.before or "", one.edits, present)
    if both is None:
        assert edits is None
    else:
        assert edits is not None
        assert apply_edits(present, edits) == variant(unarrow(both))


NEWLINES = {
    "lf-to-crlf": ("a\n- [ ] b\n", "a\r\n- [ ] b\r\n", 6),
    "crlf-to-lf": ("a\r\n- [ ] b\r\n", "a\n- [ ] b\n", 5),
    "cr": ("a\r- [ ] b\r", "new\ra\r- [ ] b\r", 9),
}


@pytest.mark.parametrize(("before", "theirs", "at"), NEWLINES.values(), ids=NEWLINES)
def test_newlines_are_no_difference_within_a_line(before: str, theirs: str, at: int) -> None:
    edits = set_status(note_of(before).tasks[0], "x")
    assert rebase(before, edits, theirs) == [Edit(Span(at, at + 1), "x")]


def test_rows_whose_newlines_have_changed_are_not_what_was_replaced() -> None:
    edits = [Edit(Span(0, 4), "")]
    assert rebase("a\nb\nc\n", edits, "a\r\nb\r\nc\r\n") is None
    assert rebase("a\r\nb\nc\n", [Edit(Span(0, 5), "")], "a\nb\r\nc\n") is None


def test_too_much_that_differs_is_not_compared() -> None:
    before = "- [ ] a\n" + "b\n" * 2_100
    theirs = "new\n- [ ] a\n" + "c\n" * 2_100
    edits = set_status(note_of(before).tasks[0], "x")
    assert rebase(before, edits, theirs) is None
    assert rebase(before, edits, "- [ ] a\n" + "c\n" * 10) is not None


# The other program's work on lines that know who they are.


class Line(NamedTuple):
    number: int
    text: str


TEXTS = ["- [ ] a", "- [ ] a", "- [ ] b", "", "c", "d", "e", "  f"]
newline = st.sampled_from(["\n", "\r\n"])
notes = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=8)
works = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "change"]),
        st.integers(0, 9),
        st.sampled_from(["- [ ] a", "new", "", "- [ ] b"]),
    ),
    max_size=4,
)


def worked(lines: list[Line], work: list[tuple[str, int, str]]) -> list[Line]:
    lines = list(lines)
    for count, (verb, place, text) in enumerate(work):
        row = place % (len(lines) + 1)
        new = Line(100 + count, text)
        if verb == "insert":
            lines.insert(row, new)
        else:
            lines[row : row + 1] = [new] if verb == "change" else []
    return lines


def joined(lines: list[Line], newline: str) -> str:
    return "".join(line.text + newline for line in lines)


@given(notes, works, newline, st.integers(0, 7), st.integers(0, 2), st.booleans())
@example(["- [ ] a", "c", "- [ ] a", "d"], [("delete", 0, "")], "\n", 0, 0, True)
@example(["", "", ""], [("insert", 0, "new")], "\n", 1, 0, False)
def test_what_is_carried_over_is_the_same_place(
    texts: list[str],
    work: list[tuple[str, int, str]],
    newline: str,
    row: int,
    more: int,
    inner: bool,
) -> None:
    """The same text is replaced; on the very line, or on one with its text where theirs has moved.

    A blank line is any between the same neighbours.
    """
    lines = [Line(*one) for one in enumerate(texts)]
    theirs = worked(lines, work)
    before, present = joined(lines, newline), joined(theirs, newline)
    starts = [*split_lines(before)[1]]
    row, last = row % len(lines), min(row % len(lines) + more, len(lines))
    start = starts[row] + (len(texts[row]) if inner else 0)
    span = Span(start, max(start, starts[last]))
    edits = rebase(before, [Edit(span, "X")], present)
    if edits is None:
        return
    [(there, new)] = edits
    assert new == "X"
    assert there.of(present) == span.of(before)
    assert there.start - split_lines(present)[1][rows_above(present, there)] == start - starts[row]
    landed = theirs[rows_above(present, there)]
    kept = [line.text for line in theirs].count(landed.text) == texts.count(landed.text)
    assert landed.text == texts[row]
    assert landed.number == row or kept or not landed.text


def rows_above(text: str, span: Span) -> int:
    return sum(1 for start in split_lines(text)[1] if start <= span.start) - 1


@given(
    st.integers(1, 4),
    st.integers(0, 3),
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["u", "v", "", "w"])), max_size=5),
)
def test_of_equal_lines_it_is_never_another(
    count: int, which: int, others: list[tuple[int, str]]
) -> None:
    """Where the other program leaves the equal lines alone, the n-th stays the n-th."""
    lines = [Line(number, f"- [ ] a{newline}") for number, newline in enumerate([""] * count)]
    theirs = list(lines)
    for number, (place, text) in enumerate(others):
        theirs.insert(place % (len(theirs) + 1), Line(100 + number, text))
    before, present = joined(lines, "\n"), joined(theirs, "\n")
    task = note_of(before).tasks[which % count]
    edits = rebase(before, set_status(task, "x"), present)
    if edits is not None:
        assert theirs[rows_above(present, edits[0].span)].number == which % count


def test_stale_lines(shared: Path) -> None:
    """The Tasks plugin's own cases: the line as it was indexed, the note as it is now."""
    cases = json.loads((shared / "cases/stale-line.json").read_text("utf-8"))["cases"]
    assert cases
    for case in cases:
        edited = stale(case["data"])
        assert edited in (None, case["expectedLine"])
    assert [stale(case["data"]) for case in cases].count(None) < len(cases)


def stale(case: dict[str, Any]) -> int | None:
    """The row of the present file that is edited, as planned on the indexed one."""
    task, present = case["taskData"], "\n".join(case["fileData"]["fileLines"])
    row = task["taskLocation"]["lineNumber"]
    now = split_lines(present)[0]
    # The file as it was indexed: the line where it was, among what the file still holds.
    rest = [line for line in now if line != task["originalMarkdown"]]
    rest += ["gone"] * (row - len(rest))
    rest.insert(row, task["originalMarkdown"])
    before = "\n".join(rest)
    edits = set_status(next(one for one in note_of(before).tasks if one.line == row + 1), "x")
    carried = rebase(before, edits, present)
    return None if carried is None else rows_above(present, carried[0].span)
