"""What is checked out, read without git; real git makes the repositories."""

import subprocess
from pathlib import Path

import pytest

from vaultsync.effects.git_head import GitHead, read_head

HASH = "0123456789abcdef0123456789abcdef01234567"


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main"]
    command = ["git", "-C", str(folder), *who, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "repo")
    return tmp_path / "repo"


def test_no_repository(tmp_path: Path) -> None:
    assert read_head(str(tmp_path)) is None


def test_a_branch_with_and_without_a_commit(repository: Path) -> None:
    assert read_head(str(repository)) == GitHead("main", None)
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "a")
    git(repository, "checkout", "--quiet", "-b", "notes/2026-ü")
    assert read_head(str(repository)) == GitHead("notes/2026-ü", None)


def test_a_folder_in_a_repository(repository: Path) -> None:
    (repository / "a/b").mkdir(parents=True)
    assert read_head(str(repository / "a/b")) == GitHead("main", None)


def test_a_commit(repository: Path) -> None:
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "a")
    git(repository, "checkout", "--quiet", "--detach")
    assert read_head(str(repository)) == GitHead(None, git(repository, "rev-parse", "HEAD"))


def test_a_worktree(repository: Path, tmp_path: Path) -> None:
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "a")
    git(repository, "worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    assert read_head(str(tmp_path / "side")) == GitHead("side", None)


HEADS = {
    "empty": (b"", GitHead(None, None)),
    "odd": (b"ref: refs/tags/x\n", GitHead(None, None)),
    "no-branch": (b"ref: refs/heads/\n", GitHead(None, None)),
    "control": (b"ref: refs/heads/a\x1b[31m\n", GitHead(None, None)),
    "windows": (b"ref: refs/heads/main\r\n", GitHead("main", None)),
    "hash": (HASH.encode(), GitHead(None, HASH)),
    "secret": (b"TOP SECRET\n", GitHead(None, None)),
}


@pytest.mark.parametrize(("raw", "head"), HEADS.values(), ids=HEADS)
def test_heads(raw: bytes, head: GitHead, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_bytes(raw)
    assert read_head(str(tmp_path)) == head


POINTERS = {
    "nowhere": b"gitdir: nowhere\n",
    "itself": b"gitdir: .git\n",
    "nul": b"gitdir: a\0b\n",
    "empty": b"",
}


@pytest.mark.parametrize("raw", POINTERS.values(), ids=POINTERS)
def test_a_pointer_that_leads_nowhere(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / ".git").write_bytes(raw)
    assert read_head(str(tmp_path)) == GitHead(None, None)
