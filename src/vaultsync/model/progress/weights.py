"""What tasks weigh: a number or a duration in a field of theirs, `[weight:: 3]`, `(6 weeks)`."""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction

from vaultsync.model.planning.durations import DURATION, read_duration
from vaultsync.model.progress.boxes import Boxes
from vaultsync.model.statuses import StatusType

__all__ = ["BARE", "read_weight", "weights_of", "without_marks"]

BARE = "duration"
"""The field whose value may stand without its name, too: `(6 weeks)`."""

_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,6})?")
_CODE = re.compile(r"`[^`]*`")
# [weight:: 3] (duration:: 2h)
_FIELD = re.compile(r"[\[(][ \t]*(?P<key>[^\[\]():]{1,50}?)[ \t]*::(?P<value>[^\[\]()]*)[\])]")
# (6 weeks)
_BARE = re.compile(rf"\([ \t]*(?P<value>{DURATION}(?:,?[ \t]*{DURATION})*)[ \t]*\)", re.IGNORECASE)


def read_weight(text: str, field: str) -> Fraction | None:
    """The weight that a task's text gives in its first `field`; None where it gives none.

    A duration weighs its hours of work. Names of fields are the same in any case,
    as in Dataview. Of `duration`, `(2 weeks)` will do.

    >>> [str(read_weight(text, "duration")) for text in ("a (2h)", "a [duration:: 30 min] (2h)")]
    ['2', '1/2']
    >>> str(read_weight("a [weight:: 2.5]", "Weight")), read_weight("a (2h)", "weight")
    ('5/2', None)
    """
    if "`" in text:
        text = _CODE.sub("", text)
    for match in _FIELD.finditer(text):
        if match["key"].strip().lower() == field.lower():
            return _value(match["value"].strip())
    bare = _BARE.search(text) if field.lower() == BARE else None
    return _value(bare["value"]) if bare else None


def without_marks(text: str) -> str:
    """A task's text without its inline fields and bare durations.

    >>> without_marks("[[RAG]] (6 weeks) [weight:: 3]")
    '[[RAG]]'
    """
    return _BARE.sub("", _FIELD.sub("", text)).strip()


def weights_of(boxes: Boxes, counted: Collection[int], field: str) -> list[Fraction | None]:
    r"""The weight of each box.

    The boxes `counted` share among them what a box over them says that doesn't
    count itself; unless one of them says a weight, for then they speak for
    themselves, and one that says none is left at None.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.progress.boxes import boxes_of
    >>> from vaultsync.model.statuses import DEFAULT_STATUSES
    >>> note = parse_note("a.md", b"- [ ] a (3h)\n  - [x] b\n  - [ ] c\n")
    >>> boxes = boxes_of(note, DEFAULT_STATUSES)
    >>> [str(weight) for weight in weights_of(boxes, [1, 2], "duration")]
    ['3', '3/2', '3/2']
    """
    weights = [read_weight(task.text, field) for task in boxes.tasks]
    under = _under(boxes, counted)
    for index in reversed(range(len(weights))):
        said, below = weights[index], under.get(index, ())
        if said is not None and below and all(weights[one] is None for one in below):
            for one in below:
                weights[one] = said / len(below)
    return weights


def _under(boxes: Boxes, counted: Collection[int]) -> dict[int, list[int]]:
    """For each box that doesn't count the boxes under it that do, cancelled ones left out."""
    above = boxes.above
    leaves = set(counted)
    under: dict[int, list[int]] = {}
    for index in counted:
        if boxes.types[index] is StatusType.CANCELLED:
            continue
        over = above[index]
        while over is not None:
            if over not in leaves:
                under.setdefault(over, []).append(index)
            over = above[over]
    return under


def _value(written: str) -> Fraction | None:
    if _NUMBER.fullmatch(written):
        return Fraction(written.replace(",", "."))
    duration = read_duration(written)
    return duration.hours if duration else None
