"""The hooks for the pre-commit program name commands that are there, and files that they read."""

import re
from pathlib import Path

import pytest
import yaml

from tests.cli.running import right, run, write
from tests.effects.repositories import commit, git, new_repository

HOOKS = yaml.safe_load((Path(__file__).parents[1] / ".pre-commit-hooks.yaml").read_text())
by_id = pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "vault"
    new_repository(root)
    commit(root, {"a b.md": "[[c]]\n- [ ] one\n", "c.md": "", ".obsidian/app.json": "{}"})
    monkeypatch.chdir(root)
    return root


def words_of(hook: dict[str, str], *files: str) -> list[str]:
    program, *words = hook["entry"].split()
    assert program == "vaultsync"
    return [*words, *(files if hook.get("pass_filenames", True) else ())]


@by_id
def test_passes_where_nothing_is_wrong(hook: dict[str, str], root: Path) -> None:
    right("report")
    git(root, "add", "-A")
    right(*words_of(hook, "a b.md", "c.md"))
    write(root, {"a b.md": "[[nowhere]]\n- [x] one\n"})
    right(*words_of(hook, "a b.md", "c.md"))


@by_id
def test_fails_where_something_is(hook: dict[str, str], root: Path) -> None:
    write(root, {"a b.md": "[[nowhere]]\n- [x] one\n"})
    git(root, "add", "-A")
    write(root, {"a b.md": "[[c]]\n", "nowhere.md": ""})
    assert run(*words_of(hook, "a b.md")).code == 1


@by_id
def test_fails_for_all_files_though_nothing_is_staged(hook: dict[str, str], root: Path) -> None:
    commit(root, {"a b.md": "[[nowhere]]\n- [x] one\n"})
    assert run(*words_of(hook, "a b.md", "c.md")).code == 1


@by_id
def test_runs_for_notes_and_canvases(hook: dict[str, str]) -> None:
    wanted = ["a.md", "x/b c.md", "Map.canvas"]
    assert [name for name in [*wanted, "a.png", "md"] if re.search(hook["files"], name)] == wanted
    assert hook["language"] == "python"
