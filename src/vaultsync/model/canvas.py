"""A canvas (JSON Canvas 1.0): the links in it, each with its place in the file's text.

Nothing is ever printed from the JSON: a link changes by a splice into the
source of its string, and all else stays byte for byte.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from json import dumps, loads
from typing import Any, NamedTuple

from vaultsync.model.kinds import FILE_NODE, MAX_CANVAS_BYTES
from vaultsync.syntax.elements import Link, Problem
from vaultsync.syntax.field_format import FieldFormat
from vaultsync.syntax.links import display_of
from vaultsync.text import LineMap, Span, decode
from vaultsync.text.codec import invalid_utf8_at

__all__ = ["FILE_NODE", "MAX_CANVAS_BYTES", "MAX_NESTING", "Canvas", "CanvasLink", "read_canvas"]

MAX_NESTING = 100
"""How deep a canvas' JSON may nest; one that is deeper is opaque."""

# A string, a bracket, or a number or word. Without its end a string goes to the end of the text.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]|[^\s\[\]{}",:]++', re.DOTALL)
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}
# One character's escape: \n  \/  \u00e9  \ud83d\ude00
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)"
)
_ESCAPED_LETTER = re.compile(r"\\u(?!00[0-7])[0-9a-fA-F]{4}")
_SURROGATE = re.compile("[\ud800-\udfff]")


class CanvasLink(NamedTuple):
    """A link in a canvas; the fields are those of a note's `Link`, and two more.

    `kind` is `file` for a file node, `wikilink` for one in a text node; `key` is
    the node's id, `raw` the link with its escapes resolved. The spans cover the
    escaped source: `target_span` the target alone, `subpath_span` the subpath,
    None where a file node has no such string.
    """

    kind: str
    target: str
    subpath: str
    display: str
    embed: bool
    line: int
    column: int
    raw: str
    span: Span
    target_span: Span
    subpath_span: Span | None
    key: str


class Canvas(NamedTuple):
    """A canvas as it was read: `text` holds every byte, offsets are code points into it."""

    path: str
    text: str
    links: tuple[CanvasLink, ...] = ()
    problems: tuple[Problem, ...] = ()

    def escaped(self, new: str) -> str:
        r"""`new` as it is written within a string of this file, in the style of the file.

        >>> read_canvas("a.canvas", b"{}").escaped('a/é "b"')
        'a/é \\"b\\"'
        >>> read_canvas("a.canvas", rb'{"a": "\u00e8", "b": "c\/d"}').escaped("a/é")
        'a\\/\\u00e9'
        """
        json = self.text.removeprefix("\ufeff")
        ascii_only = json.isascii() and _ESCAPED_LETTER.search(json) is not None
        written = _SURROGATE.sub(_code, dumps(new, ensure_ascii=ascii_only)[1:-1])
        return written.replace("/", r"\/") if r"\/" in json else written


def _code(surrogate: re.Match[str]) -> str:
    return f"\\u{ord(surrogate[0]):04x}"


def read_canvas(path: str, raw: bytes) -> Canvas:
    r"""Read a canvas. Pure; never raises, whatever the bytes: what is odd is in `problems`.

    Links are its file nodes and the wiki-links and embeds in its text nodes, in
    their order. `path` names the canvas in what is said of it.

    >>> raw = rb'{"nodes": [{"type": "text", "text": "see\n[[caf\u00e9#A|it]]"}]}'
    >>> canvas = read_canvas("Map.canvas", raw)
    >>> [(one.kind, one.target, one.target_span.of(canvas.text)) for one in canvas.links]
    [('wikilink', 'café', 'caf\\u00e9')]
    """
    text = decode(raw)
    if len(raw) > MAX_CANVAS_BYTES:
        return _opaque(path, text, "too-large", f"larger than {MAX_CANVAS_BYTES} bytes; not read")
    if not text.strip(" \t\r\n\ufeff"):
        return Canvas(path, text)
    if _depth(text) > MAX_NESTING:
        return _opaque(path, text, "too-deep", f"nested deeper than {MAX_NESTING}; not read")
    bom = len(text) - len(text.removeprefix("\ufeff"))
    try:
        # Numbers stay text, for they may be huge; `int` refuses NaN, which JSON does not know.
        loads(text[bom:], parse_int=str, parse_float=str, parse_constant=int)
    except ValueError as error:
        return _opaque(path, text, "not-json", f"not JSON: {error}", bom + getattr(error, "pos", 0))
    nodes = _nodes(text)
    if nodes is None:
        return _opaque(path, text, "not-a-canvas", "not a canvas: no object with a list of nodes")
    lines = LineMap(text)
    links = [link for node in nodes for link in _links(node, lines)]
    return Canvas(path, text, tuple(links), tuple(_bad_bytes(raw, lines)))


def _opaque(path: str, text: str, code: str, message: str, at: int = 0) -> Canvas:
    line = LineMap(text).row(at) + 1 if at else 1
    return Canvas(path, text, problems=(Problem(code, message, Span(at, at), line),))


def _bad_bytes(raw: bytes, lines: LineMap) -> Iterator[Problem]:
    if not lines.text.isascii() and (at := invalid_utf8_at(raw)) is not None:
        offset = len(raw[:at].decode("utf-8"))
        message = f"not valid UTF-8 at byte {at}; the bytes are kept"
        yield Problem("invalid-utf8", message, Span(offset, offset + 1), lines.row(offset) + 1)


def _depth(text: str) -> int:
    steps = (_STEP.get(match[0], 0) for match in _TOKEN.finditer(text))
    return max(accumulate(steps), default=0)


# Objects are dicts, arrays lists, strings the spans of what is within their quotes, all else None.
_Node = dict[str, Any]


def _nodes(text: str) -> list[_Node] | None:
    root = _tree(text)
    if not isinstance(root, dict):
        return None
    nodes = root.get("nodes", [])
    return [one for one in nodes if isinstance(one, dict)] if type(nodes) is list else None


def _tree(text: str) -> Any:
    """The spans in `text`, which is valid JSON. Of a key given twice the last counts."""
    opened: list[list[Any]] = [[]]
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in ("[", "{"):
            opened.append([])
        elif token in ("]", "}"):
            children = opened.pop()
            opened[-1].append(children if token == "]" else _object(children, text))
        else:
            is_string = token.startswith('"')
            opened[-1].append(Span(match.start() + 1, match.end() - 1) if is_string else None)
    return opened[0][-1]


def _object(children: list[Any], text: str) -> _Node:
    return {
        _unescaped(key, text): value
        for key, value in zip(children[::2], children[1::2], strict=True)
    }


def _unescaped(string: Span, text: str) -> str:
    source = string.of(text)
    if "\\" not in source:
        return source
    read: str = loads(f'"{source}"')
    return read


def _links(node: _Node, lines: LineMap) -> Iterator[CanvasLink]:
    strings = {key: one for key, one in node.items() if isinstance(one, Span)}
    read = {key: _unescaped(strings[key], lines.text) for key in ("type", "id") if key in strings}
    key = read.get("id", "")
    match read.get("type"):
        case "file" if "file" in strings:
            yield from _file_node(strings, key, lines)
        case "text" if "text" in strings:
            yield from _wiki_links(strings["text"], key, lines)


def _file_node(strings: dict[str, Span], key: str, lines: LineMap) -> Iterator[CanvasLink]:
    span, subpath_span = strings["file"], strings.get("subpath")
    target = _unescaped(span, lines.text)
    subpath = _unescaped(subpath_span, lines.text) if subpath_span else ""
    row, column = lines.position(span.start)
    link = target + subpath
    if target:
        yield CanvasLink(
            *(FILE_NODE, target, subpath, display_of(link), True, row + 1, column + 1, link),
            *(span, span, subpath_span, key),
        )


def _wiki_links(string: Span, key: str, lines: LineMap) -> Iterator[CanvasLink]:
    note = _unescaped(string, lines.text)
    if "[[" not in note:
        return
    from vaultsync.model.reading.reader import (
        read_note,  # takes time to load, and few canvases need it
    )

    source = _Source(string, lines.text)
    for link in read_note(note, FieldFormat.BOTH).links:
        if link.kind == "wikilink":
            yield _wiki_link(link, key, source, lines)


def _wiki_link(link: Link, key: str, source: _Source, lines: LineMap) -> CanvasLink:
    span, (start, end) = source.span(link.span), link.target_span
    middle = start + len(link.target)
    row, column = lines.position(span.start)
    return CanvasLink(
        *(link.kind, link.target, link.subpath, link.display, link.embed),
        *(row + 1, column + 1, link.raw, span),
        *(source.span(Span(start, middle)), source.span(Span(middle, end)), key),
    )


class _Source:
    """From offsets in what a string says to offsets in its source: behind each escape they part."""

    def __init__(self, string: Span, text: str) -> None:
        self.behind, self.shifts = [0], [string.start]
        for match in _ESCAPE.finditer(text, *string):
            behind = match.end() - self.shifts[-1] - len(match[0]) + 1
            self.behind.append(behind)
            self.shifts.append(match.end() - behind)

    def at(self, offset: int) -> int:
        return offset + self.shifts[bisect_right(self.behind, offset) - 1]

    def span(self, span: Span) -> Span:
        return Span(self.at(span.start), self.at(span.end))
