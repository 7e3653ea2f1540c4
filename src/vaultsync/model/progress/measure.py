"""Progress: how much of a note's tasks is done, by section and by task.

One rule for everything: a sum is the sum of its parts. A section is what stands
in it plus its subsections, a note what stands before its first heading plus its
sections, a vault its notes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.model.entry import HeadingEntry, NoteEntry
from vaultsync.model.note import Note
from vaultsync.model.progress.boxes import Box, Boxes, boxes_of, counted_by
from vaultsync.model.progress.counts import Counts, Policy, Share, summed, tally
from vaultsync.model.progress.items import ItemProgress, Part, items_of, with_linked
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap, StatusType

if TYPE_CHECKING:
    from vaultsync.syntax.elements import Heading

__all__ = [
    "PLAIN",
    "Counts",
    "ItemProgress",
    "Measure",
    "NoteProgress",
    "Policy",
    "Progress",
    "SectionProgress",
    "Stands",
    "count_notes",
    "next_task",
    "note_progress",
    "summed",
    "total",
]

Stands = Mapping[int, Counts]
"""What the boxes on some lines stand for: the counts of the notes that they link to."""

_NOWHERE: Stands = MappingProxyType({})


class Measure(NamedTuple):
    """How progress is measured.

    `share` is what a box in progress adds to the done part of a percentage, from
    0 to 1; `weight` the field that says what a box weighs; `through_links`
    whether boxes and notes stand for the notes that they link to.
    """

    policy: Policy = Policy.LEAF
    statuses: StatusMap = DEFAULT_STATUSES
    share: Share = 0
    weight: str | None = None
    through_links: bool = False


PLAIN = Measure()
"""As progress is measured where nobody says otherwise."""


class SectionProgress(NamedTuple):
    """A heading and what stands below it, `sections` (the headings under it) included."""

    heading: str
    level: int
    line: int
    counts: Counts
    sections: tuple[SectionProgress, ...]


class NoteProgress(NamedTuple):
    """A note's counts, its headings as a tree, and its boxes with boxes under them.

    Where boxes stand for other notes, `linked` are the paths of those that are
    counted here, too, and `own` is what stands in the note itself; else `own` is None.
    """

    path: str
    title: str
    counts: Counts
    sections: tuple[SectionProgress, ...] = ()
    items: tuple[ItemProgress, ...] = ()
    own: Counts | None = None
    linked: tuple[str, ...] = ()


class Progress(NamedTuple):
    """The progress of several notes, counted by one policy.

    `beyond` are notes that weren't asked for, and which boxes of `notes` stand
    for; `cycles` are notes that stand for each other in a circle, each counted alone.
    """

    policy: Policy
    notes: tuple[NoteProgress, ...]
    beyond: tuple[NoteProgress, ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()

    @property
    def total(self) -> Counts:
        """All notes together, each counted once."""
        return total((*self.notes, *self.beyond))


def count_notes(
    notes: Iterable[Note | NoteEntry], measure: Measure, *, parts: bool = True
) -> Progress:
    r"""Count the boxes of notes, each note by itself; without `parts` not by section and item.

    >>> from vaultsync.model.note import parse_note
    >>> notes = [parse_note("a.md", b"- [x] a\n"), parse_note("b.md", b"- [ ] b\n")]
    >>> count_notes(notes, Measure()).total.percent
    50
    """
    policy, statuses, share, weight, _ = measure
    counted = (
        note_progress(one, policy, statuses, share=share, weight=weight, parts=parts)
        for one in notes
    )
    return Progress(policy, tuple(counted))


def note_progress(
    note: Note | NoteEntry,
    policy: Policy = Policy.LEAF,
    statuses: StatusMap = DEFAULT_STATUSES,
    *,
    share: Share = 0,
    weight: str | None = None,
    stands: Stands = _NOWHERE,
    parts: bool = True,
) -> NoteProgress:
    r"""Count the boxes of a note (see `Measure`); without `parts` not by section and item.

    A box that `stands` for notes has these under it, and so doesn't count by
    itself where a box with boxes under it doesn't.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("AI.md", b"# RAG\n- [ ] read\n  - [x] one\n  - [ ] two\n  - [-] three\n")
    >>> progress = note_progress(note)
    >>> progress.counts[:5], progress.counts.percent
    ((2, 1, 1, 0, 1), 50)
    >>> [(item.text, item.counts.total) for item in progress.items]
    [('read', 2)]
    """
    boxes = boxes_of(note, statuses)
    counted = counted_by(policy, boxes)
    stand: dict[int, Counts] = {}
    if stands and policy is not Policy.TOP:
        stand = {i: stands[task.line] for i, task in enumerate(boxes.tasks) if task.line in stands}
        if policy is Policy.LEAF:
            counted = [index for index in counted if index not in stand]
    part = _part(boxes, counted, share, weight)
    whole = with_linked(part(counted), stand.values())
    if not parts:
        return NoteProgress(note.path, note.name, whole)
    own = _by_heading(note.headings, boxes, counted, part, stand)
    items = items_of(boxes, counted, policy, part, stand) if boxes.tasks else ()
    return NoteProgress(note.path, note.name, whole, _sections(note.headings, own), tuple(items))


def total(notes: Iterable[NoteProgress]) -> Counts:
    """All notes together: what stands in each of them."""
    return summed(note.counts if note.own is None else note.own for note in notes)


def next_task(
    note: Note | NoteEntry, policy: Policy = Policy.LEAF, statuses: StatusMap = DEFAULT_STATUSES
) -> Box | None:
    r"""The first box of a note that counts and is yet to be done, begun or not.

    >>> from vaultsync.model.note import parse_note
    >>> task = next_task(parse_note("AI.md", b"- [ ] RAG\n  - [x] read\n  - [/] write\n"))
    >>> task.text if task else None
    'write'
    """
    boxes = boxes_of(note, statuses)
    yet_to_do = (StatusType.OPEN, StatusType.IN_PROGRESS)
    found = (index for index in counted_by(policy, boxes) if boxes.types[index] in yet_to_do)
    return next((boxes.tasks[index] for index in found), None)


def _part(boxes: Boxes, counted: list[int], share: Share, weight: str | None) -> Part:
    """A function that counts the boxes of some indexes."""
    types = boxes.types
    if weight is None:
        return lambda indexes: tally([types[index] for index in indexes], share)
    from vaultsync.model.progress.weights import weights_of

    weights = weights_of(boxes, counted, weight)
    return lambda indexes: tally(
        [types[index] for index in indexes], share, [weights[index] for index in indexes]
    )


def _by_heading(
    headings: Sequence[Heading | HeadingEntry],
    boxes: Boxes,
    counted: list[int],
    part: Part,
    stand: Mapping[int, Counts],
) -> list[Counts]:
    """What stands directly below each heading, subsections left out."""
    if not headings or not boxes.tasks:
        return [part(())] * len(headings)
    # A heading ends every list, so a box and all under it stand in one section.
    starts = [heading.line for heading in headings]
    lines = [boxes.tasks[index].line for index in counted]
    cuts = [*(bisect_left(lines, start) for start in starts), len(lines)]
    own = [part(counted[cut:end]) for cut, end in pairwise(cuts)]
    for index, counts in stand.items():
        above = bisect_left(starts, boxes.tasks[index].line)
        if above:
            own[above - 1] = own[above - 1].plus(counts)
    return own


def _sections(
    headings: Sequence[Heading | HeadingEntry], own: Sequence[Counts]
) -> tuple[SectionProgress, ...]:
    """The headings as a tree by their levels, built from the last one up."""
    open_ends: list[SectionProgress] = []  # the sections still without a heading over them
    for heading, counts in zip(reversed(headings), reversed(own), strict=True):
        inner: list[SectionProgress] = []
        while open_ends and open_ends[-1].level > heading.level:
            inner.append(open_ends.pop())
        whole = summed((counts, *[section.counts for section in inner])) if inner else counts
        open_ends.append(
            SectionProgress(heading.text, heading.level, heading.line, whole, tuple(inner))
        )
    return tuple(reversed(open_ends))
