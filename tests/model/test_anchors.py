"""Which heading or block a subpath means: recorded answers, a table for each rule, laws."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from tests.outline import note_of, unarrow
from vaultsync.model.linking.anchors import find_anchor, heading_subpath, strip_heading

RECORDED = Path(__file__).parents[1] / "data" / "recorded" / "heading-match.json"
Case = dict[str, Any]


class Row(NamedTuple):
    """A heading as a row of some index."""

    text: str
    level: int
    line: int


def matches_as_recorded(case: Case) -> None:
    found = find_anchor(case["subpath"], [Row("other", 1, 1), Row(case["heading"], 1, 2)], ())
    assert found == (2 if case["match"] else None)


ALWAYS = json.loads(RECORDED.read_bytes())["cases"]


@pytest.mark.parametrize("case", ALWAYS, ids=lambda case: case["subpath"][:40])
def test_matches_as_recorded(case: Case) -> None:
    matches_as_recorded(case)


def test_matches_all_that_was_recorded(shared: Path) -> None:
    for case in json.loads((shared / "cases/obsidian-observed/heading-match.json").read_bytes()):
        matches_as_recorded(case)


# Reference 4 and 9: a note, subpaths, the line each leads to.
TREE = "# S1⏎## E1⏎### D⏎## E2⏎# S2⏎## E2⏎## E9⏎# S1⏎## E3"
RULES: dict[str, tuple[str, dict[str, int | None]]] = {
    "any-case": ("# My Heading", {"#MY heading": 1, "#my-heading": None, "#my_heading": None}),
    "punctuation-is-a-blank": ("# A: b/c?", {"#a b c": 1, "#A: b/c?": 1, "#a - b": None}),
    "kept-signs": ("# it's a-b_c", {"#it's a-b_c": 1, "#its a-b_c": None, "#it's a b c": None}),
    "emphasis": ("# **A** *b* _c_ `d`", {"#A b _c_ d": 1, "#A b c d": None}),
    "wiki-link": ("# See [[Other|X]]", {"#See Other X": 1, "#See X": None}),
    "markdown-link": ("# See [t](u.md)", {"#See t u md": 1, "#See t": None}),
    "tag": ("# test #tag", {"#test  tag": 1, "#test #tag": None}),
    "blanks": ("#   a  b⇥c  ", {"# a b c ": 1, "#a   b c": 1, "#ab c": None}),
    "closing-marks": ("## a ##", {"#a": 1}),
    "setext": ("A b⏎===⏎C⏎---", {"#a b": 1, "#c": 3}),
    "first-of-equals": ("# T⏎## T⏎# T", {"#T": 1, "#T#T": 2}),
    "search-mark": ("# x", {"##x": 1, "#x#": 1}),
    "nothing-asked": ("# x⏎#", {"#": None, "": None, "##": None}),
    "composed": ("# Cafe\u0301", {"#caf\u00e9": 1}),
    "no-break-space": ("# a\u00a0b", {"#a b": 1}),
    "any-bytes": ("# caf\udce9", {"#caf\udce9": 1, "#caf": None}),
    "chain": (TREE, {"#S1#E1": 2, "#S1#E1#D": 3, "#S2#E2": 6, "#s2#e9": 7}),
    "chain-skips-levels": (TREE, {"#S1#D": 3}),
    "chain-out-of-order": (TREE, {"#E1#S1": None, "#D#E1": None, "#E2#E1": None}),
    "chain-leaves-the-section": (TREE, {"#E1#E2": None, "#S2#E3": None, "#S2#S1": None}),
    "chain-broken": (TREE, {"#S1#None": None, "#None#E1": None, "#S1#None#D": None}),
    "chain-in-a-later-section-of-that-name": (TREE, {"#S1#E3": 9, "#S1#E9": None}),
    "chain-through-the-second-of-equals": ("# A⏎## B⏎## B⏎### C", {"#A#B#C": 4}),
    "not-in-quotes": ("> # Q⏎⏎- # I⏎", {"#Q": None, "#I": None}),
    "no-heading": ("#tag-like⏎⏎text", {"#tag-like": None, "#text": None}),
    "block": ("text ^id-1⏎⏎- a ^b", {"#^id-1": 1, "#^ID-1": 1, "#^B": 3, "#^c": None}),
    "block-is-no-heading": ("# id⏎⏎text ^x", {"#^id": None, "#x": None, "#^x": 3}),
    "block-in-upper-case": ("text ^Id", {"#^id": 1, "#^ID": 1}),
    "block-blanks": ("text ^id", {"#^id ": 1}),
    "first-of-equal-ids": ("a ^x⏎⏎b ^X", {"#^x": 1, "#^X": 1}),
    "block-of-a-list": ("- a⏎- b⏎⏎^list⏎", {"#^list": 4}),
    "media": ("text", {"#page=2": None, "#t=10": None}),
}


@pytest.mark.parametrize(("text", "found"), RULES.values(), ids=RULES)
def test_rule(text: str, found: dict[str, int | None]) -> None:
    note = note_of(unarrow(text))
    lines = {subpath: find_anchor(subpath, note.headings, note.blocks) for subpath in found}
    assert lines == found


WRITTEN = {
    "plain": ("A b", "#A b"),
    "colon": ("Tasks: a", "#Tasks a"),
    "wiki-link": ("See [[Other|X]]", "#See Other X"),
    "single-brackets-stay": ("[x] a", "#[x] a"),
    "sharp": ("C# and #tag", "#C and tag"),
    "caret-first": ("^a b", "#a b"),
    "comment": ("a %%b%% 100%", "#a b 100%"),
    "backslash": ("a\\*b", "#a *b"),
    "question-and-slash-stay": ("a/b?", "#a/b?"),
    "nothing-left": ("#|^", ""),
    "newlines": ("a\r\nb", "#a b"),
}


@pytest.mark.parametrize(("heading", "subpath"), WRITTEN.values(), ids=WRITTEN)
def test_writes(heading: str, subpath: str) -> None:
    assert heading_subpath(heading) == subpath


def test_strips_what_obsidian_strips() -> None:
    blanks = '!"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n\t '
    assert strip_heading(f"a{blanks}b") == "a b"
    assert strip_heading(f"{blanks}-_'é–“”…{blanks}") == "-_'é–“”…"


texts = strategies.markup | st.text(max_size=20)


@given(texts)
def test_what_is_written_finds_its_heading(text: str) -> None:
    subpath = heading_subpath(text)
    assert strip_heading(subpath) == strip_heading(text)
    assert find_anchor(subpath, [Row(text, 1, 1)], ()) == (1 if subpath else None)


@given(strategies.raw_notes)
def test_every_heading_of_a_note_is_found_at_or_before_itself(raw: bytes) -> None:
    note = note_of(raw.decode("utf-8", "surrogateescape"))
    for heading in note.headings:
        subpath = heading_subpath(heading.text)
        found = find_anchor(subpath, note.headings, note.blocks)
        same = [one.line for one in note.headings if find_anchor(subpath, [one], ()) == one.line]
        assert found == (same[0] if subpath else None)
        assert not subpath or heading.line in same


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 4)), max_size=12))
def test_a_chain_leads_into_the_tree_of_headings(rows: list[tuple[str, int]]) -> None:
    """To the first heading that is so named and stands under one so named."""
    headings = [Row(text, level, line) for line, (text, level) in enumerate(rows, 1)]
    above: list[Row] = []
    first: dict[str, int] = {}
    for heading in headings:
        above = [one for one in above if one.level < heading.level]
        for outer in above:
            first.setdefault(f"#{outer.text}#{heading.text}", heading.line)
        above.append(heading)
    for outer_text in "ABC":
        for text in "ABC":
            subpath = f"#{outer_text}#{text}"
            assert find_anchor(subpath, headings, ()) == first.get(subpath)
