"""Recorded answers: what Obsidian itself, or the parser it behaves like, reads in a text.

Each file in `data/recorded` names its source and licence; with `shared` all that was recorded runs.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.outline import note_of
from vaultsync.model.metadata import cached_metadata
from vaultsync.model.note import Note
from vaultsync.syntax.links import unescape_destination

RECORDED = Path(__file__).parents[1] / "data" / "recorded"
Case = dict[str, Any]


def cases_in(path: Path) -> list[Case]:
    read = json.loads(path.read_bytes())
    cases: list[Case] = read["cases"] if isinstance(read, dict) else read
    return cases


def names_of(cases: list[Case]) -> list[str]:
    return [str(case.get("name", case.get("text"))) for case in cases]


def cache_agrees(case: Case) -> None:
    """The whole cache, all keys, all positions."""
    assert cached_metadata(note_of(case["fileContents"])) == (case["cachedMetadata"] or {})


def blocks_agree(case: Case) -> None:
    cache = cached_metadata(note_of(case["text"]))
    assert {key: cache.get(key, []) for key in case["expected"]} == case["expected"]


def markdown_links_agree(case: Case) -> None:
    """Bare URLs are no elements of ours, and `[[a]](b)` is a wiki-link to Obsidian."""
    note = note_of(case["text"])
    nodes = [
        (node["start"], node["end"], unquote(node["url"]))
        for node in case["nodes"]
        if node["node"] in ("link", "image") and case["text"][node["start"]] in "[!"
    ]
    if "[[" in case["text"]:
        assert [link.kind for link in note.links] == ["wikilink"]
    else:
        assert markdown_links(note) == [node for node in nodes if is_internal(node[2])]


def markdown_links(note: Note) -> list[tuple[int, int, str]]:
    return [
        (*link.span, unescape_destination(link.target_span.of(note.text))) for link in note.links
    ]


def is_internal(url: str) -> bool:
    return bool(url) and not url.startswith("file:")


def links_agree(case: Case) -> None:
    links = [link.target + link.subpath for link in note_of(case["text"]).links]
    assert links == case["links"]


def tags_agree(case: Case) -> None:
    assert [tag.tag for tag in note_of(case["text"]).tags] == case["tags"]


FILES: dict[str, tuple[Callable[[Case], None], list[str]]] = {
    "cache-obsidian-tasks.json": (cache_agrees, ["obsidian-cache.json"]),
    "cache-obsidian-day-planner.json": (cache_agrees, ["obsidian-cache-dayplanner.json"]),
    "blocks.json": (blocks_agree, ["obsidian-blocks/block-cases.json"]),
    "markdown-links.json": (markdown_links_agree, ["obsidian-blocks/markdown-link-cases.json"]),
    "link-shapes.json": (links_agree, ["obsidian-observed/link-shapes.json"]),
    "tags.json": (tags_agree, ["obsidian-observed/tags.json"]),
}
ELSEWHERE = {"heading-match.json", "resolution.json"}  # test_anchors, test_resolution
ALWAYS = [
    pytest.param(agrees, case, id=f"{name.removesuffix('.json')}-{label[:40]!r}")
    for name, (agrees, _) in FILES.items()
    for case, label in zip(
        cases_in(RECORDED / name), names_of(cases_in(RECORDED / name)), strict=True
    )
]


@pytest.mark.parametrize(("agrees", "case"), ALWAYS)
def test_reads_as_recorded(agrees: Callable[[Case], None], case: Case) -> None:
    agrees(case)


@pytest.mark.parametrize("name", FILES)
def test_reads_all_that_was_recorded(name: str, shared: Path) -> None:
    agrees, paths = FILES[name]
    for path in paths:
        for case in cases_in(shared / "cases" / path):
            agrees(case)


def test_every_file_is_used_and_names_its_source() -> None:
    files = {path.name: json.loads(path.read_bytes()) for path in RECORDED.glob("*.json")}
    assert files.keys() == FILES.keys() | ELSEWHERE
    assert all(read["source"] and read["licence"] for read in files.values())


NEWLINES = {"crlf": "\r\n", "cr": "\r"}


@pytest.mark.parametrize("newline", NEWLINES.values(), ids=NEWLINES)
def test_other_newlines_give_the_same_lines_and_columns(newline: str) -> None:
    """Obsidian reads CRLF too; what its offsets are then is not recorded, lines and columns are."""
    for case in cases_in(RECORDED / "cache-obsidian-tasks.json"):
        lf = cached_metadata(note_of(case["fileContents"]))
        other = cached_metadata(note_of(case["fileContents"].replace("\n", newline)))
        assert without_offsets(other) == without_offsets(lf)


def without_offsets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_offsets(one) for key, one in value.items() if key != "offset"}
    return [without_offsets(one) for one in value] if isinstance(value, list) else value


def test_a_bom_changes_nothing_in_the_cache() -> None:
    """Obsidian strips it on reading: positions are without it."""
    for case in cases_in(RECORDED / "cache-obsidian-tasks.json"):
        marked = cached_metadata(note_of("\ufeff" + case["fileContents"]))
        assert marked == case["cachedMetadata"]
