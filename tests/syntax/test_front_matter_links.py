"""Links, tags and aliases among the properties, as Obsidian takes them."""

import json
from pathlib import Path

import pytest

from vaultsync.syntax.elements import FrontMatter, Value
from vaultsync.syntax.front_matter import read_front_matter
from vaultsync.syntax.front_matter_links import (
    front_matter_aliases,
    front_matter_links,
    front_matter_tags,
)
from vaultsync.text import split_lines

RECORDED = json.loads((Path(__file__).parent / "data/front_matter_recorded.json").read_bytes())


def read(text: str) -> FrontMatter:
    front_matter = read_front_matter(text, 0, *split_lines(text))
    assert front_matter is not None
    return front_matter


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: case["name"])
def test_recorded_links(case: dict) -> None:
    links = [(key, written) for key, written, _ in front_matter_links(read(case["text"]))]
    assert links == [(link["key"], link["original"]) for link in case["frontmatterLinks"]]


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: case["name"])
def test_recorded_tags(case: dict) -> None:
    assert front_matter_tags(read(case["text"]).values) == case["parseFrontMatterTags"]


LINKS = {
    "wiki-link": ('up: "[[A]]"', [("up", "[[A]]")]),
    "display": ('up: "[[A#B|c]]"', [("up", "[[A#B|c]]")]),
    "heading-here": ('up: "[[#B]]"', [("up", "[[#B]]")]),
    "one-bracket-inside": ('up: "[[Sq]uare]]"', [("up", "[[Sq]uare]]")]),
    "list": ('up: ["[[A]]", x, "[[B]]"]', [("up.0", "[[A]]"), ("up.2", "[[B]]")]),
    "nested": ('a:\n  b:\n    - c: "[[D]]"', [("a.b.0.c", "[[D]]")]),
    "literal": ("up: |-\n  [[A]]", [("up", "[[A]]")]),
    "markdown-link": ('up: "[a](b.md)"', [("up", "[a](b.md)")]),
    "markdown-link-angles": ("up: '[a](<b c.md>)'", [("up", "[a](<b c.md>)")]),
    "markdown-link-title": ("up: '[a](b.md \"t\")'", [("up", '[a](b.md "t")')]),
    "markdown-link-parentheses": ('up: "[a](b(1).md)"', [("up", "[a](b(1).md)")]),
    "two-links": ('up: "[[A]] and [[B]]"', []),
    "text-before": ('up: "see [[A]]"', []),
    "text-after": ('up: "[[A]]."', []),
    "nested-brackets": ('up: "[[A [[B]]"', []),
    "empty": ('up: "[[]]"', []),
    "embed": ('up: "![[A]]"', []),
    "unquoted": ('up: [[A]]\nlist:\n  - [[B]]\n  - "[[C]]"', [("list.1", "[[C]]")]),
    "external": ('up: "[a](https://e.com)"', []),
    "mail": ('up: "[a](<mailto:a@b.c>)"', []),
    "blank-in-destination": ('up: "[a](b c.md)"', []),
    "no-destination": ('up: "[a]()"', []),
    "two-lines": ("up: |-\n  [[A\n  B]]", []),
    "key": ('"[[A]]": 1', []),
}


@pytest.mark.parametrize(("block", "links"), LINKS.values(), ids=LINKS)
def test_links(block: str, links: list[tuple[str, str]]) -> None:
    found = front_matter_links(read(f"---\n{block}\n---"))
    assert [(key, written) for key, written, _ in found] == links
    assert all(key.startswith(property_.key) for key, _, property_ in found)


@pytest.mark.parametrize("written", ["[" * 50_000, "[[" + "x[" * 30_000, "[a](" + "(" * 50_000])
def test_hostile_links(written: str) -> None:
    assert front_matter_links(read(f"---\na: '{written}'\n---")) == []


TAGS: dict[str, tuple[dict[str, Value] | None, list[str] | None]] = {
    "no-front-matter": (None, None),
    "absent": ({"a": 1}, None),
    "null": ({"tags": None}, None),
    "empty": ({"tags": []}, []),
    "list": ({"tags": ["a", "b/c"]}, ["#a", "#b/c"]),
    "one": ({"tags": "one"}, ["#one"]),
    "comma": ({"tags": "a, b"}, []),
    "hash": ({"tags": ["#a", "##b"]}, ["#a"]),
    "blank-inside": ({"tags": ["a b", " c "]}, ["#c"]),
    "digits": ({"tags": [2024, "2024", "y2024", "2024-plan"]}, ["#y2024", "#2024-plan"]),
    "no-text": ({"tags": [None, True, {"a": 1}, ["b"], ""]}, []),
    "any-script": ({"tags": ["日記", "🌱", "é_1"]}, ["#日記", "#🌱", "#é_1"]),
    "any-case": ({"Tags": ["A"]}, ["#A"]),
    "singular": ({"tag": "a"}, None),
}


@pytest.mark.parametrize(("values", "tags"), TAGS.values(), ids=TAGS)
def test_tags(values: dict[str, Value] | None, tags: list[str] | None) -> None:
    assert front_matter_tags(values) == tags


ALIASES: dict[str, tuple[dict[str, Value] | None, list[str] | None]] = {
    "no-front-matter": (None, None),
    "absent": ({"alias": "a"}, None),
    "null": ({"aliases": None}, None),
    "one": ({"aliases": "a, b"}, ["a, b"]),
    "list": ({"aliases": [" a ", "b c", ""]}, ["a", "b c"]),
    "number": ({"aliases": [2024]}, ["2024"]),
    "no-text": ({"aliases": [None, False, ["x"]]}, []),
}


@pytest.mark.parametrize(("values", "aliases"), ALIASES.values(), ids=ALIASES)
def test_aliases(values: dict[str, Value] | None, aliases: list[str] | None) -> None:
    assert front_matter_aliases(values) == aliases
