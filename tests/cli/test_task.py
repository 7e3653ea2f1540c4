"""`vaultsync task`: one task shown, or one character of it changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import content, right, run, stamps, write

Variant = Callable[[str], str]

NOTE = """---
a:  1   # kept
---
# A
- [ ] one  \t
\t- [x] two #t 🔼 📅 2026-12-01 ^id
- [/] three
- [-] four
- [X] five
- [?] six
- [ ] one
"""


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, {"Note.md": NOTE, "Other.md": "- [ ] other\n"})
    return here


def shown(note: bytes) -> str:
    """The characters in the boxes of the note."""
    return "".join(
        line.decode()[line.index(b"[") + 1] for line in note.splitlines() if b"[" in line
    )


def test_show_is_the_task_and_what_is_known_of_it() -> None:
    assert right("task", "show", "Note:6").lines == [
        "Note.md:6:   [x] two #t 🔼 📅 2026-12-01",
        "  section: A",
        "  tags: #t",
        "  block_id: id",
        "  parent_line: 5",
        "  priority: medium",
        "  due: 2026-12-01",
    ]
    assert right("task", "show", "Other.md:1").lines == ["Other.md:1: [ ] other"]


def test_show_is_the_object_that_tasks_lists() -> None:
    listed = right("tasks", "Note", "--format", "json").json
    for one in listed:
        where = f"Note:{one['line']}"
        assert right("task", "show", where, "--format", "json").json == one


# The verb, the line, the character that stands there then.
CHANGES = {
    "done": (["done"], 5, "x"),
    "done-in-progress": (["done"], 7, "x"),
    "done-cancelled": (["done"], 8, "x"),
    "done-unknown": (["done"], 10, "x"),
    "done-second-of-equal-lines": (["done"], 11, "x"),
    "todo": (["todo"], 6, " "),
    "todo-upper-case": (["todo"], 9, " "),
    "todo-cancelled": (["todo"], 8, " "),
    "toggle-open": (["toggle"], 5, "x"),
    "toggle-in-progress": (["toggle"], 7, "x"),
    "toggle-unknown": (["toggle"], 10, "x"),
    "toggle-done": (["toggle"], 6, " "),
    "toggle-upper-case": (["toggle"], 9, " "),
    "toggle-cancelled": (["toggle"], 8, " "),
    "status": (["status", ">"], 5, ">"),
    "status-blank": (["status", " "], 6, " "),
    "status-upper-case": (["status", "X"], 6, "X"),
    "status-not-ascii": (["status", "é"], 7, "é"),
    "status-minus": (["status", "-"], 5, "-"),
}


def spoken(verb: list[str], where: str) -> list[str]:
    """`task status WHERE C`, `task done WHERE`."""
    return ["task", verb[0], where, *verb[1:]]


@pytest.mark.parametrize(("verb", "line", "status"), CHANGES.values(), ids=CHANGES)
def test_changes_one_character(
    verb: list[str], line: int, status: str, root: Path, variant: Variant
) -> None:
    write(root, {"Note.md": variant(NOTE)})
    task = right("task", "show", f"Note:{line}", "--format", "json").json
    answer = right(*spoken(verb, f"Note:{line}"))
    wanted = NOTE.split("\n")
    wanted[line - 1] = wanted[line - 1].replace(f"[{task['status']}]", f"[{status}]", 1)
    assert (root / "Note.md").read_bytes() == variant("\n".join(wanted)).encode()
    indent = "  " * task["depth"]
    assert answer.lines == [f"Note.md:{line}: {indent}[{status}] {task['text']}"]


LEAVES_ALONE = {
    "done": (["done"], 6),
    "done-upper-case": (["done"], 9),
    "todo": (["todo"], 5),
    "status": (["status", "?"], 10),
    "status-upper-case": (["status", "X"], 9),
}


@pytest.mark.parametrize(("verb", "line"), LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_leaves_alone(verb: list[str], line: int, root: Path) -> None:
    before = stamps(root)
    assert right(*spoken(verb, f"Note:{line}")).out.endswith("(nothing to do)\n")
    assert right(*spoken(verb, f"Note:{line}"), "--dry-run").raw == b""
    assert stamps(root) == before


@pytest.mark.parametrize("verb", [["done"], ["todo"], ["status", "!"]], ids=lambda verb: verb[0])
def test_a_second_run_changes_nothing(verb: list[str], root: Path) -> None:
    for line in range(5, 12):
        right(*spoken(verb, f"Note:{line}"))
    once = stamps(root)
    for line in range(5, 12):
        assert "nothing to do" in right(*spoken(verb, f"Note:{line}")).out
    assert stamps(root) == once


def test_toggling_twice_gives_the_bytes_back(root: Path) -> None:
    for line in (5, 6, 11):
        right("task", "toggle", f"Note:{line}")
        assert (root / "Note.md").read_bytes() != NOTE.encode()
        right("task", "toggle", f"Note:{line}")
        assert (root / "Note.md").read_bytes() == NOTE.encode()


def test_done_is_what_the_settings_say(root: Path) -> None:
    write(root, {"vaultsync.toml": '[tasks.statuses]\n"?" = "done"\n"/" = "cancelled"\n'})
    assert "nothing to do" in right("task", "done", "Note:10").out
    assert right("task", "toggle", "Note:10").lines == ["Note.md:10: [ ] six"]
    assert right("task", "toggle", "Note:7").lines == ["Note.md:7: [ ] three"]


@pytest.mark.parametrize("verb", [["done"], ["toggle"], ["status", "x"]], ids=lambda verb: verb[0])
def test_dry_run_prints_the_diff_and_writes_nothing(verb: list[str], root: Path) -> None:
    before = stamps(root)
    assert right(*spoken(verb, "Note:7"), "--dry-run").out == (
        "--- a/Note.md\n+++ b/Note.md\n@@ -4,7 +4,7 @@\n # A\n - [ ] one  \t\n"
        " \t- [x] two #t 🔼 📅 2026-12-01 ^id\n-- [/] three\n+- [x] three\n - [-] four\n"
        " - [X] five\n - [?] six\n"
    )
    assert stamps(root) == before


def test_dry_run_keeps_crlf_and_odd_bytes(root: Path) -> None:
    write(root, {"Odd.md": b"- [ ] caf\xe9\x1b\r\n"})
    assert run("task", "done", "Odd:1", "--bytes", "--dry-run").raw == (
        b"--- a/Odd.md\n+++ b/Odd.md\n@@ -1 +1 @@\n-- [ ] caf\xe9\x1b\r\n+- [x] caf\xe9\x1b\r\n"
    )


WHERE = {
    "name": "Deep note:2",
    "with-md": "Deep note.md:2",
    "path": "Topics/Deep note:2",
    "path-on-disk": "./Topics/Deep note.md:2",
    "case": "deep NOTE:2",
    "leading-zeros": "Deep note:002",
}


@pytest.mark.parametrize("where", WHERE.values(), ids=WHERE)
def test_where(where: str, root: Path) -> None:
    write(root, {"Topics/Deep note.md": "# A\n- [ ] a\n"})
    assert right("task", "done", where).lines == ["Topics/Deep note.md:2: [x] a"]
    assert (root / "Topics/Deep note.md").read_bytes() == b"# A\n- [x] a\n"


@pytest.mark.parametrize(
    "name",
    ["a:b", "a:3", "-a", "a'b\"c", "a\nb", " a ", "caf\udce9", "$HOME", "*"],
    ids=["colon", "line", "dash", "quotes", "newline", "blanks", "odd-byte", "dollar", "star"],
)
def test_where_of_any_name(name: str, root: Path) -> None:
    (root / f"{name}.md").write_bytes(b"- [ ] a\n")
    right("task", "done", "--", f"{name}:1")
    assert (root / f"{name}.md").read_bytes() == b"- [x] a\n"


@pytest.mark.parametrize("text", ["one", " one\t", "two #t 🔼 📅 2026-12-01"])
def test_expect_lets_what_is_expected_be_changed(text: str, root: Path) -> None:
    line = 6 if text.startswith("two") else 5
    assert right("task", "show", f"Note:{line}", "--expect", text).lines
    right("task", "status", f"Note:{line}", ">", "--expect", text)
    assert shown((root / "Note.md").read_bytes())[line - 5] == ">"


def test_front_matter_that_is_not_yaml_is_left_as_it_is(root: Path) -> None:
    broken = "---\na: [\n\tb: {\n---\n- [ ] a\n"
    write(root, {"Broken.md": broken})
    answer = run("task", "done", "Broken:5")
    assert (answer.code, answer.lines) == (0, ["Broken.md:5: [x] a"])
    assert answer.err.startswith("vaultsync: Broken.md:")
    assert (root / "Broken.md").read_text() == broken.replace("[ ]", "[x]")


def test_bytes_edits_what_is_not_utf_8_and_keeps_it(root: Path) -> None:
    write(root, {"Odd.md": b"\xff\xfe\r\n- [ ] caf\xe9"})
    assert run("task", "done", "Odd:2", "--bytes").code == 0
    assert (root / "Odd.md").read_bytes() == b"\xff\xfe\r\n- [x] caf\xe9"


def test_a_link_in_the_vault_is_followed_and_stays(root: Path) -> None:
    (root / "Link.md").symlink_to("Other.md")
    right("task", "done", "Link:1")
    assert (root / "Link.md").is_symlink()
    assert (root / "Other.md").read_bytes() == b"- [x] other\n"


def test_no_other_file_is_touched(root: Path) -> None:
    before = content(root)
    right("task", "done", "Other:1")
    assert content(root) == {**before, "Other.md": b"- [x] other\n"}
