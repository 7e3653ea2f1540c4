"""What every edit here is held to: the note is read again, and all else in it must be the same."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from vaultsync.model.note import Note, parse_note
from vaultsync.syntax.task_fields import FieldFormat
from vaultsync.text import Edit, LineMap, Span, apply_edits, encode

__all__ = ["elsewhere", "read_again", "splice"]


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


def elsewhere(note: Note, line: int) -> list[tuple[object, ...]]:
    """All that a note holds but what stands on `line`, as rows and facts without offsets.

    Of a block that covers the line only its kind and rows count. Two notes of
    which one came from the other by an edit within `line` must agree in this:
    else the edit has reached further than the line.
    """
    starts = LineMap(note.text)

    def rows(span: Span) -> range:
        return range(starts.row(span.start), starts.row(max(span.start, span.end - 1)) + 1)

    blocks: list[tuple[object, ...]] = [
        *((one.type, rows(one.span)) for one in note.sections),
        *((one.name, rows(one.span)) for one in note.regions),
        *((one.level, one.parent, rows(one.span)) for one in note.headings),
        *((one.line, one.parent, one.depth) for one in note.list_items),
        *((one.column, rows(one.line_span)) for one in note.tasks),
        *((one.type, one.fold, one.line) for one in note.callouts),
        *((one.key, rows(one.span)) for one in note.properties),
    ]
    facts: list[tuple[range, str, str]] = [
        *((rows(one.span), one.key, repr(one.value)) for one in note.properties),
        *((rows(one.span), "", one.text) for one in note.headings),
        *((rows(one.line_span), one.raw, one.text) for one in note.tasks),
        *((rows(one.span), one.kind, one.raw) for one in note.links),
        *((rows(one.span), "", one.tag) for one in note.tags),
        *((rows(one.id_span), "", one.id) for one in note.blocks),
        *((rows(one.span), "", one.id) for one in (*note.footnotes, *note.footnote_refs)),
    ]
    return [*blocks, *(fact for fact in facts if line - 1 not in fact[0])]
