"""Headings renamed: links to them and through them follow, all others lead where they led."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from tests.model.renaming import source_of
from tests.outline import note_of, unarrow
from vaultsync.errors import UneditableError
from vaultsync.model.canvas import Canvas
from vaultsync.model.linking.anchors import find_anchor
from vaultsync.model.linking.resolution import Files
from vaultsync.model.note import Note, parse_note
from vaultsync.model.renaming.canvas import canvas_edits
from vaultsync.model.renaming.heading import HeadingRenaming, heading_edits, plan_heading_rename
from vaultsync.model.renaming.note_edits import rename_edits
from vaultsync.text import apply_edits, encode

Variant = Callable[[str], str]


def planned(note: Note, at: int, new: str, *others: Note | Canvas) -> HeadingRenaming:
    """The plan to rename the heading number `at`."""
    sources = [(one.path, one.links) for one in (note, *others)]
    files = Files.of([note.path, "x/note.md", *(one.path for one in others)])
    return plan_heading_rename(note, note.headings[at], new, files, sources)


def renamed(note: Note, at: int, new: str) -> str:
    """The text of the note once its heading number `at` says `new`."""
    own = planned(note, at, new).retargets.get(note.path, ())
    return apply_edits(note.text, heading_edits(note, note.headings[at], new, own))


# The note, which heading, its new text, the note afterwards.
CHANGES: dict[str, tuple[str, int, str, str]] = {
    "heading": ("# Old⏎text⏎", 0, "New", "# New⏎text⏎"),
    "level-and-closing-stay": ("##  Old ##⏎text⏎", 0, "New", "##  New ##⏎text⏎"),
    "setext": ("Old⏎===⏎text⏎", 0, "New", "New⏎===⏎text⏎"),
    "own-link": ("# Old⏎[[#Old]]⏎", 0, "New one", "# New one⏎[[#New one]]⏎"),
    "own-name": ("# Old⏎[[note#Old|Old]]⏎", 0, "New", "# New⏎[[note#New|Old]]⏎"),
    "any-case": ("# Old⏎[[#old]]⏎", 0, "New", "# New⏎[[#New]]⏎"),
    "as-obsidian-writes-it [4]": (
        *("# Old⏎[[#Old]]⏎", 0, "A: [[b|c]] #d?", "# A: [[b|c]] #d?⏎[[#A b c d?]]⏎"),
    ),
    "markdown": (
        *("# Old⏎[t](note.md#Old) [t](#Old)⏎", 0, "A B"),
        "# A B⏎[t](note.md#A%20B) [t](#A%20B)⏎",
    ),
    "property": ('---⏎up: "[[#Old]]"⏎---⏎# Old⏎', 0, "New", '---⏎up: "[[#New]]"⏎---⏎# New⏎'),
    "table": ("# Old⏎| a |⏎| - |⏎| [[#Old\\|x]] |⏎", 0, "N", "# N⏎| a |⏎| - |⏎| [[#N\\|x]] |⏎"),
    "embed": ("# Old⏎![[note#Old]]⏎", 0, "New", "# New⏎![[note#New]]⏎"),
    "in-another-heading": ("# Old⏎## B [[#Old]]⏎", 0, "New", "# New⏎## B [[#New]]⏎"),
    "first-of-a-chain": ("# Old⏎## B⏎[[#Old#B]]⏎", 0, "New", "# New⏎## B⏎[[#New#B]]⏎"),
    "last-of-a-chain": ("# A⏎## Old⏎[[#A#Old]]⏎", 1, "New", "# A⏎## New⏎[[#A#New]]⏎"),
    "middle-of-a-chain": ("# A⏎## Old⏎### B⏎[[#A#Old#B]]⏎", 1, "N", "# A⏎## N⏎### B⏎[[#A#N#B]]⏎"),
    "one-of-a-chain-of-two-alike": ("# Old⏎## Old⏎[[#Old#Old]]⏎", 0, "N", "# N⏎## Old⏎[[#N#Old]]⏎"),
    "the-other-of-two-alike": ("# Old⏎## Old⏎[[#Old#Old]]⏎", 1, "N", "# Old⏎## N⏎[[#Old#N]]⏎"),
    "link-in-the-heading-goes": ("# A [[#B]]⏎# C⏎## B⏎", 0, "B", "# B⏎# C⏎## B⏎"),
    "first-of-two-alike": ("# Old⏎# Old⏎[[#Old]]⏎", 0, "New", "# New⏎# Old⏎[[#New]]⏎"),
    "new-one-like-another": (
        *("# A⏎## B⏎# Old⏎## C⏎[[#Old]]⏎", 3, "B", "# A⏎## B⏎# Old⏎## B⏎[[#Old]]⏎"),
    ),
    "chain-where-it-must": (
        *("# A⏎## B⏎# C⏎## Old⏎[[#Old]] [[#B]]⏎", 3, "B"),
        "# A⏎## B⏎# C⏎## B⏎[[#C#B]] [[#B]]⏎",
    ),
    "chain-of-another-where-it-must": (
        *("# A⏎## Old⏎# C⏎## B⏎[[#Old]] [[#B]]⏎", 1, "B"),
        "# A⏎## B⏎# C⏎## B⏎[[#B]] [[#C#B]]⏎",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "at", "new", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(before: str, at: int, new: str, after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    assert renamed(note, at, new) == variant(unarrow(after))


LEAVES_ALONE: dict[str, tuple[str, int, str]] = {
    "another-of-the-same-text": ("# Old⏎# Old⏎[[#Old]] [[note#Old]]⏎", 1, "New"),
    "in-another-section": ("# A⏎## Old⏎# B⏎## Old⏎[[#Old]] [[#A#Old]]⏎", 3, "New"),
    "block": ("# Old⏎text ^old⏎⏎[[#^old]]⏎", 0, "New"),
    "another-note": ("# Old⏎[[x/note#Old]] [[other#Old]]⏎", 0, "New"),
    "leads-there-still [4]": ("# Old: x⏎[[#old x]] [[#Old x?]]⏎", 0, "OLD (x)"),
    "leads-nowhere": ("# Old⏎[[#Older]] [[#Old#B]] [[#]]⏎", 0, "New"),
    "note": ("# Old⏎[[note]]⏎", 0, "New"),
    "code": ("# Old⏎`[[#Old]]` <!-- [[#Old]] -->⏎", 0, "New"),
}


@pytest.mark.parametrize(("text", "at", "new"), LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_leaves_links_alone(text: str, at: int, new: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    assert planned(note, at, new).retargets == {}


def test_the_same_text_is_no_edit() -> None:
    note = note_of("# Old\n[[#Old]]\n")
    assert planned(note, 0, "Old") == ({}, ())
    assert heading_edits(note, note.headings[0], "Old") == []


def test_links_of_others_follow() -> None:
    note = note_of("# Old\n")
    other = source_of("b/other.md", "[[note#Old]] [[NOTE.md#old|x]] [t](../note.md#Old) [[#Old]]")
    board = source_of(
        "b.canvas",
        '{"nodes":[{"type":"file","file":"note.md","subpath":"#Old"},'
        '{"type":"text","text":"[[note#Old|\\u00e9]] [[x/note#Old]]"}]}',
    )
    assert isinstance(other, Note)
    assert isinstance(board, Canvas)
    found = planned(note, 0, "Néw: x", other, board).retargets
    edits = rename_edits(other, found["b/other.md"])
    assert apply_edits(other.text, edits) == (
        "[[note#Néw x]] [[NOTE.md#Néw x|x]] [t](../note.md#Néw%20x) [[#Old]]"
    )
    edits = canvas_edits(board, found["b.canvas"])
    assert apply_edits(board.text, edits) == (
        '{"nodes":[{"type":"file","file":"note.md","subpath":"#N\\u00e9w x"},'
        '{"type":"text","text":"[[note#N\\u00e9w x|\\u00e9]] [[x/note#Old]]"}]}'
    )


def test_links_that_come_to_lead_somewhere_are_named() -> None:
    note = note_of("# Old\n[[#New]] [[#Newer]] [[x#New]]\n")
    captured = planned(note, 0, "New").captured
    assert [(one.source, one.link.raw, one.path) for one in captured] == [
        ("note.md", "[[#New]]", "note.md")
    ]


REFUSED = {
    "nothing-to-link-by": ("# Old⏎[[#Old]]⏎", 0, ":", "[[#Old]] could no longer lead to line 1"),
    "like-one-before-it": (
        "# A⏎# Old⏎[[#Old]]⏎",
        1,
        "A",
        "[[#Old]] could no longer lead to line 2",
    ),
    "like-one-behind-it": (
        "# Old⏎# A⏎[[#A]]⏎",
        0,
        "A",
        "[[#A]] could no longer lead to line 2 of note.md",
    ),
    "closing-marks": ("# Old⏎", 0, "New ##", "can't be 'New ##'"),
    "blanks-around": ("# Old⏎", 0, " New ", "can't be ' New '"),
    "no-setext-heading": ("Old⏎===⏎", 0, "# New", "can't be '# New'"),
    "nothing": ("Old⏎===⏎", 0, "", "can't be ''"),
    "list-item": ("Old⏎===⏎", 0, "- New", "can't be '- New'"),
    "opens-a-fence": ("Old⏎---⏎text⏎", 0, "```", "can't be '```'"),
}


@pytest.mark.parametrize(("text", "at", "new", "said"), REFUSED.values(), ids=REFUSED)
def test_refuses(text: str, at: int, new: str, said: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    with pytest.raises(UneditableError) as refused:
        renamed(note, at, new)
    assert said in str(refused.value)


def test_what_nobody_may_ask() -> None:
    note, other = note_of("# Old\n"), note_of("## Old\n")
    with pytest.raises(ValueError, match="no heading of"):
        heading_edits(note, other.headings[0], "New")
    for newline in "\r\n":
        with pytest.raises(ValueError, match="one line"):
            planned(note, 0, f"a{newline}b")


headings = st.sampled_from(["# A", "## A", "## B", "### A", "# b", "## C: d", "### **B**"])
subpaths = st.lists(st.sampled_from(["A", "B", "b", "C d", "N", "A#B"]), min_size=1, max_size=3)
linked = subpaths.map(lambda parts: f"[[#{'#'.join(parts)}]]")


@given(st.lists(headings | linked, min_size=1, max_size=10), st.data(), st.sampled_from("ABCN"))
def test_every_link_leads_where_it_led(rows: list[str], draw: st.DataObject, new: str) -> None:
    note = note_of("\n".join(["# A", *rows]))
    at = draw.draw(st.integers(0, len(note.headings) - 1))
    try:
        plan = planned(note, at, new)
    except UneditableError:
        return
    heading = note.headings[at]
    edits = heading_edits(note, heading, new, plan.retargets.get(note.path, ()))
    after = note_of(apply_edits(note.text, edits))
    captured = {one.link for one in plan.captured}
    assert [one.text for one in after.headings] == [
        new if one is heading else one.text for one in note.headings
    ]
    for link, other in zip(note.links, after.links, strict=True):
        led = find_anchor(link.subpath, note.headings, ())
        leads = find_anchor(other.subpath, after.headings, ())
        assert led == leads or (link in captured and led is None)
    assert heading_edits(after, after.headings[at], new) == []


@given(strategies.raw_notes, st.sampled_from(["New", "a [[b]] #c", "N `", "%% x", "d ^id", "$"]))
@example(b"# a\n`x` [[#a]]", "N `")
def test_only_the_heading_and_link_text_changes(raw: bytes, new: str) -> None:
    note = parse_note("note.md", raw)
    for at, heading in enumerate(note.headings):
        try:
            plan = planned(note, at, new)
            edits = heading_edits(note, heading, new, plan.retargets.get(note.path, ()))
        except UneditableError:
            continue
        after = parse_note("note.md", encode(apply_edits(note.text, edits)))
        spans = [heading.text_span, *(link.span for link in note.links)]
        for start, end in (edit.span for edit in edits):
            assert any(outer[0] <= start and end <= outer[1] for outer in spans)
        assert [(one.level, one.line) for one in after.headings] == [
            (one.level, one.line) for one in note.headings
        ]
        assert [one.type for one in after.sections] == [one.type for one in note.sections]
        assert [one.line for one in after.tasks] == [one.line for one in note.tasks]
