"""What is kept of the notes of a vault between two runs.

A row of `notes` is one reading of one note. Its number is never used again, so
that who asks for a number gets what it stood for, or nothing, whatever other
processes write meanwhile. Each part of a reading has a table of its own; the
bytes stand behind a checksum that the number goes into, and the row says which
parts there are: so a page that went bad is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from vaultsync.effects.cache_file import CacheFile, transaction
from vaultsync.effects.walk import FileState

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["RACY", "Known", "Reading", "Store"]

_MANY = 250  # numbers in one question
_SURROGATE = re.compile("[\ud800-\udfff]")
RACY = 2_000_000_000
"""Nanoseconds in which a file may change twice and keep its times: FAT's clock is that coarse."""

_KNOWN = """SELECT path, size, mtime, ctime, inode, number, digest,
    max(mtime, ctime) < at - ? FROM notes"""
_NOTES = """CREATE TABLE notes (number INTEGER PRIMARY KEY AUTOINCREMENT, path UNIQUE,
    size INT, mtime INT, ctime INT, inode INT, at INT, digest BLOB, filled INT)"""


class Known(NamedTuple):
    """A stored reading: the file as it was, a number, and a hash of the bytes.

    It is `settled` where a later change would show in the file's times.
    """

    path: str
    size: int
    mtime: int
    ctime: int
    inode: int
    number: int
    digest: bytes
    settled: bool

    def fits(self, file: FileState) -> bool:
        """Whether the file is still what was read."""
        return bool(self.settled) and self[:5] == file


class Reading(NamedTuple):
    """A note that was read, to be stored; `parts` are those that hold anything.

    `at` is the time (nanoseconds since 1970) before which the state wasn't asked.
    None for `parts`: it holds what the reading `known` holds, which gets the new state.
    """

    state: FileState
    at: int
    digest: bytes
    parts: Mapping[str, bytes] | None
    known: int | None = None


class Store:
    """The readings of the notes of a vault, in the file `path`.

    `identity` names all that they depend on, `parts` what they may have. All
    methods raise `UnusableCacheError`.
    """

    def __init__(self, path: str, identity: str, parts: Sequence[str]) -> None:
        self.parts = tuple(parts)
        tables = (f"CREATE TABLE {part} (number INTEGER PRIMARY KEY, kept BLOB)" for part in parts)
        self._file = CacheFile(path, identity, (_NOTES, *tables))

    def known(self) -> dict[str, Known]:
        """All stored readings, by path."""
        with self._file.connected(TypeError, ValueError) as connection:
            rows = connection.execute(_KNOWN, (RACY,))
            known = (Known(_path(name), *rest) for name, *rest in rows)
            return {one.path: one for one in known}

    def parts_of(
        self, numbers: Sequence[int], parts: Collection[str]
    ) -> dict[int, dict[str, bytes]]:
        """What there is in `parts` of each of `numbers`; those that are gone are left out."""
        wanted = [part for part in self.parts if part in parts]
        found: dict[int, dict[str, bytes]] = {}
        with self._file.connected(TypeError, ValueError) as connection:
            for start in range(0, len(numbers), _MANY):
                some = numbers[start : start + _MANY]
                for number, filled, *kept in connection.execute(_question(wanted, len(some)), some):
                    found[number] = self._whole(number, filled, zip(wanted, kept, strict=True))
        return found

    def write(self, readings: Iterable[Reading], gone: Iterable[int] = ()) -> dict[str, int]:
        """Store readings as they come, and forget those `gone`: all in one transaction.

        The number of each, by path.
        """
        with self._file.connected() as connection, transaction(connection):
            for number in gone:
                self._forget(connection, number)
            return {one.state.path: self._put(connection, one) for one in readings}

    def close(self) -> None:
        """Let go of the file, before a fork for one; it is opened again when it is next asked."""
        self._file.close()

    def _put(self, connection: Connection, reading: Reading) -> int:
        path, *state = reading.state
        if reading.parts is None:
            changed = connection.execute(
                "UPDATE notes SET size = ?, mtime = ?, ctime = ?, inode = ?, at = ?"
                " WHERE number = ? AND digest = ?",
                (*state, reading.at, reading.known, reading.digest),
            )
            return (reading.known or 0) if changed.rowcount else 0
        name = _name(path)
        known = connection.execute("SELECT number FROM notes WHERE path = ?", (name,)).fetchone()
        if known:
            self._forget(connection, *known)
        filled = sum(1 << self.parts.index(part) for part in reading.parts)
        row = (name, *state, reading.at, reading.digest, filled)
        marks = ", ".join("?" * len(row))
        number = connection.execute(f"INSERT INTO notes VALUES (NULL, {marks})", row).lastrowid or 0
        for part, packed in reading.parts.items():
            kept = _sum(number, packed) + packed
            connection.execute(f"INSERT INTO {part} VALUES (?, ?)", (number, kept))
        return number

    def _forget(self, connection: Connection, number: int) -> None:
        for table in ("notes", *self.parts):
            connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))

    def _whole(
        self, number: int, filled: int, kept: Iterable[tuple[str, bytes | None]]
    ) -> dict[str, bytes]:
        """The parts without their checksums; raises ValueError where one isn't what was stored."""
        parts: dict[str, bytes] = {}
        for part, stored in kept:
            if (stored is not None) != bool(filled >> self.parts.index(part) & 1):
                raise ValueError(f"{part} of {number} came or went")
            if stored is None:
                continue
            parts[part] = stored[4:]
            if stored[:4] != _sum(number, parts[part]):
                raise ValueError(f"{part} of {number} has changed")
        return parts


def _name(path: str) -> str | bytes:
    """A path as SQLite can hold it; nearly all are text, which is read faster than bytes."""
    return path.encode("utf-8", "surrogatepass") if _SURROGATE.search(path) else path


def _path(name: str | bytes) -> str:
    return name if isinstance(name, str) else str(name, "utf-8", "surrogatepass")


def _question(parts: Sequence[str], count: int) -> str:
    columns = "".join(f", {part}.kept" for part in parts)
    tables = "".join(f" LEFT JOIN {part} USING (number)" for part in parts)
    marks = ", ".join("?" * count)
    where = f"notes{tables} WHERE notes.number IN ({marks})"
    return f"SELECT notes.number, filled{columns} FROM {where}"


def _sum(number: int, packed: bytes) -> bytes:
    return crc32(packed, number & 0xFFFFFFFF).to_bytes(4, "big")
