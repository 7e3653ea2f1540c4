"""Two files change places: both are there before and after, in both ways of doing it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultsync.effects.exchange import _by_a_second_name, exchange, renamer

Way = Callable[[str, str], None]
WAYS = {"the-system": exchange, "by-a-second-name": _by_a_second_name}
ways = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one").write_bytes(b"1")
    (tmp_path / "other \udce9").write_bytes(b"2")
    return tmp_path


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@ways
def test_changes_places(folder: Path, way: Way) -> None:
    one, other = folder / "one", folder / "other \udce9"
    inodes = one.stat().st_ino, other.stat().st_ino
    way(str(one), str(other))
    assert content(folder) == {"one": b"2", "other \udce9": b"1"}
    assert (other.stat().st_ino, one.stat().st_ino) == inodes
    way(str(one), str(other))
    assert content(folder) == {"one": b"1", "other \udce9": b"2"}


@ways
@pytest.mark.parametrize("missing", ["one", "other \udce9"])
def test_changes_nothing_where_one_is_missing(folder: Path, way: Way, missing: str) -> None:
    (folder / missing).unlink()
    before = content(folder)
    with pytest.raises(FileNotFoundError):
        way(str(folder / "one"), str(folder / "other \udce9"))
    assert content(folder) == before


def test_the_weaker_way_does_not_take_a_name_that_is_taken(folder: Path) -> None:
    (folder / "one-2").write_bytes(b"3")
    before = content(folder)
    with pytest.raises(FileExistsError):
        _by_a_second_name(str(folder / "one"), str(folder / "other \udce9"))
    assert content(folder) == before


def test_the_system_says_what_it_can_not(folder: Path) -> None:
    rename = renamer()
    if rename is None:
        pytest.skip("this system has no exchange")
    assert rename(os.fsencode(folder / "one"), os.fsencode(folder / "nowhere"), 2) == 2
