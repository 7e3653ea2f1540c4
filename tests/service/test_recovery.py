"""After a crash: each state that a write can be left in, and what becomes of it."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.running import content, write
from vaultsync.effects.beside import temporary_for
from vaultsync.effects.journal import Entry, Journal, open_journal
from vaultsync.effects.moving import FileMove
from vaultsync.service.recovery import Recovered, recover

ENTRIES = (
    Entry("a.md", b"a old", b"a new"),
    Entry("b.md", b"b old", b"b new"),
    Entry("c.md", None, b"c new"),
    Entry("d.md", b"d old", None),
)
OLD = {"a.md": b"a old", "b.md": b"b old", "d.md": b"d old"}
NEW = {"a.md": b"a new", "b.md": b"b new", "c.md": b"c new"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "vault").mkdir()
    return tmp_path / "vault"


class Case(NamedTuple):
    """What the crash left, what stands there after recovery, what is said of it."""

    left: dict[str, bytes]
    after: dict[str, bytes]
    said: Recovered | None


FINISHED = Recovered("test", True)
TMP = {path: temporary_for(path, "7") for path in ("a.md", "b.md", "c.md", "d.md")}


def taken_back(*left: str) -> Recovered:
    return Recovered("test", False, left)


CASES = {
    "nothing-written": Case(OLD, OLD, None),
    "all-written": Case(NEW, NEW, FINISHED),
    "first-written": Case({**OLD, "a.md": b"a new"}, NEW, FINISHED),
    "last-written": Case({"a.md": b"a old", "b.md": b"b old"}, NEW, FINISHED),
    "created": Case({**OLD, "c.md": b"c new"}, NEW, FINISHED),
    "all-but-one": Case({**NEW, "b.md": b"b old"}, NEW, FINISHED),
    "changed-before-anything": Case({**OLD, "b.md": b"x"}, {**OLD, "b.md": b"x"}, None),
    "first-written-second-changed": Case(
        {**OLD, "a.md": b"a new", "b.md": b"x"}, {**OLD, "b.md": b"x"}, taken_back("b.md")
    ),
    "first-written-second-gone": Case(
        {"a.md": b"a new", "d.md": b"d old"},
        {"a.md": b"a old", "d.md": b"d old"},
        taken_back("b.md"),
    ),
    "all-written-but-one-changed": Case(
        {**NEW, "a.md": b"x"}, {**OLD, "a.md": b"x"}, taken_back("a.md")
    ),
    "created-by-somebody-else": Case(
        {**OLD, "a.md": b"a new", "c.md": b"x"}, {**OLD, "c.md": b"x"}, taken_back("c.md")
    ),
    "removed-and-come-again": Case(
        {**NEW, "d.md": b"x"}, {**OLD, "d.md": b"x"}, taken_back("d.md")
    ),
    "temporary-with-new": Case({**OLD, TMP["a.md"]: b"a new"}, OLD, None),
    "temporary-with-old": Case({**OLD, "a.md": b"a new", TMP["a.md"]: b"a old"}, NEW, FINISHED),
    "temporary-with-part": Case({**OLD, TMP["a.md"]: b"a n"}, OLD, None),
    "temporary-with-nothing": Case({**OLD, TMP["a.md"]: b""}, OLD, None),
    "temporary-of-a-created-note": Case({**OLD, TMP["c.md"]: b"c n"}, OLD, None),
    "temporary-of-a-removed-note": Case(
        {"a.md": b"a new", "b.md": b"b new", "c.md": b"c new", TMP["d.md"]: b"d old"},
        NEW,
        FINISHED,
    ),
    "temporary-with-theirs": Case(
        {**OLD, "a.md": b"a new", TMP["a.md"]: b"x"}, {**OLD, "a.md": b"x"}, None
    ),
    "temporary-with-theirs-of-the-second": Case(
        {**NEW, TMP["b.md"]: b"x"}, {**OLD, "b.md": b"x"}, taken_back("b.md")
    ),
    "theirs-twice": Case(
        {**OLD, "a.md": b"y", TMP["a.md"]: b"x"}, {**OLD, "a.md": b"y", "a (kept 1).md": b"x"}, None
    ),
    "weaker-exchange": Case({**OLD, "a.md": b"a new", f"{TMP['a.md']}-2": b"a old"}, NEW, FINISHED),
    "somebody-elses-temporary": Case(
        {**NEW, ".a.md.8.vaultsync-tmp": b"x"}, {**NEW, ".a.md.8.vaultsync-tmp": b"x"}, FINISHED
    ),
}


def pending(root: Path, number: int = 7) -> Journal:
    """The journal with the one write, as it is before the first note is written."""
    journal = open_journal(str(root))
    write = journal.begin("test", ENTRIES)
    journal.drop(write.number)
    journal.keep(write._replace(number=number))
    return journal


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_recover(case: Case, root: Path) -> None:
    write(root, case.left)
    journal = pending(root)
    assert recover(str(root)) == ([case.said] if case.said else [])
    assert content(root) == case.after
    assert journal.writes("pending") == []
    assert journal.writes("done") == ([7] if case.said and case.said.finished else [])
    assert recover(str(root)) == []
    assert content(root) == case.after


def test_what_was_finished_can_be_undone(root: Path) -> None:
    write(root, {**OLD, "a.md": b"a new"})
    journal = pending(root)
    recover(str(root))
    kept = journal.read(7, "done")
    assert kept is not None
    assert kept.entries == ENTRIES


@pytest.mark.parametrize("written", [False, True], ids=["not-begun", "begun"])
def test_an_interrupted_undo(root: Path, written: bool) -> None:
    """It is finished as any other write; then what it undoes is undone."""
    journal = open_journal(str(root))
    first = journal.begin("edit", (Entry("a.md", b"old", b"new"), Entry("b.md", b"old", b"new")))
    journal.mark(first.number, "pending", "done")
    back = tuple(Entry(path, new, old) for path, old, new in first.entries)
    journal.begin("undo", back, first.number)
    write(root, {"a.md": b"old" if written else b"new", "b.md": b"new"})
    assert len(recover(str(root))) == written
    assert content(root) == dict.fromkeys(("a.md", "b.md"), b"old" if written else b"new")
    assert (first.number in journal.writes("undone")) == written


def test_a_damaged_entry_stops_no_other(root: Path) -> None:
    write(root, {**OLD, "a.md": b"a new"})
    journal = pending(root)
    Path(journal._path(3, "pending")).write_bytes(b"x")
    assert recover(str(root)) == [FINISHED]
    assert content(root) == NEW
    assert journal.writes("pending") == []


def test_a_write_that_leads_out_of_the_vault_writes_nothing_there(root: Path) -> None:
    journal = open_journal(str(root))
    entries = (Entry("a.md", b"old", b"new"), Entry("../b.md", b"old", b"new"))
    journal.begin("edit", entries)
    write(root, {"a.md": b"new", "../b.md": b"old"})
    recover(str(root))
    assert (root.parent / "b.md").read_bytes() == b"old"


def test_nothing_is_done_while_another_is_at_work(root: Path) -> None:
    pytest.importorskip("fcntl")
    write(root, {**OLD, "a.md": b"a new"})
    journal = pending(root)
    with journal.locked():
        assert recover(str(root)) == []
    assert content(root) == {**OLD, "a.md": b"a new"}
    assert recover(str(root)) == [FINISHED]


def test_it_says_what_was_done() -> None:
    assert str(FINISHED) == "an interrupted write (test) was finished"
    assert str(taken_back("a.md", "b.md")) == (
        "an interrupted write (test) was taken back; changed since, and left alone: a.md, b.md"
    )


def test_a_note_that_can_not_be_read_any_more_stops_nothing(root: Path) -> None:
    write(root, {**OLD, "a.md": b"a new"})
    journal = pending(root)
    (root / "b.md").unlink()
    (root / "b.md").mkdir()
    assert recover(str(root)) == [taken_back("b.md")]
    assert content(root) == {"a.md": b"a old", "d.md": b"d old"}
    assert journal.writes("pending") == []


def test_what_could_not_be_taken_back_is_at_the_next_start(root: Path) -> None:
    journal = open_journal(str(root))
    (root / "a.md").write_bytes(b"new\n")
    write = journal.begin("edit", (Entry("a.md", b"new\n", b"old\n"),))
    journal.keep(write._replace(must=True))
    assert [str(one) for one in recover(str(root))] == ["an interrupted write (edit) was finished"]
    assert (root / "a.md").read_bytes() == b"old\n"
    assert journal.writes("pending") == []


MOVE = FileMove("d", "x/y", "x")
MOVED = (Entry("a.md", b"a old", b"a new"), Entry("d/n.md", b"n old", b"n new"))
BEFORE = {"a.md": b"a old", "d/n.md": b"n old", "d/i.png": b"i"}
AFTER = {"a.md": b"a new", "x/y/n.md": b"n new", "x/y/i.png": b"i"}
THERE = {**BEFORE, "a.md": b"a new", "d/n.md": b"n new"}
MOVES = {
    "nothing-written": Case(BEFORE, BEFORE, None),
    "first-written": Case({**BEFORE, "a.md": b"a new"}, AFTER, FINISHED),
    "all-written": Case(THERE, AFTER, FINISHED),
    "moved": Case(AFTER, AFTER, FINISHED),
    "moved-by-somebody": Case({**AFTER, "x/y/n.md": b"n old"}, AFTER, FINISHED),
    "moved-and-changed-since": Case(
        {**AFTER, "x/y/n.md": b"mine"},
        {**AFTER, "x/y/n.md": b"mine"},
        Recovered("test", True, ("x/y/n.md",)),
    ),
    "one-changed": Case(
        {**THERE, "d/n.md": b"mine"}, {**BEFORE, "d/n.md": b"mine"}, taken_back("d/n.md")
    ),
    "its-place-is-taken": Case({**THERE, "x/y": b"mine"}, {**BEFORE, "x/y": b"mine"}, taken_back()),
    "it-is-gone": Case(
        {"a.md": b"a new"},
        {"a.md": b"a old"},
        taken_back("d/n.md"),
    ),
}


@pytest.mark.parametrize("case", MOVES.values(), ids=MOVES)
def test_recover_a_move(case: Case, root: Path) -> None:
    write(root, case.left)
    journal = open_journal(str(root))
    journal.begin("test", MOVED, move=MOVE)
    assert recover(str(root)) == ([case.said] if case.said else [])
    assert content(root) == case.after
    assert journal.writes("pending") == []
    assert recover(str(root)) == []
    assert content(root) == case.after


def test_a_folder_made_for_a_move_that_was_not_made_goes_away(root: Path) -> None:
    write(root, BEFORE)
    (root / "x").mkdir()
    open_journal(str(root)).begin("test", MOVED, move=MOVE)
    assert recover(str(root)) == []
    assert not (root / "x").exists()


def test_a_move_of_an_undo_is_finished(root: Path) -> None:
    write(root, {**AFTER, "a.md": b"a old"})
    journal = open_journal(str(root))
    first = journal.begin("test", MOVED, move=MOVE)
    journal.mark(first.number, "pending", "done")
    back = (Entry("a.md", b"a new", b"a old"), Entry("x/y/n.md", b"n new", b"n old"))
    journal.begin("undo", back, first.number, move=MOVE.back)
    assert recover(str(root)) == [Recovered("undo", True)]
    assert content(root) == BEFORE
    assert journal.writes("undone") == [first.number]
