"""The journal: what each write replaced, kept outside the vault before the write begins.

One folder per vault in the user's state directory. A write is one file there:
a line of JSON, then the old and the new bytes of each note. Its ending says how
far it got: `.pending` until all notes are written, then `.done`, and `.undone`
when it was taken back.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from zlib import crc32

from vaultsync.effects.beside import sync_folder, unlink
from vaultsync.effects.files import reason_of
from vaultsync.effects.interrupted import journal_folder
from vaultsync.effects.lock import locked
from vaultsync.effects.moving import FileMove
from vaultsync.errors import JournalError

__all__ = ["Entry", "Journal", "Write", "open_journal"]

LONGEST = 7 * 24 * 3600
"""How many seconds a write can be undone."""

LARGEST = 200_000_000
"""How many bytes the journal of a vault may have; the oldest writes go first."""

_MOST_REFUSED = 50
_DAMAGED = (OSError, ValueError, KeyError, TypeError)
_STATES = ("pending", "done", "undone")


class Entry(NamedTuple):
    """One note of a write: None stands for a note that isn't there."""

    path: str
    old: bytes | None
    new: bytes | None


class Write(NamedTuple):
    """One write of one or several notes.

    `number` orders the writes and names their temporary files, `at` is the
    time in seconds since 1970, `what` says it in words; `undoes` is the number
    of the write that this one takes back. After a crash a write that `must` be
    finished is, even when none of it was written. The `move` comes last: the
    entries have their paths from before it.
    """

    number: int
    at: float
    what: str
    entries: tuple[Entry, ...]
    undoes: int | None = None
    must: bool = False
    move: FileMove | None = None

    @property
    def token(self) -> str:
        """What marks the temporary files of this write."""
        return f"{self.number:x}"


class Journal(NamedTuple):
    """The journal of one vault, in `folder`."""

    folder: str

    def begin(
        self,
        what: str,
        entries: tuple[Entry, ...],
        undoes: int | None = None,
        move: FileMove | None = None,
    ) -> Write:
        """Keep what is about to be written. Raises `JournalError` where that can't be kept."""
        with _said():
            names = self._names()
        number = max(time.time_ns() // 1000, names[-1][0] + 1 if names else 0)
        write = Write(number, time.time(), what, entries, undoes, move=move)
        self.keep(write)
        return write

    def keep(self, write: Write) -> None:
        """Store a pending write, also in the place of what was stored of it before."""
        path, begun = self._path(write.number, "pending"), os.path.join(self.folder, "begun")
        with _said():
            descriptor = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(descriptor, "wb") as file:
                file.writelines(_stored(write))
                file.flush()
                os.fsync(file.fileno())
            os.replace(begun, path)
        sync_folder(path)

    def mark(self, number: int, before: str, after: str) -> None:
        """Bring a write from one state to another."""
        with _said():
            os.replace(self._path(number, before), self._path(number, after))

    def drop(self, number: int) -> None:
        """Forget a pending write."""
        unlink(self._path(number, "pending"))

    def writes(self, state: str) -> list[int]:
        """The numbers of the writes in a state, the oldest first."""
        with _said():
            return [number for number, ending in self._names() if ending == state]

    def read(self, number: int, state: str) -> Write | None:
        """A write with its bytes; None where its file is damaged or gone."""
        try:
            with open(self._path(number, state), "rb") as file:
                return _restored(number, file.readline(), file.read())
        except _DAMAGED:
            return None

    def head(self, number: int) -> Write | None:
        """A finished write without its bytes: its entries say only which notes were there."""
        try:
            with open(self._path(number, "done"), "rb") as file:
                return _restored(number, file.readline(), None)
        except _DAMAGED:
            return None

    def keep_refused(self, path: str, before: bytes, after: bytes) -> str:
        """Keep both texts of a refused change; the folder they are in."""
        from shutil import rmtree

        above = os.path.join(self.folder, "refused")
        os.makedirs(above, mode=0o700, exist_ok=True)
        for old in sorted(os.listdir(above))[:-_MOST_REFUSED]:
            rmtree(os.path.join(above, old), ignore_errors=True)
        folder = os.path.join(above, f"{time.time_ns():020d}")
        os.mkdir(folder, mode=0o700)
        name = os.path.basename(path)
        for side, text in (("before", before), ("after", after)):
            with open(os.path.join(folder, f"{side} {name}"), "wb") as file:
                file.write(text)
        return folder

    def prune(self) -> None:
        """Drop what is too old or too much; pending writes stay."""
        size, oldest = 0, (time.time() - LONGEST) * 1e6
        for number, state in reversed(self._names()):
            if state == "pending":
                continue
            path = self._path(number, state)
            size += os.path.getsize(path)
            if size > LARGEST or number < oldest:
                unlink(path)

    @contextmanager
    def locked(self, *, wait: bool = True) -> Iterator[bool]:
        """Be the only one who writes to the vault (see `locked`)."""
        with locked(os.path.join(self.folder, "lock"), wait=wait) as alone:
            yield alone

    def _names(self) -> list[tuple[int, str]]:
        parts = [name.partition(".") for name in os.listdir(self.folder)]
        return sorted(
            (int(number), state)
            for number, _, state in parts
            if state in _STATES and number.isdecimal()
        )

    def _path(self, number: int, state: str) -> str:
        return os.path.join(self.folder, f"{number:020d}.{state}")


def open_journal(root: str) -> Journal:
    """The journal of the vault at `root`. Raises `JournalError` where there can be none."""
    folder = journal_folder(root)
    with _said():
        os.makedirs(folder, mode=0o700, exist_ok=True)
    return Journal(folder)


@contextmanager
def _said() -> Iterator[None]:
    """The system's errors in our words."""
    try:
        yield
    except OSError as error:
        raise JournalError(reason_of(error)) from None


def _stored(write: Write) -> Iterator[bytes]:
    sizes = [
        (entry.path, *(None if text is None else len(text) for text in (entry.old, entry.new)))
        for entry in write.entries
    ]
    texts = [text or b"" for entry in write.entries for text in (entry.old, entry.new)]
    head = {
        "at": write.at,
        "what": write.what,
        "undoes": write.undoes,
        "must": write.must,
        "move": write.move,
        "notes": sizes,
        "crc32": _sum(texts),
    }
    yield json.dumps(head).encode("ascii") + b"\n"
    yield from texts


def _sum(texts: Iterable[bytes]) -> int:
    found = 0
    for text in texts:
        found = crc32(text, found)
    return found


def _restored(number: int, line: bytes, texts: bytes | None) -> Write:
    """A write from its line of JSON and, for all but its head, what follows it."""
    head = json.loads(line)
    at = 0
    entries = []
    for path, *sizes in head["notes"]:
        sides: list[bytes | None] = []
        for size in sizes:
            sides.append(None if size is None else (texts or b"")[at : at + size])
            at += size or 0
        entries.append(Entry(path, *sides))
    if texts is not None and (at != len(texts) or _sum([texts]) != head["crc32"]):
        raise ValueError("a journal entry is damaged")
    move = FileMove(*head["move"]) if head.get("move") else None
    what = head["at"], head["what"], tuple(entries), head["undoes"], head["must"]
    return Write(number, *what, move)
