"""Progress: how much of a note's tasks is done, by section and by task.

One rule for everything: a sum is the sum of its parts. A section is what stands
in it plus its subsections, a note what stands before its first heading plus its
sections, a vault its notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from vaultsync.model.boxes import Box, Boxes, boxes_of
from vaultsync.model.counts import ONE, Counts, Policy, summed
from vaultsync.model.entry import HeadingEntry, NoteEntry
from vaultsync.model.note import Note
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap, StatusType

if TYPE_CHECKING:
    from vaultsync.syntax.elements import Heading

__all__ = [
    "Counts",
    "ItemProgress",
    "NoteProgress",
    "Policy",
    "Progress",
    "SectionProgress",
    "next_task",
    "note_progress",
    "summed",
    "to_json",
    "total",
]


class SectionProgress(NamedTuple):
    """A heading and what stands below it, `sections` (the headings under it) included."""

    heading: str
    level: int
    line: int
    counts: Counts
    sections: tuple[SectionProgress, ...]


class ItemProgress(NamedTuple):
    """A box with boxes under it: what the policy counts among those, itself left out."""

    line: int
    text: str
    counts: Counts


class NoteProgress(NamedTuple):
    """A note's counts, its headings as a tree, and its boxes with boxes under them."""

    path: str
    title: str
    counts: Counts
    sections: tuple[SectionProgress, ...] = ()
    items: tuple[ItemProgress, ...] = ()


class Progress(NamedTuple):
    """The progress of several notes, counted by one policy."""

    policy: Policy
    notes: tuple[NoteProgress, ...]

    @property
    def total(self) -> Counts:
        """All notes together."""
        return total(self.notes)


def note_progress(
    note: Note | NoteEntry, policy: Policy = Policy.LEAF, statuses: StatusMap = DEFAULT_STATUSES
) -> NoteProgress:
    r"""Count the boxes of a note, in one pass.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("AI.md", b"# RAG\n- [ ] read\n  - [x] one\n  - [ ] two\n  - [-] three\n")
    >>> progress = note_progress(note)
    >>> progress.counts, progress.counts.percent
    (Counts(total=2, done=1, open=1, in_progress=0, cancelled=1), 50)
    >>> [(item.text, item.counts.total) for item in progress.items]
    [('read', 2)]
    """
    boxes = boxes_of(note, statuses)
    weights, under = _weigh(boxes, policy)
    items = [
        ItemProgress(task.line, task.text, counts)
        for task, counts in zip(boxes.tasks, under, strict=True)
        if counts is not None
    ]
    # A heading ends every list, so a box and all under it stand in one section.
    outermost = [index for index, above in enumerate(boxes.above) if above is None]
    lines = [boxes.tasks[index].line for index in outermost]
    counts = [weights[index] for index in outermost]
    sections = _sections(note.headings, _by_heading(note.headings, lines, counts))
    return NoteProgress(note.path, note.name, summed(counts), sections, tuple(items))


def total(notes: Iterable[NoteProgress]) -> Counts:
    """All notes together."""
    return summed(note.counts for note in notes)


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
    parents = set(boxes.above)
    for index, kind in enumerate(boxes.types):
        if kind not in (StatusType.OPEN, StatusType.IN_PROGRESS):
            continue
        left_out = (policy is Policy.LEAF and index in parents) or (
            policy is Policy.TOP and boxes.above[index] is not None
        )
        if not left_out:
            return boxes.tasks[index]
    return None


def to_json(progress: Progress) -> dict[str, Any]:
    """The document that `progress --format json` prints.

    >>> to_json(Progress(Policy.LEAF, ()))["total"]["percent"] is None
    True
    """
    return {
        "policy": progress.policy.value,
        "total": _counts_json(progress.total),
        "notes": [
            {
                "path": note.path,
                "title": note.title,
                **_counts_json(note.counts),
                "sections": _sections_json(note.sections),
                "items": [
                    {"line": item.line, "text": item.text, **_counts_json(item.counts)}
                    for item in note.items
                ],
            }
            for note in progress.notes
        ],
    }


def _weigh(boxes: Boxes, policy: Policy) -> tuple[list[Counts], list[Counts | None]]:
    """What each box adds to the one above it, and what those under it add up to (None without)."""
    weights = [ONE[kind] for kind in boxes.types]
    under: list[Counts | None] = [None] * len(weights)
    for index in reversed(range(len(weights))):
        below = under[index]
        if below is not None:
            weights[index] = _weight(weights[index], below, policy)
        above = boxes.above[index]
        if above is not None:
            sisters = under[above]
            under[above] = weights[index].plus(sisters) if sisters is not None else weights[index]
    return weights, under


def _weight(own: Counts, below: Counts, policy: Policy) -> Counts:
    match policy:
        case Policy.LEAF:
            return below
        case Policy.ALL:
            return own.plus(below)
        case Policy.TOP:
            return own
        case _:
            assert_never(policy)


def _by_heading(
    headings: Sequence[Heading | HeadingEntry], lines: Iterable[int], outermost: Iterable[Counts]
) -> list[Counts]:
    """What stands directly below each heading, subsections left out."""
    own = [Counts()] * len(headings)
    above = 0  # how many headings stand above the line
    for line, counts in zip(lines, outermost, strict=True):
        while above < len(headings) and headings[above].line < line:
            above += 1
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
        whole = summed((counts, *[section.counts for section in inner]))
        open_ends.append(
            SectionProgress(heading.text, heading.level, heading.line, whole, tuple(inner))
        )
    return tuple(reversed(open_ends))


def _counts_json(counts: Counts) -> dict[str, int | None]:
    return {**counts._asdict(), "percent": counts.percent}


def _sections_json(sections: Iterable[SectionProgress]) -> list[dict[str, Any]]:
    return [
        {
            "heading": section.heading,
            "level": section.level,
            "line": section.line,
            **_counts_json(section.counts),
            "sections": _sections_json(section.sections),
        }
        for section in sections
    ]
