"""Whether mistune reads blocks otherwise that an edit doesn't touch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple

from vaultsync.model.hunks import Hunks
from vaultsync.model.note import Note
from vaultsync.model.peer_blocks import PeerBlock, peer_blocks

__all__ = ["differs_for_peer"]

# mistune encodes the targets of links, which bytes that are no UTF-8 (PEP 383) don't survive.
_ODD = {0xDC00 + byte: 0xF700 + byte for byte in range(0x80, 0x100)}
# A thematic break, `- - -`: the peer's text for all of them is the same.
_BREAK = re.compile(r"([-*_])(?: ?\1){2,}$")

# So many blocks are looked for in vain before the rest counts as touched: looking takes time.
_MISSES = 20


class _Placed(NamedTuple):
    """A block with its rows (the last excluded); None where they can't be told."""

    rows: range | None
    block: PeerBlock


def differs_for_peer(note: Note, edited: Note, hunks: Hunks) -> bool:
    """Whether blocks other than those of the touched lines differ before and after.

    Of a touched block the rest may be read anew. A block at whose end a table
    or a quote grows is still the same.
    """
    before, after = _blocks(note, edited, hunks)
    gone = [range(hunk.first, hunk.last) for hunk in hunks.hunks]
    come = [range(hunk.new_first, hunk.new_last) for hunk in hunks.hunks]
    rest = {
        hunks.new_row(row)
        for one in before
        if one.rows and _is_touched(one, gone, hunks.before)
        for row in one.rows
    }
    grown = [one.block for one in after if _is_touched(one, come, hunks.after)]
    found = [
        one
        for one in after
        if not _is_touched(one, come, hunks.after)
        if one.rows is None or not rest.issuperset(one.rows)
    ]
    known = {one.block for one in found}
    kept = [
        one._replace(rows=one.rows and _moved(one.rows, hunks))
        for one in before
        if not _is_touched(one, gone, hunks.before)
        if one.block in known or not any(_grew(one.block, other) for other in grown)
    ]
    return kept != found


def _is_touched(one: _Placed, cuts: list[range], lines: list[str]) -> bool:
    """Whether lines of a block are in `cuts`, or a cut is between them."""
    if one.block.kind == "definition":
        label = one.block.text.partition("]: ")[0] + "]:"
        touched = (lines[row].translate(_ODD).lower().upper() for cut in cuts for row in cut)
        return any(label in line for line in touched)
    if one.rows is None:
        return True
    first, last = one.rows.start, one.rows.stop
    return any(
        (cut.start < last and first < cut.stop) if cut else first < cut.start < last for cut in cuts
    )


def _moved(rows: range, hunks: Hunks) -> range:
    """Where untouched rows are after the edits."""
    first = hunks.new_row(rows.start)
    assert first is not None, "an untouched row goes somewhere"
    return range(first, first + len(rows))


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


def _blocks(note: Note, edited: Note, hunks: Hunks) -> tuple[list[_Placed], list[_Placed]]:
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
        before = _placed(hunks.before[start : below + 1], start)
        after = _placed(hunks.after[new_start : new_below + 1], new_start)
        if _ends_in_heading(before) and _ends_in_heading(after):
            return before, after
    return _placed(hunks.before[start:], start), _placed(hunks.after[new_start:], new_start)


def _body_row(note: Note) -> int:
    return note.front_matter.end_row if note.front_matter else 0


def _ends_in_heading(blocks: list[_Placed]) -> bool:
    return bool(blocks) and blocks[-1].block.kind == "heading" and not blocks[-1].block.around


def _placed(lines: list[str], first: int) -> list[_Placed]:
    """The blocks of some lines, of which the first is the row `first`.

    No two of them begin on one line.
    """
    plain = _plain(lines)
    placed = []
    row = misses = 0
    for block in peer_blocks("\n".join(lines).removeprefix("\ufeff").translate(_ODD)):
        own = [line for line in _plain(block.text.split("\n")) if line]
        at = None if block.kind == "definition" or misses > _MISSES else _find(plain, own, row)
        misses += at is None
        placed.append(_Placed(at and range(first + at.start, first + at.stop), block))
        row = at.stop if at else row
    return placed


def _find(plain: list[str], own: list[str], row: int) -> range | None:
    """The rows on which a block's lines stand, from `row` on."""
    first, last = None, row
    for line in own:
        found = next((at for at in range(last, len(plain)) if plain[at].endswith(line)), None)
        if found is None:
            return None
        first, last = found if first is None else first, found + 1
    return None if first is None else range(first, last)


def _plain(lines: Iterable[str]) -> list[str]:
    words = (" ".join(line.translate(_ODD).split()).rstrip(" #") for line in lines)
    return [_BREAK.sub("***", line) for line in words]


def _equal(pairs: Iterable[tuple[object, object]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
