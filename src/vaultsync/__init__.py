"""Read, count and edit Obsidian-style Markdown vaults without disturbing one other byte."""

from vaultsync.errors import StaleNoteError, VaultsyncError
from vaultsync.model.backlink_rows import Backlink
from vaultsync.model.changes import Changeset, NoteChange
from vaultsync.model.findings import Finding
from vaultsync.model.link_rows import LinkRow
from vaultsync.model.note import Note, parse_note
from vaultsync.model.task_rows import TaskRow
from vaultsync.service.index import Index
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
