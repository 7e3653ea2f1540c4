"""What is kept of the notes of a vault between two runs.

Some hundred notes that were read are stored together as a pack. A pack never
changes and its number is never used again, so that who asks for a number gets
what it stood for, or nothing, whatever other processes write meanwhile. All
bytes stand behind a checksum that the number goes into: so a page that went bad
is noticed.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from vaultsync.effects.cache_file import CacheFile, transaction
from vaultsync.effects.walk import FileState

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["RACY", "Pack", "Reading", "State", "Store", "StoredPack", "lasting", "stored_count"]

RACY = 2_000_000_000
"""Nanoseconds in which a file may change twice and keep its times: FAT's clock is that coarse."""


# What is worked out from a pack can be worked out again, so it is nobody's loss.
_DERIVED = "CREATE TABLE derived (number INTEGER, key TEXT, kept BLOB, PRIMARY KEY (number, key))"

State = tuple[str] | tuple[str, int, int, int, int]
"""What tells a note that was read: equal to the `FileState` of its file, or only its path."""


class Reading(NamedTuple):
    """A note that was read, and a hash of its bytes."""

    state: State
    digest: bytes


class Pack(NamedTuple):
    """Notes that were read; each of `parts` holds what there is of all of them, as bytes."""

    readings: Sequence[Reading]
    parts: Mapping[str, bytes]


class StoredPack(NamedTuple):
    """A pack without its parts."""

    number: int
    readings: list[tuple[State, bytes]]


def lasting(file: FileState, at: int) -> State:
    """What tells a file that was read when its state was asked, not before the time `at`.

    Only its path, which is equal to no state, when it had changed so shortly
    before that a later change may not show in its times.

    >>> lasting(FileState("a.md", 7, 0, 0, 1), at=RACY)
    ('a.md',)
    """
    return file if max(file.mtime, file.ctime) < at - RACY else (file.path,)


class Store:
    """The readings of the notes of a vault, in the file `path`.

    `identity` names all that they depend on, `parts` what they have, the largest
    best last, for a row is read from its start. All methods raise `UnusableCacheError`.
    """

    def __init__(self, path: str, identity: str, parts: Sequence[str]) -> None:
        columns = ", ".join(f"{column} BLOB" for column in ("notes", *parts))
        table = f"CREATE TABLE packs (number INTEGER PRIMARY KEY AUTOINCREMENT, {columns})"
        self.parts = tuple(parts)
        self._file = CacheFile(path, identity, (table, _DERIVED))

    def known(self) -> list[StoredPack]:
        """All packs, the oldest first."""
        with self._file.connected(TypeError, ValueError) as connection:
            rows = connection.execute("SELECT number, notes FROM packs ORDER BY number")
            return [StoredPack(row[0], marshal.loads(_whole(*row))) for row in rows]

    def parts_of(self, number: int, only: Collection[str]) -> dict[str, bytes] | None:
        """Those parts of a pack that are among `only`; None when it is gone."""
        wanted = [part for part in self.parts if part in only]
        question = f"SELECT {', '.join(('number', *wanted))} FROM packs WHERE number = ?"
        with self._file.connected(TypeError, ValueError) as connection:
            row = connection.execute(question, (number,)).fetchone()
            if row is None:
                return None
            return {part: _whole(number, kept) for part, kept in zip(wanted, row[1:], strict=True)}

    def derived(self, number: int, key: str) -> bytes | None:
        """What was worked out from a pack and kept under `key`; None when nothing was."""
        with self._file.connected(TypeError, ValueError) as connection:
            question = "SELECT kept FROM derived WHERE number = ? AND key = ?"
            row = connection.execute(question, (number, key)).fetchone()
            return None if row is None else _whole(number, row[0])

    def keep_derived(self, key: str, found: Mapping[int, bytes]) -> None:
        """Keep what was worked out from packs, by their numbers."""
        rows = [(number, key, _guarded(number, packed)) for number, packed in found.items()]
        with self._file.connected() as connection, transaction(connection):
            connection.executemany("INSERT OR REPLACE INTO derived VALUES (?, ?, ?)", rows)

    def write(self, packs: Iterable[Pack], gone: Iterable[int] = ()) -> list[int]:
        """Store packs as they come, then forget those `gone`: all in one transaction.

        Their numbers, in the same order.
        """
        with self._file.connected() as connection, transaction(connection):
            lost = list(gone)
            numbers = [self._put(connection, pack) for pack in packs]
            for table in ("packs", "derived"):
                connection.executemany(f"DELETE FROM {table} WHERE number = ?", zip(lost))
            return numbers

    def close(self) -> None:
        """Let go of the file, before a fork for one; it is opened again when it is next asked."""
        self._file.close()

    def _put(self, connection: Connection, pack: Pack) -> int:
        number = connection.execute("INSERT INTO packs DEFAULT VALUES").lastrowid or 0
        notes = marshal.dumps([(tuple(state), digest) for state, digest in pack.readings])
        packed = (notes, *(pack.parts[part] for part in self.parts))
        kept = [_guarded(number, one) for one in packed]
        columns = ", ".join(f"{column} = ?" for column in ("notes", *self.parts))
        connection.execute(f"UPDATE packs SET {columns} WHERE number = ?", (*kept, number))
        return number


def _guarded(number: int, packed: bytes) -> bytes:
    return crc32(packed, number & 0xFFFFFFFF).to_bytes(4, "big") + packed


def _whole(number: int, kept: bytes) -> bytes:
    """What `_guarded` was given; raises ValueError where it isn't what was stored."""
    packed = kept[4:]
    if kept != _guarded(number, packed):
        raise ValueError(f"pack {number} has changed")
    return packed


def stored_count(path: str) -> int | None:
    """How many readings are stored in the file `path`, which stays as it is; None for a bad one."""
    import sqlite3
    from urllib.parse import quote

    try:
        connection = sqlite3.connect(f"file:{quote(os.fsencode(path))}?mode=ro", uri=True)
        with closing(connection):
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return None
            if not connection.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'packs'"
            ).fetchone():
                return 0  # of another version: it will be emptied
            rows = connection.execute("SELECT number, notes FROM packs")
            return sum(len(marshal.loads(_whole(*row))) for row in rows)
    except (sqlite3.Error, ValueError, TypeError):
        return None
