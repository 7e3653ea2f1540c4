"""Links, tags and footnote references as elements of a note, where they count and where not."""

from collections.abc import Callable

import pytest

from tests.outline import arrow, note_of, unarrow
from vaultsync.syntax.elements import Link

Variant = Callable[[str], str]

# The text; of its link: kind, target, subpath, display, embed.
SHAPES = {
    "wikilink": ("[[Note]]", ("wikilink", "Note", "", "Note", False)),
    "display": ("[[Note#H|Text]]", ("wikilink", "Note", "#H", "Text", False)),
    "chain": ("[[Note#H1#H2]]", ("wikilink", "Note", "#H1#H2", "Note > H1 > H2", False)),
    "own-heading": ("[[#H]]", ("wikilink", "", "#H", "H", False)),
    "own-block": ("[[#^id]]", ("wikilink", "", "#^id", "^id", False)),
    "embed": ("![[a.png|300]]", ("wikilink", "a.png", "", "300", True)),
    "pipe-first": ("[[|alias]]", ("wikilink", "|alias", "", "|alias", False)),
    "url": ("[[https://e.com]]", ("wikilink", "https://e.com", "", "https://e.com", False)),
    "markdown": ("[t](My%20Note.md#A%20B)", ("markdown", "My Note.md", "#A B", "t", False)),
    "angle": ('[t *u*](<My Note.md> "x")', ("markdown", "My Note.md", "", "t *u*", False)),
    "percent-hash": ("[t](a%23b)", ("markdown", "a", "#b", "t", False)),
    "without-text": ("[](a)", ("markdown", "a", "", "", False)),
    "image": ("![t|100](a.png)", ("markdown", "a.png", "", "t|100", True)),
    "over-lines": ("[a⏎b](c⏎'d')", ("markdown", "c", "", "a⏎b", False)),
}


@pytest.mark.parametrize(("text", "parts"), SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("around", ["{}", "a {} b", "`x` \\* {} $", "# {}", "- [ ] {}", "😀 {}"])
def test_reads_a_link(text: str, parts: tuple, around: str, variant: Variant) -> None:
    if "⏎" in text and around == "# {}":
        text = text.replace("⏎", " ")
        parts = (*parts[:3], parts[3].replace("⏎", " "), parts[4])
    note = note_of(variant("x\n\n" + unarrow(around.format(text)) + "\n"))
    [link] = note.links
    assert (link.kind, link.target, link.subpath, arrow(link.display), link.embed) == parts
    assert (link.line, link.column) == (3, around.index("{") + 1)
    assert arrow(link.raw) == text
    assert link.span.of(note.text) == link.raw
    assert link.target_span.of(note.text) in link.raw
    assert link.key == ""


TARGETS = {
    "wikilink": ("![[a#b|c]]", "a#b"),
    "escaped-pipe": ("[[a\\|c]]", "a"),
    "markdown": ("[a](b%20c#d 'e')", "b%20c#d"),
    "angle": ("[a](<b c>)", "b c"),
}


@pytest.mark.parametrize(("text", "target"), TARGETS.values(), ids=TARGETS)
def test_the_target_span_is_what_a_rename_replaces(text: str, target: str) -> None:
    note = note_of(f"x {text}\n")
    assert [link.target_span.of(note.text) for link in note.links] == [target]


EXTERNAL = ["[t](https://e.com)", "![t](https://e.com/a.png)", "[t](mailto:a@b)", "[t](//e.com)"]


@pytest.mark.parametrize(
    "text", [*EXTERNAL, "[t]()", "[]()", "<https://e.com>", "[[]]", "[t](a b)", "[t][a]"]
)
def test_is_no_link_of_the_vault(text: str) -> None:
    assert note_of(f"x {text} y\n").links == ()


# Each text holds "[[a]] #b" once; what counts of it.
PLACES = {
    "paragraph": ("x [[a]] #b", True),
    "second-line": ("x⏎[[a]] #b⏎y", True),
    "heading": ("# x [[a]] #b #", True),
    "setext-heading": ("[[a]] #b⏎===", True),
    "item": ("- [x] y [[a]] #b", True),
    "continued-item": ("- x⏎  y⏎lazy [[a]] #b", True),
    "item-right-away": ("- [[a]] #b", True),
    "nested": ("- x⏎⇥- y⏎⇥⇥1. [[a]] #b", True),
    "quote": ("> x⏎> y [[a]] #b", True),
    "lazy-quote": ("> x⏎[[a]] #b", True),
    "callout-title": ("> [!note] [[a]] #b", True),
    "callout": ("> [!note]⏎> > - [[a]] #b", True),
    "table": ("|x|y|⏎|-|-|⏎|z|[[a]] #b|", True),
    "table-head": ("|[[a]] #b|y|⏎|-|-|", True),
    "footnote": ("[^1]: x [[a]] #b", True),
    "comment": ("%%⏎- [[a]] #b⏎%%", True),
    "inline-comment": ("x %% [[a]] #b %%", True),
    "behind-a-comment": ("%%⏎x⏎%% [[a]] #b", True),
    "behind-html": ("x <br> [[a]] #b", True),
    "below-html": ("<div>⏎⏎[[a]] #b⏎</div>", True),
    "paragraph-with-id": ("[[a]] #b ^c", True),
    "unclosed-comment": ("%%⏎[[a]] #b", True),
    "code-span": ("x `[[a]] #b`", False),
    "fence": ("```⏎[[a]] #b⏎```", False),
    "fence-in-an-item": ("- x⏎  ```⏎  [[a]] #b⏎  ```", False),
    "code-span-over-lines": ("x `y⏎[[a]] #b` z", False),
    "indented-code": ("x⏎⏎    [[a]] #b", False),
    "html-block": ("<div>⏎[[a]] #b⏎</div>", False),
    "html-comment": ("<!--⏎[[a]] #b⏎-->", False),
    "inline-html-comment": ("x <!-- [[a]] #b --> y", False),
    "math": ("$$⏎[[a]] #b⏎$$", False),
    "inline-math": ("x $[[a]] #b$ y", False),
    "code-in-a-comment": ("%%⏎`[[a]] #b`⏎%%", False),
    "front-matter-text": ('---⏎x: "y [[a]] #b"⏎---', False),
    "front-matter-comment": ("---⏎x: y # [[a]] #b⏎---", False),
    "query-block": ("```dataview⏎LIST FROM [[a]] OR #b⏎```", False),
}


@pytest.mark.parametrize(("text", "counts"), PLACES.values(), ids=PLACES)
def test_where_links_and_tags_count(text: str, counts: bool, variant: Variant) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert [link.raw for link in note.links] == ["[[a]]"] * counts
    assert [tag.tag for tag in note.tags] == ["#b"] * counts
    row = next(i for i, line in enumerate(text.split("⏎"), 1) if "[[a]]" in line)
    assert [link.line for link in note.links] == [row] * counts
    assert [tag.line for tag in note.tags] == [row] * counts
    assert [tag.span.of(note.text) for tag in note.tags] == ["#b"] * counts
    assert [link.span.of(note.text) for link in note.links] == ["[[a]]"] * counts


def test_a_tick_in_a_box_opens_no_code() -> None:
    note = note_of("- [`] x `[[a]]` `[[b]] y\n")
    assert [link.raw for link in note.links] == ["[[b]]"]


CELLS = {
    "escaped-pipe": ("| [[a\\|b]] | ![[c\\|100]] |", ["[[a\\|b]]", "![[c\\|100]]"]),
    "bare-pipe-parts": ("| [[a|b]] | [[c]] |", ["[[c]]"]),
    "code-ends-with-its-cell": ("| `x | [[a]] ` |", ["[[a]]"]),
    "code-with-escaped-pipe": ("| `x \\| [[a]]` | [[b]] |", ["[[b]]"]),
    "markdown": ("| [a](b) | [c\\|d](e) |", ["[a](b)", "[c\\|d](e)"]),
}


@pytest.mark.parametrize(("row", "links"), CELLS.values(), ids=CELLS)
def test_links_in_table_cells(row: str, links: list[str], variant: Variant) -> None:
    note = note_of(variant(f"| x | y |\n|---|---|\n{row}\n| z |\n"))
    assert [link.raw for link in note.links] == links
    assert {link.line for link in note.links} == {3}


def test_tags_start_at_a_cells_edge() -> None:
    note = note_of("|#a|x#b|\n|-|-|\n|#c|#d |\n")
    assert [tag.tag for tag in note.tags] == ["#a", "#c", "#d"]


REFERENCES = {
    "paragraph": ("a[^1] b[^x]", [("1", 1, "[^1]"), ("x", 1, "[^x]")]),
    "item": ("- [ ] a[^1]", [("1", 1, "[^1]")]),
    "second-line": ("a⏎b[^1]⏎⏎[^1]: c", [("1", 2, "[^1]")]),
    "code": ("a `[^1]`", []),
}


@pytest.mark.parametrize(("text", "references"), REFERENCES.values(), ids=REFERENCES)
def test_reads_footnote_references(text: str, references: list, variant: Variant) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert [(one.id, one.line, one.span.of(note.text)) for one in note.footnote_refs] == references


FRONT_MATTER_LINKS = """---
up: "[[A#b|c]]"
list:
  - "[[B]]"
  - '[t](C%20D.md)'
  - "text [[E]]"
plain: [[F]]
---
[[G]]
"""


def test_properties_come_first_with_their_place(variant: Variant) -> None:
    note = note_of(variant(FRONT_MATTER_LINKS))

    def shown(link: Link) -> tuple:
        return link.kind, link.key, link.target, link.subpath, link.display, link.line, link.column

    assert [shown(link) for link in note.links] == [
        ("frontmatter", "up", "A", "#b", "c", 2, 6),
        ("frontmatter", "list.0", "B", "", "B", 4, 6),
        ("frontmatter", "list.1", "C D.md", "", "t", 5, 6),
        ("wikilink", "", "G", "", "G", 9, 1),
    ]
    assert all(link.span.of(note.text) == link.raw for link in note.links)
