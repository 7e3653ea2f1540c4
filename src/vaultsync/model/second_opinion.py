"""Whether mistune reads blocks otherwise that an edit doesn't touch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from vaultsync.model.hunks import Hunks
from vaultsync.model.note import Note
from vaultsync.model.peer_blocks import PeerBlock, peer_blocks

__all__ = ["differs_for_peer"]

# mistune encodes the targets of links, which bytes that are no UTF-8 (PEP 383) don't survive.
_ODD = {0xDC00 + byte: 0xF700 + byte for byte in range(0x80, 0x100)}
# A thematic break, `- - -`: the peer's text for all of them is the same.
_BREAK = re.compile(r"([-*_])(?: ?\1){2,}$")


def differs_for_peer(note: Note, edited: Note, hunks: Hunks) -> bool:
    """Whether blocks other than those of the touched lines differ before and after.

    mistune gives no places, so a block is known by its text: equal blocks at
    both ends are left out, then those that hold a touched line. What is left
    must be the same; after lines have gone, a block may also be what remains of one.
    """
    before, after = _blocks(note, edited, hunks)
    head = _equal(zip(before, after, strict=False))
    before, after = before[head:], after[head:]
    tail = _equal(zip(reversed(before), reversed(after), strict=False))
    before, after = before[: len(before) - tail], after[: len(after) - tail]
    gone, come = _plain(hunks.touched_before()), _plain(hunks.touched_after())
    kept = [block for block in before if not _holds(block, gone)]
    found = [block for block in after if not _holds(block, come)]
    if found == kept:
        return False
    remains = {line for block in before if _holds(block, gone) for line in block.text.split("\n")}
    known = set(kept)
    found = [
        block for block in found if block in known or not remains.issuperset(block.text.split("\n"))
    ]
    known, grown = set(found), [block for block in after if _holds(block, come)]
    kept = [b for b in kept if b in known or not any(_grew(b, other) for other in grown)]
    return not _same_or_parted(kept, found)


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


def _same_or_parted(kept: list[PeerBlock], found: list[PeerBlock]) -> bool:
    """Whether the blocks are the same, or parts of them where lines came between their lines."""
    rest = iter(found)
    for block in kept:
        lines = block.text.split("\n")
        while lines:
            part = next(rest, None)
            if part is None or part[:2] != block[:2]:
                return False
            own = part.text.split("\n")
            if lines[: len(own)] != own:
                return False
            lines = lines[len(own) :]
    return next(rest, None) is None


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
        before = peer_blocks(_text(hunks.before[start : below + 1]))
        after = peer_blocks(_text(hunks.after[new_start : new_below + 1]))
        if _ends_in_heading(before) and _ends_in_heading(after):
            return before, after
    return peer_blocks(_text(hunks.before[start:])), peer_blocks(_text(hunks.after[new_start:]))


def _body_row(note: Note) -> int:
    return note.front_matter.end_row if note.front_matter else 0


def _text(lines: list[str]) -> str:
    return "\n".join(lines).removeprefix("\ufeff").translate(_ODD)


def _ends_in_heading(blocks: list[PeerBlock]) -> bool:
    return bool(blocks) and blocks[-1].kind == "heading" and not blocks[-1].around


def _holds(block: PeerBlock, touched: list[str]) -> bool:
    """Whether a line of the block is what remains of a touched line without its containers.

    A definition is known by its label, which the peer writes in capitals.
    """
    if block.kind == "definition":
        label = block.text.partition("]: ")[0] + "]:"
        return any(label in one.lower().upper() for one in touched)
    lines = [line for line in _plain(block.text.split("\n")) if line]
    return any(one.endswith(line) for line in lines for one in touched)


def _plain(lines: Iterable[str]) -> list[str]:
    words = (" ".join(line.translate(_ODD).split()).rstrip(" #") for line in lines)
    return [_BREAK.sub("***", line) for line in words]


def _equal(pairs: Iterable[tuple[object, object]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
