"""The files of a vault that are staged, with their contents; what git ignores as it is."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import NoReturn

from vaultsync.effects.files import read_file
from vaultsync.effects.git.ids import blob_id
from vaultsync.effects.git.staged import StagingRepository
from vaultsync.effects.walk import FileState, Tree
from vaultsync.errors import OutsideVaultError, TooLargeError, UnreadableNoteError
from vaultsync.model.kinds import MAX_CANVAS_BYTES, is_canvas, is_note
from vaultsync.model.note import MAX_NOTE_BYTES

__all__ = ["StagedFiles"]

_MOST = max(MAX_NOTE_BYTES, MAX_CANVAS_BYTES)
_STEPS = 40  # links to links: as many as the system follows
_LONGEST = 4096  # bytes of a path


class StagedFiles:
    """What a commit of the vault at `root` would hold, as it was when this was made.

    `changed` are the paths whose content would be another than before. Links to
    files have the content of those.
    """

    def __init__(self, root: str, repository: StagingRepository) -> None:
        staged = repository.staged()
        self.root = root
        self.repository = repository
        self.changed = staged.changed
        self.ignored = frozenset(repository.ignored())
        self._blobs = {one.path: one.blob for one in staged.files if one.regular}
        self._sizes = dict(repository.sizes(list({one.blob for one in staged.files})))
        self._kept: dict[str, bytes] = {}
        odd = {one.path: one.blob for one in staged.files if not one.regular}
        self._ends = self._followed(odd) if odd else {}

    def tree(self) -> Tree:
        """All files by kind; a link has the state of what it leads to."""
        numbers = {path: number for number, path in enumerate(self._blobs, 1)}
        states = [self._state(path, number) for path, number in numbers.items()]
        for path, end in self._ends.items():
            number = numbers.get(end, 0)
            states.append(self._state(end, number)._replace(path=path))
        states += (FileState(path, 0, 0, 0, 0) for path in self.ignored)
        states.sort()
        notes = [one for one in states if is_note(one.path)]
        canvases = [one for one in states if is_canvas(one.path)]
        others = [one for one in states if not (is_note(one.path) or is_canvas(one.path))]
        return Tree(notes, canvases, others, [], [])

    @cached_property
    def as_filed(self) -> frozenset[str]:
        """The paths of those whose file is what is staged, as far as git sees at a glance."""
        return frozenset(self._blobs) - self.repository.modified()

    def blob(self, path: str) -> str | None:
        """The id of a file's content; None where it is ignored, or a link to nothing."""
        return self._blobs.get(self._ends.get(path, path))

    def fetch(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Get contents that will be wanted, together, as that takes less time; all got, by ids."""
        blobs = {blob for path in paths if (blob := self.blob(path)) and blob not in self._kept}
        for blob, raw in self.repository.blobs(blobs, _MOST):
            if raw is not None:
                self._kept[blob] = raw
        return self._kept

    def raw(self, path: str, most: int) -> bytes:
        """The bytes of a file of at most `most` bytes.

        Raises `UnreadableNoteError`, `OutsideVaultError`.
        """
        if path in self.ignored:
            return read_file(self.root, path, most)
        blob = self.blob(path)
        if blob is None:
            self._refuse(path)
        size = self._sizes.get(blob)
        if size is None:
            raise UnreadableNoteError(path, "its staged content isn't in the repository")
        if size > most:
            raise TooLargeError(path, f"{size} bytes, more than the {most} that a note may have")
        if blob not in self._kept and (raw := self._filed(path, blob, most)) is not None:
            return raw
        if blob not in self._kept:
            canvases = filter(is_canvas, self._blobs) if is_canvas(path) else ()
            self.fetch([path, *canvases])
        return self._kept[blob]

    def _filed(self, path: str, blob: str, most: int) -> bytes | None:
        """The bytes of the file, if they are what is staged: that is quicker than asking git."""
        with suppress(UnreadableNoteError, OutsideVaultError):
            raw = read_file(self.root, path, most)
            if blob_id(raw, len(blob)) == blob:
                return raw
        return None

    def _refuse(self, path: str) -> NoReturn:
        end = self._ends.get(path)
        if end is None:
            raise UnreadableNoteError(path, "isn't staged")
        if end.startswith(("/", "../")):
            raise OutsideVaultError(path, self.root)
        raise UnreadableNoteError(path, "a link to nothing that is staged")

    def _state(self, path: str, number: int) -> FileState:
        return FileState(path, self._sizes.get(self._blobs.get(path, "")) or 0, 0, 0, number)

    def _followed(self, odd: Mapping[str, str]) -> dict[str, str]:
        """Where links lead, those to folders left out: the files in those are there themselves."""
        texts = dict(self.repository.blobs(odd.values(), _LONGEST))
        links = {path: os.fsdecode(text) for path, blob in odd.items() if (text := texts[blob])}
        folders = {folder for path in self._blobs for folder in _above(path)}
        ends = {path: self._end(path, links) for path in links}
        return {path: end for path, end in ends.items() if end not in folders}

    def _end(self, path: str, links: Mapping[str, str]) -> str:
        for _ in range(_STEPS):
            if path not in links:
                break
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), links[path]))
            path = path.removeprefix(f"{self.root}/")
        return path


def _above(path: str) -> Iterable[str]:
    """The folders that a path lies in, but for the vault's own."""
    while path := posixpath.dirname(path):
        yield path
