"""Moving a file or folder: to where nothing stands, in one step, and never out of the vault."""

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.running import content, write
from tests.somebody import as_somebody
from vaultsync.effects.moving import FileMove, check_move, drop_made, file_move, is_moved, move_file
from vaultsync.errors import OutsideVaultError, StaleNoteError, VaultsyncError, WriteFailedError

FILES = {"a/N.md": b"n", "a/x/i.png": b"i", "b/N.md": b"other"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "vault", FILES)
    return tmp_path / "vault"


class Case(NamedTuple):
    """A move, the topmost folder made for it, and what is there afterwards."""

    old: str
    new: str
    made: str
    after: set[str]


REST = {"a/x/i.png", "b/N.md"}
CASES = {
    "another-name": Case("a/N.md", "a/M.md", "", {"a/M.md", *REST}),
    "another-folder": Case("a/N.md", "b/M.md", "", {"b/M.md", *REST}),
    "the-root": Case("a/N.md", "N.md", "", {"N.md", *REST}),
    "a-new-folder": Case("a/N.md", "c/N.md", "c", {"c/N.md", *REST}),
    "new-folders": Case("a/N.md", "a/y/z/N.md", "a/y", {"a/y/z/N.md", *REST}),
    "another-case": Case("a/N.md", "a/n.md", "", {"a/n.md", *REST}),
    "a-folder": Case("a", "c", "", {"c/N.md", "c/x/i.png", "b/N.md"}),
    "a-folder-below": Case("a/x", "b/c/x", "b/c", {"a/N.md", "b/N.md", "b/c/x/i.png"}),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_moves_and_back(case: Case, root: Path) -> None:
    move = file_move(str(root), case.old, case.new)
    assert move == FileMove(case.old, case.new, case.made)
    check_move(str(root), move)
    assert not is_moved(str(root), move)
    inode = (root / case.old).stat().st_ino
    move_file(str(root), move)
    assert (root / case.new).stat().st_ino == inode
    assert set(content(root)) == case.after
    assert is_moved(str(root), move)
    move_file(str(root), move.back)
    drop_made(str(root), move)
    assert content(root) == FILES
    assert not case.made or not (root / case.made).exists()


REFUSED = {
    "gone": ("a/M.md", "a/L.md", StaleNoteError),
    "taken": ("a/N.md", "b/N.md", StaleNoteError),
    "a-folder-there": ("a/N.md", "b", StaleNoteError),
    "below-a-file": ("a/N.md", "b/N.md/N.md", WriteFailedError),
    "outside": ("a/N.md", "../N.md", OutsideVaultError),
    "from-outside": ("../x/N.md", "a/M.md", OutsideVaultError),
}


@pytest.mark.parametrize(("old", "new", "error"), REFUSED.values(), ids=REFUSED)
def test_refuses(old: str, new: str, error: type[VaultsyncError], root: Path) -> None:
    for refuse in (check_move, move_file):
        with pytest.raises(error):
            refuse(str(root), FileMove(old, new))
    assert content(root) == FILES


def test_two_names_of_one_file_are_two_files(root: Path) -> None:
    os.link(root / "a/N.md", root / "a/n.md")
    with pytest.raises(StaleNoteError):
        move_file(str(root), FileMove("a/N.md", "a/n.md"))
    assert set(content(root)) == {*FILES, "a/n.md"}


def test_a_folder_that_is_a_link_is_named_by_what_it_leads_to(root: Path) -> None:
    (root / "link").symlink_to(root / "b")
    with pytest.raises(WriteFailedError, match="its folder is a link"):
        check_move(str(root), FileMove("a/N.md", "link/M.md"))


def test_a_link_is_moved_itself(root: Path) -> None:
    (root / "a/L.md").symlink_to("N.md")
    move_file(str(root), FileMove("a/L.md", "a/M.md"))
    assert (root / "a/M.md").readlink() == Path("N.md")
    assert (root / "a/N.md").read_bytes() == b"n"


def test_the_folders_must_be_writable(root: Path) -> None:
    (root / "b").chmod(0o555)
    with as_somebody(root), pytest.raises(WriteFailedError, match="folder can't be written"):
        check_move(str(root), FileMove("a/N.md", "b/M.md"))


def test_folders_with_something_in_them_stay(root: Path) -> None:
    move = file_move(str(root), "a/N.md", "c/d/N.md")
    move_file(str(root), move)
    (root / "c/mine").write_bytes(b"")
    move_file(str(root), move.back)
    drop_made(str(root), move)
    assert (root / "c").is_dir()
    assert not (root / "c/d").exists()


def test_names_of_any_bytes(root: Path) -> None:
    odd = os.fsdecode(b"-\xff\n'\".md")
    move_file(str(root), FileMove("a/N.md", f"a/{odd}"))
    assert is_moved(str(root), FileMove("a/N.md", f"a/{odd}"))
    assert (root / "a" / odd).read_bytes() == b"n"
