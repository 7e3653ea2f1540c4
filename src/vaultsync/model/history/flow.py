"""What one commit does to the boxes that count: work done and scope changed, told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vaultsync.model.diffing.identity import Identity, identity_of, match_across, match_tasks
from vaultsync.model.entry import NoteEntry, TaskEntry
from vaultsync.model.progress.boxes import boxes_of, counted_by
from vaultsync.model.progress.counts import Counts, Policy
from vaultsync.model.statuses import StatusMap, StatusType
from vaultsync.syntax.task_fields import FieldFormat

__all__ = [
    "NOTHING",
    "Flow",
    "Standing",
    "counts_of",
    "finished",
    "flows",
    "lean",
    "section_counts",
    "standing",
]

_DONE = StatusType.DONE


class Flow(NamedTuple):
    """How counted boxes came, went and changed.

    `finished` were open and are done, `reopened` the other way round. `added` and
    `removed` are scope, `came` and `left` what moved between notes; of each the
    part that was done already. With `N` counted boxes before there are
    `N + added - removed + came - left` after.
    """

    finished: int = 0
    reopened: int = 0
    added: int = 0
    added_done: int = 0
    removed: int = 0
    removed_done: int = 0
    came: int = 0
    came_done: int = 0
    left: int = 0
    left_done: int = 0

    @property
    def work(self) -> int:
        """Boxes finished, less those opened again."""
        return self.finished - self.reopened

    @property
    def growth(self) -> int:
        """How many more boxes there are to be done, work aside."""
        more = (self.added - self.added_done) + (self.came - self.came_done)
        return more - (self.removed - self.removed_done) - (self.left - self.left_done)

    def plus(self, other: Flow) -> Flow:
        """Both together."""
        return Flow(*map(sum, zip(self, other, strict=True)))


NOTHING = Flow()
"""No change."""


class Standing(NamedTuple):
    """The boxes of a note as a policy sees them: `kinds` has None for those that don't count."""

    tasks: tuple[Identity, ...] = ()
    kinds: tuple[StatusType | None, ...] = ()


def lean(entry: NoteEntry, fields: FieldFormat) -> NoteEntry:
    """Of a note what identity and counting need: worth keeping for each content there ever was."""
    tasks = []
    for task in entry.tasks:
        known = identity_of(task, fields)
        own = (("id", known.id),) if known.id else ()
        tasks.append(
            TaskEntry(
                *(0, 0, task.status, known.text, "", 0, None),
                *(task.section, (), task.block_id, own, task.above),
            )
        )
    return NoteEntry(entry.path, tuple(tasks))


def standing(note: NoteEntry, policy: Policy, statuses: StatusMap) -> Standing:
    """The boxes of a `lean` note."""
    boxes = boxes_of(note, statuses)
    kinds: list[StatusType | None] = [None] * len(boxes.tasks)
    for index in counted_by(policy, boxes):
        kinds[index] = boxes.types[index]
    tasks = (task for task in boxes.tasks if isinstance(task, TaskEntry))
    return Standing(tuple(map(_known, tasks)), tuple(kinds))


def counts_of(kinds: Iterable[StatusType | None]) -> Counts:
    """The counts of boxes.

    >>> counts_of([StatusType.DONE, None, StatusType.CANCELLED]).total
    1
    """
    found = list(kinds)
    done, begun = found.count(_DONE), found.count(StatusType.IN_PROGRESS)
    fresh, cancelled = found.count(StatusType.OPEN), found.count(StatusType.CANCELLED)
    total = done + begun + fresh
    return Counts(total=total, done=done, open=fresh, in_progress=begun, cancelled=cancelled)


def section_counts(note: Standing) -> dict[tuple[str, ...], Counts]:
    """The counts of each heading of a note that has boxes, those under it included.

    The keys are the headings from the outermost on; those of one name are one.
    """
    kinds: dict[tuple[str, ...], list[StatusType | None]] = {}
    for task, kind in zip(note.tasks, note.kinds, strict=True):
        for depth in range(1, len(task.section) + 1):
            kinds.setdefault(task.section[:depth], []).append(kind)
    return {section: counts_of(found) for section, found in kinds.items()}


def flows(pairs: Sequence[tuple[Standing, Standing]]) -> list[Flow]:
    """What happened to the boxes of notes, each given before and after; one flow for each pair."""
    found = [NOTHING] * len(pairs)
    gone: list[tuple[int, int]] = []  # (pair, index) of the boxes that are in no note after
    new: list[tuple[int, int]] = []
    for at, (before, after) in enumerate(pairs):
        matched = match_tasks(before.tasks, after.tasks)
        for old_index, new_index in matched:
            if before.kinds[old_index] is not after.kinds[new_index]:
                changed = _changed(before.kinds[old_index], after.kinds[new_index])
                found[at] = found[at].plus(changed)
        olds, news = {pair.old for pair in matched}, {pair.new for pair in matched}
        gone += [(at, index) for index in range(len(before.tasks)) if index not in olds]
        new += [(at, index) for index in range(len(after.tasks)) if index not in news]
    if gone or new:
        _count_the_rest(pairs, gone, new, found)
    return found


def finished(before: Standing, after: Standing) -> list[Identity]:
    """The boxes of one note that were open before and are done after."""
    return [
        after.tasks[new]
        for old, new in match_tasks(before.tasks, after.tasks)
        if _changed(before.kinds[old], after.kinds[new]).finished
    ]


def _count_the_rest(
    pairs: Sequence[tuple[Standing, Standing]],
    gone: Sequence[tuple[int, int]],
    new: Sequence[tuple[int, int]],
    found: list[Flow],
) -> None:
    moved = match_across(
        [pairs[at][0].tasks[index] for at, index in gone],
        [pairs[at][1].tasks[index] for at, index in new],
    )
    target = {pair.old: pair.new for pair in moved}
    for number, (at, index) in enumerate(gone):
        before = pairs[at][0].kinds[index]
        if number not in target:
            found[at] = found[at].plus(_changed(before, None))
            continue
        there, its_index = new[target[number]]
        after = pairs[there][1].kinds[its_index]
        if there != at and _counts(before) and _counts(after):
            was_done = int(before is _DONE)
            found[at] = found[at].plus(Flow(left=1, left_done=was_done))
            found[there] = found[there].plus(Flow(came=1, came_done=was_done))
            found[there] = found[there].plus(_changed(before, after))
        elif there != at:
            found[at] = found[at].plus(_changed(before, None))
            found[there] = found[there].plus(_changed(None, after))
        else:
            found[at] = found[at].plus(_changed(before, after))
    arrived = set(target.values())
    for number, (at, index) in enumerate(new):
        if number not in arrived:
            found[at] = found[at].plus(_changed(None, pairs[at][1].kinds[index]))


def _counts(kind: StatusType | None) -> bool:
    return kind is not None and kind is not StatusType.CANCELLED


def _changed(before: StatusType | None, after: StatusType | None) -> Flow:
    was_done, is_done = int(before is _DONE), int(after is _DONE)
    match _counts(before), _counts(after):
        case True, True:
            return Flow(finished=int(is_done > was_done), reopened=int(was_done > is_done))
        case True, False:
            return Flow(removed=1, removed_done=was_done)
        case False, True:
            return Flow(added=1, added_done=is_done)
        case _:
            return NOTHING


def _known(task: TaskEntry) -> Identity:
    own = next((value for name, value in task.fields if name == "id"), None)
    own = own if isinstance(own, str) else None
    return Identity(own, task.block_id, task.section, task.text, task.status)
