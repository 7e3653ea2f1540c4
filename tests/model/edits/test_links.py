"""Links that point elsewhere: in their own style, and nothing else changes."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from tests.outline import note_of, unarrow
from vaultsync.errors import UneditableError
from vaultsync.model.edits.links import retarget
from vaultsync.model.note import parse_note
from vaultsync.text import apply_edits, encode

Variant = Callable[[str], str]

# The edit is on the last link of each text.
CHANGES = {
    "wikilink": ("see [[Old]]⏎", "New", None, "see [[New]]⏎"),
    "blanks": ("[[Old]]⏎", "My New Note", None, "[[My New Note]]⏎"),
    "folder": ("[[Old]]⏎", "Topics/New", None, "[[Topics/New]]⏎"),
    "display-stays": ("[[Old|it]]⏎", "New", None, "[[New|it]]⏎"),
    "display-that-is-the-target": ("[[Old|Old]]⏎", "New", None, "[[New|Old]]⏎"),
    "subpath-stays": ("[[Old#A#B]]⏎", "New", None, "[[New#A#B]]⏎"),
    "subpath-changes": ("[[Old#A|it]]⏎", "New", "#B", "[[New#B|it]]⏎"),
    "subpath-alone": ("[[Old#A]]⏎", "Old", "#^b1", "[[Old#^b1]]⏎"),
    "subpath-new": ("[[Old]]⏎", "Old", "#A", "[[Old#A]]⏎"),
    "subpath-gone": ("[[Old#A]]⏎", "Old", "", "[[Old]]⏎"),
    "own-heading": ("[[#A]]⏎", "", "#B", "[[#B]]⏎"),
    "own-heading-to-a-note": ("[[#A]]⏎", "New", None, "[[New#A]]⏎"),
    "embed": ("![[Old.png|100]]⏎", "New.png", None, "![[New.png|100]]⏎"),
    "second-of-a-line": ("[[Old]] [[Old]]⏎", "New", None, "[[Old]] [[New]]⏎"),
    "table": (
        "| a |⏎| - |⏎| [[Old\\|it]] |⏎",
        "New",
        None,
        "| a |⏎| - |⏎| [[New\\|it]] |⏎",
    ),
    "heading": ("# A [[Old]]⏎- [ ] b⏎", "New", None, "# A [[New]]⏎- [ ] b⏎"),
    "task": ("- [ ] [[Old]] 📅 2026-12-01⏎", "New", None, "- [ ] [[New]] 📅 2026-12-01⏎"),
    "quoted": ("> a⏎> [[Old]]⏎", "New", None, "> a⏎> [[New]]⏎"),
    "comment": ("%%⏎[[Old]]⏎%%⏎", "New", None, "%%⏎[[New]]⏎%%⏎"),
    "ampersand-in-a-wikilink": ("[[Old]]⏎", "R&amp;D", None, "[[R&amp;D]]⏎"),
    "markdown": ("[it](Old.md)⏎", "New.md", None, "[it](New.md)⏎"),
    "markdown-blanks": ("[it](Old.md)⏎", "My New.md", None, "[it](My%20New.md)⏎"),
    "markdown-encoded": ("[it](My%20Old.md)⏎", "My New.md", None, "[it](My%20New.md)⏎"),
    "markdown-subpath": ("[it](Old.md#A%20B)⏎", "New.md", None, "[it](New.md#A%20B)⏎"),
    "markdown-accents-stay": ("[it](Old.md)⏎", "Café.md", None, "[it](Café.md)⏎"),
    "markdown-parentheses": ("[it](Old.md)⏎", "N (2).md", None, "[it](N%20%282%29.md)⏎"),
    "markdown-percent": ("[it](Old.md)⏎", "100%25.md", None, "[it](100%2525.md)⏎"),
    "markdown-colon": ("[it](Old.md)⏎", "a:b.md", None, "[it](a%3Ab.md)⏎"),
    "markdown-entity": ("[it](Old.md)⏎", "a&amp;b.md", None, "[it](a%26amp;b.md)⏎"),
    "markdown-no-entity": ("[it](Old.md)⏎", "R&D.md", None, "[it](R&D.md)⏎"),
    "markdown-backslash": ("[it](Old.md)⏎", "a\\b.md", None, "[it](a%5Cb.md)⏎"),
    "markdown-title": ('[it](Old.md "t")⏎', "New.md", None, '[it](New.md "t")⏎'),
    "markdown-embed": ("![it|100](Old.png)⏎", "a b.png", None, "![it|100](a%20b.png)⏎"),
    "markdown-no-break-space": ("[it](Old.md)⏎", "a\xa0b.md", None, "[it](a%C2%A0b.md)⏎"),
    "angle": ("[it](<My Old.md>)⏎", "My New.md", None, "[it](<My New.md>)⏎"),
    "angle-percent": ("[it](<Old.md>)⏎", "100% sure.md", None, "[it](<100% sure.md>)⏎"),
    "angle-bracket": ("[it](<Old.md>)⏎", "a > b.md", None, "[it](<a %3E b.md>)⏎"),
    "image-in-a-link": ("[![i](Old.png)](n.md)⏎", "a.png", None, "[![i](a.png)](n.md)⏎"),
    "on-the-next-line": ("[a⏎b](Old.md)⏎", "New.md", None, "[a⏎b](New.md)⏎"),
    "markdown-in-a-table": (
        "| a |⏎| - |⏎| [b](Old.md) |⏎",
        "x|y.md",
        None,
        "| a |⏎| - |⏎| [b](x%7Cy.md) |⏎",
    ),
    "property": ('---⏎up: "[[Old|it]]"⏎a:  1⏎---⏎', "New", None, '---⏎up: "[[New|it]]"⏎a:  1⏎---⏎'),
    "property-twice-the-same": (
        '---⏎up: ["[[Old]]", "[[Old]]"]⏎---⏎',
        "New",
        None,
        '---⏎up: ["[[Old]]", "[[New]]"]⏎---⏎',
    ),
    "property-list": (
        "---⏎up:⏎- '[[A]]'⏎- '[[Old#B]]'⏎---⏎",
        "New",
        None,
        "---⏎up:⏎- '[[A]]'⏎- '[[New#B]]'⏎---⏎",
    ),
    "property-markdown": (
        "---⏎up: '[it](Old.md)'⏎---⏎",
        "My New.md",
        None,
        "---⏎up: '[it](My%20New.md)'⏎---⏎",
    ),
    "odd-byte-beside": ("caf\udce9 [[Old]]⏎", "New", None, "caf\udce9 [[New]]⏎"),
}


@pytest.mark.parametrize(("before", "target", "subpath", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(
    before: str, target: str, subpath: str | None, after: str, variant: Variant
) -> None:
    note = note_of(variant(unarrow(before)))
    changed = note_of(apply_edits(note.text, retarget(note, note.links[-1], target, subpath)))
    assert changed.text == variant(unarrow(after))
    link = changed.links[-1]
    assert link.target == target
    assert link.subpath == (note.links[-1].subpath if subpath is None else subpath)
    assert retarget(changed, link, target, subpath) == []


def test_a_link_around_an_image() -> None:
    note = note_of("[![i](a.png)](Old.md)\n")
    after = apply_edits(note.text, retarget(note, note.links[0], "New.md"))
    assert after == "[![i](a.png)](New.md)\n"


LEAVES_ALONE = {
    "wikilink": ("[[Old]]⏎", "Old"),
    "other-style": ("[it](My%20Old.md)⏎", "My Old.md"),
    "own-heading": ("[[#A]]⏎", ""),
    "property": ('---⏎up: "[[Old]]"⏎---⏎', "Old"),
}


@pytest.mark.parametrize(("text", "target"), LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_leaves_alone(text: str, target: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    assert retarget(note, note.links[-1], target) == []


REFUSED = {
    "pipe": ("[[Old]]⏎", "a|b"),
    "closing": ("[[Old]]⏎", "a]]b"),
    "opening": ("[[Old]]⏎", "a[[b"),
    "hash": ("[[Old]]⏎", "C#"),
    "newline": ("[[Old]]⏎", "a\nb"),
    "carriage-return": ("[it](Old.md)⏎", "a\rb"),
    "nul": ("[[Old]]⏎", "a\0"),
    "odd-byte": ("[[Old]]⏎", "a\udce9"),
    "nothing": ("[[Old]]⏎", ""),
    "backslash-before-a-pipe": ("[[Old|it]]⏎", "a\\"),
    "pipe-in-a-table": ("| a |⏎| - |⏎| [[Old]] |⏎", "a|b"),
    "markdown-hash": ("[it](Old.md)⏎", "C#.md"),
    "markdown-nothing": ("[it](Old.md)⏎", ""),
    "property-quote": ('---⏎up: "[[Old]]"⏎---⏎', 'a"b'),
    "property-backslash": ('---⏎up: "[[Old]]"⏎---⏎', "a\\nb"),
    "property-apostrophe": ("---⏎up: '[[Old]]'⏎---⏎", "it's"),
}


@pytest.mark.parametrize(("text", "target"), REFUSED.values(), ids=REFUSED)
def test_refuses(text: str, target: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    with pytest.raises(UneditableError, match=r"^note\.md:[123]: .*; nothing written$"):
        retarget(note, note.links[-1], target)


def test_refuses_a_subpath_without_its_sign() -> None:
    note = note_of("[[Old]]\n")
    with pytest.raises(ValueError, match="starts with #"):
        retarget(note, note.links[0], "Old", "A")


targets = st.sampled_from(
    ["New", "a b/c d.md", "e(f)", "50%", "é😀", "x:y", "g]h", "i'j", "`k", "$l"]
)


@given(strategies.raw_notes, targets, st.sampled_from([None, "", "#H", "#^b c"]))
@example(b"$a [[b]] c$ [d](e.md)", "$l", None)
@example(b"`[[a]] [b](c.md)", "`k", None)
def test_only_that_link_points_elsewhere(raw: bytes, target: str, subpath: str | None) -> None:
    note = parse_note("note.md", raw)
    for index, link in enumerate(note.links):
        try:
            edits = retarget(note, link, target, subpath)
        except UneditableError:
            continue
        after = parse_note("note.md", encode(apply_edits(note.text, edits)))
        start, end = link.target_span
        moved = len(after.text) - len(note.text)
        assert after.text[:start] == note.text[:start]
        assert after.text[end + moved :] == note.text[end:]
        points = [(one.target, one.subpath) for one in note.links]
        points[index] = (target, link.subpath if subpath is None else subpath)
        assert [(one.target, one.subpath) for one in after.links] == points
        assert retarget(after, after.links[index], target, subpath) == []
        assert [one.type for one in after.sections] == [one.type for one in note.sections]
        assert [one.line for one in after.tasks] == [one.line for one in note.tasks]
        assert [one.tag for one in after.tags] == [one.tag for one in note.tags]
