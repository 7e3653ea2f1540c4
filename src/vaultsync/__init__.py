"""Read, count and edit Obsidian-style Markdown vaults without disturbing one other byte."""

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
