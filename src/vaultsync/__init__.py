"""Read, count and edit Obsidian-style Markdown vaults without disturbing one other byte.

What stands here is loaded when it is first asked for: a command needs little of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vaultsync.errors import StaleNoteError, VaultsyncError
    from vaultsync.model.changes import Changeset, NoteChange
    from vaultsync.model.checking.findings import Finding
    from vaultsync.model.linking.backlink_rows import Backlink
    from vaultsync.model.linking.link_rows import LinkRow
    from vaultsync.model.note import Note, parse_note
    from vaultsync.model.task_rows import TaskRow
    from vaultsync.service.index.index import Index
    from vaultsync.service.vault import Vault
    from vaultsync.syntax.elements import Heading, Link, ListItem, Problem, Property, Tag, Task
    from vaultsync.text import Edit, Span, apply_edits

__version__ = "0.1.0"

__all__ = [
    "Backlink",
    "Changeset",
    "Edit",
    "Finding",
    "Heading",
    "Index",
    "Link",
    "LinkRow",
    "ListItem",
    "Note",
    "NoteChange",
    "Problem",
    "Property",
    "Span",
    "StaleNoteError",
    "Tag",
    "Task",
    "TaskRow",
    "Vault",
    "VaultsyncError",
    "apply_edits",
    "parse_note",
]

_HOMES = {
    "errors": ("StaleNoteError", "VaultsyncError"),
    "model.linking.backlink_rows": ("Backlink",),
    "model.changes": ("Changeset", "NoteChange"),
    "model.checking.findings": ("Finding",),
    "model.linking.link_rows": ("LinkRow",),
    "model.note": ("Note", "parse_note"),
    "model.task_rows": ("TaskRow",),
    "service.index.index": ("Index",),
    "service.vault": ("Vault",),
    "syntax.elements": ("Heading", "Link", "ListItem", "Problem", "Property", "Tag", "Task"),
    "text": ("Edit", "Span", "apply_edits"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"vaultsync.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
