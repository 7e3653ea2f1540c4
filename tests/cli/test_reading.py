"""`outline`, `tags`, `properties`, `metadata`: what a note holds besides tasks."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import misuse, refusal, right, run, write

NOTE = """---
tags: [plan, AI/rag]
aliases:
  - Way
rating: 4
done: true
empty:
when: 2026-12-01
up: "[[Home]]"
ratio: .inf
---
# Way #ai/RAG
text #Plan

Setext
===
## Steps `code` ##
"""
NOTES = {"Way.md": NOTE, "Topics/Other.md": "---\nrating: 5\n---\n# O\n#plan #new\n"}


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def table(*words: str, form: str = "csv") -> list[list[str]]:
    text = right(*words, "--format", form).out
    return list(csv.reader(io.StringIO(text), delimiter={"csv": ",", "tsv": "\t"}[form]))


def test_outline() -> None:
    found = right("outline", "Way", "--format", "json").json
    assert found == [
        {"level": 1, "heading": "Way #ai/RAG", "line": 12},
        {"level": 1, "heading": "Setext", "line": 15},
        {"level": 2, "heading": "Steps `code`", "line": 17},
    ]
    assert list(found[0]) == ["level", "heading", "line"]
    assert right("outline", "Way").lines == [
        "   12  Way #ai/RAG",
        "   15  Setext",
        "   17    Steps `code`",
    ]


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_outline_as_a_table(form: str) -> None:
    assert table("outline", "Other", form=form) == [["level", "heading", "line"], ["1", "O", "4"]]


def test_outline_of_nothing(root: Path) -> None:
    write(root, {"Empty.md": ""})
    assert right("outline", "Empty").raw == b""
    assert right("outline", "Empty", "--format", "json").raw == b"[]\n"


def test_tags_of_the_vault_are_counted_in_any_case() -> None:
    found = right("tags", "--format", "json").json
    assert found == [
        {"tag": "#plan", "count": 3},
        {"tag": "#AI/rag", "count": 2},
        {"tag": "#new", "count": 1},
    ]
    assert right("tags").lines == ["    3  #plan", "    2  #AI/rag", "    1  #new"]
    assert table("tags") == [["tag", "count"], ["#plan", "3"], ["#AI/rag", "2"], ["#new", "1"]]


def test_tags_of_a_note_or_folder() -> None:
    assert [one["tag"] for one in right("tags", "Other", "--format", "json").json] == [
        "#new",
        "#plan",
    ]
    assert right("tags", "Topics").lines == ["    1  #new", "    1  #plan"]


def test_properties_of_a_note_keep_their_order_and_types() -> None:
    found = right("properties", "Way", "--format", "json").json
    assert [list(one) for one in found] == [["property", "value", "line"]] * 8
    assert [(one["property"], one["value"], one["line"]) for one in found] == [
        ("tags", ["plan", "AI/rag"], 2),
        ("aliases", ["Way"], 3),
        ("rating", 4, 5),
        ("done", True, 6),
        ("empty", None, 7),
        ("when", "2026-12-01", 8),
        ("up", "[[Home]]", 9),
        ("ratio", None, 10),
    ]


def test_properties_of_a_note_for_people() -> None:
    assert right("properties", "Way").lines == [
        "tags: plan, AI/rag",
        "aliases: Way",
        "rating: 4",
        "done: true",
        "empty: ",
        "when: 2026-12-01",
        "up: [[Home]]",
        "ratio: inf",
    ]


def test_properties_of_the_vault_are_counted() -> None:
    found = right("properties", "--format", "json").json
    assert found[0] == {"property": "rating", "count": 2}
    assert {one["count"] for one in found[1:]} == {1}
    assert right("properties").lines[0] == "    2  rating"
    assert table("properties")[:2] == [["property", "count"], ["rating", "2"]]


def test_properties_of_a_note_without_front_matter(root: Path) -> None:
    write(root, {"Plain.md": "text\n---\na: 1\n---\n"})
    assert right("properties", "Plain").raw == b""
    assert right("properties", "Plain", "--format", "json").json == []


def test_properties_that_are_not_yaml(root: Path) -> None:
    write(root, {"Broken.md": "---\na: [\n---\n# Body #tag\n- [ ] a\n"})
    for command in ("properties", "outline", "tags", "metadata"):
        answer = run(command, "Broken")
        assert answer.code == (1 if command == "properties" else 0)
        assert answer.err.startswith("vaultsync: Broken.md:2: ")
        assert answer.err.count("\n") == 1
    assert "Body" in run("outline", "Broken").out
    assert "#tag" in run("tags", "Broken").out


def position(*places: tuple[int, int, int]) -> dict[str, Any]:
    names = ("line", "col", "offset")
    start, end = [dict(zip(names, place, strict=True)) for place in places]
    return {"start": start, "end": end}


def test_metadata_is_obsidians(root: Path) -> None:
    """Positions from 0; columns and offsets in UTF-16 units, the BOM left out."""
    write(root, {"Meta.md": "\ufeff---\na: 1\n---\n# 😀 H\r\n- [x] [[b#c|d]] ^i\n"})
    assert right("metadata", "Meta").json == {
        "links": [
            {
                "link": "b#c",
                "original": "[[b#c|d]]",
                "displayText": "d",
                "position": position((4, 6, 27), (4, 15, 36)),
            }
        ],
        "headings": [{"heading": "😀 H", "level": 1, "position": position((3, 0, 13), (3, 6, 19))}],
        "sections": [
            {"type": "yaml", "position": position((0, 0, 0), (2, 3, 12))},
            {"type": "heading", "position": position((3, 0, 13), (3, 6, 19))},
            {"type": "list", "position": position((4, 0, 21), (4, 18, 39))},
        ],
        "listItems": [
            {"position": position((4, 0, 21), (4, 18, 39)), "parent": -4, "task": "x", "id": "i"}
        ],
        "blocks": {"i": {"id": "i", "position": position((4, 0, 21), (4, 18, 39))}},
        "frontmatter": {"a": 1},
        "frontmatterPosition": position((0, 0, 0), (2, 3, 12)),
        "frontmatterLinks": [],
    }


def test_metadata_of_nothing_has_no_keys(root: Path) -> None:
    write(root, {"Empty.md": ""})
    assert right("metadata", "Empty").raw == b"{}\n"


@pytest.mark.parametrize("command", ["outline", "tags", "properties", "metadata"])
def test_refuses(command: str, root: Path) -> None:
    write(root, {"a/Twin.md": "", "b/Twin.md": ""})
    (root / "Link.md").symlink_to("../out.md")
    (root / "Folder.md").mkdir()
    assert refusal(command, "Nope", code=2) == f"no note 'Nope' in the vault {root}"
    assert "name one of: a/Twin.md, b/Twin.md" in refusal(command, "Twin", code=2)
    outside = f"Link.md: leads out of the vault {root}; refused"
    assert refusal(command, "Link", code=1 if command == "tags" else 2) == outside


@pytest.mark.parametrize("command", ["outline", "properties", "metadata"])
def test_refuses_a_directory(command: str, root: Path) -> None:
    (root / "Folder.md").mkdir()
    assert refusal(command, "Folder", code=1) == "Folder.md: is a directory, not a note"


@pytest.mark.parametrize("command", ["outline", "metadata"])
def test_wants_a_note(command: str) -> None:
    assert misuse(command) == "Missing argument 'NOTE'"


def test_metadata_takes_the_format_that_it_has() -> None:
    assert right("metadata", "Way", "--format", "json").raw == right("metadata", "Way").raw
