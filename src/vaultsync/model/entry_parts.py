"""An entry as bytes and back, part by part, so that a command reads only those that it needs.

The bytes are `marshal`'s: with the types that Python's own bytecode is made of
it is the fastest by far, and holds lone surrogates. It neither checks nor
promises anything, so `FORMAT` names what wrote it, and who keeps the bytes must
see to it that they are the same.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Mapping
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

__all__ = ["FORMAT", "PARTS", "pack", "unpack"]

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
FORMAT = f"{sys.implementation.cache_tag} marshal {marshal.version}: {_FIELDS}"
"""What must be the same for `unpack` to understand what `pack` has made."""


def pack(entry: NoteEntry) -> dict[str, bytes]:
    """The parts of an entry that hold anything, each as bytes.

    >>> sorted(pack(NoteEntry("a.md", aliases=(AliasEntry("A"),))))
    ['aliases']
    """
    return {
        part: marshal.dumps(_plain(elements))
        for part, elements in zip(PARTS, entry[1:], strict=True)
        if elements
    }


def _plain(elements: tuple[tuple[object, ...], ...]) -> Any:
    return tuple(map(tuple, elements))


def unpack(path: str, parts: Mapping[str, bytes]) -> NoteEntry:
    """The entry of the note at `path` from its parts; those left out are empty.

    >>> unpack("a.md", pack(NoteEntry("a.md", aliases=(AliasEntry("A"),)))).aliases
    (AliasEntry(alias='A'),)
    """
    return NoteEntry(path, **{part: _elements(part, packed) for part, packed in parts.items()})


def _elements(part: str, packed: bytes) -> Any:
    return tuple(map(_ELEMENTS[part]._make, marshal.loads(packed)))
