"""The links of a vault as a drawing: nodes and edges, for Graphviz, Mermaid, GraphML or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from vaultsync.model.kinds import is_note
from vaultsync.model.linking.link_graph import LinkGraph

__all__ = ["Drawing", "Edge", "Node", "dot", "drawing", "graphml", "mermaid"]

# What no XML document may hold, escaped or not.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_KEYS = (("kind", "node", "string"), ("label", "node", "string"), ("links", "edge", "int"))


class Node(NamedTuple):
    """A file, or a name that links want and no file has; `id` is its path, or `[[name]]`.

    `kind` is `note`, `canvas`, `attachment` or `missing`.
    """

    id: str
    kind: str
    label: str


class Edge(NamedTuple):
    """So many links from one node to another, by their ids."""

    source: str
    target: str
    links: int


class Drawing(NamedTuple):
    """What is drawn, sorted: notes first, what is missing last."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def drawing(graph: LinkGraph, *, attachments: bool = False, missing: bool = False) -> Drawing:
    """The notes and canvases of a vault with their links; attachments and missing ones if asked.

    >>> from vaultsync.model.linking.link_graph import link_graph
    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.linking.resolution import Files
    >>> home = parse_note("Home.md", b"[[RAG]] [[rag]] [[Later]]")
    >>> graph = link_graph([(home.path, home.links)], Files.of(["Home.md", "a/RAG.md"]))
    >>> drawing(graph).edges
    (Edge(source='Home.md', target='a/RAG.md', links=2),)
    >>> drawing(graph, missing=True).nodes[-1]
    Node(id='[[Later]]', kind='missing', label='Later')
    """
    nodes = [_node(path) for path in graph.files.paths]
    shown = [node for node in nodes if attachments or node.kind != "attachment"]
    ids = {node.id for node in shown}
    edges = [
        Edge(source, target, links)
        for source, targets in graph.resolved.items()
        for target, links in targets.items()
        if source in ids and target in ids
    ]
    if missing:
        shown += [Node(f"[[{name}]]", "missing", name) for name in graph.missing]
        edges += [
            Edge(source, f"[[{name}]]", links)
            for source, names in graph.unresolved.items()
            for name, links in names.items()
        ]
    shown.sort(key=lambda node: (node.kind == "missing", node.id))
    return Drawing(tuple(shown), tuple(sorted(edges)))


def _node(path: str) -> Node:
    name = path.rpartition("/")[2]
    if is_note(path):
        return Node(path, "note", name[:-3])
    kind = "canvas" if name.lower().endswith(".canvas") else "attachment"
    return Node(path, kind, name)


def dot(drawn: Drawing) -> Iterator[str]:
    r"""The lines of a Graphviz file (https://graphviz.org/doc/info/lang.html).

    >>> nodes = (Node('a "b".md', "note", 'a "b"'),)
    >>> print("".join(dot(Drawing(nodes, ()))))
    digraph vault {  "a \"b\".md" [label="a \"b\"", class="note"];}
    """
    yield "digraph vault {"
    for node in drawn.nodes:
        yield f"  {_quoted(node.id)} [label={_quoted(node.label)}, class={_quoted(node.kind)}];"
    for edge in drawn.edges:
        yield f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [weight={edge.links}];"
    yield "}"


def _quoted(text: str) -> str:
    written = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{written}"'


def mermaid(drawn: Drawing) -> Iterator[str]:
    """The lines of a Mermaid flowchart, as Obsidian draws one (https://mermaid.js.org).

    >>> list(mermaid(Drawing((Node("C#.md", "note", "C#"),), ())))
    ['flowchart LR', '  n0["C#35;"]']
    """
    numbers = {node.id: f"n{number}" for number, node in enumerate(drawn.nodes)}
    yield "flowchart LR"
    for node in drawn.nodes:
        # An entity for all that is markup in a label; the # of entities first.
        label = node.label.replace("#", "#35;").replace('"', "#quot;").replace("\n", " ")
        label = label.replace("<", "#lt;").replace(">", "#gt;").replace("`", "#96;")
        yield f'  {numbers[node.id]}["{label}"]'
    for edge in drawn.edges:
        yield f"  {numbers[edge.source]} --> {numbers[edge.target]}"


def graphml(drawn: Drawing) -> Iterator[str]:
    """The lines of a GraphML file (http://graphml.graphdrawing.org).

    >>> print(list(graphml(Drawing((Node("a&b.md", "note", "a&b"),), ())))[6])
        <node id="a&amp;b.md"><data key="kind">note</data><data key="label">a&amp;b</data></node>
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for name, of, kind in _KEYS:
        yield f'  <key id="{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>'
    yield '  <graph edgedefault="directed">'
    for node in drawn.nodes:
        parts = _part("kind", node.kind) + _part("label", node.label)
        yield f"    <node id={_attribute(node.id)}>{parts}</node>"
    for edge in drawn.edges:
        ends = f"source={_attribute(edge.source)} target={_attribute(edge.target)}"
        yield f"    <edge {ends}>{_part('links', str(edge.links))}</edge>"
    yield "  </graph>"
    yield "</graphml>"


def _attribute(text: str) -> str:
    return f'"{_escaped(text)}"'


def _part(key: str, text: str) -> str:
    return f'<data key="{key}">{_escaped(text)}</data>'


def _escaped(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
