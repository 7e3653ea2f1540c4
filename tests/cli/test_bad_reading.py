"""Every command that reads, in a vault with everything bad in it: the rest is read, it is named."""

import os
import re
from pathlib import Path

import pytest

from tests.cli.running import content, process, refusal, run, write
from vaultsync.cli import main

WRITING = {
    *("append", "init", "link", "move", "prepend", "property", "region", "rename", "task", "undo"),
}
# They need a repository, and have tests of their own.
OF_COMMITS = {"commit", "diff", "doctor", "history", "hook", "watch"}
READING = {
    "aliases": [["aliases"]],
    "backlinks": [["backlinks", "Good"], ["backlinks", "Good", "--mentions"]],
    "check": [["check"]],
    "deadends": [["deadends"]],
    "files": [["files"]],
    "graph": [["graph"], ["graph", "--format", "mermaid"]],
    "links": [["links"]],
    "metadata": [["metadata", "Good"]],
    "orphans": [["orphans"]],
    "outline": [["outline", "Good"]],
    "plan": [["plan", "--format", "json"]],
    "progress": [["progress"], ["progress", "--sections", "."]],
    "properties": [["properties"]],
    "report": [["report", "--stdout"]],
    "status": [["status"]],
    "tags": [["tags"]],
    "tasks": [["tasks"], ["tasks", "--format", "csv"]],
    "unresolved": [["unresolved"]],
}
COMMANDS = [words for some in READING.values() for words in some]
ODD_NAMES = ["a\nb.md", 'quo"te.md', "apo's.md", "-rf.md", "--help.md", "caf\udce9.md", " .md"]
DEEP = 250
FOLDER = "deep folder, as deep"


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bad") / "vault"
    good = "---\naliases: fine\n---\n# Good\n- [ ] a #t\n[[big]] [[bin]] [[-rf]] [[Gone]]\n"
    write(root, {"Good.md": good, "Else.md": "So fine.\n", ".obsidian/app.json": b"\xff"})
    for name in ("big.md", "big.canvas"):
        with (root / name).open("wb") as file:
            file.truncate(300_000_000)
    write(root, {"bin.md": bytes(range(256)) * 300, "bin.canvas": bytes(range(256))})
    write(root, dict.fromkeys(ODD_NAMES, "- [ ] odd\n[[Good]]\n"))
    (root / "loop").symlink_to(".")
    (root / "out").symlink_to("../..")
    (root / "Out.md").symlink_to("../secret.md")
    (root / "Gone.canvas").symlink_to("nowhere")
    (root.parent / "secret.md").write_text("# TOP SECRET\n")
    folder = os.open(root, os.O_RDONLY)
    for _ in range(DEEP):
        os.mkdir(FOLDER, dir_fd=folder)
        below = os.open(FOLDER, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(folder)
    return root


def test_all_commands_are_here() -> None:
    assert set(main.list_commands(None)) - WRITING - OF_COMMITS == set(READING)  # type: ignore[arg-type]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_reads_the_rest_and_names_what_is_bad(words: list[str], bad: Path) -> None:
    answer = run("-C", str(bad), *words)
    assert answer.raw
    whole_vault = words[0] not in ("metadata", "outline")
    assert answer.code == whole_vault
    said = answer.err.splitlines()
    assert len(said) == len(set(said))
    assert all(line.startswith("vaultsync: ") for line in said)
    assert ("File name too long" in answer.err or "file name too long" in answer.err) == whole_vault
    if whole_vault and words[0] != "files":
        assert f"vaultsync: Out.md: leads out of the vault {bad}; refused" in said
        where = answer.out if words == ["check"] else answer.err
        assert re.search("big.md.*: .*300000000 bytes, more than", where)
    assert "SECRET" not in answer.out + answer.err
    assert "Traceback" not in answer.err


def test_nothing_is_written(bad: Path) -> None:
    small = {"Good.md", "Else.md", *(name for name in ODD_NAMES)}
    before = {path: (bad / path).read_bytes() for path in small}
    before_names = sorted(os.listdir(bad))
    for words in COMMANDS:
        run("-C", str(bad), *words)
    assert {path: (bad / path).read_bytes() for path in small} == before
    assert sorted(os.listdir(bad)) == before_names


BAD_NOTES = {
    "too-large": ("big", {1}, "big.md: 300000000 bytes, more than the 5000000"),
    "binary": ("bin", {0}, "bin.md:3: not valid UTF-8 at byte 128; the bytes are kept"),
    "out": ("Out", {1, 2}, "Out.md: leads out of the vault"),
}
OF_A_NOTE = ["links", "outline", "tags", "properties", "metadata", "tasks", "progress", "aliases"]


@pytest.mark.parametrize("command", OF_A_NOTE)
@pytest.mark.parametrize(("name", "codes", "said"), BAD_NOTES.values(), ids=BAD_NOTES)
def test_a_bad_note_by_name(command: str, name: str, codes: set[int], said: str, bad: Path) -> None:
    answer = run("-C", str(bad), command, name)
    assert answer.code in codes
    assert answer.err.startswith(f"vaultsync: {said}")
    assert "SECRET" not in answer.out + answer.err


@pytest.mark.parametrize("command", OF_A_NOTE)
@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_a_note_with_an_odd_name(command: str, name: str, bad: Path) -> None:
    answer = run("-C", str(bad), command, "--", name)
    assert (answer.code, answer.err) == (0, "")


def test_odd_names_stand_on_one_line_each(bad: Path) -> None:
    lines = run("-C", str(bad), "files", "--kind", "note").lines
    assert len(lines) == len(ODD_NAMES) + 5
    assert {r"a\nb.md", "caf\ufffd.md", "--help.md"} <= set(lines)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("option", ["argument", "environment"])
def test_no_vault(words: list[str], option: str, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "file.md").write_text("")
    for name, reason in (("nowhere", "no such directory"), ("file.md", "is not a directory")):
        path = str(tmp_path / name)
        monkeypatch.setenv("VAULTSYNC_VAULT", path)
        where = ["-C", path] if option == "argument" else []
        assert refusal(*where, *words, code=2) == f"{path}: {reason}"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_empty_vault(words: list[str], here: Path) -> None:
    answer = run(*words)
    if words[0] in ("backlinks", "metadata", "outline"):
        assert (answer.code, answer.err) == (2, f"vaultsync: no note 'Good' in the vault {here}\n")
    else:
        assert (answer.code, answer.err) == (0, "")
    assert content(here) == {}


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    answer = process("-C", str(tmp_path / "a\n\x1b[31m"), "status")
    assert (answer.code, answer.raw) == (2, b"")
    assert answer.err == f"vaultsync: {tmp_path}/a\\n\\x1b[31m: no such directory\n"


def test_ten_thousand_files_in_one_folder(here: Path) -> None:
    folder = here / "many"
    folder.mkdir()
    for number in range(10_000):
        (folder / f"{number}.md").write_bytes(b"- [ ] [[Hub]]\n" if number % 10 else b"hub\n")
    write(here, {"Hub.md": "- [x] a\n"})
    seen = run("status", "--format", "json")
    assert (seen.code, seen.err) == (0, "")
    assert (seen.json["notes"], seen.json["total"], seen.json["done"]) == (10_001, 9_001, 1)
    found = run("backlinks", "Hub", "--mentions", "--format", "json").json
    assert sum(row["kind"] == "mention" for row in found) == 1_000
    assert len(found) == 10_000
