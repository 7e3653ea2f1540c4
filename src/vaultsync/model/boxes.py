"""The boxes of a note as a forest: each box, what it means, and the box it stands under."""

from __future__ import annotations

from typing import NamedTuple

from vaultsync.model.note import Note
from vaultsync.model.statuses import StatusMap, StatusType, status_type
from vaultsync.syntax.elements import Task

__all__ = ["Box", "boxes_of"]


class Box(NamedTuple):
    """A task, the type of its status, and the index of the nearest box above it among the boxes.

    Plain bullets between two boxes don't part them. A box stands before those under it.
    """

    task: Task
    type: StatusType
    above: int | None


def boxes_of(note: Note, statuses: StatusMap) -> list[Box]:
    r"""The boxes of a note in its order; those of type `NON_TASK` are plain bullets here.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.statuses import DEFAULT_STATUSES
    >>> note = parse_note("a.md", b"- [ ] RAG\n  - reading\n    - [x] a paper\n")
    >>> [(box.task.text, box.above) for box in boxes_of(note, DEFAULT_STATUSES)]
    [('RAG', None), ('a paper', 0)]
    """
    boxes: list[Box] = []
    tasks = iter(note.tasks)
    task = next(tasks, None)
    nearest: list[int | None] = []  # for each list item: the box it is or stands under
    for index, item in enumerate(note.list_items):
        box = None if item.parent is None else nearest[item.parent]
        if task and task.item == index:
            kind = status_type(task.status, statuses)
            if kind is not StatusType.NON_TASK:
                boxes.append(Box(task, kind, box))
                box = len(boxes) - 1
            task = next(tasks, None)
        nearest.append(box)
    return boxes
