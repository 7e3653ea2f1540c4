"""Values worth keeping in the cache directory, each by a key that names its content for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from vaultsync.effects.cache_file import CacheFile, UnusableCacheError, transaction

__all__ = ["Kept"]

_MANY = 500  # keys in one question
_SCHEMA = ("CREATE TABLE kept (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID",)


class Kept:
    """What is kept in the file `path`; without one, or where it can't be used, nothing is.

    `identity` names all that values depend on beside their keys.
    """

    def __init__(self, path: str | None, identity: str) -> None:
        self._file = CacheFile(path, identity, _SCHEMA) if path else None

    @property
    def usable(self) -> bool:
        """Whether what is put here may be found again."""
        return self._file is not None

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The values there are; a file that holds something else than was put is thrown away."""
        found: dict[str, bytes] = {}
        if self._file is None:
            return found
        try:
            with self._file.connected(TypeError, ValueError) as connection:
                for start in range(0, len(keys), _MANY):
                    some = keys[start : start + _MANY]
                    marks = ", ".join("?" * len(some))
                    question = f"SELECT key, value FROM kept WHERE key IN ({marks})"
                    for key, value in connection.execute(question, some):
                        found[key] = _whole(key, value)
        except UnusableCacheError:
            self._file = None
            return {}
        return found

    def close(self) -> None:
        """Let go of the file, before a fork; it is opened again when it is next asked."""
        if self._file:
            self._file.close()

    def put(self, values: Mapping[str, bytes]) -> None:
        """Keep values, or give up keeping."""
        if self._file is None or not values:
            return
        try:
            with self._file.connected() as connection, transaction(connection):
                connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", _rows(values))
        except UnusableCacheError:
            self._file = None


def _rows(values: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    return ((key, _sum(key, value) + value) for key, value in values.items())


def _whole(key: str, stored: bytes) -> bytes:
    if stored[:4] != _sum(key, stored[4:]):
        raise ValueError(f"{key} has changed")
    return stored[4:]


def _sum(key: str, value: bytes) -> bytes:
    return crc32(value, crc32(key.encode())).to_bytes(4, "big")
