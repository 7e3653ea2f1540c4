"""`vaultsync undo`: what was written is taken back, byte for byte, or left alone."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import content, process, refusal, right, stamps, write

Variant = Callable[[str], str]
NOTE = "---\na: 1 # kept\n---\n# A\n- [ ] one  \n\t- [x] two ^id\n\n> - [ ] three\n"


@pytest.fixture(autouse=True)
def root(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault with a journal of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    write(here, {"Note.md": NOTE, "Other.md": "- [ ] other\n"})
    return here


EDITS = {
    "tick": ["task", "done", "Note:5"],
    "date": ["task", "done", "Note:5", "--date", "2026-12-01"],
    "field": ["task", "field", "Note:6", "due", "2026-12-01"],
    "text": ["task", "edit", "Note:6", "more"],
    "add": ["task", "add", "Note", "new"],
    "remove": ["task", "remove", "Note:5"],
    "move-to-another-note": ["task", "move", "Note:6", "--to", "Other"],
    "property": ["property", "set", "Note", "a", "2"],
    "new-property": ["property", "set", "Other", "a", "2"],
    "append": ["append", "Note", "more"],
    "prepend": ["prepend", "Other", "# A"],
    "new-note": ["report"],
}


@pytest.mark.parametrize("words", EDITS.values(), ids=EDITS)
def test_gives_the_old_bytes_back(words: list[str], root: Path, variant: Variant) -> None:
    write(root, {"Note.md": variant(NOTE)})
    before = content(root)
    right(*words)
    assert content(root) != before
    assert right("undo").out.startswith("undone: ")
    assert content(root) == before


def test_passes_over_what_a_watcher_wrote(root: Path) -> None:
    (root / "vaultsync.toml").write_text("[watch]\nreport = true\n")
    right("task", "done", "Note:5")
    right("watch", "--once", "--no-commit")
    report = content(root)["Progress.md"]
    assert right("undo").out.endswith("task done  Note.md\n")
    assert content(root)["Progress.md"] == report
    assert content(root)["Note.md"] == NOTE.encode()


def test_lists_the_newest_first() -> None:
    right("task", "done", "Note:5")
    right("task", "move", "Note:6", "--to", "Other")
    listed = [line.split("  ") for line in right("undo", "--list").lines]
    assert [words[1:] for words in listed] == [
        ["task move", "Other.md, Note.md"],
        ["task done", "Note.md"],
    ]
    first, second = right("undo", "--list", "--format", "json").json
    assert (first["what"], first["notes"]) == ("task move", ["Other.md", "Note.md"])
    assert first["at"] >= second["at"]


def test_nothing_to_do_is_nothing_to_undo() -> None:
    right("task", "todo", "Note:5")
    assert right("undo", "--list").raw == b""
    assert refusal("undo", code=1) == "there is nothing to undo"


def test_takes_back_one_after_the_other(root: Path) -> None:
    before = content(root)
    for line in ("5", "8"):
        right("task", "done", f"Note:{line}")
    between = content(root)
    right("task", "done", "Other:1")
    right("undo")
    assert content(root) == between
    right("undo", "2")
    assert content(root) == before
    assert refusal("undo", code=1) == "there is nothing to undo"


def test_leaves_a_note_alone_that_was_changed_since(root: Path) -> None:
    right("task", "move", "Note:6", "--to", "Other")
    write(root, {"Other.md": "mine\n"})
    before = stamps(root)
    said = refusal("undo", code=1)
    assert said.startswith("Other.md: it has changed since 'task move'")
    assert stamps(root) == before
    assert len(right("undo", "--list").lines) == 1


def test_a_note_that_has_come_since_is_left_alone(root: Path) -> None:
    right("report")
    write(root, {"Progress.md": "mine\n"})
    assert refusal("undo", code=1).startswith("Progress.md: it has changed since 'report'")
    assert content(root)["Progress.md"] == b"mine\n"


def test_what_was_written_on_another_programs_text_is_taken_back_to_that(root: Path) -> None:
    from vaultsync import Vault

    vault = Vault.open(root)
    note = vault.note("Note")
    changes = vault.complete(note, note.tasks[0])
    theirs = f"{NOTE}- [ ] theirs\n"
    write(root, {"Note.md": theirs})
    written = vault.apply(changes)
    assert written.changes[0].before == theirs
    vault.undo()
    assert content(root)["Note.md"] == theirs.encode()


def test_without_a_journal_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, no folder")
    found = process("task", "done", "Note:5")
    assert found.code == 0
    assert found.err.startswith("vaultsync: this write can't be undone: ")
    assert refusal("undo", code=1).startswith("the journal can't be used: ")


def test_the_journal_is_for_the_owner_alone(tmp_path: Path) -> None:
    right("task", "done", "Note:5")
    (folder,) = (tmp_path / "state" / "vaultsync").iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    assert all(os.stat(file).st_mode & 0o077 == 0 for file in folder.iterdir())
