"""After a crash: a write of several notes is finished or taken back, and what it left goes away."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from vaultsync.effects.beside import sync_folder, temporary_for
from vaultsync.effects.files import read_file, resolve_inside
from vaultsync.effects.journal import Entry, Journal, Write, open_journal
from vaultsync.effects.moving import check_move, drop_made, is_moved, move_file
from vaultsync.effects.replace import Sync, create_file, remove_file, replace_file, sweep
from vaultsync.errors import (
    JournalError,
    NoteBusyError,
    OutsideVaultError,
    PartlyWrittenError,
    StaleNoteError,
    VaultsyncError,
    WriteFailedError,
)
from vaultsync.model.note import MAX_NOTE_BYTES

__all__ = [
    "Recovered",
    "given_up",
    "is_left_over",
    "present",
    "recover",
    "recover_writes",
    "sweep_write",
    "write_entry",
]

# What no note of a write can hold: it would be another's.
_UNKNOWN = b"\0 not to be read"


class Recovered(NamedTuple):
    """What became of an interrupted write: `finished`, or taken back; `left` were changed since."""

    what: str
    finished: bool
    left: tuple[str, ...] = ()

    def __str__(self) -> str:
        done = "finished" if self.finished else "taken back"
        but = f"; changed since, and left alone: {', '.join(self.left)}" if self.left else ""
        return f"an interrupted write ({self.what}) was {done}{but}"


def recover(root: str) -> list[Recovered]:
    """Finish or take back what an interrupted process has left; nothing where one is at work."""
    try:
        journal = open_journal(root)
        if not journal.writes("pending"):
            return []
        with journal.locked(wait=False) as alone:
            return recover_writes(root, journal) if alone else []
    except JournalError:
        return []


def recover_writes(root: str, journal: Journal) -> list[Recovered]:
    """As `recover`, for one who holds the journal's lock."""
    found = []
    for number in journal.writes("pending"):
        write = journal.read(number, "pending")
        try:
            outcome = write and _settle(root, write)
        except NoteBusyError:
            continue  # the next start looks again
        if write is None or outcome is None or not outcome.finished or write.must:
            journal.drop(number)
        else:
            journal.mark(number, "pending", "done")
            if write.undoes is not None:
                with suppress(JournalError):
                    journal.mark(write.undoes, "done", "undone")
        if outcome:
            found.append(outcome)
    return found


def _settle(root: str, write: Write) -> Recovered | None:
    """None where the write hadn't begun: then there is nothing to tell."""
    moved = write.move is not None and is_moved(root, write.move)
    if write.move and moved:
        path_of = write.move.path_of
        write = write._replace(
            entries=tuple(one._replace(path=path_of(one.path)) for one in write.entries), move=None
        )
    for entry in write.entries:
        with suppress(OutsideVaultError, StaleNoteError, WriteFailedError):
            sweep_entry(root, entry, write.token)
    now = {entry: present(root, entry.path) for entry in write.entries}
    done = [entry for entry, text in now.items() if text == entry.new]
    rest = [entry for entry in write.entries if entry not in done]
    if not (done or moved or write.must):
        _drop_made(root, write)
        return None
    changed = [entry.path for entry in rest if now[entry] != entry.old]
    if not moved and (changed or not _can_move(root, write)):
        left = [*changed, *_bring(root, _reversed(done), write.token)]
        _drop_made(root, write)
        return Recovered(write.what, False, tuple(left))
    left = [*changed, *_bring(root, [e for e in rest if e.path not in changed], write.token)]
    if write.move:
        with suppress(VaultsyncError):  # it could a moment ago
            move_file(root, write.move)
    return Recovered(write.what, True, tuple(left))


def _bring(root: str, entries: Iterable[Entry], token: str) -> list[str]:
    """Bring notes from their old to their new bytes; the paths of those where it failed."""
    left = []
    for entry in entries:
        try:
            write_entry(root, entry, token)
        except VaultsyncError:
            left.append(entry.path)
    return left


def _reversed(entries: Iterable[Entry]) -> list[Entry]:
    return [Entry(path, new, old) for path, old, new in entries]


def _can_move(root: str, write: Write) -> bool:
    with suppress(VaultsyncError):
        if write.move:
            check_move(root, write.move)
        return True
    return False


def _drop_made(root: str, write: Write) -> None:
    with suppress(VaultsyncError):
        if write.move:
            drop_made(root, write.move)


def given_up(
    root: str, journal: Journal, write: Write, place: int, error: VaultsyncError
) -> VaultsyncError:
    """Take back what a write has written that failed at its entry `place`; the error to raise.

    A `place` behind all entries is the move.
    """
    # Of a note that the file system failed on, nobody knows how far it got.
    back = _taken_back(root, write, place + isinstance(error, WriteFailedError))
    with suppress(JournalError):
        if back is not None:
            journal.keep(back)
        elif not is_left_over(root, write):  # else the next start clears it away
            journal.drop(write.number)
    if back is None:
        return error
    path = getattr(error, "path", back.entries[0].path)
    return PartlyWrittenError(path, getattr(error, "reason", str(error)))


def _taken_back(root: str, write: Write, count: int) -> Write | None:
    """Give the first `count` notes their old bytes again.

    None when that is done; else the write that does it at the next start.
    """
    sweep_write(root, write)
    _drop_made(root, write)
    left = []
    for entry in _reversed(write.entries[:count]):
        if present(root, entry.path) == entry.new:
            continue
        try:
            write_entry(root, entry, write.token)
        except StaleNoteError:
            continue  # somebody has changed it since
        except VaultsyncError:
            left.append(entry)
    return write._replace(entries=tuple(left), must=True, move=None) if left else None


def write_entry(root: str, entry: Entry, token: str, sync: Sync = sync_folder) -> None:
    """Bring one note from its old to its new bytes: replaced, created or removed."""
    path, old, new = entry
    temporary = temporary_for(path, token)
    if old == new:
        return
    if old is None:
        create_file(root, path, new or b"", temporary=temporary, sync=sync)
    elif new is None:
        remove_file(root, path, old=old, temporary=temporary, sync=sync)
    else:
        replace_file(root, path, old=old, new=new, temporary=temporary, sync=sync)


def sweep_entry(root: str, entry: Entry, token: str) -> None:
    """Clear away what writing a note has left beside it."""
    path, old, new = entry
    sweep(root, path, temporary_for(path, token), old, new)


def sweep_write(root: str, write: Write) -> None:
    """Clear away what can be of what a write has left beside its notes."""
    for entry in write.entries:
        with suppress(VaultsyncError):
            sweep_entry(root, entry, write.token)


def is_left_over(root: str, write: Write) -> bool:
    """Whether a temporary file of a write is still there."""
    names = (temporary_for(entry.path, write.token) for entry in write.entries)
    return any(os.path.lexists(resolve_inside(root, name)) for name in names)


def present(root: str, path: str) -> bytes | None:
    """What a note holds, None where it isn't there, nothing that we know where it can't be read."""
    try:
        if not os.path.lexists(resolve_inside(root, path)):
            return None
        return read_file(root, path, MAX_NOTE_BYTES)
    except VaultsyncError:
        return _UNKNOWN
