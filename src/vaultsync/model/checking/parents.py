"""Boxes that say something else than the boxes under them."""

from __future__ import annotations

from collections.abc import Iterator

from vaultsync.model.checking.findings import Finding, finding
from vaultsync.model.entry import NoteEntry
from vaultsync.model.progress.boxes import boxes_of
from vaultsync.model.statuses import StatusMap, StatusType

__all__ = ["check_parents"]

_YET_TO_DO = (StatusType.OPEN, StatusType.IN_PROGRESS)


def check_parents(note: NoteEntry, statuses: StatusMap) -> Iterator[Finding]:
    r"""The done boxes right over an open one, and the open boxes over done ones alone.

    Plain bullets between two boxes don't part them; cancelled boxes say nothing.

    >>> from vaultsync.model.entry import entry_of
    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.statuses import DEFAULT_STATUSES
    >>> note = entry_of(parse_note("a.md", b"- [x] a\n  - [ ] b\n- [ ] c\n  - [x] d\n"))
    >>> [(one.line, one.code) for one in check_parents(note, DEFAULT_STATUSES)]
    [(1, 'open-under-done'), (3, 'done-under-open')]
    """
    if len(note.tasks) < 2:
        return
    columns = {task.line: task.column for task in reversed(note.tasks)}
    tasks, types, over = boxes_of(note, statuses)
    first_open: dict[int, int] = {}  # the box right over it, and its line
    with_done: set[int] = set()
    for index, above in enumerate(over):
        if above is not None:
            if types[index] in _YET_TO_DO:
                first_open.setdefault(above, tasks[index].line)
            elif types[index] is StatusType.DONE:
                with_done.add(above)
    for index in sorted(first_open.keys() | with_done):
        line = tasks[index].line
        place = (note.path, line, columns[line])
        if types[index] is StatusType.DONE and index in first_open:
            message = f"done, but the box under it on line {first_open[index]} is not"
            yield finding(*place, "open-under-done", message)
        elif types[index] in _YET_TO_DO and index not in first_open:
            yield finding(*place, "done-under-open", "open, but all boxes under it are done")
