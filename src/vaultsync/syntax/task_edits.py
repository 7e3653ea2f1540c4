"""The edits on a task. Each gives no edit where there is nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultsync.text import Edit

if TYPE_CHECKING:
    from vaultsync.syntax.elements import Task

__all__ = ["is_status", "set_status"]


def set_status(task: Task, status: str) -> list[Edit]:
    """Put `status` into the task's box: one character changes, or none.

    Raises `ValueError` for what can't stand in a box (see `is_status`).
    """
    if not is_status(status):
        raise ValueError(f"not a status: {status!r}")
    return [] if task.status == status else [Edit(task.status_span, status)]


def is_status(status: str) -> bool:
    r"""Whether `status` may stand in a box: one printable character of at most 16 bits.

    >>> is_status("x"), is_status(" "), is_status("xx"), is_status("\n"), is_status("😀")
    (True, True, False, False, False)
    """
    return len(status) == 1 and status <= "\uffff" and status.isprintable()
