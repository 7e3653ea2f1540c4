"""`vaultsync watch`: a real process beside a real repository; one round; what it refuses."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import PROGRAM, content, misuse, process, refusal, right, run, stamps, write
from tests.effects.repositories import ENVIRONMENT, commit, git, new_repository

PLAN = "---\nprogress: 0\n---\n# Plan\n- [ ] a\n- [ ] b\n"
DERIVING = "[watch]\nreport = true\nprogress = true\n"
PATIENCE = 60


@pytest.fixture(autouse=True)
def root(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    new_repository(here)
    commit(here, {"Plan.md": PLAN})
    return here


class Watcher:
    """A watcher in a process of its own; its log is read as it comes."""

    def __init__(self, *words: str) -> None:
        command = [*PROGRAM, "watch", "--log-format", "json", *words]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
        )
        self.events: list[dict[str, Any]] = []
        signal.alarm(PATIENCE)  # reading waits for ever, the test may not

    def until(self, event: str) -> dict[str, Any]:
        """The next line of the log about this."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.events.append(json.loads(line))
            if self.events[-1]["event"] == event:
                return self.events[-1]
        raise AssertionError((event, self.events, self.process.communicate()[1]))

    def end(self, number: int = signal.SIGTERM) -> int:
        """Tell it to end; its exit code."""
        self.process.send_signal(number)
        assert self.process.stdout
        self.events += [json.loads(line) for line in self.process.stdout]
        return self.process.wait()


@pytest.fixture
def watcher(request: pytest.FixtureRequest) -> Iterator[Watcher]:
    """A watcher that is ready, with the words of the test's parameter."""
    watcher = Watcher(*getattr(request, "param", ["--quiet", "0.2"]))
    watcher.until("ready")
    yield watcher
    signal.alarm(0)
    if watcher.process.poll() is None:
        watcher.process.kill()
    watcher.process.communicate()


def test_a_save_is_committed_and_the_end_is_clean(root: Path, watcher: Watcher) -> None:
    write(root, {"Plan.md": PLAN.replace("[ ] a", "[x] a")})
    made = watcher.until("committed")
    assert made["paths"] == ["Plan.md"]
    assert made["message"].startswith("Plan: 1 task done (0% -> 50%)")
    assert made["commit"] == git(root, "rev-parse", "HEAD")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.]\d{3}[+-]\d\d:\d\d", made["time"])
    assert watcher.end() == 0
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize("watcher", [["--quiet", "500", "--longest", "500"]], indirect=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_pending_is_committed_at_the_end(number: int, root: Path, watcher: Watcher) -> None:
    write(root, {"New.md": "- [ ] c\n"})
    assert watcher.end(number) == 0
    assert watcher.events[-1]["paths"] == ["New.md"]
    assert git(root, "status", "--porcelain") == ""


def test_there_is_one_watcher(root: Path, watcher: Watcher) -> None:
    said = f"{root}: process {watcher.process.pid} watches this vault already"
    assert refusal("watch", code=1) == said
    assert refusal("watch", "--once", code=1) == said
    assert watcher.end() == 0
    assert run("watch", "--once").code == 0


def test_it_waits_for_a_merge(root: Path, watcher: Watcher) -> None:
    head = git(root, "rev-parse", "HEAD")
    write(root, {".git/MERGE_HEAD": f"{head}\n"})
    write(root, {"Plan.md": PLAN.replace("[ ] a", "[x] a")})
    assert watcher.until("paused")["kind"] == "merge"
    watcher.until("snapshot")
    assert git(root, "rev-parse", "HEAD") == head
    (root / ".git/MERGE_HEAD").unlink()
    watcher.until("resumed")
    assert watcher.until("committed")["paths"] == ["Plan.md"]


def test_derived_notes_and_new_settings(root: Path, watcher: Watcher) -> None:
    write(root, {"vaultsync.toml": DERIVING})
    watcher.until("settings")
    assert watcher.until("derived")["paths"] == ["Progress.md"]
    paths = watcher.until("committed")["paths"]
    assert paths == ["Progress.md", "vaultsync.toml"]
    write(root, {"Plan.md": PLAN.replace("[ ] a", "[x] a")})
    assert watcher.until("derived")["paths"] == ["Plan.md", "Progress.md"]
    assert watcher.until("committed")["paths"] == ["Plan.md", "Progress.md"]
    assert watcher.end() == 0
    assert [one["event"] for one in watcher.events[-2:]] == ["derived", "committed"]


# One round


def test_once(root: Path) -> None:
    write(root, {"Plan.md": PLAN.replace("[ ] a", "[x] a"), "vaultsync.toml": DERIVING})
    lines = right("watch", "--once").lines
    assert [line[9:] for line in lines[:1]] == ["brought up to date: Plan.md, Progress.md"]
    assert re.fullmatch(
        r"\d\d:\d\d:\d\d committed [0-9a-f]{10} [(]3 files[)]: Plan: 1 task done [(]0% -> 50%[)]",
        lines[1],
    )
    assert len(lines) == 2
    assert git(root, "status", "--porcelain") == ""
    assert right("watch", "--once").lines == []


def test_once_as_json(root: Path) -> None:
    write(root, {"Neu é.md": ""})
    (line,) = right("watch", "--once", "--log-format", "json").lines
    assert json.loads(line)["paths"] == ["Neu é.md"]


def test_once_in_a_pause(root: Path) -> None:
    git(root, "checkout", "-q", "--detach")
    write(root, {"Plan.md": PLAN.replace("[ ] a", "[x] a"), "vaultsync.toml": DERIVING})
    answer = run("watch", "--once")
    assert (answer.code, answer.err) == (1, "")
    assert [line[9:16] for line in answer.lines] == ["paused:", "kept wh"]
    assert not (root / "Progress.md").exists()
    assert git(root, "for-each-ref", "refs/vaultsync/snapshots")


def test_dry_run_shows_the_commit_and_writes_nothing(root: Path) -> None:
    write(root, {"Plan.md": PLAN.replace("[ ] a", "[x] a"), "vaultsync.toml": DERIVING})
    before = stamps(root)
    shown = right("watch", "--once", "--dry-run").out
    assert right("watch", "--dry-run").out == shown
    assert stamps(root) == before
    message, _, diff = shown.partition("--- ")
    assert diff.count("+++ ") == 2
    assert "+progress: 50\n" in diff
    right("watch", "--once")
    made = git(root, "log", "-1", "--format=%B").rstrip("\n")
    paths = git(root, "show", "--name-only", "--format=", "HEAD").split("\n")
    assert message.rstrip("\n") == "\n".join([made, "", *(f"  {path}" for path in paths)])
    assert right("watch", "--once", "--dry-run").lines == ["nothing to commit"]


def test_without_commits(root: Path) -> None:
    head = git(root, "rev-parse", "HEAD")
    write(root, {"vaultsync.toml": DERIVING})
    assert [line[9:] for line in right("watch", "--once", "--no-commit").lines] == [
        "brought up to date: Progress.md"
    ]
    write(root, {"vaultsync.toml": "[watch]\ncommit = false\n"})
    assert right("watch", "--once").lines == []
    assert right("watch", "--dry-run").raw == b""
    assert git(root, "rev-parse", "HEAD") == head


def test_a_vault_in_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lone = tmp_path / "lone"
    write(lone, {"Plan.md": PLAN})
    monkeypatch.chdir(lone)
    for words in (["watch"], ["watch", "--once"], ["watch", "--dry-run"]):
        assert refusal(*words, code=1) == (
            f"{lone}: not in a git repository: vaultsync init makes one, "
            "--no-commit watches without"
        )
    assert right("watch", "--once", "--no-commit").raw == b""
    assert content(lone) == {"Plan.md": PLAN.encode()}


def test_without_git(root: Path) -> None:
    answer = process("-C", str(root), "watch", "--once", PATH="/nowhere")
    assert (answer.code, answer.raw) == (1, b"")
    assert answer.err == "vaultsync: git isn't installed, or not on the PATH; install it\n"
    assert process("-C", str(root), "watch", "--once", "--no-commit", PATH="/nowhere").code == 0


@pytest.mark.parametrize(
    "words", [["--quiet", "0"], ["--longest", "-1"], ["--quiet", "soon"], ["--log-format", "xml"]]
)
def test_misuse(words: list[str]) -> None:
    assert words[0] in misuse("watch", *words)


def test_a_second_ctrl_c_ends_it_at_once(root: Path, watcher: Watcher) -> None:
    hook, pipe, at_work = root / ".git/hooks/pre-commit", root.parent / "pipe", root.parent / "work"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\necho > '{at_work}'\nread line < '{pipe}'\n")
    hook.chmod(0o755)
    for one in (pipe, at_work):
        os.mkfifo(one)
    write(root, {"Plan.md": PLAN.replace("[ ] a", "[x] a")})
    at_work.read_bytes()  # waits for the hook, which then waits for ever
    while watcher.process.poll() is None:
        watcher.process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            watcher.process.wait(0.5)
    assert watcher.process.returncode in (130, -signal.SIGINT)
