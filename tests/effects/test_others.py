"""Other gits at work, told from the processes; and what a repository's own files say."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultsync.effects.git.others import git_at_work
from vaultsync.effects.git.standing import Pause, standing_pause

TOP = "/home/ada/vault"

PROCESSES: dict[str, tuple[list[str], str, str | None]] = {
    "commit": (["git", "commit"], TOP, "git commit"),
    "by-its-path": (["/usr/bin/git", "commit", "-a"], TOP, "git commit"),
    "in-a-folder": (["git", "rebase", "-i", "main"], f"{TOP}/Topics", "git rebase"),
    "with-options": (["git", "-c", "a.b=c", "pull"], TOP, "git pull"),
    "stash": (["git", "stash"], TOP, "git stash"),
    "switch": (["git", "-C", "commit", "switch", "main"], TOP, "git switch"),
    "reads-of-that-name": (["git", "log", "--", "commit"], TOP, None),
    "value-of-that-name": (["git", "-c", "merge", "log"], TOP, None),
    "no-command": (["git", "--version"], TOP, None),
    "reads": (["git", "status"], TOP, None),
    "our-own": (["git", "--no-pager", "commit-tree", "-F", "-"], TOP, None),
    "elsewhere": (["git", "commit"], "/home/ada/other", None),
    "beside": (["git", "commit"], f"{TOP}-2", None),
    "no-git": (["vim", "commit"], TOP, None),
    "nameless": ([""], TOP, None),
}


def _listed(folder: Path, number: int, words: list[str], where: str) -> None:
    process = folder / str(number)
    process.mkdir()
    (process / "cmdline").write_bytes(b"\0".join(map(os.fsencode, words)) + b"\0")
    (process / "cwd").symlink_to(where)


@pytest.mark.parametrize(("words", "where", "found"), PROCESSES.values(), ids=list(PROCESSES))
def test_git_at_work(tmp_path: Path, words: list[str], where: str, found: str | None) -> None:
    (tmp_path / "self").mkdir()
    (tmp_path / "1").mkdir()  # one that has just ended
    _listed(tmp_path, 2, ["bash"], TOP)
    _listed(tmp_path, 3, words, where)
    assert git_at_work(TOP, str(tmp_path)) == found


@pytest.mark.parametrize("top", ["/", "/home/ada"])
def test_git_at_work_far_below(tmp_path: Path, top: str) -> None:
    _listed(tmp_path, 2, ["git", "merge"], TOP)
    assert git_at_work(top, str(tmp_path)) == "git merge"


def test_no_list_of_processes(tmp_path: Path) -> None:
    assert git_at_work(TOP, str(tmp_path / "none")) is None


@pytest.mark.skipif(sys.platform != "linux", reason="processes are listed there")
def test_nobody_is_at_work_here(tmp_path: Path) -> None:
    assert git_at_work(str(tmp_path)) is None


def _file(name: str) -> Callable[[Path], object]:
    def makes(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.touch()

    return makes


STANDING: dict[str, tuple[list[Callable[[Path], object]], Pause | None]] = {
    "nothing": ([], None),
    "merge": ([_file("MERGE_HEAD")], Pause.MERGE),
    "rebase": ([_file("rebase-merge/done")], Pause.REBASE),
    "rebase-by-patches": ([_file("rebase-apply/rebasing")], Pause.REBASE),
    "am": ([_file("rebase-apply/applying")], Pause.APPLYING),
    "pick-in-a-rebase": ([_file("CHERRY_PICK_HEAD"), _file("rebase-merge/done")], Pause.REBASE),
    "picks": ([_file("sequencer/todo")], Pause.CHERRY_PICK),
    "reverts": ([_file("sequencer/todo"), _file("REVERT_HEAD")], Pause.REVERT),
    "bisect": ([_file("BISECT_LOG")], Pause.BISECT),
    "lock": ([_file("index.lock")], Pause.LOCKED),
    "lock-in-a-merge": ([_file("index.lock"), _file("MERGE_HEAD")], Pause.MERGE),
    "dangling-lock": ([lambda folder: (folder / "index.lock").symlink_to("none")], Pause.LOCKED),
    "detached": ([lambda folder: (folder / "HEAD").write_text("5e39783d\n")], Pause.DETACHED),
    "no-head": ([lambda folder: (folder / "HEAD").unlink()], Pause.ROOT),
}


@pytest.mark.parametrize(("makes", "pause"), STANDING.values(), ids=list(STANDING))
def test_how_it_stands(
    tmp_path: Path, makes: list[Callable[[Path], object]], pause: Pause | None
) -> None:
    (tmp_path / "HEAD").write_text("ref: refs/heads/main\n")
    for one in makes:
        one(tmp_path)
    assert standing_pause(str(tmp_path)) is pause


@pytest.mark.parametrize("pause", Pause, ids=lambda pause: pause.value)
def test_every_pause_says_what_to_do(pause: Pause) -> None:
    assert pause.said[0].islower()
    assert pause.said[-1] != "."
