"""The graph of a vault: pairs with counts, their reverse, orphans and dead ends."""

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outline import note_of
from vaultsync.model.canvas import read_canvas
from vaultsync.model.linking.destinations import destinations
from vaultsync.model.linking.link_graph import Backlinks, LinkGraph, link_graph, unresolved_key
from vaultsync.model.linking.resolution import Files, resolve
from vaultsync.model.note import parse_note

VAULT = {
    "Home.md": "[[RAG]] [[rag#Use|x]] ![[pic.png]] [l](Later.md) [[later]] [[#Here]]",
    "Topics/RAG.md": '---\nup: "[[Home]]"\n---\n[[Nowhere.md]] [[Home]]',
    "Topics/Alone.md": "[[#Only me]] [here](#Only%20me)",
    "Ends.md": "text",
    "Wishes.md": "[[One day]]",
    "Progress.md": "[[Ends]] [[Topics/RAG]] [[Wishes]] [[Gone]]",
}
ATTACHMENTS = ["pic.png", "Board.canvas", "unused.pdf"]
BOARD = (
    '{"nodes": [{"type": "file", "file": "Home.md"}, {"type": "text", "text": "[[rag]] [[No]]"},'
    ' {"type": "file", "file": "RAG.md"}]}'
)


@pytest.fixture
def graph() -> LinkGraph:
    sources = [(path, note_of(text).links) for path, text in VAULT.items()]
    board = read_canvas("Board.canvas", BOARD.encode())
    files = Files.of([*VAULT, *ATTACHMENTS])
    return link_graph([*sources, (board.path, board.links)], files, report="Progress.md")


def test_counts_what_resolves(graph: LinkGraph) -> None:
    assert graph.resolved == {
        "Home.md": {"Topics/RAG.md": 2, "pic.png": 1, "Home.md": 1},
        "Topics/RAG.md": {"Home.md": 2},
        "Topics/Alone.md": {"Topics/Alone.md": 2},
        "Ends.md": {},
        "Wishes.md": {},
        "Progress.md": {"Ends.md": 1, "Topics/RAG.md": 1, "Wishes.md": 1},
        "Board.canvas": {"Home.md": 1, "Topics/RAG.md": 1},
    }


def test_counts_what_does_not(graph: LinkGraph) -> None:
    """In its own case, without `.md`; a canvas' file node is no linkpath."""
    assert graph.unresolved == {
        "Home.md": {"Later": 1, "later": 1},
        "Topics/RAG.md": {"Nowhere": 1},
        "Topics/Alone.md": {},
        "Ends.md": {},
        "Wishes.md": {"One day": 1},
        "Progress.md": {"Gone": 1},
        "Board.canvas": {"No": 1, "RAG": 1},
    }


def test_backlinks_mark_the_report(graph: LinkGraph) -> None:
    assert graph.backlinks("Topics/RAG.md") == (
        Backlinks("Home.md", 2),
        Backlinks("Progress.md", 1, report=True),
        Backlinks("Board.canvas", 1),
    )
    assert graph.backlinks("pic.png") == (Backlinks("Home.md", 1),)
    assert graph.backlinks("Home.md")[0] == Backlinks("Home.md", 1)
    assert graph.backlinks("unused.pdf") == graph.backlinks("no such file") == ()


def test_what_is_missing_names_its_sources(graph: LinkGraph) -> None:
    assert graph.missing["Gone"] == (Backlinks("Progress.md", 1, report=True),)
    assert graph.missing["RAG"] == (Backlinks("Board.canvas", 1),)
    assert graph.missing.keys() == {
        *("Later", "later", "Nowhere", "One day", "Gone", "No", "RAG"),
    }


def test_orphans_and_deadends(graph: LinkGraph) -> None:
    """Links to oneself and from the report make no friends; wishes are a way out."""
    assert graph.orphans() == ("Ends.md", "Progress.md", "Topics/Alone.md", "Wishes.md")
    assert graph.deadends() == ("Ends.md", "Topics/Alone.md")


def test_orphans_and_deadends_among_all_files(graph: LinkGraph) -> None:
    assert {*graph.orphans(attachments=True)} - {*graph.orphans()} == {"Board.canvas", "unused.pdf"}
    assert {*graph.deadends(attachments=True)} - {*graph.deadends()} == {"pic.png", "unused.pdf"}


def test_without_a_report_all_links_count() -> None:
    sources = [(path, note_of(text).links) for path, text in VAULT.items()]
    graph = link_graph(sources, Files.of(VAULT))
    assert graph.orphans() == ("Progress.md", "Topics/Alone.md")


def test_one_source_given_in_parts_is_counted_once() -> None:
    links = note_of("[[b]] [[c]]").links
    graph = link_graph([("a.md", links[:1]), ("a.md", links)], Files.of(["a.md", "b.md"]))
    assert graph.resolved == {"a.md": {"b.md": 2}}
    assert graph.unresolved == {"a.md": {"c": 1}}


def test_a_link_means_another_note_in_another_folder() -> None:
    links = note_of("[[N]]").links
    files = Files.of(["a/N.md", "b/N.md", "a/s.md", "b/s.md"])
    graph = link_graph([("a/s.md", links), ("b/s.md", links)], files)
    assert graph.resolved == {"a/s.md": {"a/N.md": 1}, "b/s.md": {"b/N.md": 1}}


KEYS = {
    "extension": ("Note.md", "Note"),
    "path": ("/a/B.md", "/a/B"),
    "trailing-blank": ("Sub/We!rd (name) [x] ", "Sub/We!rd (name) [x] "),
    "no-break-space": ("a\u00a0b", "a b"),
    "decomposed": ("cafe\u0301", "caf\u00e9"),
    "attachment": ("a.png", "a.png"),
    "url": ("https://example.com", "https://example.com"),
}


@pytest.mark.parametrize(("linkpath", "key"), KEYS.values(), ids=KEYS)
def test_unresolved_key(linkpath: str, key: str) -> None:
    assert unresolved_key(linkpath) == key


class Row(NamedTuple):
    """A link as a row of some index."""

    kind: str
    target: str


paths = st.sampled_from(["N.md", "a/N.md", "b/N.md", "a/b/M.md", "M.md", "i.png", "a/i.png"])
targets = paths | st.sampled_from(["", "#H", "N", "n", "M", "b/M", "./N", "../N", "x", "X.md"])
rows = st.builds(Row, st.sampled_from(["wikilink", "markdown", "frontmatter"]), targets)
sources = st.dictionaries(paths, st.lists(rows, max_size=8), max_size=5)


@given(sources, st.lists(paths))
def test_every_link_is_counted_once_where_it_leads(
    found: dict[str, list[Row]], others: list[str]
) -> None:
    files = Files.of([*found, *others])
    graph = link_graph(found.items(), files)
    pairs: Counter[tuple[str, str | None]] = Counter(
        (source, resolve(link.target, source, files).path)
        for source, links in found.items()
        for link in links
    )
    assert pairs == Counter(
        {(source, path): n for source, to in graph.resolved.items() for path, n in to.items()}
        | {(source, None): sum(to.values()) for source, to in graph.unresolved.items()}
    )
    for path in files.paths:
        backlinks = {one.source: one.links for one in graph.backlinks(path)}
        assert backlinks == {source: pairs[source, path] for source in found if pairs[source, path]}


def test_a_real_vault_is_linked_as_the_app_linked_it(shared: Path) -> None:
    """Pair by pair with counts: Obsidian's own `resolveLinkToPath` of each link of 45 notes."""
    recorded = json.loads((shared / "cases/obsidian-cache.json").read_bytes())["cases"]
    paths = {case["filePath"] for case in recorded}
    for case in recorded:
        paths.update(filter(None, case["resolveLinkToPath"].values()))
    notes = [parse_note(case["filePath"], case["fileContents"].encode()) for case in recorded]
    leads_to = destinations(Files.of(paths))
    seen = 0
    for case, note in zip(recorded, notes, strict=True):
        known, cache = case["resolveLinkToPath"], case["cachedMetadata"]
        kinds = ("links", "embeds", "frontmatterLinks")
        links = [one["link"] for kind in kinds for one in cache.get(kind, ())]
        told = Counter((link, known[link]) for link in links if link in known)
        found = Counter(
            (one.target + one.subpath, leads_to(one, note.path).path) for one in note.links
        )
        assert {pair: count for pair, count in found.items() if pair[0] in known} == told
        seen += told.total()
    assert seen > 30
