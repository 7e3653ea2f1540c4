"""The smallest splice, and the note read again after it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from vaultsync.model.note import Note, parse_note
from vaultsync.syntax.task_fields import FieldFormat
from vaultsync.text import Edit, Span, apply_edits, encode

__all__ = ["read_again", "splice"]


def splice(text: str, span: Span, new: str) -> list[Edit]:
    r"""Replace what `span` covers by `new`, without what both begin and end with; none if equal.

    >>> splice("see [[Old Note]]", Span(6, 14), "New Note")
    [Edit(span=Span(start=6, end=9), new='New')]
    >>> splice("a", Span(0, 1), "a")
    []
    """
    old = span.of(text)
    if old == new:
        return []
    first = _shared(old, new)
    last = _shared(old[first:][::-1], new[first:][::-1])
    return [Edit(Span(span.start + first, span.end - last), new[first : len(new) - last])]


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def read_again(note: Note, edits: Iterable[Edit], fmt: FieldFormat = FieldFormat.BOTH) -> Note:
    """The note as it will be after `edits`. Raises `InvalidEditError` when they overlap."""
    return parse_note(note.path, encode(apply_edits(note.text, edits)), fields=fmt)
