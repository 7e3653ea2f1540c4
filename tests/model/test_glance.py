"""The glance over the whole note and the careful reading of one leaf give the same answers."""

from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from tests.outline import note_of
from vaultsync.model.note import Note
from vaultsync.syntax.inline import read_inline
from vaultsync.syntax.links import is_external

# What stands before the first line of a leaf, and before the lines below.
PREFIXES = {
    "paragraph": ("", ""),
    "lazy": ("", "  "),
    "item": ("- ", "  "),
    "task": ("- [ ] ", "  "),
    "nested": ("- y\n  1. ", "     "),
    "quote": ("> ", "> "),
    "callout": ("> [!note]\n> - [x] ", ">   "),
    "footnote": ("[^f]: ", "    "),
}


class Placed(NamedTuple):
    """An element, found by either reader, with where it is in the note."""

    kind: str
    start: int
    end: int


class Leaf(NamedTuple):
    """One leaf of running text; each line starts with a letter, as no other block does."""

    prefixes: tuple[str, str]
    lines: list[str]

    def written(self) -> str:
        first, below = self.prefixes
        return first + f"\n{below}".join(self.lines)

    def careful(self, base: int) -> list[Placed]:
        """What the careful reader finds, moved to where the leaf's lines stand in the note."""
        first, below = self.prefixes
        text = "\n".join(self.lines)

        def move(offset: int) -> int:
            return base + len(first) + offset + text.count("\n", 0, offset) * len(below)

        placed = []
        for found in read_inline(text):
            destination = text[slice(*found.target)]
            if found.kind == "markdown" and (not destination or is_external(destination)):
                continue
            start, end = found.target if found.kind == "footnote" else (found.start, found.end)
            placed.append(
                Placed(found.kind, move(start), move(end - 1) + 1 if end > start else move(end))
            )
        return placed


def elements_of(note: Note) -> list[Placed]:
    inline = [one for one in note.footnotes if one.id.startswith("[inline")]
    return sorted(
        [
            *(Placed(link.kind, *link.span) for link in note.links),
            *(Placed("tag", *tag.span) for tag in note.tags),
            *(Placed("footnote_ref", *one.span) for one in note.footnote_refs),
            *(Placed("footnote", *one.span) for one in inline),
        ]
    )


leaf_lines = st.lists(strategies.markup.map("x {}".format), min_size=1, max_size=3)
leaves = st.builds(Leaf, st.sampled_from(list(PREFIXES.values())), leaf_lines)
headings = st.builds(Leaf, st.just(("## ", "")), leaf_lines.map(lambda lines: lines[:1]))


def paragraph(*lines: str) -> Leaf:
    return Leaf(("", ""), list(lines))


@given(st.lists(leaves | headings, min_size=1, max_size=4))
@example([paragraph("x `a"), paragraph("x b`")])
@example([paragraph("x [[a", "x b]]"), paragraph("x #t")])
@example([paragraph("x #t"), paragraph("x (#t"), paragraph("x #t")])
@example([Leaf(("> ", "> "), ["x [a", "x b](c) #t", "x `d"]), paragraph("x [[e]]")])
def test_both_readers_find_the_same(parts: list[Leaf]) -> None:
    text = ""
    expected: list[Placed] = []
    for part in parts:
        expected += part.careful(len(text))
        text += part.written() + "\n\n"
    assert elements_of(note_of(text)) == sorted(expected)


@given(strategies.markup.map("x {}".format))
def test_one_line_is_read_as_it_is(line: str) -> None:
    assert elements_of(note_of(line)) == sorted(paragraph(line).careful(0))


@given(st.lists(strategies.markup.map(lambda text: text.replace("|", "")), min_size=1, max_size=4))
def test_cells_are_read_one_by_one(cells: list[str]) -> None:
    """Each cell is a leaf; a backslash before its pipe would keep the pipe."""
    cells = [f"x {cell} y" for cell in cells]
    head = "| a " * len(cells) + "|\n" + "|---" * len(cells) + "|\n"
    text = head + "|" + "|".join(cells) + "|\n"
    expected, at = [], len(head) + 1
    for cell in cells:
        expected += paragraph(cell).careful(at)
        at += len(cell) + 1
    assert elements_of(note_of(text)) == sorted(expected)


@pytest.mark.parametrize("prefixes", PREFIXES.values(), ids=PREFIXES)
def test_the_prefixes_make_leaves(prefixes: tuple[str, str]) -> None:
    """The law above would hold for nothing if these were no running text."""
    leaf = Leaf(prefixes, ["x [[a]]", "x [b", "x c](d) #t"])
    note = note_of(leaf.written())
    assert [link.raw.replace(prefixes[1], "") for link in note.links] == ["[[a]]", "[b\nx c](d)"]
    assert [tag.tag for tag in note.tags] == ["#t"]
