"""The tasks that were done last, by the done dates that they carry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from heapq import nsmallest
from typing import NamedTuple

from vaultsync.model.entry import NoteEntry, TaskEntry
from vaultsync.model.note import Note
from vaultsync.model.report_history import DoneTask
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap, is_checked
from vaultsync.syntax.elements import Task

__all__ = ["done_tasks"]

# ✅ 2026-11-20 or [completion:: 2026-11-20], with the blanks before it
_DONE_FIELD = re.compile(r"\s*(?:✅\ufe0f?\s*\d{4}-\d\d-\d\d|[\[(]completion::[^\[\]()]*[\])])")


class _Found(NamedTuple):
    days_ago: int
    path: str
    line: int
    task: Task | TaskEntry
    day: str


def done_tasks(
    notes: Iterable[Note | NoteEntry], statuses: StatusMap = DEFAULT_STATUSES, most: int = 50
) -> tuple[DoneTask, ...]:
    r"""At most so many ticked tasks with a done date, the newest first; then by place.

    A date that doesn't exist is none.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", "- [x] read ✅ 2026-11-20\n- [x] write\n".encode())
    >>> done_tasks([note])
    (DoneTask(date='2026-11-20', path='a.md', section=(), text='read'),)
    """
    found = (
        _Found(-day.toordinal(), note.path, task.line, task, day.isoformat())
        for note in notes
        for task in note.tasks
        if task.fields and is_checked(task.status, statuses) and (day := _done_on(task))
    )
    newest = nsmallest(most, found, key=lambda one: one[:3])
    return tuple(
        DoneTask(one.day, one.path, one.task.section, _DONE_FIELD.sub("", one.task.text).strip())
        for one in newest
    )


def _done_on(task: Task | TaskEntry) -> date | None:
    for name, value, *_ in task.fields:
        if name == "done" and isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                return None
    return None
