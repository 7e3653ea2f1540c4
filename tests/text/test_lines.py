"""Lines: only CR, LF and CRLF end them; offsets as line and column in three units, and back."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultsync.text import LineMap, Unit, newline_of, split_lines

CODE_POINTS, UTF8, UTF16 = Unit

SPLIT = {
    "empty": ("", [""], [0]),
    "one-line": ("abc", ["abc"], [0]),
    "final-newline": ("a\n", ["a", ""], [0, 2]),
    "lf": ("a\nb\n\nc", ["a", "b", "", "c"], [0, 2, 4, 5]),
    "crlf": ("a\r\nb\r\n", ["a", "b", ""], [0, 3, 6]),
    "cr": ("a\rb\r\rc", ["a", "b", "", "c"], [0, 2, 4, 5]),
    "mixed": ("a\nb\r\nc\rd", ["a", "b", "c", "d"], [0, 2, 5, 7]),
    "lf-cr-are-two": ("a\n\rb", ["a", "", "b"], [0, 2, 3]),
    "cr-crlf-are-two": ("a\r\r\nb", ["a", "", "b"], [0, 2, 4]),
    "lone-cr-at-end": ("a\r", ["a", ""], [0, 2]),
    "line-separator-is-text": ("a\u2028b\u2029c", ["a\u2028b\u2029c"], [0]),
    "nel-is-text": ("a\x85b\r\nc", ["a\x85b", "c"], [0, 5]),
    "vt-ff-are-text": ("a\x0bb\x0cc\nd", ["a\x0bb\x0cc", "d"], [0, 6]),
    "information-separators-are-text": ("a\x1cb\x1dc\x1ed", ["a\x1cb\x1dc\x1ed"], [0]),
    "bom": ("\ufeffa\nb", ["\ufeffa", "b"], [0, 3]),
}


@pytest.mark.parametrize(("text", "lines", "starts"), SPLIT.values(), ids=SPLIT)
def test_splits(text: str, lines: list[str], starts: list[int]) -> None:
    assert split_lines(text) == (lines, starts)


NEWLINE = {
    "none": ("abc", "\n"),
    "lf": ("a\nb\r\n", "\n"),
    "crlf": ("a\r\nb\n", "\r\n"),
    "cr": ("a\rb\r\n", "\r"),
    "separators-are-none": ("a\u2028b\x85c", "\n"),
}


@pytest.mark.parametrize(("text", "newline"), NEWLINE.values(), ids=NEWLINE)
def test_the_newline_of_a_text_is_its_first(text: str, newline: str) -> None:
    assert newline_of(text) == newline


MIXED = "aé😀\r\n漢\udce9b\r\n\nz"
PLACES = {
    "start": (0, (0, 0), (0, 0), (0, 0)),
    "after-one-byte": (1, (0, 1), (0, 1), (0, 1)),
    "after-two-bytes": (2, (0, 2), (0, 3), (0, 2)),
    "after-a-pair": (3, (0, 3), (0, 7), (0, 4)),
    "between-cr-and-lf": (4, (0, 4), (0, 8), (0, 5)),
    "second-line": (5, (1, 0), (1, 0), (1, 0)),
    "after-three-bytes": (6, (1, 1), (1, 3), (1, 1)),
    "after-an-invalid-byte": (7, (1, 2), (1, 4), (1, 2)),
    "empty-line": (10, (2, 0), (2, 0), (2, 0)),
    "last-line": (11, (3, 0), (3, 0), (3, 0)),
    "end": (12, (3, 1), (3, 1), (3, 1)),
}


@pytest.mark.parametrize(("offset", "points", "utf8", "utf16"), PLACES.values(), ids=PLACES)
def test_places(offset: int, points: object, utf8: object, utf16: object) -> None:
    lines = LineMap(MIXED)
    assert lines.position(offset) == points
    assert [lines.position(offset, unit) for unit in Unit] == [points, utf8, utf16]
    assert [lines.offset(*lines.position(offset, unit), unit) for unit in Unit] == [offset] * 3
    assert lines.row(offset) == lines.position(offset)[0]


INSIDE = {
    "second-byte-of-two": (0, 2, UTF8, 1),
    "second-byte-of-four": (0, 4, UTF8, 2),
    "last-byte-of-four": (0, 6, UTF8, 2),
    "low-surrogate": (0, 3, UTF16, 2),
    "third-byte-of-three": (1, 2, UTF8, 5),
}


@pytest.mark.parametrize(("row", "column", "unit", "offset"), INSIDE.values(), ids=INSIDE)
def test_a_column_inside_a_character_is_its_own(
    row: int, column: int, unit: Unit, offset: int
) -> None:
    assert LineMap(MIXED).offset(row, column, unit) == offset


TEXTS = st.text(st.sampled_from("ab\n\r\u2028\x85\x0b\x0cé漢😀\udce9\ufeff"), max_size=30)
# Two bytes that are no UTF-8 may make a character together: only what decode gives is a note.
DECODED = TEXTS.map(
    lambda text: text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
)


@given(TEXTS)
@example("\r\n\r\r\n")
def test_lines_and_what_is_between_them_are_the_text(text: str) -> None:
    lines, starts = split_lines(text)
    assert lines == re.split(r"\r\n|\r|\n", text)
    ends = [start + len(line) for start, line in zip(starts, lines, strict=True)]
    assert [text[start:end] for start, end in zip(starts, ends, strict=True)] == lines
    between = [text[end:start] for end, start in zip(ends, [*starts[1:], len(text)], strict=True)]
    assert between.pop() == ""
    assert set(between) <= {"\n", "\r", "\r\n"}


@given(DECODED, st.sampled_from(list(Unit)))
@example("é\n", UTF16)
def test_every_offset_has_a_place_that_leads_back(text: str, unit: Unit) -> None:
    lines = LineMap(text)
    places = [lines.position(offset, unit) for offset in range(len(text) + 1)]
    assert places == sorted(set(places))
    assert [lines.offset(row, column, unit) for row, column in places] == list(range(len(text) + 1))


@given(DECODED)
def test_columns_count_what_encoding_gives(text: str) -> None:
    lines = LineMap(text)
    for offset in range(len(text) + 1):
        row, column = lines.position(offset)
        part = text[lines.starts[row] : offset]
        assert column == len(part)
        assert lines.position(offset, UTF8) == (row, len(part.encode("utf-8", "surrogateescape")))
        utf16 = part.encode("utf-16-le", "surrogatepass")
        assert lines.position(offset, UTF16) == (row, len(utf16) // 2)


@given(TEXTS)
def test_starts_may_be_given(text: str) -> None:
    given_starts = LineMap(text, split_lines(text)[1])
    assert given_starts.starts == LineMap(text).starts
