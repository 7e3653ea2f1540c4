"""`vaultsync commit`: what it says, as text and data, and its exit codes."""

from pathlib import Path

import pytest

from tests.cli.running import content, misuse, refusal, right, run, write
from tests.effects.repositories import commit, git, hook, own_repository

PLAN = "# Plan\n- [ ] one\n- [ ] two\n"
DONE = PLAN.replace("[ ] one", "[x] one")
MESSAGE = ["Plan: 1 task done (0% -> 50%)", "", '- Plan: done "one" (0% -> 50%)']


@pytest.fixture
def root(here: Path) -> Path:
    root = own_repository(here)
    commit(root, {"Plan.md": PLAN, "Topic.md": "# T\n"})
    return root


def head(root: Path) -> str:
    return git(root, "rev-parse", "HEAD")


def test_text(root: Path) -> None:
    write(root, {"Plan.md": DONE})
    lines = right("commit").lines
    assert lines == [f"{head(root)[:10]} {MESSAGE[0]}", *MESSAGE[1:]]
    assert git(root, "log", "-1", "--format=%B").strip().split("\n") == MESSAGE
    assert git(root, "status", "--porcelain") == ""


def test_json(root: Path) -> None:
    write(root, {"Plan.md": DONE, "n.md": "n\n"})
    git(root, "add", "n.md")
    answer = run("commit", "--format", "json")
    assert answer.code == 0
    assert answer.json == {
        "commit": head(root),
        "message": "\n".join(MESSAGE),
        "paths": ["Plan.md"],
        "left_out": [
            {
                "path": "n.md",
                "reason": "staged, so it is left for your own commit",
                "soon": False,
            }
        ],
    }


@pytest.mark.usefixtures("root")
def test_nothing_to_commit() -> None:
    assert right("commit").lines == ["nothing to commit"]
    assert right("commit", "--dry-run").lines == ["nothing to commit"]
    assert right("commit", "--format", "json").json == {
        "commit": None,
        "message": "",
        "paths": [],
        "left_out": [],
    }


@pytest.mark.parametrize("option", ["-m", "--message"])
def test_message(root: Path, option: str) -> None:
    write(root, {"Plan.md": DONE})
    assert right("commit", option, "Mine: {subject}").lines == [
        f"{head(root)[:10]} Mine: {{subject}}"
    ]
    assert git(root, "log", "-1", "--format=%B").strip() == "Mine: {subject}"


@pytest.mark.parametrize("text", ["", " \n"], ids=["empty", "blank"])
def test_message_without_a_text(root: Path, text: str) -> None:
    write(root, {"Plan.md": DONE})
    assert misuse("commit", "--message", text) == "--message takes a text"
    assert git(root, "status", "--porcelain") == " M Plan.md"


def test_dry_run(root: Path) -> None:
    write(root, {"Plan.md": DONE, "n.md": ""})
    before, files = head(root), content(root)
    shown = right("commit", "--dry-run").lines
    assert shown == [
        "Plan: 1 task done (0% -> 50%); add n",
        "",
        *(MESSAGE[2], "- n: added"),
        *("", "  Plan.md", "  n.md"),
    ]
    assert right("commit", "--dry-run", "--format", "json").json["commit"] is None
    assert (head(root), content(root)) == (before, files)
    assert right("commit").lines[1:] == shown[1:-3]


def test_left_out(root: Path) -> None:
    write(root, {"Plan.md": DONE, "Topic.md": "staged\n", "nested/x.md": "x"})
    git(root, "add", "Topic.md")
    own_repository(root / "nested")
    answer = run("commit")
    assert (answer.code, answer.lines[1:]) == (0, MESSAGE[1:])
    assert answer.err.split("\n") == [
        "vaultsync: Topic.md: left out: staged, so it is left for your own commit",
        "vaultsync: nested: left out: is a repository of its own",
        "",
    ]


def test_nothing_but_what_is_left_out(root: Path) -> None:
    write(root, {"Topic.md": "staged\n"})
    git(root, "add", "Topic.md")
    answer = run("commit")
    assert (answer.code, answer.lines) == (0, ["nothing to commit"])
    assert "Topic.md: left out" in answer.err


def test_conflict_copies_are_named(root: Path) -> None:
    copy = "Plan.sync-conflict-20261120-101500-K7QDRLA.md"
    write(root, {copy: DONE})
    answer = run("commit")
    assert answer.code == 0
    assert answer.err == (
        f"vaultsync: {copy}: a copy that sync has left of Plan.md; keep what you need of both\n"
    )
    assert git(root, "ls-files", copy) == copy


def test_control_characters_stay_away_from_the_terminal(root: Path) -> None:
    write(root, {"red\x1b[31m\n.md": PLAN, "staged\x1b[31m\n.md": ""})
    git(root, "add", "staged\x1b[31m\n.md")
    answer = run("commit", "--dry-run")
    assert answer.code == 0
    assert "\x1b" not in answer.out + answer.err
    assert answer.err.count("\n") == 1
    assert len(answer.lines) == 5
    assert run("commit", "-m", "red \x1b[31m").lines[0].count("\x1b") == 0


def test_most_notes_are_gone(root: Path) -> None:
    notes = {f"{number}.md": "" for number in range(30)}
    commit(root, dict(notes))
    for name in notes:
        (root / name).unlink()
    assert refusal("commit", code=1).startswith("not committed: most of the notes are gone; ")
    assert refusal("commit", "--dry-run", code=1).endswith("(30 of 32)")
    assert right("commit", "--deletions").lines[0].endswith("30 notes (30 removed)")


def test_paused(root: Path) -> None:
    git(root, "switch", "-q", "--detach")
    write(root, {"Plan.md": DONE})
    assert refusal("commit", code=1) == (
        "not committed: no branch is checked out: git switch BRANCH"
    )
    git(root, "switch", "-q", "main")
    assert right("commit").lines[1:] == MESSAGE[1:]


def test_hook_that_refuses(root: Path) -> None:
    write(root, {"Plan.md": DONE})
    hook(root, "pre-commit", "printf 'no \\033[31mway\\n'; exit 1")
    said = refusal("commit", code=1)
    assert said.startswith("not committed: a hook of git has refused (pre-commit: no ")
    assert "\x1b" not in said


def test_no_repository(here: Path) -> None:
    write(here, {"Plan.md": PLAN})
    assert "in no git repository" in refusal("commit", code=1)
    assert not (here / ".git").exists()


def test_bare_repository(here: Path) -> None:
    git(here, "init", "-q", "--bare")
    assert "in no git repository" in refusal("commit", code=1)


@pytest.mark.usefixtures("root")
def test_unknown_words() -> None:
    assert "unexpected extra argument" in misuse("commit", "Plan").lower()
    assert "No such option" in misuse("commit", "--amend")
