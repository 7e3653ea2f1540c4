"""The guard of canvases: an edit changes what strings say, and nothing else of the JSON."""

from __future__ import annotations

from json import loads
from typing import Any

from vaultsync.errors import UnsafeEditError
from vaultsync.model.changes import NoteChange

__all__ = ["guard_canvas"]


def guard_canvas(one: NoteChange) -> None:
    r"""Raise `UnsafeEditError` when a change would alter more of a canvas than its strings.

    >>> from vaultsync.text import Edit, Span
    >>> guard_canvas(NoteChange("a.canvas", '{"x": "a"}', (Edit(Span(7, 8), "b"),)))
    >>> guard_canvas(NoteChange("a.canvas", '{"x": "a"}', (Edit(Span(7, 8), '", "'),)))
    Traceback (most recent call last):
    vaultsync.errors.UnsafeEditError: a.canvas: it would be another canvas; nothing written
    """
    if one.before is None or not one.edits:
        return
    try:
        if _shape(one.before) == _shape(one.after):
            return
    except (ValueError, RecursionError):
        pass
    raise UnsafeEditError(one.path, "it would be another canvas")


def _shape(text: str) -> Any:
    """The JSON without what its strings say, keys apart."""
    pairs = loads(text.removeprefix("\ufeff"), object_pairs_hook=_pairs)
    return _blank(pairs)


def _pairs(pairs: list[tuple[str, Any]]) -> Any:
    return tuple((("key", key), _blank(value)) for key, value in pairs)


def _blank(value: Any) -> Any:
    if isinstance(value, list):
        return [_blank(one) for one in value]
    return "" if isinstance(value, str) else value
