"""Statuses: what the character in a box means."""

import pytest

from vaultsync.model.statuses import DEFAULT_STATUSES, StatusType, is_checked, status_type

OWN = {**DEFAULT_STATUSES, "!": StatusType.DONE, "x": StatusType.NON_TASK}

TYPES = {
    "open": (" ", StatusType.OPEN),
    "done": ("x", StatusType.DONE),
    "done-capital": ("X", StatusType.DONE),
    "in-progress": ("/", StatusType.IN_PROGRESS),
    "cancelled": ("-", StatusType.CANCELLED),
    "unknown": ("?", StatusType.OPEN),
    "unknown-letter": ("d", StatusType.OPEN),
    "no-break-space": ("\xa0", StatusType.OPEN),
}


@pytest.mark.parametrize(("status", "wanted"), TYPES.values(), ids=TYPES)
def test_means(status: str, wanted: StatusType) -> None:
    assert status_type(status, DEFAULT_STATUSES) is wanted
    assert is_checked(status, DEFAULT_STATUSES) is (wanted is StatusType.DONE)


OWN_TYPES = {
    "added": ("!", StatusType.DONE),
    "changed": ("x", StatusType.NON_TASK),
    "kept": ("X", StatusType.DONE),
    "unknown": ("?", StatusType.OPEN),
}


@pytest.mark.parametrize(("status", "wanted"), OWN_TYPES.values(), ids=OWN_TYPES)
def test_means_as_the_map_says(status: str, wanted: StatusType) -> None:
    assert status_type(status, OWN) is wanted
    assert is_checked(status, OWN) is (wanted is StatusType.DONE)


def test_the_default_is_frozen() -> None:
    with pytest.raises(TypeError):
        DEFAULT_STATUSES["x"] = StatusType.OPEN  # type: ignore[index]
