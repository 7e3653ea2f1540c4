"""Parents that say something else than the boxes under them."""

import pytest

from tests.outline import note_of, unarrow
from vaultsync.model.checking.parents import check_parents
from vaultsync.model.entry import entry_of
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusType

FOUND: dict[str, tuple[str, list[str]]] = {
    "open-child": ("- [x] a⏎  - [ ] b", ["1:1 open-under-done"]),
    "begun-child": ("- [x] a⏎  - [/] b", ["1:1 open-under-done"]),
    "one-of-several": ("- [X] a⏎  - [x] b⏎  - [ ] c", ["1:1 open-under-done"]),
    "through-a-bullet": ("- [x] a⏎  - b⏎    - [ ] c", ["1:1 open-under-done"]),
    "only-the-nearest": ("- [x] a⏎  - [x] b⏎    - [ ] c", ["2:3 open-under-done"]),
    "all-done": ("- [ ] a⏎  - [x] b⏎  - [x] c", ["1:1 done-under-open"]),
    "begun-parent": ("- [/] a⏎  - [x] b", ["1:1 done-under-open"]),
    "done-and-cancelled": ("- [ ] a⏎  - [x] b⏎  - [-] c", ["1:1 done-under-open"]),
    "in-a-quote": ("> - [x] a⏎>   - [ ] b", ["1:3 open-under-done"]),
    "both": (
        "- [x] a⏎  - [ ] b⏎    - [x] c",
        ["1:1 open-under-done", "2:3 done-under-open"],
    ),
    "agree-open": ("- [ ] a⏎  - [x] b⏎  - [ ] c", []),
    "agree-done": ("- [x] a⏎  - [x] b", []),
    "only-cancelled": ("- [ ] a⏎  - [-] b", []),
    "done-over-cancelled": ("- [x] a⏎  - [-] b", []),
    "cancelled-over-open": ("- [-] a⏎  - [ ] b", []),
    "alone": ("- [x] a⏎- [ ] b", []),
    "no-box-over": ("- a⏎  - [x] b", []),
    "no-task": ("- [x] a⏎  - [i] b", []),
}
STATUSES = {**DEFAULT_STATUSES, "i": StatusType.NON_TASK}


@pytest.mark.parametrize(("text", "wanted"), FOUND.values(), ids=FOUND)
def test_finds(text: str, wanted: list[str]) -> None:
    found = check_parents(entry_of(note_of(unarrow(text))), STATUSES)
    assert [f"{one.line}:{one.column} {one.code}" for one in found] == wanted


def test_says_where() -> None:
    note = entry_of(note_of("- [x] a\n  - [x] b\n  - [ ] c\n"))
    (found,) = check_parents(note, DEFAULT_STATUSES)
    assert found.message == "done, but the box under it on line 3 is not"
