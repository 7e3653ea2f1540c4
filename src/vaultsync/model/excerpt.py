"""The part of a note that an edit can change the reading of: far less to read again.

Blocks depend on what is above them only through what is still open there, and
at the start of a block at the root nothing is. So where an edit within lines
leaves the next block as it was, all below that stays as it was, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from vaultsync.model.note import Note
from vaultsync.syntax.elements import Section
from vaultsync.text import Edit, Span, apply_edits, encode

__all__ = ["Excerpt", "excerpt"]

_WORTH_IT = 0.7  # of a note: reading more than that again is as well done with all of it
_NEWLINES = ("\n", "\r")


class Excerpt(NamedTuple):
    """A part of a note before and after edits, read as notes; `start` is its offset in the note.

    `edits` lead from the one to the other. The whole note is an excerpt, too.
    """

    before: Note
    after: Note
    edits: tuple[Edit, ...]
    start: int


def excerpt(note: Note, edits: Sequence[Edit], read: Callable[[str, bytes], Note]) -> Excerpt:
    r"""The least that must be read again to know what `edits` do to how a note is read.

    From the block above the edited ones to the one below, where both are found
    again in it; else the whole note.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"# A\n\nabove\n\n[[N]]\n\nbelow\n\n# B\n" + 9 * b"\ntext\n")
    >>> part = excerpt(note, [Edit(Span(14, 15), "M")], parse_note)
    >>> part.before.text, part.after.text, part.start
    ('above\n\n[[N]]\n\nbelow\n', 'above\n\n[[M]]\n\nbelow\n', 5)
    """
    found = _part(note, edits)
    if found:
        part, sections = found
        moved = tuple(
            Edit(Span(start - part.start, end - part.start), new) for (start, end), new in edits
        )
        text = part.of(note.text)
        before = read(note.path, encode(text))
        after = read(note.path, encode(apply_edits(text, moved)))
        ends = part.end == len(note.text)
        if _is_as_known(before, sections, part.start) and (ends or _ends_alike(before, after)):
            return Excerpt(before, after, moved, part.start)
    after = read(note.path, encode(apply_edits(note.text, edits)))
    return Excerpt(note, after, tuple(edits), 0)


def _part(note: Note, edits: Sequence[Edit]) -> tuple[Span, Sequence[Section]] | None:
    """The part, and the sections in it; None where all must be read.

    A comment may go on across blocks, front matter counts only at the top, and
    lines that come or go move what is below.
    """
    if not edits or "%%" in note.text or any(map(_moves_lines, _texts(note, edits))):
        return None
    places = sorted(edit.span for edit in edits)
    first = _section_at(note.sections, places[0].start)
    last = _section_at(note.sections, places[-1].end)
    if first is None or last is None or note.sections[first].type == "yaml":
        return None
    first = max(first - 1, 1 if note.front_matter else 0)
    sections = note.sections[first : last + 2]
    start = _line_start(note.text, sections[0].span.start)
    end = _line_end(note.text, sections[-1].span.end) if last + 1 < len(note.sections) else None
    part = Span(start, len(note.text) if end is None else end)
    return (part, sections) if part.end - start < _WORTH_IT * len(note.text) else None


def _texts(note: Note, edits: Sequence[Edit]) -> list[str]:
    return [text for edit in edits for text in (edit.new, edit.span.of(note.text))]


def _moves_lines(text: str) -> bool:
    return "%%" in text or any(newline in text for newline in _NEWLINES)


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
