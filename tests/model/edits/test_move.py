"""A task carried elsewhere with all under it: how its lines look there, what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from tests.model.edits.test_add import places
from tests.outline import note_of, unarrow
from vaultsync.errors import UneditableError
from vaultsync.model.edits.move import move_between, move_task
from vaultsync.model.note import Note, parse_note
from vaultsync.syntax.elements import Task
from vaultsync.text import Edit, apply_edits, encode

Variant = Callable[[str], str]

# The task to move is the one that says `x`; a number is the index of a task.
CHANGES = {
    "to-the-end": ("- [ ] x⏎- a⏎", {}, "- a⏎- [ ] x⏎"),
    "to-the-start": ("- a⏎- [ ] x⏎", {"first": True}, "- [ ] x⏎- a⏎"),
    "down": ("- [ ] x⏎- [ ] a⏎- b⏎", {"after": 1}, "- [ ] a⏎- [ ] x⏎- b⏎"),
    "up": ("- [ ] a⏎- b⏎- [ ] x⏎", {"after": 0}, "- [ ] a⏎- [ ] x⏎- b⏎"),
    "with-children": (
        "- [ ] x⏎⇥- b⏎⇥⇥- c⏎- [ ] a⏎",
        {"after": 1},
        "- [ ] a⏎- [ ] x⏎⇥- b⏎⇥⇥- c⏎",
    ),
    "out-by-one": ("- [ ] a⏎⇥- [ ] x⏎⇥⇥- b⏎", {"after": 0}, "- [ ] a⏎- [ ] x⏎⇥- b⏎"),
    "out-from-the-middle": (
        "- [ ] a⏎⇥- [ ] x⏎⇥- b⏎",
        {"after": 0},
        "- [ ] a⏎⇥- b⏎- [ ] x⏎",
    ),
    "in-by-one": ("- [ ] a⏎- [ ] x⏎⇥- b⏎", {"child_of": 0}, "- [ ] a⏎⇥- [ ] x⏎⇥⇥- b⏎"),
    "in-as-elsewhere": (
        "- [ ] a⏎  - b⏎- [ ] x⏎",
        {"child_of": 0},
        "- [ ] a⏎  - b⏎  - [ ] x⏎",
    ),
    "with-code": (
        "- [ ] x⏎  ```⏎    - y⏎⏎  ```⏎# H⏎",
        {"under": "H"},
        "# H⏎- [ ] x⏎  ```⏎    - y⏎⏎  ```⏎",
    ),
    "with-lazy-text": ("- [ ] x⏎text⏎- [ ] a⏎", {"after": 1}, "- [ ] a⏎- [ ] x⏎text⏎"),
    "inside-kept": (
        "- [ ] x⏎    - b⏎⇥- c⏎# H⏎- [ ] a⏎",
        {"after": 1},
        "# H⏎- [ ] a⏎- [ ] x⏎    - b⏎⇥- c⏎",
    ),
    "fields-and-block-id": (
        "- [x] x⏎  - [ ] b #t 📅 2026-12-01 ^id⏎- [ ] a⏎",
        {"after": 2},
        "- [ ] a⏎- [x] x⏎  - [ ] b #t 📅 2026-12-01 ^id⏎",
    ),
    "other-marker": ("- [ ] x⏎# H⏎* a⏎", {"under": "H"}, "# H⏎* a⏎* [ ] x⏎"),
    "children-keep-their-marker": (
        "- [ ] x⏎  - b⏎# H⏎* a⏎",
        {"under": "H"},
        "# H⏎* a⏎* [ ] x⏎  - b⏎",
    ),
    "into-numbers": ("- [ ] x⏎# H⏎1. a⏎", {"under": "H"}, "# H⏎1. a⏎2. [ ] x⏎"),
    "into-numbers-with-narrow-children": (
        "- [ ] x⏎  - b⏎# H⏎1. a⏎",
        {"under": "H"},
        "# H⏎1. a⏎2. [ ] x⏎   - b⏎",
    ),
    "number-kept": ("7. [ ] x⏎# H⏎1. a⏎", {"under": "H"}, "# H⏎1. a⏎7. [ ] x⏎"),
    "out-of-numbers": ("1. [ ] x⏎   - b⏎# H⏎- a⏎", {"under": "H"}, "# H⏎- a⏎- [ ] x⏎   - b⏎"),
    "marker-kept-in-a-list-of-its-own": ("* [ ] x⏎# H⏎", {"under": "H"}, "# H⏎* [ ] x⏎"),
    "into-a-quote": (
        "- [ ] x⏎  - b⏎⏎    c⏎# H⏎> - [ ] a⏎",
        {"after": 1},
        "# H⏎> - [ ] a⏎> - [ ] x⏎>   - b⏎>⏎>     c⏎",
    ),
    "out-of-a-quote": (
        "> - [ ] x⏎>   - b⏎>⏎>     c⏎⏎- [ ] a⏎",
        {"after": 1},
        "⏎- [ ] a⏎- [ ] x⏎  - b⏎⏎    c⏎",
    ),
    "out-of-a-callout": (
        "# H⏎> [!todo]⏎> - [ ] x⏎",
        {"under": "H"},
        "# H⏎> [!todo]⏎⏎- [ ] x⏎",
    ),
    "loose": ("- [ ] x⏎⏎- [ ] a⏎⏎- b⏎", {"after": 1}, "⏎- [ ] a⏎⏎- [ ] x⏎⏎- b⏎"),
    "out-of-a-loose-list": (
        "- [ ] a⏎⏎⇥- [ ] x⏎⏎- b⏎",
        {"after": 0},
        "- [ ] a⏎⏎- [ ] x⏎⏎- b⏎",
    ),
    "to-a-path": (
        "# A⏎## W⏎- [ ] x⏎# B⏎## W⏎- a⏎",
        {"under": "B#W"},
        "# A⏎## W⏎# B⏎## W⏎- a⏎- [ ] x⏎",
    ),
    "below-text": ("- [ ] x⏎# H⏎a⏎", {"under": "H"}, "# H⏎a⏎⏎- [ ] x⏎"),
    "two-on-its-line": ("- [ ] x⏎- [ ] a⏎", {"after": 1}, "- [ ] a⏎- [ ] x⏎"),
}


@pytest.mark.parametrize(("before", "place", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(before: str, place: dict[str, Any], after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    task = next(task for task in note.tasks if task.text == "x")
    edits = move_task(note, task, **places(note, place))
    assert apply_edits(note.text, edits) == variant(unarrow(after))


LEAVES_ALONE = {
    "last": ("- a⏎- [ ] x⏎", {}),
    "first": ("- [ ] x⏎- a⏎", {"first": True}),
    "only": ("# H⏎- [ ] x⏎# I⏎", {"under": "H"}),
    "after": ("- [ ] a⏎⇥- b⏎- [ ] x⏎- c⏎", {"after": 0}),
    "child": ("- [ ] a⏎  - b⏎  - [ ] x⏎", {"child_of": 0}),
    "quoted": ("> - [ ] a⏎> - [ ] x⏎", {"after": 0}),
    "marker-of-its-own": ("- [ ] a⏎   - [ ] x⏎", {"child_of": 0}),
}


@pytest.mark.parametrize(("text", "place"), LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_leaves_alone(text: str, place: dict[str, Any], variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    task = next(task for task in note.tasks if task.text == "x")
    assert move_task(note, task, **places(note, place)) == []


REFUSED = {
    "itself": ("- [ ] x⏎", {"after": 0}, "next to itself"),
    "under-itself": ("- [ ] x⏎", {"child_of": 0}, "next to itself"),
    "its-child": ("- [ ] x⏎  - [ ] b⏎", {"after": 1}, "to a place under it"),
    "its-grandchild": ("- [ ] x⏎  - b⏎    - [ ] c⏎", {"child_of": 1}, "to a place under it"),
    "two-on-a-line": ("- [ ] 1. [ ] x⏎- [ ] b⏎", {"after": 2}, "shares its line"),
    "end-of-a-region": (
        "%% vaultsync:begin r %%⏎- [ ] x⏎%% vaultsync:end r %%⏎",
        {},
        "a marker of the region 'r'",
    ),
    "no-heading": ("- [ ] x⏎", {"under": "H"}, "there is no heading"),
    "open-fence": ("- [ ] x⏎# H⏎```⏎", {"under": "H"}, "inside a block of code"),
    "lists-would-join": ("* a⏎- [ ] x⏎* b⏎# H⏎", {"under": "H"}, "would change"),
}


@pytest.mark.parametrize(("text", "place", "says"), REFUSED.values(), ids=REFUSED)
def test_refuses(text: str, place: dict[str, Any], says: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    task = next(task for task in note.tasks if task.text == "x")
    with pytest.raises(UneditableError, match=says):
        move_task(note, task, **places(note, place))


BETWEEN = {
    "end": ("- [ ] x⏎- b⏎", "# H⏎* c⏎", {}, "- b⏎", "# H⏎* c⏎* [ ] x⏎"),
    "heading": ("- a⏎- [ ] x⏎⇥- b⏎", "# H⏎# I⏎", {"under": "H"}, "- a⏎", "# H⏎- [ ] x⏎⇥- b⏎# I⏎"),
    "child": ("- [ ] x⏎", "> - [ ] c⏎", {"child_of": 0}, "", "> - [ ] c⏎> ⇥- [ ] x⏎"),
    "equal-notes": ("- [ ] x⏎", "- [ ] x⏎", {"after": 0}, "", "- [ ] x⏎- [ ] x⏎"),
}


@pytest.mark.parametrize(
    ("source", "target", "place", "left", "after"), BETWEEN.values(), ids=BETWEEN
)
def test_between(
    source: str, target: str, place: dict[str, Any], left: str, after: str, variant: Variant
) -> None:
    note, other = note_of(unarrow(source)), note_of(variant(unarrow(target)))
    task = next(task for task in note.tasks if task.text == "x")
    removal, edits = move_between(note, task, other, **places(other, place))
    assert apply_edits(note.text, removal) == unarrow(left)
    assert apply_edits(other.text, edits) == variant(unarrow(after))


def test_between_refuses_both_or_none() -> None:
    note, other = note_of("* a\n- [ ] x\n* b\n"), note_of("- c\n")
    with pytest.raises(UneditableError, match="in another way"):
        move_between(note, note.tasks[0], other)
    note, other = note_of("- [ ] x\n"), note_of("```\n")
    with pytest.raises(UneditableError, match="block of code"):
        move_between(note, note.tasks[0], other)
    with pytest.raises(ValueError, match="none of this note's"):
        move_between(note, note_of("- [ ] y\n").tasks[0], note_of(""))


@given(strategies.raw_notes, st.data())
@example(b"- [ ] a\n  - [ ] b\n- [ ] c\n\n  d", None)
@example(b"---\n---\n\n> - [ ] a", None)
@example(b"---\n---\n> - [ ] a", None)
@example(b"\n> - [ ] a", None)
def test_laws(raw: bytes, data: Any) -> None:
    """No task is lost or changed, whatever moves where; moved again, it stays."""
    note = parse_note("note.md", raw)
    for task in note.tasks:
        wanted: list[dict[str, Any]] = [{}, {"first": True}]
        wanted += [{name: one} for one in note.tasks for name in ("after", "child_of")]
        wanted += [{"under": one.text} for one in note.headings]
        for place in wanted if data is None else [data.draw(st.sampled_from(wanted))]:
            try:
                edits = move_task(note, task, **place)
            except UneditableError:
                continue
            after = parse_note("note.md", encode(apply_edits(note.text, edits)))
            assert sorted(map(said, after.tasks)) == sorted(map(said, note.tasks))
            assert [one.text for one in after.headings] == [one.text for one in note.headings]
            assert sorted(one.raw for one in after.links) == sorted(one.raw for one in note.links)
            if not place.keys() & {"after", "child_of"}:
                assert not edits or move_task(after, landed(after, edits), **place) == []


def said(task: Task) -> tuple[Any, ...]:
    fields = [(field.name, field.value) for field in task.fields]
    return task.status, task.text, task.tags, task.block_id or "", fields


def landed(after: Note, edits: list[Edit]) -> Task:
    """The task that the first edit has put there; the second cuts it out where it was."""
    into, cut = edits
    gone = cut.span.end - cut.span.start if cut.span.end <= into.span.start else 0
    at = into.span.start - gone
    return next(task for task in after.tasks if task.status_span.start >= at)
