"""Edits: what they change, that they change nothing else, and which are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.errors import InvalidEditError
from vaultsync.text import Edit, Span, apply_edits, decode, encode


def edit(start: int, end: int, new: str) -> Edit:
    return Edit(Span(start, end), new)


APPLIED = {
    "nothing": ("abc", [], "abc"),
    "replace": ("- [ ] a", [edit(3, 4, "x")], "- [x] a"),
    "insert": ("ac", [edit(1, 1, "b")], "abc"),
    "insert-at-start": ("b", [edit(0, 0, "a")], "ab"),
    "insert-at-end": ("a", [edit(1, 1, "b")], "ab"),
    "insert-into-nothing": ("", [edit(0, 0, "a")], "a"),
    "remove": ("abc", [edit(1, 2, "")], "ac"),
    "everything": ("abc", [edit(0, 3, "x")], "x"),
    "in-any-order": ("abcd", [edit(3, 4, "D"), edit(0, 1, "A")], "AbcD"),
    "touching": ("abcd", [edit(2, 4, "Y"), edit(0, 2, "X")], "XY"),
    "inserts-keep-their-order": ("ad", [edit(1, 1, "b"), edit(1, 1, "c")], "abcd"),
    "insert-before-replaced": ("ab", [edit(1, 2, "B"), edit(1, 1, "+")], "a+B"),
    "insert-behind-replaced": ("ab", [edit(1, 1, "+"), edit(0, 1, "A")], "A+b"),
    "longer-and-shorter": ("a\r\nb\r\nc", [edit(0, 1, "xyz"), edit(1, 6, "")], "xyzc"),
    "surrogates": ("caf\udce9 x", [edit(5, 6, "y")], "caf\udce9 y"),
}


@pytest.mark.parametrize(("text", "edits", "after"), APPLIED.values(), ids=APPLIED)
def test_applies(text: str, edits: list[Edit], after: str) -> None:
    assert apply_edits(text, edits) == after
    assert apply_edits(text, iter(edits)) == after


REFUSED = {
    "overlap": [edit(0, 2, "x"), edit(1, 3, "y")],
    "overlap-by-one": [edit(0, 2, "x"), edit(1, 2, "y")],
    "inside-another": [edit(0, 3, "x"), edit(1, 2, "y")],
    "insert-inside-replaced": [edit(0, 2, "x"), edit(1, 1, "y")],
    "same-span-twice": [edit(1, 2, "x"), edit(1, 2, "x")],
    "backwards": [edit(2, 1, "x")],
    "before-the-text": [edit(-1, 1, "x")],
    "negative-insert": [edit(-1, -1, "x")],
    "behind-the-text": [edit(2, 4, "x")],
    "insert-behind-the-text": [edit(4, 4, "x")],
    "good-then-bad": [edit(0, 1, "x"), edit(3, 5, "y")],
}


@pytest.mark.parametrize("edits", REFUSED.values(), ids=REFUSED)
def test_refuses(edits: list[Edit]) -> None:
    with pytest.raises(InvalidEditError):
        apply_edits("abc", edits)
    with pytest.raises(InvalidEditError):
        apply_edits("abc", reversed(edits))


@pytest.mark.parametrize("span", [Span(0, 0), Span(1, 2), Span(0, 3), Span(3, 3)], ids=str)
def test_a_span_covers_what_slicing_gives(span: Span) -> None:
    assert span.of("a😀c") == "a😀c"[slice(*span)]


TEXTS = st.text(st.sampled_from("ab \n\r😀é\ufeff\udce9"), max_size=30)


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text and edits on it that don't overlap: cut it, and replace every other part."""
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    cuts = sorted(draw(st.lists(places, max_size=8)))
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    return text, [Edit(span, draw(TEXTS)) for span in spans]


def parts_between(text: str, edits: list[Edit]) -> list[str]:
    """What of `text` no edit covers, in order; `edits` are sorted."""
    ends = [0, *(one.span.end for one in edits)]
    starts = [*(one.span.start for one in edits), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


@given(texts_with_edits())
def test_text_outside_the_edits_is_unchanged(case) -> None:
    text, edits = case
    new = [*(one.new for one in edits), ""]
    parts = zip(parts_between(text, edits), new, strict=True)
    assert apply_edits(text, edits) == "".join(kept + replaced for kept, replaced in parts)


@given(texts_with_edits(), st.randoms(use_true_random=False))
def test_the_order_of_edits_does_not_matter(case, random) -> None:
    """Only inserts at one place keep theirs."""
    text, edits = case
    distinct = list({one.span: one for one in edits}.values())
    shuffled = random.sample(distinct, len(distinct))
    assert apply_edits(text, shuffled) == apply_edits(text, distinct)


@given(texts_with_edits())
def test_edits_can_be_taken_back(case) -> None:
    text, edits = case
    after, back, moved = apply_edits(text, edits), [], 0
    for (start, end), new in edits:
        back.append(edit(start + moved, start + moved + len(new), text[start:end]))
        moved += len(new) - (end - start)
    assert apply_edits(after, back) == text


@given(texts_with_edits())
def test_replacing_a_span_by_what_it_covers_changes_nothing(case) -> None:
    text, edits = case
    assert apply_edits(text, [Edit(one.span, one.span.of(text)) for one in edits]) == text


@given(texts_with_edits())
def test_bytes_outside_the_edits_are_unchanged(case) -> None:
    """Bytes that are no UTF-8 survive edits beside them, as long as each part is a note's text."""
    text, edits = case
    kept = [encode(part) for part in parts_between(text, edits)]
    after = encode(apply_edits(text, edits))
    assert after.startswith(kept[0])
    assert after.endswith(kept[-1])
    assert sum(map(len, kept)) + sum(len(encode(one.new)) for one in edits) == len(after)
    assert encode(decode(after)) == after


@given(TEXTS, st.integers(-5, 40), st.integers(-5, 40))
def test_out_of_range_is_refused(text: str, start: int, end: int) -> None:
    if 0 <= start <= end <= len(text):
        assert len(apply_edits(text, [edit(start, end, "")])) == len(text) - (end - start)
    else:
        with pytest.raises(InvalidEditError):
            apply_edits(text, [edit(start, end, "")])


@given(TEXTS, st.data())
def test_overlap_is_refused(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    other_start = data.draw(st.integers(0, len(text)))
    other_end = data.draw(st.integers(other_start, len(text)))
    edits = [edit(start, end, "x"), edit(other_start, other_end, "y")]
    if end <= other_start or other_end <= start:
        assert len(apply_edits(text, edits)) == 2 + len(text) - (end - start) - (
            other_end - other_start
        )
    else:
        with pytest.raises(InvalidEditError):
            apply_edits(text, edits)
