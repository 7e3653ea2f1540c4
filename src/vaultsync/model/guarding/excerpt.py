"""The part of a note that an edit can change the reading of: far less to read again.

Blocks depend on what is above them only through what is still open there, and
at the start of a block at the root nothing is. So where an edit within lines
leaves the next block as it was, all below that stays as it was, too; unless
something begins that only what is far below ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from vaultsync.model.note import Note
from vaultsync.syntax.elements import Section
from vaultsync.text import Edit, Span, apply_edits, encode

__all__ = ["Excerpt", "excerpts"]

_WORTH_IT = 0.7  # of a note: reading more than that again is as well done with all of it
_NEWLINES = ("\n", "\r")
# Comments and math begin only where they end, however far below that is.
_PAIRED = ("%%", "$$")


class Excerpt(NamedTuple):
    """A part of a note before and after edits, read as notes; `start` is its offset in the note.

    `edits` lead from the one to the other. The whole note is one, too.
    """

    before: Note
    after: Note
    edits: tuple[Edit, ...]
    start: int


def excerpts(
    note: Note, edits: Sequence[Edit], read: Callable[[str, bytes], Note]
) -> list[Excerpt]:
    r"""The least that must be read again to know what `edits` do to how a note is read.

    Each part goes from the edited blocks, or the one above where their first line
    is edited, to the one below, and all are found again in it; else it is the
    whole note. Parts may share a block that no edit touches.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"# A\n\nabove\n\n[[N]]\n\nbelow\n\n# B\n" + 9 * b"\ntext\n")
    >>> [part] = excerpts(note, [Edit(Span(14, 15), "M")], parse_note)
    >>> part.before.text, part.after.text, part.start
    ('above\n\n[[N]]\n\nbelow\n', 'above\n\n[[M]]\n\nbelow\n', 5)
    """
    parts = _parts(note, sorted(edits, key=lambda edit: edit.span))
    length = sum(part.span.end - part.span.start for part in parts or ())
    if parts is not None and length < _WORTH_IT * len(note.text):
        found = [_excerpt(note, part, read) for part in parts]
        if all(found):
            return [one for one in found if one]
    after = read(note.path, encode(apply_edits(note.text, edits)))
    return [Excerpt(note, after, tuple(edits), 0)]


class _Part(NamedTuple):
    span: Span
    sections: Sequence[Section]
    edits: Sequence[Edit]


def _excerpt(note: Note, part: _Part, read: Callable[[str, bytes], Note]) -> Excerpt | None:
    """The part read before and after; None where that doesn't tell what becomes of the rest."""
    first, text = part.span.start, part.span.of(note.text)
    edits = tuple(Edit(Span(start - first, end - first), new) for (start, end), new in part.edits)
    new_text = apply_edits(text, edits)
    if any(mark in text or mark in new_text for mark in _PAIRED):
        return None
    if _may_open_front_matter(text) or _may_open_front_matter(new_text):
        return None
    before, after = read(note.path, encode(text)), read(note.path, encode(new_text))
    ends = part.span.end == len(note.text)
    if _is_as_known(before, part.sections, first) and (ends or _ends_alike(before, after)):
        return Excerpt(before, after, edits, first)
    return None


def _parts(note: Note, edits: Sequence[Edit]) -> list[_Part] | None:
    """The parts that hold the edits; None where all must be read.

    Front matter begins only at the top, and only where it ends; and lines that
    come or go move all below.
    """
    if not note.front_matter and _may_open_front_matter(note.text):
        return None
    if not edits or any(_moves_lines(note, edit) for edit in edits):
        return None
    groups: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        first = _section_at(note.sections, edit.span.start)
        last = _section_at(note.sections, edit.span.end)
        if first is None or last is None or note.sections[first].type == "yaml":
            return None
        if groups and first - 1 <= groups[-1][1]:
            groups[-1] = (groups[-1][0], last, [*groups[-1][2], edit])
        else:
            groups.append((first, last, [edit]))
    parts = [_part(note, first, last, some) for first, last, some in groups]
    return None if any(_overlap(part.sections) for part in parts) else parts


def _part(note: Note, first: int, last: int, edits: Sequence[Edit]) -> _Part:
    # Only an edit on its first line can join a block to the one above.
    head = _line_end(note.text, note.sections[first].span.start)
    above = first - 1 if edits[0].span.start < head else first
    sections = note.sections[max(above, 1 if note.front_matter else 0) : last + 2]
    start = _line_start(note.text, sections[0].span.start)
    is_last = last + 1 == len(note.sections)
    end = len(note.text) if is_last else _line_end(note.text, sections[-1].span.end)
    return _Part(Span(start, end), sections, edits)


def _overlap(sections: Sequence[Section]) -> bool:
    """Whether one lies in another, as a comment in a list."""
    return any(one.span.end > other.span.start for one, other in pairwise(sections))


def _may_open_front_matter(text: str) -> bool:
    return text.removeprefix("\ufeff").startswith("---")


def _moves_lines(note: Note, edit: Edit) -> bool:
    texts = f"{edit.new}{edit.span.of(note.text)}"
    return "\n" in texts or "\r" in texts


def _section_at(sections: Sequence[Section], offset: int) -> int | None:
    return next(
        (i for i, (_, (start, end), _) in enumerate(sections) if start <= offset <= end), None
    )


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind(newline, 0, offset) for newline in _NEWLINES) + 1


def _line_end(text: str, offset: int) -> int:
    """Behind the newline that ends the line; a CR and its LF are one."""
    ends = [at for newline in _NEWLINES if (at := text.find(newline, offset)) >= 0]
    if not ends:
        return len(text)
    end = min(ends) + 1
    return end + text.startswith("\r\n", end - 1)


def _is_as_known(part: Note, sections: Sequence[Section], start: int) -> bool:
    """Whether the part by itself has the blocks that it has in the note."""
    found = [(one.type, one.span.start + start, one.span.end + start) for one in part.sections]
    return found == [(one.type, *one.span) for one in sections]


def _ends_alike(before: Note, after: Note) -> bool:
    """Whether the last block, which no edit touches, is found again."""
    last, there = before.sections[-1], after.sections[-1] if after.sections else None
    shift = len(after.text) - len(before.text)
    return there is not None and there == last._replace(
        span=Span(last.span.start + shift, last.span.end + shift)
    )
