"""Counts of boxes by what they mean, their sums, and the policies by which they count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from vaultsync.model.statuses import StatusType

__all__ = ["COUNTED", "Counts", "Policy", "Share", "Weight", "counts_json", "summed", "tally"]

Share = int | Fraction
"""A part of one box, or of many: exact, so that a sum is the same in any order."""


class Policy(Enum):
    """Which boxes count. "Under" looks through plain bullets.

    `LEAF`: those without boxes under them, so that a box with some is their sum,
    whatever its own status; `ALL`: every box; `TOP`: those under no other box.
    """

    LEAF = "leaf"
    ALL = "all"
    TOP = "top"


class Weight(NamedTuple):
    """What boxes weigh together: all of them, and those that are done.

    `credit` is what those in progress add to the done part; `missing` is how many
    boxes say no weight and weigh 1.
    """

    total: Share = 0
    done: Share = 0
    credit: Share = 0
    missing: int = 0

    @property
    def percent(self) -> int | None:
        """The done part of the weight, rounded as `Counts.percent` is; None where all is 0."""
        return _percent(self.total, self.done, self.credit)

    def plus(self, other: Weight) -> Weight:
        """Both together."""
        return Weight(
            self.total + other.total,
            self.done + other.done,
            self.credit + other.credit,
            self.missing + other.missing,
        )


class Counts(NamedTuple):
    """Boxes by what they mean: always `total == done + open + in_progress`.

    So `open` is what nobody has begun, and cancelled boxes are in no total.
    `credit` is what those in progress add to the done part of the percentage;
    `weight` what all weigh, None where nobody asked.
    """

    total: int = 0
    done: int = 0
    open: int = 0
    in_progress: int = 0
    cancelled: int = 0
    credit: Share = 0
    weight: Weight | None = None

    @property
    def percent(self) -> int | None:
        """The done part of the total, with the credit for what is in progress; None without tasks.

        Rounded down, but at least 1 once anything is done or has credit; so 100
        means that all is done.

        >>> Counts(8, done=5, open=3).percent, Counts(1000, done=1, open=999).percent
        (62, 1)
        >>> Counts(2, in_progress=2, credit=1).percent, Counts(1, in_progress=1, credit=1).percent
        (50, 99)
        """
        return _percent(self.total, self.done, self.credit)

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return summed((self, other))


COUNTED = ("total", "done", "open", "in_progress", "cancelled")
"""The fields of `Counts` that are counts."""


def tally(
    kinds: Sequence[StatusType], share: Share = 0, weights: Sequence[Share | None] | None = None
) -> Counts:
    """Count boxes by their types; one in progress has the credit `share`, from 0 to 1.

    `weights` has the weight of each, None for one that says none: it weighs 1.

    >>> tally([StatusType.DONE, StatusType.OPEN, StatusType.CANCELLED])[:5]
    (2, 1, 1, 0, 1)
    """
    done = kinds.count(StatusType.DONE)
    begun = kinds.count(StatusType.IN_PROGRESS)
    cancelled = kinds.count(StatusType.CANCELLED)
    total = len(kinds) - cancelled
    weight = None if weights is None else _weigh(kinds, share, weights)
    return Counts(
        total, done, total - done - begun, begun, cancelled, share and share * begun, weight
    )


def summed(parts: Iterable[Counts]) -> Counts:
    """The sum of all parts; nothing counted without any.

    >>> summed([Counts(1, done=1), Counts(2, open=2)])[:3]
    (3, 1, 2)
    """
    total = done = open_ = in_progress = cancelled = 0
    credit: Share = 0
    weight: Weight | None = None
    for part in parts:  # no zip(*parts): that makes an object of each of 100,000 parts
        total += part[0]
        done += part[1]
        open_ += part[2]
        in_progress += part[3]
        cancelled += part[4]
        credit += part[5]
        if part[6] is not None:
            weight = part[6] if weight is None else weight.plus(part[6])
    return Counts(total, done, open_, in_progress, cancelled, credit, weight)


def counts_json(counts: Counts) -> dict[str, Any]:
    """The counts as the contract names them; with their weight, if they were weighed.

    >>> counts_json(Counts(2, done=1, open=1))["percent"]
    50
    """
    row: dict[str, Any] = dict(zip(COUNTED, counts, strict=False))
    row["percent"] = counts.percent
    if counts.weight is not None:
        weight = counts.weight
        row["weight"] = {
            "total": _plain(weight.total),
            "done": _plain(weight.done),
            "percent": weight.percent,
            "missing": weight.missing,
        }
    return row


def _weigh(kinds: Sequence[StatusType], share: Share, weights: Sequence[Share | None]) -> Weight:
    total = done = begun = Fraction(0)
    missing = 0
    for kind, said in zip(kinds, weights, strict=True):
        if kind is StatusType.CANCELLED:
            continue
        missing += said is None
        weight = 1 if said is None else said
        total += weight
        if kind is StatusType.DONE:
            done += weight
        elif kind is StatusType.IN_PROGRESS:
            begun += weight
    return Weight(total, done, share * begun, missing)


def _percent(total: Share, done: Share, credit: Share) -> int | None:
    if not total:
        return None
    if done == total:
        return 100
    made = done + credit
    return min(max(int(100 * made // total), 1 if made else 0), 99)


def _plain(weight: Share) -> int | float:
    """A weight as JSON has it: to three places."""
    rounded = round(Fraction(weight), 3)
    return rounded.numerator if rounded.denominator == 1 else float(rounded)
