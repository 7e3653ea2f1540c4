"""The tasks that were done last: which count, in what order, what is said of them."""

import pytest

from tests.model.test_report import parse
from vaultsync.model.entry import entry_of
from vaultsync.model.history.done_tasks import done_tasks
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusType

FOUND = {
    "none": ("- [x] a", []),
    "emoji": ("- [x] a ✅ 2026-11-20", [("2026-11-20", "a")]),
    "inline-field": ("- [x] a [completion:: 2026-11-20]", [("2026-11-20", "a")]),
    "among-others": (
        "- [x] a 📅 2026-11-21 ✅ 2026-11-20",
        [("2026-11-20", "a 📅 2026-11-21")],
    ),
    "open-again": ("- [ ] a ✅ 2026-11-20", []),
    "given-up": ("- [-] a ✅ 2026-11-20", []),
    "no-such-day": ("- [x] a ✅ 2026-02-30", []),
    "newest-first": (
        "- [x] a ✅ 2026-11-19⏎- [x] b ✅ 2026-11-20⏎- [x] c ✅ 2026-11-20⏎- [x] d ✅ 2025-12-31",
        [("2026-11-20", "b"), ("2026-11-20", "c"), ("2026-11-19", "a"), ("2025-12-31", "d")],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), FOUND.values(), ids=FOUND)
def test_finds(text: str, wanted: list[tuple[str, str]]) -> None:
    note = parse("n.md", text)
    found = done_tasks([note])
    assert [(one.date, one.text) for one in found] == wanted
    assert done_tasks([entry_of(note)]) == found


def test_has_a_limit_and_knows_its_statuses() -> None:
    notes = [parse(f"{name}.md", "# A⏎- [!] a ✅ 2026-11-20") for name in "cab"]
    assert done_tasks(notes) == ()
    found = done_tasks(notes, {**DEFAULT_STATUSES, "!": StatusType.DONE}, most=2)
    assert [(one.path, one.section) for one in found] == [("a.md", ("A",)), ("b.md", ("A",))]
