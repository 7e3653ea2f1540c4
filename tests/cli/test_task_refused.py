"""What `vaultsync task` refuses: with one clear line, its exit code, and nothing written."""

import os
from pathlib import Path

import pytest

from tests.cli.running import content, misuse, refusal, run, stamps, write

NOTE = "# A\n- [ ] one\n- plain\n- [x] two\n```\n- [ ] code\n```\n- [ ]\n"
VERBS = [["show"], ["done"], ["todo"], ["toggle"], ["status", "!"]]

each_verb = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, {"Note.md": NOTE, "a/Twin.md": "- [ ] a\n", "b/Twin.md": "- [ ] b\n"})
    (here.parent / "Outside.md").write_text("- [ ] secret\n")
    (here / "Link.md").symlink_to("../Outside.md")
    (here / "Dangling.md").symlink_to("nowhere.md")
    (here / "Folder.md").mkdir()
    with open(here / "Big.md", "wb") as file:
        file.truncate(5_000_001)
    os.mkfifo(here / "Pipe.md")
    return here


def spoken(verb: list[str], where: str) -> list[str]:
    return ["task", verb[0], where, *verb[1:]]


NOTHING_THERE = "no task on this line; nothing written"
REFUSED = {
    "no-such-note": ("Nope:1", 2, "no note 'Nope' in the vault {root}"),
    "no-such-folder": ("x/Note:1", 2, "no note 'x/Note' in the vault {root}"),
    "a-folder": ("a:1", 2, "no note 'a' in the vault {root}"),
    "ambiguous": ("Twin:1", 2, "'Twin' is ambiguous; name one of: a/Twin.md, b/Twin.md"),
    "outside": ("../Outside:1", 2, "../Outside: leads out of the vault {root}; refused"),
    "link-out": ("Link:1", 2, "Link.md: leads out of the vault {root}; refused"),
    "heading": ("Note:1", 1, f"Note.md:1: {NOTHING_THERE}"),
    "plain-item": ("Note:3", 1, f"Note.md:3: {NOTHING_THERE}"),
    "in-code": ("Note:6", 1, f"Note.md:6: {NOTHING_THERE}"),
    "empty-box": ("Note:8", 1, f"Note.md:8: {NOTHING_THERE}"),
    "just-beyond-the-end": ("Note:9", 1, "Note.md:9: the note has 8 lines; nothing written"),
    "far-beyond-the-end": ("Note:4711", 1, "Note.md:4711: the note has 8 lines; nothing written"),
    "dangling": ("Dangling:1", 1, "Dangling.md: a link to nothing"),
    "directory": ("Folder:1", 1, "Folder.md: is a directory, not a note"),
    "pipe": ("Pipe:1", 1, "Pipe.md: is not a regular file"),
    "too-large": (
        "Big:1",
        1,
        "Big.md: 5000001 bytes, more than the 5000000 that a note may have",
    ),
}


@each_verb
@pytest.mark.parametrize(("where", "code", "says"), REFUSED.values(), ids=REFUSED)
def test_refuses(verb: list[str], where: str, code: int, says: str, root: Path) -> None:
    before = stamps(root)
    for options in [], ["--dry-run"]:
        if verb == ["show"] and options:
            continue
        said = refusal(*spoken(verb, where), *options, code=code)
        assert said == says.format(root=root)
    assert stamps(root) == before


MALFORMED = {
    **{"no-line": "Note", "no-name": ":1", "empty": "", "colon": ":", "nothing-behind": "Note:"},
    **{"zero": "Note:0", "zeros": "Note:00", "negative": "Note:-1", "word": "Note:one"},
    **{"blank": "Note: 1", "column": "Note:1:", "plus": "Note:+1", "float": "Note:1.0"},
    **{"other-digits": "Note:١", "superscript": "Note:²", "line-first": "1:Note"},
}


@pytest.mark.parametrize("where", MALFORMED.values(), ids=MALFORMED)
def test_refuses_a_malformed_where(where: str) -> None:
    said = misuse("task", "done", where)
    assert said == f"Invalid value for 'WHERE': {where!r} is not NOTE:LINE, such as Roadmap:12"


@each_verb
def test_every_verb_wants_where(verb: list[str]) -> None:
    assert "Missing argument" in misuse("task", verb[0])
    assert "'Note' is not NOTE:LINE" in misuse(*spoken(verb, "Note"))


CHANGED = {
    "other": ("Note:2", "two", "the task is 'one', not 'two'"),
    "part": ("Note:2", "on", "the task is 'one', not 'on'"),
    "case": ("Note:2", "One", "the task is 'one', not 'One'"),
    "empty": ("Note:2", "", "the task is 'one', not ''"),
    "with-its-box": ("Note:2", "[ ] one", "the task is 'one', not '[ ] one'"),
}


@each_verb
@pytest.mark.parametrize(("where", "expected", "says"), CHANGED.values(), ids=CHANGED)
def test_refuses_what_is_not_expected(
    verb: list[str], where: str, expected: str, says: str, root: Path
) -> None:
    said = refusal(*spoken(verb, where), "--expect", expected, code=1)
    assert said == f"Note.md:2: {says}; nothing written"
    assert (root / "Note.md").read_text() == NOTE


def test_refuses_when_the_note_has_changed_in_between(root: Path) -> None:
    """The line is another task now: `--expect` is what keeps it from being ticked."""
    (root / "Note.md").write_text(NOTE.replace("- [ ] one", "- [ ] theirs\n- [ ] one"))
    before = content(root)
    assert "'theirs', not 'one'" in refusal("task", "done", "Note:2", "--expect", "one", code=1)
    assert content(root) == before


NO_STATUS = {
    **{"two": "xx", "none": "", "newline": "\n", "tab": "\t", "escape": "\x1b", "c1": "\x9b"},
    **{"emoji": "😀", "accent-apart": "e\u0301", "no-break-space": "\u00a0"},
    **{"line-separator": "\u2028", "odd-byte": "\udce9"},
}


@pytest.mark.parametrize("status", NO_STATUS.values(), ids=NO_STATUS)
def test_refuses_what_can_not_stand_in_a_box(status: str, root: Path) -> None:
    said = misuse("task", "status", "Note:2", "--", status)
    assert said == f"C is one printable character; {status!r} can't stand in a box"
    assert (root / "Note.md").read_text() == NOTE


def test_refuses_a_note_that_is_not_utf_8(root: Path) -> None:
    write(root, {"Odd.md": b"- [ ] caf\xe9\n"})
    assert refusal("task", "done", "Odd:1", code=1) == (
        "Odd.md: not valid UTF-8 at byte 9; nothing written "
        "(--bytes edits it all the same and keeps those bytes)"
    )
    assert (root / "Odd.md").read_bytes() == b"- [ ] caf\xe9\n"


def test_refuses_a_note_that_is_not_utf_8_with_one_line(root: Path) -> None:
    write(root, {"Odd.md": b"- [ ] caf\xe9\n"})
    assert "not valid UTF-8" in refusal("task", "done", "Odd:1", code=1)


@pytest.mark.parametrize("make", ["odd-byte", "hard-link"])
def test_a_dry_run_has_the_exit_code_of_the_real_one(make: str, root: Path) -> None:
    if make == "odd-byte":
        write(root, {"Odd.md": b"- [ ] caf\xe9\n"})
    else:
        write(root, {"Odd.md": b"- [ ] a\n"})
        os.link(root / "Odd.md", root / "Twin of Odd.md")
    real = refusal("task", "done", "Odd:1", code=1)
    assert refusal("task", "done", "Odd:1", "--dry-run", code=1) == real


def test_refuses_a_note_with_several_names(root: Path) -> None:
    os.link(root / "Note.md", root / "Twice.md")
    assert refusal("task", "done", "Note:2", code=1) == (
        "Note.md: not written, nothing has changed: the file has several names (hard links)"
    )
    assert (root / "Note.md").read_text() == NOTE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write anything")
def test_refuses_without_permission(root: Path) -> None:
    (root / "Note.md").chmod(0o000)
    assert refusal("task", "done", "Note:2", code=1) == "Note.md: permission denied"
    (root / "Note.md").chmod(0o600)
    root.chmod(0o500)
    try:
        said = refusal("task", "done", "Note:2", code=1)
    finally:
        root.chmod(0o700)
    assert said == "Note.md: not written, nothing has changed: permission denied"
    assert (root / "Note.md").read_text() == NOTE


def test_nothing_is_left_behind(root: Path) -> None:
    before = sorted(os.listdir(root))
    os.link(root / "Note.md", root.parent / "Elsewhere.md")
    run("task", "done", "Note:2")
    assert sorted(os.listdir(root)) == before
