"""A copy of the index that takes its place: never over what others did, never over their lock."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.effects.repositories import commit, git, new_repository
from vaultsync.effects.git.ids import blob_id
from vaultsync.effects.git.index_file import (
    IndexCopy,
    Locked,
    copy_index,
    fresh_index,
    remove_our_lock,
)
from vaultsync.effects.git.repository import Repository, open_repository
from vaultsync.effects.git.workspace import Entry, Workspace, open_workspace

GONE = "000000"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = new_repository(tmp_path / "vault")
    commit(root, {"a.md": "a\n", "b.md": "b\n", "f/c.md": "c\n"})
    return root


@pytest.fixture
def repository(root: Path) -> Repository:
    return open_repository(str(root))


@pytest.fixture
def workspace(root: Path) -> Workspace:
    return open_workspace(str(root / ".git"))


@pytest.fixture
def copy(repository: Repository, workspace: Workspace) -> IndexCopy:
    return copy_index(repository, workspace, "next")


def entry(root: Path, path: str, text: str | None) -> Entry:
    if text is None:
        return Entry(path, GONE, "0" * 40)
    return Entry(path, "100644", git(root, "hash-object", "-w", "--stdin", stdin=text.encode()))


def listed(root: Path) -> dict[str, str]:
    """What the index of the repository holds."""
    lines = git(root, "ls-files", "-s").split("\n")
    return {line.split("\t")[1]: line.split(" ")[1] for line in lines}


def names(root: Path) -> list[str]:
    return sorted(os.listdir(root / ".git" / "vaultsync"))


def test_takes_the_place_of_the_index(root: Path, copy: IndexCopy) -> None:
    before = listed(root)
    copy.put([entry(root, "a.md", "new\n"), entry(root, "b.md", None), entry(root, "d.md", "d\n")])
    assert listed(root) == before
    assert copy.install()
    assert listed(root) == {
        "a.md": blob_id(b"new\n"),
        "d.md": blob_id(b"d\n"),
        "f/c.md": blob_id(b"c\n"),
    }
    assert not (root / ".git" / "index.lock").exists()
    assert names(root) == []


def test_where_there_was_none(tmp_path: Path) -> None:
    root = new_repository(tmp_path)
    workspace = open_workspace(str(root / ".git"))
    copy = copy_index(open_repository(str(root)), workspace, "next")
    copy.put([entry(root, "a.md", "a")])
    assert copy.install()
    assert list(listed(root)) == ["a.md"]


TREES = {
    "folder-where-a-file-was": ({"a.md": None, "a.md/x.md": "x"}, ["a.md/x.md", "b.md", "f/c.md"]),
    "file-where-a-folder-was": ({"f": "f", "f/c.md": None}, ["a.md", "b.md", "f"]),
    "both-by-turns": (
        {"a.md": None, "a.md/x.md": "x", "f": "f", "f/c.md": None},
        ["a.md/x.md", "b.md", "f"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), TREES.values(), ids=list(TREES))
@pytest.mark.parametrize("turned", [False, True], ids=["in-order", "turned"])
def test_folders_and_files(
    root: Path,
    copy: IndexCopy,
    changes: dict[str, str | None],
    expected: list[str],
    turned: bool,
) -> None:
    entries = [entry(root, path, text) for path, text in changes.items()]
    copy.put(reversed(entries) if turned else entries)
    assert git(root, "ls-tree", "-r", "--name-only", copy.tree()).split("\n") == expected


def _adds(root: Path) -> None:
    (root / "theirs.md").write_text("theirs")
    git(root, "add", "theirs.md")


def _removes(root: Path) -> None:
    git(root, "rm", "-q", "--cached", "b.md")


def _commits(root: Path) -> None:
    commit(root, {"b.md": "changed\n"})


def _resets(root: Path) -> None:
    (root / ".git" / "index").unlink()
    git(root, "reset", "-q")


MEANWHILE = {"add": _adds, "rm": _removes, "commit": _commits, "new-index": _resets}


@pytest.mark.parametrize("acts", MEANWHILE.values(), ids=list(MEANWHILE))
def test_is_not_installed_over_what_others_did(
    root: Path, copy: IndexCopy, acts: Callable[[Path], None]
) -> None:
    copy.put([entry(root, "a.md", "ours\n")])
    acts(root)
    theirs = listed(root)
    assert not copy.install()
    assert listed(root) == theirs
    assert not (root / ".git" / "index.lock").exists()


def test_is_not_installed_where_all_is_not_well(root: Path, copy: IndexCopy) -> None:
    copy.put([entry(root, "a.md", "ours\n")])
    assert not copy.install(lambda: False)
    assert listed(root)["a.md"] == blob_id(b"a\n")
    assert not (root / ".git" / "index.lock").exists()


def test_nobody_can_change_the_index_meanwhile(root: Path, copy: IndexCopy) -> None:
    """While all is asked once more, the lock is held: another git says so, and changes nothing."""

    def still() -> bool:
        with pytest.raises(AssertionError, match=r"index\.lock"):
            git(root, "add", "-A")
        return True

    copy.put([entry(root, "a.md", "ours\n")])
    assert copy.install(still)
    git(root, "add", "-A")


def test_lock_of_others_stays(root: Path, copy: IndexCopy) -> None:
    lock = root / ".git" / "index.lock"
    lock.write_bytes(b"theirs")
    copy.put([entry(root, "a.md", "ours\n")])
    before = listed(root)
    with pytest.raises(Locked):
        copy.install()
    assert lock.read_bytes() == b"theirs"
    assert listed(root) == before


def test_our_own_lock_is_removed(root: Path, copy: IndexCopy, workspace: Workspace) -> None:
    lock = root / ".git" / "index.lock"
    os.link(copy.path, lock)
    remove_our_lock(workspace, "next")
    assert not lock.exists()
    git(root, "add", "-A")


LOCKS: dict[str, Callable[[Path, Path], object]] = {
    "empty": lambda lock, _copy: lock.touch(),
    "same-bytes": lambda lock, copy: lock.write_bytes(copy.read_bytes()),
    "link-to-the-index": lambda lock, _copy: os.link(lock.with_name("index"), lock),
}


@pytest.mark.parametrize("made", LOCKS.values(), ids=list(LOCKS))
@pytest.mark.parametrize("copied", [True, False], ids=["with-a-copy", "without"])
def test_lock_of_others_is_never_removed(
    root: Path,
    copy: IndexCopy,
    workspace: Workspace,
    made: Callable[[Path, Path], object],
    copied: bool,
) -> None:
    lock = root / ".git" / "index.lock"
    made(lock, Path(copy.path))
    if not copied:
        os.unlink(copy.path)
    remove_our_lock(workspace, "next")
    assert lock.exists()


def test_stopped_right_after_it_was_installed(
    root: Path, repository: Repository, workspace: Workspace, copy: IndexCopy
) -> None:
    """The copy is still there then, one file with the index: neither harms the other."""
    copy.put([entry(root, "a.md", "ours\n")])
    assert copy.install()
    os.link(root / ".git" / "index", copy.path)
    remove_our_lock(workspace, "next")
    again = copy_index(repository, workspace, "next")
    again.put([entry(root, "b.md", None)])
    assert listed(root)["a.md"] == blob_id(b"ours\n")
    assert "b.md" in listed(root)
    assert again.install()
    assert "b.md" not in listed(root)


def test_what_changes_within_one_tick_is_still_seen(root: Path, copy: IndexCopy) -> None:
    """Same size, same time: git tells by the time of the index that it must look inside."""
    for setting in (("core.trustctime", "false"), ("core.checkStat", "minimal")):
        git(root, "config", *setting)
    note, index = root / "b.md", root / ".git" / "index"
    when = (index.stat().st_mtime // 1 - 10,) * 2
    os.utime(note, when)
    git(root, "add", "b.md")
    os.utime(index, when)
    note.write_text("x\n")
    os.utime(note, when)
    fresh = copy_index(copy.repository, copy.workspace, "next")
    fresh.put([entry(root, "a.md", "ours\n")])
    fresh.git("update-index", "-q", "--refresh", fails=False)
    assert fresh.install()
    assert "b.md" in git(root, "diff-files", "--name-only").split("\n")


def test_fresh_index_leaves_nothing(
    root: Path, repository: Repository, workspace: Workspace
) -> None:
    with fresh_index(repository, workspace, "snapshot") as index:
        index.reset(git(root, "rev-parse", "HEAD"))
        assert index.tree() == git(root, "rev-parse", "HEAD^{tree}")
        assert names(root) == ["snapshot"]
    assert names(root) == []


def _added_and_changed(root: Path) -> None:
    _adds(root)
    (root / "theirs.md").write_text("changed since")


def _meant_to_add(root: Path) -> None:
    (root / "theirs.md").write_text("theirs")
    git(root, "add", "-N", "theirs.md")


def _unmerged(root: Path) -> None:
    stages = "".join(f"100644 {blob_id(b'a')} {stage}\ta.md\n" for stage in (1, 2, 3))
    git(root, "hash-object", "-w", "--stdin", stdin=b"a")
    git(root, "update-index", "--index-info", stdin=f"0 {'0' * 40}\ta.md\n{stages}".encode())


STATES = {
    "added-and-changed": _added_and_changed,
    "meant-to-add": _meant_to_add,
    "removed": _removes,
    "unmerged": _unmerged,
}


@pytest.mark.parametrize("acts", STATES.values(), ids=list(STATES))
def test_reset_whatever_is_staged(
    root: Path, repository: Repository, workspace: Workspace, acts: Callable[[Path], None]
) -> None:
    acts(root)
    copy = copy_index(repository, workspace, "commit")
    copy.reset("HEAD")
    assert copy.tree() == git(root, "rev-parse", "HEAD^{tree}")
    copy.reset(None)
    assert copy.entries(["a.md", "b.md"]) == {}
