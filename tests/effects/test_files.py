"""Files are found, read and replaced; never half, never behind somebody's back, never outside."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultsync.effects.files import create_file, read_file, replace_file, walk_notes
from vaultsync.errors import (
    OutsideVaultError,
    StaleNoteError,
    UnreadableNoteError,
    WriteFailedError,
)

MOST = 1000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "a.md").write_bytes(b"old\r\n")
    return vault


def left_over(root: Path) -> list[str]:
    return [name for name in os.listdir(root) if "vaultsync-tmp" in name]


def test_replace_writes_the_new_bytes(root):
    replace_file(str(root), "a.md", old=b"old\r\n", new=b"new\r\n")
    assert (root / "a.md").read_bytes() == b"new\r\n"
    assert not left_over(root)


def test_replace_keeps_mode_and_extended_attributes(root):
    path = root / "a.md"
    path.chmod(0o640)
    try:
        os.setxattr(path, "user.tag", b"blue")
    except OSError:
        pytest.skip("no extended attributes on this file system")
    replace_file(str(root), "a.md", old=b"old\r\n", new=b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.getxattr(path, "user.tag") == b"blue"


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("before", "error"),
    [
        pytest.param(lambda path: path.write_bytes(b"theirs"), StaleNoteError, id="changed"),
        pytest.param(lambda path: path.unlink(), StaleNoteError, id="gone"),
        pytest.param(lambda path: os.link(path, f"{path}2"), WriteFailedError, id="hard-link"),
        pytest.param(become_a_folder, WriteFailedError, id="became-a-folder"),
    ],
)
def test_replace_refuses_what_is_not_as_it_was_read(root, before, error):
    path = root / "a.md"
    before(path)
    kept = path.read_bytes() if path.is_file() else None
    with pytest.raises(error, match=r"a\.md"):
        replace_file(str(root), "a.md", old=b"old\r\n", new=b"new")
    assert (path.read_bytes() if path.is_file() else None) == kept
    assert not left_over(root)


def test_replace_in_a_folder_that_refuses_leaves_the_old_bytes(root):
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    root.chmod(0o500)
    try:
        with pytest.raises(WriteFailedError, match="old bytes are in place"):
            replace_file(str(root), "a.md", old=b"old\r\n", new=b"new")
    finally:
        root.chmod(0o700)
    assert (root / "a.md").read_bytes() == b"old\r\n"


def test_a_symlink_inside_the_vault_is_followed(root):
    (root / "link.md").symlink_to("a.md")
    replace_file(str(root), "link.md", old=b"old\r\n", new=b"new")
    assert (root / "link.md").is_symlink()
    assert (root / "a.md").read_bytes() == b"new"


@pytest.mark.parametrize("verb", ["read", "replace", "create"])
def test_a_symlink_out_of_the_vault_is_refused(root, verb):
    outside = root.parent / "secret.md"
    outside.write_bytes(b"old\r\n")
    (root / "link.md").symlink_to(outside)
    verbs: dict[str, Callable[[], object]] = {
        "read": lambda: read_file(str(root), "link.md", MOST),
        "replace": lambda: replace_file(str(root), "link.md", old=b"old\r\n", new=b"new"),
        "create": lambda: create_file(str(root), "../other.md", b"new"),
    }
    with pytest.raises(OutsideVaultError):
        verbs[verb]()
    assert outside.read_bytes() == b"old\r\n"
    assert not (root.parent / "other.md").exists()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda path: path.mkdir(), "is a directory", id="folder"),
        pytest.param(os.mkfifo, "not a regular file", id="pipe"),
        pytest.param(
            lambda path: path.write_bytes(b"x" * (MOST + 1)), "1001 bytes", id="too-large"
        ),
        pytest.param(lambda path: path.symlink_to("nowhere.md"), "no such file", id="dangling"),
        pytest.param(lambda path: path.symlink_to(path.name), "symbolic link", id="loop"),
    ],
)
def test_read_says_why_it_can_not(root, make, reason):
    path = root / "b.md"
    make(path)
    with pytest.raises(UnreadableNoteError, match=reason):
        read_file(str(root), "b.md", MOST)


def test_create_does_not_overwrite(root):
    create_file(str(root), "new.md", b"text")
    assert (root / "new.md").read_bytes() == b"text"
    with pytest.raises(StaleNoteError):
        create_file(str(root), "a.md", b"text")
    assert (root / "a.md").read_bytes() == b"old\r\n"
    assert not left_over(root)


def test_walk_finds_notes_and_nothing_hidden(root):
    names = ["b/c.MD", "b/d.txt", ".obsidian/e.md", ".f.md", "b/.g/h.md", "i\nj.md"]
    for name in names:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    (root / "loop").symlink_to(root)
    raw = os.fsencode(root) + b"/caf\xe9.md"
    with open(raw, "wb"):
        pass
    found = walk_notes(str(root))
    assert found.notes == ["a.md", "b/c.MD", "caf\udce9.md", "i\nj.md"]
    assert found.unreadable == []


def test_walk_names_a_folder_that_is_gone(root):
    found = walk_notes(str(root), "nowhere")
    assert found.notes == []
    assert [str(error) for error in found.unreadable] == ["nowhere: no such file or directory"]
