"""The tasks that were done last, by the done dates that they carry or by what else is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from heapq import nsmallest

from vaultsync.model.entry import NoteEntry, TaskEntry
from vaultsync.model.note import Note
from vaultsync.model.reporting.past import DoneTask
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap, is_checked
from vaultsync.syntax.elements import Task

__all__ = ["MAX_RECENT", "dated_tasks", "done_tasks", "last_done", "latest", "without_date"]

MAX_RECENT = 50
"""So many tasks are recent at most."""

# ✅ 2026-11-20 or [completion:: 2026-11-20], with the blanks before it
_DONE_FIELD = re.compile(r"\s*(?:✅\ufe0f?\s*\d{4}-\d\d-\d\d|[\[(]completion::[^\[\]()]*[\])])")


def done_tasks(
    notes: Iterable[Note | NoteEntry],
    statuses: StatusMap = DEFAULT_STATUSES,
    most: int = MAX_RECENT,
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
            found = DoneTask(day.isoformat(), note.path, task.section, without_date(task.text))
            yield task.line, found


def latest(
    found: Iterable[tuple[int, DoneTask]], most: int = MAX_RECENT
) -> list[tuple[int, DoneTask]]:
    """At most so many tasks behind their lines, the newest first; then by place."""
    return nsmallest(most, found, key=_order)


def _order(one: tuple[int, DoneTask]) -> tuple[int, str, int]:
    line, task = one
    return -date.fromisoformat(task.date).toordinal(), task.path, line


def last_done(dated: Iterable[DoneTask], others: Iterable[DoneTask]) -> tuple[DoneTask, ...]:
    """Both together, the newest first, each task once: its own date comes before another's.

    >>> dated = [DoneTask("2026-11-20", "a.md", (), "read")]
    >>> others = [DoneTask("2026-11-21", "a.md", (), text) for text in ("read", "write")]
    >>> [(task.date, task.text) for task in last_done(dated, others)]
    [('2026-11-21', 'write'), ('2026-11-20', 'read')]
    """
    known = {(one.path, one.text): one for one in (*others, *dated)}
    newest_first = sorted(known.values(), key=lambda one: one.date, reverse=True)
    return tuple(newest_first[:MAX_RECENT])


def without_date(text: str) -> str:
    """A task's text without the field that says when it was done.

    >>> without_date("read ✅ 2026-11-20 #llm")
    'read #llm'
    """
    return _DONE_FIELD.sub("", text).strip()


def _done_on(task: Task | TaskEntry) -> date | None:
    for name, value, *_ in task.fields:
        if name == "done" and isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                return None
    return None
