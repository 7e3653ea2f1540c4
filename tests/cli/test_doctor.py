"""`vaultsync doctor`: real vaults and repositories that something is wrong with."""

import os
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import content, process, run, stamps, write
from tests.conftest import ROOT
from tests.effects.repositories import ENVIRONMENT, commit, git, new_repository
from vaultsync.effects.cache_file import cache_path
from vaultsync.effects.interrupted import journal_folder
from vaultsync.model.doctoring.findings import Diagnosis, Level
from vaultsync.service.doctoring.doctor import examine

LARGE = 96_000_000


@pytest.fixture
def healthy(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault with nothing wrong."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_STATE_HOME", str(here.parent / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(here.parent / "cache"))
    new_repository(here)
    commit(here, {"a.md": "- [ ] a\n", "Topics/b.md": "b"})
    run("init")
    return here


def found(root: Path, *, proc: str = "/nowhere", now: float | None = None) -> list[Diagnosis]:
    """What is found on a machine that tells nothing of itself, but what is wrong."""
    every = examine(str(root), os.environ, proc=proc, now=now)
    return [one for one in every if one.level is not Level.OK]


def codes(root: Path) -> list[str]:
    return [one.code for one in found(root)]


def test_a_healthy_vault(healthy: Path) -> None:
    before = content(healthy.parent)
    every = list(examine(str(healthy), os.environ, proc="/nowhere"))
    assert [one.code for one in every] == [
        *("git", "repository", "identity", "branch", "locks", "noise", "large-files", "nested"),
        *("newlines", "signing", "hook", "place", "copies", "syncs"),
        *("settings", "names", "journal", "index", "watch", "file-system", "limits"),
    ]
    assert {one.level for one in every} == {Level.OK}
    assert content(healthy.parent) == before


def test_says_what_was_looked_at(healthy: Path) -> None:
    answer = run("doctor")
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines[1].startswith("ok        repository: the vault is in the repository")
    assert "ok        identity: commits are by Ada <ada@example.org>" in answer.lines
    assert answer.lines[-1] == "all well" or "warning" in answer.lines[-1]
    assert max(map(len, answer.lines)) <= 80 + len(str(healthy))


def _lock(root: Path) -> None:
    write(root, {".git/index.lock": ""})
    os.utime(root / ".git/index.lock", (1, 1))


def _merging(root: Path) -> None:
    write(root, {".git/MERGE_HEAD": git(root, "rev-parse", "HEAD")})


def _detached(root: Path) -> None:
    git(root, "checkout", "-q", "--detach")


def _tracked(root: Path) -> None:
    write(root, {".obsidian/workspace.json": "{}", ".trash/a.md": "", ".trash/b.md": ""})
    git(root, "add", "-f", ".obsidian/workspace.json", ".trash")


def _large(root: Path) -> None:
    with (root / "my film.mp4").open("wb") as file:
        file.truncate(LARGE)


def _nested(root: Path) -> None:
    new_repository(root / "code/tool")


def _hook(root: Path) -> None:
    write(root, {".git/hooks/pre-commit": "#!/bin/sh\n# https://pre-commit.com\n"})
    (root / ".git/hooks/pre-commit").chmod(0o755)


def _syncthing(root: Path) -> None:
    (root.parent / ".stfolder").mkdir()


def _copy(root: Path) -> None:
    write(root, {".git/index 2": "", ".git/refs/heads/main 2": ""})


def _two_syncs(root: Path) -> None:
    write(root, {".obsidian/core-plugins.json": '{"sync": true, "graph": true}'})
    git(root, "remote", "add", "origin", "elsewhere")


def _two_syncs_of_old(root: Path) -> None:
    write(root, {".obsidian/core-plugins.json": '["graph", "sync"]'})
    git(root, "remote", "add", "origin", "elsewhere")


def _settings(root: Path) -> None:
    write(root, {"vaultsync.toml": "x = ["})


def _clash(root: Path) -> None:
    write(root, {"Topics/B.md": ""})


def _journal(root: Path) -> None:
    folder = Path(journal_folder(str(root)))
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("")


def _interrupted(root: Path) -> None:
    Path(journal_folder(str(root))).mkdir(parents=True)
    write(Path(journal_folder(str(root))), {"1.pending": ""})


def _damaged_index(root: Path) -> None:
    run("status")
    path = Path(cache_path(str(root)))
    path.write_bytes(path.read_bytes()[:100] + b"x" * 5000)


def _no_index(root: Path) -> None:
    folder = Path(cache_path(str(root))).parent
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("")


def _set(name: str, value: str) -> Callable[[Path], None]:
    def set_it(root: Path) -> None:
        git(root, "config", name, value)

    return set_it


WRONG: dict[str, tuple[Callable[[Path], None], list[str], str]] = {
    "stale-lock": (_lock, ["stale-lock"], "error"),
    "merge": (_merging, ["unfinished"], "info"),
    "detached": (_detached, ["detached-head"], "info"),
    "tracked-noise": (_tracked, ["tracked-noise"], "warning"),
    "large": (_large, ["large-file"], "warning"),
    "nested": (_nested, ["nested-repository"], "warning"),
    "newlines": (_set("core.autocrlf", "true"), ["autocrlf"], "info"),
    "signing": (_set("commit.gpgsign", "true"), ["signing-may-ask"], "warning"),
    "hook": (_hook, ["pre-commit-program"], "warning"),
    "syncthing": (_syncthing, ["git-in-synced-folder"], "warning"),
    "copies": (_copy, ["copy-in-git", "copy-in-git"], "error"),
    "two-syncs": (_two_syncs, ["two-syncs"], "info"),
    "two-syncs-of-old": (_two_syncs_of_old, ["two-syncs"], "info"),
    "settings": (_settings, ["unusable-settings"], "error"),
    "case-clash": (_clash, ["case-clash"], "warning"),
    "journal": (_journal, ["unwritable-journal"], "error"),
    "interrupted": (_interrupted, ["interrupted-write"], "warning"),
    "damaged-index": (_damaged_index, ["damaged-index"], "warning"),
    "no-index": (_no_index, ["unwritable-index"], "warning"),
}


@pytest.mark.parametrize(("spoil", "wanted", "severity"), WRONG.values(), ids=WRONG)
def test_finds(
    spoil: Callable[[Path], None], wanted: list[str], severity: str, healthy: Path
) -> None:
    spoil(healthy)
    before = stamps(healthy)
    assert codes(healthy) == wanted
    answer = run("doctor", "--format", "json")
    (row, *_) = (row for row in answer.json if row["code"] == wanted[0])
    assert row["severity"] == severity
    assert answer.code == (1 if severity == "error" else 0)
    text = run("doctor")
    assert text.code == answer.code
    assert f"          -> {row['fix']}" in text.lines
    assert stamps(healthy) == before


# What can be mended by the very command that is shown, as anybody would run it.
MENDABLE = ["stale-lock", "tracked-noise", "large", "nested", "newlines", "syncthing", "copies"]


@pytest.mark.parametrize("name", [*MENDABLE, "damaged-index"])
def test_the_command_mends_it(name: str, healthy: Path) -> None:
    spoil, _, _ = WRONG[name]
    spoil(healthy)
    for one in found(healthy):
        subprocess.run(one.fix, shell=True, check=True, cwd=healthy, capture_output=True)
    assert codes(healthy) == []
    assert git(healthy, "status", "--porcelain", "a.md") == ""


def test_a_folder_of_a_service(here: Path, tmp_path: Path, healthy: Path) -> None:
    moved = tmp_path / "Dropbox/My vault"
    moved.parent.mkdir()
    healthy.rename(moved)
    (one,) = found(moved)
    assert one.code == "git-in-synced-folder"
    subprocess.run(
        one.fix, shell=True, check=True, env={**os.environ, "HOME": str(here.parent)}, cwd=moved
    )
    assert found(moved) == []
    assert git(moved, "status", "--porcelain", "a.md") == ""


def test_no_repository(here: Path) -> None:
    answer = run("doctor", "--format", "json")
    (row,) = (row for row in answer.json if row["code"] == "no-repository")
    assert (answer.code, row["fix"]) == (0, "vaultsync init")
    assert not (here / ".git").exists()


def test_no_git(healthy: Path) -> None:
    answer = process("doctor", PATH=str(healthy))
    assert (answer.code, answer.err) == (1, "")
    assert answer.lines[0].startswith("error     git-missing: git isn't installed")
    assert any(line.startswith("ok        settings: ") for line in answer.lines)


def test_an_old_git(healthy: Path, tmp_path: Path) -> None:
    old = tmp_path / "bin/git"
    write(tmp_path, {"bin/git": "#!/bin/sh\necho git version 2.30.2\n"})
    old.chmod(0o755)
    answer = process("doctor", "--format", "json", PATH=f"{old.parent}:{os.environ['PATH']}")
    assert answer.code == 1
    assert answer.json[0]["code"] == "git-too-old"
    assert healthy.exists()


def test_no_identity(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name)
    (one,) = found(healthy)
    assert one.code == "no-identity"
    names = one.fix.replace(" --global", "")
    subprocess.run(names, shell=True, check=True, cwd=healthy)
    assert codes(healthy) == []


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give away"
)
def test_the_repository_of_somebody_else(healthy: Path) -> None:
    for path in (healthy, healthy / ".git"):
        os.chown(path, 12345, 12345)
    (one,) = found(healthy)
    assert one.code == "untrusted-repository"
    assert shlex.split(one.fix)[-1] == str(healthy)


def test_a_vault_that_its_repository_ignores(healthy: Path) -> None:
    write(healthy, {".gitignore": "/Private\n", "Private/c.md": ""})
    (one,) = found(healthy / "Private")
    assert one.code == "ignored-vault"


def test_what_is_ignored_is_no_matter(healthy: Path) -> None:
    _large(healthy)
    _nested(healthy)
    write(healthy, {".gitignore": "*.mp4\n/code\n"})
    assert codes(healthy) == []


def test_hooks_that_are_not_run_are_no_matter(healthy: Path) -> None:
    _hook(healthy)
    write(healthy, {"vaultsync.toml": "[commit]\nhooks = false\n"})
    assert codes(healthy) == []


def test_hooks_elsewhere(healthy: Path) -> None:
    _hook(healthy)
    (healthy / ".git/hooks").rename(healthy.parent / "my hooks")
    assert codes(healthy) == []
    git(healthy, "config", "core.hooksPath", "../my hooks")
    assert codes(healthy) == ["pre-commit-program"]


def test_the_index_is_counted(healthy: Path) -> None:
    run("status")
    (line,) = (line for line in run("doctor").lines if line.startswith("ok        index: "))
    assert line.endswith("2 readings for 2 notes")
    assert healthy.exists()


def test_a_repository_that_git_can_not_read(healthy: Path) -> None:
    write(healthy, {".git/config": "[core\n"})
    (one,) = found(healthy)
    assert (one.code, one.level) == ("git-failed", Level.ERROR)


def test_no_vault(tmp_path: Path) -> None:
    for command in "doctor", "init":
        answer = run("-C", str(tmp_path / "nowhere"), command)
        assert (answer.code, answer.err.count("\n")) == (2, 1)


def test_a_watch_at_work(healthy: Path) -> None:
    folder = Path(journal_folder(str(healthy)))
    for pid, says in ((os.getpid(), f"at work: process {os.getpid()}"), (2**30, "no watch")):
        write(folder, {"watch.lock": f"{pid}\n"})
        (line,) = (line for line in run("doctor").lines if line.startswith("ok        watch: "))
        assert says in line


def test_the_machine(healthy: Path, tmp_path: Path) -> None:
    limits = {"max_user_watches": "3", "max_user_instances": "128", "max_queued_events": "16384"}
    write(tmp_path / "proc/sys/fs/inotify", limits)
    write(tmp_path / "proc/self", {"mounts": f"there:/ {tmp_path} nfs4 rw 0 0\n"})
    every = found(healthy, proc=str(tmp_path / "proc"))
    assert [one.code for one in every] == ["network-file-system", "few-watches"]


def test_a_lock_is_stale_after_a_minute(healthy: Path) -> None:
    write(healthy, {".git/index.lock": ""})
    at = (healthy / ".git/index.lock").stat().st_mtime
    assert found(healthy, now=at + 59) == []
    assert [one.code for one in found(healthy, now=at + 61)] == ["stale-lock"]


UNDER_WAY = {
    "rebase": (["rebase", "side"], "rebase"),
    "cherry-pick": (["cherry-pick", "side"], "cherry-pick"),
    "revert": (["revert", "--no-edit", "HEAD~1"], "revert"),
    "merge": (["merge", "side"], "merge"),
}


@pytest.mark.parametrize(("words", "what"), UNDER_WAY.values(), ids=UNDER_WAY)
def test_what_is_under_way(words: list[str], what: str, healthy: Path) -> None:
    git(healthy, "checkout", "-q", "-b", "side")
    commit(healthy, {"a.md": "theirs"}, when=2)
    git(healthy, "checkout", "-q", "main")
    commit(healthy, {"a.md": "ours"}, when=3)
    commit(healthy, {"a.md": "ours again"}, when=4)
    stopped = subprocess.run(["git", *words], cwd=healthy, capture_output=True, check=False)
    assert stopped.returncode
    (one,) = found(healthy)
    assert (one.code, one.fix) == ("unfinished", f"git {what} --continue")


def test_odd_names_stand_on_one_line(healthy: Path) -> None:
    new_repository(healthy / "a\n\x1b[31m")
    answer = run("doctor")
    assert "\x1b" not in answer.out
    assert any("nested-repository: a\\n\\x1b[31m is" in line for line in answer.lines)


def test_the_page_has_every_code() -> None:
    page = (ROOT / "docs/doctor.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([a-z-]+)` \| (error|warning|info) \|", page, re.M))
    source = "".join(
        path.read_text("utf-8")
        for floor in ("model", "service")
        for path in (ROOT / "src/vaultsync" / floor / "doctoring").glob("*.py")
    )
    made = re.findall(r"\b(error|warning|info)\(\s*\"([a-z-]+)\"", source)
    limits = {"few-watches", "max-user-instances", "max-queued-events"}
    assert listed == {code: level for level, code in made} | dict.fromkeys(limits, "warning")
