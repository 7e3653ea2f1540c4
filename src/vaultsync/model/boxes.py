"""The boxes of a note as a forest: what each means, and the box it stands under."""

from __future__ import annotations

from typing import NamedTuple

from vaultsync.model.note import Note
from vaultsync.model.statuses import StatusMap, StatusType, status_type
from vaultsync.syntax.elements import Task

__all__ = ["Boxes", "boxes_of"]


class Boxes(NamedTuple):
    """The boxes of a note in its order, as columns: few objects for many boxes.

    `types` is what each status means, `above` the index of the nearest box over
    each (None without one; plain bullets between two boxes don't part them). A
    box stands before all that is under it.
    """

    tasks: list[Task]
    types: list[StatusType]
    above: list[int | None]


def boxes_of(note: Note, statuses: StatusMap) -> Boxes:
    r"""The boxes of a note; those of type `NON_TASK` are plain bullets here.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.statuses import DEFAULT_STATUSES
    >>> note = parse_note("a.md", b"- [ ] RAG\n  - reading\n    - [x] a paper\n")
    >>> boxes_of(note, DEFAULT_STATUSES).above
    [None, 0]
    """
    boxes = Boxes([], [], [])
    tasks = iter(note.tasks)
    task = next(tasks, None)
    nearest: list[int | None] = []  # for each list item: the box it is or stands under
    for index, item in enumerate(note.list_items):
        box = None if item.parent is None else nearest[item.parent]
        if task and task.item == index:
            kind = status_type(task.status, statuses)
            if kind is not StatusType.NON_TASK:
                boxes.tasks.append(task)
                boxes.types.append(kind)
                boxes.above.append(box)
                box = len(boxes.tasks) - 1
            task = next(tasks, None)
        nearest.append(box)
    return boxes
