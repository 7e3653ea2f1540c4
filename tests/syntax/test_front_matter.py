"""Front matter: where it is, what it holds, what makes it opaque, and that both readers agree."""

import json
import math
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.syntax.elements import FrontMatter, Property, Value
from vaultsync.syntax.front_matter import LARGEST_BLOCK, _read_yaml, read_front_matter
from vaultsync.syntax.property_lines import read_property_lines
from vaultsync.text import LineMap, decode, split_lines

Variant = Callable[[str], str]

RECORDED = json.loads((Path(__file__).parent / "data/front_matter_recorded.json").read_bytes())


def read(text: str) -> FrontMatter | None:
    return read_front_matter(text, int(text.startswith("\ufeff")), *split_lines(text))


def read_block(block: str, variant: Variant = str) -> tuple[str, FrontMatter]:
    """A note with these lines as front matter, and what was read of it."""
    text = variant(f"---\n{block}\n---\n")
    front_matter = read(text)
    assert front_matter is not None
    return text, front_matter


def same(one: object, other: object) -> bool:
    """Equal, with the same types and NaN equal to itself."""
    return repr(one) == repr(other)


# --- where it is ---

FOUND = {
    "properties": ("---\na: 1\n---\nText\n", 0, 12, 3),
    "empty": ("---\n---\n", 0, 7, 2),
    "at-end-of-note": ("---\na: 1\n---", 0, 12, 3),
    "bom": ("\ufeff---\na: 1\n---\nText", 1, 13, 3),
    "crlf": ("---\r\na: 1\r\n---\r\nText", 0, 14, 3),
    "cr": ("---\ra: 1\r---\rText", 0, 12, 3),
    "blanks-after-dashes": ("---  \na: 1\n--- \t\nText", 0, 14, 3),
    "more-dashes-inside": ("---\na: |\n  x\n  ---\n----\n---\n", 0, 27, 6),
    "rule-and-text": ("---\n\ntext\n\n---\nmore", 0, 14, 5),
}


@pytest.mark.parametrize(("text", "start", "end", "end_row"), FOUND.values(), ids=FOUND)
def test_finds(text: str, start: int, end: int, end_row: int) -> None:
    front_matter = read(text)
    assert front_matter is not None
    assert (*front_matter.span, front_matter.end_row) == (start, end, end_row)
    assert front_matter.span.of(text).endswith("---")


NOT_FOUND = {
    "no-note": "",
    "text": "Text\n",
    "blank-line-first": "\n---\na: 1\n---\n",
    "space-first": " ---\na: 1\n---\n",
    "four-dashes": "----\na: 1\n----\n",
    "unclosed": "---\na: 1\n",
    "only-a-rule": "---",
    "closed-by-four-dashes": "---\na: 1\n----\n",
    "closed-by-dots": "---\na: 1\n...\n",
    "closed-by-indented-dashes": "---\na: 1\n ---\n",
    "two-boms": "\ufeff\ufeff---\na: 1\n---\n",
    "line-separator": "---\u2028a: 1\u2028---\u2028",
}


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND)
def test_finds_none(text: str) -> None:
    assert read(text) is None


# --- what it holds ---

VALUES: dict[str, tuple[str, dict[str, Value]]] = {
    "text": ("a: some text", {"a": "some text"}),
    "nothing": ("a:", {"a": None}),
    "nothing-but-a-blank": ("a: ", {"a": None}),
    "tilde": ("a: ~", {"a": None}),
    "null": ("a: null\nb: Null\nc: nil", {"a": None, "b": None, "c": "nil"}),
    "true-false": ("a: true\nb: False\nc: TRUE", {"a": True, "b": False, "c": True}),
    "yes-no": ("country: no\nonline: on\ny: yes", {"country": "no", "online": "on", "y": "yes"}),
    "date": ("a: 2024-07-21", {"a": "2024-07-21"}),
    "date-and-time": ("a: 2024-07-21T12:37:00", {"a": "2024-07-21T12:37:00"}),
    "time": ("a: 1:30", {"a": "1:30"}),
    "integers": ("a: 246\nb: -5\nc: +1\nd: 0777", {"a": 246, "b": -5, "c": 1, "d": 777}),
    "based": ("a: 0o17\nb: 0x1F\nc: 0b1\nd: -0x1", {"a": 15, "b": 31, "c": "0b1", "d": "-0x1"}),
    "floats": ("a: 1.10\nb: .5\nc: 1.\nd: 1e3", {"a": 1.1, "b": 0.5, "c": 1.0, "d": 1000.0}),
    "no-number": (
        "a: 1_000\nb: .\nc: 1.2.3\nd: +",
        {"a": "1_000", "b": ".", "c": "1.2.3", "d": "+"},
    ),
    "infinity": ("a: .inf\nb: -.INF", {"a": math.inf, "b": -math.inf}),
    "no-double": (f"a: {'9' * 5000}\nb: {'0' * 400}7", {"a": math.inf, "b": 7.0}),
    "colon-in-value": ("a: x:y\nb: http://e.com", {"a": "x:y", "b": "http://e.com"}),
    "hash-in-value": ("a: x#y\nb: x #y\nc: #y", {"a": "x#y", "b": "x", "c": None}),
    "comma": ("tags: a, b", {"tags": "a, b"}),
    "template-as-text": ("a: <% tp.date.now() %>", {"a": "<% tp.date.now() %>"}),
    "double-quotes": ('a: "x: #y"\nb: ""', {"a": "x: #y", "b": ""}),
    "escapes": ('a: "\\u00e9 \\ud83d\\ude00 \\ud83d \\\\"', {"a": "é 😀 \ufffd \\"}),
    "single-quotes": ("a: 'x: \\'\nb: 'it''s'", {"a": "x: \\", "b": "it's"}),
    "quoted-number": ("a: \"1\"\nb: 'null'", {"a": "1", "b": "null"}),
    "list": ("a:\n  - x\n  - 1\n  -\n  - 'q'", {"a": ["x", 1, None, "q"]}),
    "list-not-indented": ("a:\n- x\n- y\nb: z", {"a": ["x", "y"], "b": "z"}),
    "list-with-gaps": ("a:\n\n  - x\n# c\n\n  - y\n\nb: 1", {"a": ["x", "y"], "b": 1}),
    "flow-list": ("a: [x, y z, \"[[N]]\", 'q', 2]", {"a": ["x", "y z", "[[N]]", "q", 2]}),
    "flow-list-empty": ("a: []\nb: [ ]", {"a": [], "b": []}),
    "flow-list-on-lines": ("a: [\n  x,\n  y,\n]", {"a": ["x", "y"]}),
    "nested": ("a:\n  b:\n    - c: 1\n      d: 2", {"a": {"b": [{"c": 1, "d": 2}]}}),
    "flow-mapping": ("a: {b: 1, c: [2]}", {"a": {"b": 1, "c": [2]}}),
    "literal": ("a: |\n  x\n   y\nb: |-\n  z", {"a": "x\n y\n", "b": "z"}),
    "folded": ("a: >\n  x\n  y\n\n  z", {"a": "x y\nz\n"}),
    "continued": ("a: x\n  y", {"a": "x y"}),
    "json": ('{\n\t"a": "x",\n\t"b": [true, null]\n}', {"a": "x", "b": [True, None]}),
    "anchors": ("a: &x [1, 2]\nb: *x", {"a": [1, 2], "b": [1, 2]}),
    "merge-key": ("a: &x {k: 1}\nb:\n  <<: *x", {"a": {"k": 1}, "b": {"<<": {"k": 1}}}),
    "keys": (
        "creation date: 1\nx/y: 2\n日記: 3\n\"q: r\": 4\n's': 5",
        {"creation date": 1, "x/y": 2, "日記": 3, "q: r": 4, "s": 5},
    ),
    "keys-stay-text": ("2024: a\n1.10: b\ntrue: c", {"2024": "a", "1.10": "b", "true": "c"}),
    "comments": ("# one\na: 1\n  # two\nb: 2 # three", {"a": 1, "b": 2}),
    "tabs-after-values": ("a: x\t\nb:\t2\n\t\nc: 3", {"a": "x", "b": 2, "c": 3}),
    "odd-characters": (
        "a: x\u2028y\x85z\nb: \x07\x00\ufeff",
        {"a": "x\u2028y\x85z", "b": "\x07\x00\ufeff"},
    ),
    "invalid-utf-8": ("a: caf\udce9\nb: {c: \udcff}", {"a": "caf\udce9", "b": {"c": "\udcff"}}),
    "private-use": ("a: \ue000\x07\nb: [\ue001]", {"a": "\ue000\x07", "b": ["\ue001"]}),
    "emoji": ("🌱: 🌿", {"🌱": "🌿"}),
}


@pytest.mark.parametrize(("block", "values"), VALUES.values(), ids=VALUES)
def test_values(block: str, values: dict[str, Value], variant: Variant) -> None:
    _, front_matter = read_block(block, variant)
    assert same(front_matter.values, values)
    assert [(p.key, p.value) for p in front_matter.properties] == list(values.items())
    assert front_matter.problems == ()


def test_not_a_number() -> None:
    _, front_matter = read_block("a: .nan\nb: [.NaN]")
    assert same(front_matter.values, {"a": math.nan, "b": [math.nan]})


@pytest.mark.parametrize("block", ["", "\n  \n", "# only a comment", "#a\n\n#b"])
def test_nothing_in_it_is_no_problem(block: str, variant: Variant) -> None:
    _, front_matter = read_block(block, variant)
    assert (front_matter.values, front_matter.properties, front_matter.problems) == (None, (), ())


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: case["name"])
def test_recorded(case: dict, variant: Variant) -> None:
    front_matter = read(variant(case["text"]))
    assert front_matter is not None
    assert front_matter.values == case["frontmatter"]


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: case["name"])
def test_recorded_position(case: dict) -> None:
    front_matter = read(case["text"])
    assert front_matter is not None
    end = case["end"]
    assert (front_matter.span.end, front_matter.end_row) == (end["offset"], end["line"] + 1)


# --- what makes it opaque, and where the fault is: (block, line in the note, column, words) ---

OPAQUE = {
    "C08-tag": ("a: !foo x", 2, 3, "YAML tag"),
    "C10-int-without-value": ("!!int ", 2, 0, "'key: value'"),
    "C11-timestamp": ("b: 1\na: !!timestamp x", 3, 3, "YAML tag"),
    "C12-bool": ("a: !!bool x", 2, 3, "YAML tag"),
    "C13-key-no-text": ("? [a]\n: b", 2, 2, "a key that is no text"),
    "C22-template": ("date: <% tp.date.now() %>\nt: {{title}}", 3, 4, "a template's placeholder"),
    "C25-tab-indentation": ("a:\n\tb: c", 3, 0, "a tab"),
    "tag-on-root": ("!!map\na: 1", 2, 0, "YAML tag"),
    "at-sign": ("a: 1\nby: @me", 3, 4, "'@' can't start a value"),
    "second-colon": ("title: Plan: B", 2, 11, "a ': '"),
    "no-colon": ("a: 1\njust text\nb: 2", 3, 0, "a line without 'key: value'"),
    "item-on-the-key's-line": ("a: - b", 2, 3, "a '- '"),
    "open-quote": ('a: 1\nb: "x\nc: 2', 3, 3, "a quote that is never closed"),
    "open-bracket": ("a: [b, c", 2, 3, "a bracket that is never closed"),
    "text-after-quote": ('a: "x" y', 2, 7, "check indentation and quotes"),
    "twice": ("a: 1\nb: 2\na: 3", 4, 0, "the key 'a' is there twice"),
    "twice-below": ("a:\n  b: 1\n  b: 2", 4, 2, "the key 'b' is there twice"),
    "list": ("- a\n- b", 2, 0, "'key: value'"),
    "text": ("text", 2, 0, "'key: value'"),
    "no-key": ("?\n: b", 2, 1, "a value without a key"),
    "sign": ("a: {: b}", 2, 4, "a sign starts it"),
    "no-key-at-all": (": a", 2, 0, "text that YAML can't place"),
    "open-bracket-before-others": ("a: 1\nb: [c\nd: 2", 3, 3, "a bracket that is never closed"),
    "two-documents": ("a: 1\n...\nb: 2", 4, 0, ""),
    "unknown-alias": ("a: 1\nb: *x", 3, 3, "an alias"),
    "alias-of-itself": ("a: &x [*x]", 2, 7, "an alias"),
    "many-aliases": (f"a: &a 1\nb: [{', '.join(['*a'] * 101)}]", 3, 404, "more than 100 aliases"),
    "deep-brackets": ("a: " + "[" * 65 + "]" * 65, 2, 67, "nested more than 64 deep"),
    "deep-lists": ("a:\n " + "- " * 65, 3, 129, "nested more than 64 deep"),
    "long-key": (f"{'k' * 1100}: 1", 2, 0, ""),
    "surrogate-beyond-unicode": ('a: "\\UFFFFFFFF"', 2, 0, "OverflowError"),
}


@pytest.mark.parametrize(("block", "line", "column", "words"), OPAQUE.values(), ids=OPAQUE)
def test_opaque(block: str, line: int, column: int, words: str, variant: Variant) -> None:
    text, front_matter = read_block(block, variant)
    assert (front_matter.values, front_matter.properties) == (None, ())
    (problem,) = front_matter.problems
    assert problem.code == "front-matter-error"
    assert words in problem.message
    row, at = LineMap(text).position(problem.span.start)
    assert (problem.line, row + 1, at) == (line, line, column)


def billion_laughs(levels: int) -> Iterator[str]:
    yield "a0: &a0 [x, x, x, x, x, x, x, x, x]"
    for level in range(1, levels):
        yield f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]"


def merge_fan(count: int) -> Iterator[str]:
    yield f"b: &b {{{', '.join(f'k{i}: v' for i in range(count))}}}"
    for i in range(count):
        yield f"c{i}: {{<<: *b}}"


def merge_chain(count: int) -> Iterator[str]:
    yield "a0: &a0 {k: v}"
    for i in range(1, count):
        yield f"a{i}: &a{i}\n  <<: *a{i - 1}"


HOSTILE = {
    "C04-merge-key-fan": "\n".join(merge_fan(1000)),
    "C05-merge-key-chain": "\n".join(merge_chain(1000)),
    "billion-laughs": "\n".join(billion_laughs(11)),
    "square-brackets": "a: " + "[" * 60_000,
    "braces": "{" * 60_000,
    "braces-with-keys": "{a: " * 15_000,
    "dashes": "- " * 30_000,
    "dashes-below-a-key": "a:\n  " + "- " * 30_000,
    "question-marks": "? " * 30_000,
    "keys": "a: " * 20_000,
    "stairs": "\n".join(" " * depth + "a:" for depth in range(300)),
    "anchors": "a: " + "&a " * 20_000,
    "tags": "a: " + "!" * 60_000,
    "quote": 'a: "' + "x\n" * 30_000,
    "words": "a b" * 20_000,
}


@pytest.mark.parametrize("block", HOSTILE.values(), ids=HOSTILE)
def test_hostile(block: str) -> None:
    _, front_matter = read_block(block)
    assert front_matter.values is None
    assert [problem.code for problem in front_matter.problems] == ["front-matter-error"]
    assert len(front_matter.problems[0].message) < 200


@pytest.mark.parametrize("line", ["key{}: v", "🌱{}: v"], ids=["simple", "yaml"])
def test_size(line: str) -> None:
    block = ""
    while len(block) < LARGEST_BLOCK - 1:
        block += f"{line.format(len(block))}\n"
    small = block[: LARGEST_BLOCK - 1].rpartition("\n")[0]
    assert read_block(small)[1].problems == ()
    _, front_matter = read_block(block)
    assert (front_matter.values, front_matter.properties) == (None, ())
    assert [p.code for p in front_matter.problems] == ["front-matter-too-large"]


# --- wiki-links without quotes ---

UNQUOTED: dict[str, tuple[str, dict[str, Value], list[str], list[str]]] = {
    "C14": ("up: [[Note]]", {"up": "[[Note]]"}, ["up"], ["[[Note]]"]),
    "display": ("up: [[Note|n]]", {"up": "[[Note|n]]"}, ["up"], ["[[Note|n]]"]),
    "comma": ("by: [[Smith, John]]", {"by": "[[Smith, John]]"}, ["by"], ["[[Smith, John]]"]),
    "in-list": (
        'up:\n  - [[A]]\n  - "[[B]]"\n  - {c: [[D]]}',
        {"up": ["[[A]]", "[[B]]", {"c": "[[D]]"}]},
        ["up.0", "up.2.c"],
        ["[[A]]", "[[D]]"],
    ),
    "in-flow-list": (
        "up: [[[A]], [[B]]]",
        {"up": ["[[A]]", "[[B]]"]},
        ["up.0", "up.1"],
        ["[[A]]", "[[B]]"],
    ),
    "quoted-inside": ('up: [["A"]]', {"up": [["A"]]}, [], []),
    "matrix": ("m: [[1, 2], [3]]", {"m": [[1, 2], [3]]}, [], []),
    "empty": ("m: [[]]", {"m": [[]]}, [], []),
}


@pytest.mark.parametrize(("block", "values", "paths", "written"), UNQUOTED.values(), ids=UNQUOTED)
def test_unquoted_links(
    block: str, values: dict[str, Value], paths: list[str], written: list[str], variant: Variant
) -> None:
    text, front_matter = read_block(block, variant)
    assert front_matter.values == values
    assert [path for p in front_matter.properties for path in p.unquoted_links] == paths
    assert [problem.span.of(text) for problem in front_matter.problems] == written
    assert {problem.code for problem in front_matter.problems} <= {"unquoted-link"}


# --- spans: key, value as written, whole lines ---

SPANS = {
    "text": ("b: 1\na: x y  \nc: 2", "x y", "a: x y  "),
    "blanks-before": ("a:   x", "x", "a:   x"),
    "nothing": ("a:\nb: 1", "", "a:"),
    "nothing-with-comment": ("a: # c\nb: 1", "", "a: # c"),
    "number-as-written": ("a: 1.10", "1.10", "a: 1.10"),
    "comment-after": ("a: x # c\nb: 1", "x", "a: x # c"),
    "quotes": ("a: 'x' \nb: 1", "'x'", "a: 'x' "),
    "escapes": ('a: "\\u0041"\nb: 1', '"\\u0041"', 'a: "\\u0041"'),
    "flow-list": ("a: [x, y]\nb: 1", "[x, y]", "a: [x, y]"),
    "flow-list-on-lines": ("a: [x,\n  y] # c\nb: 1", "[x,\n  y]", "a: [x,\n  y] # c"),
    "list": ("a:\n  - x\n\n  - y \n\n# c\nb: 1", "- x\n\n  - y", "a:\n  - x\n\n  - y "),
    "list-not-indented": ("a:\n- x\n-\nb: 1", "- x\n-", "a:\n- x\n-"),
    "mapping": ("a:\n  c: 1\n  d:\n\nb: 1", "c: 1\n  d:", "a:\n  c: 1\n  d:"),
    "literal": ("a: |\n  x\n  y \n\nb: 1", "|\n  x\n  y ", "a: |\n  x\n  y "),
    "literal-empty": ("a: |\n\n\nb: 1", "|", "a: |"),
    "literal-last": ("b: 1\na: >-\n  x", ">-\n  x", "a: >-\n  x"),
    "continued": ("a: x\n  y\nb: 1", "x\n  y", "a: x\n  y"),
    "anchor": ("a: &n x\nb: *n", "&n x", "a: &n x"),
    "explicit-key": ("? a\nb: 1", "", "? a"),
    "explicit-key-and-value": ("? a\n: x\nb: 1", "x", "? a\n: x"),
    "json": ('{"b": 1, a: [2]}', "[2]", '{"b": 1, a: [2]}'),
    "odd-characters-before": ("z: \x07\u2028\nb: 😀\na: {x: 1}", "{x: 1}", "a: {x: 1}"),
}


@pytest.mark.parametrize(("block", "value", "lines"), SPANS.values(), ids=SPANS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["", "bom"])
def test_spans(block: str, value: str, lines: str, newline: str, start: str) -> None:
    text, front_matter = read_block(block, lambda text: start + text.replace("\n", newline))
    (found,) = [property_ for property_ in front_matter.properties if property_.key == "a"]
    assert found.key_span.of(text) == "a"
    assert found.value_span.of(text) == value.replace("\n", newline)
    assert found.span.of(text) == lines.replace("\n", newline)
    assert found.line == LineMap(text).row(found.span.start) + 1


# --- both readers say the same ---


def both(text: str) -> tuple[list[Property] | None, list[Property] | None]:
    """What the direct reader says of a note's front matter, and what YAML says."""
    lines, starts = split_lines(text)
    front_matter = read_front_matter(text, int(text.startswith("\ufeff")), lines, starts)
    if front_matter is None:
        return None, None
    direct = read_property_lines(lines, starts, front_matter.end_row - 1)
    properties, _ = _read_yaml(text, front_matter.content, lines, starts)
    return direct, None if properties is None else list(properties)


def agree(text: str) -> bool:
    direct, by_yaml = both(text)
    return direct is None or same(direct, by_yaml or [])


SIMPLE = {
    "text": "a: some text, here",
    "note": 'title: A note\ncreated: 2024-07-21\ntags:\n  - a/b\nup: "[[Home]]"\ndone: false\n',
    "list-not-indented": "a:\n- x\n-\n- 'z'\nb:",
    "comments": "# c\n\na: 1\n  # d",
    "comments-behind": "a: 2024-07-21  # kept\nb: x #\nc: y#z # 'q'\nd: 1 # [",
    "flow-list": "a: [x, y z, \"[[N]]\", 'q']\nb: []",
    "numbers": "a: -5\nb: .5\nc: +1\nd: ~",
    "odd-values": 'a: x\u2028y\x85\x07\nb: "\x00"\nc: caf\udce9\nd: <% x %>',
}


@pytest.mark.parametrize("block", SIMPLE.values(), ids=SIMPLE)
def test_reads_simple_blocks_directly(block: str, variant: Variant) -> None:
    direct, by_yaml = both(variant(f"---\n{block}\n---\n"))
    assert direct is not None
    assert same(direct, by_yaml)


KEYS = ["a", "b", "tags", "creation date", "x/y", "2024", "日記", "a.b", "a - b", "null", "a (b)"]
PIECES = [
    *[
        "x",
        "x y",
        "y:z",
        "é",
        "日記",
        "🌱",
        "2024-07-21",
        "1:30",
        "0777",
        "1.10",
        "1e3",
        ".5",
        "-5",
    ],
    *["true", "null", "~", "yes", "-", "--", "---", "+", ".", "...", "=", "<<", "\\", "it's", "x,"],
    *['"q"', "'q'", '"a: b"', "'#'", '""', "''", '"', "'", '"\\n"', "'it''s'", '"a" "b"'],
    *["[a, b]", "[]", "[a,b]", '["[[N]]", c]', "[a", "[[N]]", "[a, ]", "[-]", "{}", "{a: b}", "a]"],
    *[
        ": ",
        ":",
        " #",
        "#",
        " # c",
        "@m",
        "&a",
        "*a",
        "!t",
        "|",
        ">",
        "%x",
        "`",
        "? ",
        "- ",
        "{{t}}",
    ],
    *[
        "\t",
        " ",
        "  ",
        "\xa0",
        "\u2028",
        "\x85",
        "\x07",
        "\x00",
        "\ufeff",
        "\udce9",
        "\x1f",
        "\u0301",
    ],
]
SCALAR = st.one_of(
    st.sampled_from(PIECES),
    st.lists(st.sampled_from(PIECES), max_size=3).map("".join),
    st.text(max_size=6),
)
LINE = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(KEYS), SCALAR),
    st.builds("{}:{}".format, st.sampled_from(KEYS), st.sampled_from(["", " ", "x", "\t"])),
    st.builds("{}- {}".format, st.sampled_from(["", "  ", "    "]), SCALAR),
    st.builds("{}-".format, st.sampled_from(["", "  "])),
    st.builds("{}#{}".format, st.sampled_from(["", "  "]), SCALAR),
    st.sampled_from(["", "  ", "\t"]),
    SCALAR,
)
BLOCK = st.lists(LINE, max_size=6).map("\n".join)


@given(BLOCK, st.sampled_from(["\n", "\r\n", "\r"]))
def test_direct_reader_agrees_with_yaml(block: str, newline: str) -> None:
    assert agree(f"---\n{block}\n---\n".replace("\n", newline))


def notes_of(shared: Path) -> Iterator[str]:
    for path in sorted((shared / "vaults").rglob("*.md")):
        yield decode(path.read_bytes())
    for name in ("obsidian-cache.json", "obsidian-cache-dayplanner.json"):
        for case in json.loads((shared / "cases" / name).read_bytes())["cases"]:
            yield case["fileContents"]


def test_readers_agree_on_real_notes(shared: Path, variant: Variant) -> None:
    assert [text for text in map(variant, notes_of(shared)) if not agree(text)] == []


def test_recorded_notes(shared: Path) -> None:
    count = 0
    for name in ("obsidian-cache.json", "obsidian-cache-dayplanner.json"):
        for case in json.loads((shared / "cases" / name).read_bytes())["cases"]:
            front_matter = read(case["fileContents"])
            cached = case["cachedMetadata"]
            values = None if front_matter is None else front_matter.values
            assert values == cached.get("frontmatter"), case["name"]
            count += values is not None
    assert count == 20


# --- laws ---


@given(st.one_of(BLOCK, st.text()), st.sampled_from(["", "\ufeff", " ", "x"]))
def test_never_raises_and_spans_nest(block: str, start: str) -> None:
    text = f"{start}---\n{block}\n---\nText"
    front_matter = read(text)
    if front_matter is None:
        return
    lines = LineMap(text)
    for found in front_matter.properties:
        for inner in (found.key_span, found.value_span):
            assert found.span.start <= inner.start <= inner.end <= found.span.end
        assert front_matter.content.start <= found.span.start
        assert found.span.end < front_matter.content.end
        assert found.line == lines.row(found.key_span.start) + 1
    for problem in front_matter.problems:
        assert problem.line == lines.row(problem.span.start) + 1
        assert problem.span.end <= front_matter.span.end
    if front_matter.values is None:
        assert front_matter.properties == ()


@given(st.text(alphabet="-: \n\r\t#[]{}\"'ab&*!|>\ufeff", max_size=60))
def test_never_raises_on_text_like_yaml(block: str) -> None:
    read(f"---\n{block}\n---\n")
    read(block)


def test_a_long_walk_stays_sane() -> None:
    """Blocks put together from whole lines, many more than hypothesis tries."""
    dice = random.Random(20)
    lines = [f"{key}: {piece}" for key in KEYS[:4] for piece in PIECES]
    lines += [f"{indent}- {piece}" for indent in ("", "  ") for piece in PIECES]
    for _ in range(2000):
        block = "\n".join(dice.choices([*lines, "a:", "tags:", "", "# c"], k=dice.randint(1, 5)))
        assert agree(f"---\n{block}\n---\n"), block
