"""`vaultsync task edit` and `task field`: the text and the fields of one task."""

from pathlib import Path

import pytest

from tests.cli.running import misuse, refusal, right, run, stamps, write

D = "2026-12-01"
NOTE = f"# A\r\n- [ ] one 🔼 ⛔ a,b ^id\r\n- [x] two  [due:: {D}]  \r\n- three\r\n- [ ] 📅 {D}\r\n"


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, {"Note.md": NOTE})
    return here


def line_of(root: Path, number: int) -> str:
    return (root / "Note.md").read_bytes().decode().split("\r\n")[number - 1]


CHANGES = {
    "set": (2, ["due", D], f"- [ ] one 🔼 ⛔ a,b 📅 {D} ^id"),
    "set-existing": (2, ["priority", "highest"], "- [ ] one 🔺 ⛔ a,b ^id"),
    "set-inline": (3, ["id", "x1"], f"- [x] two  [due:: {D}]  [id:: x1]  "),
    "set-rule": (3, ["recurrence", "every 2 weeks"], None),
    "remove": (2, ["priority", "--remove"], "- [ ] one ⛔ a,b ^id"),
    "remove-inline": (3, ["due", "--remove"], "- [x] two  "),
}


@pytest.mark.parametrize(("line", "words", "after"), CHANGES.values(), ids=CHANGES)
def test_field_changes(line: int, words: list[str], after: str | None, root: Path) -> None:
    answer = right("task", "field", f"Note:{line}", *words)
    wanted = after or f"- [x] two  [due:: {D}]  [repeat:: {words[1]}]  "
    assert line_of(root, line) == wanted
    assert answer.lines[0].startswith(f"Note.md:{line}: [")
    once = stamps(root)
    assert right("task", "field", f"Note:{line}", *words).out.endswith("(nothing to do)\n")
    assert stamps(root) == once


def test_set_and_removed_the_bytes_are_back(root: Path) -> None:
    for line in (2, 3):
        right("task", "field", f"Note:{line}", "start", D)
        assert (root / "Note.md").read_bytes() != NOTE.encode()
        right("task", "field", f"Note:{line}", "start", "--remove")
        assert (root / "Note.md").read_bytes() == NOTE.encode()


def test_field_prints_the_value(root: Path) -> None:
    before = stamps(root)
    assert right("task", "field", "Note:3", "due").out == f"{D}\n"
    assert right("task", "field", "Note:2", "depends_on").out == "a,b\n"
    assert right("task", "field", "Note:2", "depends_on", "--format", "json").json == ["a", "b"]
    assert right("task", "field", "Note:2", "priority", "--format", "json").json == "medium"
    assert refusal("task", "field", "Note:2", "due", code=1) == "Note.md:2: the task has no due"
    assert stamps(root) == before


def test_field_takes_the_form_of_the_plugins_settings(root: Path) -> None:
    settings = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
    write(root, {settings: '{"taskFormat": "dataview"}'})
    right("task", "field", "Note:2", "due", D)
    assert line_of(root, 2) == f"- [ ] one 🔼 ⛔ a,b [due:: {D}] ^id"


def test_field_shows_the_task_as_it_is_now() -> None:
    row = right("task", "field", "Note:2", "due", D, "--format", "json").json
    assert row["fields"] == {"priority": "medium", "depends_on": ["a", "b"], "due": D}


MISUSED = {
    "name": (["deadline", D], "deadline"),
    "day": (["due", "tomorrow"], "due takes a day such as 2026-12-01, not 'tomorrow'"),
    "priority": (["priority", "urgent"], "priority takes highest, high, medium, low or lowest"),
    "newline": (["id", "a\nb"], "id takes letters, digits, - and _, not 'a\\nb'"),
    "both": (["due", D, "--remove"], "VALUE and --remove exclude each other"),
}


@pytest.mark.parametrize(("words", "says"), MISUSED.values(), ids=MISUSED)
def test_field_refuses(words: list[str], says: str, root: Path) -> None:
    before = stamps(root)
    assert says in misuse("task", "field", "Note:2", *words)
    assert stamps(root) == before


def test_edit_replaces_the_text(root: Path) -> None:
    assert right("task", "edit", "Note:2", "One more").lines == ["Note.md:2: [ ] One more"]
    assert (root / "Note.md").read_bytes() == NOTE.replace("one 🔼 ⛔ a,b", "One more").encode()
    once = stamps(root)
    assert "nothing to do" in right("task", "edit", "Note:2", "One more").out
    assert stamps(root) == once


def test_edit_gives_back_what_it_took(root: Path) -> None:
    text = right("task", "show", "Note:2", "--format", "json").json["text"]
    row = right("task", "edit", "Note:2", "new #t", "--format", "json").json
    assert (row["text"], row["tags"], row["fields"], row["block_id"]) == (
        "new #t",
        ["#t"],
        {},
        "id",
    )
    right("task", "edit", "Note:2", text)
    assert (root / "Note.md").read_bytes() == NOTE.encode()


NO_TEXT = {"empty": "", "blanks": " a", "newline": "a\nb", "escape": "a\x1b", "byte": "a\udce9"}


@pytest.mark.parametrize("text", NO_TEXT.values(), ids=NO_TEXT)
def test_edit_refuses_what_is_no_text(text: str, root: Path) -> None:
    before = stamps(root)
    assert "task" in misuse("task", "edit", "Note:2", text)
    assert stamps(root) == before


@pytest.mark.parametrize("text", ["1. x", "a ^abc", "* b"])
def test_edit_refuses_what_would_be_read_otherwise(text: str, root: Path) -> None:
    before = stamps(root)
    said = refusal("task", "edit", "Note:3", text, code=1)
    assert said.startswith("Note.md:3: ")
    assert said.endswith("; nothing written")
    assert stamps(root) == before


VERBS = {
    "edit": ["edit", "{}", "new"],
    "set": ["field", "{}", "start", D],
    "remove": ["field", "{}", "due", "--remove"],
}


@pytest.mark.parametrize("words", VERBS.values(), ids=VERBS)
def test_what_all_share(words: list[str], root: Path) -> None:
    spoken = ["task", *(word.format("Note:3") for word in words)]
    before = stamps(root)
    assert right(*spoken, "--dry-run").out.startswith("--- a/Note.md\n+++ b/Note.md\n")
    said = refusal(*spoken, "--expect", "three", code=1)
    assert said.startswith("Note.md:3: the task is 'two  [due:: 2026-12-01]', not 'three'")
    nowhere = ["task", *(word.format("Note:4") for word in words)]
    assert "no task on this line" in refusal(*nowhere, code=1)
    assert stamps(root) == before
    write(root, {"Note.md": NOTE.encode().replace(b"# A", b"# caf\xe9")})
    assert "not valid UTF-8" in refusal(*spoken, code=1)
    assert run(*spoken, "--bytes").code == 0
    assert (root / "Note.md").read_bytes().startswith(b"# caf\xe9\r\n")


def test_field_refuses_to_leave_no_task(root: Path) -> None:
    before = stamps(root)
    said = refusal("task", "field", "Note:5", "due", "--remove", code=1)
    assert said.startswith("Note.md:5: ")
    assert stamps(root) == before
