"""Whether all that edits don't touch is read after them as it was before.

Both notes are laid over the text that they share: the one without what the
edits take away, the other without what they bring. What was read must lie at
the same places there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from vaultsync.model.guarding.cuts import Cuts, cuts_of
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Block
from vaultsync.text import Edit, Span

__all__ = ["filled", "first_change"]

_BLANKS = " \t\r\n"
_PADDING = f"{_BLANKS}>"
_NEWLINES = ("\n", "\r")

# Sections that stay the same block when lines in them come or go.
_CONTAINERS = {"blockquote", "callout", "comment", "footnoteDefinition", "list", "table", "yaml"}

# What must stay of each element besides its place: always, and while no edit touches it. Without
# the former an element may become anything when it is touched. The id of an inline footnote only
# counts them.
_Facts = tuple[Any, ...]
_ELEMENTS: dict[str, Callable[[Any], tuple[_Facts | None, _Facts]]] = {
    "headings": lambda one: (None, (one.level, one.text)),
    "links": lambda one: (None, (one.kind, one.raw, one.key)),
    "tags": lambda one: (None, (one.tag,)),
    "callouts": lambda one: ((), (one.type, one.fold, one.title)),
    "footnotes": lambda one: ((), (one.id.partition("[")[0],)),
    "footnote_refs": lambda one: (None, (one.id,)),
    "regions": lambda one: ((), (one.name,)),
    "properties": lambda one: ((), (one.key, repr(one.value))),
}
_NAMES = ("sections", "list_items", "blocks", *_ELEMENTS)
_Far = tuple[int, int]
_KINDS = ("section", "item", "block", *_ELEMENTS)
_MAY_REMAIN = {"section", "item", "headings"}


class _Element(NamedTuple):
    """Something that was read, at its place in the shared text; `offset` is its own."""

    start: int
    end: int
    kind: str
    frame: _Facts | None
    facts: _Facts
    touched: bool
    offset: int


def first_change(before: Note, after: Note, edits: Iterable[Edit]) -> int | None:
    r"""The offset in `before` of the first element that is read otherwise; None where all stay.

    `edits` lead from the text of the one to that of the other. What they touch
    may be read otherwise, and so may what remains of a block of which they
    touch a part. A block that they don't touch may not become part of another.

    >>> from vaultsync.model.note import parse_note
    >>> before, after = parse_note("a.md", b"- a\n\nb\n"), parse_note("a.md", b"- a\n- c\n\nb\n")
    >>> first_change(before, after, [Edit(Span(4, 4), "- c\n")])
    >>> after = parse_note("a.md", b"- a\n\n```\nb\n")
    >>> first_change(before, after, [Edit(Span(5, 5), "```\n")])
    5
    """
    gone, come = cuts_of(before.text, edits)
    shared = gone.rest(before.text)
    far = {name: _far(getattr(before, name), getattr(after, name), gone, come) for name in _NAMES}
    kept = list(_elements(before, gone, shared, far))
    parts = [(one.start, one.end) for one in kept if not _counts(one) and one.kind == "section"]
    found = (one for one in _elements(after, come, shared, far) if not _remains(one, parts))
    for one, other in zip_longest(filter(_counts, kept), filter(_counts, found)):
        if one is None or other is None or not _is_same(one, other):
            if one and (other is None or _order(one) <= _order(other)):
                return int(one.offset)
            return gone.back(other.start)
    return None


def _far(before: Sequence[Any], after: Sequence[Any], gone: Cuts, come: Cuts) -> _Far:
    """How many elements before and behind all edits are equal in both notes, at equal places.

    They need no closer look, and nearly all of a note's are.
    """
    if not gone.spans:
        return 0, 0
    first, last = gone.spans[0].start, gone.spans[-1].end
    head = next((i for i, one in enumerate(before) if _span(one).end >= first), len(before))
    if before[:head] != after[:head]:
        head = 0
    if gone.widths[-1] != come.widths[-1]:
        return head, 0
    behind = enumerate(reversed(before[head:]))
    tail = next((i for i, one in behind if _span(one).start <= last), len(before) - head)
    fits = tail and len(after) - tail >= head and before[-tail:] == after[-tail:]
    return head, tail if fits else 0


def _span(one: Any) -> Span:
    span: Span = one.id_span if isinstance(one, Block) else one.span
    return span


def _elements(note: Note, cuts: Cuts, shared: str, far: dict[str, _Far]) -> Iterator[_Element]:
    """What was read outside the cuts, or not wholly inside one of them, and not far from them."""
    for whole, kind, frame, facts in _read(note, cuts, far):
        span = filled(note.text, whole)
        touched = False
        for cut, texts in cuts.near(span):
            if cut.start < cut.end and cut.start <= span.start and span.end <= cut.end:
                break
            touched = touched or _touches(cut, texts, span)
        else:
            place = filled(shared, Span(cuts.place(span.start), cuts.place(span.end)))
            yield _Element(*place, kind, frame, facts, touched, whole.start)


def _read(
    note: Note, cuts: Cuts, far: dict[str, _Far]
) -> Iterator[tuple[Span, str, _Facts | None, _Facts]]:
    """Each element: its span, its kind, what must always stay, what else."""

    def near(name: str, elements: Sequence[Any]) -> Sequence[Any]:
        head, tail = far[name]
        return elements[head : len(elements) - tail]

    for section in near("sections", note.sections):
        frame = (section.type,) if section.type in _CONTAINERS else None
        yield section.span, "section", frame, (section.type, section.block_id)
    items = note.list_items
    starts = [item.marker_span.start for item in items]
    ends = [*starts[1:], len(note.text)]
    for item, below in zip(near("list_items", items), near("list_items", ends), strict=False):
        parent = None if item.parent is None else cuts.place(starts[item.parent])
        span = Span(item.marker_span.start, min(item.span.end, below))
        yield span, "item", (parent, item.depth), (item.task, item.block_id)
    for block in near("blocks", note.blocks):
        yield block.id_span, "block", None, (block.id,)
    for name, facts in _ELEMENTS.items():
        for one in near(name, getattr(note, name)):
            yield one.span, name, *facts(one)


def _touches(cut: Span, texts: tuple[str, str], span: Span) -> bool:
    """Whether a cut is in an element, or at its edge with text that goes on with its line.

    `texts` are what both texts have there, so that both sides say the same.
    """
    if cut.start < span.end and span.start < cut.end:
        return True
    if cut.start == span.end:
        return any(text and text[0] not in _NEWLINES for text in texts)
    if cut.end == span.start:
        return any(text and text[-1] not in _NEWLINES for text in texts)
    return span.start < cut.start < span.end


def filled(text: str, span: Span) -> Span:
    r"""An element without the blanks and blank lines (quoted ones, too) at its ends.

    >>> filled("> a\n>\n", Span(0, 6)), filled("- <b>\n", Span(0, 6))
    (Span(start=2, end=3), Span(start=0, end=5))
    """
    start, end = span
    while start < end and text[start] in _PADDING:
        start += 1
    while True:
        while end > start and text[end - 1] in _BLANKS:
            end -= 1
        newline = max(text.rfind("\n", start, end), text.rfind("\r", start, end))
        if newline < 0 or text[newline:end].strip(_PADDING):
            return Span(start, end)
        end = newline


def _remains(one: _Element, parts: list[tuple[int, int]]) -> bool:
    """Whether all that an element has of the shared text is of blocks that were edited."""
    return one.kind in _MAY_REMAIN and any(
        start <= one.start and one.end <= end for start, end in parts
    )


def _counts(one: _Element) -> bool:
    """Whether there is anything that must stay."""
    return one.frame is not None or not one.touched


def _order(one: _Element) -> tuple[int, int]:
    return _KINDS.index(one.kind), one.start


def _is_same(one: _Element, other: _Element) -> bool:
    if one[:4] != other[:4]:
        return False
    if one.kind == "item" and other.touched and not one.touched:
        return False  # it has run on into what the edits bring
    return one.touched or other.touched or one.facts == other.facts
