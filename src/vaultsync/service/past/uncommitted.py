"""What the notes of a vault hold that no commit has yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.effects.files import read_file
from vaultsync.effects.git.ids import blob_id
from vaultsync.effects.walk import walk_vault
from vaultsync.errors import VaultsyncError
from vaultsync.model.note import MAX_NOTE_BYTES

if TYPE_CHECKING:
    from vaultsync.effects.git.repository import FileChange, Repository

__all__ = ["Uncommitted", "uncommitted"]


class Uncommitted(NamedTuple):
    """Changes since a commit, as those of a commit; `contents` has the new texts by their ids.

    `day` is that of the newest of the changed files, None where none is there.
    """

    changes: list[FileChange]
    contents: dict[str, bytes]
    day: date | None


def uncommitted(
    root: str, repository: Repository, tip: str, counts: Callable[[str], bool]
) -> Uncommitted:
    """What the notes that count differ in from the commit `tip`.

    Notes that can't be read are as they were. A note that was renamed is one
    that went and one that came.
    """
    from vaultsync.effects.git.repository import FileChange

    known = {one.path: one.blob for one in repository.files(tip) if one.regular}
    known = {path: blob for path, blob in known.items() if counts(path)}
    changes: list[FileChange] = []
    contents: dict[str, bytes] = {}
    newest = 0
    for path, _, mtime, *_ in walk_vault(root).notes:
        before = known.pop(path, None)
        if not counts(path):
            continue
        try:
            raw = read_file(root, path, MAX_NOTE_BYTES)
        except VaultsyncError:
            continue
        blob = blob_id(raw, len(tip))
        if blob != before:
            changes.append(FileChange(path, None, before, blob))
            contents[blob] = raw
            newest = max(newest, mtime)
    changes += (FileChange(path, None, blob, None) for path, blob in known.items())
    day = datetime.fromtimestamp(newest / 1e9).astimezone().date() if newest else None
    return Uncommitted(changes, contents, day)
