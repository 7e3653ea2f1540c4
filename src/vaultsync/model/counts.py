"""Counts of boxes by what they mean, their sums, and the policies by which they count."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from vaultsync.model.statuses import StatusType

__all__ = ["ONE", "Counts", "Policy", "summed"]


class Policy(Enum):
    """Which boxes count. "Under" looks through plain bullets.

    `LEAF`: those without boxes under them, so that a box with some is their sum,
    whatever its own status; `ALL`: every box; `TOP`: those under no other box.
    """

    LEAF = "leaf"
    ALL = "all"
    TOP = "top"


class Counts(NamedTuple):
    """Boxes by what they mean: always `total == done + open + in_progress`.

    So `open` is what nobody has begun, and cancelled boxes are in no total.
    """

    total: int = 0
    done: int = 0
    open: int = 0
    in_progress: int = 0
    cancelled: int = 0

    @property
    def percent(self) -> int | None:
        """The done part of the total, what is in progress counting as open; None without tasks.

        Rounded down, but at least 1 once anything is done; so 100 means all.

        >>> Counts(8, done=5, open=3).percent, Counts(1000, done=1, open=999).percent
        (62, 1)
        """
        if not self.total:
            return None
        return max(100 * self.done // self.total, min(self.done, 1))

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(
            self.total + other.total,
            self.done + other.done,
            self.open + other.open,
            self.in_progress + other.in_progress,
            self.cancelled + other.cancelled,
        )


ONE = {
    StatusType.OPEN: Counts(1, open=1),
    StatusType.IN_PROGRESS: Counts(1, in_progress=1),
    StatusType.DONE: Counts(1, done=1),
    StatusType.CANCELLED: Counts(cancelled=1),
}
"""What one box counts as."""


def summed(parts: Iterable[Counts]) -> Counts:
    """The sum of all parts; nothing counted without any.

    >>> summed([Counts(1, done=1), Counts(2, open=2)])
    Counts(total=3, done=1, open=2, in_progress=0, cancelled=0)
    """
    total = done = open_ = in_progress = cancelled = 0
    for part in parts:  # no zip(*parts): that makes an object of each of 100,000 parts
        total += part.total
        done += part.done
        open_ += part.open
        in_progress += part.in_progress
        cancelled += part.cancelled
    return Counts(total, done, open_, in_progress, cancelled)
