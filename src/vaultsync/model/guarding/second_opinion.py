"""Whether mistune reads blocks otherwise that an edit doesn't touch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile

from vaultsync.model.guarding.hunks import Hunks
from vaultsync.model.guarding.peer_blocks import PeerBlock, peer_blocks
from vaultsync.model.note import Note

__all__ = ["differs_for_peer"]

# mistune encodes the targets of links, which bytes that are no UTF-8 (PEP 383) don't survive.
_ODD = {0xDC00 + byte: 0xF700 + byte for byte in range(0x80, 0x100)}
# A thematic break, `- - -`: the peer's text for all of them is the same.
_BREAK = re.compile(r"([-*_])(?: ?\1){2,}$")
# What stands before a block's text on its line: `> `, `- `, `1. `.
_CONTAINER = re.compile(r"(?:>|[-*+] |[0-9]+[.)] ) ?")


def differs_for_peer(note: Note, edited: Note, hunks: Hunks) -> bool:
    """Whether blocks other than those of the touched lines differ before and after.

    mistune gives no places, so a block is known by its text, its kind and the
    containers around it. One that is there no more must hold a touched line, or
    lines have come into it; a new one must hold one, or be what remains.
    """
    before, after = _blocks(note, edited, hunks)
    lost, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    gone, come = _cores(hunks.touched_before()), _cores(hunks.touched_after())
    grown = [block for block in new if _holds(block, come)]
    rest: set[str] = set()
    for block in lost:
        if _holds(block, gone) or _is_parted(block, new):
            rest.update(block.text.split("\n"))
        elif not any(_grew(block, other) for other in grown):
            return True
    return any(
        not _holds(block, come) and not rest.issuperset(block.text.split("\n")) for block in new
    )


def _holds(block: PeerBlock, cores: set[str]) -> bool:
    """Whether a block is on a touched line; a definition is, where its label is on one."""
    if block.kind == "definition":
        label = block.text.partition("]: ")[0] + "]:"
        return any(core.lower().upper().startswith(label) for core in cores)
    return any(_squeezed(line) in cores for line in block.text.split("\n") if line.strip())


def _cores(lines: Iterable[str]) -> set[str]:
    return {core for line in lines for core in _each_core(line.translate(_ODD))}


def _each_core(line: str) -> Iterator[str]:
    """What may be a block's text on a line: all of it, or what follows its containers."""
    line = _squeezed(line)
    yield line
    while container := _CONTAINER.match(line):
        line = line[container.end() :]
        yield _squeezed(line)


def _squeezed(line: str) -> str:
    """A line without differences in blanks, and without the `#`s that close a heading."""
    line = " ".join(line.split())
    line = line.lstrip("#").strip() if line.startswith("#") else line
    return _BREAK.sub("***", line.rstrip(" #"))


def _is_parted(block: PeerBlock, new: Iterable[PeerBlock]) -> bool:
    """Whether all lines of a block are blocks of their own now, as others came between them."""
    lines = set(block.text.split("\n"))
    parts = (set(one.text.split("\n")) for one in new if one[:2] == block[:2])
    return lines == {line for part in parts if part < lines for line in part}


def _grew(block: PeerBlock, other: PeerBlock) -> bool:
    """Whether the one is the other without lines within it; at its end in a quote or table."""
    if block[:2] != other[:2]:
        return False
    lines, more = block.text.split("\n"), other.text.split("\n")
    head = _equal(zip(lines, more, strict=False))
    tail = _equal(zip(reversed(lines), reversed(more), strict=False))
    last = len(lines) if _is_open(other) else len(lines) - 1
    return max(1, len(lines) - tail) <= min(head, last)


def _is_open(block: PeerBlock) -> bool:
    return "block_quote" in block.around or all("|" in line for line in block.text.split("\n"))


def _equal(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _blocks(note: Note, edited: Note, hunks: Hunks) -> tuple[list[PeerBlock], list[PeerBlock]]:
    """The blocks from the heading above the edits to the one below, without front matter.

    What is above is the same in both texts. What is below is, too, where
    mistune reads that heading in both: it ends whatever was open.
    """
    rows = [one.line - 1 for one in note.headings if hunks.before[one.line - 1].startswith("#")]
    above = [row for row in rows if row < hunks.hunks[0].first]
    below = next((row for row in rows if row >= hunks.hunks[-1].last), None)
    start = above[-1] if above else _body_row(note)
    new_start = above[-1] if above else _body_row(edited)
    new_below = None if below is None else hunks.new_row(below)
    if below is not None and new_below is not None:
        before = _read(hunks.before[start : below + 1])
        after = _read(hunks.after[new_start : new_below + 1])
        if _ends_in_heading(before) and _ends_in_heading(after):
            return before, after
    return _read(hunks.before[start:]), _read(hunks.after[new_start:])


def _body_row(note: Note) -> int:
    return note.front_matter.end_row if note.front_matter else 0


def _ends_in_heading(blocks: list[PeerBlock]) -> bool:
    return bool(blocks) and blocks[-1].kind == "heading" and not blocks[-1].around


def _read(lines: list[str]) -> list[PeerBlock]:
    return peer_blocks("\n".join(lines).removeprefix("\ufeff").translate(_ODD))
