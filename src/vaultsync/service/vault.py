"""The vault: the one object with effects."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from vaultsync.effects.files import (
    Walk,
    check_file,
    create_file,
    read_file,
    replace_file,
    resolve_inside,
    walk_notes,
)
from vaultsync.errors import (
    AmbiguousNoteError,
    InvalidEditError,
    NoteEncodingError,
    NoteNotFoundError,
    OutsideVaultError,
    UnreadableNoteError,
    VaultNotFoundError,
)
from vaultsync.model.changes import Changeset, as_bytes, change
from vaultsync.model.note import MAX_NOTE_BYTES, Note, parse_note
from vaultsync.service.config import CONFIG_NAME, Config, read_config
from vaultsync.syntax.elements import Task
from vaultsync.syntax.task_edits import set_status
from vaultsync.text.codec import invalid_utf8_at

__all__ = ["Vault"]


class Vault:
    """A directory of notes.

    >>> vault = Vault.open("examples/vault")
    >>> vault.note("Langchain").path
    'Topics/Langchain.md'
    """

    def __init__(self, root: str, config: Config) -> None:
        self.root = root
        self.config = config

    @classmethod
    def open(cls, root: str | os.PathLike[str] = ".") -> Vault:
        """The vault at `root`, with its settings.

        Raises `VaultNotFoundError` when that is no directory, `ConfigError`
        when its settings can't be used.
        """
        path = os.path.realpath(root)
        if not os.path.isdir(path):
            reason = "is not a directory" if os.path.exists(path) else "no such directory"
            raise VaultNotFoundError(os.fspath(root), reason)
        return cls(path, read_config(path))

    @classmethod
    def around(cls, folder: str) -> Vault:
        """The vault that `folder` lies in: the nearest one above it, else `folder` itself."""
        path = os.path.realpath(folder)
        while True:
            marks = (os.path.join(path, mark) for mark in (".obsidian", CONFIG_NAME))
            if any(os.path.exists(mark) for mark in marks):
                return cls.open(path)
            above = os.path.dirname(path)
            if above == path:
                return cls.open(folder)
            path = above

    @property
    def notes(self) -> Iterator[Note]:
        """All notes that can be read, by path."""
        for path in self.walk().notes:
            try:
                yield self.read(path)
            except (UnreadableNoteError, OutsideVaultError):
                continue

    def walk(self, folder: str = "") -> Walk:
        """The paths of the notes below `folder`."""
        return walk_notes(self.root, folder)

    def holds(self, path: str) -> bool:
        """Whether there is a file, or anything else, at a path of the vault."""
        return os.path.lexists(os.path.join(self.root, path))

    def read(self, path: str) -> Note:
        """The note at a path of the vault. Raises `UnreadableNoteError`, `OutsideVaultError`."""
        raw = read_file(self.root, path, MAX_NOTE_BYTES)
        return parse_note(path, raw, fields=self.config.fields)

    def note(self, name: str) -> Note:
        """The note that `name` means (see `find`)."""
        return self.read(self.find(name))

    def find(self, name: str) -> str:
        """The path of the note that `name` means.

        That is what you would write between `[[` and `]]`, a path in the vault,
        or a path on disk. Raises `NoteNotFoundError`, `OutsideVaultError`, or
        `AmbiguousNoteError` with the candidates.
        """
        outside: OutsideVaultError | None = None
        for look in self._places(name, self._in_vault, self._beside):
            try:
                if found := look(name):
                    return found
            except OutsideVaultError as error:
                outside = error
        raise outside or NoteNotFoundError(name, self.root)

    def select(self, names: Iterable[str]) -> Walk:
        """The notes that `names` of notes and folders mean; all of the vault without names."""
        notes: dict[str, None] = {}
        unreadable: list[UnreadableNoteError] = []
        names = list(names)
        for name in names or [""]:
            folder = self._folder(name)
            if folder is None:
                notes[self.find(name)] = None
                continue
            walk = self.walk(folder)
            notes.update(dict.fromkeys(walk.notes))
            unreadable += walk.unreadable
        return Walk(list(notes), unreadable)

    def set_status(self, note: Note, task: Task, status: str) -> Changeset:
        """Plan to put `status` into a task's box. Raises `ValueError` if it can't stand there."""
        return change(note, set_status(task, status))

    def check(self, changeset: Changeset, *, invalid_utf8: bool = False) -> None:
        """Raise what `apply` would refuse the changes with; write nothing."""
        if len({one.path for one in changeset.changes}) < len(changeset.changes):
            raise InvalidEditError("a changeset names a note twice")
        for one in changeset.changes:
            before, _ = as_bytes(one)
            if before and not invalid_utf8 and (at := invalid_utf8_at(before)) is not None:
                raise NoteEncodingError(one.path, at)
            check_file(self.root, one.path, old=before)

    def apply(self, changeset: Changeset, *, invalid_utf8: bool = False) -> None:
        """Write the changes. All texts are computed and checked before the first write.

        A note that isn't valid UTF-8 is refused (`NoteEncodingError`) unless
        `invalid_utf8` is set; its odd bytes are kept then. Raises
        `StaleNoteError` when a file isn't what the changes were planned on.
        """
        self.check(changeset, invalid_utf8=invalid_utf8)
        for path, before, after in [(one.path, *as_bytes(one)) for one in changeset.changes]:
            if before is None:
                create_file(self.root, path, after)
            else:
                replace_file(self.root, path, old=before, new=after)

    def _exactly(self, path: str, name: str) -> str | None:
        """The note at a path on disk, its `.md` left out or not."""
        if "\0" in name or not name:
            return None
        for candidate in (path, path + ".md"):
            if os.path.lexists(candidate) and candidate.lower().endswith(".md"):
                return self._relative(candidate, name)
        return None

    def _linked(self, name: str) -> str | None:
        """The note that a link of that name means from the vault's root."""
        wanted = _folded(name.removeprefix("/"))
        names = (wanted, wanted + ".md")
        ends = tuple(f"/{one}" for one in names)
        notes = [(path, _folded(path)) for path in self.walk().notes]
        fits = [path for path, folded in notes if folded in names or folded.endswith(ends)]
        exact = [path for path in fits if _folded(path) in names]
        if len(exact or fits) > 1:
            beside = os.path.join(os.path.relpath(os.getcwd(), self.root), name)
            paths = (os.path.normpath(beside), os.path.normpath(f"{beside}.md"))
            exact = [path for path in fits if path in paths]
            if len(exact) != 1:
                raise AmbiguousNoteError(name, fits)
        return next(iter(exact or fits), None)

    def _relative(self, path: str, name: str) -> str:
        """The vault-relative form of a path on disk. Raises `OutsideVaultError`."""
        relative = os.path.relpath(os.path.normpath(path), self.root)
        if relative.startswith(".." + os.sep):
            folder, base = os.path.split(path)
            relative = os.path.relpath(os.path.join(os.path.realpath(folder), base), self.root)
        if relative == ".." or relative.startswith(".." + os.sep):
            raise OutsideVaultError(name, self.root)
        return relative.replace(os.sep, "/")

    def _in_vault(self, name: str) -> str | None:
        return self._exactly(os.path.join(self.root, name), name) or self._linked(name)

    def _beside(self, name: str) -> str | None:
        return self._exactly(os.path.abspath(name), name)

    def _places(self, name: str, vault: _Place, beside: _Place) -> tuple[_Place, _Place]:
        """Where to look first: a name that says itself that it is a path on disk is that."""
        on_disk = os.path.isabs(name) or name in (".", "..") or name.startswith(("./", "../"))
        return (beside, vault) if on_disk else (vault, beside)

    def _folder(self, name: str) -> str | None:
        """The folder that `name` means, "" for the vault itself; None when it is no folder."""
        outside: OutsideVaultError | None = None
        for look in self._places(name, self._folder_in_vault, self._folder_beside):
            try:
                folder = look(name)
            except OutsideVaultError as error:
                outside = error
                continue
            if folder is not None:
                return folder
        if outside:
            raise outside
        return None

    def _folder_in_vault(self, name: str) -> str | None:
        return self._folder_at(os.path.join(self.root, name), name)

    def _folder_beside(self, name: str) -> str | None:
        path = os.path.abspath(name) if "\0" not in name else ""
        if not os.path.isdir(path) or self._linked(name):
            return None
        return self._folder_at(path, name)

    def _folder_at(self, path: str, name: str) -> str | None:
        if "\0" in name or not os.path.isdir(path) or os.path.isfile(path + ".md"):
            return None
        relative = self._relative(path, name)
        resolve_inside(self.root, relative)
        return "" if relative == "." else relative


_Place = Callable[[str], str | None]


def _folded(path: str) -> str:
    """A path as Obsidian compares it: composed, no-break spaces as spaces, lower case."""
    text = unicodedata.normalize("NFC", path).replace("\u00a0", " ").replace("\u202f", " ")
    return text.lower()
