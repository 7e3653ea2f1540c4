"""How answers leave: nothing that drives a terminal or a spreadsheet, whatever is in a vault."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.running import right, run, write
from vaultsync.cli.output import clean

CLEAN = {
    "plain": ("- [x] a", "- [x] a"),
    "not-ascii": ("é 日本 😀 e\u0301", "é 日本 😀 e\u0301"),
    "tab": ("a\tb", "a\tb"),
    "newline": ("a\nb", r"a\nb"),
    "crlf": ("a\r\nb", r"a\r\nb"),
    "escape": ("\x1b[31m", r"\x1b[31m"),
    "title": ("\x1b]0;x\x07", r"\x1b]0;x\x07"),
    "c1": ("\x9b31m\x85", r"\x9b31m\x85"),
    "nul": ("a\0b", r"a\x00b"),
    "backspace": ("a\x08b", r"a\x08b"),
    "delete": ("a\x7fb", r"a\x7fb"),
    "line-separators": ("a\u2028b\u2029c", r"a\u2028b\u2029c"),
    "odd-byte": ("caf\udce9", "caf\ufffd"),
    "surrogate": ("\ud800", "\ufffd"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "shown"), CLEAN.values(), ids=CLEAN)
def test_clean(text: str, shown: str) -> None:
    assert clean(text) == shown
    assert clean(shown) == shown


def test_clean_of_any_character_is_printable() -> None:
    for code in (*range(0x300), 0x2028, 0x2029, *range(0xD7FF, 0xE001)):
        shown = clean(chr(code))
        assert shown == "\t" or not re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", shown)


NAME = "x\x1b[31m\x9b1m\x07\x7f\n"
EVIL = "\x1b]0;pwned\x07\x9b31m\x7f\0\x08"
NOTE = f'---\nk{EVIL}: v\nplain: "\\e[31m\\x9b"\n---\n# H{EVIL}\n- [ ] a{EVIL} #t{EVIL} ^id\n'
CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")

TABLES = ["text", "csv", "tsv"]
ANSWERS = {
    "tasks": (["tasks"], TABLES),
    "task-show": (["task", "show", f"{NAME}:6"], ["text"]),
    "outline": (["outline", NAME], TABLES),
    "tags": (["tags"], [*TABLES, "json"]),
    "properties": (["properties"], TABLES),
    "properties-of-one": (["properties", NAME], TABLES),
    "progress": (["progress", "--sections"], TABLES),
    "report": (["report"], ["md", "csv"]),
}


@pytest.fixture
def hostile(here: Path) -> Path:
    """A vault with control characters wherever one may put them."""
    write(here, {f"{NAME}.md": NOTE, "Good.md": "- [ ] good\n"})
    return here


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(
    ("words", "form"),
    [
        pytest.param(words, form, id=f"{name}-{form}")
        for name, (words, forms) in ANSWERS.items()
        for form in forms
    ],
)
def test_no_control_character_reaches_the_terminal(words: list[str], form: str) -> None:
    answer = run(*words, "--format", form)
    assert answer.raw
    assert CONTROL.findall(answer.raw + answer.err.encode()) == []


WITHOUT_FORMAT = {
    "report-stdout": ["report", "--stdout"],
    "done": ["task", "done", f"{NAME}:6"],
    "done-already": ["task", "todo", f"{NAME}:6"],
    "no-task": ["task", "done", f"{NAME}:1"],
    "not-expected": ["task", "done", f"{NAME}:6", "--expect", EVIL],
    "beyond-the-end": ["task", "done", f"{NAME}:99"],
    "no-note": ["outline", f"Nope{NAME}"],
    "no-status": ["task", "status", f"{NAME}:6", "\x1b"],
    "no-line": ["task", "done", NAME],
}


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("words", WITHOUT_FORMAT.values(), ids=WITHOUT_FORMAT)
def test_nor_does_one_in_what_else_is_said(words: list[str]) -> None:
    answer = run(*words)
    assert answer.raw or answer.err
    assert CONTROL.findall(answer.raw + answer.err.encode()) == []


DOCUMENTS = {
    "tasks": ["tasks", "--format", "json"],
    "task-show": ["task", "show", f"{NAME}:6", "--format", "json"],
    "outline": ["outline", NAME, "--format", "json"],
    "properties": ["properties", NAME, "--format", "json"],
    "progress": ["progress", "--format", "json"],
    "report": ["report", "--format", "json"],
    "metadata": ["metadata", NAME],
}


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("words", DOCUMENTS.values(), ids=DOCUMENTS)
def test_json_escapes_control_characters(words: list[str]) -> None:
    answer = run(*words)
    assert answer.code == 0
    assert CONTROL.findall(answer.raw + answer.err.encode()) == []


@pytest.mark.usefixtures("hostile")
def test_a_name_of_two_lines_is_shown_on_one() -> None:
    assert len(right("tasks").lines) == 2
    assert right("tasks").lines[1].startswith(r"x\x1b[31m\x9b1m\x07\x7f\n.md:6: [ ] a\x1b]0;pwned")


def test_odd_bytes_are_shown_as_such(here: Path) -> None:
    write(here, {"caf\udce9.md": b"# \xff\n- [ ] caf\xe9 #t\xe9\n"})
    for form in ("text", "json", "csv", "tsv"):
        answer = run("tasks", "--format", form)
        assert answer.code == 0
        assert "caf\ufffd.md" in answer.out
        assert "\ufffd" in answer.out.replace("caf\ufffd.md", "")


def test_json_is_one_document_with_what_json_can_hold(here: Path) -> None:
    values = "a: .nan\nb: -.inf\nc: 1e400\nd: \U0001f600\ne: 123456789012345678901234567890\n"
    write(here, {"Odd.md": f"---\n{values}---\n"})

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    raw = right("properties", "Odd", "--format", "json").raw
    found = json.loads(raw, parse_constant=refuse)
    assert [one["value"] for one in found][:2] == [None, None]
    assert found[3]["value"] == "\U0001f600"
    assert raw.endswith(b"]\n")


# A spreadsheet runs a cell that starts with one of these.
FORMULAS = {
    "equals": '=HYPERLINK("http://e.x",1)',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-1+cmd|' /C calc'!A0",
    "at": "@SUM(1)",
}


@pytest.mark.parametrize("text", FORMULAS.values(), ids=FORMULAS)
def test_no_cell_of_csv_is_a_formula(text: str, here: Path) -> None:
    folder = text.replace("/", "_")
    key = text.replace("'", "")
    write(here, {f"{folder}/Note.md": f"---\n'{key}': 1\n---\n# {text}\n- [ ] {text}\n"})
    for command in "tasks", "outline", "properties", "progress":
        answer = right(command, "--format", "csv", "--", f"{folder}/Note")
        names, row = csv.reader(io.StringIO(answer.out))
        assert [cell for cell in row if cell.startswith(("=", "+", "-", "@"))] == []
        assert len(names) == len(row)
        assert any(cell in (f"'{text}", f"'{key}", f"'{folder}/Note.md") for cell in row)


@pytest.mark.parametrize("text", FORMULAS.values(), ids=FORMULAS)
def test_tsv_is_for_scripts_and_keeps_what_stands_there(text: str, here: Path) -> None:
    write(here, {"Note.md": f"- [-] {text}\n"})
    answer = right("tasks", "--format", "tsv")
    (row,) = csv.DictReader(io.StringIO(answer.out), delimiter="\t")
    assert (row["status"], row["text"], row["raw"]) == ("-", text, f"- [-] {text}")
