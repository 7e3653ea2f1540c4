"""The journal gives back what was kept, byte for byte, and never what it isn't sure of."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultsync.effects import journal as module
from vaultsync.effects import lock
from vaultsync.effects.journal import Entry, Journal, open_journal
from vaultsync.errors import VaultBusyError

ONE = (Entry("a.md", b"old", b"new"),)
in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    folder = tmp_path / "journal"
    folder.mkdir()
    return Journal(str(folder))


def names(journal: Journal) -> list[str]:
    return sorted(os.listdir(journal.folder))


def path_of(journal: Journal, number: int, state: str) -> str:
    return journal._path(number, state)


texts = st.none() | st.binary(max_size=40) | st.just(b'{"at": 1}\n')
paths = st.binary(min_size=1, max_size=20).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
entries = st.lists(st.builds(Entry, paths, texts, texts), max_size=4).map(tuple)


@in_one_folder
@given(st.text(max_size=20), entries, st.none() | st.integers(0, 1 << 60))
def test_gives_back_what_was_kept(
    journal: Journal, what: str, entries: tuple[Entry, ...], undoes: int | None
) -> None:
    write = journal.begin(what, entries, undoes)
    assert journal.read(write.number, "pending") == write
    assert write[2:5] == (what, entries, undoes)
    journal.drop(write.number)
    assert journal.read(write.number, "pending") is None


@in_one_folder
@given(entries, st.integers(0, 10_000))
def test_an_entry_that_was_cut_off_is_none(
    journal: Journal, entries: tuple[Entry, ...], place: int
) -> None:
    write = journal.begin("edit", entries)
    path = path_of(journal, write.number, "pending")
    raw = Path(path).read_bytes()
    Path(path).write_bytes(raw[: place % (len(raw) - 1)])
    assert journal.read(write.number, "pending") is None
    Path(path).write_bytes(raw + b"x")
    assert journal.read(write.number, "pending") is None


DAMAGED = {
    "empty": b"",
    "no-json": b"x\n",
    "nul": b"\0" * 50,
    "other-json": b"[]\n",
    "a-number": b"1\n",
    "no-notes": b'{"at": 1, "what": "", "undoes": null}\n',
    "notes-are-no-list": b'{"at": 1, "what": "", "undoes": null, "notes": 1}\n',
    "too-many-sizes": b'{"at": 1, "what": "", "undoes": null, "notes": [["a", 0, 0, 0]]}\n',
    "no-path": b'{"at": 1, "what": "", "undoes": null, "notes": [[]]}\n',
    "size-is-no-number": b'{"at": 1, "what": "", "undoes": null, "notes": [["a", "x", 0]]}\n',
    "no-utf-8": b"\xff\xfe{}\n",
}


@pytest.mark.parametrize("raw", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_entry_is_none(journal: Journal, raw: bytes) -> None:
    Path(path_of(journal, 1, "done")).write_bytes(raw)
    assert journal.writes("done") == [1]
    assert journal.read(1, "done") is None


def test_states(journal: Journal) -> None:
    first, second = journal.begin("one", ONE), journal.begin("two", ONE)
    assert journal.writes("pending") == [first.number, second.number]
    journal.mark(first.number, "pending", "done")
    assert journal.writes("pending") == [second.number]
    assert journal.read(first.number, "done") == first
    assert journal.read(first.number, "pending") is None
    journal.mark(first.number, "done", "undone")
    journal.drop(second.number)
    assert [journal.writes(state) for state in ("pending", "done", "undone")] == [
        [],
        [],
        [first.number],
    ]


def test_the_order_survives_a_clock_that_goes_back(journal: Journal) -> None:
    future = (time.time_ns() // 1000) + 10**12
    Path(path_of(journal, future, "done")).touch()
    numbers = [journal.begin("edit", ONE).number for _ in range(3)]
    assert numbers == [future + 1, future + 2, future + 3]
    assert journal.writes("pending") == numbers


def test_tokens_differ(journal: Journal) -> None:
    writes = [journal.begin("edit", ONE) for _ in range(20)]
    assert len({write.token for write in writes}) == 20


def test_keeping_again_replaces(journal: Journal) -> None:
    write = journal.begin("edit", ONE)
    journal.keep(write._replace(entries=()))
    assert journal.read(write.number, "pending") == write._replace(entries=())
    assert len(names(journal)) == 1


def test_what_is_no_entry_is_no_entry(journal: Journal) -> None:
    for name in ("lock", "x.done", "1.other", "1.pending-new", ".done", "²³.done", "-1.done"):
        Path(journal.folder, name).touch()
    assert journal.begin("edit", ONE).number > 1
    assert journal.writes("done") == []


def kept(journal: Journal, age: float, size: int = 0, state: str = "done") -> int:
    """A write that is `age` seconds old and whose file has `size` bytes."""
    number = int((time.time() - age) * 1e6)
    with open(path_of(journal, number, state), "wb") as file:
        file.truncate(size)
    return number


def test_prune_drops_what_is_too_old(journal: Journal) -> None:
    week = module.LONGEST
    kept(journal, week + 60)
    kept(journal, week + 60, state="undone")
    pending = kept(journal, week + 60, state="pending")
    young = [kept(journal, week - 60), kept(journal, 1)]
    journal.prune()
    assert journal.writes("done") == young
    assert journal.writes("undone") == []
    assert journal.writes("pending") == [pending]


def test_prune_drops_the_oldest_where_there_is_too_much(journal: Journal) -> None:
    most = module.LARGEST
    numbers = [kept(journal, age, most // 2) for age in (300, 200, 100)]
    pending = kept(journal, 50, 2 * most, "pending")
    journal.prune()
    assert journal.writes("done") == numbers[1:]
    assert journal.writes("pending") == [pending]


def test_prune_of_little_changes_nothing(journal: Journal) -> None:
    journal.mark(journal.begin("edit", ONE).number, "pending", "done")
    before = names(journal)
    journal.prune()
    assert names(journal) == before


def test_refused_texts_are_kept(journal: Journal) -> None:
    folder = Path(journal.keep_refused("b/c d\udce9.md", b"\xff\r\n", b"x"))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "before c d\udce9.md": b"\xff\r\n",
        "after c d\udce9.md": b"x",
    }


def test_refused_texts_are_bounded(journal: Journal) -> None:
    folders = [journal.keep_refused("a.md", b"", str(n).encode()) for n in range(60)]
    left = os.listdir(os.path.join(journal.folder, "refused"))
    assert len(left) <= module._MOST_REFUSED + 1
    assert os.path.basename(folders[-1]) in left
    assert os.path.basename(folders[0]) not in left


def test_only_the_user_may_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    journal = open_journal("/some/vault")
    write = journal.begin("edit", ONE)
    assert os.stat(journal.folder).st_mode & 0o077 == 0
    assert os.stat(path_of(journal, write.number, "pending")).st_mode & 0o077 == 0
    assert open_journal("/some/vault") == journal
    assert open_journal("/some/other\udce9") != journal


HOLDS = """
import sys
from vaultsync.effects.journal import Journal
with Journal(sys.argv[1]).locked():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_processes_do_not_write_at_once(journal: Journal) -> None:
    pytest.importorskip("fcntl")
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, journal.folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with journal.locked(wait=False) as alone:
            assert not alone
        other.kill()
        other.wait()
    with journal.locked(wait=False) as alone:
        assert alone
    with journal.locked() as alone:
        assert alone


def test_who_waits_too_long_is_told(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fcntl")
    monkeypatch.setattr(lock, "_TRIES", 2)
    with journal.locked(), pytest.raises(VaultBusyError, match="try again"), journal.locked():
        pytest.fail("it is locked")
