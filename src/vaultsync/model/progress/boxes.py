"""The boxes of a note as a forest: what each means, and the box it stands under."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, assert_never

from vaultsync.model.entry import NoteEntry, boxes_above
from vaultsync.model.note import Note
from vaultsync.model.progress.counts import Policy
from vaultsync.model.statuses import StatusMap, StatusType

__all__ = ["Box", "Boxes", "boxes_of", "counted_by"]


class Box(Protocol):
    """A task: an element of a note, or an entry of the index."""

    @property
    def line(self) -> int:
        """Its line, from 1."""

    @property
    def status(self) -> str:
        """The character in its box."""

    @property
    def text(self) -> str:
        """Its own text, trimmed."""

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above it, outermost first."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags on its line, each with its `#`."""


class Boxes(NamedTuple):
    """The boxes of a note in its order, as columns: few objects for many boxes.

    `types` is what each status means, `above` the index of the nearest box over
    each (None without one; plain bullets between two boxes don't part them). A
    box stands before all that is under it.
    """

    tasks: list[Box]
    types: list[StatusType]
    above: list[int | None]


def boxes_of(note: Note | NoteEntry, statuses: StatusMap) -> Boxes:
    r"""The boxes of a note; those of type `NON_TASK` are plain bullets here.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.statuses import DEFAULT_STATUSES
    >>> note = parse_note("a.md", b"- [ ] RAG\n  - reading\n    - [x] a paper\n")
    >>> boxes_of(note, DEFAULT_STATUSES).above
    [None, 0]
    """
    tasks: Sequence[Box] = note.tasks
    over = boxes_above(note) if isinstance(note, Note) else [task.above for task in note.tasks]
    types = [statuses.get(task.status, StatusType.OPEN) for task in tasks]
    if StatusType.NON_TASK not in types:
        return Boxes(list(tasks), types, over)
    boxes = Boxes([], [], [])
    nearest: list[int | None] = []  # for each task: the box it is or stands under
    for task, kind, above in zip(tasks, types, over, strict=True):
        box = None if above is None else nearest[above]
        if kind is not StatusType.NON_TASK:
            boxes.tasks.append(task)
            boxes.types.append(kind)
            boxes.above.append(box)
            box = len(boxes.tasks) - 1
        nearest.append(box)
    return boxes


def counted_by(policy: Policy, boxes: Boxes) -> list[int]:
    r"""The indexes of the boxes that the policy counts.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.statuses import DEFAULT_STATUSES
    >>> note = parse_note("a.md", b"- [ ] RAG\n  - [x] read\n- [ ] Chains\n")
    >>> [counted_by(policy, boxes_of(note, DEFAULT_STATUSES)) for policy in Policy]
    [[1, 2], [0, 1, 2], [0, 2]]
    """
    every = range(len(boxes.tasks))
    match policy:
        case Policy.LEAF:
            parents = set(boxes.above)
            return [index for index in every if index not in parents]
        case Policy.ALL:
            return list(every)
        case Policy.TOP:
            return [index for index in every if boxes.above[index] is None]
        case _:
            assert_never(policy)
