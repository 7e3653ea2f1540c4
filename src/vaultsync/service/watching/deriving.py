"""Bringing the derived notes of a vault up to date, and knowing our own writes again."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from vaultsync.effects.files import read_file
from vaultsync.effects.walk import FileState, state_of
from vaultsync.errors import UnsafeEditError, VaultsyncError
from vaultsync.model.changes import Changeset, NoteChange, as_bytes
from vaultsync.model.gaps import Gap
from vaultsync.model.note import MAX_NOTE_BYTES
from vaultsync.model.watching.events import Derived
from vaultsync.service.keeping import progress_changes, report_changes
from vaultsync.service.sources import Sources
from vaultsync.service.undo import BY_WATCH
from vaultsync.text import encode

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault

__all__ = ["OwnWrites", "derive", "derived_changes"]


class OwnWrites:
    """The files that we wrote, as they were then: what is told of them is no news."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._states: dict[str, FileState] = {}

    def add(self, path: str, content: bytes) -> None:
        """Remember a file that holds what we wrote, if it still does."""
        state = state_of(self._root, path)
        try:
            same = read_file(self._root, path, MAX_NOTE_BYTES) == content
        except VaultsyncError:
            same = False
        if state and same and state == state_of(self._root, path):
            self._states[path] = state

    def foreign(self, paths: Collection[str]) -> frozenset[str]:
        """Those of the paths that are not as we wrote them; they are ours no more."""
        foreign = set()
        for path in paths:
            state = self._states.get(path)
            if state is None or state != state_of(self._root, path):
                foreign.add(path)
                self._states.pop(path, None)
        return frozenset(foreign)


def derived_changes(vault: Vault, trouble: Callable[[str], None]) -> Iterator[Changeset]:
    """The changes that bring the derived notes up to date, the progress in notes first.

    What can't be made is told as `trouble`.
    """

    def heard(gap: Gap) -> None:
        if gap.unread:
            trouble(gap.said)

    if vault.config.keeps_progress and (changed := _progress(vault, heard, trouble)):
        yield changed
    gc.collect()  # what was read is gone before more is read: memory that is taken stays taken
    if vault.config.keeps_report:
        try:
            changed = report_changes(Sources(vault, heard))
        except VaultsyncError as error:
            trouble(str(error))
        else:
            if changed:
                yield changed


def _progress(
    vault: Vault, heard: Callable[[Gap], None], trouble: Callable[[str], None]
) -> Changeset:
    changes: list[NoteChange] = []
    for path, _, change, unclear in progress_changes(Sources(vault, heard)):
        changes += change.changes
        for line, reason in unclear:
            trouble(f"{path}:{line}: {reason}; the line is left as it is")
    return Changeset(tuple(changes))


def derive(vault: Vault, own: OwnWrites) -> Derived:
    """Bring the derived notes up to date; one that can't be keeps no other from it."""
    troubles: dict[str, None] = {}
    written: list[NoteChange] = []
    for changes in derived_changes(vault, lambda said: troubles.update({said: None})):
        written += _applied(vault, changes, troubles)
    for one in written:
        own.add(one.path, as_bytes(one)[1])
    tells = frozenset((one.path, _digest(one)) for one in written)
    return Derived(tells, tuple(troubles))


def _applied(vault: Vault, changes: Changeset, troubles: dict[str, None]) -> Iterator[NoteChange]:
    """Write all at once, or where one is refused each by itself."""
    try:
        yield from vault.apply(changes, what=BY_WATCH).changes
    except VaultsyncError as error:
        if len(changes.changes) == 1:
            troubles[_said(error)] = None
            return
        for one in changes.changes:
            yield from _applied(vault, Changeset((one,)), troubles)


def _said(error: VaultsyncError) -> str:
    """The same words each time: where texts are kept of an edit that is refused is another one."""
    if isinstance(error, UnsafeEditError):
        error = UnsafeEditError(error.path, error.reason, error.line)
    return str(error)


def _digest(one: NoteChange) -> str:
    """What tells the same edit made again, whatever else the note holds."""
    text = "\0".join(edit.new for edit in one.edits)
    return sha256(encode(text)).hexdigest()
