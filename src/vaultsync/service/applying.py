"""A changeset from start to end: all of it checked before the first write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultsync.effects.moving import FileMove, check_move, file_move
from vaultsync.errors import InvalidEditError, NoteEncodingError
from vaultsync.model.changes import Changeset, NoteChange, as_bytes
from vaultsync.service.writing import Written, write_changes
from vaultsync.text.codec import invalid_utf8_at

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault

__all__ = ["apply_changes", "checked_changes"]


def apply_changes(vault: Vault, changeset: Changeset, what: str, *, invalid_utf8: bool) -> Written:
    """Write the changes as `Vault.apply` does."""
    changes = checked_changes(vault, changeset, invalid_utf8=invalid_utf8)
    if not (changes or changeset.move):
        return Written(())
    move = _file_move(vault.root, changeset)
    return write_changes(vault.root, changes, what, vault.parse, move)


def checked_changes(vault: Vault, changeset: Changeset, *, invalid_utf8: bool) -> list[NoteChange]:
    """The changes as they can be written now. Raises what `Vault.apply` refuses them with."""
    if len({one.path for one in changeset.changes}) < len(changeset.changes):
        raise InvalidEditError("a changeset names a note twice")
    if move := _file_move(vault.root, changeset):
        check_move(vault.root, move)
    ready = [vault.checked(one) for one in changeset.changes]
    for one in ready:
        before, _ = as_bytes(one)
        if before and not invalid_utf8 and (at := invalid_utf8_at(before)) is not None:
            raise NoteEncodingError(one.path, at)
    return ready


def _file_move(root: str, changeset: Changeset) -> FileMove | None:
    move = changeset.move
    return file_move(root, move.old, move.new) if move else None
