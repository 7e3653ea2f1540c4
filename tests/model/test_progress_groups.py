"""Progress by folder and by tag."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outline import unarrow
from vaultsync.model.entry import NoteEntry, entry_of
from vaultsync.model.note import parse_note
from vaultsync.model.progress.counts import summed
from vaultsync.model.progress.groups import GroupProgress, by_folder, by_tag
from vaultsync.model.progress.measure import Measure, Policy, count_notes


def entries(notes: dict[str, str]) -> list[NoteEntry]:
    return [entry_of(parse_note(path, unarrow(text).encode())) for path, text in notes.items()]


def outline(groups: Iterable[GroupProgress], depth: int = 0) -> list[str]:
    lines = []
    for group in groups:
        counts = group.counts
        lines.append(f"{'.' * depth}{group.name}: {counts.done}/{counts.total} in {group.notes}")
        lines += outline(group.groups, depth + 1)
    return lines


FOLDERS: dict[str, tuple[dict[str, str], list[str]]] = {
    "none": ({}, []),
    "root": ({"a.md": "- [x] a"}, [": 1/1 in 1"]),
    "nested": (
        {"a.md": "- [x] a", "x/y/b.md": "- [ ] b", "x/c.md": "- [x] c", "z/d.md": ""},
        [": 1/1 in 1", "x: 1/2 in 2", ".x/y: 0/1 in 1", "z: 0/0 in 1"],
    ),
    "only-deep": ({"x/y/b.md": "- [ ] b"}, ["x: 0/1 in 1", ".x/y: 0/1 in 1"]),
}


@pytest.mark.parametrize(("notes", "wanted"), FOLDERS.values(), ids=FOLDERS)
def test_by_folder(notes: dict[str, str], wanted: list[str]) -> None:
    assert outline(by_folder(count_notes(entries(notes), Measure()).notes)) == wanted


TAGS: dict[str, tuple[str, list[str]]] = {
    "none": ("- [ ] a⏎- [x] b", [": 1/2 in 1"]),
    "own": ("- [ ] a #x⏎- [x] b", ["#x: 0/1 in 1", ": 1/1 in 1"]),
    "several": ("- [x] a #x #y", ["#x: 1/1 in 1", "#y: 1/1 in 1"]),
    "nested": ("- [x] a #x/y⏎- [ ] b #x/z", ["#x: 1/2 in 1", ".#x/y: 1/1 in 1", ".#x/z: 0/1 in 1"]),
    "nested-once": (
        "- [x] a #x/y #x/z",
        ["#x: 1/1 in 1", ".#x/y: 1/1 in 1", ".#x/z: 1/1 in 1"],
    ),
    "any-case": ("- [x] a #Ab⏎- [ ] b #aB", ["#Ab: 1/2 in 1"]),
    "of-the-box-over-it": ("- [ ] a #x⏎  - [x] b #y", ["#x: 1/1 in 1", "#y: 1/1 in 1"]),
    "of-the-note": ("---⏎tags: [x]⏎---⏎- [x] a⏎- [ ] b #y", ["#x: 1/2 in 1", "#y: 0/1 in 1"]),
    "of-no-box": ("text #x⏎⏎- [x] a", [": 1/1 in 1"]),
}


@pytest.mark.parametrize(("text", "wanted"), TAGS.values(), ids=TAGS)
def test_by_tag(text: str, wanted: list[str]) -> None:
    assert outline(by_tag(entries({"a.md": text}), Measure())) == wanted


lines = st.lists(
    st.sampled_from(
        ["- [ ] a", "- [x] b #p", "  - [ ] c #q/r", "  - [/] d (2h)", "# H", "text", "- e #p #q"]
    ),
    max_size=12,
).map("\n".join)
paths = st.lists(st.sampled_from(["a", "b", "x/a", "x/y/a", "z/y/x"]), unique=True, max_size=5)
policies = st.sampled_from(Policy)


@given(paths, st.lists(lines, min_size=5, max_size=5), policies, st.booleans())
def test_a_vault_is_its_folders_and_a_folder_its_parts(
    paths: list[str], texts: list[str], policy: Policy, weighed: bool
) -> None:
    notes = entries({f"{path}.md": text for path, text in zip(paths, texts, strict=False)})
    measure = Measure(policy, weight="duration" if weighed else None)
    progress = count_notes(notes, measure)
    groups = by_folder(progress.notes)
    assert summed(one.counts for one in groups) == progress.total
    for one in groups:
        here = [note.counts for note in progress.notes if note.path.rpartition("/")[0] == one.name]
        assert one.counts == summed([*here, *[inner.counts for inner in one.groups]])


@given(lines, policies)
def test_tagged_and_untagged_are_all(text: str, policy: Policy) -> None:
    """By tag a box counts for each of its tags; the boxes of one tag are never more than all."""
    notes = entries({"a.md": text})
    measure = Measure(policy)
    whole = count_notes(notes, measure).total
    groups = {one.name: one.counts for one in by_tag(notes, measure)}
    untagged = groups.pop("", None)
    without = untagged.total if untagged else 0
    assert all(one.total + without <= whole.total for one in groups.values())
    assert sum(one.total for one in groups.values()) + without >= whole.total
