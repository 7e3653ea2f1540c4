"""Another value in the place of a property's old one: splices of its own characters."""

from __future__ import annotations

import re

from vaultsync.model.edits.property_lists import quote_of
from vaultsync.syntax.elements import Property
from vaultsync.syntax.yaml_writing import Scalar, flow_list, scalar
from vaultsync.text import Edit, Span

__all__ = ["colon_end", "item_rows", "line_end", "line_start", "new_value", "newline_before"]

_COLON = re.compile(r"[ \t]*+:")
_NEWLINE = re.compile(r"\r\n?|\n")

# |   >-   |2+   and on the rest of that line perhaps a comment
_BLOCK_SCALAR = re.compile(r"[|>][-+0-9]*+")


def line_start(text: str, offset: int) -> int:
    r"""Where the line of `offset` starts.

    >>> line_start("a\rbc", 3)
    2
    """
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> tuple[int, str]:
    r"""Where the line of `offset` ends, and its newline.

    >>> line_end("a\r\nb", 0), line_end("a\r\nb", 3)
    ((1, '\r\n'), (4, ''))
    """
    match = _NEWLINE.search(text, offset)
    return (match.start(), match[0]) if match else (len(text), "")


def newline_before(text: str, offset: int) -> str:
    r"""The newline that ends at `offset`.

    >>> newline_before("a\r\nb", 3)
    '\r\n'
    """
    return "\r\n" if text.endswith("\r\n", 0, offset) else text[offset - 1 : offset]


def colon_end(text: str, old: Property) -> int | None:
    """The offset behind the colon of a property, None where it has none behind its key (`? key`).

    >>> colon_end("a : 1", Property("a", 1, 1, Span(0, 5), Span(0, 1), Span(4, 5)))
    3
    """
    match = _COLON.match(text, old.key_span.end)
    return match.end() if match else None


def item_rows(values: list[Scalar], indent: str, newline: str) -> str:
    r"""A block list as Obsidian writes it, each element on a line behind a newline.

    >>> item_rows(["a", 1], "", "\n")
    '\n  - a\n  - 1'
    """
    return "".join(f"{newline}{indent}  - {scalar(value)}" for value in values)


def new_value(text: str, old: Property, colon: int, value: Scalar | list[Scalar]) -> list[Edit]:
    """Put a value in the place of all of the old one, in a block mapping.

    One value stands behind the colon, a list with elements on lines below it.
    What else is on the key's line stays; blanks before a value go with it.
    """
    end, newline = line_end(text, colon)
    indent = text[line_start(text, old.key_span.start) : old.key_span.start]
    rows = item_rows(value, indent, newline) if isinstance(value, list) and value else ""
    if old.value_span.start > end:
        above = line_start(text, old.value_span.start)
        above -= len(newline_before(text, above))
        edits = [Edit(Span(above, line_end(text, old.value_span.end)[0]), "")]
        own = Span(colon, colon)
    else:
        edits, own, end = _inline(text, old.value_span)
    if value is None or rows:
        cleared = [Edit(Span(colon, own.end), "")] if own.end > colon else []
        return [*cleared, *([Edit(Span(end, end), rows)] if rows else []), *edits]
    return [_written(text, own, value), *edits]


def _inline(text: str, span: Span) -> tuple[list[Edit], Span, int]:
    """What to take away below, what to replace on the key's line, where that line ends then."""
    if header := _BLOCK_SCALAR.match(text, span.start):
        end, _ = line_end(text, span.start)
        below = [Edit(Span(end, span.end), "")] if span.end > end else []
        return below, Span(span.start, header.end()), end
    return [], span, line_end(text, span.end)[0]


def _written(text: str, own: Span, value: Scalar | list[Scalar]) -> Edit:
    """A value behind its colon; where there was none, blanks part it from what is around it."""
    written = flow_list(value) if isinstance(value, list) else scalar(value, quote_of(own.of(text)))
    if own.end > own.start:
        return Edit(own, written)
    at = own.start
    if text[at : at + 1] in (" ", "\t"):
        at += 1
    else:
        written = f" {written}"
    behind = text[at : at + 1]
    return Edit(Span(at, at), written if behind in ("", " ", "\t", "\r", "\n") else f"{written} ")
