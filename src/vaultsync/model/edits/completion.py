"""Completing a task and opening it again: its box, and the dates that tell when."""

from __future__ import annotations

from datetime import date

from vaultsync.model.edits.fields import remove_fields, set_field
from vaultsync.model.note import Note
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap, StatusType, status_type
from vaultsync.syntax.elements import Task
from vaultsync.syntax.task_edits import set_status
from vaultsync.syntax.task_fields import FieldFormat
from vaultsync.text import Edit

__all__ = ["complete", "reopen", "still_open"]


def complete(
    note: Note,
    task: Task,
    *,
    status: str = "x",
    on: date | None,
    fmt: FieldFormat,
    statuses: StatusMap = DEFAULT_STATUSES,
) -> list[Edit]:
    r"""Tick a task's box and write the day of its completion; without `on` no day.

    A task that was done keeps the day it has; the stale one of an open task is
    replaced. A recurring task is only ticked: the Tasks plugin makes its next
    occurrence. Raises `ValueError` for no status, `UneditableError` where the
    date would not be read.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.text import apply_edits
    >>> note = parse_note("a.md", b"- [ ] Chains ^c1\r\n")
    >>> edits = complete(note, note.tasks[0], on=date(2026, 12, 1), fmt=FieldFormat.EMOJI)
    >>> apply_edits(note.text, edits)
    '- [x] Chains ✅ 2026-12-01 ^c1\r\n'
    """
    ticked = set_status(task, status)
    was_done = status_type(task.status, statuses) is StatusType.DONE
    if on is None or (was_done and task.field("done")):
        return ticked
    return ticked + set_field(note, task, "done", on.isoformat(), fmt)


def still_open(note: Note, task: Task, statuses: StatusMap = DEFAULT_STATUSES) -> list[Task]:
    r"""The boxes under a task, at any depth, that are open or in progress.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"- [ ] a\n  - [x] b\n    - [/] c\n  - [-] d\n- [ ] e\n")
    >>> [task.text for task in still_open(note, note.tasks[0])]
    ['c']
    """
    yet_to_do = (StatusType.OPEN, StatusType.IN_PROGRESS)
    under = {task.item}
    for index in range(task.item + 1, len(note.list_items)):
        if note.list_items[index].parent not in under:
            break
        under.add(index)
    return [
        one
        for one in note.tasks
        if one.item in under and one != task and status_type(one.status, statuses) in yet_to_do
    ]


def reopen(
    note: Note,
    task: Task,
    *,
    status: str = " ",
    fmt: FieldFormat,
    dates: bool = False,
    statuses: StatusMap = DEFAULT_STATUSES,
) -> list[Edit]:
    r"""Give a task a status that isn't done; with `dates`, take away the day of its completion.

    With `dates`, a task that was cancelled loses that day, too. Raises
    `ValueError` for no status, `UneditableError` for a task whose date is all
    its text.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.text import apply_edits
    >>> note = parse_note("a.md", "- [x] Chains ✅ 2026-12-01 ^c1".encode())
    >>> edits = reopen(note, note.tasks[0], fmt=FieldFormat.EMOJI, dates=True)
    >>> apply_edits(note.text, edits)
    '- [ ] Chains ^c1'
    """
    opened = set_status(task, status)
    if not dates:
        return opened
    was, now = status_type(task.status, statuses), status_type(status, statuses)
    names = {"done"}
    if was is StatusType.CANCELLED and now is not was:
        names.add("cancelled")
    return opened + remove_fields(note, task, names, fmt)
