"""One walk finds all files of a vault, and what tells that one has changed."""

import os
from pathlib import Path

from vaultsync.effects.walk import FileState, walk_vault


def paths(files: list[FileState]) -> list[str]:
    return [file.path for file in files]


def test_tells_the_kinds_apart(tmp_path: Path) -> None:
    hidden = (".h.md", ".o/i.md", ".trash/j.md")
    for name in ("b.md", "a/c.MD", "x.Canvas", "y.png", "md", "z.base", *hidden):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    tree = walk_vault(str(tmp_path))
    assert paths(tree.notes) == ["a/c.MD", "b.md"]
    assert paths(tree.canvases) == ["x.Canvas"]
    assert paths(tree.others) == ["md", "y.png", "z.base"]
    assert list(tree.paths) == ["a/c.MD", "b.md", "x.Canvas", "md", "y.png", "z.base"]
    assert paths(walk_vault(str(tmp_path), "a").notes) == ["a/c.MD"]


def test_tells_the_state_of_each_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"four")
    os.utime(tmp_path / "a.md", ns=(1, 1_700_000_000_123_456_789))
    state = (tmp_path / "a.md").stat()
    (found,) = walk_vault(str(tmp_path)).notes
    assert found == FileState("a.md", 4, 1_700_000_000_123_456_789, state.st_ctime_ns, state.st_ino)


def test_takes_a_link_to_a_file_as_that_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"four")
    (tmp_path / "link.md").symlink_to("a.md")
    (tmp_path / "gone.md").symlink_to("nowhere")
    (tmp_path / "itself.md").symlink_to("itself.md")
    one, gone, itself, link = walk_vault(str(tmp_path)).notes
    assert link[1:] == one[1:]
    assert gone == FileState("gone.md", 0, 0, 0, 0)
    assert itself == FileState("itself.md", 0, 0, 0, 0)


def test_follows_no_link_to_a_folder(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    (root / "a").mkdir(parents=True)
    (root / "a/b.md").write_bytes(b"")
    (root / "a/loop").symlink_to("..")
    (root / "again").symlink_to("a")
    (root / "out.md").symlink_to(tmp_path)
    tree = walk_vault(str(root))
    assert list(tree.paths) == ["a/b.md"]
    assert sorted(tree.folder_links) == ["a/loop", "again", "out.md"]


def test_takes_names_of_any_bytes(tmp_path: Path) -> None:
    for name in (b"caf\xe9.md", b"a\nb.md", b"-c.md"):
        (tmp_path / os.fsdecode(name)).write_bytes(b"")
    assert paths(walk_vault(str(tmp_path)).notes) == ["-c.md", "a\nb.md", "caf\udce9.md"]


def test_names_folders_that_can_not_be_read(tmp_path: Path) -> None:
    tree = walk_vault(str(tmp_path), "nowhere")
    assert [str(error) for error in tree.unreadable] == ["nowhere: no such file or directory"]
