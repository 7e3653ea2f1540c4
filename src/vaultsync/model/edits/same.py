"""Whether all that a note said before an edit is read again after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from vaultsync.model.note import Note
from vaultsync.text import Span

__all__ = ["NOWHERE", "filled_end", "reads_the_same"]

NOWHERE = Span(0, 0)
_PADDING = " \t\r\n>"

# What is said of each element: its span, and what else must stay. The id of an inline footnote
# only counts them; how far an item is indented depends on its sisters.
_ELEMENTS: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "sections": lambda one: (one.span, one.type, one.block_id),
    "headings": lambda one: (one.span, one.level, one.text),
    "tasks": lambda one: (
        Span(one.status_span.start, one.text_span.end),
        *(one.status, one.text, one.section, one.tags, one.block_id),
    ),
    "links": lambda one: (one.span, one.kind, one.raw, one.key),
    "tags": lambda one: (one.span, one.tag),
    "blocks": lambda one: (one.id_span, one.id),
    "callouts": lambda one: (one.span, one.type, one.fold, one.title),
    "footnotes": lambda one: (one.span, one.id.partition("[")[0]),
    "footnote_refs": lambda one: (one.span, one.id),
    "regions": lambda one: (one.span, one.name),
}


def reads_the_same(
    before: Note, after: Note, *, removed: Span = NOWHERE, inserted: Span = NOWHERE
) -> bool:
    r"""Whether both notes say the same outside of `removed` in the one, `inserted` in the other.

    Text, places, nesting, sections and ids count; whether blanks and blank
    lines belong to what stands above them doesn't.

    >>> from vaultsync.model.note import parse_note
    >>> before, after = parse_note("a.md", b"- a\n"), parse_note("a.md", b"- a\n- [ ] b\n")
    >>> reads_the_same(before, after, inserted=Span(3, 11))
    True
    """
    common = before.text[: removed.start] + before.text[removed.end :]
    if common != after.text[: inserted.start] + after.text[inserted.end :]:
        return False
    return list(_facts(before, removed, common)) == list(_facts(after, inserted, common))


def _facts(note: Note, out: Span, text: str) -> Iterator[tuple[Any, ...]]:
    """All that was read outside of `out`, at its offsets in `text`, which is without it."""
    width = out.end - out.start

    def at(offset: int) -> int:
        return offset if offset <= out.start else max(out.start, offset - width)

    def said(span: Span, *facts: Any) -> Iterator[tuple[Any, ...]]:
        end = filled_end(note.text, span)
        if not (width and out.start <= span.start and end <= out.end):
            start, end = at(span.start), at(end)
            while start < end and text[start] in _PADDING:
                start += 1
            yield start, filled_end(text, Span(start, end)), *facts

    yield ("front matter", note.front_matter and note.front_matter.span)
    for name, facts in _ELEMENTS.items():
        for one in getattr(note, name):
            yield from said(*facts(one))
    for item in note.list_items:
        above = None if item.parent is None else note.list_items[item.parent]
        parent = above and at(above.marker_span.start)
        span = Span(item.marker_span.start, item.span.end)
        yield from said(span, parent, item.depth, item.task, item.block_id)


def filled_end(text: str, span: Span) -> int:
    r"""The end of a span without the blanks and blank lines (quoted ones, too) that it ends in.

    >>> filled_end("> a\n>\n", Span(0, 6))
    3
    """
    start, end = span
    while end > start and text[end - 1] in _PADDING:
        end -= 1
    return end
