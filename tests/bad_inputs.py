"""What is expected of each of the notes in `data/bad_inputs.json`."""

from collections.abc import Callable

from vaultsync.model.note import Note
from vaultsync.text import LineMap, Unit, split_lines

Check = Callable[[Note], None]


def codes(note: Note) -> list[str]:
    return [problem.code for problem in note.problems]


def types(note: Note) -> set[str]:
    return {section.type for section in note.sections}


def elements(note: Note) -> int:
    """How many elements there are that could be shown, counted or edited."""
    return sum(
        len(found) for found in (note.headings, note.list_items, note.links, note.tags, note.blocks)
    )


def is_text(note: Note) -> None:
    """Nothing but paragraphs, and nothing odd."""
    assert types(note) == {"paragraph"}
    assert elements(note) == 0
    assert note.problems == ()


def is_empty(note: Note) -> None:
    assert note == Note("note.md", note.text)


def is_invalid_utf8_at(at: int) -> Check:
    def check(note: Note) -> None:
        assert codes(note) == ["invalid-utf8"]
        assert f"byte {at};" in note.problems[0].message
        assert note.problems[0].line == 1

    return check


def is_too_large(note: Note) -> None:
    assert codes(note) == ["too-large"]
    assert elements(note) == 0
    assert note.sections == ()


def is_too_deep(note: Note) -> None:
    assert codes(note) == ["too-deep"]
    assert len(note.list_items) <= 101


def is_one_task(text: str) -> Check:
    def check(note: Note) -> None:
        assert [task.text for task in note.tasks] == [text]
        assert len(split_lines(note.text.removesuffix("\n"))[0]) == 1
        assert note.problems == ()

    return check


def converts_all_offsets(note: Note) -> None:
    """Code points, UTF-8 and UTF-16, forth and back at each character of the line."""
    lines = LineMap(note.text)
    text = note.text.rstrip("\n")
    for offset in range(len(text) + 1):
        before = text[:offset]
        wanted = {
            Unit.CODE_POINTS: offset,
            Unit.UTF8: len(before.encode()),
            Unit.UTF16: len(before.encode("utf-16-le")) // 2,
        }
        for unit, column in wanted.items():
            assert lines.position(offset, unit) == (0, column)
            assert lines.offset(0, column, unit) == offset
    assert [task.text for task in note.tasks] == [text.removeprefix("- [ ] ")]


def has_no_tasks(*sections: str) -> Check:
    def check(note: Note) -> None:
        assert (note.tasks, note.list_items) == ((), ())
        assert types(note) == set(sections)

    return check


def has_tasks_with_dates(note: Note) -> None:
    assert len(note.tasks) == len(note.list_items) == 100_000
    assert all(task.field("due") == "2024-01-01" for task in note.tasks)
    assert [task.line for task in note.tasks] == list(range(1, 100_001))


def has_definitions(note: Note) -> None:
    assert sum(section.type == "definition" for section in note.sections) == 5_000
    assert note.links == ()


def has_footnotes(note: Note) -> None:
    assert len(note.footnotes) == len(note.footnote_refs) == 9_000


def is_a_table(note: Note) -> None:
    assert "table" in types(note)
    assert elements(note) == 0


def is_opaque(line: int) -> Check:
    """The front matter isn't readable, what is odd stands on `line`; the body is read."""

    def check(note: Note) -> None:
        assert codes(note) == ["front-matter-error"]
        assert note.problems[0].line == line
        assert note.front_matter
        assert note.front_matter.values is None
        assert note.properties == ()
        assert [section.type for section in note.sections] == ["yaml", "paragraph"]
        assert note.sections[1].span.of(note.text) == "body"

    return check


def has_values(values: dict[str, str], *problems: str) -> Check:
    def check(note: Note) -> None:
        assert note.front_matter
        assert note.front_matter.values == values
        assert codes(note) == list(problems)

    return check


def has_no_front_matter(note: Note) -> None:
    assert note.front_matter is None
    assert note.properties == ()


def has_a_doubtful_id(note: Note) -> None:
    assert [block.id for block in note.blocks] == ["x", "x"]
    assert codes(note) == ["duplicate-block-id"]
    assert note.problems[0].line == 3


def has_tasks_of_all_kinds(note: Note) -> None:
    assert [task.text for task in note.tasks] == list("abcdef")
    prefixes = [task.raw.partition("[ ]")[0] for task in note.tasks]
    assert prefixes == ["1. ", "2) ", "* ", "+ ", "> - ", "> > - "]


def has_an_impossible_date(note: Note) -> None:
    assert codes(note) == ["impossible-date"]
    assert note.tasks[0].field("due") is None


CHECKS: dict[str, Check] = {
    "A02": is_empty,
    "A05": is_invalid_utf8_at(3),
    "A07": is_invalid_utf8_at(0),
    "A08": is_text,
    "A14": is_one_task("t"),
    "A15": is_text,
    "A16": is_text,
    "A17": is_one_task("a\u2028b\x85c\x0bd\x0ce"),
    "A20": converts_all_offsets,
    "A21": is_too_large,
    **dict.fromkeys(
        ("B02", "B05", "B06", "B15", "B16", "B17", "B18", "B19", "B21", "B22"), is_text
    ),
    **dict.fromkeys(("B10", "B11", "B14", "B28"), is_too_deep),
    "B23": has_tasks_with_dates,
    "B24": has_definitions,
    "B25": has_footnotes,
    "B26": is_a_table,
    "B29": has_no_tasks("code"),
    "B30": has_no_tasks("comment", "code", "math", "html"),
    "C04": is_opaque(103),
    "C05": is_opaque(204),
    "C08": is_opaque(2),
    "C10": is_opaque(2),
    "C11": is_opaque(2),
    "C12": is_opaque(2),
    "C13": is_opaque(2),
    "C14": has_values({"up": "[[Note]]"}, "unquoted-link"),
    "C17": has_values({"country": "no", "online": "on"}),
    "C22": is_opaque(3),
    "C25": is_opaque(3),
    "C31": has_no_front_matter,
    "D02": has_a_doubtful_id,
    "D05": has_tasks_of_all_kinds,
    "D06": has_an_impossible_date,
    "D12": is_text,
}
