"""The block of front matter around its properties: lines put in and taken out, and the last check.

A plan is read again before it is given away: the note must say what was asked
and otherwise what it said before, to the note's reader and to YAML's.
"""

from __future__ import annotations

import re
from typing import cast

from vaultsync.errors import UneditableError
from vaultsync.model.edits.property_values import item_rows, line_end, line_start, newline_before
from vaultsync.model.note import Note, parse_note
from vaultsync.syntax.elements import FrontMatter, Property, Value
from vaultsync.syntax.yaml_writing import Scalar, flow_list, scalar
from vaultsync.text import Edit, Span, apply_edits, encode, newline_of

__all__ = ["added", "checked", "is_flow", "readable", "removed", "same"]

# Blank lines and comments, then a mapping in braces.
_FLOW_ROOT = re.compile(
    r"(?: [ \t]*+ (?: \# [^\r\n]*+ )? (?: \r\n? | \n ) )*+ [ \t]*+ \{", re.VERBOSE
)
_ANCHOR = re.compile(r"(?:\A|[\s\[{,])&[^\s,\[\]{}]++")


def readable(note: Note) -> FrontMatter | None:
    """The note's front matter, None where it has none.

    Raises `UneditableError` for a block that can't be read, with the reason.
    """
    if any(problem.code == "too-large" for problem in note.problems):
        raise UneditableError(note.path, "too large to be read")
    front = note.front_matter
    if front and front.values is None and front.problems:
        problem = front.problems[0]
        raise UneditableError(note.path, problem.message, problem.line)
    return front


def is_flow(note: Note) -> bool:
    r"""Whether the properties stand in braces, as in JSON.

    >>> is_flow(parse_note("a.md", b'---\n{"a": 1}\n---\n'))
    True
    """
    front = note.front_matter
    return front is not None and _FLOW_ROOT.match(note.text, front.content.start) is not None


def added(note: Note, key: str, value: Scalar | list[Scalar]) -> list[Edit]:
    """A new property as last line of the block, which is made where there is none."""
    front = note.front_matter
    if front is None:
        newline = newline_of(note.text)
        at = len(note.text) - len(note.text.removeprefix("\ufeff"))
        block = f"---{newline}{_lines('', key, value, newline)}---{newline}"
        return [Edit(Span(at, at), block)]
    if is_flow(note):
        reason = f"the properties are in braces: add {key!r} by hand"
        raise UneditableError(note.path, reason, 2)
    indent = ""
    if front.properties:
        start = front.properties[-1].key_span.start
        indent = note.text[line_start(note.text, start) : start]
    if indent.strip(" "):
        raise UneditableError(note.path, f"add {key!r} by hand", front.properties[-1].line)
    end = front.content.end
    block = _lines(indent, key, value, newline_before(note.text, end))
    return [Edit(Span(end, end), block)]


def _lines(indent: str, key: str, value: Scalar | list[Scalar], newline: str) -> str:
    if isinstance(value, list):
        behind = item_rows(value, indent, newline) or f" {flow_list(value)}"
    else:
        behind = "" if value is None else f" {scalar(value)}"
    return f"{indent}{scalar(key)}:{behind}{newline}"


def removed(note: Note, old: Property) -> list[Edit]:
    """The lines of a property away; comments above and below it stay."""
    if is_flow(note):
        reason = f"the properties are in braces: remove {old.key!r} by hand"
        raise UneditableError(note.path, reason, old.line)
    end, newline = line_end(note.text, old.span.end)
    return [Edit(Span(old.span.start, end + len(newline)), "")]


def checked(note: Note, edits: list[Edit], key: str, wanted: dict[str, Value]) -> list[Edit]:
    """The edits, if they make what is `wanted` of the property `key` and leave all else as it is.

    Raises `UneditableError` otherwise.
    """
    from vaultsync.syntax.yaml_values import read_yaml

    values = {one.key: wanted.get(one.key, one.value) for one in note.properties} | wanted
    if not wanted:
        del values[key]
    after = parse_note(note.path, encode(apply_edits(note.text, edits)))
    front = after.front_matter
    line = next((one.line for one in note.properties if one.key == key), None)
    if front is None or (front.values is None and front.problems):
        raise UneditableError(note.path, _reason(note, key, "not be readable then"), line)
    entries = read_yaml(front.content.of(after.text)).entries or ()
    by_yaml = cast("Value", {entry.key: entry.value for entry in entries})
    if not (_reads(front.values or {}, values) and _reads(by_yaml, values)):
        raise UneditableError(note.path, _reason(note, key, "say something else then"), line)
    if _others(note, key) != _others(after, key) or _body(note) != _body(after):
        raise UneditableError(note.path, _reason(note, key, "not stay as they are"), line)
    return edits


def _reads(found: Value, values: dict[str, Value]) -> bool:
    return same(found, cast("Value", values))


def same(one: Value, other: Value) -> bool:
    """Whether two values are the same to Obsidian: 1 and 1.0 are, 1 and true are not.

    >>> same([1.0], [1]), same(True, 1), same(float("nan"), float("nan"))
    (True, False, True)
    """
    match one, other:
        case list(), list():
            pairs = zip(one, other, strict=False)
            return len(one) == len(other) and all(same(*pair) for pair in pairs)
        case dict(), dict():
            return list(one) == list(other) and same(list(one.values()), list(other.values()))
        case (bool(), _) | (_, bool()):
            return one is other
        case _:
            return one == other or repr(one) == repr(other)


def _others(note: Note, key: str) -> list[tuple[str, str]]:
    """The other properties as they are written."""
    others = [one for one in note.properties if one.key != key]
    return [(one.key_span.of(note.text), one.value_span.of(note.text)) for one in others]


def _body(note: Note) -> list[tuple[str, int, int]]:
    """The blocks below the front matter, counted from the end of the note."""
    size = len(note.text)
    blocks = note.sections[1:] if note.front_matter else note.sections
    return [(one.type, one.span.start - size, one.span.end - size) for one in blocks]


def _reason(note: Note, key: str, otherwise: str) -> str:
    """Why `key` can't be edited, as far as its old value tells."""
    old = next((one for one in note.properties if one.key == key), None)
    if old and _ANCHOR.search(old.value_span.of(note.text)):
        return f"the value of {key!r} has an anchor ('&') that is used elsewhere"
    return f"{key!r} can't be changed here: the properties would {otherwise}"
