"""Block quotes and callouts, and what stands in them."""

from collections.abc import Callable

import pytest

from tests.outline import items_of, note_of, sections_of, shown, unarrow

QUOTES = {
    "quote": ("> a⏎> b", ["blockquote: > a⏎> b"], []),
    "blanks-around-the-mark": (">a⏎ > b⏎>  c⏎   >⇥d", ["blockquote: >a⏎ > b⏎>  c⏎   >⇥d"], []),
    "quote-goes-on-lazily": ("> a⏎b⏎⏎c", ["blockquote: > a⏎b", "paragraph: c"], []),
    "blank-line-parts": ("> a⏎⏎> b", ["blockquote: > a", "blockquote: > b"], []),
    "empty-quoted-line-does-not-part": (">⏎> a⏎>⏎> b⏎>", ["blockquote: >⏎> a⏎>⏎> b⏎>"], []),
    "quote-interrupts": ("para⏎> a", ["paragraph: para", "blockquote: > a"], []),
    "no-quote-in-code": ("    > a", ["code:     > a"], []),
    "heading-ends-a-quote": ("> a⏎# H", ["blockquote: > a", "heading: # H"], []),
    "code-ends-a-quote": ("> a⏎⇥b", ["blockquote: > a", "code: ⇥b"], []),
    "fence-ends-a-quote": (
        "> ```⏎- [ ] a",
        ["blockquote: > ```", "list: - [ ] a"],
        ["- [ ] a < >"],
    ),
    "setext-line-ends-a-quote": ("> a⏎b⏎---", ["blockquote: > a", "heading: b⏎---"], []),
    "underline-below-a-quote": ("> a⏎===", ["blockquote: > a⏎==="], []),
    "html-ends-a-quote": ("> a⏎<div>", ["blockquote: > a", "html: <div>"], []),
    "heading-in-a-quote": ("> # H⏎> a⏎> ===", ["blockquote: > # H⏎> a⏎> ==="], []),
    "rule-in-a-quote": ("> ---⏎> a", ["blockquote: > ---⏎> a"], []),
    "tasks-in-a-quote": (
        "> - [ ] a⏎> - [x] b⏎>⏎> c",
        ["blockquote: > - [ ] a⏎> - [x] b⏎>⏎> c"],
        ["- [ ] a < >", "- [x] b <x>"],
    ),
    "list-ends-a-quote": (
        "> - [ ] a⏎- [ ] b",
        ["blockquote: > - [ ] a", "list: - [ ] b"],
        ["- [ ] a < >", "- [ ] b < >"],
    ),
    "list-ends-a-lazy-quote": (
        "> text⏎lazy⏎- [ ] b",
        ["blockquote: > text⏎lazy", "list: - [ ] b"],
        ["- [ ] b < >"],
    ),
    "nested-without-blanks": (
        ">> - [ ] a⏎>> - [ ] b",
        ["blockquote: >> - [ ] a⏎>> - [ ] b"],
        ["- [ ] a < >", "- [ ] b < >"],
    ),
    "nested-lazily": (
        "> > > - [ ] a⏎> > b",
        ["blockquote: > > > - [ ] a⏎> > b"],
        ["- [ ] a⏎> > b < >"],
    ),
    "children-by-tab-in-a-quote": ("> - a⏎>⇥- b", ["blockquote: > - a⏎>⇥- b"], ["- a", ".- b"]),
    "children-in-a-quote-lazy-line": (
        "> - a⏎>   - b⏎lazy",
        ["blockquote: > - a⏎>   - b⏎lazy"],
        ["- a", ".  - b⏎lazy"],
    ),
    "fence-in-a-quote": (
        "> ```⏎> - [ ] a⏎> ```⏎> - b",
        ["blockquote: > ```⏎> - [ ] a⏎> ```⏎> - b"],
        ["- b"],
    ),
    "code-in-a-quote": (">     code⏎> - a", ["blockquote: >     code⏎> - a"], ["- a"]),
    "table-in-a-quote": (
        "> | a | b |⏎> | - | - |⏎> | - [ ] x | d |",
        ["blockquote: > | a | b |⏎> | - | - |⏎> | - [ ] x | d |"],
        [],
    ),
    "html-in-a-quote": (
        "> a⏎> <div>⏎> - [ ] b⏎>⏎> - [ ] c",
        ["blockquote: > a⏎> <div>⏎> - [ ] b⏎>⏎> - [ ] c"],
        ["- [ ] c < >"],
    ),
    "outer-underline-below-lazy-lines": (
        ">> a⏎b⏎2. [ ] c⏎> ==",
        ["blockquote: >> a⏎b⏎2. [ ] c⏎> =="],
        ["2. [ ] c⏎> == < >"],
    ),
    "quote-in-item-in-quote": (
        "> - > - [ ] a",
        ["blockquote: > - > - [ ] a"],
        ["- > - [ ] a", ".- [ ] a < >"],
    ),
    "quote-in-a-number": (
        "1. > - [ ] a⏎   > - [ ] b",
        ["list: 1. > - [ ] a⏎   > - [ ] b"],
        ["1. > - [ ] a⏎   > - [ ] b", ".- [ ] a < >", ".- [ ] b < >"],
    ),
}


@pytest.mark.parametrize(("text", "sections", "items"), QUOTES.values(), ids=QUOTES)
def test_reads_quotes(
    text: str, sections: list[str], items: list[str], variant: Callable[[str], str]
) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert sections_of(note) == sections
    assert items_of(note) == items
    assert note.callouts == ()


# The section's type, and of each callout: type, fold, title, line, text.
CALLOUTS = {
    "plain": ("> [!note]", "callout", [("note", "", "", 1, "> [!note]")]),
    "title": ("> [!note] A *b*", "callout", [("note", "", "A *b*", 1, "> [!note] A *b*")]),
    "folded": ("> [!tip]- T", "callout", [("tip", "-", "T", 1, "> [!tip]- T")]),
    "unfolded": ("> [!tip]+⏎> a", "callout", [("tip", "+", "", 1, "> [!tip]+⏎> a")]),
    "without-blank": (">[!x]⏎>a", "callout", [("x", "", "", 1, ">[!x]⏎>a")]),
    "type-as-written": (
        "> [!My-Type|meta] T ",
        "callout",
        [("My-Type|meta", "", "T", 1, "> [!My-Type|meta] T ")],
    ),
    "lazily": ("> [!note] T⏎a⏎⏎b", "callout paragraph", [("note", "", "T", 1, "> [!note] T⏎a")]),
    "two-apart": (
        "> [!a]⏎⏎> [!b]",
        "callout callout",
        [("a", "", "", 1, "> [!a]"), ("b", "", "", 3, "> [!b]")],
    ),
    "two-together-are-one": (
        "> [!a]⏎> x⏎> [!b] y",
        "callout",
        [("a", "", "", 1, "> [!a]⏎> x⏎> [!b] y")],
    ),
    "nested": (
        "> [!a]⏎> > [!b]- T⏎> > > [!c]⏎> x",
        "callout",
        [
            ("a", "", "", 1, "> [!a]⏎> > [!b]- T⏎> > > [!c]⏎> x"),
            ("b", "-", "T", 2, "> [!b]- T⏎> > > [!c]⏎> x"),
            ("c", "", "", 3, "> [!c]⏎> x"),
        ],
    ),
    "in-a-quote": ("> a⏎>⏎> > [!b]", "blockquote", [("b", "", "", 3, "> [!b]")]),
    "in-an-item": ("- > [!b] T⏎  > c", "list", [("b", "", "T", 1, "> [!b] T⏎  > c")]),
    "second-line-is-none": ("> a⏎> [!b]", "blockquote", []),
    "text-behind-is-none": ("> [!note]T", "blockquote", []),
    "without-type": ("> [!]", "blockquote", []),
    "outside-a-quote": ("[!note] T", "paragraph", []),
    "in-code": ("```⏎> [!note]⏎```", "code", []),
}


@pytest.mark.parametrize(("text", "types", "callouts"), CALLOUTS.values(), ids=CALLOUTS)
def test_reads_callouts(
    text: str, types: str, callouts: list[object], variant: Callable[[str], str]
) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert [section.type for section in note.sections] == types.split()
    assert [
        (one.type, one.fold, one.title, one.line, shown(note, one.span)) for one in note.callouts
    ] == callouts


def test_tasks_in_nested_callouts_are_at_the_root_of_their_quote() -> None:
    note = note_of("> [!a]\n> - [ ] b\n> \t- [x] c\n>\n> > [!d]\n> > - [ ] e\n\n- [ ] f\n")
    assert [(task.line, task.depth, task.text) for task in note.tasks] == [
        (2, 0, "b"),
        (3, 1, "c"),
        (6, 0, "e"),
        (8, 0, "f"),
    ]
