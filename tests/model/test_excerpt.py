"""A part of a note tells the same of an edit as all of it."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from vaultsync.model.excerpt import Excerpt, excerpt
from vaultsync.model.note import Note, parse_note
from vaultsync.model.untouched import first_change
from vaultsync.text import Edit, Span, apply_edits, encode

BLOCKS = ["# A", "above", "- one\n- [ ] two [[N]]\n\t- three", "below", "> quote", "# B", "end"]
FAR = "\n\n".join(["# Far", "a", "b", "c", "d", "e", "f", "g", "h"])


class Case(NamedTuple):
    """What `old` becomes, in a note of those blocks; and what must be read again, None for all."""

    old: str
    new: str
    part: str | None


LIST = "above\n\n- one\n- [ ] two [[N]]\n\t- three\n\nbelow\n"
CASES = {
    "a-link-in-a-list": Case("[[N]]", "[[M]]", LIST),
    "a-box": Case("[ ]", "[x]", LIST),
    "the-first-block": Case("# A", "# Z", "# A\n\nabove\n"),
    "a-list-that-begins-later": Case("- one", "one", LIST),
    "a-fence-that-opens": Case("above", "```", None),
    "a-new-line": Case("above", "a\nb", None),
    "a-comment": Case("above", "%%", None),
}


def part_of(text: str, old: str, new: str) -> tuple[Note, Excerpt]:
    note = parse_note("a.md", text.encode())
    start = text.index(old)
    edit = Edit(Span(start, start + len(old)), new)
    return note, excerpt(note, [edit], parse_note)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_read_again(case: Case) -> None:
    text = "\n\n".join([*BLOCKS, FAR]) + "\n"
    note, part = part_of(text, case.old, case.new)
    assert part.before.text == (text if case.part is None else case.part)
    assert text[part.start :].startswith(part.before.text)
    assert apply_edits(part.before.text, part.edits) == part.after.text
    assert (part.before is note) == (case.part is None)


def test_a_note_with_a_comment_is_read_whole() -> None:
    text = "%% c %%\n\n" + "\n\n".join([*BLOCKS, FAR])
    note, part = part_of(text, "[[N]]", "[[M]]")
    assert part.before is note


def test_an_edit_of_front_matter_reads_all() -> None:
    text = "---\nup: N\n---\n" + "\n\n".join([*BLOCKS, FAR])
    note, part = part_of(text, "N", "M")
    assert part.before is note


def test_the_block_below_front_matter_is_the_first() -> None:
    text = "---\nup: N\n---\nabove\n\n" + "\n\n".join([*BLOCKS, FAR])
    _, part = part_of(text, "above", "about")
    assert part.before.text == "above\n\n# A\n"


def test_newlines_of_all_kinds_end_a_part() -> None:
    text = "\r\n\r\n".join(["a", "b", "c", "d", *BLOCKS, "e"] * 2)
    _, part = part_of(text, "c", "x")
    assert part.before.text == "b\r\n\r\nc\r\n\r\nd\r\n"


inserted = st.sampled_from(
    [
        "x",
        "",
        "`",
        "```",
        "[[M]]",
        "<div>",
        "<!--",
        "$$",
        "- ",
        "# ",
        "> ",
        "    ",
        "\t",
        "|",
        "~~~",
    ]
)


@given(strategies.raw_notes, st.lists(strategies.raw_notes, max_size=3), st.data(), inserted)
def test_a_part_tells_what_the_whole_tells(
    raw: bytes, more: list[bytes], draw: st.DataObject, new: str
) -> None:
    note = parse_note("a.md", b"\n\n".join([raw, *more]))
    start = draw.draw(st.integers(0, len(note.text)))
    end = draw.draw(st.integers(start, min(start + 4, len(note.text))))
    edits = [Edit(Span(start, end), new)]
    part = excerpt(note, edits, parse_note)
    after = parse_note("a.md", encode(apply_edits(note.text, edits)))
    told = first_change(part.before, part.after, part.edits)
    whole = first_change(note, after, edits)
    assert (None if told is None else told + part.start) == whole
