"""What git leaves out of commits of a vault: real git says which files that is."""

import subprocess
from pathlib import Path

import pytest

from tests.effects.repositories import git, new_repository
from vaultsync.effects.beside import temporary_for
from vaultsync.effects.git.noise import (
    exclude_file,
    exclude_noise,
    noise_block,
    tracked_noise,
)
from vaultsync.effects.git.repository import open_repository
from vaultsync.effects.noise import NOISE
from vaultsync.errors import WriteFailedError

PLACES = {
    "root": "",
    "folder": "vault",
    "deep": "a/b/vault",
    "special": "My [old] *vault?* \\ #1",
    "spaces": " a b ",
    "newline": "a\nb",
    "exclamation": "!notes",
    "not-ascii": "Notizbücher/日記",
}

NOISY = [
    ".obsidian/workspace.json",
    ".obsidian/workspace-mobile.json",
    ".trash/Old.md",
    ".DS_Store",
    "a/b/.DS_Store",
    temporary_for("Topics/RAG.md", "1f"),
    temporary_for("RAG.md", "1f"),
    ".syncthing.Log.md.tmp",
    "a/~syncthing~Log.md.tmp",
    ".stversions/Log~20261120-101500.md",
    ".stfolder/syncthing-folder-1f.txt",
    "a/.Log.md.swp",
    "Log.md~",
    ".#Log.md",
    ".~lock.Table.ods#",
    "a/~$Letter.docx",
    "a/._Log.md",
    "Thumbs.db",
    "a/desktop.ini",
    "film.mp4.crdownload",
    "a/film.mp4.part",
]
WANTED = [
    *("Log.md", ".obsidian/app.json", ".obsidian/core-plugins.json", "a/workspace.json"),
    *("a/.trash/x.md", "Part.md", "a.parts", "syncthing.tmp", "~a.md", ".gitignore"),
]


def fill(vault: Path, names: list[str]) -> None:
    for name in names:
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text("x")


@pytest.fixture(params=PLACES.values(), ids=list(PLACES))
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A vault at some place of a repository, with all that may be in it."""
    root: Path = new_repository(tmp_path / "repository") / request.param
    root.mkdir(parents=True, exist_ok=True)
    fill(root, NOISY + WANTED)
    return root


def untracked(vault: Path) -> set[str]:
    return set(git(vault, "ls-files", "-z", "-o", "--exclude-standard").split("\0")) - {""}


def test_only_noise_is_left_out(vault: Path) -> None:
    assert exclude_noise(open_repository(str(vault)))
    assert untracked(vault) == set(WANTED)


def test_tracked_noise_is_found(vault: Path) -> None:
    repository = open_repository(str(vault))
    assert tracked_noise(repository) == []
    git(vault, "add", "-A")
    assert set(tracked_noise(repository)) == set(NOISY)


def test_a_second_time_changes_nothing(vault: Path) -> None:
    repository = open_repository(str(vault))
    assert exclude_noise(repository, dry_run=True)
    exclude_noise(repository)
    before = Path(exclude_file(repository)).read_bytes()
    assert not exclude_noise(repository)
    assert not exclude_noise(repository, dry_run=True)
    assert Path(exclude_file(repository)).read_bytes() == before


def test_beside_the_vault_nothing_is_left_out(tmp_path: Path) -> None:
    root = new_repository(tmp_path)
    fill(root, ["v/a.part", "w/a.part", "a.part"])
    exclude_noise(open_repository(str(root / "v")))
    assert untracked(root) == {"w/a.part", "a.part"}


def test_each_vault_of_a_repository_has_its_lines(tmp_path: Path) -> None:
    root = new_repository(tmp_path)
    fill(root, ["v/a.part", "v/w/a.part", "w/a.part"])
    for name in "v", "w":
        assert exclude_noise(open_repository(str(root / name)))
    assert untracked(root) == set()


BEFORE = {
    "nothing": None,
    "empty": b"",
    "lines": b"# mine\n*.log\n",
    "no-final-newline": b"*.log",
    "crlf": b"*.log\r\n",
    "odd-bytes": b"caf\xe9\n",
    "half-a-block": noise_block().encode()[:200],
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_what_stands_there_stays(before: bytes | None, tmp_path: Path) -> None:
    root = new_repository(tmp_path)
    repository = open_repository(str(root))
    path = Path(exclude_file(repository))
    path.unlink(missing_ok=True)
    if before is None:
        path.parent.rmdir()
    else:
        path.write_bytes(before)
    fill(root, ["a.part"])
    assert exclude_noise(repository)
    newline = b"\n" if before and not before.endswith(b"\n") else b""
    assert path.read_bytes() == (before or b"") + newline + noise_block().encode()
    assert untracked(root) == set()


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_line_that_was_taken_out_stays_out(newline: str, tmp_path: Path) -> None:
    repository = open_repository(str(new_repository(tmp_path)))
    kept = noise_block().replace("*.part\n", "").replace("\n", newline).encode()
    path = Path(exclude_file(repository))
    path.write_bytes(kept)
    assert not exclude_noise(repository)
    assert path.read_bytes() == kept


def test_a_gitignore_comes_first(tmp_path: Path) -> None:
    root = new_repository(tmp_path)
    fill(root, ["a.part", "b/a.part"])
    (root / ".gitignore").write_text("!/a.part\n")
    exclude_noise(open_repository(str(root)))
    assert untracked(root) == {"a.part", ".gitignore"}


def test_in_a_worktree(tmp_path: Path) -> None:
    root = new_repository(tmp_path / "repository")
    git(root, "commit", "-q", "--allow-empty", "-m", "first")
    git(root, "worktree", "add", "-q", str(tmp_path / "tree"))
    fill(tmp_path / "tree", ["a.part", "a.md"])
    exclude_noise(open_repository(str(tmp_path / "tree")))
    assert untracked(tmp_path / "tree") == {"a.md"}
    assert noise_block() in (root / ".git/info/exclude").read_text()


def test_where_it_can_not_be_written(tmp_path: Path) -> None:
    repository = open_repository(str(new_repository(tmp_path)))
    path = Path(exclude_file(repository))
    path.unlink()
    path.mkdir()
    with pytest.raises(WriteFailedError, match="info/exclude: not written"):
        exclude_noise(repository)


def test_every_pattern_has_a_reason_and_is_read_as_meant(tmp_path: Path) -> None:
    assert len({noise.pattern for noise in NOISE}) == len(NOISE)
    assert all(noise.reason and "\n" not in noise.reason for noise in NOISE)
    root = new_repository(tmp_path)
    exclude_noise(open_repository(str(root)))
    asked = subprocess.run(
        ["git", "check-ignore", "--verbose", "--no-index", "--", *NOISY],
        cwd=root,
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    used = {line.split("\t")[0].split(":", 2)[2] for line in asked.splitlines()}
    assert used == {noise.pattern for noise in NOISE}
