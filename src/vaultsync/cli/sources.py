"""What commands about links share: all notes and canvases, and saying which can't be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property

from vaultsync.cli.notes import Reading, say_problems
from vaultsync.cli.output import warn
from vaultsync.effects.files import read_file
from vaultsync.errors import (
    OutsideVaultError,
    UnreadableNoteError,
)
from vaultsync.model.canvas import MAX_CANVAS_BYTES, Canvas
from vaultsync.model.entry import NoteEntry
from vaultsync.model.findings import MARK, Ignored, ignored_in
from vaultsync.model.kinds import is_canvas, is_note
from vaultsync.model.link_rows import PlacedLink
from vaultsync.model.note import MAX_NOTE_BYTES
from vaultsync.model.resolution import Files
from vaultsync.service.names import find_file
from vaultsync.service.vault import Vault
from vaultsync.text import decode

__all__ = ["Sources"]


class Sources:
    """The notes and canvases of a vault, and its files; what can't be read is named on stderr.

    What is read in part is named, too, unless the answer itself tells the `problems`.
    """

    def __init__(self, vault: Vault, *, problems: bool = True) -> None:
        self.vault = vault
        self.reading = Reading(vault, problems=problems)

    @cached_property
    def files(self) -> Files:
        """All files that a link may lead to."""
        return self.vault.files()

    def folders(self) -> None:
        """Name the folders that can't be read, for an answer that needs no notes."""
        self._fail([str(error) for error in self.vault.walk().unreadable])

    def notes(self, *only: str) -> Iterator[NoteEntry]:
        """What is known of all notes: the parts `only`, and their problems."""
        return self.reading.entries([], only)

    def canvases(self) -> Iterator[Canvas]:
        """All canvases; those that can't be read are named."""
        unread = dict.fromkeys(path for path in self.files.paths if is_canvas(path))
        for canvas in self.vault.canvases():
            unread.pop(canvas.path, None)
            if self.reading.problems:
                self._fail([f"{canvas.path}:{one.line}: {one.message}" for one in canvas.problems])
            yield canvas
        for path in unread:
            self._read(path, MAX_CANVAS_BYTES)

    def links(self) -> Iterator[tuple[str, Iterable[PlacedLink]]]:
        """The paths of all notes and canvases, with the links that stand in them."""
        for note in self.notes("links"):
            yield note.path, note.links
        for canvas in self.canvases():
            yield canvas.path, canvas.links

    def links_of(self, path: str) -> Iterator[tuple[str, Iterable[PlacedLink]]]:
        """The path of a note, canvas or attachment, with the links that stand in it."""
        if is_note(path):
            note = self.vault.read(path)
            say_problems(note)
            yield path, note.links
        elif is_canvas(path):
            yield from ((one.path, one.links) for one in self.canvases() if one.path == path)

    def text(self, path: str) -> str | None:
        """The text of a note; None where it can't be read, which is said."""
        raw = self._read(path, MAX_NOTE_BYTES)
        return None if raw is None else decode(raw)

    def ignored(self, path: str) -> Ignored:
        """What a note itself says that it doesn't want to be told."""
        with suppress(UnreadableNoteError, OutsideVaultError):
            raw = read_file(self.vault.root, path, MAX_NOTE_BYTES) if is_note(path) else b""
            if MARK.encode() in raw:
                return ignored_in(self.vault.read(path))
        return Ignored()

    def find(self, name: str) -> str:
        """The path of the note, or else of another file, that `name` means.

        Raises `NoteNotFoundError`, `AmbiguousNoteError`, `OutsideVaultError`.
        """
        return find_file(self.vault.root, name, lambda: self.files)

    def end(self) -> None:
        """Exit 1 when something couldn't be read: the answer isn't whole."""
        self.reading.end()

    def _read(self, path: str, most: int) -> bytes | None:
        try:
            return read_file(self.vault.root, path, most)
        except (UnreadableNoteError, OutsideVaultError) as error:
            self._fail([str(error)])
            return None

    def _fail(self, unreadable: list[str]) -> None:
        self.reading.failed = self.reading.failed or bool(unreadable)
        for line in unreadable:
            warn(line)
