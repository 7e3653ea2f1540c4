"""The index: what is known of the notes of a vault, as fresh as its files.

A note is read again when its file has another size, time or inode than when it
was last read, or had changed so shortly before that its time can't tell (git
calls that racy). Read again with the same bytes, it isn't parsed again.
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from vaultsync.effects.cache_file import UnusableCacheError, cache_path
from vaultsync.effects.store import State, Store, StoredPack, lasting
from vaultsync.effects.walk import FileState
from vaultsync.errors import VaultsyncError
from vaultsync.model.derived import Derivation
from vaultsync.model.entry import NoteEntry, entry_of
from vaultsync.model.entry_parts import FORMAT, PARTS, entry_from, unpack
from vaultsync.model.note import Note
from vaultsync.service.index.reading_code import code_stamp
from vaultsync.syntax.field_format import FieldFormat

__all__ = ["Index", "Told", "open_index"]

Told = Callable[[int, int], None]
"""Is told how many notes have been read, of how many."""


_Parts = Mapping[str, Sequence[Any]]


class Index:
    """What is known of the notes of the vault at `root`; without a `store` they are read."""

    def __init__(self, root: str, fields: FieldFormat, store: Store | None) -> None:
        self.root = root
        self.fields = fields
        self.store = store
        self._places: dict[str, tuple[int, int]] = {}  # the number of a pack, and the index in it
        self._sizes: dict[int, int] = {}  # how many notes a pack holds

    def refresh(
        self, notes: Sequence[FileState], at: int, folders: Collection[str], told: Told
    ) -> None:
        """Read those of `notes` that have changed; what else is known below `folders` is let go.

        `at` is the time (in nanoseconds) before which their states were not asked.
        """
        if self.store is None:
            return
        try:
            packs = self.store.known()
            known: dict[State, tuple[int, int]] = {
                state: (number, index)
                for number, readings in packs
                for index, (state, _) in enumerate(readings)
            }
            self._sizes = {number: len(readings) for number, readings in packs}
            found = zip(notes, map(known.get, notes), strict=True)
            self._places = {note.path: place for note, place in found if place}
            if len(self._places) < len(notes):
                self._update(self.store, packs, notes, at, folders, told)
        except UnusableCacheError:
            self.store = None

    def standing_for(
        self, contents: Iterable[tuple[str, bytes]], as_they_are: Iterable[str] = ()
    ) -> Index:
        """The same, asked for notes by the hashes of their bytes, whatever their files hold.

        Other notes can be taken `as_they_are`.
        """
        found = Index(self.root, self.fields, self.store)
        try:
            packs = self.store.known() if self.store else []
        except UnusableCacheError:
            self.store, packs = None, []
        places = {
            digest: (number, index)
            for number, readings in packs
            for index, (_, digest) in enumerate(readings)
        }
        found._places = {path: places[digest] for path, digest in contents if digest in places}
        known = self._places
        found._places |= {path: known[path] for path in as_they_are if path in known}
        found._sizes = {number: len(readings) for number, readings in packs}
        return found

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
        for entry, _ in self._known(paths, read, only, refused, None):
            yield entry

    def derived(
        self,
        paths: Sequence[str],
        read: Callable[[str], Note],
        only: Collection[str],
        what: Derivation,
        refused: Callable[[VaultsyncError], None] | None = None,
    ) -> Iterator[tuple[NoteEntry, Any]]:
        """As `entries`, each with what is derived from it: that is worked out once for a pack."""
        fresh: dict[int, bytes] = {}
        yield from self._known(paths, read, only, refused, partial(self._values, what, fresh), what)
        if self.store and fresh:
            with suppress(UnusableCacheError):
                self.store.keep_derived(what.key, fresh)

    def _known(
        self,
        paths: Sequence[str],
        read: Callable[[str], Note],
        only: Collection[str],
        refused: Callable[[VaultsyncError], None] | None,
        values: Callable[[int], Sequence[Any] | None] | None,
        what: Derivation | None = None,
    ) -> Iterator[tuple[NoteEntry, Any]]:
        left = Counter(self._places[path][0] for path in paths if path in self._places)
        packs: dict[int, tuple[_Parts | None, Sequence[Any] | None]] = {}
        for path in paths:
            number, index = self._places.get(path, (0, 0))
            if number and number not in packs:
                parts, derived = self._parts(number, only), values(number) if values else ()
                packs[number] = (None if derived is None else parts), derived
            parts, derived = packs.get(number, (None, None))
            if parts is not None:
                yield entry_from(path, parts, index), derived[index] if derived else None
            else:
                try:
                    entry = entry_of(read(path))
                    yield entry, what.make(entry) if what else None
                except VaultsyncError as error:
                    if refused:
                        refused(error)
            left[number] -= 1
            if not left[number]:
                packs.pop(number, None)

    def _values(
        self, what: Derivation, fresh: dict[int, bytes], number: int
    ) -> Sequence[Any] | None:
        """What is derived from the notes of a pack; None when another process has removed it."""
        try:
            kept = self.store.derived(number, what.key) if self.store else None
        except UnusableCacheError:
            self.store = kept = None
        if kept is not None:
            found: Sequence[Any] = marshal.loads(kept)
            return found
        parts = self._parts(number, what.parts)
        if parts is None:
            return None
        count = self._sizes[number]
        values = [what.make(entry_from("", parts, index)) for index in range(count)]
        fresh[number] = marshal.dumps(values)
        return values

    def _parts(self, number: int, only: Collection[str]) -> _Parts | None:
        """What a pack holds; None when another process has removed it."""
        if self.store is None:
            return None
        try:
            packed = self.store.parts_of(number, only)
        except UnusableCacheError:
            self.store = None
            return None
        return packed and unpack(packed)

    def _update(
        self,
        store: Store,
        packs: Sequence[StoredPack],
        notes: Sequence[FileState],
        at: int,
        folders: Collection[str],
        told: Told,
    ) -> None:
        # Costs a while to load, and nearly no command finds a changed note.
        from vaultsync.service.index.reading import Contents, contents_of
        from vaultsync.service.index.writing import update, used

        stale = [note for note in notes if note.path not in self._places]
        states = {note.path: lasting(note, at) for note in stale}
        digests = {digest for pack in packs for _, digest in pack.readings}
        in_use = used(packs, self._places, folders)
        store.close()
        with contents_of(self.root, self.fields, stale, digests) as contents:

            def counted() -> Iterator[Contents]:
                count = 0
                for one in contents:
                    yield one
                    count += one.asked
                    told(count, len(stale))

            places = update(store, counted(), states, packs, in_use)
        self._places |= places
        for number, index in places.values():
            self._sizes[number] = max(self._sizes.get(number, 0), index + 1)


def open_index(root: str, fields: FieldFormat) -> Index:
    """The index of the vault at `root`, kept in the user's cache directory.

    It depends on where the vault is and how notes are read: another `root` or
    format of `fields`, other code or another Python starts anew.
    """
    identity = f"{root!a}, {fields.value}, {code_stamp()}, {FORMAT}"
    return Index(root, fields, Store(cache_path(root), identity, PARTS[::-1]))
