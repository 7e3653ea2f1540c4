"""A look at notes of a vault: which are meant, which of them count, what is known of them."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultsync.effects.walk import FileState, Tree, walk_vault
from vaultsync.errors import UnreadableNoteError, VaultsyncError
from vaultsync.model.derived import Derivation
from vaultsync.model.entry import NoteEntry
from vaultsync.model.entry_parts import PARTS
from vaultsync.model.note import Note
from vaultsync.model.sync_conflicts import original_of
from vaultsync.service.app_settings import ignored_paths
from vaultsync.service.index.index import Index, Told, open_index
from vaultsync.service.names import find_folder

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault

__all__ = ["Look", "look"]


class Look(NamedTuple):
    """The notes that were asked for, by their paths, and the folders that can't be read.

    `named` are those asked for by themselves, `walked` the files of each folder.
    """

    root: str
    paths: list[str]
    unreadable: list[UnreadableNoteError]
    named: set[str]
    walked: dict[str, Tree]
    known: Index
    read: Callable[[str], Note]

    def entries(
        self,
        only: Collection[str] = PARTS,
        refused: Callable[[VaultsyncError], None] | None = None,
        leave_out: Collection[str | None] = (),
    ) -> Iterator[NoteEntry]:
        """What is known of the notes, in the order of `paths` and without `leave_out`.

        Parts of an entry that are not among `only` are left empty. `refused` is
        told of each note that can't be read, when its turn comes.
        """
        paths = [path for path in self.paths if path not in leave_out]
        return self.known.entries(paths, self.read, only, refused)

    def derived(
        self,
        what: Derivation,
        only: Collection[str] = (),
        refused: Callable[[VaultsyncError], None] | None = None,
        leave_out: Collection[str | None] = (),
    ) -> Iterator[tuple[NoteEntry, Any]]:
        """As `entries`, each with what is derived from it."""
        paths = [path for path in self.paths if path not in leave_out]
        return self.known.derived(paths, self.read, only, what, refused)

    def states(self) -> list[FileState]:
        """The states of the notes in the folders, each once."""
        if len(self.walked) == 1:
            return next(iter(self.walked.values())).notes
        return list(dict.fromkeys(one for tree in self.walked.values() for one in tree.notes))

    def uncounted(self) -> set[str]:
        """The notes that are no part of what a person would say is there.

        These are what Obsidian was told to exclude, copies left by sync, and
        links to notes that are there anyway; not what was asked for by itself
        or, as for what is excluded, by a folder that is.
        """
        hidden = ignored_paths(self.root)
        found = _there_twice(self.root, self.states())
        for folder, tree in self.walked.items():
            asked = bool(folder) and hidden(f"{folder}/")
            for path, *_ in tree.notes:
                if original_of(path) is not None or (not asked and hidden(path)):
                    found.add(path)
        return found - self.named


def look(vault: Vault, names: Iterable[str], told: Told | None = None) -> Look:
    """Look at the notes that `names` of notes and folders mean; at all of the vault without names.

    Single notes are just read; the index is asked, and brought up to date, for
    folders.
    """
    at = time.time_ns()
    paths: dict[str, None] = {}
    named: set[str] = set()
    walked: dict[str, Tree] = {}
    unreadable: list[UnreadableNoteError] = []
    for name in list(names) or [""]:
        folder = find_folder(vault.root, name)
        if folder is None:
            named.add(path := vault.find(name))
            paths[path] = None
            continue
        tree = walk_vault(vault.root, folder)
        walked[folder] = tree
        unreadable += tree.unreadable
        paths.update(dict.fromkeys(state.path for state in tree.notes))
    fields = vault.config.fields
    cached = vault.cache and bool(walked)
    index = open_index(vault.root, fields) if cached else Index(vault.root, fields, None)
    found = Look(vault.root, list(paths), unreadable, named, walked, index, vault.read)
    index.refresh(found.states(), at, walked, told or _untold)
    return found


def _there_twice(root: str, notes: Collection[FileState]) -> set[str]:
    """The notes that are others once more, by a link; links that lead nowhere are none of them."""
    if len({note.inode for note in notes}) == len(notes):
        return set()
    alike: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
    for path, *state in notes:
        alike[tuple(state)].append(path)
    again: set[str] = set()
    for found, some in alike.items():
        if len(some) > 1 and any(found):
            some.sort(key=lambda path: os.path.islink(os.path.join(root, path)))
            again.update(some[1:])
    return again


def _untold(_count: int, _of: int) -> None:
    return
