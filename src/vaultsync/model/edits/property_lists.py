"""The elements of a list in front matter, where each stands, and splices of single ones.

The places are found without a YAML parser; who splices reads the result again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast

from vaultsync.syntax.elements import Value
from vaultsync.syntax.yaml_writing import Scalar, scalar
from vaultsync.text import Edit, Span, split_lines

__all__ = ["Change", "Element", "ListText", "list_edits", "quote_of", "read_list"]


class Element(NamedTuple):
    """One element: its own characters, and in a block list its lines without the last newline."""

    span: Span
    rows: Span


class ListText(NamedTuple):
    """A list as written; `lead` is what stands before a new element: `  - `, or `, ` in a flow.

    `quote` is for new text beside elements that have none.
    """

    flow: bool
    lead: str
    elements: tuple[Element, ...]
    quote: str = ""


class Change(NamedTuple):
    """The elements `start:end` become `new`."""

    start: int
    end: int
    new: list[Value]


_QUOTED = r""" " (?: [^"\\] | \\. )*+ " | ' (?: [^'] | '' )*+ ' """
_QUOTED_TEXT = re.compile(_QUOTED, re.VERBOSE | re.DOTALL)

# What a flow list is made of: "a, b"   # comment   [   ,   word
_TOKEN = re.compile(
    rf"""
    (?P<quoted> {_QUOTED} )
    | (?P<blank> \s++ | (?<= \s ) \# [^\r\n]*+ )
    | (?P<open> [\[{{] )
    | (?P<close> [\]}}] )
    | (?P<comma> , )
    | (?P<word> [^\s,\[\]{{}}]++ )
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"[^\s,\[\]{}]++")
_COMMA = re.compile(r"\s*+,")
_SEPARATOR = re.compile(r"\s*+,\s*+")
_COMMENT = re.compile(r"\s*+ (?: \# .* )? \Z", re.VERBOSE | re.DOTALL)
_COMMENT_BEHIND = re.compile(r"(?: \A | [ \t]++ ) \# .*", re.VERBOSE | re.DOTALL)
_MARKER = re.compile(r"-[ \t]*+")
_NEWLINE = re.compile(r"\r\n?|\n")


def read_list(text: str, span: Span, count: int) -> ListText | None:
    r"""The list of `count` elements that `span` of `text` holds, or None if it isn't made out.

    >>> read_list('a: [x, "y z"]', Span(3, 13), 2).elements[1].span
    Span(start=7, end=12)
    >>> read_list("a:\n  - x\n  - y\n", Span(5, 14), 2).lead
    '  - '
    """
    if text.startswith("[", span.start):
        spans = list(_flow_spans(text, span))
        between = text[spans[-2].end : spans[-1].start] if len(spans) > 1 else ", "
        lead = between if _SEPARATOR.fullmatch(between) else ", "
        found = ListText(True, lead, tuple(Element(one, one) for one in spans))
    elif text.startswith("-", span.start):
        elements = tuple(_block_elements(text, span))
        found = ListText(False, _lead(text, elements[-1]), elements)
    else:
        return None
    return found if len(found.elements) == count else None


def quote_of(written: str) -> str:
    """The quote that `written` starts with, or none.

    >>> quote_of("'a'"), quote_of("a")
    ("'", '')
    """
    return written[:1] if written[:1] in ("'", '"') else ""


def list_edits(text: str, found: ListText, changes: Iterable[Change]) -> list[Edit]:
    """The splices that make the changes; new elements are single values, one at least is left."""
    edits = []
    for start, end, values in changes:
        new = cast("list[Scalar]", values)
        kept = min(end - start, len(new))
        for element, value in zip(found.elements[start:end], new, strict=False):
            edits.append(_replacement(text, found, element.span, value))
        if len(new) > kept:
            edits.append(_insertion(text, found, end, new[kept:]))
        elif start + kept < end:
            edits += _deletions(text, found, start + kept, end)
    return edits


def _flow_spans(text: str, span: Span) -> Iterator[Span]:
    start = end = -1
    depth = 0
    at, last = span.start + 1, span.end - 1
    while at < last:
        match = _TOKEN.match(text, at, last)
        if match and match.lastgroup == "quoted" and start >= 0 and not depth:
            match = _WORD.match(text, at, last)
        if match is None:
            return
        at = match.end()
        kind = match.lastgroup
        if kind == "comma" and not depth:
            yield Span(start, end)
            start = -1
        elif kind != "blank":
            start = match.start() if start < 0 else start
            end = at
            depth += (kind == "open") - (kind == "close")
    if start >= 0:
        yield Span(start, end)


def _block_elements(text: str, span: Span) -> Iterator[Element]:
    newline = _NEWLINE.search(text, span.end)
    stop = newline.start() if newline else len(text)
    base = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    lines, starts = split_lines(text[base:stop])
    indent = span.start - base
    firsts = [row for row, line in enumerate(lines) if _is_element(line, indent)]
    for first, after in zip(firsts, [*firsts[1:], len(lines)], strict=True):
        marker = _MARKER.match(lines[first], indent)
        at = marker.end() if marker else indent
        last = _last_row(lines, first, after, indent, at)
        written = lines[first][at:]
        if last > first:
            end = starts[last] + len(lines[last].rstrip(" \t"))
        else:
            written = written[: _length(written)]
            at = at if written else indent + 1
            end = starts[first] + at + len(written)
        yield Element(
            Span(base + starts[first] + at, base + end),
            Span(base + starts[first], base + starts[last] + len(lines[last])),
        )


def _is_element(line: str, indent: int) -> bool:
    before, rest = line[:indent], line[indent : indent + 2]
    return not before.strip(" ") and rest[:1] == "-" and rest[1:] in ("", " ", "\t")


def _last_row(lines: list[str], first: int, after: int, indent: int, at: int) -> int:
    """The last row of the element in `first`; blank and comment rows at its end are not its own."""
    is_text = lines[first][at : at + 1] in ("|", ">")
    last = after - 1
    while last > first and _COMMENT.match(lines[last]):
        if is_text and lines[last][: indent + 1].isspace() and lines[last].strip():
            break
        last -= 1
    return last


def _length(written: str) -> int:
    """How much of the rest of a line is the element's own, without a comment."""
    if quoted := _QUOTED_TEXT.match(written):
        return quoted.end()
    comment = _COMMENT_BEHIND.search(written)
    return len((written[: comment.start()] if comment else written).rstrip(" \t"))


def _lead(text: str, element: Element) -> str:
    """The indentation and marker of an element; one without text has a blank put behind."""
    before = text[element.rows.start : element.span.start]
    return before if before[-1:] in (" ", "\t") else f"{before} "


def _replacement(text: str, found: ListText, span: Span, value: Scalar) -> Edit:
    written = scalar(value, quote_of(span.of(text)) or found.quote, flow=found.flow)
    return Edit(span, written if span.end > span.start else f" {written}")


def _insertion(text: str, found: ListText, index: int, new: list[Scalar]) -> Edit:
    """New elements after the one before `index`, else before the first."""
    beside = found.elements[max(index - 1, 0)]
    quote = quote_of(beside.span.of(text)) or found.quote
    written = [scalar(value, quote, flow=found.flow) for value in new]
    if found.flow:
        at = beside.span.end if index else beside.span.start
        pieces = [found.lead + one if index else one + found.lead for one in written]
    else:
        at = beside.rows.end if index else beside.rows.start
        newline = _newline_at(text, beside.rows.end)
        pieces = [
            f"{newline}{found.lead}{one}" if index else f"{found.lead}{one}{newline}"
            for one in written
        ]
    return Edit(Span(at, at), "".join(pieces))


def _deletions(text: str, found: ListText, start: int, end: int) -> list[Edit]:
    """Elements away; comments between brackets stay, with a comma perhaps."""
    gone = found.elements[start:end]
    if not found.flow:
        rows = [one.rows for one in gone]
        ends = [row.end + len(_newline_at(text, row.end)) for row in rows]
        return [Edit(Span(row.start, at), "") for row, at in zip(rows, ends, strict=True)]
    if end < len(found.elements):
        span = Span(gone[0].span.start, found.elements[end].span.start)
        between = text[gone[-1].span.end : span.end]
    else:
        span = Span(found.elements[start - 1].span.end, gone[-1].span.end)
        between = text[span.start : gone[0].span.start]
    if _SEPARATOR.fullmatch(between):
        return [Edit(span, "")]
    commas = [_COMMA.match(text, one.span.end) for one in gone]
    return [
        Edit(Span(one.span.start, comma.end() if comma else one.span.end), "")
        for one, comma in zip(gone, commas, strict=True)
    ]


def _newline_at(text: str, offset: int) -> str:
    match = _NEWLINE.match(text, offset)
    return match[0] if match else "\n"
