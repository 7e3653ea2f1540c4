"""What is stored comes back, or it is as if it had never been."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.effects.cache_file import UnusableCacheError
from vaultsync.effects.store import RACY, Reading, Store
from vaultsync.effects.walk import FileState

PARTS = ("tasks", "links")
LONG_AGO = 1_000_000_000_000
NOW = LONG_AGO + 2 * RACY


def state(path: str, mtime: int = LONG_AGO, ctime: int = LONG_AGO) -> FileState:
    return FileState(path, 7, mtime, ctime, 1 << 40)


def reading(path: str, at: int = NOW, **parts: bytes) -> Reading:
    return Reading(state(path), at, b"digest", parts)


def opened(path: Path, identity: str = "one") -> Store:
    return Store(str(path), identity, PARTS)


def contents(store: Store) -> dict[str, dict[str, bytes]]:
    known = store.known()
    found = store.parts_of([one.number for one in known.values()], PARTS)
    return {path: found[one.number] for path, one in known.items()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index.sqlite"


def test_keeps_readings_for_the_next_time(path: Path) -> None:
    readings = [reading("a\udce9\ud800.md", tasks=b"x"), reading("b.md", tasks=b"", links=b"y")]
    numbers = opened(path).write([*readings, reading("c.md")])
    assert contents(opened(path)) == {
        "a\udce9\ud800.md": {"tasks": b"x"},
        "b.md": {"tasks": b"", "links": b"y"},
        "c.md": {},
    }
    assert {name: one.number for name, one in opened(path).known().items()} == numbers
    assert opened(path).known()["c.md"].digest == b"digest"


def test_gives_only_the_parts_that_are_asked(path: Path) -> None:
    store = opened(path)
    (number,) = store.write([reading("a.md", tasks=b"x", links=b"y")]).values()
    assert store.parts_of([number, number + 1], ["links"]) == {number: {"links": b"y"}}
    assert store.parts_of([number], []) == {number: {}}


def test_a_number_is_never_used_again(path: Path) -> None:
    store = opened(path)
    (first,) = store.write([reading("a.md", tasks=b"x")]).values()
    (second,) = store.write([reading("a.md", tasks=b"y")]).values()
    (third,) = store.write([reading("b.md", tasks=b"z")], gone=[second]).values()
    assert len({first, second, third}) == 3
    assert store.parts_of([first, second, third], PARTS) == {third: {"tasks": b"z"}}


def test_a_reading_with_the_same_bytes_gets_the_new_state(path: Path) -> None:
    store = opened(path)
    (number,) = store.write([reading("a.md", tasks=b"x")]).values()
    again = Reading(state("a.md", mtime=5), NOW, b"digest", None, number)
    assert store.write([again]) == {"a.md": number}
    assert store.known()["a.md"].mtime == 5
    assert contents(store) == {"a.md": {"tasks": b"x"}}


def test_a_reading_that_another_process_has_replaced_is_not_taken_for_it(path: Path) -> None:
    store = opened(path)
    (number,) = store.write([reading("a.md", tasks=b"x")]).values()
    opened(path).write([reading("a.md", tasks=b"y")])
    store.write([Reading(state("a.md", mtime=5), NOW, b"digest", None, number)])
    assert store.known()["a.md"].mtime == LONG_AGO
    assert contents(store) == {"a.md": {"tasks": b"y"}}


@pytest.mark.parametrize(
    ("mtime", "ctime", "settled"),
    [
        pytest.param(NOW - RACY - 1, LONG_AGO, True, id="long-ago"),
        pytest.param(NOW - RACY, LONG_AGO, False, id="just-now"),
        pytest.param(LONG_AGO, NOW - 1, False, id="its-time-set-back"),
        pytest.param(NOW + 10 * RACY, LONG_AGO, False, id="in-the-future"),
    ],
)
def test_is_settled_when_a_change_would_show(
    path: Path, mtime: int, ctime: int, settled: bool
) -> None:
    file = state("a.md", mtime, ctime)
    store = opened(path)
    store.write([Reading(file, NOW, b"", {})])
    assert store.known()["a.md"].fits(file) == settled


@pytest.mark.parametrize("field", ["size", "mtime", "ctime", "inode"])
def test_a_file_with_another_state_does_not_fit(path: Path, field: str) -> None:
    store = opened(path)
    store.write([reading("a.md")])
    file = state("a.md")
    assert store.known()["a.md"].fits(file)
    assert not store.known()["a.md"].fits(file._replace(**{field: getattr(file, field) - 1}))


def test_all_is_stored_or_nothing(path: Path) -> None:
    def readings() -> Iterator[Reading]:
        yield reading("b.md")
        raise KeyboardInterrupt

    store = opened(path)
    (number,) = store.write([reading("a.md")]).values()
    with pytest.raises(KeyboardInterrupt):
        store.write(readings(), gone=[number])
    assert contents(store) == {"a.md": {}}


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute('CREATE TABLE "no""tes" (number)')
        connection.execute("CREATE TABLE notes (number)")
        connection.execute("INSERT INTO notes VALUES (1)")
    connection.close()


def impostor(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE about (identity)")
        connection.execute("INSERT INTO about VALUES ('one')")
    connection.close()


BROKEN: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_bytes(b"no database" * 1000),
    "cut-short": lambda path: os.truncate(path, 5000),
    "foreign": foreign,
    "another-version": lambda path: opened(path, "two").write([reading("z.md")]),
    "impostor": impostor,
}


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN)
def test_what_is_not_ours_is_begun_anew(path: Path, break_it: Callable[[Path], object]) -> None:
    opened(path).write([reading("a.md", tasks=b"x")])
    break_it(path)
    store = opened(path)
    try:
        found = store.known()
    except UnusableCacheError:
        found = store.known()
    assert found == {}
    store.write([reading("b.md", tasks=b"y")])
    assert contents(opened(path)) == {"b.md": {"tasks": b"y"}}


@given(st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(1, 255)), min_size=1, max_size=8))
def test_damage_is_never_taken_for_what_was_stored(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("cache") / "index.sqlite"
    stored = {f"{n}.md": {"tasks": b"%d" % n * 50, "links": b"x" * n} for n in range(1, 30)}
    opened(path).write(Reading(state(name), NOW, b"", parts) for name, parts in stored.items())
    raw = bytearray(path.read_bytes())
    for place, mask in flips:
        raw[place % len(raw)] ^= mask
    path.write_bytes(raw)
    store = opened(path)
    try:
        known = store.known()
        found = store.parts_of([one.number for one in known.values()], PARTS)
    except UnusableCacheError:
        assert store.known() == {}
        return
    for name, one in known.items():
        if name in stored and one.number in found:
            assert found[one.number] == stored[name]


def test_waits_for_another_process_but_not_for_ever(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultsync.effects.cache_file._PATIENCE", 0.01)
    store = opened(path)
    store.write([reading("a.md")])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UnusableCacheError, match="locked"):
        store.write([reading("b.md")])
    assert contents(store) == {"a.md": {}}
    other.execute("ROLLBACK")
    other.close()
    store.write([reading("b.md")])
    assert list(contents(store)) == ["a.md", "b.md"]


@pytest.mark.parametrize("name", ["file/index.sqlite", "folder"])
def test_says_where_there_can_be_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnusableCacheError):
        opened(tmp_path / name).known()
