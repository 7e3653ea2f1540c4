"""A vault as it is staged: what a commit would hold, whatever the files say by now.

What git is told to ignore is in no commit, and is taken as it is. The settings
are those of the vault's folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from vaultsync.effects.git.staged import open_staging
from vaultsync.effects.walk import Tree
from vaultsync.errors import (
    AmbiguousNoteError,
    NoteNotFoundError,
    VaultsyncError,
)
from vaultsync.model.derived import Derivation
from vaultsync.model.entry import NoteEntry
from vaultsync.model.entry_parts import PARTS
from vaultsync.model.linking.resolution import Files, fold, resolve
from vaultsync.model.note import Note
from vaultsync.service.index.index import Index, Told
from vaultsync.service.looking import Look
from vaultsync.service.names import find_file, find_folder, linkpath_of
from vaultsync.service.staged.files import StagedFiles
from vaultsync.service.vault import Vault

__all__ = ["StagedVault", "staged_vault"]

_FEW = 200  # notes that are sooner parsed than the index is brought up to date


class StagedVault(Vault):
    """A vault of which what is read is staged. It is there to be read, and never written to.

    `changed` are the paths of the files that the next commit would change.
    """

    def __init__(self, vault: Vault, staged: StagedFiles) -> None:
        super().__init__(vault.root, vault.config, cache=vault.cache)
        self.changed = staged.changed
        self._staged = staged
        self._live = vault
        self._tree = staged.tree()
        self._index = _StagedIndex(vault, staged)

    @cached_property
    def _files(self) -> Files:
        return Files.of(self._tree.paths)

    def files(self) -> Files:
        """All files of the vault, for resolving links."""
        return self._files

    def tree(self) -> Tree:
        """All files of the vault."""
        return self._tree

    def raw(self, path: str, most: int) -> bytes:
        """The bytes of a file of at most `most` bytes."""
        return self._staged.raw(path, most)

    def look(self, names: Iterable[str] = (), *, told: Told | None = None) -> Look:
        """What is known of the notes that `names` mean, of all without names."""
        paths = [note.path for note in self._tree.notes]
        if wanted := list(names):
            within = self.within(wanted)
            paths = [path for path in paths if path in within]
        self._index.told = told
        return Look(self.root, paths, [], set(), {"": self._tree}, self._index, self.read)

    def holds(self, path: str) -> bool:
        """Whether there is a file at a path of the vault."""
        return path in self._files.paths

    def spelled(self, path: str) -> str:
        """The path as the vault spells it, where there is such a note in any case."""
        same = [one.path for one in self._tree.notes if fold(one.path) == fold(path)]
        return path if path in same or not same else same[0]

    def find(self, name: str) -> str:
        """The path of the file that `name` means; raises as `Vault.find`."""
        for path in self._paths(name):
            for one in (path, f"{path}.md"):
                if one in self._files.paths:
                    return one
        found = resolve(linkpath_of(name), "", self._files)
        if found.ties:
            raise AmbiguousNoteError(name, [found.path or "", *found.ties])
        if not found.path:
            raise NoteNotFoundError(name, self.root)
        return found.path

    def within(self, names: Iterable[str]) -> set[str]:
        """The paths of the files that `names` mean, and of all in the folders that they mean.

        What is there but not staged adds nothing. Raises as `find`.
        """
        wanted: set[str] = set()
        for name in names:
            folders = tuple("" if path == "." else f"{path}/" for path in self._paths(name))
            below = {one for one in self._files.paths if folders and one.startswith(folders)}
            try:
                wanted |= below or {self.find(name)}
            except NoteNotFoundError:
                if find_folder(self.root, name) is None:
                    find_file(self.root, name, self._live.files)
        return wanted

    def _paths(self, name: str) -> list[str]:
        """The paths of the vault that a name may be: as it stands, or as a path on disk."""
        if not name or "\0" in name:
            return []
        beside = os.path.relpath(os.path.abspath(name), self.root).replace(os.sep, "/")
        on_disk = os.path.isabs(name) or name in (".", "..") or name.startswith(("./", "../"))
        return [beside] if on_disk else [os.path.normpath(name).replace(os.sep, "/"), beside]


class _StagedIndex(Index):
    """What is known of staged notes: few are read, of many the vault's index knows the most."""

    def __init__(self, vault: Vault, staged: StagedFiles) -> None:
        super().__init__(vault.root, vault.config.fields, None)
        self.vault = vault
        self.staged = staged
        self.told: Told | None = None
        self._digests: dict[str, bytes] = {}

    def entries(
        self,
        paths: Sequence[str],
        read: Callable[[str], Note],
        only: Collection[str] = PARTS,
        refused: Callable[[VaultsyncError], None] | None = None,
    ) -> Iterator[NoteEntry]:
        """What is known of the notes at `paths`, in their order."""
        return self._of(paths).entries(paths, read, only, refused)

    def derived(
        self,
        paths: Sequence[str],
        read: Callable[[str], Note],
        only: Collection[str],
        what: Derivation,
        refused: Callable[[VaultsyncError], None] | None = None,
    ) -> Iterator[tuple[NoteEntry, Any]]:
        """As `entries`, each with what is derived from it."""
        return self._of(paths).derived(paths, read, only, what, refused)

    def _of(self, paths: Sequence[str]) -> Index:
        """An index that knows what it can of the contents of these notes."""
        if len(paths) <= _FEW:
            self.staged.fetch(paths)
            return Index(self.root, self.fields, None)
        from vaultsync.service.index.reading import digest_of

        live = self._live  # before the files are compared, as what changes in between is read
        same = self.staged.as_filed.intersection(paths)
        others = [path for path in paths if path not in same]
        contents = self.staged.fetch(others)
        found = ((path, self.staged.blob(path)) for path in others)
        blobs = {path: blob for path, blob in found if blob and blob in contents}
        for blob in set(blobs.values()).difference(self._digests):
            self._digests[blob] = digest_of(contents[blob])
        digests = ((path, self._digests[blob]) for path, blob in blobs.items())
        return live.standing_for(digests, same)

    @cached_property
    def _live(self) -> Index:
        return self.vault.look(told=self.told).known


def staged_vault(vault: Vault) -> StagedVault:
    """What is staged of a vault. Raises what `vaultsync.effects.git` does without a repository."""
    return StagedVault(vault, StagedFiles(vault.root, open_staging(vault.root)))
