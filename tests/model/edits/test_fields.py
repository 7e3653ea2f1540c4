"""Fields of a task set and removed: the smallest splice, all other fields still read."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from tests.outline import note_of, unarrow
from vaultsync.errors import UneditableError
from vaultsync.model.edits.fields import FIELD_NAMES, remove_field, set_field
from vaultsync.model.note import Note, parse_note
from vaultsync.syntax.elements import Task
from vaultsync.syntax.task_fields import FieldFormat
from vaultsync.text import apply_edits, encode

Variant = Callable[[str], str]
EMOJI, INLINE, BOTH = FieldFormat.EMOJI, FieldFormat.INLINE, FieldFormat.BOTH
D, E = "2026-12-01", "2027-02-28"

# The edit is on the last task of each text.
SET = {
    "new": ("- [ ] a⏎", "due", D, f"- [ ] a 📅 {D}⏎"),
    "new-scheduled": ("- [ ] a⏎", "scheduled", D, f"- [ ] a ⏳ {D}⏎"),
    "new-start": ("- [ ] a⏎", "start", D, f"- [ ] a 🛫 {D}⏎"),
    "new-created": ("- [ ] a⏎", "created", D, f"- [ ] a ➕ {D}⏎"),
    "new-done": ("- [x] a⏎", "done", D, f"- [x] a ✅ {D}⏎"),
    "new-cancelled": ("- [-] a⏎", "cancelled", D, f"- [-] a ❌ {D}⏎"),
    "new-priority": ("- [ ] a⏎", "priority", "high", "- [ ] a ⏫⏎"),
    "new-lowest": ("- [ ] a⏎", "priority", "lowest", "- [ ] a ⏬⏎"),
    "new-recurrence": ("- [ ] a⏎", "recurrence", "every week", "- [ ] a 🔁 every week⏎"),
    "new-id": ("- [ ] a⏎", "id", "a-b_1", "- [ ] a 🆔 a-b_1⏎"),
    "new-depends-on": ("- [ ] a⏎", "depends_on", "x, y", "- [ ] a ⛔ x,y⏎"),
    "new-on-completion": ("- [ ] a⏎", "on_completion", "Delete", "- [ ] a 🏁 delete⏎"),
    "after-fields": (f"- [ ] a 📅 {E}⏎", "start", D, f"- [ ] a 📅 {E} 🛫 {D}⏎"),
    "after-a-rule": ("- [ ] a 🔁 every day⏎", "due", D, f"- [ ] a 🔁 every day 📅 {D}⏎"),
    "after-tags": ("- [ ] a 🔼 #t⏎", "due", D, f"- [ ] a 🔼 #t 📅 {D}⏎"),
    "after-text-behind-fields": (f"- [ ] a 📅 {E} b⏎", "start", D, f"- [ ] a 📅 {E} b 🛫 {D}⏎"),
    "after-a-lone-sign": ("- [ ] a 📅⏎", "due", D, f"- [ ] a 📅 📅 {D}⏎"),
    "before-a-block-id": ("- [ ] a ^id⏎", "due", D, f"- [ ] a 📅 {D} ^id⏎"),
    "before-a-wide-block-id": ("- [ ] a   ^id⏎", "due", D, f"- [ ] a 📅 {D}   ^id⏎"),
    "before-a-hard-break": ("- [ ] a  ⏎  b⏎", "due", D, f"- [ ] a 📅 {D}  ⏎  b⏎"),
    "before-a-tab": ("- [ ] a⇥⏎", "due", D, f"- [ ] a 📅 {D}⇥⏎"),
    "before-both": ("- [ ] a ^id  ⏎", "due", D, f"- [ ] a 📅 {D} ^id  ⏎"),
    "inline-by-example": ("- [ ] a [id:: b]⏎", "due", D, f"- [ ] a [id:: b] [due:: {D}]⏎"),
    "inline-two-blanks": ("- [ ] a  [id:: b]⏎", "due", D, f"- [ ] a  [id:: b]  [due:: {D}]⏎"),
    "inline-parentheses": ("- [ ] a (id:: b)⏎", "done", D, f"- [ ] a (id:: b) (completion:: {D})⏎"),
    "inline-last-of-both": ("- [ ] a 🔼 [id:: b]⏎", "due", D, f"- [ ] a 🔼 [id:: b] [due:: {D}]⏎"),
    "emoji-last-of-both": ("- [ ] a [id:: b] 🔼⏎", "due", D, f"- [ ] a [id:: b] 🔼 📅 {D}⏎"),
    "inline-priority": (
        "- [ ] a [id:: b]⏎",
        "priority",
        "low",
        "- [ ] a [id:: b] [priority:: low]⏎",
    ),
    "inline-comma": ("- [ ] a [id:: b],⏎", "due", D, f"- [ ] a [id:: b], [due:: {D}]⏎"),
    "change": (f"- [ ] a 📅 {E}⏎", "due", D, f"- [ ] a 📅 {D}⏎"),
    "change-without-blank": (f"- [ ] a 📅{E}⏎", "due", D, f"- [ ] a 📅{D}⏎"),
    "change-other-sign": (f"- [ ] a 🗓\ufe0f   {E}⏎", "due", D, f"- [ ] a 🗓\ufe0f   {D}⏎"),
    "change-in-the-middle": (f"- [ ] a 📅 {E} #t 🔼 ^i⏎", "due", D, f"- [ ] a 📅 {D} #t 🔼 ^i⏎"),
    "change-priority": (
        "- [ ] a 🔼\ufe0f ✅ b⏎- [ ] c 🔼\ufe0f⏎",
        "priority",
        "highest",
        "- [ ] a 🔼\ufe0f ✅ b⏎- [ ] c 🔺\ufe0f⏎",
    ),
    "change-inline": (f"- [ ] a [due::{E} ]⏎", "due", D, f"- [ ] a [due::{D} ]⏎"),
    "change-parentheses": (f"- [ ] a (due::  {E}),⏎", "due", D, f"- [ ] a (due::  {D}),⏎"),
    "change-inline-priority": (
        "- [ ] a [priority:: low]⏎",
        "priority",
        "high",
        "- [ ] a [priority:: high]⏎",
    ),
    "change-ids": ("- [ ] a ⛔ b , c⏎", "depends_on", "d,e", "- [ ] a ⛔ d,e⏎"),
    "change-rule": (
        "- [ ] a 🔁  every day ^i⏎",
        "recurrence",
        "every week when done",
        "- [ ] a 🔁  every week when done ^i⏎",
    ),
    "change-the-one-that-counts": (
        f"- [ ] a 📅 {E} 📅 2020-01-01⏎",
        "due",
        D,
        f"- [ ] a 📅 {D} 📅 2020-01-01⏎",
    ),
    "mend-an-impossible-day": ("- [ ] a 📅 2026-02-30⏎", "due", D, f"- [ ] a 📅 {D}⏎"),
    "mend-a-rule": ("- [ ] a 🔁 daily⏎", "recurrence", "every day", "- [ ] a 🔁 every day⏎"),
    "mend-what-a-rule-counts-from": (
        "- [ ] a 🔁 every day 📅 2026-02-30⏎",
        "due",
        D,
        f"- [ ] a 🔁 every day 📅 {D}⏎",
    ),
    "mend-on-completion": ("- [ ] a 🏁 archive⏎", "on_completion", "keep", "- [ ] a 🏁 keep⏎"),
    "without-text": (f"- [ ] 📅 {E}⏎", "start", D, f"- [ ] 📅 {E} 🛫 {D}⏎"),
    "child": ("- [ ] a⏎⇥- [ ] b⏎", "due", D, f"- [ ] a⏎⇥- [ ] b 📅 {D}⏎"),
    "quoted": ("> - [ ] a⏎> c⏎", "due", D, f"> - [ ] a 📅 {D}⏎> c⏎"),
    "ordered-in-order": ("1) [ ] a⏎2) [ ] b⏎", "due", D, f"1) [ ] a⏎2) [ ] b 📅 {D}⏎"),
    "equal-lines": ("- [ ] a⏎- [ ] a⏎", "due", D, f"- [ ] a⏎- [ ] a 📅 {D}⏎"),
    "open-link": ("- [ ] a [b](c⏎", "due", D, f"- [ ] a [b](c 📅 {D}⏎"),
    "no-break-space": ("- [ ] a\xa0⏎", "due", D, f"- [ ] a 📅 {D}\xa0⏎"),
    "odd-byte": ("- [ ] a\udce9⏎", "due", D, f"- [ ] a\udce9 📅 {D}⏎"),
}


def fields_of(task: Task) -> dict[str, object]:
    return {field.name: field.value for field in task.fields}


@pytest.mark.parametrize(("before", "name", "value", "after"), SET.values(), ids=SET)
def test_sets(before: str, name: str, value: str, after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    edits = set_field(note, note.tasks[-1], name, value, BOTH)
    assert len(edits) == 1
    changed = note_of(apply_edits(note.text, edits))
    assert changed.text == variant(unarrow(after))
    assert set_field(changed, changed.tasks[-1], name, value, BOTH) == []
    kept = {**fields_of(note.tasks[-1]), name: changed.tasks[-1].field(name)}
    assert kept.items() <= fields_of(changed.tasks[-1]).items()


FORMATS = {
    "emoji": (EMOJI, "- [ ] a⏎", f"- [ ] a 📅 {D}⏎"),
    "both-means-emoji": (BOTH, "- [ ] a⏎", f"- [ ] a 📅 {D}⏎"),
    "inline": (INLINE, "- [ ] a⏎", f"- [ ] a [due:: {D}]⏎"),
    "inline-before-a-block-id": (INLINE, "- [ ] a ^id⏎", f"- [ ] a [due:: {D}] ^id⏎"),
    "emoji-is-text-to-inline": (INLINE, "- [ ] a 🔼⏎", f"- [ ] a 🔼 [due:: {D}]⏎"),
    "inline-is-text-to-emoji": (EMOJI, "- [ ] a [id:: b]⏎", f"- [ ] a [id:: b] 📅 {D}⏎"),
    "other-format-does-not-count": (
        EMOJI,
        f"- [ ] a [due:: {E}]⏎",
        f"- [ ] a [due:: {E}] 📅 {D}⏎",
    ),
}


@pytest.mark.parametrize(("fmt", "before", "after"), FORMATS.values(), ids=FORMATS)
def test_follows_the_format(fmt: FieldFormat, before: str, after: str, variant: Variant) -> None:
    note = parse_note("note.md", encode(variant(unarrow(before))), fields=fmt)
    edits = set_field(note, note.tasks[-1], "due", D, fmt)
    assert apply_edits(note.text, edits) == variant(unarrow(after))


LEFT_AS_SET = {
    "same": (f"- [ ] a 📅 {D}⏎", "due", D),
    "other-sign": (f"- [ ] a 🗓{D}⏎", "due", D),
    "inline": (f"- [ ] a (due::{D})⏎", "due", D),
    "priority": ("- [ ] a ⏫⏎", "priority", "high"),
    "ids-with-blanks": ("- [ ] a ⛔ b , c⏎", "depends_on", "b,c"),
    "other-case": ("- [ ] a 🏁 Delete⏎", "on_completion", "delete"),
}


@pytest.mark.parametrize(("text", "name", "value"), LEFT_AS_SET.values(), ids=LEFT_AS_SET)
def test_leaves_alone_what_is_set(text: str, name: str, value: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    assert set_field(note, note.tasks[-1], name, value, BOTH) == []


REMOVED = {
    "last": (f"- [ ] a 📅 {D}⏎", "due", "- [ ] a⏎"),
    "before-a-block-id": (f"- [ ] a 📅 {D} ^id⏎", "due", "- [ ] a ^id⏎"),
    "before-a-hard-break": (f"- [ ] a 📅 {D}  ⏎", "due", "- [ ] a  ⏎"),
    "first-of-two": (f"- [ ] a 📅 {D} 🔼⏎", "due", "- [ ] a 🔼⏎"),
    "last-of-two": (f"- [ ] a 📅 {D} 🔼⏎", "priority", f"- [ ] a 📅 {D}⏎"),
    "with-variation-selector": (f"- [ ] a 🔼\ufe0f 📅 {D}⏎", "priority", f"- [ ] a 📅 {D}⏎"),
    "before-a-tag": ("- [ ] a ⏫ #t⏎", "priority", "- [ ] a #t⏎"),
    "without-blank": (f"- [ ] a📅{D}⏎", "due", "- [ ] a⏎"),
    "many-blanks": (f"- [ ] a    📅 {D}⏎", "due", "- [ ] a⏎"),
    "many-blanks-in-the-middle": (f"- [ ] a   📅 {D} 🔼⏎", "due", "- [ ] a   🔼⏎"),
    "inline": (f"- [ ] a [due:: {D}]⏎", "due", "- [ ] a⏎"),
    "inline-two-blanks": (f"- [ ] a  [due:: {D}]  [id:: b]⏎", "due", "- [ ] a  [id:: b]⏎"),
    "inline-with-comma": (f"- [ ] a [due:: {D}], [id:: b]⏎", "due", "- [ ] a [id:: b]⏎"),
    "parentheses": (f"- [ ] a (due:: {D})⏎", "due", "- [ ] a⏎"),
    "both-of-a-name": (f"- [ ] a 📅 {D} 🔼 📅 {E}⏎", "due", "- [ ] a 🔼⏎"),
    "impossible-day": ("- [ ] a 📅 2026-02-30 🔼⏎", "due", "- [ ] a 🔼⏎"),
    "no-rule": ("- [ ] a 🔁 daily⏎", "recurrence", "- [ ] a⏎"),
    "ids": ("- [ ] a ⛔ b , c 🆔 d⏎", "depends_on", "- [ ] a 🆔 d⏎"),
    "first-of-the-line": (f"- [ ] 📅 {D} 🔼⏎", "due", "- [ ] 🔼⏎"),
    "quoted-child": (f"> - [ ] a⏎>   - [ ] b 📅 {D}⏎", "due", "> - [ ] a⏎>   - [ ] b⏎"),
}


@pytest.mark.parametrize(("before", "name", "after"), REMOVED.values(), ids=REMOVED)
def test_removes(before: str, name: str, after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    edits = remove_field(note, note.tasks[-1], name, BOTH)
    changed = note_of(apply_edits(note.text, edits))
    assert changed.text == variant(unarrow(after))
    assert remove_field(changed, changed.tasks[-1], name, BOTH) == []
    left = fields_of(note.tasks[-1])
    left.pop(name, None)
    assert fields_of(changed.tasks[-1]) == left


NOT_THERE = {
    "no-fields": ("- [ ] a⏎", "due"),
    "another": (f"- [ ] a 📅 {D}⏎", "start"),
    "text-behind-it": (f"- [ ] a 📅 {D} b⏎", "due"),
    "in-code": (f"- [ ] a `📅 {D}`⏎", "due"),
}


@pytest.mark.parametrize(("text", "name"), NOT_THERE.values(), ids=NOT_THERE)
def test_leaves_alone_what_is_not_there(text: str, name: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    assert remove_field(note, note.tasks[-1], name, BOTH) == []


BAD = {
    "unknown": ("deadline", D, "no field 'deadline'; known are due,"),
    "no-day": ("due", "2026-02-30", "due takes a day such as 2026-12-01, not '2026-02-30'"),
    "short-day": ("start", "2026-2-3", "start takes a day"),
    "word": ("scheduled", "tomorrow", "scheduled takes a day"),
    "time": ("created", f"{D}T10:00", "created takes a day"),
    "other-digits": ("done", "٢٠٢٦-12-01", "done takes a day"),
    "empty": ("cancelled", "", "cancelled takes a day"),
    "newline": ("due", f"{D}\n", "due takes a day"),
    "two-fields": ("due", f"{D}] [id:: a", "due takes a day"),
    "priority": ("priority", "urgent", "priority takes highest, high, medium, low or lowest"),
    "priority-sign": ("priority", "⏫", "priority takes"),
    "priority-case": ("priority", "High", "priority takes"),
    "rule": ("recurrence", "daily", "recurrence takes a rule that Tasks understands"),
    "rule-with-hyphens": ("recurrence", "every day until 2026-12-01", "recurrence takes"),
    "id": ("id", "a b", "id takes letters, digits, - and _"),
    "ids": ("depends_on", "a,,b", "depends_on takes ids"),
    "on-completion": ("on_completion", "archive", "on_completion takes delete or keep"),
}


@pytest.mark.parametrize(("name", "value", "says"), BAD.values(), ids=BAD)
def test_refuses_values(name: str, value: str, says: str) -> None:
    note = note_of("- [ ] a\n")
    with pytest.raises(ValueError, match="^" + says):
        set_field(note, note.tasks[0], name, value, BOTH)


def test_refuses_to_remove_what_is_no_field() -> None:
    note = note_of("- [ ] a\n")
    with pytest.raises(ValueError, match="no field 'deadline'"):
        remove_field(note, note.tasks[0], "deadline", BOTH)


REFUSED = {
    "line-separator": ("- [ ] a\u2028b⏎", "due", D),
    "too-many-rounds": (f"- [ ] a 📅 {E}{f' 📅 {D}' * 20}⏎", "id", "x"),
    "block-id-alone": ("- [ ] ^id⏎", "due", D),
}


@pytest.mark.parametrize(("text", "name", "value"), REFUSED.values(), ids=REFUSED)
def test_refuses_what_would_not_be_read(text: str, name: str, value: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    with pytest.raises(UneditableError, match=r"^note\.md:1: .*; nothing written$"):
        set_field(note, note.tasks[0], name, value, BOTH)


def test_refuses_to_leave_no_task() -> None:
    note = note_of(f"- [ ] 📅 {D}\n")
    with pytest.raises(UneditableError, match=r"^note\.md:1: "):
        remove_field(note, note.tasks[0], "due", BOTH)


# --- laws ---

VALUES = {
    **dict.fromkeys(("due", "scheduled", "start", "created", "done", "cancelled"), D),
    **{"priority": "high", "recurrence": "every week", "id": "b", "depends_on": "c,d"},
    "on_completion": "keep",
}
formats = st.sampled_from(FieldFormat)


def elements(note: Note) -> list[object]:
    """What fields have no say in."""
    return [
        [one.type for one in note.sections],
        [(one.level, one.text, one.line) for one in note.headings],
        [(one.line, one.parent, one.depth, one.task, one.block_id) for one in note.list_items],
        [(one.line, one.raw) for one in note.links],
        [(one.line, one.tag) for one in note.tags],
    ]


@given(strategies.raw_notes, st.sampled_from(FIELD_NAMES), formats)
@example(f"- [ ] a 📅 {E}  \r\n".encode(), "start", EMOJI)
@example(b"- [ ] a  [id:: b]  \r\n", "due", BOTH)
def test_set_and_removed_again_the_bytes_are_back(raw: bytes, name: str, fmt: FieldFormat) -> None:
    note = parse_note("note.md", raw, fields=fmt)
    for task in note.tasks:
        try:
            edits = set_field(note, task, name, VALUES[name], fmt)
        except UneditableError:
            continue
        after = parse_note("note.md", encode(apply_edits(note.text, edits)), fields=fmt)
        assert elements(after) == elements(note)
        edited = next(one for one in after.tasks if one.item == task.item)
        assert fields_of(edited).items() >= {**fields_of(task), name: edited.field(name)}.items()
        assert set_field(after, edited, name, VALUES[name], fmt) == []
        if edits and edits[0].span.start == edits[0].span.end:
            undone = remove_field(after, edited, name, fmt)
            assert apply_edits(after.text, undone) == note.text


@given(strategies.raw_notes, st.sampled_from(FIELD_NAMES), formats)
@example(f"- [ ] a   📅 {D}, 🔼 📅 {E} ^id".encode(), "due", BOTH)
def test_a_removed_field_is_gone_and_the_rest_there(
    raw: bytes, name: str, fmt: FieldFormat
) -> None:
    note = parse_note("note.md", raw, fields=fmt)
    for task in note.tasks:
        try:
            edits = remove_field(note, task, name, fmt)
        except UneditableError:
            continue
        after = parse_note("note.md", encode(apply_edits(note.text, edits)), fields=fmt)
        assert elements(after) == elements(note)
        edited = next(one for one in after.tasks if one.item == task.item)
        left = {key: value for key, value in fields_of(task).items() if key != name}
        assert left.items() <= fields_of(edited).items()
        assert edited.field(name) is None
        assert remove_field(after, edited, name, fmt) == []
