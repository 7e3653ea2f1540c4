"""Comparing a vault with what it was, or two of its commits, in terms of notes and tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.effects.files import read_file
from vaultsync.effects.git.ids import blob_id
from vaultsync.effects.walk import walk_vault
from vaultsync.errors import VaultsyncError
from vaultsync.model.diffing.diff import Diff, Rules, Version, diff_of
from vaultsync.model.diffing.renames import renames
from vaultsync.model.entry import NoteEntry, entry_of
from vaultsync.model.kinds import is_note
from vaultsync.model.linking.resolution import Files
from vaultsync.model.note import MAX_NOTE_BYTES, parse_note

if TYPE_CHECKING:
    from vaultsync.effects.git.repository import Repository
    from vaultsync.service.vault import Vault

__all__ = ["Compared", "compare", "compare_trees"]


class Compared(NamedTuple):
    """What differs, and what could not be read, in words."""

    diff: Diff
    unread: list[str]


class _Side(NamedTuple):
    """A version: the id of each note's content, the notes that have none, and all files."""

    blobs: dict[str, str]
    odd: set[str]
    files: list[str]


def compare(vault: Vault, old: str = "HEAD", new: str | None = None) -> Compared:
    """What changed from the commit `old` to the commit `new`, to the files as they are without it.

    The written report is left out. Raises what `vaultsync.effects.git` does.
    """
    from vaultsync.effects.git.repository import open_repository

    comparison = _Comparison(vault, open_repository(vault.root))
    tip = comparison.repository.resolve(old)
    before = comparison.committed(tip)
    if new is None:
        after = comparison.working(len(tip))
        # Files that git leaves out were there before, as far as anybody knows.
        if after.files != before.files:
            before.files.extend(comparison.repository.ignored())
    else:
        after = comparison.committed(comparison.repository.resolve(new))
    return comparison.between(before, after, live=new is None)


def compare_trees(vault: Vault, repository: Repository, old: str, new: str) -> Compared:
    """What changed from one tree to another that is nearly what the files are now.

    Notes that are the same in both count as they are in the vault, which is quicker.
    """
    comparison = _Comparison(vault, repository)
    return comparison.between(comparison.committed(old), comparison.committed(new), live=True)


class _Comparison:
    def __init__(self, vault: Vault, repository: Repository) -> None:
        self.vault = vault
        self.repository = repository
        self.unread: list[str] = []
        self._live: dict[str, bytes] = {}

    def between(self, before: _Side, after: _Side, *, live: bool) -> Compared:
        odd = before.odd | after.odd
        olds = {path: blob for path, blob in before.blobs.items() if path not in odd}
        news = {path: blob for path, blob in after.blobs.items() if path not in odd}
        changed = [path for path in olds if path in news and olds[path] != news[path]]
        gone = [path for path in olds if path not in news]
        added = [path for path in news if path not in olds]
        was = self._contents({path: olds[path] for path in (*changed, *gone)})
        now = self._contents({path: news[path] for path in (*changed, *added)})
        renamed = renames(_some(was, gone), _some(now, added))
        files = Files.of(before.files), Files.of(after.files)
        unchanged: Iterable[NoteEntry] = ()
        if files[0].paths != files[1].paths:
            same = {path: blob for path, blob in news.items() if olds.get(path) == blob}
            unchanged = self._unchanged(same, live=live)
        config = self.vault.config
        found = diff_of(
            Version(dict(self._entries(was)), files[0]),
            Version(dict(self._entries(now)), files[1]),
            renamed,
            unchanged,
            Rules(config.statuses, config.policy, config.fields),
        )
        return Compared(found, self.unread)

    def committed(self, commit: str) -> _Side:
        files = self.repository.files(commit)
        notes = [file for file in files if self._counts(file.path)]
        return _Side(
            {file.path: file.blob for file in notes if file.regular},
            {file.path for file in notes if not file.regular},
            [file.path for file in files],
        )

    def working(self, digits: int) -> _Side:
        tree = walk_vault(self.vault.root)
        self.unread += [str(error) for error in tree.unreadable]
        blobs: dict[str, str] = {}
        odd: set[str] = set()
        for note in tree.notes:
            if not self._counts(note.path):
                continue
            try:
                raw = read_file(self.vault.root, note.path, MAX_NOTE_BYTES)
            except VaultsyncError as error:
                self.unread.append(str(error))
                odd.add(note.path)
                continue
            blobs[note.path] = blob_id(raw, digits)
        return _Side(blobs, odd, list(tree.paths))

    def _counts(self, path: str) -> bool:
        return is_note(path) and path != self.vault.config.report

    def _contents(self, blobs: dict[str, str]) -> dict[str, bytes]:
        """The bytes of notes, from the repository or, where it has none of them, from the vault."""
        found = dict(self.repository.blobs(blobs.values(), MAX_NOTE_BYTES))
        contents: dict[str, bytes] = {}
        for path, blob in blobs.items():
            raw = found.get(blob)
            if raw is None:
                raw = self._read(path, blob)
            if raw is not None:
                contents[path] = raw
        return contents

    def _read(self, path: str, blob: str) -> bytes | None:
        try:
            raw = read_file(self.vault.root, path, MAX_NOTE_BYTES)
        except VaultsyncError:
            raw = None
        if raw is not None and blob_id(raw, len(blob)) == blob:
            return raw
        self.unread.append(f"{path}: one version isn't in the repository, or is too large")
        return None

    def _entries(self, contents: dict[str, bytes]) -> Iterator[tuple[str, NoteEntry]]:
        fields = self.vault.config.fields
        for path, raw in contents.items():
            yield path, entry_of(parse_note(path, raw, fields=fields))

    def _unchanged(self, blobs: dict[str, str], *, live: bool) -> Iterator[NoteEntry]:
        if live:
            known = self.vault.entries(only={"links", "tasks", "properties"})
            yield from (note for note in known if note.path in blobs)
        else:
            yield from (note for _, note in self._entries(self._contents(blobs)))


def _some(contents: dict[str, bytes], paths: Iterable[str]) -> dict[str, bytes]:
    return {path: contents[path] for path in paths if path in contents}
