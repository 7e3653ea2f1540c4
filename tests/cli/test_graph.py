"""`graph`: the same nodes and edges in each format, whatever the names hold."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.running import misuse, right, run, write

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
NOTES = {
    "Home.md": "[[RAG]] [[rag#Use]] [[Later]] ![[pic.png]] [[#Home]]",
    "a/RAG.md": "[[Home]] [[Later]]",
    "Progress.md": "[[Home]] [[RAG]] [[Gone]]",
    "Board.canvas": '{"nodes": [{"type": "file", "file": "Home.md"}]}',
    "pic.png": "",
}
EDGES = [
    ("Board.canvas", "Home.md", 1),
    ("Home.md", "Home.md", 1),
    ("Home.md", "a/RAG.md", 2),
    ("a/RAG.md", "Home.md", 1),
]
NODES = ["Board.canvas", "Home.md", "Progress.md", "a/RAG.md"]


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def test_json() -> None:
    found = right("graph", "--format", "json").json
    assert found["nodes"][1] == {"id": "Home.md", "kind": "note", "label": "Home"}
    assert [node["id"] for node in found["nodes"]] == NODES
    assert [tuple(edge.values()) for edge in found["edges"]] == EDGES
    assert list(found["edges"][0]) == ["source", "target", "links"]


def test_attachments_and_what_is_missing() -> None:
    found = right("graph", "--format", "json", "--attachments", "--missing").json
    assert [(node["id"], node["kind"]) for node in found["nodes"]] == [
        ("Board.canvas", "canvas"),
        ("Home.md", "note"),
        ("Progress.md", "note"),
        ("a/RAG.md", "note"),
        ("pic.png", "attachment"),
        ("[[Later]]", "missing"),
    ]
    more = {tuple(edge.values()) for edge in found["edges"]} - {*EDGES}
    assert more == {
        ("Home.md", "pic.png", 1),
        ("Home.md", "[[Later]]", 1),
        ("a/RAG.md", "[[Later]]", 1),
    }


def test_dot() -> None:
    assert right("graph").lines == [
        "digraph vault {",
        '  "Board.canvas" [label="Board.canvas", class="canvas"];',
        '  "Home.md" [label="Home", class="note"];',
        '  "Progress.md" [label="Progress", class="note"];',
        '  "a/RAG.md" [label="RAG", class="note"];',
        '  "Board.canvas" -> "Home.md" [weight=1];',
        '  "Home.md" -> "Home.md" [weight=1];',
        '  "Home.md" -> "a/RAG.md" [weight=2];',
        '  "a/RAG.md" -> "Home.md" [weight=1];',
        "}",
    ]


def test_mermaid() -> None:
    assert right("graph", "--format", "mermaid").lines == [
        "flowchart LR",
        *('  n0["Board.canvas"]', '  n1["Home"]', '  n2["Progress"]', '  n3["RAG"]'),
        *("  n0 --> n1", "  n1 --> n1", "  n1 --> n3", "  n3 --> n1"),
    ]


def graphml() -> tuple[
    dict[str, list[str | None]], list[tuple[str | None, str | None, str | None]]
]:
    tree = ElementTree.fromstring(right("graph", "--format", "graphml").raw)
    nodes = {node.get("id", ""): [part.text for part in node] for node in tree.iter(f"{SPACE}node")}
    edges = [
        (edge.get("source"), edge.get("target"), edge[0].text) for edge in tree.iter(f"{SPACE}edge")
    ]
    return nodes, edges


def test_graphml() -> None:
    nodes, edges = graphml()
    assert list(nodes) == NODES
    assert nodes["Board.canvas"] == ["canvas", "Board.canvas"]
    assert edges == [(source, target, str(links)) for source, target, links in EDGES]


ODD = {
    "quote": ('a"b', '"a\\"b.md" [label="a\\"b"', '["a#quot;b"]'),
    "backslash": ("a\\b", '"a\\\\b.md" [label="a\\\\b"', '["a\\b"]'),
    "newline": ("a\nb", '"a\\nb.md" [label="a\\nb"', '["a b"]'),
    "markup": ("<b>&", '"<b>&.md" [label="<b>&"', '["#lt;b#gt;&"]'),
    "hash": ("C#", '"C#.md" [label="C#"', '["C#35;"]'),
}


@pytest.mark.parametrize(("name", "in_dot", "in_mermaid"), ODD.values(), ids=ODD)
def test_odd_names(name: str, in_dot: str, in_mermaid: str, root: Path) -> None:
    write(root, {f"{name}.md": ""})
    assert in_dot in right("graph").out
    assert in_mermaid in right("graph", "--format", "mermaid").out
    assert f"{name}.md".replace("\n", "\\n") in graphml()[0]


def test_bytes_that_are_no_text_and_control_characters(root: Path) -> None:
    write(root, {"x\x1b\udcff.md": ""})
    assert "x\ufffd\ufffd.md" in graphml()[0]
    assert '"x\\x1b\ufffd.md"' in right("graph").out


def test_nothing(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    empty = run("--vault", str(tmp_path / "none"), "graph", "--format", "json")
    assert (empty.code, empty.json) == (0, {"nodes": [], "edges": []})


def test_refuses() -> None:
    assert misuse("graph", "--format", "png").startswith("Invalid value for '--format'")
