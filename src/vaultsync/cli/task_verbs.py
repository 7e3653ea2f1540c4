"""The group `task` with all its verbs, which live in several modules."""

from __future__ import annotations

from vaultsync.cli import task_fields, task_lines
from vaultsync.cli.editing import task

__all__ = ["task", "task_fields", "task_lines"]
