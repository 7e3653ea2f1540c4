"""The direct reader: properties of a block of simple lines, without YAML.

It answers only where it knows that YAML says the same; any line that it isn't
sure of, odd or merely rare, makes it give up the whole block.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vaultsync.syntax.elements import Property, Value
from vaultsync.syntax.yaml_scalars import typed_scalar
from vaultsync.text import Span

__all__ = ["read_property_lines"]

# due: 2024-07-21   creation date:   Author/name (full): x
_KEY = re.compile(r"(\w[\w./()+-]*+ (?: \ ++ [\w./()+-]++ )*+) : (?: \ ++ | \Z )", re.VERBOSE)

#   - item   -
_ITEM = re.compile(r"(\ *+) - (?: \ ++ | \Z )", re.VERBOSE)

# A blank line, or: # comment
_IGNORED = re.compile(r"\ *+ (?: \# .* )?", re.VERBOSE | re.DOTALL)

# [a, b/c d, "[[Note]]", 'e']
_FLOW_ITEM = r"""(?: \w[\w./+-]*+ (?: \ ++ [\w./+-]++ )*+ | "[^"\\]*+" | '[^']*+' )"""
_FLOW_ITEMS = re.compile(_FLOW_ITEM, re.VERBOSE)
_FLOW_LIST = re.compile(
    rf"\[ \ *+ (?: {_FLOW_ITEM} (?: \ *+ , \ *+ {_FLOW_ITEM} )*+ \ *+ )? \]", re.VERBOSE
)

# What starts no unquoted value: https://yaml.org/spec/1.2.2/#rule-ns-plain-first
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")

# A key of more than 1,024 characters is none to YAML.
_LONGEST_KEY = 1000


class _NotSimpleError(Exception):
    """The block needs a YAML parser."""


class _Placed(NamedTuple):
    """A value, the offsets where it stands, the row of its end and the row after it."""

    value: Value
    start: int
    end: int
    row: int
    next_row: int


def read_property_lines(lines: list[str], starts: list[int], closing: int) -> list[Property] | None:
    """The properties of the lines from row 1 up to `closing`, or None: they need a YAML parser.

    >>> lines = ["---", "due: 2024-07-21", "tags:", "  - a", "---"]
    >>> [(p.key, p.value) for p in read_property_lines(lines, [0, 4, 20, 26, 32], 4)]
    [('due', '2024-07-21'), ('tags', ['a'])]
    >>> read_property_lines(["---", "a: {b: 1}", "---"], [0, 4, 14], 2)
    """
    try:
        properties = _properties(lines, starts, closing)
    except _NotSimpleError:
        return None
    keys = {property_.key for property_ in properties}
    return properties if len(keys) == len(properties) else None


def _properties(lines: list[str], starts: list[int], closing: int) -> list[Property]:
    properties = []
    row = 1
    while row < closing:
        line = lines[row]
        match = _KEY.match(line)
        if match is None:
            _refuse_unless_ignored(line)
            row += 1
            continue
        key, key_end, value_at = match[1], match.end(1), match.end()
        if key_end > _LONGEST_KEY:
            raise _NotSimpleError
        start = starts[row]
        written = _without_comment(line[value_at:]).rstrip(" ")
        if written:
            at = start + value_at
            placed = _Placed(_value(written), at, at + len(written), row, row + 1)
        else:
            placed = _items(lines, starts, row, closing, start + key_end + 1)
        properties.append(
            Property(
                key,
                placed.value,
                row + 1,
                Span(start, starts[placed.row] + len(lines[placed.row])),
                Span(start, start + key_end),
                Span(placed.start, placed.end),
            )
        )
        row = placed.next_row
    return properties


def _items(lines: list[str], starts: list[int], row: int, closing: int, after: int) -> _Placed:
    """The list below the key in `row`, which ends at `after`; None where there is none."""
    items: list[Value] = []
    indent = -1
    start = end = after
    last, row = row, row + 1
    while row < closing:
        line = lines[row]
        match = _ITEM.match(line)
        if match is None:
            if _KEY.match(line):
                break
            _refuse_unless_ignored(line)
            row += 1
            continue
        if not items:
            indent = match.end(1)
            start = starts[row] + indent
        elif match.end(1) != indent:
            raise _NotSimpleError
        written = line[match.end() :].rstrip(" ")
        items.append(_scalar(written) if written else None)
        end = starts[row] + (match.end() + len(written) if written else indent + 1)
        last, row = row, row + 1
    return _Placed(items or None, start, end, last, row)


def _without_comment(written: str) -> str:
    """An unquoted value without the comment behind it: `2024-07-21  # kept`."""
    if " #" not in written or written[0] in _INDICATORS:
        return written
    return written.partition(" #")[0]


def _refuse_unless_ignored(line: str) -> None:
    if not _IGNORED.fullmatch(line):
        raise _NotSimpleError


def _value(written: str) -> Value:
    if written[0] != "[":
        return _scalar(written)
    if not _FLOW_LIST.fullmatch(written):
        raise _NotSimpleError
    return [_scalar(item) for item in _FLOW_ITEMS.findall(written)]


def _scalar(written: str) -> Value:
    """The value of a scalar on one line, plain or in quotes without escapes."""
    first = written[0]
    if first in _INDICATORS and (first != "-" or written[1:2] in ("", " ")):
        return _quoted(written)
    if ": " in written or " #" in written or "\t" in written or written[-1] == ":":
        raise _NotSimpleError
    return typed_scalar(written)


def _quoted(written: str) -> str:
    quote, inner = written[0], written[1:-1]
    if quote not in "\"'" or len(written) < 2 or written[-1] != quote or quote in inner:
        raise _NotSimpleError
    if quote == '"' and "\\" in inner:
        raise _NotSimpleError
    return inner
