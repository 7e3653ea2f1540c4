"""Reading notes for the index: many of them on all cores."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from vaultsync.effects.files import read_file
from vaultsync.effects.forks import cores, worked_off
from vaultsync.errors import VaultsyncError
from vaultsync.model.entry import entry_of
from vaultsync.model.entry_parts import pack
from vaultsync.model.note import MAX_NOTE_BYTES, parse_note
from vaultsync.syntax.task_fields import FieldFormat

__all__ = ["Content", "Wanted", "contents_of"]

_WORTH_IT = 500  # notes: fewer are read while other processes would still start
_BATCH = 20


class Wanted(NamedTuple):
    """A note to be read, and the hash of what it held when it was last read; empty if never."""

    path: str
    digest: bytes


class Content(NamedTuple):
    """The hash of a note's bytes, and what is known of them; None where that is the same hash."""

    path: str
    digest: bytes
    parts: dict[str, bytes] | None


@contextmanager
def contents_of(
    root: str, fields: FieldFormat, notes: Sequence[Wanted]
) -> Iterator[Iterator[Content]]:
    """Read notes, in any order; those that can't be read are left out.

    No database may be open where this is entered: it forks (see `worked_off`).
    """
    batches = [notes[start : start + _BATCH] for start in range(0, len(notes), _BATCH)]
    processes = cores() if len(notes) >= _WORTH_IT else 1
    with worked_off(partial(_read_some, root, fields), batches, processes) as results:
        yield (Content(*one) for result in results for one in marshal.loads(result))


def _read_some(root: str, fields: FieldFormat, notes: Sequence[Wanted]) -> bytes:
    return marshal.dumps(list(_contents(root, fields, notes)))


def _contents(
    root: str, fields: FieldFormat, notes: Sequence[Wanted]
) -> Iterator[tuple[str, bytes, dict[str, bytes] | None]]:
    for path, known in notes:
        try:
            raw = read_file(root, path, MAX_NOTE_BYTES)
            digest = blake2b(raw, digest_size=16).digest()
            if digest == known:
                yield path, digest, None
            else:
                yield path, digest, pack(entry_of(parse_note(path, raw, fields=fields)))
        except (VaultsyncError, MemoryError):
            continue
