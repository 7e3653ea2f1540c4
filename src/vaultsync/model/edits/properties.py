"""Edits of properties: set, remove, and the elements of lists.

Names are compared in any case, as in Obsidian; one that is spelled as asked
goes first. Only the value's own characters change. What can't be done so is an
`UneditableError`, and `ValueError` is for what no front matter can hold.
Source: https://help.obsidian.md/properties.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import groupby
from typing import cast

from vaultsync.errors import UneditableError
from vaultsync.model.edits.property_blocks import (
    added,
    checked,
    is_flow,
    readable,
    removed,
    same,
)
from vaultsync.model.edits.property_lists import Change, list_edits, quote_of, read_list
from vaultsync.model.edits.property_values import colon_end, new_value
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Property, Value
from vaultsync.syntax.yaml_writing import Scalar, flow_list, is_unicode, scalar
from vaultsync.text import Edit

__all__ = [
    "add_to_property",
    "find_property",
    "remove_from_property",
    "remove_property",
    "set_property",
]


def find_property(note: Note, key: str) -> Property | None:
    r"""The property `key`, else the first whose name is that in another case, else None.

    Raises `UneditableError` where the note's front matter can't be read.

    >>> from vaultsync.model.note import parse_note
    >>> find_property(parse_note("a.md", b"---\ndue: x\nDue: y\n---\n"), "Due").value
    'y'
    """
    front = readable(note)
    found = front.properties if front else ()
    exact = [one for one in found if one.key == key]
    alike = [one for one in found if one.key.lower() == key.lower()]
    return next(iter(exact or alike), None)


def set_property(note: Note, key: str, value: Value) -> list[Edit]:
    r"""Give the property `key` a value; without it, add it as last line of the block.

    A list over a list changes, adds and removes only elements that differ.
    Text keeps the quotes of the old one. A note without a block gets one.
    Raises `ValueError` for an empty name and for what isn't Unicode.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"---\ndue: 2026-01-01 # soon\n---\n")
    >>> set_property(note, "due", "2026-02-01")
    [Edit(span=Span(start=9, end=19), new='2026-02-01')]
    """
    old = find_property(note, key)
    if old is None:
        if not key:
            raise ValueError("a property needs a name")
        return checked(note, added(note, key, _writable(note, key, value)), key, {key: value})
    if same(old.value, value) and (not old.unquoted_links or isinstance(old.value, dict)):
        return []
    changes = _differences(old, value) if isinstance(value, list) else []
    return _planned(note, old, value, changes)


def remove_property(note: Note, key: str) -> list[Edit]:
    r"""Take away the lines of the property `key`, its list and comments between them too.

    Comments above and below stay, and so does the block, empty or not.

    >>> from vaultsync.model.note import parse_note
    >>> remove_property(parse_note("a.md", b"---\na: 1\nb: 2\n---\n"), "a")
    [Edit(span=Span(start=4, end=9), new='')]
    """
    old = find_property(note, key)
    if old is None:
        return []
    return checked(note, removed(note, old), old.key, {})


def add_to_property(note: Note, key: str, *items: Value) -> list[Edit]:
    r"""Put elements at the end of the list `key`; those that it has are left out.

    A single value counts as a list of one, as in Obsidian's `tags` and `aliases`.

    >>> from vaultsync.model.note import parse_note
    >>> add_to_property(parse_note("a.md", b"---\ntags: [a]\n---\n"), "tags", "b", "a")
    [Edit(span=Span(start=12, end=12), new=', b')]
    """
    old = find_property(note, key)
    had = _elements(note, old) if old else []
    new: list[Value] = []
    for item in items:
        if not any(same(item, one) for one in (*had, *new)):
            new.append(item)
    if not new:
        return []
    if old is None:
        return set_property(note, key, new)
    if isinstance(old.value, str) and not is_unicode(old.value):
        raise UneditableError(note.path, f"the text of {key!r} isn't valid UTF-8", old.line)
    return _planned(note, old, [*had, *new], [Change(len(had), len(had), new)])


def remove_from_property(note: Note, key: str, *items: Value) -> list[Edit]:
    r"""Take elements out of the list `key`, each as often as it is there.

    What is left of a list that loses all is `[]`.

    >>> from vaultsync.model.note import parse_note
    >>> remove_from_property(parse_note("a.md", b"---\ntags: [a, b]\n---\n"), "tags", "b")
    [Edit(span=Span(start=12, end=15), new='')]
    """
    old = find_property(note, key)
    if old is None or isinstance(old.value, dict):
        return []
    had = _elements(note, old)
    gone = [any(same(item, one) for item in items) for one in had]
    if not any(gone):
        return []
    left = [one for one, is_gone in zip(had, gone, strict=True) if not is_gone]
    return _planned(note, old, left, _runs(gone))


def _elements(note: Note, old: Property) -> list[Value]:
    if isinstance(old.value, dict):
        raise UneditableError(note.path, f"{old.key!r} holds properties and no list", old.line)
    if isinstance(old.value, list):
        return old.value
    return [] if old.value is None else [old.value]


def _runs(gone: list[bool]) -> list[Change]:
    """The changes that take away all elements marked so."""
    rows = groupby(range(len(gone)), key=gone.__getitem__)
    runs = [list(run) for is_gone, run in rows if is_gone]
    return [Change(run[0], run[-1] + 1, []) for run in runs]


def _differences(old: Property, value: list[Value]) -> list[Change]:
    """What to change in the old list, if it is one; a link without quotes is as good as gone."""
    if not isinstance(old.value, list):
        return []
    before = [
        f"unquoted {at}" if f"{old.key}.{at}" in old.unquoted_links else _sign(item)
        for at, item in enumerate(old.value)
    ]
    codes = SequenceMatcher(None, before, [_sign(item) for item in value]).get_opcodes()
    return [Change(i, j, value[k:n]) for code, i, j, k, n in codes if code != "equal"]


def _sign(value: Value) -> str:
    """The same text for values that are the same."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return repr(value)


def _planned(note: Note, old: Property, value: Value, changes: list[Change]) -> list[Edit]:
    """The edits that make `value` of the old one; of a list over a list, by the changes."""
    if old.value_span.of(note.text).startswith("*"):
        reason = f"the value of {old.key!r} is an alias ('*') of another one: write it out first"
        raise UneditableError(note.path, reason, old.line)
    if isinstance(old.value, list) and old.value and isinstance(value, list) and value:
        edits = _spliced(note, old, changes)
    else:
        edits = _replaced(note, old, _writable(note, old.key, value))
    return checked(note, edits, old.key, {old.key: value}) if edits else []


def _spliced(note: Note, old: Property, changes: list[Change]) -> list[Edit]:
    for change in changes:
        _writable(note, old.key, change.new)
    found = read_list(note.text, old.value_span, len(_elements(note, old)))
    if found is None:
        reason = f"the elements of {old.key!r} can't be told apart: edit it by hand"
        raise UneditableError(note.path, reason, old.line)
    return list_edits(note.text, found._replace(quote=_usual_quote(note, old)), changes)


def _replaced(note: Note, old: Property, value: Scalar | list[Scalar]) -> list[Edit]:
    text = note.text
    source = old.value_span.of(text)
    if is_flow(note) or (old.value == [] and isinstance(value, list)):
        quote = quote_of(source) or _usual_quote(note, old)
        if isinstance(value, list):
            return [Edit(old.value_span, flow_list(value, quote))]
        return [Edit(old.value_span, scalar(value, quote, flow=True))]
    colon = colon_end(text, old)
    if colon is None:
        reason = f"the key {old.key!r} has no ':' behind it: edit it by hand"
        raise UneditableError(note.path, reason, old.line)
    return new_value(text, old, colon, value)


def _usual_quote(note: Note, old: Property) -> str:
    """JSON's properties keep to its quotes."""
    return quote_of(old.key_span.of(note.text)) if is_flow(note) else ""


def _writable(note: Note, key: str, value: Value) -> Scalar | list[Scalar]:
    """The value, if it is text, a number, a box, nothing, or a list of such.

    Raises `UneditableError` otherwise.
    """
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, list | dict) for item in items):
        line = next((one.line for one in note.properties if one.key == key), None)
        reason = f"{key!r}: lists and properties within a value are to be written by hand"
        raise UneditableError(note.path, reason, line)
    return cast("Scalar | list[Scalar]", value)
