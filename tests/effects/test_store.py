"""What is stored comes back, or it is as if it had never been."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.effects.cache_file import UnusableCacheError
from vaultsync.effects.store import RACY, Pack, Reading, Store, lasting
from vaultsync.effects.walk import FileState

PARTS = ("tasks", "links")
LONG_AGO = 1_000_000_000_000
NOW = LONG_AGO + 2 * RACY


def state(path: str, mtime: int = LONG_AGO, ctime: int = LONG_AGO) -> FileState:
    return FileState(path, 7, mtime, ctime, 1 << 40)


def pack(*paths: str, tasks: bytes = b"", links: bytes = b"") -> Pack:
    readings = [Reading(state(path), path.encode("utf-8", "surrogatepass")) for path in paths]
    return Pack(readings, {"tasks": tasks, "links": links})


def opened(path: Path, identity: str = "one") -> Store:
    return Store(str(path), identity, PARTS)


def contents(store: Store) -> list[tuple[list[str], dict[str, bytes] | None]]:
    return [
        ([told[0] for told, _ in one.readings], store.parts_of(one.number, PARTS))
        for one in store.known()
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index.sqlite"


def test_keeps_packs_for_the_next_time(path: Path) -> None:
    packs = [pack("a\udce9\ud800.md", "b.md", tasks=b"x", links=b"y"), pack("c.md")]
    numbers = opened(path).write(packs)
    assert contents(opened(path)) == [
        (["a\udce9\ud800.md", "b.md"], {"tasks": b"x", "links": b"y"}),
        (["c.md"], {"tasks": b"", "links": b""}),
    ]
    known = opened(path).known()
    assert [one.number for one in known] == numbers
    assert known[1].readings == [(state("c.md"), b"c.md")]


def test_gives_only_the_parts_that_are_asked(path: Path) -> None:
    store = opened(path)
    (number,) = store.write([pack("a.md", tasks=b"x", links=b"y")])
    assert store.parts_of(number, ["links"]) == {"links": b"y"}
    assert store.parts_of(number, []) == {}
    assert store.parts_of(number + 1, ["links"]) is None


def test_a_number_is_never_used_again(path: Path) -> None:
    store = opened(path)
    (first,) = store.write([pack("a.md", tasks=b"x")])
    (second,) = store.write([pack("a.md", tasks=b"y")], gone=[first])
    (third,) = store.write([pack("b.md", tasks=b"z")], gone=[second])
    assert len({first, second, third}) == 3
    assert contents(store) == [(["b.md"], {"tasks": b"z", "links": b""})]
    assert store.parts_of(first, PARTS) is None


def test_packs_may_be_made_of_those_that_go(path: Path) -> None:
    store = opened(path)
    (number,) = store.write([pack("a.md", tasks=b"x")])

    def packs() -> Iterator[Pack]:
        parts = store.parts_of(number, PARTS)
        assert parts
        yield Pack([Reading(("b.md",), b"")], parts)

    store.write(packs(), gone=[number])
    assert contents(store) == [(["b.md"], {"tasks": b"x", "links": b""})]


@pytest.mark.parametrize(
    ("mtime", "ctime", "lasts"),
    [
        pytest.param(NOW - RACY - 1, LONG_AGO, True, id="long-ago"),
        pytest.param(NOW - RACY, LONG_AGO, False, id="just-now"),
        pytest.param(LONG_AGO, NOW - 1, False, id="its-time-set-back"),
        pytest.param(NOW + 10 * RACY, LONG_AGO, False, id="in-the-future"),
    ],
)
def test_a_state_lasts_when_a_change_would_show(
    path: Path, mtime: int, ctime: int, *, lasts: bool
) -> None:
    file = state("a.md", mtime, ctime)
    store = opened(path)
    store.write([Pack([Reading(lasting(file, NOW), b"")], dict.fromkeys(PARTS, b""))])
    ((told, _),) = store.known()[0].readings
    assert told[0] == "a.md"
    assert (told == file) == lasts


@pytest.mark.parametrize("field", ["size", "mtime", "ctime", "inode"])
def test_a_file_with_another_state_does_not_fit(path: Path, field: str) -> None:
    store = opened(path)
    store.write([pack("a.md")])
    ((told, _),) = store.known()[0].readings
    file = state("a.md")
    assert told == file
    assert told != file._replace(**{field: getattr(file, field) - 1})


def test_all_is_stored_or_nothing(path: Path) -> None:
    def packs() -> Iterator[Pack]:
        yield pack("b.md")
        raise KeyboardInterrupt

    store = opened(path)
    (number,) = store.write([pack("a.md")])
    with pytest.raises(KeyboardInterrupt):
        store.write(packs(), gone=[number])
    assert [paths for paths, _ in contents(store)] == [["a.md"]]


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute('CREATE TABLE "no""tes" (number)')
        connection.execute("CREATE TABLE packs (number)")
        connection.execute("INSERT INTO packs VALUES (1)")
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
    "another-version": lambda path: opened(path, "two").write([pack("z.md")]),
    "impostor": impostor,
}


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN)
def test_what_is_not_ours_is_begun_anew(path: Path, break_it: Callable[[Path], object]) -> None:
    opened(path).write([pack("a.md", tasks=b"x")])
    break_it(path)
    store = opened(path)
    try:
        found = store.known()
    except UnusableCacheError:
        found = store.known()
    assert found == []
    store.write([pack("b.md", tasks=b"y")])
    assert contents(opened(path)) == [(["b.md"], {"tasks": b"y", "links": b""})]


@given(st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(1, 255)), min_size=1, max_size=8))
def test_damage_is_never_taken_for_what_was_stored(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("cache") / "index.sqlite"
    stored = {f"{n}.md": pack(f"{n}.md", tasks=b"%d" % n * 50, links=b"x" * n) for n in range(30)}
    opened(path).write(stored.values())
    raw = bytearray(path.read_bytes())
    for place, mask in flips:
        raw[place % len(raw)] ^= mask
    path.write_bytes(raw)
    store = opened(path)
    try:
        known = [(one.readings, store.parts_of(one.number, PARTS)) for one in store.known()]
    except UnusableCacheError:
        assert store.known() == []
        return
    for readings, parts in known:
        ((told, digest),) = readings
        assert stored[told[0]] == Pack([Reading(told, digest)], parts or {})


def test_waits_for_another_process_but_not_for_ever(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultsync.effects.cache_file._PATIENCE", 0.01)
    store = opened(path)
    store.write([pack("a.md")])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UnusableCacheError, match="locked"):
        store.write([pack("b.md")])
    assert [paths for paths, _ in contents(store)] == [["a.md"]]
    other.execute("ROLLBACK")
    other.close()
    store.write([pack("b.md")])
    assert [paths for paths, _ in contents(store)] == [["a.md"], ["b.md"]]


@pytest.mark.parametrize("name", ["file/index.sqlite", "folder"])
def test_says_where_there_can_be_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnusableCacheError):
        opened(tmp_path / name).known()


def test_what_was_derived_goes_with_its_pack(path: Path) -> None:
    store = opened(path)
    first, second = store.write([pack("a.md"), pack("b.md")])
    assert store.derived(first, "counts") is None
    store.keep_derived("counts", {first: b"one", second: b"two"})
    store.keep_derived("links", {first: b"three"})
    assert [opened(path).derived(first, key) for key in ("counts", "links")] == [b"one", b"three"]
    assert store.derived(second, "links") is None
    store.keep_derived("counts", {first: b"other"})
    assert store.derived(first, "counts") == b"other"
    store.write([], [first])
    assert store.derived(first, "counts") is None
    assert store.derived(second, "counts") == b"two"


def test_what_was_derived_is_checked(path: Path) -> None:
    store = opened(path)
    (number,) = store.write([pack("a.md")])
    store.keep_derived("counts", {number: b"one"})
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE derived SET kept = substr(kept, 1, 4) || x'00'")
    with pytest.raises(UnusableCacheError):
        opened(path).derived(number, "counts")
    assert not path.exists()
