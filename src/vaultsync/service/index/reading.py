"""Reading notes for the index: many of them on all cores."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from typing import NamedTuple, TypeVar

from vaultsync.effects.files import read_file
from vaultsync.effects.forks import cores, worked_off
from vaultsync.effects.walk import FileState
from vaultsync.errors import VaultsyncError
from vaultsync.model.entry import NoteEntry, entry_of
from vaultsync.model.entry_parts import pack
from vaultsync.model.note import MAX_NOTE_BYTES, parse_note
from vaultsync.syntax.field_format import FieldFormat

__all__ = ["MOST_NOTES", "Contents", "contents_of", "digest_of", "grouped"]

T = TypeVar("T")

_WORTH_IT = 500  # notes: fewer are read while other processes would still start
_MOST_BYTES = 4_000_000
MOST_NOTES = 200
"""How many notes are kept together: the more, the faster are all read, the slower one."""


class Contents(NamedTuple):
    """What some notes hold: paths with the hashes of their bytes.

    What is known of the `new` ones is in `parts`; of the `known` ones the hash
    says it. `asked` counts those, too, that couldn't be read.
    """

    new: list[tuple[str, bytes]]
    parts: dict[str, bytes]
    known: list[tuple[str, bytes]]
    asked: int


@contextmanager
def contents_of(
    root: str, fields: FieldFormat, notes: Sequence[FileState], known: Collection[bytes]
) -> Iterator[Iterator[Contents]]:
    """Read notes, some at a time and in any order; those that can't be read are left out.

    Notes whose bytes have a hash that is `known` aren't parsed. No database may
    be open where this is entered: it forks (see `worked_off`).
    """
    most = min(MOST_NOTES, len(notes) // 8 + 1)  # few notes shall be shared out evenly, too
    batches = list(grouped(notes, lambda note: (1, note.size), most))
    processes = cores() if len(notes) >= _WORTH_IT else 1
    with worked_off(partial(_read_some, root, fields, known), batches, processes) as results:
        yield (Contents(*marshal.loads(result)) for result in results)


def digest_of(raw: bytes) -> bytes:
    """The hash that tells the bytes of a note."""
    return blake2b(raw, digest_size=16).digest()


def grouped(
    items: Iterable[T], measure: Callable[[T], tuple[int, int]], most: int = MOST_NOTES
) -> Iterator[list[T]]:
    """Items together as long as they are at most so many notes and not too many bytes.

    `measure` tells the notes and the bytes of an item. One that is too large is alone.
    """
    group: list[T] = []
    notes = size = 0
    for item in items:
        more, larger = measure(item)
        if group and (notes + more > most or size + larger > _MOST_BYTES):
            yield group
            group, notes, size = [], 0, 0
        group.append(item)
        notes, size = notes + more, size + larger
    if group:
        yield group


def _read_some(
    root: str, fields: FieldFormat, known: Collection[bytes], notes: Sequence[FileState]
) -> bytes:
    entries: list[NoteEntry] = []
    new: list[tuple[str, bytes]] = []
    same: list[tuple[str, bytes]] = []
    for note in notes:
        try:
            raw = read_file(root, note.path, MAX_NOTE_BYTES)
            digest = digest_of(raw)
            if digest in known:
                same.append((note.path, digest))
            else:
                entries.append(entry_of(parse_note(note.path, raw, fields=fields)))
                new.append((note.path, digest))
        except (VaultsyncError, MemoryError):
            continue
    return marshal.dumps((new, pack(entries), same, len(notes)))
