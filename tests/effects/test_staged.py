"""What git says is staged, of any name, wherever the vault lies and whichever index counts."""

import os
from pathlib import Path

import pytest

from tests.effects.repositories import commit, git, new_repository
from tests.effects.test_git import NAMES
from vaultsync.effects.git.errors import GitFailedError, NotARepositoryError
from vaultsync.effects.git.repository import open_repository
from vaultsync.effects.git.staged import Staged, open_staging


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return new_repository(tmp_path / "repository")


def staged(root: Path) -> Staged:
    return open_staging(str(root)).staged()


@pytest.mark.parametrize("folder", ["", "my vault", "-v/é"], ids=["root", "folder", "deep"])
def test_any_name(root: Path, folder: str) -> None:
    vault = root / folder
    commit(vault if not folder else root, {f"{folder}/{NAMES[0]}".lstrip("/"): "before"})
    for name in NAMES:
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text(name.encode("ascii", "backslashreplace").decode())
    git(root, "add", "-A")
    repository = open_staging(str(vault))
    found = repository.staged()
    assert found.changed == set(NAMES)
    assert [one.path for one in found.files] == sorted(NAMES)
    contents = dict(repository.blobs([one.blob for one in found.files], 1000))
    for one in found.files:
        assert contents[one.blob] == (vault / one.path).read_bytes()


def test_only_the_vault_is_seen(root: Path) -> None:
    commit(root, {"vault/a.md": "a", "outside.md": "b"})
    for name in "vault/a.md", "vault/.hidden/b.md", "outside.md", "vaults.md":
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("new")
    git(root, "add", "-A")
    found = staged(root / "vault")
    assert found.changed == {"a.md"}
    assert [one.path for one in found.files] == ["a.md"]


def test_what_is_no_file_has_no_content(root: Path) -> None:
    (root / "Link.md").symlink_to("a.md")
    commit(new_repository(root / "Below"), {"b.md": "b"})
    git(root, "add", "Link.md", "Below")
    assert {one.path: one.regular for one in staged(root).files} == {
        "Below": False,
        "Link.md": False,
    }


def test_a_file_is_not_changed_by_its_mode_or_its_way_back(root: Path) -> None:
    commit(root, {"a.md": "a", "b.md": "b"})
    git(root, "update-index", "--chmod=+x", "a.md")
    git(root, "rm", "-q", "b.md")
    assert staged(root).changed == set()
    (root / "b.md").write_text("b")
    git(root, "add", "b.md")
    assert staged(root).changed == set()


def test_variables_of_hooks_count_here_and_nowhere_else(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(root, {"a.md": "a"})
    other = new_repository(tmp_path / "other")
    monkeypatch.chdir(root)
    monkeypatch.setenv("GIT_INDEX_FILE", "no such index")
    assert [one.path for one in staged(root).files] == []
    monkeypatch.delenv("GIT_INDEX_FILE")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert staged(root).files == []
    repository = open_repository(str(root))
    assert [one.path for one in repository.files(repository.resolve())] == ["a.md"]


def test_a_vault_that_the_repository_of_the_hook_does_not_hold(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("GIT_DIR", ".git")
    with pytest.raises(NotARepositoryError):
        staged(tmp_path)
    monkeypatch.setenv("GIT_DIR", "nowhere")
    with pytest.raises((NotARepositoryError, GitFailedError)):
        staged(root)


def test_nothing_is_run_and_nothing_written(root: Path) -> None:
    commit(root, {"a.md": "a", ".gitattributes": "*.md filter=bad diff=bad"})
    ran = root.parent / "ran"
    program = root.parent / "program"
    program.write_text(f"#!/bin/sh\ntouch '{ran}'\ncat\n")
    program.chmod(0o755)
    (root / "a.md").write_text("new")
    git(root, "add", "-A")
    for key in "core.fsmonitor", "filter.bad.clean", "diff.bad.textconv", "diff.bad.command":
        git(root, "config", key, str(program))
    os.utime(root / "a.md", (1, 1))
    index = (root / ".git/index").read_bytes()
    repository = open_staging(str(root))
    found = repository.staged()
    assert dict(repository.blobs([one.blob for one in found.files], 10)).keys()
    assert repository.ignored() == []
    assert found.changed == {"a.md"}
    assert (root / ".git/index").read_bytes() == index
    assert not ran.exists()
