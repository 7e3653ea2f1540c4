"""Reading a repository: what it holds, of any name, wherever the vault lies; nothing is run."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.effects.repositories import commit, git, new_repository
from vaultsync.effects.git.errors import (
    GitFailedError,
    NoCommitsError,
    NotARepositoryError,
    UnknownRevisionError,
    UntrustedRepositoryError,
)
from vaultsync.effects.git.repository import FileChange, TreeFile, open_repository
from vaultsync.errors import VaultsyncError

NAMES = [
    *("-n.md", ":(top)x.md", "a b.md", 'q"q.md', "new\nline.md", "*.md", "é.md", "tab\t.md"),
    *("back\\slash.md", os.fsdecode(b"odd\xff.md"), "a/b c/d.md", "commit 1 2.md", ":100 .md"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return new_repository(tmp_path / "repository")


@pytest.mark.parametrize(
    "folder", ["", "my vault", "-v/é", "v$HOME"], ids=["root", "folder", "deep", "like-a-variable"]
)
def test_files_and_commits_have_any_name(root: Path, folder: str) -> None:
    vault = root / folder
    vault.mkdir(parents=True, exist_ok=True)
    commit(vault, {name: f"- [ ] {index}" for index, name in enumerate(NAMES)})
    repository = open_repository(str(vault))
    tip = repository.resolve()
    files = repository.files(tip)
    assert {file.path for file in files} == set(NAMES)
    (one,) = repository.commits(tip)
    assert {change.path for change in one.changes} == set(NAMES)
    assert {change.after for change in one.changes} == {file.blob for file in files}
    contents = dict(repository.blobs([file.blob for file in files], 1000))
    found = {file.path: contents[file.blob] for file in files}
    assert found == {name: f"- [ ] {index}".encode() for index, name in enumerate(NAMES)}


def test_only_the_vault_is_seen(root: Path) -> None:
    vault = root / "vault"
    commit(root, {"vault/a.md": "a", "vaults.md": "b", "vault/.trash/t.md": "c", ".x/y.md": "d"})
    commit(root, {"outside.md": "x"}, when=2)
    repository = open_repository(str(vault))
    tip = repository.resolve()
    assert [file.path for file in repository.files(tip)] == ["a.md"]
    assert [len(one.changes) for one in repository.commits(tip)] == [1]


def test_changes_of_commits(root: Path) -> None:
    text = "".join(f"line {n}\n" for n in range(20))
    commit(root, {"a.md": text, "b.md": "b"})
    commit(root, {"a.md": None, "x/c.md": text + "more\n"}, when=2)
    commit(root, {"b.md": None}, when=3)
    commit(root, {"new.md": "n"}, when="2026-11-04T23:30:00-08:00")
    repository = open_repository(str(root))
    first, second, third, fourth = repository.commits(repository.resolve())
    assert [change.path for change in first.changes] == ["a.md", "b.md"]
    (moved,) = second.changes
    assert moved[:2] == ("x/c.md", "a.md")
    (gone,) = third.changes
    assert gone == FileChange("b.md", None, first.changes[1].after, None)
    assert fourth.when == "2026-11-04T23:30:00-08:00"


def test_merges_count_when_they_came(root: Path) -> None:
    commit(root, {"a.md": "a"})
    git(root, "checkout", "-q", "-b", "side")
    commit(root, {"b.md": "b"}, when=2)
    git(root, "checkout", "-q", "main")
    commit(root, {"c.md": "c"}, when=3)
    git(root, "merge", "-q", "--no-edit", "side", when="2026-11-04T12:00:00+01:00")
    repository = open_repository(str(root))
    found = repository.commits(repository.resolve())
    assert [[change.path for change in one.changes] for one in found] == [
        ["a.md"],
        ["c.md"],
        ["b.md"],
    ]
    assert [one.when[:10] for one in found] == ["2026-11-01", "2026-11-03", "2026-11-04"]


def test_what_has_no_content_here(root: Path) -> None:
    commit(root, {"a.md": "a" * 100})
    os.symlink("a.md", root / "link.md")
    commit(root, {}, when=2)
    repository = open_repository(str(root))
    tip = repository.resolve()
    a, link = repository.files(tip)
    assert link == TreeFile("link.md", link.blob, regular=False)
    assert [len(one.changes) for one in repository.commits(tip)] == [1, 0]
    missing = "0" * 39 + "1"
    assert dict(repository.blobs([a.blob, missing, tip], 99)) == {
        a.blob: None,
        missing: None,
        tip: None,
    }


def test_many_large_blobs(root: Path) -> None:
    notes: dict[str, str | bytes | None] = {
        f"{n}.md": bytes([97 + n]) * 3_000_000 + b"\n" for n in range(4)
    }
    commit(root, {**notes, "empty.md": ""})
    repository = open_repository(str(root))
    files = repository.files(repository.resolve())
    found = dict(repository.blobs([file.blob for file in files], 5_000_000))
    assert {file.path: found[file.blob] for file in files} == {**notes, "empty.md": b""}


def test_resolves(root: Path) -> None:
    first = commit(root, {"a.md": "a"})
    second = commit(root, {"a.md": "b"}, when=2)
    git(root, "tag", "-a", "-m", "t", "v1", "HEAD~1")
    repository = open_repository(str(root))
    for revision, wanted in {"HEAD": second, "HEAD~1": first, "v1": first, "main": second}.items():
        assert repository.resolve(revision) == wanted


@pytest.mark.parametrize("revision", ["nope", "-n", "--all", "", "HEAD:a.md", "a..b", "HEAD~9"])
def test_unknown_revisions(root: Path, revision: str) -> None:
    commit(root, {"a.md": "a"})
    with pytest.raises(UnknownRevisionError):
        open_repository(str(root)).resolve(revision)


def test_ignored_files(root: Path) -> None:
    commit(root, {".gitignore": "*.png\nout/\n"})
    for name in ("a.png", "b.md", "out/c.md", ".hidden.png"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(b"x")
    assert sorted(open_repository(str(root)).ignored()) == ["a.png", "out/c.md"]


def test_a_second_work_tree(root: Path, tmp_path: Path) -> None:
    commit(root, {"vault/a.md": "a"})
    git(root, "worktree", "add", "-q", "-b", "other", str(tmp_path / "tree"))
    commit(tmp_path / "tree", {"vault/b.md": "b"}, when=2)
    repository = open_repository(str(tmp_path / "tree" / "vault"))
    assert [file.path for file in repository.files(repository.resolve())] == ["a.md", "b.md"]


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(NotARepositoryError, match="vaultsync init"):
        open_repository(str(tmp_path))


def test_a_bare_repository_in_a_vault_is_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "trap")
    with pytest.raises(NotARepositoryError):
        open_repository(str(tmp_path / "trap"))
    new_repository(tmp_path)
    with pytest.raises(NotARepositoryError):
        open_repository(str(tmp_path / ".git"))


def test_no_commits(root: Path) -> None:
    for revision in ("HEAD", "main"):
        with pytest.raises(NoCommitsError):
            open_repository(str(root)).resolve(revision)


def test_a_repository_of_somebody_else(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(root, {"a.md": "a"})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(UntrustedRepositoryError, match=r"safe\.directory"):
        open_repository(str(root))


def test_a_damaged_repository(root: Path) -> None:
    tip = commit(root, {"a.md": "a"})
    repository = open_repository(str(root))
    for path in (root / ".git" / "objects").rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            path.write_bytes(b"spoilt")
    with pytest.raises(GitFailedError, match="ls-tree"):
        repository.files(tip)


def test_without_git(root: Path) -> None:
    code = (
        "from vaultsync.errors import VaultsyncError\n"
        "try:\n    from vaultsync.effects.git.repository import open_repository\n"
        "except VaultsyncError as error:\n    print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PATH": str(root)},
        capture_output=True,
        check=True,
    )
    assert b"git isn't installed" in done.stdout


def test_errors_are_ours() -> None:
    assert issubclass(GitFailedError, VaultsyncError)


def test_what_git_sets_for_hooks_leads_nowhere(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(root, {"a.md": "a"})
    other = new_repository(tmp_path / "other")
    commit(other, {"b.md": "b"})
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    repository = open_repository(str(root))
    assert [file.path for file in repository.files(repository.resolve())] == ["a.md"]


def test_nothing_is_run(root: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\necho run >> '{canary}'\ncat\n")
    trap.chmod(trap.stat().st_mode | stat.S_IXUSR)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-commit", "post-index-change", "reference-transaction", "post-checkout"):
        (hooks / name).write_bytes(trap.read_bytes())
        (hooks / name).chmod(0o755)
    commit(root, {"a.md": "a\n" * 50, ".gitattributes": "*.md filter=t diff=t\n"})
    commit(root, {"b.md": "a\n" * 51, "a.md": None}, when=2)
    for key in (
        *("core.fsmonitor", "filter.t.clean", "filter.t.smudge", "filter.t.process"),
        *("diff.t.textconv", "diff.t.command", "diff.external", "core.pager", "gpg.program"),
        *("core.sshCommand", "core.askPass", "core.editor"),
    ):
        git(root, "config", key, str(trap))
    git(root, "config", "core.hooksPath", str(hooks))
    git(root, "config", "log.showSignature", "true")
    (root / "c.md").write_text("new")
    repository = open_repository(str(root))
    tip = repository.resolve()
    files = repository.files(tip)
    assert [change.old_path for change in repository.commits(tip)[1].changes] == ["a.md"]
    assert len(list(repository.blobs([file.blob for file in files], 1000))) == 1
    assert repository.ignored() == []
    assert not canary.exists()
