"""The vault: the one object with effects."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from vaultsync.effects.files import Walk, read_file, walk_notes
from vaultsync.effects.interrupted import is_interrupted
from vaultsync.effects.walk import Tree, walk_vault
from vaultsync.errors import (
    OutsideVaultError,
    UnreadableNoteError,
)
from vaultsync.model.entry import NoteEntry
from vaultsync.model.entry_parts import PARTS
from vaultsync.model.kinds import MAX_CANVAS_BYTES
from vaultsync.model.note import MAX_NOTE_BYTES, Note, parse_note
from vaultsync.model.remembering import remembering
from vaultsync.service.config import Config, read_config
from vaultsync.service.index.index import Told
from vaultsync.service.looking import Look, look
from vaultsync.service.names import find_folder, find_note, spelled
from vaultsync.service.queries import Queries
from vaultsync.service.roots import root_around, root_at
from vaultsync.service.verbs import Verbs

# What writes is loaded when it is first asked for, as most commands only read.
if TYPE_CHECKING:
    from vaultsync.effects.journal import Write
    from vaultsync.model.canvas import Canvas
    from vaultsync.model.changes import Changeset, NoteChange
    from vaultsync.model.linking.resolution import Files
    from vaultsync.service.commits.committing import Outcome
    from vaultsync.service.recovery import Recovered
    from vaultsync.service.writing import Written

__all__ = ["Vault"]


class Vault(Verbs, Queries):
    """A directory of notes.

    >>> vault = Vault.open("examples/vault")
    >>> vault.note("Langchain").path
    'Topics/Langchain.md'
    """

    def __init__(self, root: str, config: Config, *, cache: bool = True) -> None:
        self.root = root
        self.config = config
        self.cache = cache
        self.passed: set[NoteChange] = set()
        self._read_once = remembering(partial(parse_note, fields=config.fields))

    @classmethod
    def open(cls, root: str | os.PathLike[str] = ".", *, cache: bool = True) -> Vault:
        """The vault at `root`, with its settings; without `cache` nothing is kept between runs.

        Raises `VaultNotFoundError` when that is no directory, `ConfigError`
        when its settings can't be used.
        """
        path = root_at(root)
        return cls(path, read_config(path), cache=cache)

    @classmethod
    def around(cls, folder: str, *, cache: bool = True) -> Vault:
        """The vault that `folder` lies in: the nearest one above it, else `folder` itself."""
        return cls.open(root_around(folder), cache=cache)

    @property
    def notes(self) -> Iterator[Note]:
        """All notes that can be read, by path."""
        for path in self.walk().notes:
            try:
                yield self.read(path)
            except (UnreadableNoteError, OutsideVaultError):
                continue

    def look(self, names: Iterable[str] = (), *, told: Told | None = None) -> Look:
        """What is known of the notes that `names` of notes and folders mean; of all without names.

        From the index, which is brought up to date; `told` is told how far that is.
        """
        return look(self, names, told)

    def entries(
        self, names: Iterable[str] = (), *, only: Collection[str] = PARTS
    ) -> Iterator[NoteEntry]:
        """What is known of the notes that `names` mean, of those that can be read.

        Parts of an entry that are not among `only` are left empty: the fewer
        are asked, the faster it is.
        """
        return self.look(names).entries(only)

    def files(self) -> Files:
        """All files of the vault, for resolving links: notes, canvases and attachments."""
        from vaultsync.model.linking.resolution import Files

        return Files.of(self.tree().paths)

    def canvases(self) -> Iterator[Canvas]:
        """All canvases that can be read, by path."""
        for file in self.tree().canvases:
            try:
                yield self.canvas(file.path)
            except (UnreadableNoteError, OutsideVaultError):
                continue

    def canvas(self, path: str) -> Canvas:
        """The canvas at a path of the vault. Raises `UnreadableNoteError`, `OutsideVaultError`."""
        from vaultsync.model.canvas import read_canvas

        return read_canvas(path, self.raw(path, MAX_CANVAS_BYTES))

    def tree(self) -> Tree:
        """All files of the vault, with what tells that one has changed."""
        return walk_vault(self.root)

    def raw(self, path: str, most: int) -> bytes:
        """The bytes of a file of at most `most` bytes; raises as `read` does."""
        return read_file(self.root, path, most)

    def walk(self, folder: str = "") -> Walk:
        """The paths of the notes below `folder`."""
        return walk_notes(self.root, folder)

    def holds(self, path: str) -> bool:
        """Whether there is a file, or anything else, at a path of the vault."""
        return os.path.lexists(os.path.join(self.root, path))

    def read(self, path: str) -> Note:
        """The note at a path of the vault. Raises `UnreadableNoteError`, `OutsideVaultError`."""
        try:
            return self.parse(path, self.raw(path, MAX_NOTE_BYTES))
        except MemoryError:
            raise UnreadableNoteError(path, "not enough memory to read it") from None

    def note(self, name: str) -> Note:
        """The note that `name` means (see `find`)."""
        return self.read(self.find(name))

    def find(self, name: str) -> str:
        """The path of the note that `name` means.

        That is what you would write between `[[` and `]]`, a path in the vault,
        or a path on disk. Raises `NoteNotFoundError`, `OutsideVaultError`, or
        `AmbiguousNoteError` with the candidates.
        """
        return find_note(self.root, name)

    def spelled(self, path: str) -> str:
        """The path as the vault spells it, where there is such a note in any case."""
        return spelled(self.root, path)

    def select(self, names: Iterable[str]) -> Walk:
        """The notes that `names` of notes and folders mean; all of the vault without names."""
        notes: dict[str, None] = {}
        unreadable: list[UnreadableNoteError] = []
        names = list(names)
        for name in names or [""]:
            folder = find_folder(self.root, name)
            if folder is None:
                notes[self.find(name)] = None
                continue
            walk = self.walk(folder)
            notes.update(dict.fromkeys(walk.notes))
            unreadable += walk.unreadable
        return Walk(list(notes), unreadable)

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder at a path of the vault."""
        return os.path.isdir(os.path.join(self.root, path))

    def check(self, changeset: Changeset, *, invalid_utf8: bool = False) -> None:
        """Raise what `apply` would refuse the changes with; write nothing."""
        from vaultsync.service.applying import checked_changes

        checked_changes(self, changeset, invalid_utf8=invalid_utf8)

    def apply(
        self, changeset: Changeset, *, what: str = "edit", invalid_utf8: bool = False
    ) -> Written:
        """Write the changes, all or none; all texts are made and checked before the first write.

        Where another program has written to a note meanwhile, its version comes
        first: the change is carried over to it, or refused (`StaleNoteError`).
        `UnsafeEditError` says that the guard refused, `NoteBusyError` that a
        note is being written, `WriteFailedError` that the file system refused.
        A note that isn't valid UTF-8 is refused (`NoteEncodingError`) unless
        `invalid_utf8` is set; its odd bytes are kept then.
        `what` is said of the write in `undo --list`.
        """
        from vaultsync.service.applying import apply_changes

        return apply_changes(self, changeset, what, invalid_utf8=invalid_utf8)

    def commit(self, *, message: str | None = None, deletions: bool = False) -> Outcome:
        """Make one git commit of what has changed, as the command does; what it did.

        Raises what `vaultsync.effects.git.errors` has, such as `PausedError`
        while a merge is under way.
        """
        from vaultsync.service.commits.committing import commit_changes

        return commit_changes(self, message=message, deletions=deletions)

    def undoable(self) -> list[Write]:
        """The writes of the last days that can be taken back, the newest first."""
        from vaultsync.service.undo import undoable

        return undoable(self.root)

    def undo(self, count: int = 1) -> list[Write]:
        """Take back the last `count` writes where the notes are as vaultsync left them.

        Raises `NothingToUndoError`, `StaleNoteError` where somebody has changed
        a note since (that write stays), and what `apply` raises.
        """
        from vaultsync.service.undo import undo_writes

        return undo_writes(self.root, count)

    def recover(self) -> list[Recovered]:
        """Finish or take back what a process that was killed has left."""
        if not is_interrupted(self.root):
            return []
        from vaultsync.service.recovery import recover

        return recover(self.root)

    def checked(self, one: NoteChange) -> NoteChange:
        """A change as it can be written now; the guard looks at it unless it has `passed`.

        Raises what `apply` raises for it.
        """
        from vaultsync.service.writing import checked

        return checked(self.root, one, self.parse, self.passed)

    def parse(self, path: str, raw: bytes) -> Note:
        """Read a note; the last are remembered, as an edit looks at both of its texts again."""
        return self._read_once(path, raw)
