"""A part of a note tells the same of an edit as all of it."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from vaultsync.model.guarding.excerpt import Excerpt, excerpts
from vaultsync.model.guarding.untouched import first_change
from vaultsync.model.note import Note, parse_note
from vaultsync.text import Edit, Span, apply_edits, encode

BLOCKS = ["# A", "above", "- one\n- [ ] two [[N]]\n\t- three", "below", "> quote", "# B", "end"]
FAR = "\n\n".join(["# Far", "a", "b", "c", "d", "e", "f", "g", "h"])


class Case(NamedTuple):
    """What `old` becomes, in a note of those blocks; and what must be read again, None for all."""

    old: str
    new: str
    part: str | None


BELOW = "- one\n- [ ] two [[N]]\n\t- three\n\nbelow\n"
LIST = f"above\n\n{BELOW}"
CASES = {
    "a-link-in-a-list": Case("[[N]]", "[[M]]", BELOW),
    "a-box": Case("[ ]", "[x]", BELOW),
    "the-first-block": Case("# A", "# Z", "# A\n\nabove\n"),
    "a-list-that-begins-later": Case("- one", "one", LIST),
    "a-fence-that-opens": Case("above", "```", None),
    "a-new-line": Case("above", "a\nb", None),
    "a-comment": Case("above", "%%", None),
    "math": Case("above", "$$", None),
}


def part_of(text: str, old: str, new: str) -> tuple[Note, Excerpt]:
    note = parse_note("a.md", text.encode())
    start = text.index(old)
    edit = Edit(Span(start, start + len(old)), new)
    [part] = excerpts(note, [edit], parse_note)
    return note, part


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_read_again(case: Case) -> None:
    text = "\n\n".join([*BLOCKS, FAR]) + "\n"
    note, part = part_of(text, case.old, case.new)
    assert part.before.text == (text if case.part is None else case.part)
    assert text[part.start :].startswith(part.before.text)
    assert apply_edits(part.before.text, part.edits) == part.after.text
    assert (part.before is note) == (case.part is None)


@pytest.mark.parametrize("mark", ["%%", "$$"])
def test_what_begins_only_where_it_ends_is_read_whole(mark: str) -> None:
    text = "\n\n".join([f"{mark} c", mark, *BLOCKS, f"{mark}\nc\n{mark}", FAR])
    _, part = part_of(text, "[[N]]", "[[M]]")
    assert part.before.text == BELOW
    note, part = part_of(text, "end", "END")
    assert part.before is note
    note, part = part_of(text, "[[N]]", mark)
    assert part.before is note


def test_edits_far_from_each_other_are_parts_of_their_own() -> None:
    text = "\n\n".join([*BLOCKS, FAR, "y", "[[N]] z"])
    note = parse_note("a.md", text.encode())
    edits = [Edit(link.target_span, "M") for link in note.links]
    first, second = excerpts(note, edits, parse_note)
    assert (first.before.text, second.before.text) == (BELOW, "y\n\n[[N]] z")
    near = [Edit(Span(text.index(word), text.index(word) + 1), "X") for word in ("above", "two")]
    [part] = excerpts(note, near, parse_note)
    assert part.before.text == f"# A\n\n{LIST}"


FRONT = {
    "closes": ("---\nk: v\n\n--@\n\n", "-"),
    "opens": ("--@\nk: v\n---\n\n", "-"),
    "opens-behind-a-mark": ("\ufeff--@\nk: v\n---\n\n", "-"),
    "looks-as-if-in-a-part": ("a\n\n---\n\nb@\n\n", "c"),
}


@pytest.mark.parametrize(("above", "new"), FRONT.values(), ids=FRONT)
def test_what_may_be_front_matter_is_read_whole(above: str, new: str) -> None:
    text = above + "\n\n".join([*BLOCKS, FAR])
    note, part = part_of(text, "@", new)
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


@given(strategies.raw_notes, st.lists(strategies.raw_notes, max_size=3), st.data())
def test_parts_tell_what_the_whole_tells(
    raw: bytes, more: list[bytes], draw: st.DataObject
) -> None:
    note = parse_note("a.md", b"\n\n".join([raw, *more]))
    places = draw.draw(st.lists(st.integers(0, len(note.text)), min_size=4, max_size=4).map(sorted))
    texts = draw.draw(st.tuples(inserted, inserted))
    spans = [Span(max(end - 4, start), end) for start, end in (places[:2], places[2:])]
    edits = [Edit(span, new) for span, new in zip(spans, texts, strict=True)]
    edits = edits[: draw.draw(st.integers(1, 2))]
    parts = excerpts(note, edits, parse_note)
    after = parse_note("a.md", encode(apply_edits(note.text, edits)))
    told = [(part, first_change(part.before, part.after, part.edits)) for part in parts]
    changes = [part.start + offset for part, offset in told if offset is not None]
    whole = first_change(note, after, edits)
    assert (not changes) == (whole is None)
    assert len(parts) > 1 or changes == ([] if whole is None else [whole])
