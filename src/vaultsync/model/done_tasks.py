"""The tasks that were done last, by the done dates that they carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from heapq import nsmallest

from vaultsync.model.entry import NoteEntry, TaskEntry
from vaultsync.model.note import Note
from vaultsync.model.report_history import DoneTask
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap, is_checked
from vaultsync.syntax.elements import Task

__all__ = ["dated_tasks", "done_tasks", "latest"]

# ✅ 2026-11-20 or [completion:: 2026-11-20], with the blanks before it
_DONE_FIELD = re.compile(r"\s*(?:✅\ufe0f?\s*\d{4}-\d\d-\d\d|[\[(]completion::[^\[\]()]*[\])])")


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
    found = (one for note in notes for one in dated_tasks(note, statuses))
    return tuple(task for _, task in latest(found, most))


def dated_tasks(note: Note | NoteEntry, statuses: StatusMap) -> Iterator[tuple[int, DoneTask]]:
    """The ticked tasks of a note with a done date, behind their lines."""
    for task in note.tasks:
        if task.fields and is_checked(task.status, statuses) and (day := _done_on(task)):
            text = _DONE_FIELD.sub("", task.text).strip()
            yield task.line, DoneTask(day.isoformat(), note.path, task.section, text)


def latest(found: Iterable[tuple[int, DoneTask]], most: int = 50) -> list[tuple[int, DoneTask]]:
    """At most so many tasks behind their lines, the newest first; then by place."""
    return nsmallest(most, found, key=_order)


def _order(one: tuple[int, DoneTask]) -> tuple[int, str, int]:
    line, task = one
    return -date.fromisoformat(task.date).toordinal(), task.path, line


def _done_on(task: Task | TaskEntry) -> date | None:
    for name, value, *_ in task.fields:
        if name == "done" and isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                return None
    return None
