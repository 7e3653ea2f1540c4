"""Progress of single boxes: what stands under each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from vaultsync.model.progress.boxes import Boxes
from vaultsync.model.progress.counts import Counts, Policy, summed

__all__ = ["ItemProgress", "Part", "items_of", "with_linked"]

Part = Callable[[Sequence[int]], Counts]
"""Counts the boxes of some indexes."""


class ItemProgress(NamedTuple):
    """A box with boxes under it: what the policy counts among those, itself left out."""

    line: int
    text: str
    counts: Counts


def items_of(
    boxes: Boxes, counted: list[int], policy: Policy, part: Part, stand: Mapping[int, Counts]
) -> Iterator[ItemProgress]:
    """The boxes with boxes under them, or with notes: `stand` has what each of those stands for.

    `part` counts the boxes of some indexes. All boxes under one stand right behind it.
    """
    above = boxes.above
    parents = {index for index in above if index is not None} | stand.keys()
    ends = list(range(1, len(above) + 1))
    for index in reversed(range(len(above)) if parents else ()):
        over = above[index]
        if over is not None:
            ends[over] = max(ends[over], ends[index])
    for index in sorted(parents):
        first, end = index + 1, ends[index]
        if policy is Policy.TOP:
            under = [one for one in range(first, end) if above[one] == index]
        else:
            under = counted[bisect_left(counted, first) : bisect_left(counted, end)]
        linked = [counts for one, counts in stand.items() if index <= one < end]
        task = boxes.tasks[index]
        yield ItemProgress(task.line, task.text, with_linked(part(under), linked))


def with_linked(counts: Counts, linked: Collection[Counts]) -> Counts:
    """The counts with those of notes that are stood for."""
    return summed((counts, *linked)) if linked else counts
