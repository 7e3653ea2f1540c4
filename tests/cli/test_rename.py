"""`vaultsync rename` and `move`: what they say, show and refuse."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import content, misuse, refusal, right, run, stamps, write

NOTES = {
    "Home.md": "[[RAG]] and [it](Topics/RAG.md)\n",
    "Topics/RAG.md": "# Use\nsee [[Home]]\n",
    "Other.md": "[[RAG#Use]]",
    "Topics/my pic.png": "picture",
}


@pytest.fixture(autouse=True)
def root(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    write(here, NOTES)
    return here


def test_says_what_was_done() -> None:
    said = right("rename", "RAG", "LLM").out
    assert said == "Topics/RAG.md -> Topics/LLM.md, 2 files changed\n"
    assert right("move", "LLM", "/").out == "Topics/LLM.md -> LLM.md, 1 file changed\n"
    assert right("rename", "LLM", "LLM").out == "nothing to do\n"
    assert right("rename", "LLM#Use", "Uses").out == "2 files changed\n"


def test_tells_it_as_data() -> None:
    told = right("rename", "RAG", "LLM", "--format", "json").json
    assert told == {
        "moved": {"Topics/RAG.md": "Topics/LLM.md"},
        "changed": ["Home.md", "Other.md"],
    }
    assert right("rename", "LLM#Use", "Uses", "--format", "json").json == {
        "moved": {},
        "changed": ["Other.md", "Topics/LLM.md"],
    }


WORDS = {
    "a-note": ("rename", "RAG", "New Name"),
    "a-picture": ("rename", "Topics/my pic.png", 'i\'m "it"'),
    "a-folder": ("move", "Topics", "a b/c"),
    "a-heading": ("rename", "RAG#Use", "Uses"),
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_shows_a_diff_that_git_applies(words: tuple[str, ...], root: Path) -> None:
    before = stamps(root)
    diff = right(*words, "--dry-run").raw
    assert stamps(root) == before
    git = ["git", "-c", "core.autocrlf=false"]
    subprocess.run([*git, "init", "-q"], cwd=root, check=True)
    subprocess.run([*git, "apply", "-"], cwd=root, input=diff, check=True)
    patched = {name: raw for name, raw in content(root).items() if not name.startswith(".git/")}
    subprocess.run([*git, "apply", "-R", "-"], cwd=root, input=diff, check=True)
    run(*words)
    renamed = {name: raw for name, raw in content(root).items() if not name.startswith(".git/")}
    assert patched == renamed


def test_refuses_in_one_line() -> None:
    assert refusal("rename", "Nope", "x", code=2).startswith("no note 'Nope'")
    assert "no link can hold '#'" in refusal("rename", "RAG", "a#b", code=1)
    assert "`move` takes it" in refusal("rename", "RAG", "b/x", code=1)
    assert "is there already" in refusal("rename", "Other", "Home", code=1)
    assert misuse("rename", "RAG").startswith("Missing argument 'NEWNAME'")


def test_remarks_are_talk(root: Path) -> None:
    write(root, {"Later.md": "[[Soon]]"})
    answer = run("rename", "RAG", "Soon")
    assert answer.code == 0
    assert answer.err == (
        "vaultsync: Later.md:1: [[Soon]] led nowhere and will mean Topics/Soon.md\n"
    )


def test_undo_lists_the_file_that_moved(root: Path) -> None:
    before = content(root)
    right("rename", "my pic.png", "pic")
    [row] = right("undo", "--list", "--format", "json").json
    assert (row["what"], row["notes"]) == ("rename", ["Topics/my pic.png"])
    right("undo")
    assert content(root) == before


def test_control_characters_never_reach_the_terminal(root: Path) -> None:
    write(root, {"a\x1b[31m.md": "", "b.md": "[[a\x1b[31m]]"})
    assert "\x1b" not in right("rename", "a\x1b[31m.md", "plain").out


def test_names_with_a_leading_dash(root: Path) -> None:
    write(root, {"-x.md": "", "b.md": "[[-x]]"})
    right("rename", "--", "-x", "-y")
    assert content(root)["b.md"] == b"[[-y]]"
    assert json.loads(right("backlinks", "--format", "json", "--", "-y").raw)
