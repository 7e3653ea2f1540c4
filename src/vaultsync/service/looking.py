"""A look at notes of a vault: which are meant, and what is known of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.effects.walk import FileState, walk_vault
from vaultsync.errors import UnreadableNoteError, VaultsyncError
from vaultsync.model.entry import NoteEntry
from vaultsync.model.entry_parts import PARTS
from vaultsync.model.note import Note
from vaultsync.service.index import Index, Told, open_index
from vaultsync.service.names import find_folder

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault

__all__ = ["Look", "look"]


class Look(NamedTuple):
    """The notes that were asked for, by their paths, and the folders that can't be read."""

    paths: list[str]
    unreadable: list[UnreadableNoteError]
    known: Index
    read: Callable[[str], Note]

    def entries(
        self,
        only: Collection[str] = PARTS,
        refused: Callable[[VaultsyncError], None] | None = None,
        leave_out: str | None = None,
    ) -> Iterator[NoteEntry]:
        """What is known of the notes, in the order of `paths` and without `leave_out`.

        Parts of an entry that are not among `only` are left empty. `refused` is
        told of each note that can't be read, when its turn comes.
        """
        paths = [path for path in self.paths if path != leave_out]
        return self.known.entries(paths, self.read, only, refused)


def look(vault: Vault, names: Iterable[str], told: Told | None = None) -> Look:
    """Look at the notes that `names` of notes and folders mean; at all of the vault without names.

    Single notes are just read; the index is asked, and brought up to date, for
    folders.
    """
    at = time.time_ns()
    found: dict[str, FileState | None] = {}
    folders: list[str] = []
    unreadable: list[UnreadableNoteError] = []
    for name in list(names) or [""]:
        folder = find_folder(vault.root, name)
        if folder is None:
            found.setdefault(vault.find(name), None)
            continue
        tree = walk_vault(vault.root, folder)
        folders.append(folder)
        unreadable += tree.unreadable
        found.update((note.path, note) for note in tree.notes)
    fields = vault.config.fields
    cached = vault.cache and bool(folders)
    index = open_index(vault.root, fields) if cached else Index(vault.root, fields, None)
    index.refresh([note for note in found.values() if note], at, folders, told or _untold)
    return Look(list(found), unreadable, index, vault.read)


def _untold(_count: int, _of: int) -> None:
    return
