"""Edits on properties: what they change, what they leave alone, what they refuse."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.outline import note_of, unarrow
from vaultsync.errors import UneditableError
from vaultsync.model.edits.properties import (
    add_to_property,
    find_property,
    remove_from_property,
    remove_property,
    set_property,
)
from vaultsync.model.note import parse_note
from vaultsync.text import Edit, Span, apply_edits

Variant = Callable[[str], str]
Case = tuple[str, tuple[Any, ...], str]

PLANS: dict[str, Callable[..., list[Edit]]] = {
    "set": set_property,
    "remove": remove_property,
    "add": add_to_property,
    "take": remove_from_property,
}


def planned(text: str, edit: tuple[Any, ...]) -> list[Edit]:
    name, *arguments = edit
    return PLANS[name](note_of(text), *arguments)


# The block alone; a body stands below it: (block, edit, block then).
SET: dict[str, Case] = {
    "text": ("a: b⏎", ("set", "a", "c"), "a: c⏎"),
    "text-of-blanks-and-signs": ("a: b⏎", ("set", "a", "c, d [e]; f"), "a: c, d [e]; f⏎"),
    "trailing-blanks": ("a: b  ⏎", ("set", "a", "c"), "a: c  ⏎"),
    "blanks-before": ("a:    b⏎", ("set", "a", "c"), "a:    c⏎"),
    "blank-before-the-colon": ("a : b⏎", ("set", "a", "c"), "a : c⏎"),
    "tab-before": ("a:⇥b⏎", ("set", "a", "c"), "a:⇥c⏎"),
    "comment-behind": ("a: b  # why⏎", ("set", "a", "c"), "a: c  # why⏎"),
    "comments-around": ("# x⏎a: b⏎# y⏎", ("set", "a", "c"), "# x⏎a: c⏎# y⏎"),
    "double-quotes": ('a: "b"⏎', ("set", "a", "c"), 'a: "c"⏎'),
    "single-quotes": ("a: 'b' # x⏎", ("set", "a", "it's"), "a: 'it''s' # x⏎"),
    "single-quotes-too-weak": ("a: 'b'⏎", ("set", "a", "c⏎"), 'a: "c\\n"⏎'),
    "number-as-text": ("a: b⏎", ("set", "a", "5"), 'a: "5"⏎'),
    "null-as-text": ("a: b⏎", ("set", "a", "null"), 'a: "null"⏎'),
    "yes-is-text": ("a: b⏎", ("set", "a", "yes"), "a: yes⏎"),
    "nothing-as-text": ("a: b⏎", ("set", "a", ""), 'a: ""⏎'),
    "date-stays-plain": ("a: 2024-07-21⏎", ("set", "a", "2026-12-01"), "a: 2026-12-01⏎"),
    "link": ("a: b⏎", ("set", "a", "[[N|m]]"), 'a: "[[N|m]]"⏎'),
    "link-in-single-quotes": ("a: '[[M]]'⏎", ("set", "a", "[[N]]"), "a: '[[N]]'⏎"),
    "link-gets-its-quotes": ("a: [[N]]⏎", ("set", "a", "[[N]]"), 'a: "[[N]]"⏎'),
    "tag": ("a: b⏎", ("set", "a", "#c"), 'a: "#c"⏎'),
    "colon": ("a: b⏎", ("set", "a", "c: d"), 'a: "c: d"⏎'),
    "address": ("a: b⏎", ("set", "a", "https://x.y/#z"), "a: https://x.y/#z⏎"),
    "placeholder": ("a: b⏎", ("set", "a", "{{title}}"), 'a: "{{title}}"⏎'),
    "backslash-and-quote": ('a: "b"⏎', ("set", "a", '\\"'), 'a: "\\\\\\""⏎'),
    "emoji": ("a: b⏎", ("set", "a", "😀 é"), "a: 😀 é⏎"),
    "line-separator": ("a: b⏎", ("set", "a", "c\u2028d"), 'a: "c\\u2028d"⏎'),
    "number": ("a: 1⏎", ("set", "a", 2), "a: 2⏎"),
    "float": ("a: 1.10 # x⏎", ("set", "a", 1.25), "a: 1.25 # x⏎"),
    "number-over-quotes": ('a: "1"⏎', ("set", "a", 1), "a: 1⏎"),
    "checkbox": ("a: false⏎b: 1⏎", ("set", "a", True), "a: true⏎b: 1⏎"),
    "nothing": ("a: b⏎b: 1⏎", ("set", "a", None), "a:⏎b: 1⏎"),
    "nothing-before-a-comment": ("a:  b # c⏎", ("set", "a", None), "a: # c⏎"),
    "over-nothing": ("a:⏎b: 1⏎", ("set", "a", "c"), "a: c⏎b: 1⏎"),
    "over-nothing-with-a-blank": ("a: ⏎", ("set", "a", "c"), "a: c⏎"),
    "over-nothing-with-blanks": ("a:   ⏎", ("set", "a", "c"), "a: c  ⏎"),
    "over-nothing-with-a-comment": ("a: # x⏎", ("set", "a", "c"), "a: c # x⏎"),
    "over-nothing-with-a-far-comment": ("a:  # x⏎", ("set", "a", "c"), "a: c # x⏎"),
    "over-null": ("a: null⏎", ("set", "a", "c"), "a: c⏎"),
    "other-case": ("Due: b⏎", ("set", "due", "c"), "Due: c⏎"),
    "exact-case-first": ("Due: b⏎due: b⏎", ("set", "due", "c"), "Due: b⏎due: c⏎"),
    "first-in-other-case": ("Due: b⏎due: b⏎", ("set", "DUE", "c"), "Due: c⏎due: b⏎"),
    "key-with-blanks": ("creation date: b⏎", ("set", "creation date", "c"), "creation date: c⏎"),
    "key-in-quotes": ('"a: b": c⏎', ("set", "a: b", "d"), '"a: b": d⏎'),
    "key-in-unicode": ("日記 é: b⏎", ("set", "日記 é", "c"), "日記 é: c⏎"),
    "indented-block": ("  a: b⏎  b: 1⏎", ("set", "a", "c"), "  a: c⏎  b: 1⏎"),
    "unused-anchor": ("a: &x b⏎", ("set", "a", "c"), "a: c⏎"),
    "literal": ("a: |⏎  # b⏎⏎  c⏎b: 1⏎", ("set", "a", "d"), "a: d⏎b: 1⏎"),
    "literal-that-keeps": ("a: |+⏎  b⏎⏎b: 1⏎", ("set", "a", "d"), "a: d⏎⏎b: 1⏎"),
    "folded-with-a-comment": ("a: >- # x⏎  b⏎  c⏎# y⏎", ("set", "a", "d"), "a: d # x⏎# y⏎"),
    "folded-quotes": ('a: "b⏎  c" # x⏎b: 1⏎', ("set", "a", "d"), 'a: "d" # x⏎b: 1⏎'),
    "plain-on-two-lines": ("a: b⏎  c⏎b: 1⏎", ("set", "a", "d"), "a: d⏎b: 1⏎"),
    "plain-on-the-next-line": ("a:⏎  b⏎b: 1⏎", ("set", "a", "d"), "a: d⏎b: 1⏎"),
    "over-properties": ("a:⏎  b: 1⏎  c: 2⏎d: 3⏎", ("set", "a", "e"), "a: e⏎d: 3⏎"),
    "json": ('{"a": 1, "b": [2]}⏎', ("set", "a", "c"), '{"a": "c", "b": [2]}⏎'),
    "json-on-lines": ('{⏎  "a": "b",⏎  "b": 2⏎}⏎', ("set", "b", 3), '{⏎  "a": "b",⏎  "b": 3⏎}⏎'),
    "json-list": ('{"a": [1]}⏎', ("add", "a", "x"), '{"a": [1, "x"]}⏎'),
    "json-text-to-list": ('{"a": "b"}⏎', ("set", "a", ["c", 1]), '{"a": ["c", 1]}⏎'),
    "braces": ("{a: b, c: d}⏎", ("set", "a", "x, y"), '{a: "x, y", c: d}⏎'),
    "nothing-in-braces": ("{a: b, c: d}⏎", ("set", "a", None), "{a: null, c: d}⏎"),
}

ADD: dict[str, Case] = {
    "last": ("a: 1⏎", ("set", "b", "c"), "a: 1⏎b: c⏎"),
    "below-comments": ("a: 1⏎# x⏎⏎", ("set", "b", 2), "a: 1⏎# x⏎⏎b: 2⏎"),
    "below-a-list": ("a:⏎- b⏎", ("set", "c", True), "a:⏎- b⏎c: true⏎"),
    "below-a-literal": ("a: |⏎  b⏎", ("set", "c", None), "a: |⏎  b⏎c:⏎"),
    "empty-block": ("", ("set", "a", "b"), "a: b⏎"),
    "block-of-comments": ("# x⏎", ("set", "a", "b"), "# x⏎a: b⏎"),
    "list": ("a: 1⏎", ("set", "b", ["c", "[[d]]", 5]), 'a: 1⏎b:⏎  - c⏎  - "[[d]]"⏎  - 5⏎'),
    "list-by-element": ("a: 1⏎", ("add", "b", "c", "c"), "a: 1⏎b:⏎  - c⏎"),
    "empty-list": ("a: 1⏎", ("set", "b", []), "a: 1⏎b: []⏎"),
    "indented": ("  a: 1⏎", ("set", "b", ["c"]), "  a: 1⏎  b:⏎    - c⏎"),
    "key-that-needs-quotes": ("a: 1⏎", ("set", "#b: c", 1), 'a: 1⏎"#b: c": 1⏎'),
    "key-like-a-number": ("a: 1⏎", ("set", "2024", 1), 'a: 1⏎"2024": 1⏎'),
    "very-long": ("a: 1⏎", ("set", "b", "x y " * 5000 + "z"), f"a: 1⏎b: {'x y ' * 5000}z⏎"),
}

REMOVE: dict[str, Case] = {
    "first": ("a: 1⏎b: 2⏎", ("remove", "a"), "b: 2⏎"),
    "last": ("a: 1⏎b: 2 # x⏎", ("remove", "b"), "a: 1⏎"),
    "only": ("a: 1⏎", ("remove", "a"), ""),
    "comments-stay": ("# x⏎a: 1⏎# y⏎b: 2⏎", ("remove", "a"), "# x⏎# y⏎b: 2⏎"),
    "all-but-comments": ("# x⏎a: 1⏎", ("remove", "a"), "# x⏎"),
    "list": ("a:⏎  - b # x⏎  # y⏎⏎  - c⏎d: 1⏎", ("remove", "a"), "d: 1⏎"),
    "properties": ("a:⏎  b:⏎    c: 1⏎d: 1⏎", ("remove", "a"), "d: 1⏎"),
    "literal": ("a: |⏎  b⏎  # c⏎d: 1⏎", ("remove", "a"), "d: 1⏎"),
    "flow-on-lines": ("a: [⏎  b,⏎  c⏎]⏎d: 1⏎", ("remove", "a"), "d: 1⏎"),
    "nothing": ("a:⏎d: 1⏎", ("remove", "a"), "d: 1⏎"),
    "alias": ("a: &x 1⏎b: *x⏎", ("remove", "b"), "a: &x 1⏎"),
    "other-case": ("TAGS: [b]⏎d: 1⏎", ("remove", "tags"), "d: 1⏎"),
    "explicit-key": ("? a⏎: b⏎d: 1⏎", ("remove", "a"), "d: 1⏎"),
}

LEAVES_ALONE: dict[str, tuple[str, tuple[Any, ...]]] = {
    "same-text": ("a: b # x⏎", ("set", "a", "b")),
    "same-in-quotes": ("a: 'b'⏎", ("set", "a", "b")),
    "same-number": ("a: 0x10⏎", ("set", "a", 16)),
    "same-number-written-otherwise": ("a: 1.0⏎", ("set", "a", 1)),
    "same-checkbox": ("a: True⏎", ("set", "a", True)),
    "same-nothing": ("a: ~⏎", ("set", "a", None)),
    "nothing-at-all": ("a:⏎", ("set", "a", None)),
    "same-in-other-case": ("Due: b⏎", ("set", "due", "b")),
    "same-list": ("a: [b, 1, null]⏎", ("set", "a", ["b", 1, None])),
    "same-properties": ("a: {b: [1]}⏎", ("set", "a", {"b": [1]})),
    "same-alias": ("a: &x b⏎c: *x⏎", ("set", "c", "b")),
    "same-literal": ("a: |⏎  b⏎", ("set", "a", "b\n")),
    "remove-what-is-not-there": ("a: 1⏎", ("remove", "b")),
    "remove-from-an-empty-block": ("", ("remove", "b")),
    "add-what-is-there": ("a: [b, 1]⏎", ("add", "a", 1, "b")),
    "add-the-only-one": ("a: b⏎", ("add", "a", "b")),
    "add-a-link-without-quotes": ("a:⏎  - [[N]]⏎", ("add", "a", "[[N]]")),
    "add-nothing": ("a: b⏎", ("add", "a")),
    "take-what-is-not-there": ("a: [b]⏎", ("take", "a", "c")),
    "take-text-from-numbers": ("a: [1, true]⏎", ("take", "a", "1", "true")),
    "take-from-nothing": ("a:⏎", ("take", "a", "c")),
    "take-from-properties": ("a: {b: c}⏎", ("take", "a", "b")),
    "take-from-what-is-not-there": ("a: 1⏎", ("take", "b", "c")),
}

# Of each: the block, the edit, what is said.
REFUSED: dict[str, Case] = {
    "duplicate-keys": ("a: 1⏎b: 2⏎a: 3⏎", ("set", "b", 1), "4: .*the key 'a' is there twice"),
    "templater": ("a: {{title}}⏎", ("set", "a", "b"), "2: .*a template's placeholder"),
    "templater-code": ("a: 1⏎b: <% x: y %>⏎", ("set", "a", 2), "3: .*a template's placeholder"),
    "no-blank-behind-the-colon": ("a:1⏎b:2⏎", ("set", "a", "b"), "2: .*no 'key: value'"),
    "no-mapping": ("- a⏎", ("remove", "a"), "2: .*no 'key: value'"),
    "tab-that-indents": ("a:⏎⇥- b⏎", ("set", "a", "b"), "3: .*a tab"),
    "rule-that-closes-far-below": ("⏎text⏎⏎more⏎", ("set", "a", "b"), "not readable"),
    "alias": ("a: &x 1⏎b: *x⏎", ("set", "b", 2), "3: the value of 'b' is an alias"),
    "alias-of-a-list": ("a: &x [1]⏎b: *x⏎", ("add", "b", 2), "3: the value of 'b' is an alias"),
    "anchor": ("a: &x 1⏎b: *x⏎", ("set", "a", 2), "2: the value of 'a' has an anchor"),
    "anchor-in-a-list": ("a: [&x 1, 2]⏎b: *x⏎", ("take", "a", 1), "of 'a' has an anchor"),
    "anchor-of-a-list": ("a: &x⏎  - 1⏎b: *x⏎", ("set", "a", 2), "of 'a' has an anchor"),
    "anchor-of-a-removed": ("a: &x 1⏎b: *x⏎", ("remove", "a"), "of 'a' has an anchor"),
    "list-of-odd-bytes": ("a: \udcff⏎", ("add", "a", "b"), "2: the text of 'a' isn't valid UTF-8"),
    "add-in-braces": ("{a: 1}⏎", ("set", "b", 2), "in braces: add 'b' by hand"),
    "remove-in-braces": ('{"a": 1, "b": 2}⏎', ("remove", "a"), "in braces: remove 'a'"),
    "explicit-key": ("? a⏎: b⏎", ("set", "a", "c"), "no ':' behind it"),
    "properties-as-value": ("a: 1⏎", ("set", "a", {"b": 1}), "2: 'a': lists and properties"),
    "list-in-a-list": ("a: 1⏎", ("set", "b", [["c"]]), "'b': lists and properties"),
    "add-to-properties": ("a: {b: 1}⏎", ("add", "a", "c"), "holds properties and no list"),
    "too-large-then": ("a: 1⏎", ("set", "b", "x" * 65_000 + "yz " * 500), "not be readable"),
}


def of_cases(cases: dict[str, Any]) -> pytest.MarkDecorator:
    names = ("block", "edit", "wanted")[: len(next(iter(cases.values())))]
    return pytest.mark.parametrize(names, cases.values(), ids=cases)


def in_note(block: str) -> str:
    return unarrow(f"---⏎{block}---⏎⏎# A⏎- [ ] a: b⏎")


def keeps_its_promises(before: str, edit: tuple[Any, ...], after: str) -> None:
    """It gives the text asked for, and then there is nothing left to do."""
    edits = planned(before, edit)
    assert apply_edits(before, edits) == after
    assert planned(after, edit) == []


@of_cases(SET)
def test_set(block: str, edit: tuple[Any, ...], wanted: str, variant: Variant) -> None:
    edit = tuple(unarrow(one) if isinstance(one, str) else one for one in edit)
    keeps_its_promises(variant(in_note(block)), edit, variant(in_note(wanted)))


@of_cases(ADD)
def test_add(block: str, edit: tuple[Any, ...], wanted: str, variant: Variant) -> None:
    keeps_its_promises(variant(in_note(block)), edit, variant(in_note(wanted)))


@of_cases(REMOVE)
def test_remove(block: str, edit: tuple[Any, ...], wanted: str, variant: Variant) -> None:
    keeps_its_promises(variant(in_note(block)), edit, variant(in_note(wanted)))


@of_cases(LEAVES_ALONE)
def test_leaves_alone(block: str, edit: tuple[Any, ...], variant: Variant) -> None:
    assert planned(variant(in_note(block)), edit) == []


@of_cases(REFUSED)
def test_refused(block: str, edit: tuple[Any, ...], wanted: str, variant: Variant) -> None:
    with pytest.raises(UneditableError, match=wanted) as refused:
        planned(variant(in_note(block)), edit)
    assert str(refused.value).endswith("; nothing written")


# Notes as a whole.
NOTES: dict[str, Case] = {
    "no-block": ("# A⏎", ("set", "a", "b"), "---⏎a: b⏎---⏎# A⏎"),
    "no-block-a-list": ("A⏎⏎B⏎", ("add", "a", "b"), "---⏎a:⏎  - b⏎---⏎A⏎⏎B⏎"),
    "blank-lines-first": ("⏎⏎---⏎a⏎", ("set", "a", 1), "---⏎a: 1⏎---⏎⏎⏎---⏎a⏎"),
    "rule-that-never-closes": ("---⏎⏎text⏎", ("set", "a", 1), "---⏎a: 1⏎---⏎---⏎⏎text⏎"),
    "rule-of-more": ("----⏎a⏎----⏎", ("set", "a", 1), "---⏎a: 1⏎---⏎----⏎a⏎----⏎"),
    "setext-heading": ("A⏎---⏎", ("set", "a", 1), "---⏎a: 1⏎---⏎A⏎---⏎"),
    "blanks-behind-the-marks": ("--- ⏎a: 1⏎---⇥ ⏎x⏎", ("set", "a", 2), "--- ⏎a: 2⏎---⇥ ⏎x⏎"),
    "nothing-below": ("---⏎a: 1⏎---⏎", ("set", "b", 2), "---⏎a: 1⏎b: 2⏎---⏎"),
    "empty-nothing-below": ("---⏎---⏎", ("set", "b", 2), "---⏎b: 2⏎---⏎"),
    "emptied": ("---⏎a: 1⏎---⏎", ("remove", "a"), "---⏎---⏎"),
    "rules-below": ("---⏎a: 1⏎---⏎---⏎b⏎---⏎", ("set", "a", 2), "---⏎a: 2⏎---⏎---⏎b⏎---⏎"),
    "odd-bytes": (
        "---⏎a: \udcff⏎b: 1⏎---⏎\udce9⏎",
        ("set", "b", 2),
        "---⏎a: \udcff⏎b: 2⏎---⏎\udce9⏎",
    ),
}


@pytest.mark.parametrize(("text", "edit", "wanted"), NOTES.values(), ids=NOTES)
def test_note(text: str, edit: tuple[Any, ...], wanted: str, variant: Variant) -> None:
    keeps_its_promises(variant(unarrow(text)), edit, variant(unarrow(wanted)))


# No variants of these: they are about newlines.
NEWLINES: dict[str, Case] = {
    "empty-note": ("", ("set", "a", "b"), "---\na: b\n---\n"),
    "only-a-bom": ("\ufeff", ("set", "a", "b"), "\ufeff---\na: b\n---\n"),
    "no-newline": ("text", ("set", "a", "b"), "---\na: b\n---\ntext"),
    "lone-cr": ("---\ra: 1\r---\rb", ("set", "b", [1, 2]), "---\ra: 1\rb:\r  - 1\r  - 2\r---\rb"),
    "lone-cr-no-block": ("text\r", ("set", "a", 1), "---\ra: 1\r---\rtext\r"),
    "as-the-line-above": ("---\na: 1\r\n---\nb", ("set", "b", 1), "---\na: 1\r\nb: 1\r\n---\nb"),
    "as-the-first-mark": ("---\r\n---\nb\n", ("set", "a", 1), "---\r\na: 1\r\n---\nb\n"),
    "as-the-element-above": (
        "---\na:\n- b\r\n- c\n---\n",
        ("add", "a", "d"),
        "---\na:\n- b\r\n- c\n- d\n---\n",
    ),
    "vertical-tab-is-text": (
        "---\na: b\x0bc\n---\n",
        ("set", "d", 1),
        "---\na: b\x0bc\nd: 1\n---\n",
    ),
}


@pytest.mark.parametrize(("text", "edit", "wanted"), NEWLINES.values(), ids=NEWLINES)
def test_newlines(text: str, edit: tuple[Any, ...], wanted: str) -> None:
    keeps_its_promises(text, edit, wanted)


def test_only_the_value_is_spliced() -> None:
    assert planned("---\na: 'b' # c\n---\n", ("set", "a", "d")) == [Edit(Span(7, 10), "'d'")]


def test_a_note_too_large_is_refused() -> None:
    note = parse_note("Large.md", b"---\na: 1\n---\n" + b"x" * 5_000_000)
    with pytest.raises(UneditableError, match=r"^Large\.md: too large"):
        set_property(note, "a", 2)


@pytest.mark.parametrize("value", ["\udcff", ["a", "\udcff"], 10**400], ids=ascii)
def test_what_no_front_matter_can_hold_is_a_mistake(value: Any) -> None:
    for text in ("---\na: 1\n---\n", "---\na: [1]\n---\n", ""):
        with pytest.raises(ValueError, match="YAML can"):
            set_property(note_of(text), "a", value)


def test_a_name_is_not_empty() -> None:
    with pytest.raises(ValueError, match="needs a name"):
        set_property(note_of("text"), "", 1)


def test_finding_names_in_any_case() -> None:
    note = note_of("---\nDue: 1\nÉTÉ: 2\n---\n")
    found = [find_property(note, key) for key in ("due", "été", "x")]
    assert [one and one.value for one in found] == [1, 2, None]
