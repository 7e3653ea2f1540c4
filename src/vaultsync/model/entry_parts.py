"""Entries as bytes and back, part by part, so that a command reads only those that it needs.

The bytes are `marshal`'s: with the types that Python's own bytecode is made of
it is the fastest by far, and holds lone surrogates. It neither checks nor
promises anything, so `FORMAT` names what wrote it, and who keeps the bytes must
see to it that they are the same.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from vaultsync.model.entry import (
    AliasEntry,
    BlockEntry,
    HeadingEntry,
    LinkEntry,
    NoteEntry,
    ProblemEntry,
    PropertyEntry,
    TagEntry,
    TaskEntry,
)

__all__ = ["FORMAT", "PARTS", "Packed", "entry_from", "pack", "repack", "unpack"]

_ELEMENTS: dict[str, type[Any]] = {
    "tasks": TaskEntry,
    "links": LinkEntry,
    "headings": HeadingEntry,
    "tags": TagEntry,
    "aliases": AliasEntry,
    "properties": PropertyEntry,
    "blocks": BlockEntry,
    "problems": ProblemEntry,
}
PARTS = tuple(_ELEMENTS)
"""The parts of an entry: all its fields but `path`."""

_FIELDS = ", ".join(f"{part}({' '.join(kind._fields)})" for part, kind in _ELEMENTS.items())
FORMAT = f"{sys.implementation.cache_tag} marshal {marshal.version}, lists by part: {_FIELDS}"
"""What must be the same for `unpack` to understand what `pack` has made."""


Packed = Mapping[str, bytes]
"""Each part of some entries, as bytes."""


def pack(entries: Collection[NoteEntry]) -> dict[str, bytes]:
    """All parts of some entries; their paths are left out."""
    return {
        part: marshal.dumps([tuple(map(tuple, entry[field])) for entry in entries])
        for field, part in enumerate(PARTS, 1)
    }


def unpack(packed: Packed) -> dict[str, list[Any]]:
    """For each part that any of the entries has a list with that of each, for `entry_from`.

    >>> parts = unpack(pack([NoteEntry("a.md"), NoteEntry("b.md", aliases=(AliasEntry("B"),))]))
    >>> entry_from("b.md", parts, 1) == NoteEntry("b.md", aliases=(AliasEntry("B"),))
    True
    """
    columns = {part: marshal.loads(column) for part, column in packed.items()}
    return {part: column for part, column in columns.items() if any(column)}


def entry_from(path: str, parts: Mapping[str, Sequence[Any]], index: int) -> NoteEntry:
    """The entry at `index`, of the note at `path`; the parts that are left out are empty."""
    filled = {}
    for part, column in parts.items():
        if column[index]:
            filled[part] = tuple(map(_ELEMENTS[part]._make, column[index]))
    return NoteEntry(path, **filled)


def repack(chosen: Collection[tuple[Packed, Sequence[int]]]) -> dict[str, bytes]:
    """The parts of the entries at some indexes of several that are packed, as one.

    >>> a, b = (pack([NoteEntry("", aliases=(AliasEntry(name),))]) for name in "AB")
    >>> unpack(repack([(b, [0]), (a, [0])]))["aliases"]
    [(('B',),), (('A',),)]
    """
    joined = {}
    for part in PARTS:
        columns = ((marshal.loads(packed[part]), indexes) for packed, indexes in chosen)
        joined[part] = marshal.dumps([column[i] for column, indexes in columns for i in indexes])
    return joined
