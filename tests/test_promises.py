"""The promises, each with a deliberately broken version that the check of the real one catches.

A check that can't tell the broken one from the real one proves nothing.
"""

import os
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

from tests import laws
from tests.effects.repositories import at_once, commit, git, own_repository
from tests.outline import note_of
from tests.planned import planned
from vaultsync import Vault
from vaultsync.cli.output import clean
from vaultsync.effects.beside import temporary_for
from vaultsync.effects.journal import Entry, Journal
from vaultsync.effects.replace import replace_file, sweep
from vaultsync.errors import (
    JournalError,
    StaleNoteError,
    UnsafeEditError,
    VaultsyncError,
    WriteFailedError,
)
from vaultsync.model.edits.add import add_task
from vaultsync.model.guarding.guard import Reader, guard
from vaultsync.model.guarding.rebase import rebase
from vaultsync.model.guarding.second_opinion import differs_for_peer
from vaultsync.model.note import Note, parse_note
from vaultsync.service.commits.committing import commit_changes
from vaultsync.syntax.elements import Task
from vaultsync.syntax.task_edits import set_status
from vaultsync.text import Edit, Span, apply_edits, decode, encode, newline_of, split_lines

# 1. encode(decode(raw)) == raw.


def gives_every_byte_back(decode: Callable[[bytes], str]) -> None:
    samples = [b"a\r\nb\n\rc", b"caf\xe9", b"\xef\xbb\xbfa", b"\0\x1a", "\u2028\x85".encode(), b"a"]
    for raw in [*samples, bytes(range(256))]:
        assert encode(decode(raw)) == raw


def with_one_newline(raw: bytes) -> str:
    return decode(raw).replace("\r\n", "\n").replace("\r", "\n")


def with_replacements(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


# 2. Text outside the spans is unchanged; the span is the smallest.


def changes_nothing_else(apply: Callable[[str, list[Edit]], str]) -> None:
    text = "- [ ] a  \r\n- [ ] a  \n\n"
    assert apply(text, [Edit(Span(3, 4), "x")]) == "- [x] a  \r\n- [ ] a  \n\n"
    assert apply(text, []) == text


def stripping(text: str, edits: list[Edit]) -> str:
    return re.sub(r"[ \t]+(?=\r?\n)", "", apply_edits(text, edits))


def with_a_final_newline_only(text: str, edits: list[Edit]) -> str:
    return apply_edits(text, edits).rstrip("\n") + "\n"


SetStatus = Callable[[Note, Task, str], list[Edit]]


def changes_one_character(set_status: SetStatus) -> None:
    for text in ("- [ ] a\n- [ ] a\n", "> - [ ] b\r\n"):
        note = note_of(text)
        for task in note.tasks:
            assert set_status(note, task, "x") == [Edit(task.status_span, "x")]


def real_status(_note: Note, task: Task, status: str) -> list[Edit]:
    return set_status(task, status)


def by_rewriting_the_line(_note: Note, task: Task, status: str) -> list[Edit]:
    return [Edit(task.line_span, re.sub(r"\[.\]", f"[{status}]", task.raw, count=1))]


# 3. Applied to its own result, an edit gives no edits.

Plan = Callable[[Note], list[Edit]]


def changes_nothing_twice(plan: Plan) -> None:
    for text in ("- [ ] a\n", "# h\n\n- [x] a\n"):
        note = note_of(text)
        again = note_of(apply_edits(note.text, plan(note)))
        assert plan(again) == []


def ticking(note: Note) -> list[Edit]:
    return set_status(note.tasks[0], "x")


def adding_b(note: Note) -> list[Edit]:
    return add_task(note, "b")


def adding_without_looking(note: Note) -> list[Edit]:
    return [Edit(Span(len(note.text), len(note.text)), "- [ ] b\n")]


def writing_the_same_again(note: Note) -> list[Edit]:
    return [Edit(note.tasks[0].status_span, "x")]


# 4. Parsing never raises.


def never_raises(read: Reader) -> None:
    for raw in (
        b"",
        b"\xff\n- [\xff] a",
        b"---\nx: [\n---\n",
        b"---\na: &a [*a]\n---\n",
        b"[" * 999,
    ):
        read("a.md", raw)


def strictly(path: str, raw: bytes) -> Note:
    raw.decode("utf-8")
    return parse_note(path, raw)


# 5. What is inserted follows its surroundings.


def follows_its_surroundings(plan: Plan) -> None:
    for text, after in {
        "* [ ] a\r\n": "* [ ] a\r\n* [ ] b\r\n",
        "1) [ ] a\n": "1) [ ] a\n2) [ ] b\n",
        "- [ ] a": "- [ ] a\n- [ ] b",
    }.items():
        assert apply_edits(text, plan(note_of(text))) == after


def adding_what_we_like(note: Note) -> list[Edit]:
    end = len(note.text)
    return [Edit(Span(end, end), f"- [ ] b{newline_of(note.text)}")]


# 6. Two readers see what an edit would spoil.

Guard = Callable[[Any], None]
# What each reader must see by itself, and what is sound.
SPOILT_FOR_BOTH = ["a⏎⏎⟦→```⏎⟧- [ ] b⏎", "a⏎⟦→===⏎⟧⏎b⏎", "⟦→- [ ] a⏎⟧b⏎⏎c⏎"]
SPOILT_IN_OBSIDIAN = ["a⏎⏎⟦→%%⏎⟧- [ ] b⏎- [ ] c %%⏎", "a⏎⏎⟦→$$⏎⟧- [ ] b⏎⏎$$⏎"]
SOUND = ["- [⟦ →x⟧] a⏎- [ ] b⏎", "- [ ] a⏎⟦→- [ ] b⏎⟧- [ ] c⏎"]


def lets_nothing_be_spoilt(check: Guard) -> None:
    for marked in SOUND:
        check(planned(marked))
    for marked in SPOILT_FOR_BOTH + SPOILT_IN_OBSIDIAN:
        with pytest.raises(UnsafeEditError):
            check(planned(marked))


def sees_by_itself(check: Guard) -> None:
    """What is spoilt for both readers is seen though the other is mistaken."""
    for marked in SOUND:
        check(planned(marked))
    for marked in SPOILT_FOR_BOTH:
        with pytest.raises(UnsafeEditError):
            check(planned(marked))


def misreading(path: str, raw: bytes) -> Note:
    """A scanner with a bug: it sees boxes by their look, and no blocks."""
    note = parse_note(path, re.sub(rb"^(```|~~~|===|%%|\$\$)$", rb"", raw, flags=re.MULTILINE))
    return note._replace(text=decode(raw), sections=(), headings=(), list_items=(), links=())


def with_a_misreading_scanner(one: Any) -> None:
    guard(one, read=misreading)


def by_a_misreading_scanner_alone(one: Any) -> None:
    before, after = misreading("a", encode(one.before)), misreading("a", encode(one.after))
    if len(before.tasks) > len(after.tasks):
        raise UnsafeEditError(one.path, "", 1)


def by_mistune_alone(one: Any) -> None:
    """Blind for what only Obsidian knows."""
    from vaultsync.model.guarding.hunks import hunks_of

    hunks = hunks_of(one.before, one.edits, one.after)
    note, edited = parse_note("a", encode(one.before)), parse_note("a", encode(one.after))
    if differs_for_peer(note, edited, hunks):
        raise UnsafeEditError(one.path, "", 1)


# 7. No user's edit is lost, and no half-written note is left.

Writer = Callable[..., None]
OLD, NEW, THEIRS = b"old " * 9, b"new " * 9, b"theirs " * 9
BESIDE = temporary_for("a.md", "1")


def by_truncating(root: str, path: str, *, old: bytes, new: bytes, temporary: str) -> None:
    del temporary
    with open(os.path.join(root, path), "r+b") as file:
        if file.read() != old:
            raise StaleNoteError(path, "changed")
        file.seek(0)
        file.truncate()
        file.write(new)


def by_renaming(root: str, path: str, *, old: bytes, new: bytes, temporary: str) -> None:
    """Looks, then renames: what is written between is lost."""
    real, beside = os.path.join(root, path), os.path.join(root, temporary)
    with open(beside, "wb") as file:
        file.write(new)
    with open(real, "rb") as file:
        content = file.read()
    if content != old:
        os.unlink(beside)
        raise StaleNoteError(path, "changed")
    os.replace(beside, real)


def by_renaming_blindly(root: str, path: str, *, old: bytes, new: bytes, temporary: str) -> None:
    del old
    with open(os.path.join(root, temporary), "wb") as file:
        file.write(new)
    os.replace(os.path.join(root, temporary), os.path.join(root, path))


# Where the functions live that reach the system; methods of open files have no module.
SYSTEM = ("posix", "fcntl", "_io", None)


def at_instant(number: int, act: Callable[[], None], run: Callable[[], None]) -> bool:
    """Run something, with `act` before its n-th call into the system; whether it came so far."""
    count = 0

    def watch(_frame: FrameType, event: str, called: Any) -> None:
        nonlocal count
        if event == "c_call" and getattr(called, "__module__", "") in SYSTEM:
            count += 1
            if count == number:
                sys.setprofile(None)
                act()

    sys.setprofile(watch)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count >= number


def writing(write: Writer, folder: Path) -> Callable[[], None]:
    return partial(write, str(folder), "a.md", old=OLD, new=NEW, temporary=BESIDE)


def keeps_what_another_program_saves(write: Writer, folder: Path) -> None:
    """At whatever instant it saves, in the end its text stands there, or is kept beside."""
    path = folder / "a.md"

    def save() -> None:
        (folder / ".theirs").write_bytes(THEIRS)
        os.replace(folder / ".theirs", path)

    reached, number = True, 0
    while reached:
        number += 1
        path.write_bytes(OLD)
        try:
            reached = at_instant(number, save, writing(write, folder))
        except VaultsyncError:
            reached = True
        if reached:
            assert path.read_bytes() == THEIRS, f"lost at instant {number}"
        assert os.listdir(folder) == ["a.md"]
    assert number > 5


def leaves_old_or_new_behind(write: Writer, folder: Path) -> None:
    """A process that ends at any instant leaves a whole note."""
    path = folder / "a.md"
    number, status = 0, 9
    while status:
        number += 1
        path.write_bytes(OLD)
        if (child := os.fork()) == 0:
            try:
                at_instant(number, lambda: os._exit(9), writing(write, folder))
            finally:
                os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert path.read_bytes() in (OLD, NEW), f"torn at instant {number}"
        sweep(str(folder), "a.md", BESIDE, OLD, NEW)
        assert os.listdir(folder) == ["a.md"]
    assert path.read_bytes() == NEW


def keeps_the_old_bytes_on_a_full_disk(write: Writer, folder: Path) -> None:
    resource = pytest.importorskip("resource")
    (folder / "a.md").write_bytes(OLD)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5, limits[1]))
    try:
        with pytest.raises((WriteFailedError, OSError)):
            write(str(folder), "a.md", old=OLD, new=NEW, temporary=BESIDE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (folder / "a.md").read_bytes() == OLD


# 8. The wrong line is never edited, also not when two lines are equal.


def edits_the_very_line(set_status: SetStatus) -> None:
    note = note_of("- [ ] a\n- [ ] a\n")
    assert apply_edits(note.text, set_status(note, note.tasks[1], "x")) == "- [ ] a\n- [x] a\n"


def by_text(note: Note, task: Task, status: str) -> list[Edit]:
    """As `str.replace` of the line would: the first that is equal."""
    at = note.text.index(task.raw) + task.raw.index("[") + 1
    return [Edit(Span(at, at + 1), status)]


Rebase = Callable[[str, Sequence[Edit], str], list[Edit] | None]


def carries_over_to_the_very_line(rebase: Rebase) -> None:
    before = "- [ ] a\n- [ ] a\n- [ ] b\n"
    edits = [Edit(Span(11, 12), "x")]
    moved = rebase(before, edits, f"- [ ] c\n{before}")
    assert moved == [Edit(Span(19, 20), "x")]
    assert rebase(before, edits, "- [ ] a\n- [ ] b\n") is None
    assert rebase(before, edits, "- [ ] c\n- [ ] d\n- [ ] b\n") is None


def by_line_number(before: str, edits: Sequence[Edit], theirs: str) -> list[Edit] | None:
    del before, theirs
    return list(edits)


def by_first_equal_line(before: str, edits: Sequence[Edit], theirs: str) -> list[Edit] | None:
    lines, starts = split_lines(before)
    row = max(row for row, start in enumerate(starts) if start <= edits[0].span.start)
    at = theirs.find(lines[row])
    shift = at - starts[row]
    return [Edit(Span(s + shift, e + shift), new) for (s, e), new in edits] if at >= 0 else None


# 9. Every write is journalled first.


class Forgetful(Journal):
    """A journal that keeps nothing."""

    def keep(self, write: Any) -> None:
        del write


class Loose(Journal):
    """A journal that keeps texts as text."""

    def keep(self, write: Any) -> None:
        entries = tuple(Entry(p, old and old.strip(), new) for p, old, new in write.entries)
        super().keep(write._replace(entries=entries))


def gives_back_what_it_kept(kind: type[Journal], folder: Path) -> None:
    journal = kind(str(folder))
    entries = (Entry("caf\udce9.md", b"\xff\r\n", b""), Entry("b.md", None, b"\n"))
    write = journal.begin("edit", entries)
    journal.mark(write.number, "pending", "done")
    kept = journal.read(write.number, "done")
    assert kept is not None
    assert kept.entries == entries


# 13. Anything may be in a note, and control characters never reach the terminal.


def shows_no_control_characters(show: Callable[[str], str]) -> None:
    shown = show("a\x1b[31m\x07\x9bb")
    assert shown.startswith("a")
    assert not any(char in shown for char in "\x1b\x07\x9b")


def without_escapes(text: str) -> str:
    return text.replace("\x1b", "")


def is_opaque_when_too_large(read: Reader) -> None:
    note = read("a.md", b"- [ ] a\n" * 650_000)
    assert [problem.code for problem in note.problems] == ["too-large"]
    assert not note.tasks


def with_no_cap(path: str, raw: bytes) -> Note:
    return parse_note(path, raw[:80])


# 11. A commit holds only what was read whole, and nothing that somebody else has staged.

Committing = Callable[[Path], object]


def as_users_do(root: Path) -> object:
    return commit_changes(Vault.open(root), wait=at_once)


def by_adding_all(root: Path) -> object:
    return git(root, "add", "-A") and git(root, "commit", "-q", "-m", "all")


def by_another_index(root: Path) -> object:
    """A commit of all that is there, of which the index knows nothing: it takes it back."""
    aside = f"GIT_INDEX_FILE={root / '.git' / 'aside'}"
    script = f"{aside} git add -A && {aside} git commit -q -m all"
    return git(root, "-c", f"alias.all=!{script}", "all")


def commits_no_half_note(commits: Committing, folder: Path) -> None:
    root = own_repository(folder / "vault")
    commit(root, {"a.md": "whole\n", "b.md": "b\n"})
    (root / "b.md").write_text("new\n")
    with open(root / "a.md", "w", buffering=1) as file:
        file.write("half\n")
        commits(root)
    assert git(root, "show", "HEAD:a.md") == "whole"
    assert git(root, "show", "HEAD:b.md") == "new"


def leaves_the_index_as_it_is(commits: Committing, folder: Path) -> None:
    root = own_repository(folder / "vault")
    commit(root, {"a.md": "a\n", "b.md": "b\n"})
    (root / "a.md").write_text("staged\n")
    git(root, "add", "a.md")
    (root / "b.md").write_text("new\n")
    commits(root)
    assert git(root, "diff", "--cached", "--name-only") == "a.md"


class Promise(NamedTuple):
    """A check, what keeps the promise, and what was broken on purpose."""

    check: Callable[..., None]
    real: Any
    broken: Any


def toggling(plan: SetStatus) -> None:
    """The law of `tests.laws`, for a text in which two lines are equal."""
    edits_the_very_line(plan)
    note = laws.read(b"- [ ] a\n- [ ] a\n")
    for task in note.tasks:
        laws.toggling_changes_one_character(note, task)


PROMISES = {
    "1-newlines": Promise(gives_every_byte_back, decode, with_one_newline),
    "1-bytes-that-are-no-utf-8": Promise(gives_every_byte_back, decode, with_replacements),
    "2-trailing-blanks": Promise(changes_nothing_else, apply_edits, stripping),
    "2-final-newlines": Promise(changes_nothing_else, apply_edits, with_a_final_newline_only),
    "2-smallest-span": Promise(changes_one_character, real_status, by_rewriting_the_line),
    "3-tick": Promise(changes_nothing_twice, ticking, writing_the_same_again),
    "3-add": Promise(changes_nothing_twice, adding_b, adding_without_looking),
    "4-never-raises": Promise(never_raises, parse_note, strictly),
    "5-surroundings": Promise(follows_its_surroundings, adding_b, adding_what_we_like),
    "6-scanner-is-mistaken": Promise(
        sees_by_itself, with_a_misreading_scanner, by_a_misreading_scanner_alone
    ),
    "6-mistune-is-blind": Promise(lets_nothing_be_spoilt, guard, by_mistune_alone),
    "7-looks-only-before": Promise(keeps_what_another_program_saves, replace_file, by_renaming),
    "7-does-not-look": Promise(keeps_what_another_program_saves, replace_file, by_renaming_blindly),
    "7-half-a-note": Promise(leaves_old_or_new_behind, replace_file, by_truncating),
    "7-full-disk": Promise(keeps_the_old_bytes_on_a_full_disk, replace_file, by_truncating),
    "8-equal-lines": Promise(toggling, real_status, by_text),
    "8-by-line-number": Promise(carries_over_to_the_very_line, rebase, by_line_number),
    "8-by-first-equal-line": Promise(carries_over_to_the_very_line, rebase, by_first_equal_line),
    "9-keeps-nothing": Promise(gives_back_what_it_kept, Journal, Forgetful),
    "9-keeps-something-else": Promise(gives_back_what_it_kept, Journal, Loose),
    "11-half-a-note": Promise(commits_no_half_note, as_users_do, by_adding_all),
    "11-staged": Promise(leaves_the_index_as_it_is, as_users_do, by_adding_all),
    "11-the-index-takes-it-back": Promise(leaves_the_index_as_it_is, as_users_do, by_another_index),
    "13-escapes": Promise(shows_no_control_characters, clean, without_escapes),
    "13-size": Promise(is_opaque_when_too_large, parse_note, with_no_cap),
}
IN_A_FOLDER = {
    *(keeps_what_another_program_saves, leaves_old_or_new_behind),
    *(keeps_the_old_bytes_on_a_full_disk, gives_back_what_it_kept),
    *(commits_no_half_note, leaves_the_index_as_it_is),
}
promises = pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES)


@promises
def test_is_kept(promise: Promise, tmp_path: Path) -> None:
    promise.check(promise.real, *([tmp_path] if promise.check in IN_A_FOLDER else []))


# How a check says no: by itself, or as the real thing never does.
NOTICES = (AssertionError, pytest.fail.Exception, UnicodeDecodeError, JournalError)


@promises
def test_the_check_notices(promise: Promise, tmp_path: Path) -> None:
    with pytest.raises(NOTICES):
        promise.check(promise.broken, *([tmp_path] if promise.check in IN_A_FOLDER else []))
