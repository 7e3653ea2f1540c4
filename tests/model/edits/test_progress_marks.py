"""Properties of a note that hold its progress, together with all else that it says of it."""

from collections.abc import Callable

import pytest

from tests.outline import note_of, unarrow
from vaultsync.model.changes import NoteChange
from vaultsync.model.edits.progress_marks import mark_progress
from vaultsync.model.guarding.guard import guard
from vaultsync.model.note import Note
from vaultsync.model.progress.measure import Measure, note_progress
from vaultsync.model.progress.property_names import PropertyNames
from vaultsync.text import apply_edits

Variant = Callable[[str], str]
NAMES = PropertyNames()


def marked(note: Note, names: PropertyNames, *, add: bool) -> str:
    marks = mark_progress(note, note_progress(note), Measure(), names, add=add)
    guard(NoteChange(note.path, note.text, tuple(marks.edits)))
    return apply_edits(note.text, marks.edits)


LIST = "- [x] a⏎- [ ] b⏎"
ALL = "progress: 50⏎tasks_done: 1⏎tasks_total: 2⏎"
CHANGES = {
    "none": (f"{LIST}", NAMES, True, f"---⏎{ALL}---⏎{LIST}"),
    "others": (f"---⏎a: 1 # c⏎---⏎{LIST}", NAMES, True, f"---⏎a: 1 # c⏎{ALL}---⏎{LIST}"),
    "stale": (
        f"---⏎progress: 10 # c⏎b: 'x'⏎---⏎{LIST}",
        NAMES,
        False,
        f"---⏎progress: 50 # c⏎b: 'x'⏎---⏎{LIST}",
    ),
    "stale-and-added": (
        f"---⏎progress: 10⏎b: 'x'⏎---⏎{LIST}",
        NAMES,
        True,
        f"---⏎progress: 50⏎b: 'x'⏎tasks_done: 1⏎tasks_total: 2⏎---⏎{LIST}",
    ),
    "any-case": (f"---⏎Progress: 10⏎---⏎{LIST}", NAMES, False, f"---⏎Progress: 50⏎---⏎{LIST}"),
    "own-names": (f"{LIST}", PropertyNames("p", "", "n"), True, f"---⏎p: 50⏎n: 2⏎---⏎{LIST}"),
    "no-boxes-any-more": (
        "---⏎progress: 50⏎tasks_total: 2⏎---⏎text⏎",
        NAMES,
        True,
        "---⏎progress:⏎tasks_total: 0⏎---⏎text⏎",
    ),
    "all-at-once": (
        "---⏎progress: 0⏎---⏎# A [/]⏎- [x] a⏎# Log⏎A: [ ] Todo [ ] Done⏎",
        NAMES,
        False,
        "---⏎progress: 100⏎---⏎# A [1/1]⏎- [x] a⏎# Log⏎A: [ ] Todo [x] Done⏎",
    ),
}


@pytest.mark.parametrize(("before", "names", "add", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(
    before: str, names: PropertyNames, add: bool, after: str, variant: Variant
) -> None:
    text = marked(note_of(variant(unarrow(before))), names, add=add)
    assert text == variant(unarrow(after))
    assert marked(note_of(text), names, add=add) == text


LEAVES_ALONE = {
    "right": (f"---⏎{ALL}---⏎{LIST}", True),
    "quoted-otherwise": (f'---⏎a: "x"⏎progress: 50⏎---⏎{LIST}', False),
    "not-asked-for": (LIST, False),
    "no-boxes": ("text⏎", True),
    "only-cancelled": ("- [-] a⏎", True),
}


@pytest.mark.parametrize(("text", "add"), LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_leaves_alone(text: str, add: bool, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    assert mark_progress(note, note_progress(note), Measure(), NAMES, add=add) == ([], [])
