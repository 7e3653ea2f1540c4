"""`vaultsync task add|remove|move`: lines that come, go, and change their place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import content, misuse, refusal, right, run, stamps, write

Variant = Callable[[str], str]

NOTE = "---\na:  1\n---\n# A\n- [ ] one\n\t- [x] two ^id\n- [ ] three\n## B\n1. [ ] four\n"
OTHER = "# C\r\n* [ ] five\r\n"


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, {"Note.md": NOTE, "Other.md": OTHER})
    return here


ADDED = {
    "end": ([], "1. [ ] four\n", "1. [ ] four\n2. [ ] new\n", "10: [ ] new"),
    "first": (["--first"], "- [ ] one", "- [ ] new\n- [ ] one", "5: [ ] new"),
    "under": (["--under", "a"], "- [ ] three\n", "- [ ] three\n- [ ] new\n", "8: [ ] new"),
    "under-path": (["--under", "A#B"], "four\n", "four\n2. [ ] new\n", "10: [ ] new"),
    "under-first": (["--under", "B", "--first"], "1.", "1. [ ] new\n1.", "9: [ ] new"),
    "after": (["--after", "Note:5"], "^id\n", "^id\n- [ ] new\n", "7: [ ] new"),
    "child": (["--child-of", "Note:5"], "^id\n", "^id\n\t- [ ] new\n", "7:   [ ] new"),
    "status": (["--status", "/"], "four\n", "four\n2. [/] new\n", "10: [/] new"),
}


@pytest.mark.parametrize(("options", "old", "new", "says"), ADDED.values(), ids=ADDED)
def test_add(
    options: list[str], old: str, new: str, says: str, root: Path, variant: Variant
) -> None:
    write(root, {"Note.md": variant(NOTE)})
    assert right("task", "add", "Note", " new ", *options).lines == [f"Note.md:{says}"]
    after = variant(NOTE.replace(old, new, 1))
    assert (root / "Note.md").read_bytes() == after.encode()


def test_add_twice_is_once(root: Path) -> None:
    right("task", "add", "Note", "new", "--under", "A")
    once = stamps(root)
    again = right("task", "add", "Note", "new", "--under", "A")
    assert again.lines == ["Note.md:8: [ ] new  (nothing to do)"]
    assert right("task", "add", "Note", "new", "--under", "A", "--dry-run").raw == b""
    assert stamps(root) == once


def test_add_as_json_is_the_task() -> None:
    row = right("task", "add", "Note", "new 📅 2026-12-01", "--format", "json").json
    assert row == right("task", "show", "Note:10", "--format", "json").json
    assert row["fields"] == {"due": "2026-12-01"}


def test_add_dry_run_writes_nothing(root: Path) -> None:
    before = stamps(root)
    diff = right("task", "add", "Other", "new", "--dry-run").raw
    assert diff.endswith(b" # C\r\n * [ ] five\r\n+* [ ] new\r\n")
    assert stamps(root) == before


REMOVED = {
    "with-children": ("Note:5", "- [ ] one\n\t- [x] two ^id\n", "5: [ ] one  (removed)"),
    "child": ("Note:6", "\t- [x] two ^id\n", "6:   [x] two  (removed)"),
    "last": ("Note:9", "1. [ ] four\n", "9: [ ] four  (removed)"),
}


@pytest.mark.parametrize(("where", "gone", "says"), REMOVED.values(), ids=REMOVED)
def test_remove(where: str, gone: str, says: str, root: Path) -> None:
    before = stamps(root)
    assert right("task", "remove", where, "--dry-run").out.startswith("--- a/Note.md\n")
    assert stamps(root) == before
    assert right("task", "remove", where).lines == [f"Note.md:{says}"]
    assert (root / "Note.md").read_text() == NOTE.replace(gone, "")


def test_remove_as_json_is_the_task_that_was() -> None:
    was = right("task", "show", "Note:6", "--format", "json").json
    assert right("task", "remove", "Note:6", "--format", "json").json == was


MOVED = {
    "end": (["--to", "Note"], "# A\n- [ ] three\n## B\n1. [ ] four\n2. [ ] one\n\t- [x] two ^id\n"),
    "under": (
        ["--under", "A"],
        "# A\n- [ ] three\n- [ ] one\n\t- [x] two ^id\n## B\n1. [ ] four\n",
    ),
    "after": (
        ["--after", "Note:7"],
        "# A\n- [ ] three\n- [ ] one\n\t- [x] two ^id\n## B\n1. [ ] four\n",
    ),
    "child": (
        ["--child-of", "Note:7"],
        "# A\n- [ ] three\n\t- [ ] one\n\t\t- [x] two ^id\n## B\n1. [ ] four\n",
    ),
}


@pytest.mark.parametrize(("options", "after"), MOVED.values(), ids=MOVED)
def test_move(options: list[str], after: str, root: Path) -> None:
    answer = right("task", "move", "Note:5", *options, "--format", "json").json
    assert (root / "Note.md").read_text() == f"---\na:  1\n---\n{after}"
    assert (answer["text"], answer["path"]) == ("one", "Note.md")
    assert after.split("\n")[answer["line"] - 4] == answer["raw"]


BETWEEN = {
    "to": (["--to", "Other"], "# C\r\n* [ ] five\r\n* [ ] one\r\n\t- [x] two ^id\r\n", 3),
    "to-first": (
        ["--to", "Other", "--under", "C", "--first"],
        "# C\r\n* [ ] one\r\n\t- [x] two ^id\r\n* [ ] five\r\n",
        2,
    ),
    "after-names-the-note": (
        ["--after", "Other:2"],
        "# C\r\n* [ ] five\r\n* [ ] one\r\n\t- [x] two ^id\r\n",
        3,
    ),
    "both": (
        ["--to", "Other.md", "--child-of", "Other:2"],
        "# C\r\n* [ ] five\r\n\t- [ ] one\r\n\t\t- [x] two ^id\r\n",
        3,
    ),
}


@pytest.mark.parametrize(("options", "after", "line"), BETWEEN.values(), ids=BETWEEN)
def test_move_between_notes(options: list[str], after: str, line: int, root: Path) -> None:
    before = content(root)
    diff = right("task", "move", "Note:5", *options, "--dry-run").out
    assert [part for part in diff.split("\n") if part.startswith("---")] == [
        "--- a/Other.md",
        "--- a/Note.md",
    ]
    assert content(root) == before
    said = right("task", "move", "Note:5", *options, "--expect", "one").out
    assert said.startswith(f"Other.md:{line}: ")
    assert (root / "Other.md").read_bytes() == after.encode()
    assert (root / "Note.md").read_text() == NOTE.replace("- [ ] one\n\t- [x] two ^id\n", "")


def test_move_to_where_it_is(root: Path) -> None:
    before = stamps(root)
    said = right("task", "move", "Note:7", "--under", "A").lines
    assert said == ["Note.md:7: [ ] three  (nothing to do)"]
    assert stamps(root) == before


USAGE = {
    "no-note": (["add", "Nope", "x"], 2, "no note 'Nope'"),
    "no-place-note": (["move", "Note:5", "--to", "Nope"], 2, "no note 'Nope'"),
    "no-task": (["add", "Note", "x", "--after", "Note:4"], 1, "Note.md:4: no task on this line"),
    "no-heading": (["add", "Note", "x", "--under", "Z"], 1, "there is no heading 'Z'"),
    "not-expected": (["remove", "Note:5", "--expect", "two"], 1, "the task is 'one'"),
    "move-not-expected": (["move", "Note:5", "--first", "--expect", "two"], 1, "is 'one'"),
    "under-itself": (["move", "Note:5", "--child-of", "Note:6"], 1, "next to itself"),
    "block-id": (["add", "Note", "x ^id"], 1, "would not be read as it should"),
}


@pytest.mark.parametrize(("words", "code", "says"), USAGE.values(), ids=USAGE)
def test_refuses(words: list[str], code: int, says: str, root: Path) -> None:
    before = stamps(root)
    assert says in refusal("task", *words, code=code)
    assert stamps(root) == before


MISUSED = {
    "newline": (["add", "Note", "a\nb"], "one line"),
    "empty": (["add", "Note", " "], "without text"),
    "status": (["add", "Note", "x", "--status", "xx"], "C is one printable character"),
    "two-places": (
        ["add", "Note", "x", "--under", "A", "--after", "Note:5"],
        "one place at a time",
    ),
    "both-tasks": (["add", "Note", "x", "--after", "Note:5", "--child-of", "Note:5"], "one place"),
    "first-of-a-task": (
        ["add", "Note", "x", "--after", "Note:5", "--first"],
        "one place at a time",
    ),
    "task-elsewhere": (
        ["add", "Note", "x", "--after", "Other:2"],
        "is in Other.md, not in Note.md",
    ),
    "move-elsewhere": (["move", "Note:5", "--to", "Note", "--after", "Other:2"], "is in Other.md"),
    "nowhere": (["move", "Note:5"], "say where to"),
}


@pytest.mark.parametrize(("words", "says"), MISUSED.values(), ids=MISUSED)
def test_misused(words: list[str], says: str, root: Path) -> None:
    before = stamps(root)
    assert says in misuse("task", *words)
    assert stamps(root) == before


def test_bytes_that_are_no_utf_8_are_kept(root: Path) -> None:
    write(root, {"Odd.md": b"- [ ] caf\xe9\n"})
    assert "not valid UTF-8" in refusal("task", "add", "Odd", "new", code=1)
    assert run("task", "add", "Odd", "new", "--bytes").code == 0
    assert (root / "Odd.md").read_bytes() == b"- [ ] caf\xe9\n- [ ] new\n"
