"""What the character in a box means: open, in progress, done, cancelled, or no task at all."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

__all__ = ["DEFAULT_STATUSES", "StatusMap", "StatusType", "is_checked", "status_type"]


class StatusType(Enum):
    """What a status means for progress; the values are the names used in settings.

    A box of type `NON_TASK` is a list item like any other: it counts nowhere.
    """

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"
    NON_TASK = "non_task"


StatusMap = Mapping[str, StatusType]
"""The type of each known status character; read with `status_type`, never changed."""

DEFAULT_STATUSES: StatusMap = MappingProxyType(
    {
        " ": StatusType.OPEN,
        "x": StatusType.DONE,
        "X": StatusType.DONE,
        "/": StatusType.IN_PROGRESS,
        "-": StatusType.CANCELLED,
    }
)
"""The Tasks plugin's own statuses, and GitHub's `X`."""


def status_type(status: str, statuses: StatusMap = DEFAULT_STATUSES) -> StatusType:
    """The type of a status character; unknown ones are open (Tasks: Unknown is TODO).

    >>> [status_type(status).value for status in "x/-?"]
    ['done', 'in_progress', 'cancelled', 'open']
    """
    return statuses.get(status, StatusType.OPEN)


def is_checked(status: str, statuses: StatusMap = DEFAULT_STATUSES) -> bool:
    """Whether the status means done; a cancelled box isn't (Tasks: isCompleted).

    >>> is_checked("x"), is_checked("-"), is_checked("!", {"!": StatusType.DONE})
    (True, False, True)
    """
    return status_type(status, statuses) is StatusType.DONE
