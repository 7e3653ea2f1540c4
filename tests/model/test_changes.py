"""Changesets: what they hold, that their diff is what git and patch take, what they refuse."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.outline import note_of
from vaultsync.errors import InvalidEditError
from vaultsync.model.changes import Changeset, NoteChange, as_bytes, change
from vaultsync.model.note import parse_note
from vaultsync.syntax.task_edits import set_status
from vaultsync.text import Edit, Span, decode


def ticked(raw: bytes, path: str = "a.md") -> Changeset:
    """The changeset that ticks the last task."""
    note = parse_note(path, raw)
    return change(note, set_status(note.tasks[-1], "x"))


def test_nothing_to_do_is_false() -> None:
    note = note_of("- [x] a\n")
    nothing = change(note, set_status(note.tasks[0], "x"))
    assert not nothing
    assert nothing == Changeset()
    assert nothing.diff() == ""


def test_an_edit_that_changes_nothing_is_nothing_to_do() -> None:
    assert change(note_of("abc"), [Edit(Span(1, 2), "b")]) == Changeset()
    assert change(note_of("abc"), []) == Changeset()


def test_something_to_do_is_true_and_keeps_before_and_edits() -> None:
    changes = ticked(b"- [ ] a\n")
    assert changes
    assert changes.changes == (NoteChange("a.md", "- [ ] a\n", (Edit(Span(3, 4), "x"),)),)
    assert changes.changes[0].after == "- [x] a\n"


REFUSED = {
    "overlap": [Edit(Span(0, 2), "x"), Edit(Span(1, 3), "y")],
    "same-place-twice": [Edit(Span(1, 2), "x"), Edit(Span(1, 2), "y")],
    "behind-the-text": [Edit(Span(2, 9), "x")],
    "before-the-text": [Edit(Span(-1, 1), "x")],
}


@pytest.mark.parametrize("edits", REFUSED.values(), ids=REFUSED)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(InvalidEditError):
        change(note_of("abc"), edits)
    with pytest.raises(InvalidEditError):
        _ = NoteChange("a.md", "abc", tuple(edits)).after


BYTES = {
    "lf": b"# A\n- [ ] a\n",
    "crlf": b"# A\r\n- [ ] a\r\nb\r\n",
    "cr": b"# A\r- [ ] a\rb\r",
    "mixed": b"# A\r\n- [ ] a\n",
    "bom": b"\xef\xbb\xbf- [ ] a\n",
    "no-final-newline": b"# A\n- [ ] a",
    "invalid-utf-8": b"caf\xe9\n- [ ] a\xff\n",
    "nul": b"\0\n- [ ] a\0\n",
}


@pytest.mark.parametrize("raw", BYTES.values(), ids=BYTES)
def test_bytes_before_and_after(raw: bytes) -> None:
    (one,) = ticked(raw).changes
    assert as_bytes(one) == (raw, raw.replace(b"[ ]", b"[x]"))


def test_a_new_note_has_no_bytes_before() -> None:
    one = NoteChange("new.md", None, (Edit(Span(0, 0), "# é\r\n"),))
    assert as_bytes(one) == (None, b"# \xc3\xa9\r\n")


DIFFS = {
    "lf": (b"- [ ] a\nb\n", "@@ -1,2 +1,2 @@\n-- [ ] a\n+- [x] a\n b\n"),
    "crlf": (b"- [ ] a\r\nb\r\n", "@@ -1,2 +1,2 @@\n-- [ ] a\r\n+- [x] a\r\n b\r\n"),
    "no-final-newline": (
        b"b\n- [ ] a",
        "@@ -1,2 +1,2 @@\n b\n-- [ ] a\n\\ No newline at end of file\n"
        "+- [x] a\n\\ No newline at end of file\n",
    ),
    "last-line-beside-it": (
        b"- [ ] a\nb",
        "@@ -1,2 +1,2 @@\n-- [ ] a\n+- [x] a\n b\n\\ No newline at end of file\n",
    ),
    "line-separator": (
        b"- [ ] a\xe2\x80\xa8b\n",
        "@@ -1 +1 @@\n-- [ ] a\u2028b\n+- [x] a\u2028b\n",
    ),
    "form-feed": (b"- [ ] a\x0cb\n", "@@ -1 +1 @@\n-- [ ] a\x0cb\n+- [x] a\x0cb\n"),
    "odd-byte": (b"- [ ] a\xe9\n", "@@ -1 +1 @@\n-- [ ] a\udce9\n+- [x] a\udce9\n"),
}


@pytest.mark.parametrize(("raw", "hunk"), DIFFS.values(), ids=DIFFS)
def test_diff_shows_the_line(raw: bytes, hunk: str) -> None:
    assert ticked(raw).diff() == "--- a/a.md\n+++ b/a.md\n" + hunk


def test_diff_of_a_new_note() -> None:
    changes = Changeset((NoteChange("New.md", None, (Edit(Span(0, 0), "a\nb"),)),))
    assert changes.diff() == (
        "--- /dev/null\n+++ b/New.md\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n"
    )


def test_diff_of_several_notes_is_one_after_another() -> None:
    one, other = ticked(b"- [ ] a\n", "a.md"), ticked(b"- [ ] b\n", "sub/b.md")
    both = Changeset(one.changes + other.changes)
    assert both.diff() == one.diff() + other.diff()


NOTES = {
    **{name: ("a.md", raw) for name, raw in BYTES.items()},
    "long": ("a.md", b"x\r\n" * 50 + b"- [ ] a\r\n" + b"y\r\n" * 50),
    "lone-cr": ("a.md", b"a\rb\n- [ ] c\n"),
    "line-separator": ("a.md", "# A\u2028B\x85\n- [ ] a\u2028b\n".encode()),
    "looks-like-a-diff": ("a.md", b"--- a/b\n+++ b/b\n@@ -1 +1 @@\n- [ ] a\n\\ No newline\n"),
}
NAMES = {
    **{"folder": "Topics/Deep/a.md", "not-ascii": "Café☕.md", "dash": "-a.md", "long": "a" * 200},
    **{
        "blank": "Two words/a b.md",
        "blanks-at-the-ends": " a .md",
        "no-break-space": "a\u00a0b.md",
    },
    **{"newline": "a\nb.md", "tab": "a\tb.md", "quotes": "a'b\"c.md", "backslash": "a\\nb.md"},
    **{"control": "a\x1b\x9b\x7f.md", "odd-byte": "caf\udce9.md", "odd-mixture": "é\udce9\n .md"},
}


def apply_with(command: list[str], root: Path, changes: Changeset) -> None:
    patch = changes.diff().encode("utf-8", "surrogateescape")
    subprocess.run(command, cwd=root, input=patch, check=True, capture_output=True)


TOOLS = {
    "git": ["git", "apply", "--whitespace=nowarn"],
    "patch": ["patch", "--strip=1", "--batch", "--binary"],
}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    ("path", "raw"),
    [*NOTES.values(), *((name, b"- [ ] a\n") for name in NAMES.values())],
    ids=[*(f"note-{name}" for name in NOTES), *(f"name-{name}" for name in NAMES)],
)
def test_git_and_patch_take_the_diff(path: str, raw: bytes, tool: str, tmp_path: Path) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} isn't there")
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw)
    changes = ticked(raw, path)
    apply_with(TOOLS[tool], tmp_path, changes)
    assert file.read_bytes() == as_bytes(changes.changes[0])[1] != raw


def test_git_makes_a_new_note_of_the_diff(tmp_path: Path) -> None:
    text = decode("# Café\r\n\r\n- [ ] a".encode())
    changes = Changeset((NoteChange("New.md", None, (Edit(Span(0, 0), text),)),))
    apply_with(TOOLS["git"], tmp_path, changes)
    assert (tmp_path / "New.md").read_bytes() == text.encode()
