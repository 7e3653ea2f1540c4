"""`vaultsync commit`: what it says, as text and data, and its exit codes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import content, misuse, refusal, right, run, write
from tests.effects.repositories import commit, git, hook, own_repository

PLAN = "# Plan\n- [ ] one\n- [ ] two\n"
DONE = PLAN.replace("[ ] one", "[x] one")
MESSAGE = ["Plan: 1 task done (0% -> 50%)", "", '- Plan: done "one" (0% -> 50%)']
COPY = "Plan.sync-conflict-20261120-101500-K7QDRLA.md"
RED = "\x1b[31m\n"
MANY = {f"{number}.md": "" for number in range(30)}


def _done(root: Path) -> None:
    write(root, {"Plan.md": DONE})


def _staged_and_nested(root: Path) -> None:
    write(root, {"Plan.md": DONE, "Topic.md": "staged\n", "nested/x.md": "x"})
    git(root, "add", "Topic.md")
    own_repository(root / "nested")


def _staged_alone(root: Path) -> None:
    write(root, {"Topic.md": "staged\n"})
    git(root, "add", "Topic.md")


def _red(root: Path) -> None:
    write(root, {f"red{RED}.md": PLAN, f"staged{RED}.md": ""})
    git(root, "add", f"staged{RED}.md")


def _gone(root: Path) -> None:
    commit(root, dict(MANY))
    for name in MANY:
        (root / name).unlink()


def _detached(root: Path) -> None:
    git(root, "switch", "-q", "--detach")
    write(root, {"Plan.md": DONE})


def _refused(root: Path) -> None:
    write(root, {"Plan.md": DONE})
    hook(root, "pre-commit", "printf 'no \\033[31mway\\n'; exit 1")


VAULTS: dict[str, Callable[[Path], None]] = {
    **dict.fromkeys(("done", "data", "mine", "blank", "twice"), _done),
    "nothing": lambda _root: None,
    "left-out": _staged_and_nested,
    "left-out-alone": _staged_alone,
    "copy": lambda root: write(root, {COPY: DONE}),
    "red": _red,
    "gone": _gone,
    "detached": _detached,
    "refused": _refused,
}


@pytest.fixture(scope="module")
def vaults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault for each test, all made first: each has been left alone for long enough then."""
    folder = tmp_path_factory.mktemp("vaults")
    for name, does in VAULTS.items():
        root = own_repository(folder / name)
        commit(root, {"Plan.md": PLAN, "Topic.md": "# T\n"})
        does(root)
    return folder


@pytest.fixture
def inside(vaults: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Makes one of the vaults the working directory."""

    def chosen(name: str) -> Path:
        monkeypatch.chdir(vaults / name)
        return vaults / name

    return chosen


Inside = Callable[[str], Path]


def head(root: Path) -> str:
    return git(root, "rev-parse", "HEAD")


def test_text(inside: Inside) -> None:
    root = inside("done")
    lines = right("commit").lines
    assert lines == [f"{head(root)[:10]} {MESSAGE[0]}", *MESSAGE[1:]]
    assert git(root, "log", "-1", "--format=%B").strip().split("\n") == MESSAGE
    assert git(root, "status", "--porcelain") == ""


def test_json(inside: Inside) -> None:
    root = inside("data")
    before = head(root)
    shown = right("commit", "--dry-run", "--format", "json").json
    assert shown == {
        "commit": None,
        "message": "\n".join(MESSAGE),
        "paths": ["Plan.md"],
        "left_out": [],
    }
    assert head(root) == before
    assert right("commit", "--format", "json").json == {**shown, "commit": head(root)}


def test_nothing_to_commit(inside: Inside) -> None:
    inside("nothing")
    assert right("commit").lines == ["nothing to commit"]
    assert right("commit", "--dry-run").lines == ["nothing to commit"]
    assert right("commit", "--format", "json").json == {
        "commit": None,
        "message": "",
        "paths": [],
        "left_out": [],
    }


def test_message(inside: Inside) -> None:
    root = inside("mine")
    assert right("commit", "-m", "Mine: {subject}").lines == [
        f"{head(root)[:10]} Mine: {{subject}}"
    ]
    assert git(root, "log", "-1", "--format=%B").strip() == "Mine: {subject}"


@pytest.mark.parametrize("text", ["", " \n"], ids=["empty", "blank"])
def test_message_without_a_text(inside: Inside, text: str) -> None:
    root = inside("blank")
    assert misuse("commit", "--message", text) == "--message takes a text"
    assert git(root, "status", "--porcelain") == " M Plan.md"


def test_dry_run(inside: Inside) -> None:
    root = inside("twice")
    before, files = head(root), content(root)
    shown = right("commit", "--dry-run").lines
    assert shown == [*MESSAGE, "", "  Plan.md"]
    assert (head(root), content(root)) == (before, files)
    assert right("commit").lines[1:] == shown[1:-2]


def test_left_out(inside: Inside) -> None:
    inside("left-out")
    answer = run("commit")
    assert (answer.code, answer.lines[1:]) == (0, MESSAGE[1:])
    assert answer.err.split("\n") == [
        "vaultsync: Topic.md: left out: staged, so it is left for your own commit",
        "vaultsync: nested: left out: is a repository of its own",
        "",
    ]


def test_nothing_but_what_is_left_out(inside: Inside) -> None:
    inside("left-out-alone")
    answer = run("commit")
    assert (answer.code, answer.lines) == (0, ["nothing to commit"])
    assert "Topic.md: left out" in answer.err
    assert run("commit", "--format", "json").json["left_out"] == [
        {
            "path": "Topic.md",
            "reason": "staged, so it is left for your own commit",
            "soon": False,
        }
    ]


def test_conflict_copies_are_named(inside: Inside) -> None:
    root = inside("copy")
    answer = run("commit")
    assert answer.code == 0
    assert answer.err == (
        f"vaultsync: {COPY}: a copy that sync has left of Plan.md; keep what you need of both\n"
    )
    assert git(root, "ls-files", COPY) == COPY


def test_control_characters_stay_away_from_the_terminal(inside: Inside) -> None:
    inside("red")
    answer = run("commit", "--dry-run")
    assert answer.code == 0
    assert "\x1b" not in answer.out + answer.err
    assert answer.err.count("\n") == 1
    assert len(answer.lines) == 5
    assert "\x1b" not in run("commit", "-m", "red \x1b[31m").out


def test_most_notes_are_gone(inside: Inside) -> None:
    inside("gone")
    assert refusal("commit", code=1).startswith("not committed: most of the notes are gone; ")
    assert refusal("commit", "--dry-run", code=1).endswith("(30 of 32)")
    assert right("commit", "--deletions").lines[0].endswith("Remove 30 notes")


def test_paused(inside: Inside) -> None:
    root = inside("detached")
    assert refusal("commit", code=1) == (
        "not committed: no branch is checked out: git switch BRANCH"
    )
    git(root, "switch", "-q", "main")
    assert right("commit").lines[1:] == MESSAGE[1:]


def test_hook_that_refuses(inside: Inside) -> None:
    inside("refused")
    said = refusal("commit", code=1)
    assert said.startswith("not committed: a hook of git has refused (pre-commit: no ")
    assert "\x1b" not in said


def test_no_repository(here: Path) -> None:
    write(here, {"Plan.md": PLAN})
    assert "in no git repository" in refusal("commit", code=1)
    assert sorted(os.listdir(here)) == [".obsidian", "Plan.md"]


def test_bare_repository(here: Path) -> None:
    git(here, "init", "-q", "--bare")
    assert "in no git repository" in refusal("commit", code=1)


def test_unknown_words(inside: Inside) -> None:
    inside("nothing")
    assert "unexpected extra argument" in misuse("commit", "Plan").lower()
    assert "No such option" in misuse("commit", "--amend")
