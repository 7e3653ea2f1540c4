"""`links`, `backlinks`, `unresolved`, `orphans`, `deadends`, `files`, `aliases`."""

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import refusal, right, run, write

BOARD = json.dumps(
    {
        "nodes": [
            {"id": "1", "type": "file", "file": "Home.md"},
            {"id": "2", "type": "text", "text": "to [[RAG]] and [[Nowhere]]"},
        ]
    }
)
NOTES: dict[str, str | bytes] = {
    "Home.md": '---\nup: "[[Topics/RAG]]"\naliases: [start, Anfang]\n---\n'
    "# Home\n## Where\n- see [[rag#Use|it]] and [[Later]]\n![[pic.png]]\n",
    "Topics/RAG.md": "# RAG\n## Use\n[back](Home.md) [[#Use]] [[later]] [[Later.md]]\n",
    "Topics/Alone.md": "---\naliases: solo\n---\n",
    "Progress.md": "[[Alone]] [[RAG]]\n",
    "pic.png": b"\x89PNG",
    "unused.pdf": b"%PDF",
    "Views.base": b"",
    "Board.canvas": BOARD,
}
KEYS = ["source", "line", "column", "raw", "kind", "target", "subpath", "display", "embed"]


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def found(*words: str) -> Any:
    return right(*words, "--format", "json").json


def test_links_of_a_note() -> None:
    rows = found("links", "Home")
    assert rows[1] == {
        "source": "Home.md",
        "line": 7,
        "column": 7,
        "raw": "[[rag#Use|it]]",
        "kind": "wikilink",
        "target": "rag",
        "subpath": "#Use",
        "display": "it",
        "embed": False,
        "resolved": "Topics/RAG.md",
    }
    assert list(rows[0]) == [*KEYS, "resolved"]
    assert right("links", "Home").lines == [
        "Home.md:2:6: [[Topics/RAG]] -> Topics/RAG.md",
        "Home.md:7:7: [[rag#Use|it]] -> Topics/RAG.md",
        "Home.md:7:26: [[Later]] -> nothing",
        "Home.md:8:1: ![[pic.png]] -> pic.png",
    ]


def test_links_of_the_vault_are_those_of_its_notes_and_canvases() -> None:
    rows = found("links")
    assert Counter(row["source"] for row in rows) == {
        **{"Home.md": 4, "Topics/RAG.md": 4, "Progress.md": 2, "Board.canvas": 3},
    }
    of_each = [row for name in ("Home", "Progress", "RAG") for row in found("links", name)]
    assert rows == [*of_each, *found("links", "Board.canvas")]
    assert found("links") == json.loads(run("--no-cache", "links", "--format", "json").raw)


def test_links_of_a_canvas_and_an_attachment() -> None:
    column = {raw: BOARD.index(raw) + 1 for raw in ("Home.md", "[[RAG]]", "[[Nowhere]]")}
    assert right("links", "Board.canvas").lines == [
        f"Board.canvas:1:{column['Home.md']}: Home.md -> Home.md",
        f"Board.canvas:1:{column['[[RAG]]']}: [[RAG]] -> Topics/RAG.md",
        f"Board.canvas:1:{column['[[Nowhere]]']}: [[Nowhere]] -> nothing",
    ]
    assert right("links", "pic.png").raw == b""


@pytest.mark.parametrize("form", ["tsv", "csv"])
def test_links_as_a_table(form: str) -> None:
    text = right("links", "Progress", "--format", form).out
    rows = list(csv.reader(io.StringIO(text), delimiter={"csv": ",", "tsv": "\t"}[form]))
    assert rows[0] == [*KEYS, "resolved"]
    assert rows[1][:4] == ["Progress.md", "1", "1", "[[Alone]]"]
    assert rows[1][-2:] == ["false", "Topics/Alone.md"]


def test_backlinks() -> None:
    rows = found("backlinks", "RAG")
    assert [(row["source"], row["line"], row["section"], row["report"]) for row in rows] == [
        ("Home.md", 2, [], False),
        ("Home.md", 7, ["Home", "Where"], False),
        ("Progress.md", 1, [], True),
        ("Topics/RAG.md", 3, ["RAG", "Use"], False),
        ("Board.canvas", 1, [], False),
    ]
    assert {row["resolved"] for row in rows} == {"Topics/RAG.md"}
    assert list(rows[0]) == [*KEYS, "resolved", "context", "section", "report"]
    assert rows[1]["context"] == "- see [[rag#Use|it]] and [[Later]]"
    assert right("backlinks", "RAG").lines == [
        'Home.md:2: up: "[[Topics/RAG]]"',
        "Home.md:7: - see [[rag#Use|it]] and [[Later]]  (Home > Where)",
        "Progress.md:1: [[Alone]] [[RAG]]  (written by report)",
        "Topics/RAG.md:3: [back](Home.md) [[#Use]] [[later]] [[Later.md]]  (RAG > Use)",
        "Board.canvas:1: [[RAG]]",
    ]


@pytest.mark.parametrize(
    ("name", "sources"),
    [("pic.png", ["Home.md"]), ("PIC.PNG", ["Home.md"]), ("Topics/Alone", ["Progress.md"])],
)
def test_backlinks_of_any_file(name: str, sources: list[str]) -> None:
    assert [row["source"] for row in found("backlinks", name)] == sources


def test_backlinks_of_what_nothing_links_to() -> None:
    assert right("backlinks", "unused.pdf").raw == b""
    assert found("backlinks", "Board.canvas") == []


def test_the_context_leaves_out_what_belongs_to_the_file(root: Path) -> None:
    write(root, {"Odd.md": b"\xef\xbb\xbfa [[Alone]] caf\xe9\r\nb\r[[Alone]]"})
    answer = run("backlinks", "Alone", "--format", "json")
    assert answer.err == "vaultsync: Odd.md:1: not valid UTF-8 at byte 18; the bytes are kept\n"
    rows = [row for row in answer.json if row["source"] == "Odd.md"]
    assert [(row["line"], row["context"]) for row in rows] == [
        (1, "a [[Alone]] caf\ufffd"),
        (3, "[[Alone]]"),
    ]


def test_the_context_of_a_very_long_line_is_cut(root: Path) -> None:
    write(root, {"Long.md": "x" * 5_000 + "[[Alone]]" + "y" * 5_000})
    (row,) = [row for row in found("backlinks", "Alone") if row["source"] == "Long.md"]
    assert row["context"] == "…" + "x" * 400 + "[[Alone]]" + "y" * 400 + "…"


def test_mentions_come_behind_the_links(root: Path) -> None:
    write(root, {"Talk.md": "# Solo\nAn alone `alone` [[Alone]], SOLO act\n"})
    rows = found("backlinks", "Alone", "--mentions")
    assert rows[:2] == found("backlinks", "Alone")
    assert [(row["line"], row["column"], row["raw"]) for row in rows[2:]] == [
        (1, 3, "Solo"),
        (2, 4, "alone"),
        (2, 29, "SOLO"),
    ]
    assert rows[3] == {
        "source": "Talk.md",
        "line": 2,
        "column": 4,
        "raw": "alone",
        "kind": "mention",
        "target": "alone",
        "subpath": "",
        "display": "alone",
        "embed": False,
        "resolved": "Topics/Alone.md",
        "context": "An alone `alone` [[Alone]], SOLO act",
        "section": ["Solo"],
        "report": False,
    }
    assert right("backlinks", "Alone", "--mentions").lines[-1] == (
        "Talk.md:2: An alone `alone` [[Alone]], SOLO act  (Solo)  (mention)"
    )


def test_mentions_stand_in_other_notes_that_count(root: Path) -> None:
    write(
        root,
        {
            "Topics/Alone.md": "alone\n",
            "Old/Talk.md": "alone\n",
            "Talk (conflicted copy 2026-11-20).md": "alone\n",
            "Note.md": "alone\n",
            "Progress.md": "alone\n",
            ".obsidian/app.json": '{"userIgnoreFilters": ["old/"]}',
        },
    )
    rows = found("backlinks", "Alone", "--mentions")
    assert [(row["source"], row["report"]) for row in rows] == [
        ("Note.md", False),
        ("Progress.md", True),
    ]


def test_nothing_mentions_an_attachment() -> None:
    assert found("backlinks", "pic.png", "--mentions") == found("backlinks", "pic.png")


def test_mentions_beside_what_cant_be_read(root: Path) -> None:
    write(root, {"Note.md": "alone and out\n"})
    (root / "Out.md").symlink_to("../out.md")
    said = f"vaultsync: Out.md: leads out of the vault {root}; refused\n"
    answer = run("backlinks", "Alone", "--mentions")
    assert (answer.code, answer.err) == (1, said)
    assert answer.lines[-1] == "Note.md:1: alone and out  (mention)"
    answer = run("backlinks", "Out", "--mentions")
    assert (answer.code, answer.err) == (1, said)
    assert answer.lines == ["Note.md:1: alone and out  (mention)"]


def test_unresolved() -> None:
    rows = found("unresolved")
    assert [(row["source"], row["target"]) for row in rows] == [
        ("Home.md", "Later"),
        ("Topics/RAG.md", "later"),
        ("Topics/RAG.md", "Later.md"),
        ("Board.canvas", "Nowhere"),
    ]
    assert {row["resolved"] for row in rows} == {None}
    assert right("unresolved").lines == [
        "    2  Later  (Home.md:7, Topics/RAG.md:3)",
        "    1  Nowhere  (Board.canvas:1)",
        "    1  later  (Topics/RAG.md:3)",
    ]


def test_unresolved_names_some_of_many_places(root: Path) -> None:
    write(root, {"Many.md": "[[Gone]]\n" * 8})
    assert right("unresolved").lines[0] == (
        "    8  Gone  (Many.md:1, Many.md:2, Many.md:3, Many.md:4, Many.md:5 and 3 more)"
    )


PATHS = {
    "orphans": (["orphans"], ["Progress.md", "Topics/Alone.md"]),
    "orphans-of-all-files": (
        ["orphans", "--attachments"],
        ["Board.canvas", "Progress.md", "Topics/Alone.md", "Views.base", "unused.pdf"],
    ),
    "deadends": (["deadends"], ["Topics/Alone.md"]),
    "deadends-of-all-files": (
        ["deadends", "--attachments"],
        ["Topics/Alone.md", "Views.base", "pic.png", "unused.pdf"],
    ),
    "files": (["files"], sorted(NOTES)),
    "notes": (
        ["files", "--kind", "note"],
        ["Home.md", "Progress.md", "Topics/Alone.md", "Topics/RAG.md"],
    ),
    "canvases-and-bases": (
        ["files", "--kind", "canvas", "--kind", "base"],
        ["Board.canvas", "Views.base"],
    ),
    "attachments": (["files", "--kind", "attachment"], ["pic.png", "unused.pdf"]),
    "no-copies-left-by-sync": (["files", "--kind", "sync-conflict"], []),
}


@pytest.mark.parametrize(("words", "paths"), PATHS.values(), ids=PATHS)
def test_paths(words: list[str], paths: list[str]) -> None:
    assert found(*words) == paths
    assert right(*words).lines == paths
    assert right(*words, "--format", "csv").lines == ["path", *paths]
    assert right(*words, "--format", "tsv").lines == ["path", *paths]


def test_aliases() -> None:
    assert found("aliases") == [
        {"alias": "Anfang", "path": "Home.md"},
        {"alias": "solo", "path": "Topics/Alone.md"},
        {"alias": "start", "path": "Home.md"},
    ]
    assert right("aliases", "Alone").lines == ["solo  (Topics/Alone.md)"]


COMMANDS = ["links", "unresolved", "orphans", "deadends", "aliases", "check"]


@pytest.mark.parametrize(
    ("command", "unread"),
    [(command, ["Locked.md", "Out.canvas"]) for command in COMMANDS if command != "aliases"]
    + [("aliases", ["Locked.md"])],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_cant_be_read_is_named_and_the_rest_goes_on(
    command: str, unread: list[str], root: Path
) -> None:
    usual = run(command).lines
    (root / "Locked.md").symlink_to("../out.md")
    (root / "Out.canvas").symlink_to("../out.canvas")
    answer = run(command)
    assert answer.code == 1
    wanted = [f"vaultsync: {name}: leads out of the vault {root}; refused" for name in unread]
    assert sorted(answer.err.splitlines()) == wanted
    assert answer.lines == sorted([*usual, "Locked.md"]) if command == "orphans" else usual


def test_a_canvas_that_isnt_json_is_named(root: Path) -> None:
    write(root, {"Bad.canvas": '{\n"nodes": ['})
    answer = run("links")
    assert answer.code == 1
    assert answer.err.startswith("vaultsync: Bad.canvas:2: not JSON: ")
    assert len(answer.lines) == 13


@pytest.mark.parametrize("command", ["links", "backlinks"])
def test_refuses(command: str, root: Path) -> None:
    write(root, {"a/x.png": b"", "b/x.png": b"", "a/T.md": "", "b/T.md": ""})
    assert refusal(command, "Nope", code=2) == f"no note 'Nope' in the vault {root}"
    assert "name one of: a/x.png, b/x.png" in refusal(command, "x.png", code=2)
    assert "name one of: a/T.md, b/T.md" in refusal(command, "T", code=2)


def test_an_attachment_is_found_from_where_we_are(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, {"a/x.png": b"", "b/x.png": b"", "a/n.md": "[[x.png]]"})
    monkeypatch.chdir(root / "a")
    assert [row["source"] for row in found("backlinks", "x.png")] == ["a/n.md"]


def test_an_empty_vault(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    for command in (*COMMANDS, "files"):
        words = ("--vault", str(tmp_path / "none"), command)
        assert right(*words).raw == b""
        assert right(*words, "--format", "json").raw == b"[]\n"
