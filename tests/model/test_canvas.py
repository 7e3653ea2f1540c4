"""Canvases: the links in them, where they stand, and that only a link's own characters change."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from vaultsync.model.canvas import MAX_CANVAS_BYTES, MAX_NESTING, Canvas, CanvasLink, read_canvas
from vaultsync.model.reading.reader import read_note
from vaultsync.syntax.task_fields import FieldFormat
from vaultsync.text import Edit, Span, apply_edits, encode

Json = dict[str, Any]


def canvas_of(text: str) -> Canvas:
    return read_canvas("a.canvas", encode(text))


def text_node(source: str) -> Canvas:
    """A canvas with one text node, whose string's source is given."""
    return canvas_of(f'{{"nodes": [{{"id": "n", "type": "text", "text": "{source}"}}]}}')


def retargeted(canvas: Canvas, link: CanvasLink, target: str) -> Canvas:
    edit = Edit(link.target_span, canvas.escaped(target))
    return canvas_of(apply_edits(canvas.text, [edit]))


def facts(link: CanvasLink) -> tuple[str, str, str, str, bool]:
    return link.kind, link.target, link.subpath, link.display, link.embed


# The source of a text node's string, the source of each target and subpath, and what they say.
TEXT_NODES: dict[str, tuple[str, list[tuple[str, str]], list[tuple[str, str]]]] = {
    "plain": ("see [[A#B|c]]", [("A", "#B")], [("A", "#B")]),
    "two": ("[[A]] ![[b.png|300]]", [("A", ""), ("b.png", "")], [("A", ""), ("b.png", "")]),
    "behind-newlines": (r"# H\n\n- [ ] [[A]]\n", [("A", "")], [("A", "")]),
    "quotes": (r"\"[[A]]\"", [("A", "")], [("A", "")]),
    "quotes-within": (r"[[A \"b\" c|d]]", [(r"A \"b\" c", "")], [('A "b" c', "")]),
    "letter-escaped": (r"\u00e9 [[\u00e8#\u00e9|x]]", [(r"\u00e8", r"#\u00e9")], [("è", "#é")]),
    "pair-escaped": (r"\ud83d\ude00 [[\uD83D\uDE00 a]]", [(r"\uD83D\uDE00 a", "")], [("😀 a", "")]),
    "slash-escaped": (r"[[a\/b]]", [(r"a\/b", "")], [("a/b", "")]),
    "slash-plain": ("[[a/b]]", [("a/b", "")], [("a/b", "")]),
    "backslash": (r"| a |\n|-|\n| [[A\\|b]] |", [("A", "")], [("A", "")]),
    "brackets-escaped": (r"\u005b\u005bA\u005d\u005d", [("A", "")], [("A", "")]),
    "sharp-escaped": (r"[[A\u0023B]]", [("A", r"\u0023B")], [("A", "#B")]),
    "only-a-subpath": ("[[#H]]", [("", "#H")], [("", "#H")]),
    "lone-half": (r"\ud83d [[A]]", [("A", "")], [("A", "")]),
    "two-first-halves": (r"\ud83d\ud83d [[A]]", [("A", "")], [("A", "")]),
    "any-bytes": ("[[caf\udce9]]", [("caf\udce9", "")], [("caf\udce9", "")]),
    "comment": ("%% [[A]] %%", [("A", "")], [("A", "")]),
    "code": (r"`[[A]]`\n```\n[[B]]\n```", [], []),
    "html-comment": ("<!-- [[A]] -->", [], []),
    "markdown-link": ("[a](b.md)", [], []),
    "escaped-brackets": (r"\\[\\[A\\]\\]", [], []),
    "no-link": ("[[ ", [], []),
}  # fmt: skip


@pytest.mark.parametrize(("source", "spans", "said"), TEXT_NODES.values(), ids=TEXT_NODES)
def test_links_of_a_text_node(
    source: str, spans: list[tuple[str, str]], said: list[tuple[str, str]]
) -> None:
    canvas = text_node(source)
    assert [(one.target, one.subpath) for one in canvas.links] == said
    assert [
        (one.target_span.of(canvas.text), one.subpath_span.of(canvas.text))
        for one in canvas.links
        if one.subpath_span
    ] == spans
    assert all(one.kind == "wikilink" and one.key == "n" for one in canvas.links)
    assert not canvas.problems or "\udce9" in source


def test_a_link_as_a_note_has_it() -> None:
    canvas = canvas_of('{"nodes": [\n {"type":"text","text":"a\\n![[B#C\\u007cd]]","id":"x"}]}')
    (link,) = canvas.links
    assert link[:8] == ("wikilink", "B", "#C", "d", True, 2, 28, "![[B#C|d]]")
    assert link.span.of(canvas.text) == r"![[B#C\u007cd]]"
    assert link.key == "x"


FILE_NODES = {
    "plain": ('"file": "a/b.md"', "a/b.md", "", "a/b.md", None),
    "subpath": ('"file": "b.md", "subpath": "#H"', "b.md", "#H", "b.md", "#H"),
    "subpath-first": ('"subpath": "#H", "file": "b.md"', "b.md", "#H", "b.md", "#H"),
    "no-subpath": ('"file": "b.md", "subpath": ""', "b.md", "", "b.md", ""),
    "escaped": (r'"file": "a\/\u00e9 \"b\".md"', 'a/é "b".md', "", r"a\/\u00e9 \"b\".md", None),
    "key-escaped": (r'"f\u0069le": "b.md"', "b.md", "", "b.md", None),
    "sharp-in-the-path": ('"file": "C#.md"', "C#.md", "", "C#.md", None),
    "given-twice": ('"file": "a.md", "file": "b.md"', "b.md", "", "b.md", None),
    "brackets-in-the-name": ('"file": "{[,].md"', "{[,].md", "", "{[,].md", None),
}


@pytest.mark.parametrize(
    ("keys", "target", "subpath", "span", "sub"), FILE_NODES.values(), ids=FILE_NODES
)
def test_file_node(keys: str, target: str, subpath: str, span: str, sub: str | None) -> None:
    canvas = canvas_of(f'{{"nodes": [{{"id": "n", {keys}, "type": "file", "x": 1e400}}]}}')
    (link,) = canvas.links
    assert (link.kind, link.target, link.subpath, link.embed) == ("file", target, subpath, True)
    assert link.target_span.of(canvas.text) == span
    assert (link.subpath_span and link.subpath_span.of(canvas.text)) == sub


NO_LINKS = {
    "empty": "",
    "blank": " \n",
    "bom": "\ufeff",
    "no-nodes": "{}",
    "empty-nodes": '{"nodes":[],"edges":[]}',
    "other-types": '{"nodes":[{"type":"link","url":"[[a]]"},{"type":"group","label":"[[a]]"}]}',
    "no-type": '{"nodes":[{"file":"a.md","text":"[[a]]"}]}',
    "odd-types": '{"nodes":[1,null,"[[a]]",[],{"type":1},{"type":"file","file":2}]}',
    "no-path": '{"nodes":[{"type":"file","file":""}]}',
    "edges": '{"edges":[{"type":"file","file":"a.md"}]}',
    "deeper": '{"x":{"nodes":[{"type":"file","file":"a.md"}]}}',
    "nodes-given-twice": '{"nodes":[{"type":"file","file":"a.md"}],"nodes":[]}',
    "long-number": '{"nodes":[' + "1" * 5000 + "]}",
}  # fmt: skip


@pytest.mark.parametrize("text", NO_LINKS.values(), ids=NO_LINKS)
def test_no_links_and_no_problem(text: str) -> None:
    assert canvas_of(text) == Canvas("a.canvas", text)


NODE = b'{"nodes":[{"type":"file","file":"%s"}]}'
DEEP = b"[" * (MAX_NESTING - 3) + b"]" * (MAX_NESTING - 3)
PROBLEMS = {
    "no-json": (b'{"nodes":[]\n,}', ["not-json 2"]),
    "bare-word": (b"canvas", ["not-json 1"]),
    "nan": (b'{"nodes":[NaN]}', ["not-json 1"]),
    "unclosed-string": (b'{"nodes":["' + b'\\"' * 50_000, ["not-json 1"]),
    "newline-in-a-string": (NODE % b"a\nb", ["not-json 1"]),
    "after-a-bom": (b"\xef\xbb\xbf{}\n{}", ["not-json 2"]),
    "array": (b"[]", ["not-a-canvas 1"]),
    "text": (b'"a"', ["not-a-canvas 1"]),
    "number": (b"1", ["not-a-canvas 1"]),
    "nodes-no-list": (b'{"nodes":{}}', ["not-a-canvas 1"]),
    "nodes-null": (b'{"nodes":null}', ["not-a-canvas 1"]),
    "nodes-text": (b'{"nodes":"a"}', ["not-a-canvas 1"]),
    "too-deep": (b'{"nodes":[[[' + DEEP + b"]]]}", ["too-deep 1"]),
    "deep-enough": (b'{"nodes":[[' + DEEP + b"]]}", []),
    "much-too-deep": (b"[" * 1_000_000, ["too-deep 1"]),
    "too-large": (b'{"nodes":[]}' + b" " * MAX_CANVAS_BYTES, ["too-large 1"]),
    "odd-bytes": (b"\n" + NODE % b"caf\xe9.md", ["invalid-utf8 2"]),
    "closing-first": (b"]}]", ["not-json 1"]),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "problems"), PROBLEMS.values(), ids=PROBLEMS)
def test_names_what_is_odd(raw: bytes, problems: list[str]) -> None:
    canvas = read_canvas("a.canvas", raw)
    assert [f"{one.code} {one.line}" for one in canvas.problems] == problems
    assert encode(canvas.text) == raw


def test_odd_bytes_are_read_on() -> None:
    assert read_canvas("a.canvas", NODE % b"caf\xe9.md").links[0].target == "caf\udce9.md"


# The file's text, new text, how it is written there.
ESCAPED = {
    "plain": ("{}", "a/b c", "a/b c"),
    "quotes": ("{}", 'a "b"', r"a \"b\""),
    "backslash": ("{}", "a\\b", r"a\\b"),
    "newline": ("{}", "a\nb", r"a\nb"),
    "letters-as-they-are": ("{}", "é😀", "é😀"),
    "letters-as-the-file-has-them": (r'{"a": "\u00e8"}', "é😀", r"\u00e9\ud83d\ude00"),
    "letters-in-a-mixed-file": (r'{"a": "\u00e8è"}', "é", "é"),
    "escaped-control-is-no-style": (r'{"a": "\u000b"}', "é", "é"),
    "slash-as-the-file-has-it": (r'{"a": "b\/c"}', "a/b", r"a\/b"),
    "half": ("{}", "\ud83d", r"\ud83d"),
    "odd-byte": ("{}", "\udce9", r"\udce9"),
}


@pytest.mark.parametrize(("text", "new", "written"), ESCAPED.values(), ids=ESCAPED)
def test_escapes_as_the_file_does(text: str, new: str, written: str) -> None:
    assert canvas_of(text).escaped(new) == written
    assert json.loads(f'"{written}"') == new


INDENTED = """{
\t"nodes":[
\t\t{"id":"a","type":"text","text":"x [[Old\\u00e9#H|y]]\\n","z": 1.0}
\t]
}
"""


def test_only_the_target_changes(variant: Callable[[str], str]) -> None:
    canvas = canvas_of(variant(INDENTED))
    after = retargeted(canvas, canvas.links[0], 'New "ü"')
    assert after.text == canvas.text.replace(r"Old\u00e9", r"New \"\u00fc\"")
    assert facts(after.links[0]) == ("wikilink", 'New "ü"', "#H", "y", False)


said = strategies.markup | st.text(max_size=8)
note_texts = st.lists(said, max_size=4).map("\n".join)
text_nodes = st.fixed_dictionaries({"id": said, "type": st.just("text"), "text": note_texts})
file_nodes = st.fixed_dictionaries(
    {"type": st.just("file"), "file": said, "x": st.floats(allow_nan=False, allow_infinity=False)},
    optional={"subpath": said, "id": said, "[[odd]]": st.lists(said)},
)
canvases: st.SearchStrategy[Json] = st.fixed_dictionaries(
    {"nodes": st.lists(text_nodes | file_nodes, max_size=4)},
    optional={"edges": st.lists(st.none() | said), "[[a]]": said},
)


def dumped(document: Json, ascii_only: bool, indent: int | None, slashes: bool) -> str:
    text = json.dumps(document, ensure_ascii=ascii_only, indent=indent)
    return text.replace("/", r"\/") if slashes else text


sources = st.builds(dumped, canvases, st.booleans(), st.sampled_from([None, 1]), st.booleans())


@given(sources)
@example('{"nodes": [{"type": "text", "text": "\\ud83d\\ud83d\\ude00[[a]]\\ude00"}]}')
def test_each_span_says_what_the_link_says(text: str) -> None:
    canvas = canvas_of(text)
    document = json.loads(text)
    for link in canvas.links:
        for span, expected in (
            (link.target_span, link.target),
            (link.subpath_span or Span(0, 0), link.subpath),
        ):
            assert json.loads(f'"{span.of(canvas.text)}"') == expected
        same = Edit(link.target_span, link.target_span.of(text))
        assert apply_edits(text, [same]) == text
        if link.kind == "wikilink":
            assert json.loads(f'"{link.span.of(canvas.text)}"') == link.raw
    assert [one.target for one in canvas.links if one.kind == "file"] == [
        node["file"] for node in document["nodes"] if node["type"] == "file" and node["file"]
    ]


@given(sources)
def test_text_nodes_have_the_links_of_a_note(text: str) -> None:
    expected = [
        link.raw
        for node in json.loads(text)["nodes"]
        for link in read_note(node.get("text", ""), FieldFormat.BOTH).links
        if link.kind == "wikilink"
    ]
    assert [one.raw for one in canvas_of(text).links if one.kind == "wikilink"] == expected


@given(sources, st.sampled_from(["New", "a/New é", "\u0130 x", "😀"]))
def test_another_target_is_read_back_and_all_else_stays(text: str, new: str) -> None:
    canvas = canvas_of(text)
    for index, link in enumerate(canvas.links):
        after = retargeted(canvas, link, new)
        assert [(one.kind, one.target, one.subpath, one.embed, one.key) for one in after.links] == [
            (one.kind, new if one is link else one.target, one.subpath, one.embed, one.key)
            for one in canvas.links
        ]
        assert json.loads(after.text) == with_target(json.loads(text), index, new)


def with_target(document: Json, index: int, new: str) -> Json:
    """The document with another target in its link number `index`."""
    document = deepcopy(document)
    for node in document["nodes"]:
        if node["type"] == "file":
            index -= bool(node["file"])
            if index < 0:
                node["file"] = new
                return document
            continue
        links = read_note(node["text"], FieldFormat.BOTH).links
        for link in (one for one in links if one.kind == "wikilink"):
            index -= 1
            if index < 0:
                start = link.target_span.start
                end = start + len(link.target)
                node["text"] = node["text"][:start] + new + node["text"][end:]
                return document
    raise AssertionError("no such link")


@given(
    st.binary()
    | st.tuples(sources.map(encode), st.integers(0, 200), st.binary(max_size=3)).map(
        lambda made: made[0][: made[1]] + made[2] + made[0][made[1] :]
    )
)
def test_never_raises_and_keeps_every_byte(raw: bytes) -> None:
    assert encode(read_canvas("a.canvas", raw).text) == raw
