"""What the system tells, from files that are written here: limits, file systems, folders."""

import os
from pathlib import Path

import pytest

from vaultsync.effects.machine import file_system_of, inotify_limits, is_at_work
from vaultsync.effects.places import can_be_written, count_folders

MOUNTS = rb"""/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
nas:/notes /home/ada/My\040Notes nfs4 rw 0 0
/dev/sdb1 /home ext4 rw 0 0
/dev/sdb1 /home btrfs rw 0 0
odd
ada@there: /home/ada/caf\351 fuse.sshfs rw 0 0
"""
PATHS = {
    "root": ("/etc/x", "ext4"),
    "the-later-of-two": ("/home/ada/Notes", "btrfs"),
    "escaped": ("/home/ada/My Notes/a", "nfs4"),
    "itself": ("/home/ada/My Notes", "nfs4"),
    "only-alike": ("/home/ada/My Notes 2", "btrfs"),
    "no-utf8": ("/home/ada/caf\udce9/b", "fuse.sshfs"),
}


@pytest.fixture
def proc(tmp_path: Path) -> str:
    (tmp_path / "self").mkdir()
    (tmp_path / "self/mounts").write_bytes(MOUNTS)
    limits = tmp_path / "sys/fs/inotify"
    limits.mkdir(parents=True)
    (limits / "max_user_watches").write_text("8192\n")
    (limits / "odd").write_text("many\n")
    (limits / "folder").mkdir()
    return str(tmp_path)


@pytest.mark.parametrize(("path", "kind"), PATHS.values(), ids=PATHS)
def test_the_file_system_of_a_path(path: str, kind: str, proc: str) -> None:
    assert file_system_of(path, proc) == kind


def test_the_limits(proc: str) -> None:
    assert inotify_limits(proc) == {"max_user_watches": 8192}


def test_where_the_system_tells_nothing(tmp_path: Path) -> None:
    assert inotify_limits(str(tmp_path)) == {}
    assert file_system_of("/a", str(tmp_path)) is None


@pytest.mark.skipif(os.name != "posix", reason="processes are asked otherwise")
@pytest.mark.parametrize("pid", [0, -1, 2**31, 2**70, 2**22 + 1])
def test_who_is_not_at_work(pid: int) -> None:
    assert not is_at_work(pid)


@pytest.mark.skipif(os.name != "posix", reason="processes are asked otherwise")
def test_who_is_at_work() -> None:
    assert is_at_work(os.getpid())
    assert is_at_work(1)


def test_folders_and_repositories_among_them(tmp_path: Path) -> None:
    for name in "a/b/.git/objects", "a/c", ".obsidian/plugins", ".git/refs":
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "a/c/.git").write_text("gitdir: elsewhere")
    (tmp_path / "a/loop").symlink_to("..")
    found = count_folders(str(tmp_path))
    assert found.nested == ["a/b", "a/c"]
    assert found.number == len(["", "a", "a/b", "a/c", ".obsidian", ".obsidian/plugins"])


def test_where_files_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert can_be_written(str(tmp_path))
    assert can_be_written(str(tmp_path / "new/folder"))
    assert not can_be_written(str(tmp_path / "file"))
    assert not can_be_written(str(tmp_path / "file/folder"))
