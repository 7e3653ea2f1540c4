"""`check`: what it prints, when it fails, what it passes over."""

from pathlib import Path

import pytest

from tests.cli.running import misuse, refusal, right, run, write
from tests.conftest import ROOT

NOTES = {
    "Home.md": "# Home\n[[RAG]] [[Later]]\n[[RAG#Nope]]\n",
    "Topics/RAG.md": "# RAG\n- [] a\n",
    "Topics/Fine.md": "[[Home#home]] ![[pic.png]]\n",
    "pic.png": "",
}
LATER = "Home.md:2:9: broken-link [[Later]]: there is no file 'Later'"
NOPE = "Home.md:3:1: broken-heading [[RAG#Nope]]: Topics/RAG.md has no heading 'Nope'"
BOX = "Topics/RAG.md:2:1: hidden-box no task: a box is [, one character, ] and a blank"


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def findings(*words: str, code: int = 1) -> list[str]:
    answer = run("check", *words)
    assert (answer.code, answer.err) == (code, "")
    return answer.lines


def test_text() -> None:
    assert findings() == [LATER, NOPE, BOX]


def test_json() -> None:
    answer = run("check", "--format", "json")
    assert answer.code == 1
    assert answer.json[0] == {
        "path": "Home.md",
        "line": 2,
        "column": 9,
        "code": "broken-link",
        "message": "[[Later]]: there is no file 'Later'",
        "severity": "error",
    }
    assert list(answer.json[0]) == ["path", "line", "column", "code", "message", "severity"]
    assert [one["severity"] for one in answer.json] == ["error", "error", "warning"]


@pytest.mark.parametrize(("form", "mark"), [("csv", ","), ("tsv", "\t")])
def test_table(form: str, mark: str) -> None:
    lines = findings("--format", form)
    assert lines[0] == mark.join(["path", "line", "column", "code", "message", "severity"])
    assert len(lines) == 4


SOME = {
    "note": (["Home"], [LATER, NOPE], 1),
    "path": (["Topics/RAG.md"], [BOX], 0),
    "folder": (["Topics"], [BOX], 0),
    "several": (["Topics", "Home.md", "Home"], [LATER, NOPE, BOX], 1),
    "sound-note": (["Fine"], [], 0),
    "attachment": (["pic.png"], [], 0),
    "whole-vault": (["."], [LATER, NOPE, BOX], 1),
}


@pytest.mark.parametrize(("names", "lines", "code"), SOME.values(), ids=SOME)
def test_some_paths(names: list[str], lines: list[str], code: int) -> None:
    assert findings(*names, code=code) == lines


def test_names_of_attachments_are_checked(root: Path) -> None:
    write(root, {"a#b.png": "", "Topics/[x].pdf": ""})
    assert findings("a#b.png", code=0) == ["a#b.png:1:1: unlinkable-name no link can hold '#'"]
    assert len(findings("Topics", code=0)) == 2


def test_copies_left_by_sync_and_links_out_are_told(root: Path) -> None:
    copy = "Topics/RAG (Ann's conflicted copy 2026-11-20).md"
    write(root, {copy: "# RAG\n", "a/in.md": "", "../elsewhere/out.md": ""})
    (root / "a/in").symlink_to("../Topics")
    (root / "a/loop").symlink_to("..")
    (root / "a/out").symlink_to("../../elsewhere")
    said = f"{copy}:1:1: sync-conflict left by a sync conflict over Topics/RAG.md; it counts in no"
    assert findings("Topics", code=0) == [f"{said} progress", BOX]
    assert findings()[-1] == (
        "a/out:1:1: unfollowed-link leads to a folder outside the vault; "
        "what is in it is no part of the vault"
    )
    assert right("files", "--kind", "sync-conflict").lines == [copy]


def test_nothing_wrong(root: Path) -> None:
    for name in ("Home.md", "Topics/RAG.md", "Topics/Fine.md"):
        (root / name).write_text("# Fine\n")
    assert right("check").raw == b""
    assert right("check", "--format", "json").raw == b"[]\n"


def test_the_settings_pass_over_codes(root: Path) -> None:
    write(root, {"vaultsync.toml": '[check]\nignore = ["broken-link", "hidden-box"]\n'})
    assert findings() == [NOPE]
    write(root, {"vaultsync.toml": '[check]\nignore = ["broken-link", "broken-heading"]\n'})
    assert findings(code=0) == [BOX]


WRONG = {
    "unknown": ('["broken-lnk"]', "check.ignore: 'broken-lnk' is no code of check; ambiguous-link"),
    "text": ('"broken-link"', "check.ignore is 'broken-link'; it takes a list of codes of check"),
    "number": ("[1]", "check.ignore is [1]; it takes a list of codes of check"),
}


@pytest.mark.parametrize(("value", "said"), WRONG.values(), ids=WRONG)
def test_settings_that_are_wrong(value: str, said: str, root: Path) -> None:
    write(root, {"vaultsync.toml": f"[check]\nignore = {value}\n"})
    assert said in refusal("check", code=2)


def test_a_comment_passes_over_a_code_in_its_note(root: Path) -> None:
    write(root, {"Home.md": f"{NOTES['Home.md']}\n%% vaultsync-ignore: broken-link %%\n"})
    assert findings() == [NOPE, BOX]
    write(root, {"More.md": "[[Gone]]\n"})
    assert findings("More") == ["More.md:1:1: broken-link [[Gone]]: there is no file 'Gone'"]


def test_a_comment_passes_over_a_code_on_its_line(root: Path) -> None:
    ignore = "%% vaultsync-ignore: broken-link, broken-heading %%"
    write(root, {"Home.md": f"[[Later]]\n[[Later]] {ignore}\n[[RAG#Nope]] {ignore}\n"})
    assert findings("Home") == ["Home.md:1:1: broken-link [[Later]]: there is no file 'Later'"]


def test_what_was_written_since_is_seen(root: Path) -> None:
    assert LATER in findings()
    write(root, {"Later.md": "", "Topics/RAG.md": "# Nope\n"})
    assert findings(code=0) == []


def test_a_problem_is_said_once(root: Path) -> None:
    write(root, {"Odd.md": b"caf\xe9\n", "Bad.canvas": "[]"})
    lines = findings("Odd", "Bad.canvas")
    assert [line.split()[1] for line in lines] == ["not-a-canvas", "invalid-utf8"]


def test_names_are_cleaned(root: Path) -> None:
    write(root, {"a\x1b[31m.md": ""})
    assert findings("Topics", code=0) == [BOX]
    assert "a\\x1b[31m.md:1:1: unlinkable-name no link can hold '\\x1b' '['" in run("check").out


def test_what_cant_be_read_fails_where_it_is_asked_for(root: Path) -> None:
    (root / "Out.md").symlink_to("../out.md")
    (root / "Out.canvas").symlink_to("../out.canvas")
    note, canvas = (
        f"vaultsync: {name}: leads out of the vault {root}; refused"
        for name in ("Out.md", "Out.canvas")
    )
    said = {"": [note, canvas], ".": [note, canvas], "Out": [note], "Out.canvas": [canvas]}
    for name, lines in {**said, "Topics": []}.items():
        answer = run("check", *([name] if name else []))
        assert answer.code == bool(lines)
        assert answer.err.splitlines() == lines


def test_one_note_is_checked_as_in_the_whole_vault(root: Path) -> None:
    write(root, {"A.md": "[[Topics/RAG#Nope]] [[Topics/RAG]] [[B#H]] [[B#^x]]\n", "B.md": "# H\n"})
    whole = [line for line in run("check").lines if line.startswith("A.md:")]
    assert len(whole) == 2
    assert run("check", "A").lines == whole


def test_refuses(root: Path) -> None:
    assert refusal("check", "Nope", code=2) == f"no note 'Nope' in the vault {root}"
    assert misuse("check", "--format", "xml").startswith("Invalid value for '--format'")


def test_the_example_vault() -> None:
    answer = run("--vault", str(ROOT / "examples/vault"), "check")
    assert (answer.code, answer.err) == (1, "")
    assert [line.split(": ")[1].split()[:2] for line in answer.lines] == [
        *(["broken-link", "[[MLOps]]"], ["broken-link", "[[MLOps]]"]),
        *(["hidden-box", "no"], ["hidden-box", "no"], ["broken-link", "[[Week"]),
    ]
