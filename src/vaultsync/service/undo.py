"""Taking back what vaultsync wrote, where the notes are as it left them."""

from __future__ import annotations

from contextlib import suppress

from vaultsync.effects.files import read_file
from vaultsync.effects.journal import Entry, Journal, Write, open_journal
from vaultsync.effects.moving import check_move, drop_made, move_file
from vaultsync.effects.replace import check_file, check_new_file
from vaultsync.errors import JournalError, NothingToUndoError, StaleNoteError, VaultsyncError
from vaultsync.model.note import MAX_NOTE_BYTES
from vaultsync.service.recovery import given_up, recover_writes, write_entry

__all__ = ["BY_WATCH", "undo_writes", "undoable"]

BY_WATCH = "watch"
"""What is said of writes that a watcher made by itself: taken back, it would make them again."""


def undoable(root: str) -> list[Write]:
    """The writes that can be taken back, the newest first, without their texts.

    Those that a watcher made are none of them. Raises `JournalError` where the
    journal can't be read.
    """
    journal = open_journal(root)
    heads = [journal.head(number) for number in reversed(journal.writes("done"))]
    return [head for head in heads if head and head.undoes is None and head.what != BY_WATCH]


def undo_writes(root: str, count: int = 1) -> list[Write]:
    """Take back the last `count` writes, the newest first; those that were taken back.

    Each is taken back in all its notes or in none. Raises `StaleNoteError`
    where somebody has changed a note since: that write and those before it
    stay. Raises `NothingToUndoError`, `JournalError`, and what writing raises.
    """
    taken_back: list[Write] = []
    journal = open_journal(root)
    with journal.locked():
        recover_writes(root, journal)
        for head in undoable(root)[:count]:
            write = journal.read(head.number, "done")
            if write is None:
                raise JournalError(f"what {head.what!r} replaced can't be read any more")
            _undo(root, journal, write)
            taken_back.append(write)
    if not taken_back:
        raise NothingToUndoError
    return taken_back


def _undo(root: str, journal: Journal, write: Write) -> None:
    path_of = write.move.path_of if write.move else str
    back = tuple(Entry(path_of(one.path), one.new, one.old) for one in write.entries)
    for entry in back:
        _check(root, entry, write.what)
    move = write.move.back if write.move else None
    if move:
        check_move(root, move)
    own = journal.begin(f"undo {write.what}", back, undoes=write.number, move=move)
    place = 0
    try:
        for place in range(len(back)):
            write_entry(root, back[place], own.token)
        place = len(back)
        if move:
            move_file(root, move)
    except VaultsyncError as error:
        raise given_up(root, journal, own, place, error) from None
    if write.move:
        drop_made(root, write.move)
    with suppress(JournalError):
        journal.mark(write.number, "done", "undone")
        journal.mark(own.number, "pending", "done")


def _check(root: str, entry: Entry, what: str) -> None:
    """Raise what taking back a note would be refused with."""
    if entry.old is None:
        check_new_file(root, entry.path)
        return
    check_file(root, entry.path)
    if read_file(root, entry.path, MAX_NOTE_BYTES) != entry.old:
        raise StaleNoteError(entry.path, f"it has changed since {what!r}; undo takes back nothing")
