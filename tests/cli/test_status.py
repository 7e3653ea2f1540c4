"""`status`: the vault at a glance."""

import json
from pathlib import Path

import pytest

from tests.cli.running import misuse, right, run, write
from tests.conftest import ROOT

COPY = "RAG.sync-conflict-20261120-101500-K7QDRLA.md"
NOTES: dict[str, str | bytes] = {
    "Home.md": "- [x] a\n- [/] b\n- [-] c\n[[Later]] [[later]] [[RAG]]\n",
    "RAG.md": "- [ ] a\n  - [ ] b\n  - [x] c\n",
    COPY: "- [ ] a\n",
    "Templates/Day.md": "- [ ] a\n[[Later]]\n",
    "pic.png": b"",
    "Board.canvas": '{"nodes": [{"id": "1", "type": "text", "text": "[[Gone]]"}]}',
    ".obsidian/app.json": '{"userIgnoreFilters": ["Templates/"]}',
}
SEEN = {
    "vault": "vault",
    "notes": 4,
    "canvases": 1,
    "attachments": 1,
    "sync_conflicts": 1,
    "tasks": 8,
    "policy": "leaf",
    "total": 4,
    "done": 2,
    "open": 1,
    "in_progress": 1,
    "cancelled": 1,
    "percent": 50,
    "unresolved": 4,
    "missing": 3,
    "git": None,
}


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def test_json() -> None:
    found = right("status", "--format", "json").json
    assert found == SEEN
    assert list(found) == list(SEEN)


def test_text() -> None:
    assert right("status").lines == [
        "vault     vault: 4 notes, 1 canvas, 1 attachment, 1 copy left by sync",
        "tasks     8 in all",
        "progress  ██████████░░░░░░░░░░        2/4   50 %",
        "          policy leaf; 1 in progress, counted as open; 1 cancelled, not counted",
        "links     4 unresolved, to 3 missing files",
        "git       not in a git repository",
    ]


def test_its_numbers_are_those_of_the_other_commands() -> None:
    found = right("status", "--format", "json").json
    total = right("progress", "--format", "json").json["total"]
    assert {key: found[key] for key in total} == total
    assert found["tasks"] == len(right("tasks", "--format", "json").json)
    assert found["unresolved"] == len(right("unresolved", "--format", "json").json)
    assert found["missing"] == len(right("unresolved").lines)
    assert found["notes"] == len(right("files", "--kind", "note").lines)
    assert found["sync_conflicts"] == len(right("files", "--kind", "sync-conflict").lines)


def test_an_empty_vault(root: Path) -> None:
    for name in NOTES:
        (root / name).unlink()
    assert right("status").lines == [
        "vault     vault: nothing",
        "tasks     0 in all",
        "progress  no tasks count",
        "links     none unresolved",
        "git       not in a git repository",
    ]
    assert right("status", "--format", "json").json["percent"] is None


HEADS = {
    "branch": ("ref: refs/heads/notes/a\n", "on branch notes/a", ("notes/a", None)),
    "commit": ("a" * 40, "at commit aaaaaaaaaa, on no branch", (None, "a" * 40)),
    "odd": ("x", "on no branch", (None, None)),
}


@pytest.mark.parametrize(("head", "said", "found"), HEADS.values(), ids=HEADS)
def test_git(head: str, said: str, found: tuple[str | None, str | None], root: Path) -> None:
    write(root, {".git/HEAD": head})
    assert right("status").lines[-1] == f"git       {said}"
    git = right("status", "--format", "json").json["git"]
    assert git == {"branch": found[0], "commit": found[1]}


def test_runs_nothing_that_the_vault_names(root: Path) -> None:
    hook = "[core]\n\tfsmonitor = touch ../ran\n"
    write(root, {".git/HEAD": "ref: refs/heads/main\n", ".git/config": hook})
    right("status")
    assert not (root.parent / "ran").exists()


def test_the_settings_hold(root: Path) -> None:
    write(root, {"vaultsync.toml": '[progress]\npolicy = "all"\n'})
    found = right("status", "--format", "json").json
    assert (found["policy"], found["total"]) == ("all", 5)


def test_what_can_not_be_read_is_named(root: Path) -> None:
    (root / "Out.md").symlink_to("../out.md")
    write(root, {"Bad.canvas": "["})
    answer = run("status", "--format", "json")
    assert answer.code == 1
    assert answer.json == {**SEEN, "notes": 5, "canvases": 2}
    assert [line.split(":")[1] for line in answer.err.splitlines()] == [" Out.md", " Bad.canvas"]


def test_misuse() -> None:
    assert "'csv' is not one of 'text', 'json'" in misuse("status", "--format", "csv")


def test_the_example_vault() -> None:
    found = json.loads(run("-C", str(ROOT / "examples/vault"), "status", "--format", "json").raw)
    assert (found["notes"], found["tasks"], found["unresolved"]) == (17, 221, 3)
