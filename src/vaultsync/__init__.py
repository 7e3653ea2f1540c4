"""Read, count and edit Obsidian-style Markdown vaults without disturbing one other byte.

What stands here is loaded when it is first asked for: a command needs little of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vaultsync.errors import StaleNoteError, VaultsyncError
    from vaultsync.model.changes import Changeset, NoteChange
    from vaultsync.model.note import Note, parse_note
    from vaultsync.service.vault import Vault
    from vaultsync.syntax.elements import Heading, Link, ListItem, Problem, Property, Tag, Task
    from vaultsync.text import Edit, Span, apply_edits

__version__ = "0.1.0"

__all__ = [
    "Changeset",
    "Edit",
    "Heading",
    "Link",
    "ListItem",
    "Note",
    "NoteChange",
    "Problem",
    "Property",
    "Span",
    "StaleNoteError",
    "Tag",
    "Task",
    "Vault",
    "VaultsyncError",
    "apply_edits",
    "parse_note",
]

_HOMES = {
    "errors": ("StaleNoteError", "VaultsyncError"),
    "model.changes": ("Changeset", "NoteChange"),
    "model.note": ("Note", "parse_note"),
    "service.vault": ("Vault",),
    "syntax.elements": ("Heading", "Link", "ListItem", "Problem", "Property", "Tag", "Task"),
    "text": ("Edit", "Span", "apply_edits"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"vaultsync.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
