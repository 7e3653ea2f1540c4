"""A task as the contract's object, and as a line for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultsync.model.note import Note
from vaultsync.model.statuses import StatusMap
from vaultsync.model.task_rows import task_row

if TYPE_CHECKING:
    from vaultsync.syntax.elements import Task

__all__ = ["show_task", "task_json"]


def task_json(note: Note, task: Task, statuses: StatusMap) -> dict[str, Any]:
    """The task object that scripts build on."""
    row = task_row(note, task, statuses)
    fields = {name: _plain(value) for name, value in row.fields.items()}
    return {**{key: _plain(value) for key, value in row._asdict().items()}, "fields": fields}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def show_task(row: dict[str, Any]) -> str:
    """`Roadmap.md:12: [x] Chains`, indented by depth."""
    indent = "  " * row["depth"]
    return f"{row['path']}:{row['line']}: {indent}[{row['status']}] {row['text']}"
