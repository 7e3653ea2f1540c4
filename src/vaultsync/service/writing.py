"""Writing changes: several notes as one, journalled first, undone as a whole where one fails."""

from __future__ import annotations

import os
from collections.abc import Container, Sequence
from contextlib import suppress
from typing import NamedTuple

from vaultsync.effects.beside import sync_folder
from vaultsync.effects.files import read_file
from vaultsync.effects.journal import Entry, Journal, Write, open_journal
from vaultsync.effects.moving import FileMove, move_file
from vaultsync.effects.replace import Sync, check_file, check_new_file
from vaultsync.errors import (
    JournalError,
    StaleNoteError,
    UnreadableNoteError,
    UnsafeEditError,
    VaultsyncError,
    WriteFailedError,
)
from vaultsync.model.changes import NoteChange, as_bytes
from vaultsync.model.guarding.canvas import guard_canvas
from vaultsync.model.guarding.guard import Reader, guard
from vaultsync.model.guarding.rebase import rebase
from vaultsync.model.kinds import is_canvas
from vaultsync.model.note import MAX_NOTE_BYTES
from vaultsync.service.recovery import (
    given_up,
    is_left_over,
    recover_writes,
    sweep_write,
    write_entry,
)
from vaultsync.text import decode

__all__ = ["Written", "checked", "write_changes"]

_TRIES = 5


class Written(NamedTuple):
    """The changes as they were written: on what other programs wrote meanwhile, where they did.

    `no_undo` says why the write can't be taken back, None where it can.
    """

    changes: tuple[NoteChange, ...]
    no_undo: str | None = None


def checked(
    root: str, one: NoteChange, read: Reader, passed: Container[NoteChange] = ()
) -> NoteChange:
    """A change as it can be written now: on the note's present text, and past the guard.

    The guard says the same of a change whenever it is asked; those it has
    `passed` are not shown to it again.

    Raises `StaleNoteError` where it doesn't fit what another program has
    written, `UnsafeEditError` where the guard refuses it.
    """
    if one.before is None:
        check_new_file(root, one.path)
        return one
    check_file(root, one.path)
    present = decode(read_file(root, one.path, MAX_NOTE_BYTES))
    if present != one.before:
        edits = rebase(one.before, one.edits, present)
        if edits is None:
            reason = "another program has changed it where the edit is"
            raise StaleNoteError(one.path, reason)
        one = NoteChange(one.path, present, tuple(edits))
    if one in passed:
        return one
    try:
        guard_canvas(one) if is_canvas(one.path) else guard(one, read)
    except UnsafeEditError as error:
        kept = _keep(root, one)
        raise UnsafeEditError(error.path, error.reason, error.line, kept) from None
    return one


def write_changes(
    root: str,
    changes: Sequence[NoteChange],
    what: str,
    read: Reader,
    move: FileMove | None = None,
) -> Written:
    """Write changes that were `checked`, all or none; `what` is said of them in `undo --list`.

    The `move` comes last: changes have their paths from before it.
    """
    try:
        return _write_journalled(root, changes, what, read, move)
    except JournalError as error:
        return _write_without_undo(root, changes, read, move, error.reason)


def _write_journalled(
    root: str, changes: Sequence[NoteChange], what: str, read: Reader, move: FileMove | None
) -> Written:
    """Raises `JournalError` only before anything is written."""
    journal = open_journal(root)
    with journal.locked():
        recover_writes(root, journal)
        write = journal.begin(what, tuple(map(_entry, changes)), move=move)
        written = list(changes)
        folders = _Folders()
        place = 0
        try:
            for place in range(len(changes)):
                write = _write_one(root, journal, write, place, written, read, folders.add)
            place = len(changes)
            folders.sync()
            if move:
                move_file(root, move)
        except VaultsyncError as error:
            raise given_up(root, journal, write, place, error) from None
        with suppress(JournalError, OSError):
            if not is_left_over(root, write):  # else the next start clears it away
                journal.mark(write.number, "pending", "done")
            journal.prune()
    return Written(tuple(written))


class _Folders(dict[str, str]):
    """Folders that are made to last once for all that is written in them."""

    def add(self, real: str) -> None:
        """Remember the folder of a file."""
        self[os.path.dirname(real)] = real

    def sync(self) -> None:
        """See to all of them."""
        for real in self.values():
            sync_folder(real)


def _entry(one: NoteChange) -> Entry:
    return Entry(one.path, *as_bytes(one))


def _keep(root: str, one: NoteChange) -> str | None:
    """Where both texts of a refused change are kept, outside the vault."""
    before, after = as_bytes(one)
    try:
        return open_journal(root).keep_refused(one.path, before or b"", after)
    except (JournalError, OSError):
        return None


def _write_without_undo(
    root: str, changes: Sequence[NoteChange], read: Reader, move: FileMove | None, reason: str
) -> Written:
    """The journal never blocks a single note; several are all or none only with it."""
    if len(changes) + (move is not None) > 1:
        reason = f"several notes are written together only with a journal: {reason}"
        raise WriteFailedError(changes[0].path, reason)
    if move:
        move_file(root, move)
        return Written((), reason)
    written = list(changes)
    write = Write(0, 0, "", tuple(map(_entry, changes)))
    try:
        _write_one(root, None, write, 0, written, read)
    finally:
        sweep_write(root, write)
    return Written(tuple(written), reason)


def _write_one(
    root: str,
    journal: Journal | None,
    write: Write,
    place: int,
    changes: list[NoteChange],
    read: Reader,
    sync: Sync = sync_folder,
) -> Write:
    """Write one note; where another program was quicker, plan again on its text.

    Both the change in `changes` and the write that is returned are what was
    written in the end.
    """
    for _ in range(_TRIES):
        entry = write.entries[place]
        try:
            write_entry(root, entry, write.token, sync)
        except StaleNoteError as error:
            if entry.old is None:
                raise
            last = error
            changes[place] = _again(root, changes[place], read, error)
            entries = list(write.entries)
            entries[place] = _entry(changes[place])
            write = write._replace(entries=tuple(entries))
            if journal:
                journal.keep(write)
        else:
            return write
    raise last


def _again(root: str, one: NoteChange, read: Reader, error: VaultsyncError) -> NoteChange:
    try:
        return checked(root, one, read)
    except UnreadableNoteError:
        raise error from None
