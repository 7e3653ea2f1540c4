"""Text at the end or start of a note: newlines, blank lines, what is refused."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from tests.outline import note_of, unarrow
from vaultsync.errors import UneditableError
from vaultsync.model.edits.body import append, prepend
from vaultsync.model.note import parse_note
from vaultsync.text import apply_edits, encode

Variant = Callable[[str], str]

APPENDED = {
    "text-below-text": ("a⏎", "b", "a⏎⏎b⏎"),
    "text-below-a-heading": ("# a⏎", "b", "# a⏎b⏎"),
    "text-below-an-item": ("- a⏎", "b", "- a⏎⏎b⏎"),
    "text-below-a-quote": ("> a⏎", "b", "> a⏎⏎b⏎"),
    "text-below-a-rule": ("---⏎", "b", "---⏎b⏎"),
    "text-below-code": ("```⏎a⏎```⏎", "b", "```⏎a⏎```⏎b⏎"),
    "text-below-a-table": ("| a |⏎|---|⏎", "b", "| a |⏎|---|⏎⏎b⏎"),
    "row-below-a-table": ("| a |⏎|---|⏎", "| b |", "| a |⏎|---|⏎⏎| b |⏎"),
    "item-below-an-item": ("- a⏎", "- [ ] b", "- a⏎- [ ] b⏎"),
    "item-below-items-apart": ("- a⏎⏎- b⏎", "- c", "- a⏎⏎- b⏎- c⏎"),
    "item-of-another-kind": ("- a⏎", "* b", "- a⏎* b⏎"),
    "number-below-text": ("a⏎", "2. b", "a⏎⏎2. b⏎"),
    "child-below-an-item": ("- a⏎", "⇥- b", "- a⏎⇥- b⏎"),
    "quote-below-a-quote": ("> a⏎", "> b", "> a⏎⏎> b⏎"),
    "heading-below-text": ("a⏎", "# b", "a⏎# b⏎"),
    "rule-below-text": ("a⏎", "---", "a⏎⏎---⏎"),
    "several-lines": ("a⏎", "b⏎c⏎⏎- d", "a⏎⏎b⏎c⏎⏎- d⏎"),
    "open-fence": ("a⏎", "```⏎b", "a⏎```⏎b⏎"),
    "block-id": ("a⏎", "b ^id", "a⏎⏎b ^id⏎"),
}
PREPENDED = {
    "text-above-text": ("a⏎", "b", "b⏎⏎a⏎"),
    "text-above-an-item": ("- a⏎", "b", "b⏎- a⏎"),
    "text-above-a-number": ("2. a⏎", "b", "b⏎⏎2. a⏎"),
    "text-above-an-underline": ("===⏎", "b", "b⏎⏎===⏎"),
    "text-above-a-blank-line": ("⏎a⏎", "b", "b⏎⏎a⏎"),
    "item-above-an-item": ("- a⏎", "- b", "- b⏎- a⏎"),
    "item-above-text": ("a⏎", "- b", "- b⏎⏎a⏎"),
    "heading-above-text": ("a⏎", "# b", "# b⏎a⏎"),
    "below-properties": ("---⏎a: 1⏎---⏎# b⏎", "c", "---⏎a: 1⏎---⏎c⏎# b⏎"),
    "several-lines": ("a⏎", "# b⏎⏎c", "# b⏎⏎c⏎⏎a⏎"),
    "above-an-open-fence": ("```⏎a⏎", "b", "b⏎```⏎a⏎"),
}


@pytest.mark.parametrize(("before", "text", "after"), APPENDED.values(), ids=APPENDED)
def test_appends(before: str, text: str, after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    text = unarrow(text)
    done = apply_edits(note.text, append(note, text))
    assert done == variant(unarrow(after))
    assert append(note_of(done), text) == []
    assert append(note_of(done), f"{text}\n") == []


@pytest.mark.parametrize(("before", "text", "after"), PREPENDED.values(), ids=PREPENDED)
def test_prepends(before: str, text: str, after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    done = apply_edits(note.text, prepend(note, unarrow(text)))
    assert done == variant(unarrow(after))
    assert prepend(note_of(done), unarrow(text)) == []


NOTHING = {
    "empty": ("", "x\n"),
    "mark": ("\ufeff", "\ufeffx\n"),
    "properties": ("---\na: 1\n---\n", "---\na: 1\n---\nx\n"),
    "properties-without-newline": ("---\na: 1\n---", "---\na: 1\n---\nx"),
}


@pytest.mark.parametrize("put", [append, prepend])
@pytest.mark.parametrize(("before", "after"), NOTHING.values(), ids=NOTHING)
def test_notes_that_hold_nothing(before: str, after: str, put: Callable) -> None:
    assert apply_edits(before, put(note_of(before), "x")) == after


def test_blank_lines_at_the_end_stay() -> None:
    assert apply_edits("a\n\n", append(note_of("a\n\n"), "b")) == "a\n\nb\n"
    assert apply_edits("- a\n\n\n", append(note_of("- a\n\n\n"), "- b")) == "- a\n\n\n- b\n"


def test_newlines_are_those_nearby() -> None:
    assert apply_edits("a\n# b\r\n", append(note_of("a\n# b\r\n"), "c\rd\n")) == (
        "a\n# b\r\nc\r\nd\r\n"
    )
    assert apply_edits("# a\r# b\n", prepend(note_of("# a\r# b\n"), "c\nd")) == "c\rd\r# a\r# b\n"


def test_no_text_is_no_edit() -> None:
    assert append(note_of("a\n"), "") == prepend(note_of("a\n"), "") == []


REFUSED = {
    "below-an-open-fence": ("```⏎a⏎", append, "x", "code"),
    "below-an-open-comment": ("%%⏎a⏎", append, "x", "comment"),
    "below-open-html": ("<!-- a⏎", append, "x", "html"),
    "properties": ("a⏎", prepend, "---⏎b: 1⏎---", "would be read"),
    "above-with-an-open-fence": ("a⏎", prepend, "```", "would be read"),
    "above-with-an-open-comment": ("a %%⏎", prepend, "%%⏎x", "would be read"),
}


@pytest.mark.parametrize(("before", "put", "text", "says"), REFUSED.values(), ids=REFUSED)
def test_refuses(before: str, put: Callable, text: str, says: str, variant: Variant) -> None:
    with pytest.raises(UneditableError, match=says):
        put(note_of(variant(unarrow(before))), unarrow(text))


texts = st.lists(strategies.lines, min_size=1, max_size=3).map("\n".join)


@given(strategies.raw_notes, texts, st.sampled_from([append, prepend]))
@example(b"a\r", "\nb", append)
def test_laws(raw: bytes, text: str, put: Callable) -> None:
    """The note stands whole beside the text, and is read as before; twice is once."""
    note = parse_note("note.md", raw)
    try:
        edits = put(note, text)
    except UneditableError:
        return
    after = parse_note("note.md", encode(apply_edits(note.text, edits)))
    assert put(after, text) == []
    for (start, end), new in edits:
        assert start == end
        assert after.text == note.text[:start] + new + note.text[start:]
        found = [
            (one.status, one.text, one.depth)
            for one in after.tasks
            if not start <= one.status_span.start < start + len(new)
        ]
        assert found == [(one.status, one.text, one.depth) for one in note.tasks]
