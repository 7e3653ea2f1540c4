"""Files are found and read; never half, never outside."""

import os
import sys
import threading
from pathlib import Path

import pytest

from vaultsync.effects.files import read_file, walk_notes
from vaultsync.errors import OutsideVaultError, UnreadableNoteError

MOST = 1000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "a.md").write_bytes(b"old\r\n")
    return vault


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda path: path.mkdir(), "is a directory", id="folder"),
        pytest.param(os.mkfifo, "not a regular file", id="pipe"),
        pytest.param(
            lambda path: path.write_bytes(b"x" * (MOST + 1)), "1001 bytes", id="too-large"
        ),
        pytest.param(
            lambda path: path.symlink_to("nowhere.md"), "a link to nothing", id="dangling"
        ),
        pytest.param(lambda path: path.symlink_to(path.name), "leads to itself", id="loop"),
    ],
)
def test_read_says_why_it_can_not(root, make, reason):
    path = root / "b.md"
    make(path)
    with pytest.raises(UnreadableNoteError, match=reason):
        read_file(str(root), "b.md", MOST)


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


def test_read_gives_every_byte(root: Path) -> None:
    raw = bytes(range(256)) * 3
    (root / "a.md").write_bytes(raw)
    assert read_file(str(root), "a.md", MOST) == raw
    (root / "link.md").symlink_to("a.md")
    assert read_file(str(root), "link.md", MOST) == raw


def test_a_symlink_out_of_the_vault_is_not_read(root: Path) -> None:
    (root.parent / "secret.md").write_bytes(b"old")
    (root / "link.md").symlink_to("../secret.md")
    for path in ("link.md", "../secret.md"):
        with pytest.raises(OutsideVaultError):
            read_file(str(root), path, MOST)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has leases")
def test_read_waits_for_the_writer_to_finish(root: Path) -> None:
    """What is read is never the half."""
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(read_file(str(root), "a.md", MOST)))
    with open(root / "a.md", "wb") as writer:
        writer.write(b"half")
        writer.flush()
        reader.start()
        reader.join(0.05)
        writer.write(b" and the rest")
    reader.join()
    assert found == [b"half and the rest"]


def test_read_of_a_note_that_is_open_but_at_rest(root: Path) -> None:
    """An editor that keeps its file open doesn't keep us from reading."""
    with open(root / "a.md", "ab"):
        assert read_file(str(root), "a.md", MOST) == b"old\r\n"
