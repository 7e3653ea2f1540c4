"""Edits on lists of properties: only the elements that differ are touched."""

import pytest

from tests.model.edits.test_properties import (
    Case,
    Variant,
    in_note,
    keeps_its_promises,
    of_cases,
    planned,
)
from tests.outline import unarrow
from vaultsync.errors import UneditableError
from vaultsync.text import Edit, Span

# The block alone; a body stands below it: (block, edit, block then).
BLOCK: dict[str, Case] = {
    "add": ("a:⏎  - b⏎c: 1⏎", ("add", "a", "d"), "a:⏎  - b⏎  - d⏎c: 1⏎"),
    "add-several": ("a:⏎  - b⏎", ("add", "a", "c", 5, "b"), "a:⏎  - b⏎  - c⏎  - 5⏎"),
    "add-not-indented": ("a:⏎- b⏎c: 1⏎", ("add", "a", "d"), "a:⏎- b⏎- d⏎c: 1⏎"),
    "add-far-indented": ("a:⏎      -  b⏎", ("add", "a", "d"), "a:⏎      -  b⏎      -  d⏎"),
    "add-behind-a-comment": ("a:⏎  - b # x⏎", ("add", "a", "d"), "a:⏎  - b # x⏎  - d⏎"),
    "add-above-a-comment": (
        "a:⏎  - b⏎# x⏎c: 1⏎",
        ("add", "a", "d"),
        "a:⏎  - b⏎  - d⏎# x⏎c: 1⏎",
    ),
    "add-in-quotes": ("a:⏎  - 'b'⏎", ("add", "a", "d"), "a:⏎  - 'b'⏎  - 'd'⏎"),
    "add-number-to-quotes": ('a:⏎  - "b"⏎', ("add", "a", 5), 'a:⏎  - "b"⏎  - 5⏎'),
    "add-trailing-blanks": ("a: ⏎  - b  ⏎", ("add", "a", "d"), "a: ⏎  - b  ⏎  - d⏎"),
    "add-behind-nothing": ("a:⏎  - b⏎  -⏎", ("add", "a", "d"), "a:⏎  - b⏎  -⏎  - d⏎"),
    "add-behind-a-literal": (
        "a:⏎  - |⏎    b⏎⏎    # c⏎d: 1⏎",
        ("add", "a", "e"),
        "a:⏎  - |⏎    b⏎⏎    # c⏎  - e⏎d: 1⏎",
    ),
    "add-behind-two-lines": ('a:⏎  - "b⏎    c"⏎', ("add", "a", "d"), 'a:⏎  - "b⏎    c"⏎  - "d"⏎'),
    "add-behind-a-list": ("a:⏎  - - b⏎    - c⏎", ("add", "a", "d"), "a:⏎  - - b⏎    - c⏎  - d⏎"),
    "add-behind-properties": (
        "a:⏎  - b: 1⏎    c: 2⏎d: 1⏎",
        ("add", "a", "e"),
        "a:⏎  - b: 1⏎    c: 2⏎  - e⏎d: 1⏎",
    ),
    "add-to-nothing": ("a:⏎b: 1⏎", ("add", "a", "c"), "a:⏎  - c⏎b: 1⏎"),
    "add-to-nothing-with-a-comment": ("a: # x⏎", ("add", "a", "c"), "a: # x⏎  - c⏎"),
    "add-to-text": ("a: b⏎c: 1⏎", ("add", "a", "d"), "a:⏎  - b⏎  - d⏎c: 1⏎"),
    "add-to-text-with-a-comment": ("a: b # x⏎", ("add", "a", "d"), "a: # x⏎  - b⏎  - d⏎"),
    "add-alias": ("a: &x b⏎c:⏎  - *x⏎", ("add", "c", "d"), "a: &x b⏎c:⏎  - *x⏎  - d⏎"),
    "take-first": ("a:⏎  - b⏎  - c⏎", ("take", "a", "b"), "a:⏎  - c⏎"),
    "take-last": ("a:⏎  - b⏎  - c # x⏎d: 1⏎", ("take", "a", "c"), "a:⏎  - b⏎d: 1⏎"),
    "take-each": ("a:⏎- b⏎- c⏎- b⏎- b⏎", ("take", "a", "b"), "a:⏎- c⏎"),
    "take-several": ("a:⏎- b⏎- c⏎- d⏎- e⏎", ("take", "a", "c", "e", "x"), "a:⏎- b⏎- d⏎"),
    "take-all": ("a:⏎  - b⏎  # x⏎  - c⏎d: 1⏎", ("take", "a", "b", "c"), "a: []⏎d: 1⏎"),
    "take-the-only-one": ("a: b⏎", ("take", "a", "b"), "a: []⏎"),
    "take-between-comments": (
        "a:⏎  # x⏎  - b⏎  # y⏎  - c⏎  # z⏎  - d⏎",
        ("take", "a", "c"),
        "a:⏎  # x⏎  - b⏎  # y⏎  # z⏎  - d⏎",
    ),
    "take-nothing": ("a:⏎  - b⏎  -⏎  - c⏎", ("take", "a", None), "a:⏎  - b⏎  - c⏎"),
    "take-a-literal": ("a:⏎  - |⏎    b⏎    # c⏎  - d⏎", ("take", "a", "b\n# c\n"), "a:⏎  - d⏎"),
    "set-one": ("a:⏎  - b⏎  - c # x⏎", ("set", "a", ["b", "d"]), "a:⏎  - b⏎  - d # x⏎"),
    "set-in-quotes": ("a:⏎  - 'b' # x⏎", ("set", "a", ["#c"]), "a:⏎  - '#c' # x⏎"),
    "set-more": ("a:⏎  - b⏎  # x⏎", ("set", "a", ["c", "d"]), "a:⏎  - c⏎  - d⏎  # x⏎"),
    "set-fewer": ("a:⏎  - b # x⏎  - c⏎", ("set", "a", ["d"]), "a:⏎  - d # x⏎"),
    "set-before": ("a:⏎  - b # x⏎", ("set", "a", ["c", "b"]), "a:⏎  - c⏎  - b # x⏎"),
    "set-between": (
        "a:⏎  - b # x⏎  # y⏎  - c⏎",
        ("set", "a", ["b", 1, "c"]),
        "a:⏎  - b # x⏎  - 1⏎  # y⏎  - c⏎",
    ),
    "set-around": (
        "a:⏎- b⏎- c # x⏎- d⏎",
        ("set", "a", ["e", "c", "f", "g"]),
        "a:⏎- e⏎- c # x⏎- f⏎- g⏎",
    ),
    "set-over-nothing": ("a:⏎  - b⏎  -⏎", ("set", "a", ["b", "c"]), "a:⏎  - b⏎  - c⏎"),
    "set-over-nothing-with-a-comment": (
        "a:⏎  - # x⏎  - c⏎",
        ("set", "a", ["b", "c"]),
        "a:⏎  - b # x⏎  - c⏎",
    ),
    "set-to-nothing": ("a:⏎  - b⏎  - c⏎", ("set", "a", [None, "c"]), "a:⏎  - null⏎  - c⏎"),
    "set-quotes-links": (
        "a:⏎  - [[N]]⏎  - b⏎",
        ("set", "a", ["[[N]]", "b"]),
        'a:⏎  - "[[N]]"⏎  - b⏎',
    ),
    "set-keeps-lists": (
        "a:⏎  - [b]⏎  - c⏎",
        ("set", "a", [["b"], "d"]),
        "a:⏎  - [b]⏎  - d⏎",
    ),
    "set-over-a-list": ("a:⏎  - - b⏎    - c⏎  - d⏎", ("set", "a", ["e", "d"]), "a:⏎  - e⏎  - d⏎"),
    "set-over-a-literal": ("a:⏎  - |⏎    b⏎  - d⏎", ("set", "a", ["e", "d"]), "a:⏎  - e⏎  - d⏎"),
    "set-text": ("a: # x⏎  # y⏎  - b # z⏎c: 1⏎", ("set", "a", "d"), "a: d # x⏎  # y⏎c: 1⏎"),
    "set-nothing": ("a:⏎- b⏎- c⏎d: 1⏎", ("set", "a", None), "a:⏎d: 1⏎"),
    "set-no-elements": ("a:⏎- b⏎- c⏎d: 1⏎", ("set", "a", []), "a: []⏎d: 1⏎"),
    "set-over-text": ("a: 'b'⏎c: 1⏎", ("set", "a", ["d"]), "a:⏎  - d⏎c: 1⏎"),
    "set-over-a-root-literal": ("a: |⏎  b⏎c: 1⏎", ("set", "a", ["d"]), "a:⏎  - d⏎c: 1⏎"),
    "set-over-properties": ("a:⏎  b: 1⏎c: 1⏎", ("set", "a", ["d"]), "a:⏎  - d⏎c: 1⏎"),
    "set-over-two-lines": ('a: "b⏎  c" # x⏎d: 1⏎', ("set", "a", ["e"]), "a: # x⏎  - e⏎d: 1⏎"),
}

FLOW: dict[str, Case] = {
    "add": ("a: [b]⏎", ("add", "a", "c"), "a: [b, c]⏎"),
    "add-close": ("a: [b,c] # x⏎", ("add", "a", "d"), "a: [b,c,d] # x⏎"),
    "add-wide": ("a: [ b ,  c ]⏎", ("add", "a", "d"), "a: [ b ,  c ,  d ]⏎"),
    "add-in-quotes": ('a: ["b", "c"]⏎', ("add", "a", "d"), 'a: ["b", "c", "d"]⏎'),
    "add-what-needs-quotes": ("a: [b]⏎", ("add", "a", "c, d", "e]"), 'a: [b, "c, d", "e]"]⏎'),
    "add-link": ("a: [b]⏎", ("add", "a", "[[N]]"), 'a: [b, "[[N]]"]⏎'),
    "add-to-empty": ("a: [] # x⏎", ("add", "a", "b"), "a: [b] # x⏎"),
    "add-to-blank": ("a: [ ]⏎", ("add", "a", "b"), "a: [b]⏎"),
    "add-on-lines": (
        "a: [⏎  b, # x⏎  c⏎]⏎",
        ("add", "a", "d"),
        "a: [⏎  b, # x⏎  c, d⏎]⏎",
    ),
    "add-as-on-lines": ("a: [⏎  b,⏎  c⏎]⏎", ("add", "a", "d"), "a: [⏎  b,⏎  c,⏎  d⏎]⏎"),
    "add-trailing-comma": ("a: [b, c,]⏎", ("add", "a", "d"), "a: [b, c, d,]⏎"),
    "add-behind-a-list": ("a: [b, [c, d]]⏎", ("add", "a", "e"), "a: [b, [c, d], e]⏎"),
    "add-behind-properties": ("a: [{b: ',]'}]⏎", ("add", "a", "e"), "a: [{b: ',]'}, e]⏎"),
    "add-behind-a-quote-in-text": ("a: [it's, b]⏎", ("add", "a", "c"), "a: [it's, b, c]⏎"),
    "add-behind-a-late-quote": ("a: [b 'c, d]⏎", ("add", "a", "e"), "a: [b 'c, d, e]⏎"),
    "add-behind-escapes": ('a: ["b\\", c"]⏎', ("add", "a", "d"), 'a: ["b\\", c", "d"]⏎'),
    "take-first": ("a: [b, c]⏎", ("take", "a", "b"), "a: [c]⏎"),
    "take-middle": ("a: [b,  c , d]⏎", ("take", "a", "c"), "a: [b,  d]⏎"),
    "take-last": ("a: [b , c ]⏎", ("take", "a", "c"), "a: [b ]⏎"),
    "take-ends": ("a: [b, c, d]⏎", ("take", "a", "b", "d"), "a: [c]⏎"),
    "take-all": ("a: [ b, c ] # x⏎", ("take", "a", "b", "c"), "a: [] # x⏎"),
    "take-beside-a-comment": ("a: [b, # x⏎  c, d]⏎", ("take", "a", "b"), "a: [ # x⏎  c, d]⏎"),
    "take-below-a-comment": ("a: [b, # x⏎  c]⏎", ("take", "a", "c"), "a: [b, # x⏎  ]⏎"),
    "take-from-lines": ("a: [⏎  b,⏎  c⏎]⏎", ("take", "a", "c"), "a: [⏎  b⏎]⏎"),
    "set-one": ("a: [b,c,d]⏎", ("set", "a", ["b", 5, "d"]), "a: [b,5,d]⏎"),
    "set-before": ("a: [b]⏎", ("set", "a", ["c", "b"]), "a: [c, b]⏎"),
    "set-around": ("a: [b, c]⏎", ("set", "a", ["d", "b", "e", "c"]), "a: [d, b, e, c]⏎"),
    "set-fewer": ("a: ['b', c, d, e]⏎", ("set", "a", ["x", "e"]), "a: ['x', e]⏎"),
    "set-all": ("a: [b, 'c']⏎", ("set", "a", [1, "2", None]), "a: [1, '2', null]⏎"),
    "set-text": ("a: [b,⏎  c] # x⏎d: 1⏎", ("set", "a", "e, f"), "a: e, f # x⏎d: 1⏎"),
    "set-no-elements": ("a: [b, c]⏎", ("set", "a", []), "a: []⏎"),
    "set-links-apart": (
        "a: [[[N]], [[M]]]⏎",
        ("set", "a", ["[[N]]", "[[M]]"]),
        'a: ["[[N]]", "[[M]]"]⏎',
    ),
    "set-below-the-key": ("a:⏎  [b, c]⏎", ("set", "a", ["b", "d"]), "a:⏎  [b, d]⏎"),
}

# Of each: the block, the edit, what is said.
REFUSED: dict[str, Case] = {
    "anchored-list": ("a: &x⏎  - b⏎", ("add", "a", "c"), "2: the elements of 'a' can't be told"),
    "list-as-element": ("a: [b]⏎", ("set", "a", ["b", ["c"]]), "2: 'a': lists and properties"),
    "text-beside-a-list": ("a: [[b], c]⏎", ("set", "a", [["d"], "c"]), "lists and properties"),
    "comment-before-the-comma": ("a: [b # x⏎  , c]⏎", ("take", "a", "b"), "not be readable"),
    "tab-behind-the-marker": ("a:⏎  -⇥b⏎", ("add", "a", "d"), "3: .*a tab"),
    "anchor-of-an-element": (
        "a:⏎- &x b⏎- c⏎- *x⏎",
        ("set", "a", ["d", "c", "b"]),
        "has an anchor",
    ),
}


@of_cases(BLOCK)
def test_block(block: str, edit: tuple[object, ...], wanted: str, variant: Variant) -> None:
    keeps_its_promises(variant(in_note(block)), edit, variant(in_note(wanted)))


@of_cases(FLOW)
def test_flow(block: str, edit: tuple[object, ...], wanted: str, variant: Variant) -> None:
    keeps_its_promises(variant(in_note(block)), edit, variant(in_note(wanted)))


@of_cases(REFUSED)
def test_refused(block: str, edit: tuple[object, ...], wanted: str, variant: Variant) -> None:
    with pytest.raises(UneditableError, match=wanted):
        planned(variant(in_note(block)), edit)


def test_splices_are_small() -> None:
    text = unarrow("---⏎a: [b, c, d]⏎---⏎")
    assert planned(text, ("set", "a", ["b", "x", "d"])) == [Edit(Span(11, 12), "x")]
    assert planned(text, ("take", "a", "c")) == [Edit(Span(11, 14), "")]
