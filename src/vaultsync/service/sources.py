"""All that answers about a vault are made from, read once; who asks is told what can't be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from vaultsync.effects.files import resolve_inside
from vaultsync.effects.searching import files_holding
from vaultsync.effects.walk import Tree
from vaultsync.errors import (
    OutsideVaultError,
    TooLargeError,
    UnreadableNoteError,
    VaultsyncError,
)
from vaultsync.model.checking.findings import MARK, Finding, Ignored, finding, ignored_in
from vaultsync.model.derived import TARGETS, Derivation, Target
from vaultsync.model.entry import NoteEntry, entry_of
from vaultsync.model.gaps import Gap, gaps_in, gaps_in_canvas
from vaultsync.model.kinds import MAX_CANVAS_BYTES, is_canvas, is_note
from vaultsync.model.linking.destinations import GraphLink
from vaultsync.model.linking.link_rows import PlacedLink
from vaultsync.model.linking.resolution import Files
from vaultsync.model.note import MAX_NOTE_BYTES
from vaultsync.service.index.index import Told
from vaultsync.service.looking import Look
from vaultsync.service.names import find_file, find_folder
from vaultsync.text import decode

if TYPE_CHECKING:
    from vaultsync.model.canvas import Canvas
    from vaultsync.service.vault import Vault

__all__ = ["Sources"]

_OUT = "leads to a folder outside the vault; what is in it is no part of the vault"
_WIKILINK = re.compile(rb"\[\[[^\[\]\n]*\]\]")


class Sources:
    """The notes, canvases and names of a vault.

    `heard` is told of each gap in what is read. `watched` gives what is told
    how far the reading is, while it goes on.
    """

    def __init__(
        self,
        vault: Vault,
        heard: Callable[[Gap], None] | None = None,
        watched: Callable[[], AbstractContextManager[Told | None]] = nullcontext,
    ) -> None:
        self.vault = vault
        self._heard = heard or _unheard
        self._watched = watched

    @cached_property
    def files(self) -> Files:
        """All files that a link may lead to."""
        return Files.of(self._tree.paths)

    @property
    def _tree(self) -> Tree:
        """What the look at all notes saw, where there was one: who needs both looks first."""
        return self._all.walked[""] if "_all" in vars(self) else self._walked

    @cached_property
    def _walked(self) -> Tree:
        return self.vault.tree()

    def folders(self) -> None:
        """Tell of the folders that can't be read, for an answer that needs no notes."""
        for error in self._tree.unreadable:
            self.miss(error)

    def unread(self) -> Iterator[Finding]:
        """What of the vault is never read: too large, or in a folder elsewhere."""
        tree = self._tree
        for some, most in ((tree.notes, MAX_NOTE_BYTES), (tree.canvases, MAX_CANVAS_BYTES)):
            for path, size, *_ in some:
                if size > most:
                    said = f"{size} bytes, more than {most}; not read"
                    yield finding(path, 1, 1, "too-large", said)
        for path in tree.folder_links:
            try:
                resolve_inside(self.vault.root, path)
            except OutsideVaultError:
                yield finding(path, 1, 1, "unfollowed-link", _OUT)

    def entries(
        self, names: Iterable[str], only: Collection[str], leave_out: Collection[str] = ()
    ) -> Iterator[NoteEntry]:
        """What the index knows of the notes that `names` mean: the parts `only`, and problems."""
        return self.known(self.look(names), only, leave_out)

    def counted(
        self, names: Iterable[str], only: Collection[str], leave_out: Collection[str] = ()
    ) -> Iterator[NoteEntry]:
        """The same of those notes that count (see `Look.uncounted`)."""
        look = self.look(names)
        return self.known(look, only, {*leave_out, *look.uncounted()})

    def look(self, names: Iterable[str]) -> Look:
        """A look at the notes that `names` mean; at all of them once, however often it is asked."""
        wanted = list(names)
        return self._looked(wanted) if wanted else self._all

    @cached_property
    def _all(self) -> Look:
        return self._looked(())

    def _looked(self, names: Iterable[str]) -> Look:
        with self._watched() as told:
            look = self.vault.look(names, told=told)
        for error in look.unreadable:
            self.miss(error)
        return look

    def known(
        self, look: Look, only: Iterable[str], leave_out: Collection[str | None] = ()
    ) -> Iterator[NoteEntry]:
        """What the index knows of the notes that were looked at."""
        for entry in look.entries({*only, "problems"}, self.miss, leave_out):
            if entry.problems:
                self._hear(*gaps_in(entry))
            yield entry

    def derived(
        self, look: Look, what: Derivation, leave_out: Collection[str | None] = ()
    ) -> Iterator[tuple[NoteEntry, Any]]:
        """What is derived from the notes that were looked at; their entries have no other parts."""
        for entry, value in look.derived(what, {"problems"}, self.miss, leave_out):
            if entry.problems:
                self._hear(*gaps_in(entry))
            yield entry, value

    def canvases(self, only: Collection[str] | None = None) -> Iterator[Canvas]:
        """The canvases that can be read, of the paths `only` or all."""
        for file in self._tree.canvases:
            if only is not None and file.path not in only:
                continue
            try:
                canvas = self.vault.canvas(file.path)
            except (UnreadableNoteError, OutsideVaultError) as error:
                self.miss(error)
                continue
            self._hear(*gaps_in_canvas(canvas))
            yield canvas

    def links(self) -> Iterator[tuple[str, Iterable[PlacedLink]]]:
        """The paths of all notes and canvases, with the links that stand in them."""
        notes = ((note.path, note.links) for note in self.entries((), ["links"]))
        return chain(notes, ((canvas.path, canvas.links) for canvas in self.canvases()))

    def targets(self) -> Iterator[tuple[str, Iterable[GraphLink]]]:
        """As `links`, but only what tells where they lead."""
        known = self.derived(self.look(()), TARGETS)
        notes = ((note.path, map(Target._make, targets)) for note, targets in known)
        return chain(notes, ((canvas.path, canvas.links) for canvas in self.canvases()))

    def links_of(self, path: str) -> Iterator[tuple[str, Iterable[PlacedLink]]]:
        """The path of a note, canvas or attachment, with the links that stand in it."""
        if is_note(path):
            note = self.vault.read(path)
            self._hear(*gaps_in(note))
            yield path, note.links
        elif is_canvas(path):
            canvas = self.vault.canvas(path)
            self._hear(*gaps_in_canvas(canvas))
            yield path, canvas.links

    def holding(self, needles: Sequence[bytes]) -> Iterator[str]:
        """The paths of the notes that count and hold one of `needles`, wiki-links aside.

        ASCII letters in any case.
        """
        look = self.look(())
        uncounted = look.uncounted()
        wanted = [one for one in look.states() if one.path not in uncounted]
        root, most = self.vault.root, MAX_NOTE_BYTES
        return files_holding(root, wanted, needles, beside=_WIKILINK, most=most)

    def names(self, path: str) -> tuple[str, ...]:
        """The name of a note and its aliases, as far as it can be read."""
        try:
            note = entry_of(self.vault.read(path))
        except (UnreadableNoteError, OutsideVaultError) as error:
            self.miss(error)
            note = NoteEntry(path)
        return (note.name, *(one.alias for one in note.aliases))

    def text(self, path: str) -> str | None:
        """The text of a note; None where it can't be read."""
        try:
            return decode(self.vault.raw(path, MAX_NOTE_BYTES))
        except (UnreadableNoteError, OutsideVaultError) as error:
            self.miss(error)
            return None

    def ignored(self, path: str) -> Ignored:
        """What a note itself says that it doesn't want to be told."""
        with suppress(UnreadableNoteError, OutsideVaultError):
            raw = self.vault.raw(path, MAX_NOTE_BYTES) if is_note(path) else b""
            if MARK.encode() in raw:
                return ignored_in(self.vault.read(path))
        return Ignored()

    def miss(self, error: VaultsyncError) -> None:
        """Tell that the answer lacks what this error is about."""
        code = "too-large" if isinstance(error, TooLargeError) else None
        self._hear(Gap(getattr(error, "path", ""), str(error), True, code))

    def find(self, name: str) -> str:
        """The path of the note, or else of another file, that `name` means.

        Raises `NoteNotFoundError`, `AmbiguousNoteError`, `OutsideVaultError`.
        """
        return find_file(self.vault.root, name, lambda: self.files)

    def within(self, names: Iterable[str]) -> set[str]:
        """The paths of the files that `names` mean, and of all in the folders that they mean.

        Folders in those that can't be read are among them.
        """
        paths: set[str] = set()
        for name in names:
            folder = find_folder(self.vault.root, name)
            if folder is None:
                paths.add(self.find(name))
            else:
                prefix = f"{folder}/" if folder else ""
                below = chain(self.files.paths, (one.path for one in self._tree.unreadable))
                paths.update(path for path in below if f"{path}/".startswith(prefix))
        return paths

    def _hear(self, *gaps: Gap) -> None:
        for gap in gaps:
            self._heard(gap)


def _unheard(_gap: Gap) -> None:
    return
