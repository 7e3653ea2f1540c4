"""Writing a page: whole, over nothing that is somebody else's, and only where it changed."""

import os
from pathlib import Path

import pytest

from vaultsync.effects.page_file import read_page, write_page
from vaultsync.errors import WriteFailedError

MARK = b"<ours>"
PAGE = b"<ours>new"


def put(path: Path, *, overwrite: bool = False) -> bool:
    return write_page(str(path), PAGE, MARK, overwrite=overwrite)


def test_writes_once(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    assert put(path)
    assert path.read_bytes() == PAGE
    before = path.stat().st_ino
    assert not put(path)
    assert path.stat().st_ino == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.html"]


def test_replaces_its_own_and_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"<ours>old")
    path.chmod(0o640)
    assert put(path)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (PAGE, 0o640)


def test_follows_a_link(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.html").symlink_to("b/c.html")
    assert put(tmp_path / "a.html")
    assert (tmp_path / "b" / "c.html").read_bytes() == PAGE
    assert (tmp_path / "a.html").is_symlink()


def test_takes_what_a_killed_process_left(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    put(path)
    left = tmp_path / "left"
    path.rename(left)
    put(path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.html", "left"]


@pytest.mark.parametrize("overwrite", [False, True], ids=["kept", "overwritten"])
def test_somebody_elses_file(tmp_path: Path, overwrite: bool) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"theirs")
    if overwrite:
        assert put(path, overwrite=True)
        assert path.read_bytes() == PAGE
    else:
        with pytest.raises(WriteFailedError, match="no page of vaultsync"):
            put(path)
        assert path.read_bytes() == b"theirs"


def test_refuses_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "dir.html").mkdir()
    (tmp_path / "loop.html").symlink_to("loop.html")
    for name in ("dir.html", "pipe.html", "loop.html", "none/a.html"):
        with pytest.raises(WriteFailedError, match="not written"):
            put(tmp_path / name)
    assert read_page(str(tmp_path / "none.html"), MARK, overwrite=False) is None
