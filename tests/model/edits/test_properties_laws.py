"""What holds for every edit of every property: on generated notes, and on real ones."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from tests.model.edits.test_properties import PLANS
from vaultsync.errors import UneditableError
from vaultsync.model.edits.properties import find_property
from vaultsync.model.edits.property_blocks import same
from vaultsync.model.note import Note, parse_note
from vaultsync.syntax.elements import Property, Value
from vaultsync.text import apply_edits, encode

Question = tuple[str, str, Any]

VALUES: list[Value] = ["text", "a: b # c", "[[Note]]", 5, True, None, ["x", 7, "[[N]]"], []]


def wanted(note: Note, question: Question) -> Any:
    """What the property is to be afterwards, said as simply as possible."""
    verb, key, asked = question
    old = find_property(note, key)
    had: Any = old.value if old else None
    items = had if isinstance(had, list) else [] if had is None else [had]
    match verb:
        case "add":
            return had if any(same(asked, one) for one in items) else [*items, asked]
        case "take" if not any(same(asked, one) for one in items):
            return had
        case "take":
            return [one for one in items if not same(asked, one)]
        case _:
            return asked


def asked_of(note: Note, question: Question) -> list[Any] | None:
    verb, key, asked = question
    try:
        return PLANS[verb](note, key) if verb == "remove" else PLANS[verb](note, key, asked)
    except UneditableError:
        return None


def seen(note: Note, one: Property) -> tuple[str, str, str]:
    return one.key, repr(one.value), one.value_span.of(note.text)


def below(note: Note) -> list[tuple[Any, ...]]:
    """What is in the body, placed from the end of the note."""
    size, sections = len(note.text), note.sections[1:] if note.front_matter else note.sections
    places = [(one.type, one.block_id, *(at - size for at in one.span)) for one in sections]
    links = [(one.raw, one.span.start - size) for one in note.links if not one.key]
    return [*places, *links, *[(one.text, one.status) for one in note.tasks]]


def check(note: Note, question: Question) -> bool:
    """Whether it isn't refused; then it does what is asked and no more, and a second time nothing.

    The body is the same text, all other properties are written as they were, and no
    line but the property's own changes.
    """
    edits = asked_of(note, question)
    if edits is None:
        return False
    verb, key, _ = question
    after = parse_note(note.path, encode(apply_edits(note.text, edits)))
    old, new = find_property(note, key), find_property(after, key)
    name = (old and old.key) or key
    if verb == "remove":
        assert name not in {one.key for one in after.properties}
    elif new is None:
        assert wanted(note, question) is None
    else:
        assert new.key == name
        assert same(new.value, wanted(note, question))
    assert [seen(note, one) for one in note.properties if one.key != name] == [
        seen(after, one) for one in after.properties if one.key != name
    ]
    assert below(after) == below(note)
    if old is not None:
        last = old.span.end + 2
        assert all(old.span.start <= one.span.start and one.span.end <= last for one in edits)
    if verb != "remove" or not any(one.key.lower() == key.lower() for one in after.properties):
        assert asked_of(after, question) == []
    return True


def questions(note: Note) -> Iterator[Question]:
    for key in [*(one.key for one in note.properties), "brand new"]:
        for value in ("a: b # c", 5, ["x", "[[N]]"]):
            yield "set", key, value
        yield "add", key, "x"
    for one in note.properties:
        yield "remove", one.key, None
        yield "set", one.key, one.value
        if isinstance(one.value, list):
            yield from (("take", one.key, item) for item in one.value[:2])


@pytest.fixture(scope="module")
def real(shared: Path) -> list[Note]:
    folders = [shared / "vaults" / "obsidian-help-en", shared / "seeds"]
    paths = [path for folder in folders for path in sorted(folder.rglob("*.md"))]
    notes = [parse_note(path.name, path.read_bytes()) for path in paths]
    short = [note for note in notes if len(note.text) < 20_000]
    assert len(short) > 100
    return short


def test_real_notes_are_edited_as_asked(real: list[Note]) -> None:
    """No ordinary note is refused."""
    for note in real:
        for question in questions(note):
            assert check(note, question), (note.path, question)


KEYS = ["a", "b", "Tags", "tags", "key with blanks", "é", '"q: k"', "'s'", "1", "c", "d"]
PLAIN = ["x", "x y", "a", "b", "5", "1.50", "true", "null", "~", "", "2024-07-21", "it's", "a#b"]
QUOTED = ['"d"', "'s'", "''", '"d\\n\\"e"', '"[[N]]"', "'it''s # b'", '"a\n      b"', "'a, b'"]
FLOWS = [
    *(
        "[]",
        "[ ]",
        "[a]",
        "[a,b]",
        '[a, "b, c", 5]',
        "[[a], b]",
        "[a, # c\n  b]",
        "[\n  a,\n  b,\n]",
    ),
    *(
        "{c: d}",
        "{}",
        "[{c: d}, e]",
        "[it's, 'x']",
        "[[N]]",
        "[[[N]], b]",
        "[&y a, *y]",
        "[a, a, b]",
    ),
]
BELOW = [
    "|\n    l\n    # m",
    ">-\n    f\n\n    g",
    "k: v\n    m: n",
    "- a\n    - b",
    "p\n    q",
    "&x a",
]
ODD = ["*x", "{{t}}", "@me", "a: b", "\tx", "'open", "  - a", "[open", "!tag x", "k: v\n  k: v"]
ENDS = ["", "", "", "", "  ", " # comment", "  # c", "\t"]
ROWS = ["", "# comment", "    # comment", "text"]

_values = st.sampled_from([*PLAIN, *QUOTED, *FLOWS, *BELOW, *PLAIN, *QUOTED, *FLOWS, *ODD])
_items = st.tuples(
    st.just("- "),
    st.sampled_from([*PLAIN, *QUOTED, *FLOWS, *BELOW, "&x b", "*x"]),
    st.sampled_from(ENDS),
).map("".join)


def _list(indent: str, end: str, rows: list[str]) -> str:
    return f"{end}\n" + "\n".join(f"{indent}{row}" if row[:1] == "-" else row for row in rows)


_lists = st.builds(
    _list,
    st.sampled_from(["", "  ", "  ", "    "]),
    st.sampled_from(ENDS),
    st.lists(st.one_of(_items, _items, _items, st.sampled_from(ROWS[:3])), min_size=1, max_size=4),
)
_entries = st.tuples(
    st.sampled_from(KEYS),
    st.sampled_from([": ", ": ", ":  ", " : ", ":\t"]),
    st.one_of(st.tuples(_values, st.sampled_from(ENDS)).map("".join), _lists, _lists),
)
_blocks = st.builds(
    lambda entries, rows: "\n".join([*map("".join, entries), *rows]),
    st.lists(_entries, max_size=3, unique_by=lambda entry: entry[0]),
    st.lists(st.sampled_from(ROWS), max_size=1),
)
_bodies = st.sampled_from(
    ["", "# A\n", "---\n- [ ] a\n", "x\n---\n", "\n\ntext", "%% a\n%%\n[[N]]"]
)


def _note(block: str, body: str, newline: str) -> Note:
    text = f"---\n{block}\n---\n{body}"
    return parse_note("note.md", text.replace("\n", newline).encode())


block_notes = st.builds(_note, _blocks, _bodies, st.sampled_from(["\n", "\n", "\r\n", "\r"]))
values = st.one_of(
    st.sampled_from(VALUES),
    st.text(max_size=8),
    st.integers(-9, 9),
    st.floats(),
    st.lists(st.sampled_from(["a", "b", "c", 5, "[[N]]", None]), max_size=4),
)


def questions_about(note: Note) -> st.SearchStrategy[Question]:
    keys = st.sampled_from([*(one.key for one in note.properties), "tags", "new: key"])
    items = st.sampled_from(["a", "b", 5, "x, y", None])
    return st.one_of(
        st.tuples(st.just("set"), keys, values),
        st.tuples(st.sampled_from(["add", "take"]), keys, items),
        st.tuples(st.just("remove"), keys, st.none()),
    )


@given(block_notes, st.data())
def test_generated_blocks_are_edited_as_asked_or_refused(note: Note, data: st.DataObject) -> None:
    question = data.draw(questions_about(note))
    check(note, question)


@given(strategies.raw_notes, st.sampled_from(["tags", "up", "new"]), values)
@example(b"---\r\rx", "new", "a")
@example(b"--- \n\n---\nx", "new", "a")
def test_any_note_is_edited_as_asked_or_refused(raw: bytes, key: str, value: Value) -> None:
    note = parse_note("note.md", raw)
    edits: list[Callable[[], bool]] = [
        lambda: check(note, ("set", key, value)),
        lambda: check(note, ("remove", key, None)),
        lambda: check(note, ("add", key, "x")),
    ]
    for one in edits:
        one()
