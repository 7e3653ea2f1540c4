"""`vaultsync property`: one property shown, set, added to, removed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import misuse, refusal, right, run, stamps, write

Variant = Callable[[str], str]

NOTE = """---
text: word  # kept
number: 1.50
done: false
nothing:
tags:
  - a
  - b # kept
mixed: [a, 1, true]
nested: {a: [1]}
Due: 2026-12-01
---
# A
- [ ] task
"""


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, {"Note.md": NOTE, "Bare.md": "text\n", "Broken.md": "---\na: 1\nb: @c\n---\n"})
    return here


SHOWN = {
    "text": ("text", ["word"], "word"),
    "number": ("number", ["1.5"], 1.5),
    "checkbox": ("done", ["false"], False),
    "nothing": ("nothing", [""], None),
    "list": ("tags", ["a", "b"], ["a", "b"]),
    "mixed-list": ("mixed", ["a", "1", "true"], ["a", 1, True]),
    "properties": ("nested", ['{"a": [1]}'], {"a": [1]}),
    "any-case": ("dUE", ["2026-12-01"], "2026-12-01"),
}


@pytest.mark.parametrize(("name", "lines", "value"), SHOWN.values(), ids=SHOWN)
def test_get(name: str, lines: list[str], value: object) -> None:
    assert right("property", "get", "Note", name).lines == lines
    assert right("property", "get", "Note", name, "--format", "json").json == value


def test_get_of_what_is_not_there() -> None:
    assert refusal("property", "get", "Note", "x", code=1) == "Note.md: no property 'x'"
    assert refusal("property", "get", "Bare", "text", code=1) == "Bare.md: no property 'text'"
    assert refusal("property", "get", "Broken", "a", code=1).startswith("Broken.md:3: front matter")


# The words, the line then, what is said.
SET = {
    "text": (["text", "other words"], "text: other words  # kept", "2: text: other words"),
    "text-stays-text": (["text", "5"], 'text: "5"  # kept', "2: text: 5"),
    "text-to-number": (["text", "5", "--type", "number"], "text: 5  # kept", "2: text: 5"),
    "number": (["number", "2"], "number: 2", "3: number: 2"),
    "number-to-text": (["number", "2", "--type", "text"], 'number: "2"', "3: number: 2"),
    "checkbox": (["done", "True"], "done: true", "4: done: true"),
    "nothing-to-number": (["nothing", "0x10"], "nothing: 16", "5: nothing: 16"),
    "nothing-to-text": (["nothing", "null"], 'nothing: "null"', "5: nothing: null"),
    "nothing-to-checkbox": (["nothing", "true"], "nothing: true", "5: nothing: true"),
    "nothing-to-empty": (["nothing", ""], 'nothing: ""', "5: nothing: "),
    "link": (["nothing", "[[N]]"], 'nothing: "[[N]]"', "5: nothing: [[N]]"),
    "list": (["mixed", "b"], "mixed: [b]", "9: mixed: b"),
    "list-of-several": (["mixed", "2", "x"], "mixed: [2, x]", "9: mixed: 2, x"),
    "list-to-text": (["mixed", "b", "--type", "text"], "mixed: b", "9: mixed: b"),
    "json": (["mixed", '["a", 2]', "--type", "json"], "mixed: [a, 2]", "9: mixed: a, 2"),
    "json-null": (["done", "null", "--type", "json"], "done:", "4: done: "),
    "date": (["due", "2027-01-01"], "Due: 2027-01-01", "11: Due: 2027-01-01"),
    "time": (
        ["due", "2027-01-01T09:30", "--type", "date"],
        "Due: 2027-01-01T09:30",
        "11: Due: 2027-01-01T09:30",
    ),
    "over-properties": (["nested", "x", "--type", "text"], "nested: x", "10: nested: x"),
}


@pytest.mark.parametrize(("words", "line", "said"), SET.values(), ids=SET)
def test_set(words: list[str], line: str, said: str, root: Path, variant: Variant) -> None:
    write(root, {"Note.md": variant(NOTE)})
    assert right("property", "set", "Note", *words).lines == [f"Note.md:{said}"]
    row = int(said.partition(":")[0])
    lines = NOTE.split("\n")
    lines[row - 1] = line
    assert (root / "Note.md").read_bytes() == variant("\n".join(lines)).encode()
    before = stamps(root)
    assert right("property", "set", "Note", *words).lines == [f"Note.md:{said}  (nothing to do)"]
    assert stamps(root) == before


# The command, what is taken from the note, what stands there then.
CHANGES = {
    "set-new": (["set", "new", "5"], "---\n# A", "new: 5\n---\n# A"),
    "set-new-list": (["set", "new", "x", "5"], "---\n# A", "new:\n  - x\n  - 5\n---\n# A"),
    "set-new-list-of-one": (
        ["set", "new", "x", "--type", "list"],
        "---\n# A",
        "new:\n  - x\n---\n# A",
    ),
    "set-tags": (
        ["set", "tags", "b", "2024"],
        "  - a\n  - b # kept\n",
        '  - b # kept\n  - "2024"\n',
    ),
    "add": (["add", "tags", "c", "a", "5"], "# kept\nmixed", '# kept\n  - c\n  - "5"\nmixed'),
    "add-to-mixed": (["add", "mixed", "5", "1"], "true]", "true, 5]"),
    "add-to-text": (["add", "text", "x"], " word  # kept\n", "  # kept\n  - word\n  - x\n"),
    "add-to-nothing": (["add", "nothing", "x"], "nothing:\n", "nothing:\n  - x\n"),
    "add-new": (["add", "new", "x"], "---\n# A", "new:\n  - x\n---\n# A"),
    "remove": (["remove", "TAGS"], "tags:\n  - a\n  - b # kept\n", ""),
    "remove-element": (["remove", "tags", "a", "z"], "  - a\n", ""),
    "remove-elements": (["remove", "mixed", "1", "true"], "a, 1, true", "a"),
    "remove-all-elements": (["remove", "tags", "b", "a"], ":\n  - a\n  - b # kept\n", ": []\n"),
}


@pytest.mark.parametrize(("words", "old", "new"), CHANGES.values(), ids=CHANGES)
def test_changes(words: list[str], old: str, new: str, root: Path, variant: Variant) -> None:
    write(root, {"Note.md": variant(NOTE)})
    verb, *rest = words
    assert right("property", verb, "Note", *rest, "--dry-run").out.startswith("--- a/Note.md\n")
    assert (root / "Note.md").read_bytes() == variant(NOTE).encode()
    right("property", verb, "Note", *rest)
    assert NOTE.count(old) == 1
    assert (root / "Note.md").read_bytes() == variant(NOTE.replace(old, new)).encode()
    assert "nothing to do" in right("property", verb, "Note", *rest).out


def test_what_is_said_of_a_removed_property() -> None:
    assert right("property", "remove", "Note", "text").lines == ["Note.md: no text"]
    assert right("property", "remove", "Note", "x").lines == ["Note.md: no x  (nothing to do)"]
    assert right("property", "remove", "Note", "x", "y").lines == ["Note.md: no x  (nothing to do)"]


def test_a_note_without_properties_gets_a_block(root: Path) -> None:
    right("property", "set", "Bare", "a", "b")
    assert (root / "Bare.md").read_bytes() == b"---\na: b\n---\ntext\n"


MISUSED = {
    "no-number": (["set", "Note", "number", "x"], "'x' is no number"),
    "no-number-empty": (["set", "Note", "number", ""], "'' is no number"),
    "no-checkbox": (["set", "Note", "done", "yes"], "'yes' is neither true nor false"),
    "no-date": (["set", "Note", "a", "2026-13-01", "--type", "date"], "is no date"),
    "date-in-words": (["set", "Note", "a", "20261201", "--type", "date"], "is no date"),
    "no-json": (["set", "Note", "a", "[", "--type", "json"], "is no JSON"),
    "several-texts": (["set", "Note", "a", "x", "y", "--type", "text"], "one VALUE"),
    "properties": (["set", "Note", "nested", "x"], "--type"),
    "no-name": (["set", "Note", "", "x"], "needs a name"),
    "odd-bytes": (["set", "Note", "a", "\udcff"], "isn't valid UTF-8"),
    "odd-bytes-in-a-name": (["set", "Note", "\udcff", "x"], "not valid Unicode"),
    "odd-bytes-in-a-list": (["add", "Note", "tags", "\udcff"], "isn't valid UTF-8"),
    "odd-json": (["set", "Note", "a", '"\\ud800"', "--type", "json"], "not valid Unicode"),
    "no-value": (["set", "Note", "a"], "VALUE"),
}


@pytest.mark.parametrize(("words", "said"), MISUSED.values(), ids=MISUSED)
def test_misused(words: list[str], said: str, root: Path) -> None:
    before = stamps(root)
    assert said in misuse("property", *words)
    assert stamps(root) == before


REFUSED = {
    "broken": (["set", "Broken", "a", "2"], "Broken.md:3: front matter not readable"),
    "broken-remove": (["remove", "Broken", "a"], "Broken.md:3: front matter not readable"),
    "json-object": (["set", "Note", "a", '{"b": 1}', "--type", "json"], "Note.md: 'a': lists and"),
    "add-to-properties": (["add", "Note", "nested", "x"], "Note.md:10: 'nested' holds properties"),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED)
def test_refused(words: list[str], said: str, root: Path) -> None:
    before = stamps(root)
    answer = refusal("property", *words, code=1)
    assert answer.startswith(said)
    assert answer.endswith("nothing written")
    assert stamps(root) == before


def test_bytes_edits_what_is_not_utf_8_and_keeps_it(root: Path) -> None:
    write(root, {"Odd.md": b"---\na: \xff\nb: 1\n---\ncaf\xe9"})
    assert run("property", "set", "Odd", "b", "2").code == 1
    right("property", "set", "Odd", "b", "2", "--bytes")
    assert (root / "Odd.md").read_bytes() == b"---\na: \xff\nb: 2\n---\ncaf\xe9"
