"""Several notes are written as one: all of them or none, journalled first, theirs never lost."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import content, stamps, write
from tests.somebody import as_somebody
from vaultsync.effects.journal import Journal, open_journal
from vaultsync.errors import (
    NoteBusyError,
    StaleNoteError,
    UnsafeEditError,
    VaultsyncError,
    WriteFailedError,
)
from vaultsync.model.changes import NoteChange
from vaultsync.model.note import parse_note
from vaultsync.service.writing import Written, checked, write_changes
from vaultsync.text import Edit, Span

A, B, C = b"- [ ] a\n", b"- [ ] b\r\n", b"\xef\xbb\xbf- [ ] caf\xe9"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the journals of this test are."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "state"


@pytest.fixture
def root(tmp_path: Path, state: Path) -> Path:
    assert not state.exists()
    write(root := tmp_path / "vault", {"a.md": A, "b.md": B, "c/c.md": C})
    return root


@pytest.fixture
def journal(root: Path) -> Iterator[Journal]:
    journal = open_journal(str(root))
    assert journal.folder.startswith(str(root.parent))
    yield journal
    assert journal.writes("pending") == []


def ticked(root: Path, path: str) -> NoteChange:
    note = parse_note(path, (root / path).read_bytes())
    return NoteChange(path, note.text, (Edit(note.tasks[0].status_span, "x"),))


def new(path: str, text: str = "new\n") -> NoteChange:
    return NoteChange(path, None, (Edit(Span(0, 0), text),))


def written(root: Path, *changes: NoteChange) -> Written:
    """Write them as `Vault.apply` does once they are checked."""
    return write_changes(str(root), changes, "test", parse_note)


def check(root: Path, one: NoteChange) -> NoteChange:
    return checked(str(root), one, parse_note)


def test_all_are_written_and_journalled(root: Path, journal: Journal) -> None:
    changes = (ticked(root, "a.md"), ticked(root, "c/c.md"), new("c/d.md"))
    assert written(root, *changes) == Written(changes)
    assert content(root) == {
        **{"a.md": b"- [x] a\n", "b.md": B},
        **{"c/c.md": b"\xef\xbb\xbf- [x] caf\xe9", "c/d.md": b"new\n"},
    }
    [number] = journal.writes("done")
    kept = journal.read(number, "done")
    assert kept is not None
    assert kept.what == "test"
    assert [(one.path, one.old) for one in kept.entries] == [
        ("a.md", A),
        ("c/c.md", C),
        ("c/d.md", None),
    ]


def test_nothing_is_left_beside_the_notes(root: Path) -> None:
    written(root, ticked(root, "a.md"), new("d.md"))
    assert set(content(root)) == {"a.md", "b.md", "c/c.md", "d.md"}


REFUSED = {
    "second-changed": ("b.md", b"- [ ] theirs\r\n", StaleNoteError),
    "second-gone": ("b.md", None, StaleNoteError),
    "created-one-is-there": ("d.md", b"theirs", StaleNoteError),
    "third-changed": ("c/c.md", b"theirs", StaleNoteError),
}


@pytest.mark.parametrize(("path", "theirs", "error"), REFUSED.values(), ids=REFUSED)
def test_none_is_written_where_one_is_refused(
    path: str, theirs: bytes | None, error: type[VaultsyncError], root: Path, journal: Journal
) -> None:
    """What was written before it has its old bytes again, what was created is gone."""
    changes = [new("e.md"), *(ticked(root, name) for name in ("a.md", "b.md", "c/c.md"))]
    changes.insert(3, new("d.md"))
    if theirs is None:
        (root / path).unlink()
    else:
        (root / path).write_bytes(theirs)
    before = content(root)
    with pytest.raises(error, match=path):
        written(root, *changes)
    assert content(root) == before
    assert journal.writes("done") == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has leases")
def test_none_is_written_where_one_is_being_written(root: Path, journal: Journal) -> None:
    (root / "b.md").write_bytes(b"half")
    changes = [ticked(root, "a.md"), NoteChange("b.md", B.decode(), (Edit(Span(3, 4), "x"),))]
    with open(root / "b.md", "ab"), pytest.raises((NoteBusyError, StaleNoteError), match=r"b\.md"):
        written(root, *changes)
    assert content(root) == {"a.md": A, "b.md": b"half", "c/c.md": C}
    assert journal.writes("done") == []


def test_what_was_created_and_edited_meanwhile_is_not_taken_back(root: Path) -> None:
    """Of what is taken back only our own bytes go."""
    first, second = ticked(root, "a.md"), ticked(root, "b.md")
    written(root, first)
    (root / "b.md").write_bytes(b"theirs")
    with pytest.raises(StaleNoteError):
        written(root, ticked(root, "c/c.md"), second)
    assert content(root) == {"a.md": b"- [x] a\n", "b.md": b"theirs", "c/c.md": C}


CARRIED = {
    "line-above": (b"new\n- [ ] a\n", b"new\n- [x] a\n"),
    "other-newlines": (b"new\r\n- [ ] a\r\n", b"new\r\n- [x] a\r\n"),
    "odd-bytes": (b"caf\xe9\n- [ ] a", b"caf\xe9\n- [x] a"),
}


@pytest.mark.parametrize(("theirs", "both"), CARRIED.values(), ids=CARRIED)
def test_a_note_changed_since_it_was_planned_keeps_both(
    theirs: bytes, both: bytes, root: Path, journal: Journal
) -> None:
    """Whether that is seen when it is checked, or only when it is written."""
    planned = ticked(root, "a.md")
    (root / "a.md").write_bytes(theirs)
    assert check(root, planned).before == theirs.decode("utf-8", "surrogateescape")
    found = written(root, planned)
    assert (root / "a.md").read_bytes() == both
    assert found.changes[0].before == theirs.decode("utf-8", "surrogateescape")
    kept = journal.read(journal.writes("done")[0], "done")
    assert kept is not None
    assert kept.entries == (("a.md", theirs, both),)


UNFIT = {"the-line": b"- [ ] theirs\n", "ticked": b"- [x] a\n", "twice": b"- [ ] a\n- [ ] a\n"}


@pytest.mark.parametrize("theirs", UNFIT.values(), ids=UNFIT)
def test_a_note_changed_where_the_edit_is_is_theirs(theirs: bytes, root: Path) -> None:
    planned = ticked(root, "a.md")
    (root / "a.md").write_bytes(theirs)
    for verb in (check, written):
        with pytest.raises(StaleNoteError, match="changed it where the edit is"):
            verb(root, planned)
    assert (root / "a.md").read_bytes() == theirs


def test_what_the_guard_refuses_is_kept_outside_the_vault(root: Path) -> None:
    before = stamps(root)
    with pytest.raises(UnsafeEditError) as caught:
        check(root, NoteChange("a.md", A.decode(), (Edit(Span(0, 0), "```\n"),)))
    assert stamps(root) == before
    kept = Path(caught.value.kept or "")
    assert not kept.is_relative_to(root)
    assert sorted(path.read_bytes() for path in kept.iterdir()) == [A, b"```\n" + A]


def test_the_guard_is_asked_again_for_what_is_carried_over(root: Path) -> None:
    """A fence at the end spoils nothing, until there is something below."""
    (root / "a.md").write_bytes(b"a\n\nb\n")
    planned = NoteChange("a.md", "a\n\nb\n", (Edit(Span(3, 4), "```"),))
    assert check(root, planned) == planned
    theirs = b"a\n\nb\n\n- [ ] c\n"
    (root / "a.md").write_bytes(theirs)
    for verb in (check, written):
        with pytest.raises(UnsafeEditError):
            verb(root, planned)
    assert (root / "a.md").read_bytes() == theirs


# Where there can be no journal.


def no_folder(journal: Journal) -> None:
    os.rmdir(journal.folder)
    Path(journal.folder).touch()


def no_lock(journal: Journal) -> None:
    os.mkdir(os.path.join(journal.folder, "lock"))


def no_entry(journal: Journal) -> None:
    """The next entry can't be stored: a folder has its name."""
    os.mkdir(os.path.join(journal.folder, "begun"))


NO_JOURNAL = {"folder": no_folder, "lock": no_lock, "entry": no_entry}


@pytest.mark.parametrize("spoil", NO_JOURNAL.values(), ids=NO_JOURNAL)
def test_without_a_journal_one_note_is_written_and_that_is_said(root: Path, spoil) -> None:
    spoil(open_journal(str(root)))
    found = written(root, ticked(root, "a.md"))
    assert content(root) == {"a.md": b"- [x] a\n", "b.md": B, "c/c.md": C}
    assert found.no_undo
    assert "\n" not in found.no_undo


@pytest.mark.parametrize("spoil", NO_JOURNAL.values(), ids=NO_JOURNAL)
def test_without_a_journal_several_notes_are_refused(root: Path, spoil) -> None:
    spoil(open_journal(str(root)))
    before = stamps(root)
    with pytest.raises(WriteFailedError, match="only with a journal"):
        written(root, ticked(root, "a.md"), ticked(root, "b.md"))
    assert stamps(root) == before


def test_a_read_only_note_is_refused_before_anything_is_written(root: Path) -> None:
    change = ticked(root, "b.md")
    with as_somebody(root):
        (root / "b.md").chmod(0o400)
        with pytest.raises(WriteFailedError, match="read-only"):
            check(root, change)
    assert (root / "b.md").read_bytes() == B
