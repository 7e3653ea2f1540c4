"""What the index keeps of a note is what the note says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from vaultsync.model.entry import (
    AliasEntry,
    BlockEntry,
    HeadingEntry,
    LinkEntry,
    NoteEntry,
    ProblemEntry,
    PropertyEntry,
    TagEntry,
    TaskEntry,
    entry_of,
)
from vaultsync.model.entry_parts import PARTS, entry_from, pack, repack, unpack
from vaultsync.model.note import parse_note
from vaultsync.model.progress.counts import Policy
from vaultsync.model.progress.measure import next_task, note_progress
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusType
from vaultsync.text import Span

SAMPLES: dict[str, tuple[str, str, Any]] = {
    "task": (
        "# A\n## B\n- [x] Read #llm 📅 2026-12-01 ^id\n",
        "tasks",
        (
            TaskEntry(
                *(3, 1, "x", "Read #llm 📅 2026-12-01", "- [x] Read #llm 📅 2026-12-01 ^id", 0),
                *(None, ("A", "B"), ("#llm",), "id", (("due", "2026-12-01"),), None),
            ),
        ),
    ),
    "link": (
        "see ![[a/b#c|d]]",
        "links",
        (LinkEntry("wikilink", "a/b", "#c", "d", True, 1, 5, "![[a/b#c|d]]", 4, 16),),
    ),
    "link-of-a-property": (
        '---\nup:\n  - "[[a]]"\n---\n',
        "links",
        (LinkEntry("frontmatter", "a", "", "a", False, 3, 6, "[[a]]", 13, 18, "up.0"),),
    ),
    "headings": (
        "# A\nB\n---\n",
        "headings",
        (HeadingEntry(1, "A", 1, None), HeadingEntry(2, "B", 2, 0)),
    ),
    "tags": (
        "---\ntags: [b, A]\n---\n#a #b #A #b",
        "tags",
        (TagEntry("#b", 3), TagEntry("#A", 2), TagEntry("#a", 1)),
    ),
    "aliases": ("---\naliases: [x, y]\n---\n", "aliases", (AliasEntry("x"), AliasEntry("y"))),
    "properties": (
        "---\na: 1\nb: [x, null, {c: true}]\n---\n",
        "properties",
        (PropertyEntry("a", 1, 2), PropertyEntry("b", ["x", None, {"c": True}], 3)),
    ),
    "blocks": ("a ^x\n\n- b ^y\n", "blocks", (BlockEntry("x", 1), BlockEntry("y", 3))),
    "problems": (
        "a ^x\n\n- 😀 b ^x\n",
        "problems",
        (
            ProblemEntry(
                "duplicate-block-id", "another block has the id ^x, too", *(3, len("- 😀 b ^"))
            ),
        ),
    ),
    "nothing": ("text", "tasks", ()),
}


@pytest.mark.parametrize(("text", "part", "elements"), SAMPLES.values(), ids=SAMPLES)
def test_keeps(text: str, part: str, elements: object) -> None:
    entry = entry_of(parse_note("a.md", text.encode()))
    assert getattr(entry, part) == elements


def test_knows_its_name_and_the_places_of_its_links() -> None:
    entry = entry_of(parse_note("a/RAG.MD", b"x [[b]]"))
    assert (entry.path, entry.name, entry.links[0].span) == ("a/RAG.MD", "RAG", Span(2, 7))


def test_has_a_part_for_all_that_it_keeps() -> None:
    assert NoteEntry._fields == ("path", *PARTS)


@given(st.lists(strategies.raw_notes, max_size=4))
def test_what_is_packed_comes_back(raws: list[bytes]) -> None:
    entries = [entry_of(parse_note("é\udce9/a.md", raw)) for raw in raws]
    parts = unpack(pack(entries))
    assert [entry_from("é\udce9/a.md", parts, i) for i in range(len(raws))] == entries


@given(strategies.raw_notes)
def test_only_what_is_asked_for_is_unpacked(raw: bytes) -> None:
    entry = entry_of(parse_note("a.md", raw))
    some = {part: packed for part, packed in pack([entry]).items() if part in ("tasks", "links")}
    assert entry_from("a.md", unpack(some), 0) == NoteEntry("a.md", entry.tasks, entry.links)


@given(st.lists(strategies.raw_notes, min_size=3, max_size=5))
def test_some_of_what_is_packed_is_packed_anew(raws: list[bytes]) -> None:
    entries = [entry_of(parse_note("a.md", raw)) for raw in raws]
    packed = pack(entries[:2]), pack(entries[2:])
    parts = unpack(repack([(packed[1], [0]), (packed[0], [1, 0])]))
    again = [entry_from("a.md", parts, i) for i in range(3)]
    assert again == [entries[2], entries[1], entries[0]]


@given(strategies.raw_notes)
def test_counts_as_the_note_does(raw: bytes) -> None:
    note = parse_note("a.md", raw)
    entry = entry_of(note)
    statuses = {**DEFAULT_STATUSES, "/": StatusType.NON_TASK}
    for policy in Policy:
        assert note_progress(entry, policy, statuses) == note_progress(note, policy, statuses)
        following, expected = (next_task(one, policy, statuses) for one in (entry, note))
        assert (following and following.line) == (expected and expected.line)
