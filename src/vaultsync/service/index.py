"""The index: what is known of the notes of a vault, as fresh as its files.

A note is read again when its file has another size, time or inode than when it
was last read, or had changed so shortly before that its time can't tell (git
calls that racy). Read again with the same bytes, it isn't parsed again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from zlib import crc32

from vaultsync import model, syntax, text
from vaultsync.effects.cache_file import UnusableCacheError, cache_path
from vaultsync.effects.store import Known, Reading, Store
from vaultsync.effects.walk import FileState
from vaultsync.errors import VaultsyncError
from vaultsync.model.entry import NoteEntry, entry_of
from vaultsync.model.entry_parts import FORMAT, PARTS, unpack
from vaultsync.model.note import Note
from vaultsync.syntax.task_fields import FieldFormat

__all__ = ["Index", "Told", "open_index"]

Told = Callable[[int, int], None]
"""Is told how many notes have been read, of how many."""

_AT_ONCE = 250


class Index:
    """What is known of the notes of the vault at `root`; without a `store` they are read."""

    def __init__(self, root: str, fields: FieldFormat, store: Store | None) -> None:
        self.root = root
        self.fields = fields
        self._store = store
        self._numbers: dict[str, int] = {}

    def refresh(
        self, notes: Sequence[FileState], at: int, folders: Collection[str], told: Told
    ) -> None:
        """Read those of `notes` that have changed, and forget what else is known below `folders`.

        `at` is the time (in nanoseconds) before which their states were not asked.
        """
        if self._store is None:
            return
        try:
            self._numbers = self._refreshed(self._store, notes, at, folders, told)
        except UnusableCacheError:
            self._store = None

    def entries(
        self,
        paths: Sequence[str],
        read: Callable[[str], Note],
        only: Collection[str] = PARTS,
        refused: Callable[[VaultsyncError], None] | None = None,
    ) -> Iterator[NoteEntry]:
        """What is known of the notes at `paths`, in their order; `read` reads those that are not.

        Parts of an entry that are not among `only` are empty. `refused` is told
        of each note that can't be read.
        """
        for start in range(0, len(paths), _AT_ONCE):
            some = paths[start : start + _AT_ONCE]
            stored = self._stored(some, only)
            for path in some:
                if path in stored:
                    yield unpack(path, stored[path])
                    continue
                try:
                    yield entry_of(read(path))
                except VaultsyncError as error:
                    if refused:
                        refused(error)

    def _stored(self, paths: Iterable[str], only: Collection[str]) -> dict[str, dict[str, bytes]]:
        numbers = {self._numbers[path]: path for path in paths if path in self._numbers}
        if self._store is None or not numbers:
            return {}
        try:
            found = self._store.parts_of(list(numbers), only)
        except UnusableCacheError:
            self._store = None
            return {}
        return {numbers[number]: parts for number, parts in found.items()}

    def _refreshed(
        self,
        store: Store,
        notes: Sequence[FileState],
        at: int,
        folders: Collection[str],
        told: Told,
    ) -> dict[str, int]:
        known = store.known()
        fresh: dict[str, int] = {}
        stale: list[FileState] = []
        for file in notes:
            one = known.get(file.path)
            if one is not None and one.fits(file):
                fresh[file.path] = one.number
            else:
                stale.append(file)
        found = {file.path for file in notes}
        gone = [
            one.number
            for path, one in known.items()
            if path not in found and any(_is_below(path, folder) for folder in folders)
        ]
        if stale or gone:
            fresh.update(self._update(store, stale, known, gone, at, told))
        return fresh

    def _update(
        self,
        store: Store,
        stale: Sequence[FileState],
        known: Mapping[str, Known],
        gone: Sequence[int],
        at: int,
        told: Told,
    ) -> dict[str, int]:
        # Costs a while to load, and nearly no command finds a changed note.
        from vaultsync.service.index_reading import Wanted, contents_of

        wanted = [
            Wanted(file.path, known[file.path].digest if file.path in known else b"")
            for file in stale
        ]
        states = {file.path: file for file in stale}
        store.close()
        with contents_of(self.root, self.fields, wanted) as contents:

            def readings() -> Iterator[Reading]:
                for count, (path, digest, parts) in enumerate(contents, 1):
                    told(count, len(stale))
                    number = known[path].number if parts is None else None
                    yield Reading(states[path], at, digest, parts, number)

            return store.write(readings(), gone)


def open_index(root: str, fields: FieldFormat) -> Index:
    """The index of the vault at `root`, kept in the user's cache directory.

    It depends on where the vault is and how notes are read: another `root` or
    format of `fields`, other code or another Python starts anew.
    """
    identity = f"{root!a}, {fields.value}, {_code()}, {FORMAT}"
    return Index(root, fields, Store(cache_path(root), identity, PARTS))


def _code() -> str:
    """What changes with the code that reads notes: nobody has to remember to raise a number."""
    found = 0
    for floor in (text, syntax, model):
        with os.scandir(os.path.dirname(floor.__file__ or "")) as scan:
            for entry in sorted(scan, key=lambda one: one.name):
                if entry.name.endswith(".py"):
                    state = entry.stat()
                    stamp = f"{entry.name} {state.st_size} {state.st_mtime_ns}"
                    found = crc32(stamp.encode(), found)
    return f"{found:08x}"


def _is_below(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")
