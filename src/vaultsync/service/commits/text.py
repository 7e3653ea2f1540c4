"""The message of a commit: what the difference of two trees means, filled into the template."""

from __future__ import annotations

import platform
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from vaultsync.model.diffing.diff import Diff
from vaultsync.model.diffing.message import commit_message, files_message, percents
from vaultsync.model.diffing.message_template import filled_message
from vaultsync.model.kinds import is_note

if TYPE_CHECKING:
    from vaultsync.effects.git.repository import Repository
    from vaultsync.service.vault import Vault

__all__ = ["message_for"]

MOST = 1000
"""How many notes are compared for a message; of more it tells the number."""


def message_for(
    vault: Vault,
    repository: Repository,
    trees: tuple[str, str],
    kinds: dict[str, str],
    now: datetime,
) -> str:
    """The message of the commit that brings the one tree to the other.

    `kinds` says of each path whether it was "added", "changed" or "removed".
    """
    from vaultsync.service.past.comparing import compare_trees

    notes = [path for path in kinds if is_note(path)]
    if notes and len(notes) <= MOST:
        found = compare_trees(vault, repository, *trees).diff
    else:
        found = Diff(())
    told = {one for note in found.notes for one in (note.path, note.old_path)}
    others = {path: kind for path, kind in kinds.items() if path not in told}
    text = commit_message(found) if found.notes else ""
    nameable = all(not is_note(path) or path == vault.config.report for path in others)
    many = "note" if all(map(is_note, others)) else "file"
    rest = files_message(others, many, name=nameable)
    if text and others:
        text += f"\n\n- {rest}" if "\n" not in text else f"\n- {rest}"
    subject, _, body = (text or rest).partition("\n\n")
    tasks = Counter(change.kind for note in found.notes for change in note.tasks)
    values = {
        "subject": subject,
        "body": body,
        "notes": str(len(notes)),
        "files": str(len(kinds)),
        "done": str(tasks["done"]),
        "added": str(tasks["added"]),
        "percent": percents(found.before, found.after),
        "date": now.date().isoformat(),
        "time": f"{now:%H:%M}",
        "host": platform.node(),
    }
    return filled_message(vault.config.message, values).strip() or subject
