"""Rows of links: where they stand, which file they mean, under which headings."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outline import note_of
from vaultsync.model.canvas import read_canvas
from vaultsync.model.linking.destinations import destinations
from vaultsync.model.linking.link_rows import (
    LinkRow,
    link_row,
    resolved_links,
    section_of,
)
from vaultsync.model.linking.resolution import Files, resolve
from vaultsync.service.vault import Vault

BOARD = "Board.canvas"
FILES = Files.of(["Home.md", "Topics/RAG.md", "pic.png", BOARD, "a/Log.md", "b/Log.md"])


def rows_of(text: str, source: str = "Home.md") -> list[LinkRow]:
    return [link_row(*one) for one in resolved_links([(source, note_of(text).links)], FILES)]


ROWS = {
    "wikilink": (
        "see [[rag#Use|it]]",
        (1, 5, "[[rag#Use|it]]", "wikilink", "rag", "#Use", "it", False, "Topics/RAG.md"),
    ),
    "embed": (
        "a\n![[pic.png|300]]",
        (2, 1, "![[pic.png|300]]", "wikilink", "pic.png", "", "300", True, "pic.png"),
    ),
    "markdown": (
        "[t](Topics/RAG.md)",
        (1, 1, "[t](Topics/RAG.md)", "markdown", "Topics/RAG.md", "", "t", False, "Topics/RAG.md"),
    ),
    "property": (
        '---\nup: "[[Home]]"\n---\n',
        (2, 6, "[[Home]]", "frontmatter", "Home", "", "Home", False, "Home.md"),
    ),
    "self": ("[[#H]]", (1, 1, "[[#H]]", "wikilink", "", "#H", "H", False, "Home.md")),
    "unresolved": ("[[No]]", (1, 1, "[[No]]", "wikilink", "No", "", "No", False, None)),
    "canvas": (
        "[[board.canvas]]",
        (1, 1, "[[board.canvas]]", "wikilink", "board.canvas", "", "board.canvas", False, BOARD),
    ),
}


@pytest.mark.parametrize(("text", "row"), ROWS.values(), ids=ROWS)
def test_row(text: str, row: tuple[object, ...]) -> None:
    assert rows_of(text) == [("Home.md", *row)]


def test_rows_of_a_canvas() -> None:
    raw = b'{"nodes": [{"type": "file", "file": "Topics/RAG.md", "subpath": "#Use"},\n'
    raw += b' {"type": "text", "text": "[[Home]]"}, {"type": "file", "file": "RAG.md"}]}'
    canvas = read_canvas(BOARD, raw)
    rows = [link_row(*one) for one in resolved_links([(canvas.path, canvas.links)], FILES)]
    assert [(one.line, one.kind, one.target, one.subpath, one.resolved) for one in rows] == [
        (1, "file", "Topics/RAG.md", "#Use", "Topics/RAG.md"),
        (2, "wikilink", "Home", "", "Home.md"),
        (2, "file", "RAG.md", "", None),
    ]


def test_ties_are_known() -> None:
    leads_to = destinations(FILES)
    (link,) = note_of("[[Log]]").links
    assert leads_to(link, "Home.md") == ("a/Log.md", ("b/Log.md",))
    assert leads_to(link, "b/x.md") == ("b/Log.md", ())


class Row(NamedTuple):
    """A link as a row of some index."""

    target: str
    kind: str = "wikilink"
    subpath: str = ""
    display: str = ""
    embed: bool = False
    line: int = 1
    column: int = 1
    raw: str = ""


paths = st.sampled_from(
    ["N.md", "a/N.md", "b/N.md", "a/b/M.md", "M.md", "i.png", "a/i.png", "#.md"]
)
targets = st.sampled_from(
    ["", "#H", "N", "n", "M", "b/M", "./N", "../N", "x", "X.md", " N ", "i.png", "/N"]
)


@given(st.lists(st.tuples(paths, targets), max_size=12), st.sets(paths))
def test_what_is_remembered_changes_nothing(links: list[tuple[str, str]], there: set[str]) -> None:
    files = Files.of(there)
    leads_to = destinations(files)
    found = [leads_to(Row(target), source) for source, target in links]
    assert found == [resolve(target, source, files) for source, target in links]


def test_sections() -> None:
    text = "a\n# One\n### Deep\nb\n## Two\nc\n# Three\n"
    section = section_of(note_of(text).headings)
    assert [section(line) for line in range(1, 8)] == [
        *((), ("One",), ("One", "Deep"), ("One", "Deep"), ("One", "Two"), ("One", "Two")),
        ("Three",),
    ]
    assert section_of([])(3) == ()


def test_counts_of_the_help_vault(shared: Path) -> None:
    """All links of Obsidian's own help, whose attachments aren't there."""
    vault = Vault.open(shared / "vaults/obsidian-help-en", cache=False)
    sources = ((note.path, note.links) for note in vault.notes)
    found = [link_row(*one) for one in resolved_links(sources, vault.files())]
    assert Counter((one.kind, one.resolved is None) for one in found) == {
        ("wikilink", False): 1552,
        ("wikilink", True): 255,
        ("markdown", True): 4,
    }
    notes = [one for one in found if one.resolved is None and "." not in one.target]
    assert {one.target for one in notes} == {"Example"}
