"""Running text: which lines are any, and what in them is code."""

import pytest

from tests.outline import arrow, note_of, unarrow
from vaultsync.model.reading.running_text import running_text, without_code

BLOCKS = {
    "paragraph": ("a⏎b", ["paragraph: a | b"]),
    "heading": ("# A", ["heading: A"]),
    "item": ("- [ ] a⏎  b⏎  - c", ["paragraph: a | b", "paragraph: c"]),
    "quote": ("> a⏎> - b", ["paragraph: a", "paragraph: b"]),
    "fence": ("```⏎a⏎```", []),
    "indented": ("    a", []),
    "comment": ("%%⏎a⏎%%", []),
    "front-matter": ("---⏎a: b⏎---⏎c", ["paragraph: c"]),
    "table": ("| a |⏎| - |⏎| b |", ["table: | a | | | - | | | b |"]),
}


@pytest.mark.parametrize(("text", "wanted"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(text: str, wanted: list[str]) -> None:
    note = note_of("\ufeff" + unarrow(text))
    found = list(running_text(note))
    assert [
        f"{one.type}: {' | '.join(line for _, _, line in one.lines)}" for one in found
    ] == wanted
    for number, start, line in (row for block in found for row in block.lines):
        assert note.text[start : start + len(line)] == line
        assert note.text.count("\n", 0, start) == number - 1


MASKED = {
    "code": ("a `b` c", "a ··· c"),
    "two-ticks": ("``a`b`` c", "······· c"),
    "longer-run": ("`a``b` c", "······ c"),
    "never-closed": ("`a ``b", "`a ``b"),
    "escaped": (r"\`a` `b`", r"\`a···b`"),
    "comment": ("a %% b %% c", "a ······· c"),
    "html-comment": ("a <!-- b --> c", "a ·········· c"),
    "open-comment": ("a %% b", "a %% b"),
    "plain": ("a [1/2]", "a [1/2]"),
}


@pytest.mark.parametrize(("line", "wanted"), MASKED.values(), ids=MASKED)
def test_masks(line: str, wanted: str) -> None:
    assert arrow(without_code(line)).replace("\0", "·") == wanted


HOSTILE = {
    "ticks": "`" * 100_000,
    "pairs": "``a`" * 30_000,
    "runs": "".join("`" * count + "a" for count in range(500)),
    "comments": "%%" * 50_001,
    "html": "<!--" * 50_000,
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_keeps_the_length_of_hostile_lines(line: str) -> None:
    assert len(without_code(line)) == len(line)
