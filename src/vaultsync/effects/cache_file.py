"""An SQLite file in the user's cache directory, thrown away when it isn't what it should be.

Nothing in it is ever the only copy, so nothing is mended: what is of another
version or another program is emptied, what is damaged removed, and where there
can be no such file, `UnusableCacheError` says so.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from vaultsync.effects.user_folders import place_for

__all__ = ["CacheFile", "UnusableCacheError", "cache_path", "transaction"]

_PATIENCE = 10.0  # seconds to wait for another process
_PAGE = 32768  # bytes: what is kept are large blobs
_ERRORS: tuple[type[Exception], ...] = (sqlite3.Error, OSError)
# Of SQLite's result codes those that don't say that the file isn't what it should be.
_INNOCENT = {
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL),
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH),
    *(sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT),
}


class UnusableCacheError(Exception):
    """There is no cache, or none any more. What it was made of says all that it did."""


class CacheFile:
    """The file at `path` with the tables that `schema` makes, opened when it is first asked.

    `identity` names all that its content depends on: with another one it is empty.
    """

    def __init__(self, path: str, identity: str, schema: Sequence[str]) -> None:
        self.path = path
        self.identity = identity
        self.schema = tuple(schema)
        self._connection: sqlite3.Connection | None = None

    def __del__(self) -> None:
        self.close()

    @contextmanager
    def connected(self, *odd: type[Exception]) -> Iterator[sqlite3.Connection]:
        """The open file. Raises `UnusableCacheError` for what SQLite or the system refuse.

        What is raised `odd` meanwhile comes of what stands in the file: it is damaged.
        """
        try:
            self._connection = self._connection or self._opened()
            yield self._connection
        except _ERRORS + odd as error:
            self.close()
            if _is_damaged(error):
                self._remove()
            raise UnusableCacheError(str(error)) from error

    def close(self) -> None:
        """Let go of the file, before a fork for one; it is opened again when it is next asked."""
        if self._connection:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def _opened(self) -> sqlite3.Connection:
        os.makedirs(os.path.dirname(self.path), mode=0o700, exist_ok=True)
        try:
            return self._prepared()
        except sqlite3.DatabaseError as error:
            if not _is_damaged(error):
                raise
            self._remove()
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
        try:
            connection.execute(f"PRAGMA page_size = {_PAGE}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            if not self._is_ours(connection):
                self._begin_anew(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
            return connection.execute("SELECT * FROM about").fetchall() == [(self.identity,)]
        return False

    def _begin_anew(self, connection: sqlite3.Connection) -> None:
        """Within the same file: that is safe while other processes have it open."""
        with transaction(connection):
            if self._is_ours(connection):  # another process was faster
                return
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (name,) in rows.fetchall():
                if not name.startswith("sqlite_"):
                    quoted = name.replace('"', '""')
                    connection.execute(f'DROP TABLE "{quoted}"')
            connection.execute("CREATE TABLE about (identity TEXT)")
            connection.execute("INSERT INTO about VALUES (?)", (self.identity,))
            for table in self.schema:
                connection.execute(table)

    def _remove(self) -> None:
        for ending in ("-wal", "-shm", ""):
            with suppress(OSError):
                os.unlink(self.path + ending)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all or nothing, and alone."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def cache_path(root: str) -> str:
    """Where what is known of the vault at `root` is kept."""
    return f"{place_for(root, 'cache')}.sqlite"


def _is_damaged(error: BaseException) -> bool:
    """Whether it was the file, and not the disk or another process."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF not in _INNOCENT
    return not isinstance(error, OSError)
