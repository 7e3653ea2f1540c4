"""Regions of any name: replaced as a whole, appended, kept when edited by hand.

`tests/model/test_report.py` has more cases of the same function, for the report.
"""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from tests.outline import note_of, unarrow
from vaultsync.errors import EditedRegionError, UneditableError, UnreadableNoteError
from vaultsync.model.edits.regions import is_region_name, region_text, set_region
from vaultsync.model.note import MAX_NOTE_BYTES, Note, parse_note
from vaultsync.syntax.regions import sealed
from vaultsync.text import apply_edits, encode

Variant = Callable[[str], str]

BEGIN, END = "%% vaultsync:begin toc %%", "%% vaultsync:end toc %%"
OTHER = "%% vaultsync:begin report %%⏎x⏎%% vaultsync:end report %%"


def region(body: str) -> str:
    """A region as tables show it."""
    return f"{BEGIN}⏎{sealed(unarrow(body))}{END}"


CHANGES = {
    "empty-body": (f"a⏎{BEGIN}⏎{END}⏎b⏎", "c⏎", f"a⏎{region('c⏎')}⏎b⏎"),
    "unsealed": (f"{BEGIN}⏎old⏎{END}⏎", "c⏎", f"{region('c⏎')}⏎"),
    "sealed": (f"{region('old⏎')}⏎", "c⏎", f"{region('c⏎')}⏎"),
    "final-newline-added": (f"{BEGIN}⏎{END}⏎", "c", f"{region('c⏎')}⏎"),
    "emptied": (f"{region('old⏎')}⏎", "", f"{region('')}⏎"),
    "several-lines": (f"{BEGIN}⏎{END}⏎", "# c⏎⏎- d⏎⏎", f"{region('# c⏎⏎- d⏎⏎')}⏎"),
    "both": (f"{BEGIN}⏎{END}⏎⏎{region('old⏎')}⏎", "c⏎", f"{region('c⏎')}⏎⏎{region('c⏎')}⏎"),
    "another-stays": (f"{OTHER}⏎⏎{BEGIN}⏎{END}⏎", "c⏎", f"{OTHER}⏎⏎{region('c⏎')}⏎"),
    "closed-code": (f"{BEGIN}⏎{END}⏎", "```⏎c⏎```⏎", f"{region('```⏎c⏎```⏎')}⏎"),
    "appended": ("a⏎", "c⏎", f"a⏎⏎{region('c⏎')}⏎"),
    "appended-to-another": (f"{OTHER}⏎", "c⏎", f"{OTHER}⏎⏎{region('c⏎')}⏎"),
    "on-top": ("a⏎```⏎b⏎", "c⏎", f"{region('c⏎')}⏎⏎a⏎```⏎b⏎"),
    "under-the-front-matter": (
        "---⏎a: 1⏎---⏎~~~⏎b⏎",
        "c⏎",
        f"---⏎a: 1⏎---⏎{region('c⏎')}⏎⏎~~~⏎b⏎",
    ),
}


@pytest.mark.parametrize(("before", "body", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(before: str, body: str, after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    changed = note_of(apply_edits(note.text, set_region(note, "toc", unarrow(body))))
    newline = "\r\n" if "\r" in note.text else "\n"
    wanted = variant(unarrow(after))
    assert changed.text in (wanted, wanted + newline)
    assert changed.text == wanted or all(one.name != "toc" for one in note.regions)
    assert set_region(changed, "toc", unarrow(body)) == []


def test_only_what_differs_is_replaced() -> None:
    note = note_of(unarrow(f"{region('one⏎two⏎three⏎')}⏎"))
    (edit,) = set_region(note, "toc", "one\n2\nthree\n")
    assert edit.span.start == note.regions[0].body_span.start + len("one\n")


LEAVES_ALONE = {
    "same": (f"a⏎{region('c⏎')}⏎b⏎", "c⏎"),
    "without-final-newline": (f"{region('c⏎')}⏎", "c"),
    "empty": (f"{region('')}⏎", ""),
}


@pytest.mark.parametrize(("text", "body"), LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_leaves_alone(text: str, body: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    assert set_region(note, "toc", unarrow(body)) == []


def test_a_hand_edit_is_kept_unless_told_otherwise(variant: Variant) -> None:
    text = unarrow(f"a⏎{region('old⏎')}⏎".replace("⏎old", "⏎mine"))
    note = note_of(variant(text))
    with pytest.raises(EditedRegionError, match=r"^note\.md:2: "):
        set_region(note, "toc", "c\n")
    after = apply_edits(note.text, set_region(note, "toc", "c\n", overwrite=True))
    assert after == variant(unarrow(f"a⏎{region('c⏎')}⏎"))


HIDES = {
    "open-code": ("a⏎", "```⏎c⏎"),
    "open-comment": ("a⏎", "%%⏎c⏎"),
    "open-html": ("a⏎", "<!--⏎c⏎"),
    "own-end": ("a⏎", f"{END}⏎"),
    "own-begin": (f"{BEGIN}⏎{END}⏎", f"{BEGIN}⏎c⏎"),
    "there-already": (f"{BEGIN}⏎{END}⏎", "~~~⏎c⏎"),
}


@pytest.mark.parametrize(("text", "body"), HIDES.values(), ids=HIDES)
def test_refuses_what_hides_the_end(text: str, body: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    with pytest.raises(UneditableError, match=r"^note\.md(:1)?: .*; nothing written$"):
        set_region(note, "toc", unarrow(body))


def test_refuses_a_note_too_large_to_read() -> None:
    note = parse_note("note.md", b"a" * (MAX_NOTE_BYTES + 1))
    with pytest.raises(UnreadableNoteError, match="too large"):
        set_region(note, "toc", "c\n")


NO_NAMES = ["", "Toc", "to c", "1a", "é", "toc\n", "-a"]


@pytest.mark.parametrize("name", NO_NAMES)
def test_no_names(name: str) -> None:
    assert not is_region_name(name)
    with pytest.raises(ValueError, match="no name of a region"):
        set_region(note_of("a\n"), name, "c\n")


def test_region_text_takes_any_newline() -> None:
    text = region_text("toc", "a\rb\r\n", "\r\n")
    assert text.split("\r\n")[:3] == [BEGIN, "a", "b"]
    assert note_of(text).regions[0].name == "toc"


def outside(note: Note) -> str:
    """The text without the bodies of the regions."""
    text = note.text
    for one in reversed(note.regions):
        if one.name == "r":
            text = text[: one.body_span.start] + text[one.body_span.end :]
    return text


@given(strategies.raw_notes, strategies.documents)
@example(b"> %% vaultsync:begin r %%\r%% vaultsync:end r %%\r", "a")
def test_the_region_holds_it_and_the_text_around_stays(raw: bytes, body: str) -> None:
    note = parse_note("note.md", raw)
    try:
        edits = set_region(note, "r", body)
    except (UneditableError, EditedRegionError):
        return
    after = parse_note("note.md", encode(apply_edits(note.text, edits)))
    assert set_region(after, "r", body) == []
    if any(one.name == "r" for one in note.regions):
        assert outside(after) == outside(note)
    else:
        (edit,) = edits
        at = edit.span.start
        assert after.text == note.text[:at] + edit.new + note.text[at:]


bodies = st.lists(st.sampled_from(["a", "", "```", "%%", "- [ ] b", "> c", BEGIN, END]), max_size=5)


@given(bodies.map("\n".join), st.sampled_from(["a\n", f"{BEGIN}\r\n{END}\r\n- [ ] d\r\n"]))
def test_is_read_back_or_refused(body: str, text: str) -> None:
    note = note_of(text)
    try:
        after = note_of(apply_edits(text, set_region(note, "toc", body)))
    except UneditableError:
        return
    (one,) = after.regions
    held = one.body_span.of(after.text).replace("\r\n", "\n")
    assert held == sealed(body if body.endswith("\n") or not body else body + "\n")
