"""What Obsidian adds to CommonMark's blocks: math, footnotes, block ids; and the nesting cap."""

from collections.abc import Callable

import pytest

from tests.outline import items_of, note_of, sections_of, shown, unarrow
from vaultsync.syntax.blocks import MAX_NESTING

MATH = {
    "block": ("$$⏎- [ ] a⏎# b⏎$$⏎c", ["math: $$⏎- [ ] a⏎# b⏎$$", "paragraph: c"]),
    "one-line": ("$$a$$⏎- b", ["math: $$a$$", "list: - b"]),
    "text-on-its-lines": ("$$ a⏎b $$⏎⏎c", ["math: $$ a⏎b $$", "paragraph: c"]),
    "indented": ("  $$⏎  a⏎  $$⏎⏎b", ["math:   $$⏎  a⏎  $$", "paragraph: b"]),
    "interrupts": ("a⏎$$⏎- b⏎$$", ["paragraph: a", "math: $$⏎- b⏎$$"]),
    "blank-line-inside": ("$$⏎⏎# a⏎$$", ["math: $$⏎⏎# a⏎$$"]),
    "in-a-quote": ("> $$⏎> - a⏎> $$", ["blockquote: > $$⏎> - a⏎> $$"]),
    "text-behind-is-inline": ("$$a$$ b", ["paragraph: $$a$$ b"]),
    "unclosed-is-text": ("$$⏎# a", ["paragraph: $$", "heading: # a"]),
    "one-dollar-is-text": ("$⏎# a⏎$", ["paragraph: $", "heading: # a", "paragraph: $"]),
}


@pytest.mark.parametrize(("text", "sections"), MATH.values(), ids=MATH)
def test_reads_math(text: str, sections: list[str], variant: Callable[[str], str]) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert sections_of(note) == sections


# The sections, and of each footnote: id, line, text.
FOOTNOTES = {
    "definition": ("[^1]: a⏎⏎b", "footnoteDefinition paragraph", [("1", 1, "[^1]: a")]),
    "named": ("[^Two-2]: a", "footnoteDefinition", [("Two-2", 1, "[^Two-2]: a")]),
    "lazy-lines": ("[^1]: a⏎b⏎  c", "footnoteDefinition", [("1", 1, "[^1]: a⏎b⏎  c")]),
    "indented-blocks": (
        "[^1]: a⏎⏎    b⏎⏎⇥c⏎d",
        "footnoteDefinition",
        [("1", 1, "[^1]: a⏎⏎    b⏎⏎⇥c⏎d")],
    ),
    "text-below-the-mark": ("[^1]:⏎    a", "footnoteDefinition", [("1", 1, "[^1]:⏎    a")]),
    "heading-ends": ("[^1]: a⏎# b", "footnoteDefinition heading", [("1", 1, "[^1]: a")]),
    "list-ends": ("[^1]: a⏎- b", "footnoteDefinition list", [("1", 1, "[^1]: a")]),
    "apart": (
        "[^1]: a⏎⏎[^2]: b",
        "footnoteDefinition footnoteDefinition",
        [("1", 1, "[^1]: a"), ("2", 3, "[^2]: b")],
    ),
    # Obsidian's help, Basic formatting syntax, shows three definitions without blank lines.
    "together": (
        "[^1]: a⏎[^2]: b⏎  c⏎[^note]: d",
        "footnoteDefinition footnoteDefinition footnoteDefinition",
        [("1", 1, "[^1]: a"), ("2", 2, "[^2]: b⏎  c"), ("note", 4, "[^note]: d")],
    ),
    "inline": ("a^[b c] d", "paragraph", [("[inline0", 1, "b c")]),
    "two-inline": ("^[a]⏎^[b]", "paragraph", [("[inline0", 1, "a"), ("[inline1", 2, "b")]),
    "inline-before-definition": (
        "x^[a]⏎⏎[^1]: b",
        "paragraph footnoteDefinition",
        [("[inline0", 1, "a"), ("1", 3, "[^1]: b")],
    ),
    "blank-in-the-id": ("[^a b]: c", "definition", []),
    "reference-is-none": ("[^1] a⏎[^1]", "paragraph", []),
    "in-code": ("`^[a]`⏎⏎    [^1]: b", "paragraph code", []),
}


@pytest.mark.parametrize(("text", "types", "footnotes"), FOOTNOTES.values(), ids=FOOTNOTES)
def test_reads_footnotes(
    text: str, types: str, footnotes: list[object], variant: Callable[[str], str]
) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert [section.type for section in note.sections] == types.split()
    assert [(one.id, one.line, shown(note, one.span)) for one in note.footnotes] == footnotes


def test_a_footnote_holds_blocks() -> None:
    note = note_of("[^1]: - [ ] a\n    - [x] [[b]] #c\n")
    assert items_of(note) == ["- [ ] a < >", "- [x] [[b]] #c <x>"]
    assert [link.raw for link in note.links] == ["[[b]]"]
    assert [tag.tag for tag in note.tags] == ["#c"]


# The sections with their ids, and of each block: id, line, text.
IDS = {
    "paragraph": ("a ^b", ["paragraph ^b: a ^b"], [("b", 1, "a ^b")]),
    "last-line": ("a⏎b ^c-1", ["paragraph ^c-1: a⏎b ^c-1"], [("c-1", 2, "a⏎b ^c-1")]),
    "blanks-behind": ("a ^B2 ", ["paragraph ^B2: a ^B2 "], [("B2", 1, "a ^B2 ")]),
    "behind-a-tab": ("a⇥^b", ["paragraph ^b: a⇥^b"], [("b", 1, "a⇥^b")]),
    "last-of-two": ("a ^b ^c", ["paragraph ^c: a ^b ^c"], [("c", 1, "a ^b ^c")]),
    "list": ("- a⏎- b⏎⏎^l", ["list ^l: - a⏎- b"], [("l", 4, "- a⏎- b")]),
    "quote": ("> a⏎⏎^q", ["blockquote ^q: > a"], [("q", 3, "> a")]),
    "callout": ("> [!a]⏎⏎^q⏎⏎b", ["callout ^q: > [!a]", "paragraph: b"], [("q", 3, "> [!a]")]),
    "code": ("```⏎a⏎```⏎^c", ["code ^c: ```⏎a⏎```"], [("c", 4, "```⏎a⏎```")]),
    "table": ("|a|⏎|-|⏎⏎^t", ["table ^t: |a|⏎|-|"], [("t", 4, "|a|⏎|-|")]),
    "math": ("$$⏎a⏎$$⏎⏎^m", ["math ^m: $$⏎a⏎$$"], [("m", 5, "$$⏎a⏎$$")]),
    "paragraph-above": ("a⏎⏎^b", ["paragraph ^b: a"], [("b", 3, "a")]),
    "first-line-of-two": ("a ^b⏎c", ["paragraph: a ^b⏎c"], []),
    "without-blank": ("a^b", ["paragraph: a^b"], []),
    "other-characters": ("a ^b_c⏎⏎a ^ñ", ["paragraph: a ^b_c", "paragraph: a ^ñ"], []),
    "text-behind": ("a ^b c", ["paragraph: a ^b c"], []),
    "empty": ("a ^", ["paragraph: a ^"], []),
    "in-code-span": ("a `^b`", ["paragraph: a `^b`"], []),
    "in-a-fence": ("```⏎a ^b⏎```", ["code: ```⏎a ^b⏎```"], []),
}


@pytest.mark.parametrize(("text", "sections", "blocks"), IDS.values(), ids=IDS)
def test_reads_block_ids(
    text: str, sections: list[str], blocks: list[object], variant: Callable[[str], str]
) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert sections_of(note) == sections
    assert [(one.id, one.line, shown(note, one.span)) for one in note.blocks] == blocks
    assert [f"^{one.id}" for one in note.blocks] == [
        one.id_span.of(note.text) for one in note.blocks
    ]


ITEM_IDS = {
    "item": ("- a ^b", ["b"]),
    "task": ("- [ ] a ^b⏎- c", ["b", None]),
    "each-level": ("- a ^b⏎⇥- c ^d⏎- e ^f", ["b", "d", "f"]),
    "continued": ("- a⏎  more ^b", ["b"]),
    "first-line-of-two": ("- a ^b⏎  more", [None]),
    "own-line": ("- a⏎  ^b", ["b"]),
    "own-line-below-a-blank": ("- a⏎⏎  ^b⏎- c", ["b", None]),
    "own-line-at-the-root-is-the-lists": ("- a⏎- b⏎⏎^c", [None, None]),
    "in-a-quote": ("> - a ^b", ["b"]),
}


@pytest.mark.parametrize(("text", "ids"), ITEM_IDS.values(), ids=ITEM_IDS)
def test_items_have_ids(text: str, ids: list[str | None], variant: Callable[[str], str]) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert [item.block_id for item in note.list_items] == ids


NESTED = {
    "quotes": (">" * MAX_NESTING, ">" * (MAX_NESTING + 1)),
    "items": ("- " * MAX_NESTING, "- " * (MAX_NESTING + 1)),
    "both": ("> - " * (MAX_NESTING // 2), "> - " * (MAX_NESTING // 2 + 1)),
}


@pytest.mark.parametrize(("deep", "too_deep"), NESTED.values(), ids=NESTED)
def test_nesting_has_an_end(deep: str, too_deep: str) -> None:
    """What is too deep is opaque, with one problem; the rest of the note is read."""
    note = note_of(f"{deep} [[a]]\n\n[[b]]\n")
    assert [link.raw for link in note.links] == ["[[a]]", "[[b]]"]
    assert note.problems == ()
    note = note_of(f"# A\n\n{too_deep} [[a]]\n\n# B\n\n{too_deep} [[a]]\n\n[[b]]\n")
    assert [link.raw for link in note.links] == ["[[b]]"]
    assert [heading.text for heading in note.headings] == ["A", "B"]
    assert [(problem.code, problem.line) for problem in note.problems] == [("too-deep", 3)]


@pytest.mark.parametrize("opening", [">", "- ", "1. ", "> - ", "- > ", "[^1]: "])
def test_any_depth_is_read_without_raising(opening: str) -> None:
    text = opening * 10_000
    assert note_of(text).text == text
