"""A note as a whole: tasks with their surroundings, headings, problems, names, size."""

from collections.abc import Callable

import pytest

from tests.outline import note_of, unarrow
from vaultsync.model.note import MAX_NOTE_BYTES, parse_note
from vaultsync.syntax.elements import Task

Variant = Callable[[str], str]

TASKS = """# A
x
- [ ] one #t 📅 2026-12-01 ^id
\t- plain
\t\t- [x] two [[L]] #u
## B ##
1. [/] three
> [!todo] x
> * [-]  four \t

C
---
- [ ] 1. [>] five
"""


def shown(task: Task) -> tuple:
    return (
        task.line,
        task.column,
        task.status,
        task.text,
        task.depth,
        task.parent_line,
        task.section,
        task.tags,
        task.block_id,
    )


def test_tasks_know_their_surroundings(variant: Variant) -> None:
    note = note_of(variant(TASKS))
    assert [shown(task) for task in note.tasks] == [
        (3, 1, " ", "one #t 📅 2026-12-01", 0, None, ("A",), ("#t",), "id"),
        (5, 3, "x", "two [[L]] #u", 2, 4, ("A",), ("#u",), None),
        (7, 1, "/", "three", 0, None, ("A", "B"), (), None),
        (9, 3, "-", "four", 1, 7, ("A", "B"), (), None),
        (13, 1, " ", "1. [>] five", 0, None, ("A", "C"), (), None),
        (13, 7, ">", "five", 1, 13, ("A", "C"), (), None),
    ]
    assert [task.field("due") for task in note.tasks] == ["2026-12-01", *[None] * 5]
    assert [note.list_items[task.item].task for task in note.tasks] == list(" x/- >")
    assert [note.text[slice(*task.status_span)] for task in note.tasks] == list(" x/- >")
    assert [task.raw for task in note.tasks] == [
        TASKS.split("\n")[task.line - 1] for task in note.tasks
    ]


SECTIONS = {
    "none": ("- [ ] a", [()]),
    "above-only": ("- [ ] a⏎# H⏎- [ ] b", [(), ("H",)]),
    "nested": ("# A⏎## B⏎### C⏎- [ ] a", [("A", "B", "C")]),
    "sisters": ("# A⏎## B⏎## C⏎- [ ] a", [("A", "C")]),
    "up-again": ("# A⏎### B⏎- [ ] a⏎## C⏎- [ ] b⏎# D⏎- [ ] c", [("A", "B"), ("A", "C"), ("D",)]),
    "levels-skipped": ("### A⏎# B⏎#### C⏎- [ ] a", [("B", "C")]),
    "deeper-first": ("## A⏎### B⏎## C⏎# D⏎- [ ] a", [("D",)]),
    "equal-names": ("# A⏎- [ ] a⏎# A⏎- [ ] b", [("A",), ("A",)]),
    "without-text": ("#⏎- [ ] a", [("",)]),
    "not-in-a-quote": ("> # A⏎⏎- [ ] a", [()]),
    "not-in-an-item": ("- # A⏎- [ ] a", [()]),
    "not-in-a-comment": ("%%⏎# A⏎%%⏎- [ ] a", [()]),
    "not-in-code": ("```⏎# A⏎```⏎- [ ] a", [()]),
    "setext": ("A⏎===⏎- [ ] a⏎⏎B⏎---⏎- [ ] b", [("A",), ("A", "B")]),
}


@pytest.mark.parametrize(("text", "sections"), SECTIONS.values(), ids=SECTIONS)
def test_tasks_stand_below_headings(text: str, sections: list, variant: Variant) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert [task.section for task in note.tasks] == sections


HEADINGS = {
    "levels": ("# A⏎## B⏎###### C", [(1, "A", 1), (2, "B", 2), (6, "C", 3)]),
    "closed": (
        "# A #⏎## B ####⏎# C \\#⏎# D#⏎# #",
        [(1, "A", 1), (2, "B", 2), (1, "C \\#", 3), (1, "D#", 4), (1, "", 5)],
    ),
    "source-is-kept": ("# See [[A|b]] `c` #t", [(1, "See [[A|b]] `c` #t", 1)]),
    "indented": ("   #⇥A  ⇥", [(1, "A", 1)]),
    "setext": ("A *b*  ⏎===⏎ B⏎-", [(1, "A *b*", 1), (2, "B", 3)]),
    "with-id": ("# A ^id", [(1, "A ^id", 1)]),
    "at-the-root-only": ("> # A⏎⏎- # B⏎⏎# C", [(1, "C", 5)]),
}


@pytest.mark.parametrize(("text", "headings"), HEADINGS.values(), ids=HEADINGS)
def test_reads_headings(text: str, headings: list, variant: Variant) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert [(one.level, one.text, one.line) for one in note.headings] == headings
    assert [one.text_span.of(note.text) for one in note.headings] == [
        one.text for one in note.headings
    ]
    assert all(one.span.start <= one.text_span.start for one in note.headings)
    assert all(one.text_span.end <= one.span.end for one in note.headings)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("A.md", "A"),
        ("a/b c/A.b.md", "A.b"),
        ("a.md/B.md", "B"),
        ("A.MD", "A"),
        ("A", "A"),
        (".md", ""),
    ],
)
def test_a_note_has_a_name(path: str, name: str) -> None:
    assert parse_note(path, b"").name == name


def test_the_outer_of_two_tasks_on_a_line_is_found() -> None:
    note = note_of("- [ ] - [x] a\n- b\n")
    assert note.task_at(1) == note.tasks[0]
    assert note.task_at(1) != note.tasks[1]
    assert note.task_at(2) is None
    assert note.task_at(3) is None


INVALID = {
    "first-byte": (b"\xff\n- [ ] a\n", 0, 1),
    "behind-characters": ("é\n- [ ] 😀".encode() + b"\xe9\n", 9, 2),
    "crlf": (b"a\r\n- [ ] \xe9\r\n", 9, 2),
    "cr": (b"a\r- [ ] \xe9\r", 8, 2),
    "two-are-one-problem": (b"- [ ] \xe9\xe8\n\xe9", 6, 1),
    "cut-off-at-the-end": (b"- [ ] \xf0\x9f", 6, 1),
}


@pytest.mark.parametrize(("raw", "at", "line"), INVALID.values(), ids=INVALID)
def test_invalid_utf8_is_one_problem_and_all_is_read(raw: bytes, at: int, line: int) -> None:
    note = parse_note("a.md", raw)
    assert len(note.tasks) == 1
    [problem] = note.problems
    assert (problem.code, problem.line) == ("invalid-utf8", line)
    assert problem.span.start == at
    assert "\udc80" <= problem.span.of(note.text) <= "\udcff"


def test_a_note_that_is_too_large_is_opaque() -> None:
    raw = b"- [ ] a\n" * (MAX_NOTE_BYTES // 8 + 1)
    note = parse_note("a.md", raw)
    assert [problem.code for problem in note.problems] == ["too-large"]
    assert (note.tasks, note.sections, len(note.text)) == ((), (), len(raw))


def test_an_empty_note_has_nothing() -> None:
    for raw in (b"", b"\n", b"\r\n\r\n", b"  \n\t\n", b"\xef\xbb\xbf"):
        note = parse_note("a.md", raw)
        assert note == parse_note("a.md", b"")._replace(text=raw.decode())
