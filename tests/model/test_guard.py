"""The guard: what may be written passes, what would spoil other lines is refused with the line."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests import strategies
from tests.conftest import ROOT
from tests.outline import unarrow
from tests.planned import planned
from vaultsync.errors import UnsafeEditError
from vaultsync.model.changes import NoteChange
from vaultsync.model.guarding.guard import guard
from vaultsync.model.note import Note, parse_note
from vaultsync.syntax.task_edits import set_status
from vaultsync.text import Edit, Span, apply_edits, decode, encode, split_lines

Variant = Callable[[str], str]
Rows = dict[int, int]

REGION = "%% vaultsync:begin r %%⏎{}%% vaultsync:end r %%⏎"

ACCEPTS = {
    "tick": "- [⟦ →x⟧] a⏎",
    "tick-between": "- [ ] a⏎- [⟦ →x⟧] b⏎- [ ] c⏎",
    "tick-with-children": "- [⟦ →x⟧] a⏎⇥- [ ] b⏎⇥⇥- [ ] c⏎- [ ] d⏎",
    "tick-a-child": "- [ ] a⏎⇥- [⟦ →x⟧] b⏎⇥⇥- [ ] c⏎- [ ] d⏎",
    "tick-under-a-number": "1. [ ] a⏎   - [⟦ →x⟧] b⏎2. [ ] c⏎",
    "tick-in-a-quote": "> - [ ] a⏎> - [⟦ →x⟧] b⏎⏎c⏎",
    "tick-in-a-callout": "> [!todo] t⏎> - [⟦ →x⟧] a⏎> b⏎",
    "tick-beside-a-paragraph": "a⏎- [⟦ →x⟧] b⏎c⏎⏎d⏎",
    "tick-two-in-one-line": "- [ ] 1. [⟦ →x⟧] a⏎- [ ] b⏎",
    "tick-one-of-equal-lines": "- [ ] a⏎- [⟦ →x⟧] a⏎- [ ] a⏎",
    "tick-above-an-unclosed-fence": "- [⟦ →x⟧] a⏎⏎```⏎- [ ] b⏎",
    "tick-in-a-broken-front-matter-note": "---⏎a: [⏎---⏎- [⟦ →x⟧] a⏎",
    "tick-behind-odd-bytes": "[caf\udce9]: x\udcff⏎- [⟦ →x⟧] a\udce9⏎",
    "tick-before-hashes": "- [⟦ →x⟧] a #\u2028#⏎- b⏎",
    "text": "- [ ] ⟦a→b c⟧⏎- [ ] d⏎",
    "text-to-markup": "- [ ] ⟦a→**b** [[c]] `d`⟧⏎- [ ] e⏎",
    "text-of-a-paragraph": "a ⟦b→c⟧ d⏎e⏎⏎- [ ] f⏎",
    "text-of-a-heading": "# ⟦a→b⟧⏎- [ ] c⏎# d⏎",
    "text-of-a-setext-heading": "⟦a→b⟧⏎===⏎⏎c⏎",
    "text-of-a-quote": "> a⏎> ⟦b→c⟧⏎> d⏎⏎e⏎",
    "text-of-code": "```⏎⟦a→b⟧⏎```⏎- [ ] c⏎",
    "text-of-math": "$$⏎⟦a→b⟧⏎$$⏎- [ ] c⏎",
    "text-of-a-cell": "| a | b |⏎|---|---|⏎| ⟦c→d⟧ | e |⏎⏎f⏎",
    "text-of-a-footnote": "a [^1]⏎⏎[^1]: ⟦b→c⟧⏎⏎d⏎",
    "text-of-a-continuation": "- [ ] a⏎  ⟦b→c⟧⏎- [ ] d⏎",
    "date-at-the-end": "- [ ] a⟦→ ✅ 2026-12-01⟧⏎- [ ] b⏎",
    "block-id": "- [ ] a⟦→ ^id⟧⏎- [ ] b⏎",
    "link-target": "see [[⟦a→b/c⟧|d]] and [[e]]⏎[[f]]⏎",
    "definition": "[a]: ⟦b→c.md⟧⏎⏎d [a]⏎",
    "definition-comes": "⟦→[é f]: <g Ö> 't'⏎⟧[a]: b⏎⏎c [a]⏎",
    "into-a-tight-list": "- [ ] a⏎⟦→- [ ] b⏎⟧- [ ] c⏎",
    "into-a-loose-list": "- [ ] a⏎⏎⟦→- [ ] b⏎⏎⟧- [ ] c⏎",
    "makes-a-list-loose": "- [ ] a⏎⟦→⏎- [ ] b⏎⏎⟧- [ ] c⏎",
    "at-the-top-of-a-list": "# h⏎⟦→- [ ] a⏎⟧- [ ] b⏎",
    "at-the-top-of-the-note": "⟦→- [ ] a⏎⟧# h⏎b⏎",
    "into-a-numbered-list": "1. a⏎⟦→2. b⏎⟧2. c⏎",
    "into-a-list-in-a-quote": "> - [ ] a⏎⟦→> - [ ] b⏎⟧> - [ ] c⏎⏎d⏎",
    "a-first-child": "- [ ] a⏎⟦→⇥- [ ] b⏎⟧- [ ] c⏎",
    "a-last-child": "- [ ] a⏎⇥- [ ] b⏎⟦→⇥- [ ] c⏎⟧- [ ] d⏎",
    "behind-the-last-newline": "- [ ] a⏎⟦→- [ ] b⟧",
    "behind-no-last-newline": "- [ ] a⟦→⏎- [ ] b⟧",
    "into-an-empty-note": "⟦→- [ ] a⏎⟧",
    "another-equal-item": "- [ ] a⏎⟦→- [ ] a⏎⟧- [ ] a⏎",
    "a-list-below-a-heading": "# h⏎⟦→⏎- [ ] a⏎⟧# i⏎",
    "a-paragraph": "a⏎⏎⟦→b⏎⏎⟧- [ ] c⏎",
    "a-heading": "a⏎⏎⟦→## b⏎⟧c⏎",
    "a-whole-fence": "a⏎⏎⟦→```⏎- [ ] b⏎```⏎⟧⏎- [ ] c⏎",
    "a-whole-comment": "a⏎⏎⟦→%% b %%⏎⏎⟧- [ ] c⏎",
    "a-rule": "a⏎⏎⟦→---⏎⏎⟧- [ ] c⏎",
    "a-rule-of-stars": "a⏎⏎⟦→* * *⏎⟧# b⏎",
    "a-row-of-a-table": "| a | b |⏎|---|---|⏎⟦→| c | d |⏎⟧| e | f |⏎⏎g⏎",
    "a-last-row-of-a-table": "| a | b |⏎|---|---|⏎| c | d |⏎⟦→| e | f |⏎⟧⏎g⏎",
    "a-last-line-of-a-quote": "> a⏎⟦→> b⏎⟧⏎c⏎",
    "a-line-of-a-paragraph": "a⏎⟦→b⏎⟧c⏎⏎d⏎",
    "a-line-of-code": "```⏎a⏎⟦→b⏎⟧c⏎```⏎d⏎",
    "a-line-of-a-quote": "> a⏎⟦→> b⏎⟧> c⏎",
    "a-list-becomes-a-plain-one": "- ⟦[ ] →⟧a⏎- [ ] b⏎",
    "front-matter-comes": "⟦→---⏎a: b⏎---⏎⟧# h⏎- [ ] c⏎",
    "front-matter-comes-before-a-rule": "⟦→---⏎a: b⏎---⏎⟧c⏎⏎---⏎⏎d⏎",
    "property-comes": "---⏎a: b⏎⟦→c: d⏎⟧---⏎- [ ] e⏎",
    "property-changes": "---⏎a: ⟦b→[c, d]⟧⏎e: f⏎---⏎- [ ] g⏎",
    "property-goes": "---⏎⟦a: b⏎→⟧e: f⏎---⏎- [ ] g⏎",
    "list-property-grows": "---⏎a:⏎  - b⏎⟦→  - c⏎⟧e: f⏎---⏎- [ ] g⏎",
    "region-body": "a⏎⏎" + REGION.format("⟦b⏎→- [x] c⏎- d⏎⟧") + "⏎e⏎",
    "region-body-empty": "a⏎⏎" + REGION.format("⟦→⏎| c | d |⏎|---|---|⏎⏎⟧") + "⏎- [ ] e⏎",
    "region-comes": "a⏎⟦→⏎" + REGION.format("b⏎") + "⟧",
    "item-goes": "- [ ] a⏎⟦- [ ] b⏎→⟧- [ ] c⏎",
    "first-item-goes": "# h⏎⟦- [ ] a⏎→⟧- [ ] b⏎",
    "last-item-goes": "- [ ] a⏎⟦- [ ] b⏎→⟧⏎c⏎",
    "item-goes-with-children": "- [ ] a⏎⟦- [ ] b⏎⇥- [ ] c⏎⇥⇥d⏎→⟧- [ ] e⏎",
    "child-goes": "- [ ] a⏎⟦⇥- [ ] b⏎→⟧⇥- [ ] c⏎",
    "equal-item-goes": "- [ ] a⏎⟦- [ ] a⏎→⟧- [ ] a⏎",
    "item-with-an-equal-child-goes": "⟦- [ ] a⏎⇥- [ ] b⏎→⟧- [ ] c⏎⇥- [ ] b⏎",
    "only-item-goes": "# h⏎⏎⟦- [ ] a⏎→⟧⏎b⏎",
    "numbered-item-goes": "1. a⏎⟦2. b⏎→⟧3. c⏎",
    "everything-goes": "⟦# a⏎- [ ] b⏎→⟧",
    "item-moves-down": "⟦- [ ] a⏎→⟧- [ ] b⏎⟦→- [ ] a⏎⟧- [ ] c⏎",
    "item-moves-to-another-section": "# h⏎- [ ] b⏎⟦- [ ] a⏎→⟧# i⏎⟦→- [ ] a⏎⟧# j⏎c⏎",
    "several-places": "# h [[⟦a→b⟧]]⏎- [⟦ →x⟧] [[⟦a→b⟧]]⏎⏎c [[⟦a→b⟧]]⏎d⏎",
    "all-boxes": "- [⟦ →x⟧] a⏎⇥- [⟦ →x⟧] b⏎> c⏎⏎- [⟦ →x⟧] d⏎",
    "box-and-property": "---⏎a: ⟦1→2⟧⏎---⏎⏎- [⟦ →x⟧] b⏎- [ ] c⏎",
    "line-and-the-next": "- [ ] ⟦a→b⟧⏎⟦→- [ ] c⏎⟧- [ ] d⏎",
    "nothing": "- [ ] a⏎⟦→⟧",
}


@pytest.mark.parametrize("marked", ACCEPTS.values(), ids=ACCEPTS)
def test_accepts(marked: str, variant: Variant) -> None:
    one = planned(variant(unarrow(marked)))
    guard(one)


# The line is the first that is read otherwise, as it was numbered before.
REFUSES = {
    "unclosed-fence": ("a⏎⏎⟦→```⏎⟧- [ ] b⏎", 3),
    "unclosed-tildes": ("# a⏎⟦→~~~⏎⟧- [ ] b⏎- [ ] c⏎", 2),
    "fence-by-a-text": ("- [ ] a⏎⏎⟦b→```b⟧⏎⏎- [ ] c⏎", 5),
    "fence-that-is-closed-elsewhere": ("⟦a→```⟧⏎⏎- [ ] b⏎⏎```⏎c⏎```⏎", 3),
    "fence-is-opened-no-more": ("⟦```→a⟧⏎b⏎```⏎⏎- [ ] c⏎", 3),
    "fence-is-closed-no-more": ("```⏎b⏎⟦```→``⟧⏎⏎- [ ] c⏎", 5),
    "comment": ("a⏎⏎⟦→%%⏎⟧- [ ] b⏎- [ ] c %%⏎", 3),
    "html-comment": ("a⏎⏎⟦→<!-- b⏎⟧- [ ] c⏎⏎- [ ] d⏎", 3),
    "math": ("a⏎⏎⟦→$$⏎⟧- [ ] b⏎⏎$$⏎", 3),
    "html-block": ("a⏎⏎⟦→<div>⏎⟧- [ ] b⏎⏎c⏎", 3),
    "script-block": ("a⏎⏎⟦→<script>⏎⟧⏎- [ ] b⏎", 4),
    "glued-to-a-paragraph-below": ("⟦→a⏎⟧b⏎c⏎", 1),
    "glued-to-a-paragraph-above": ("a⏎⟦→b⏎⟧⏎c⏎", 1),
    "glued-to-a-list": ("- [ ] a⏎⟦→b⏎⟧⏎c⏎", 1),
    "setext-underline": ("a⏎⟦→===⏎⟧⏎b⏎", 1),
    "setext-rule": ("a⏎⟦→---⏎⟧⏎b⏎", 1),
    "setext-underline-goes": ("a⏎⟦===⏎→⟧b⏎", 3),
    "blank-between-paragraphs-goes": ("a⏎⟦⏎→⟧b⏎", 1),
    "blank-before-a-numbered-list-goes": ("a⏎⟦⏎→⟧2. b⏎", 1),
    "lost-children": ("- [ ] a⏎⇥- [ ] b⏎⟦→c⏎⟧⏎d⏎", 1),
    "lost-children-by-a-join": ("- [ ] a⏎⇥- [ ] b⏎⇥⇥c⟦⏎→ ⟧- d⏎e⏎", 1),
    "lost-children-by-a-blank-that-goes": ("- [ ] a⏎⇥- [ ] b⏎⟦⏎→⟧c⏎", 1),
    "front-matter-is-closed-no-more": ("---⏎a: b⏎c: d⏎⟦---⏎→⟧- [ ] e⏎", 1),
    "front-matter-is-closed-too-early": ("---⏎a: b⏎⟦→---⏎⟧c: d⏎---⏎- [ ] e⏎", 1),
    "front-matter-opens": ("⟦→---⏎⟧- [ ] a⏎---⏎b⏎", 1),
    "front-matter-is-displaced": ("⟦→# a⏎⟧---⏎b: c⏎---⏎- [ ] d⏎", 1),
    "property-swallows-the-next": ("---⏎a: ⟦b→|⏎  c⏎  d: e⟧⏎  f: g⏎h: i⏎---⏎", 2),
    "property-breaks-the-others": ("---⏎a: ⟦b→[⟧⏎c: d⏎---⏎- [ ] e⏎", 2),
    "item-becomes-a-child": ("- [ ] a⏎⟦→⏎⟧⟦→⇥⟧- [ ] b⏎⇥- [ ] c⏎", 2),
    "child-of-an-item-that-comes": ("# h⏎⟦→- [ ] a⏎⟧    - [ ] b⏎", 2),
    "children-left-by-their-parent": ("- [ ] a⏎⟦- [ ] b⏎→⟧⇥- [ ] c⏎", 3),
    "grandchildren-left-by-their-parent": ("- [ ] a⏎⟦⇥- [ ] b⏎→⟧⇥⇥- [ ] c⏎", 1),
    "children-left-alone": ("# h⏎⟦- [ ] a⏎→⟧    - [ ] b⏎", 2),
    "number-before-a-paragraph": ("⟦→2. a⏎⟧b⏎⏎c⏎", 1),
    "item-before-a-paragraph": ("⟦→- [ ] a⏎⟧b⏎⏎c⏎", 1),
    "quote-before-a-paragraph": ("⟦→> a⏎⟧b⏎⏎c⏎", 1),
    "definition-vanishes": ("⟦→a⏎⟧[b]: c⏎⏎d [b]⏎", 1),
    "definition-is-swallowed-by-an-item": ("a⏎⏎⟦→- b⏎⟧[c]: d⏎⏎e [c]⏎", 3),
    "link-is-swallowed-by-code": ("⟦→`⟧a⏎[[b]] `c`⏎⏎d⏎", 2),
    "heading-becomes-text-of-an-item": ("a⏎⏎⟦→- b⏎⏎⟧    # c⏎", 3),
    "indented-code-becomes-an-item": ("⟦→- a⏎⟧⏎    - [ ] b⏎", 2),
    "region-end-vanishes": (REGION.format("⟦a⏎→```⏎⟧") + "⏎- [ ] b⏎", 5),
}


@pytest.mark.parametrize(("marked", "line"), REFUSES.values(), ids=REFUSES)
def test_refuses(marked: str, line: int, variant: Variant) -> None:
    one = planned(variant(unarrow(marked)), "a/b.md")
    with pytest.raises(UnsafeEditError) as caught:
        guard(one)
    assert (caught.value.path, caught.value.line) == ("a/b.md", line)
    assert str(caught.value) == f"a/b.md:{line}: this line would be read otherwise; nothing written"


def test_a_new_note_may_hold_anything() -> None:
    guard(NoteChange("new.md", None, (Edit(Span(0, 0), "---\n```\n%% $$ <!--\n"),)))


def toggle(note: Note, status_span: Span) -> NoteChange:
    status = "x" if status_span.of(note.text) == " " else " "
    return NoteChange(note.path, note.text, (Edit(status_span, status),))


@given(strategies.raw_notes)
@example(b"[\xe9]: x\xff\n\n- [ ] a\n")
@example(b"- [ ] 3#\x0b\n# b\n")
def test_any_task_may_be_toggled(raw: bytes) -> None:
    note = parse_note("note.md", raw)
    for task in note.tasks:
        guard(toggle(note, task.status_span))


@given(strategies.raw_notes)
def test_all_tasks_may_be_toggled_at_once(raw: bytes) -> None:
    note = parse_note("note.md", raw)
    edits = [edit for task in note.tasks for edit in toggle(note, task.status_span).edits]
    guard(NoteChange(note.path, note.text, tuple(edits)))


# An independent and slow account of what a splice leaves alone.


def whole_lines(before: str, edit: Edit, after: str) -> Rows:
    """Each row that one splice leaves whole, and the row on which it is afterwards."""
    (start, end), new = edit
    lines, starts = split_lines(before)
    new_lines, new_starts = split_lines(after)
    rows = {}
    for row, line in enumerate(lines):
        below = starts[row + 1] if row + 1 < len(starts) else len(before) + 1
        if below <= start:
            at = starts[row]
        elif starts[row] >= end:
            at = starts[row] + len(new) - (end - start)
        else:
            continue
        if at in new_starts and new_lines[new_starts.index(at)] == line:
            rows[row] = new_starts.index(at)
    return rows


def read_facts(note: Note) -> Iterator[tuple[int, int, tuple[object, ...]]]:
    """The items, headings and links of a note with their first and last row."""
    starts = split_lines(note.text)[1]

    def rows(span: Span) -> tuple[int, int]:
        last = max(span.start, span.end - 1)
        return bisect_right(starts, span.start) - 1, bisect_right(starts, last) - 1

    for item in note.list_items:
        row = item.line - 1
        yield row, row, ("item", item.marker_span.of(note.text), item.task)
    for heading in note.headings:
        yield *rows(heading.span), ("heading", heading.level, heading.text)
    for link in note.links:
        yield *rows(link.span), ("link", link.kind, link.target, link.subpath, link.raw)


def on_rows(note: Note, rows: Rows) -> set[tuple[int, int, tuple[object, ...]]]:
    """What a note holds on rows that are left alone, with the rows on which it then is."""
    return {
        (rows[first], rows[last], what)
        for first, last, what in read_facts(note)
        if all(row in rows for row in range(first, last + 1))
    }


def spoils(before: str, edit: Edit, after: str) -> bool:
    """Whether items, headings or links go, or come where no block was edited, on whole lines."""
    rows = whole_lines(before, edit, after)
    note, edited = parse_note("a.md", encode(before)), parse_note("a.md", encode(after))
    old, new = on_rows(note, rows), on_rows(edited, {row: row for row in rows.values()})
    starts = split_lines(before)[1]
    parted = set()
    for section in note.sections:
        first = bisect_right(starts, section.span.start) - 1
        last = bisect_right(starts, max(section.span.start, section.span.end - 1)) - 1
        inside = range(first, last + 1)
        if section.type != "list" and any(row not in rows for row in inside):
            parted |= {rows[row] for row in inside if row in rows}
    return bool(old - new) or any(first not in parted for first, _, _ in new - old)


PIECES = [*strategies.WHOLE, *strategies.MARKERS, *strategies.INDENTS, *strategies.TEXTS]
pieces = st.sampled_from([*PIECES, *["\n", "\n", "\n\n", "\r", "\n- [ ] new\n", "- new\n", ""]])


@given(
    strategies.raw_notes,
    st.integers(0, 500),
    st.sampled_from([0, 0, 0, 1, 2, 5, 20]),
    st.lists(pieces, max_size=3).map("".join),
)
@example(b"[^1]: f\n    - [ ] a\n        ]\n- [ ] \nS\n===\n\n#\n", 28, 2, "<div>")
@example("\ufeffa\nb\n".encode(), 1, 0, "- [ ] c\n")
def test_what_is_accepted_spoils_nothing(raw: bytes, at: int, width: int, new: str) -> None:
    before = decode(raw)
    start = at % (len(before) + 1)
    edit = Edit(Span(start, min(start + width, len(before))), new)
    after = apply_edits(before, [edit])
    try:
        guard(NoteChange("note.md", before, (edit,)))
    except UnsafeEditError:
        assume(False)
    assert not spoils(before, edit, decode(encode(after)))


def test_the_slow_account_sees_what_is_spoilt() -> None:
    """The law above can fail: of the edits in `REFUSES` many spoil an item, heading or link."""
    found = []
    for marked, _ in REFUSES.values():
        one = planned(marked)
        if len(one.edits) == 1:
            found.append(spoils(one.before or "", one.edits[0], one.after))
    assert found.count(True) > len(found) // 2


def real_notes(shared: Path) -> list[Path]:
    vaults = [*(shared / "vaults").rglob("*.md"), *(ROOT / "examples/vault").rglob("*.md")]
    return [*(shared / "seeds").glob("*.md"), *vaults]


def test_tasks_of_real_notes_may_be_toggled_and_back(shared: Path) -> None:
    toggled = 0
    for path in real_notes(shared):
        raw = path.read_bytes()
        note = parse_note("note.md", raw)
        step = 1 + len(note.tasks) // 10
        for task in note.tasks[::step]:
            one = toggle(note, task.status_span)
            guard(one)
            after = parse_note("note.md", encode(one.after))
            again = next(other for other in after.tasks if other.item == task.item)
            back = NoteChange("note.md", after.text, tuple(set_status(again, task.status)))
            guard(back)
            assert encode(back.after) == raw
            toggled += 1
    assert toggled > 50
