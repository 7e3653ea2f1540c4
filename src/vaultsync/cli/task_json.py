"""A task as the contract's object, and as a line for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultsync.model.entry import NoteEntry, TaskEntry
from vaultsync.model.note import Note
from vaultsync.model.statuses import StatusMap, is_checked

if TYPE_CHECKING:
    from vaultsync.syntax.elements import Task

__all__ = ["TASK_COLUMNS", "show_task", "task_json"]

TASK_COLUMNS = (
    "path",
    "line",
    "column",
    "status",
    "checked",
    "text",
    "raw",
    "depth",
    "parent_line",
    "section",
    "tags",
    "block_id",
    "fields",
)


def task_json(
    note: Note | NoteEntry, task: Task | TaskEntry, statuses: StatusMap
) -> dict[str, Any]:
    """The task object that scripts build on."""
    return {
        "path": note.path,
        "line": task.line,
        "column": task.column,
        "status": task.status,
        "checked": is_checked(task.status, statuses),
        "text": task.text,
        "raw": task.raw,
        "depth": task.depth,
        "parent_line": task.parent_line,
        "section": list(task.section),
        "tags": list(task.tags),
        "block_id": task.block_id,
        "fields": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value, *_ in task.fields
        },
    }


def show_task(row: dict[str, Any]) -> str:
    """`Roadmap.md:12: [x] Chains`, indented by depth."""
    indent = "  " * row["depth"]
    return f"{row['path']}:{row['line']}: {indent}[{row['status']}] {row['text']}"
