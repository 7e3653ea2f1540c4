"""Snapshots: what a vault holds while nothing can be committed, and nothing is touched for it."""

import time
from pathlib import Path

import pytest

from tests.effects.repositories import at_once, commit, git, own_repository
from tests.service.committing import committed, head, new_vault, nothing_left, status, write
from vaultsync import Vault
from vaultsync.effects.git.repository import open_repository
from vaultsync.effects.git.snapshot_refs import drop_old, make_snapshot
from vaultsync.service.commits.snapshots import keep_snapshot

MAIN = "refs/vaultsync/snapshots/main"
DAY = 24 * 3600


def kept(root: Path) -> str | None:
    return keep_snapshot(Vault.open(root), at_once)


def held(root: Path, reference: str = MAIN) -> dict[str, str]:
    """What a snapshot holds: the text of each note."""
    names = git(root, "ls-tree", "-r", "-z", "--name-only", reference).split("\0")[:-1]
    return {name: git(root, "show", f"{reference}:{name}") for name in names}


@pytest.fixture
def merging(tmp_path: Path) -> Path:
    """A vault in a merge: b.md has two versions, c.md is gone on one side, d.md comes with it."""
    root = new_vault(tmp_path, {"a.md": "a\n", "b.md": "b\n", "c.md": "c\n"})
    git(root, "switch", "-q", "-c", "side")
    commit(root, {"b.md": "side\n", "c.md": "side\n", "d.md": "d\n"})
    git(root, "switch", "-q", "main")
    commit(root, {"b.md": "main\n", "c.md": None})
    with pytest.raises(AssertionError):
        git(root, "merge", "-q", "side")
    return root


def _everything(root: Path) -> tuple[str, ...]:
    return (
        *(head(root), git(root, "symbolic-ref", "HEAD"), status(root)),
        *(git(root, "ls-files", "-s"), git(root, "for-each-ref", "refs/heads")),
        git(root, "reflog", "--format=%H %gs"),
    )


def test_during_a_merge(merging: Path) -> None:
    root = merging
    write(root, a="edited meanwhile\n", n="new\n")
    (root / "c.md").unlink()
    before, index = _everything(root), (root / ".git" / "index").read_bytes()
    found = kept(root)
    assert found == git(root, "rev-parse", MAIN)
    assert (_everything(root), (root / ".git" / "index").read_bytes()) == (before, index)
    notes = held(root)
    assert notes.pop("b.md").startswith("<<<<<<< HEAD\nmain\n=======\nside\n>>>>>>>")
    assert notes == {"a.md": "edited meanwhile", "d.md": "d", "n.md": "new"}
    assert git(root, "log", "-1", "--format=%P", MAIN) == head(root)
    assert nothing_left(root)


def test_unmerged_file_that_is_gone_is_gone(merging: Path) -> None:
    (merging / "b.md").unlink()
    kept(merging)
    assert "b.md" not in held(merging)


def test_staged_files_are_in_it_as_they_are_now(tmp_path: Path) -> None:
    root = new_vault(tmp_path, {"a.md": "a\n", "b.md": "b\n", "c.md": "c\n"})
    write(root, a="staged\n", n="staged\n")
    git(root, "add", "-A")
    write(root, a="and more\n")
    git(root, "rm", "-q", "--cached", "b.md")
    git(root, "rm", "-q", "c.md")
    before = _everything(root)
    kept(root)
    assert held(root) == {"a.md": "and more", "b.md": "b", "n.md": "staged"}
    assert _everything(root) == before


def test_nothing_new(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    assert kept(root) is None
    write(root, a="new\n")
    first = kept(root)
    assert first
    assert kept(root) is None
    write(root, a="newer\n")
    second = kept(root)
    assert second
    assert git(root, "log", "-1", "--format=%P", second) == f"{head(root)} {first}"
    write(root, a="a\n")
    assert kept(root) is None  # HEAD has it
    assert git(root, "rev-parse", MAIN) == second


def test_the_branch_may_go_on(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    write(root, a="new\n")
    kept(root)
    committed(root)
    assert status(root) == ""
    assert git(root, "rev-list", "--count", "HEAD") == "2"


def test_before_the_first_commit(tmp_path: Path) -> None:
    root = own_repository(tmp_path / "vault")
    assert kept(root) is None
    write(root, a="a\n")
    assert kept(root)
    assert held(root) == {"a.md": "a"}
    assert git(root, "log", "-1", "--format=%P", MAIN) == ""


def test_no_branch_and_no_identity(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    git(root, "switch", "-q", "--detach")
    git(root, "config", "--unset", "user.email")
    git(root, "config", "commit.gpgSign", "true")
    git(root, "config", "gpg.program", "false")
    write(root, a="new\n")
    assert kept(root)
    assert held(root, "refs/vaultsync/snapshots/detached")["a.md"] == "new"


def test_while_the_index_is_locked(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    (root / ".git" / "index.lock").touch()
    write(root, a="new\n")
    assert kept(root)
    assert (root / ".git" / "index.lock").exists()


def test_vault_in_a_folder(tmp_path: Path) -> None:
    top = own_repository(tmp_path / "top")
    commit(top, {"vault/a.md": "a\n", "x.txt": "x\n"})
    (top / "vault" / "a.md").write_text("new\n")
    (top / "x.txt").write_text("not ours\n")
    kept(top / "vault")
    assert held(top) == {"vault/a.md": "new", "x.txt": "x"}


def test_an_old_one_is_let_go(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    repository = open_repository(str(root))
    tree = git(root, "rev-parse", "HEAD^{tree}")
    first = make_snapshot(repository, MAIN, tree, 0)
    second = make_snapshot(repository, MAIN, git(root, "write-tree"), 0)
    assert git(root, "log", "-1", "--format=%P", second).split(" ") == [head(root), first]
    third = make_snapshot(repository, MAIN, tree, time.time() + DAY)
    assert git(root, "log", "-1", "--format=%P", third) == head(root)


def test_old_ones_are_dropped(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    repository = open_repository(str(root))
    tree = git(root, "rev-parse", "HEAD^{tree}")
    old = git(root, "commit-tree", tree, "-m", "old", when="2020-01-01T12:00:00+00:00")
    git(root, "update-ref", "refs/vaultsync/snapshots/side", old)
    git(root, "update-ref", "refs/vaultsync/other", old)
    make_snapshot(repository, MAIN, tree, 0)
    write(root, a="new\n")
    committed(root)
    left = git(root, "for-each-ref", "--format=%(refname)", "refs/vaultsync").split("\n")
    assert left == ["refs/vaultsync/other", MAIN]
    drop_old(repository, time.time() + DAY)
    left = git(root, "for-each-ref", "--format=%(refname)", "refs/vaultsync").split("\n")
    assert left == ["refs/vaultsync/other"]
