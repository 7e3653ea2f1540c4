"""Text put at the end or the start of a note's body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from vaultsync.errors import UneditableError
from vaultsync.model.edits.add import refuse_unread
from vaultsync.model.edits.again import read_again
from vaultsync.model.edits.rows import Rows, rows_of
from vaultsync.model.guarding.untouched import filled, first_change
from vaultsync.model.note import Note, parse_note
from vaultsync.text import Edit, Span, encode, split_lines

__all__ = ["append", "prepend"]

# Blank lines between, and whether the text must read as it would alone: what is indented on
# purpose goes under the item above it.
_WAYS: list[tuple[list[str], bool]] = [([], True), ([""], True), ([], False)]


def append(note: Note, text: str) -> list[Edit]:
    r"""Put `text` below the last line; its lines take the note's newlines.

    Blank lines at its ends say nothing. A blank line comes before it where it
    would be read together with what stands there otherwise; an item goes on
    the list above it, though. A note without a final newline stays without. If
    these lines end the note already, there are no edits.

    Raises `UneditableError` where something would be read in another way then,
    as at the end of a note that leaves a fence or comment open.

    >>> from vaultsync.model.note import parse_note
    >>> append(parse_note("a.md", b"# A\n\nold\n"), "new")
    [Edit(span=Span(start=9, end=9), new='\nnew\n')]
    """
    refuse_unread(note)
    rows, lines = rows_of(note.text), _lines(text)
    body = _body(note, rows)
    own = rows.lines[body:] if rows.lines[-1] else rows.lines[body:-1]
    if not lines or own[-len(lines) :] == lines:
        return []
    open_comment = any(one.code == "unclosed-comment" for one in note.problems)
    newline, at = rows.newline(len(rows.lines) - 1), len(note.text)
    ended = not rows.lines[-1] and body < len(rows.lines)
    # Elsewhere, though not in Obsidian, any line goes on a table.
    on_a_table = bool(note.sections) and note.sections[-1].type == "table" and bool(own[-1])
    for gap, strictly in _WAYS[on_a_table:]:
        new = newline.join([*gap, *lines])
        edit = Edit(Span(at, at), new + newline if ended else newline + new)
        if not open_comment and _fits(note, edit, lines, strictly=strictly):
            return [edit]
    kind = note.sections[-1].type if note.sections else "text"
    reason = "a comment is never closed" if open_comment else f"it ends in {kind} that goes on"
    raise UneditableError(note.path, f"nothing can be put at the note's end: {reason}")


def prepend(note: Note, text: str) -> list[Edit]:
    r"""Put `text` above the first line of the body, below the front matter.

    Else as `append`: newlines, the blank line, what is refused.

    >>> from vaultsync.model.note import parse_note
    >>> prepend(parse_note("a.md", b"---\nup: b\n---\n- old\n"), "- new")
    [Edit(span=Span(start=14, end=14), new='- new\n')]
    """
    refuse_unread(note)
    rows, lines = rows_of(note.text), _lines(text)
    body = _body(note, rows)
    if not lines or rows.lines[body : body + len(lines)] == lines:
        return []
    newline = rows.newline(body)
    behind = body == len(rows.lines)
    at = len(note.text) if behind else rows.starts[body]
    for gap, strictly in _WAYS:
        new = newline.join([*lines, *gap])
        edit = Edit(Span(at, at), newline + new if behind else new + newline)
        if _fits(note, edit, lines, strictly=strictly):
            return [edit]
    reason = "nothing like that can be put at the note's start: what follows would be read as it"
    raise UneditableError(note.path, reason)


def _lines(text: str) -> list[str]:
    """The lines of a text without the blank ones at its ends."""
    lines, _ = split_lines(text)
    filled = [row for row, line in enumerate(lines) if line.strip(" \t")]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _body(note: Note, rows: Rows) -> int:
    """The first row of the body; the row behind the last where there is none."""
    return min(note.front_matter.end_row, len(rows.lines)) if note.front_matter else 0


def _fits(note: Note, edit: Edit, lines: Sequence[str], *, strictly: bool) -> bool:
    """Whether all else is as it was, nothing runs on into the text, and it reads as if alone.

    An item may join the list before or behind it; if not `strictly`, also one in it.
    """
    after = read_again(note, [edit])
    at = edit.span.start
    inserted = Span(at, at + len(edit.new))
    if bool(after.front_matter) != bool(note.front_matter) or any(_run_on(after, inserted)):
        return False
    if first_change(note, after, [edit]) is not None:
        return False
    alone = parse_note(note.path, encode("\n" + "\n".join(lines)))
    whole = Span(0, len(alone.text))
    return not strictly or list(_said(after, inserted)) == list(_said(alone, whole))


def _run_on(note: Note, within: Span) -> Iterator[bool]:
    """Whether blocks reach over an end of `within`; lists may, their items may not."""
    spans = [one.span for one in note.sections if one.type != "list"]
    for span in (*spans, *(item.span for item in note.list_items)):
        end = filled(note.text, span).end
        yield span.start < within.start < end or span.start < within.end < end


def _said(note: Note, within: Span) -> Iterator[tuple[Any, ...]]:
    """The blocks and list items in a part of a note."""
    for one in note.sections:
        if one.span.start < within.end and filled(note.text, one.span).end > within.start:
            yield one.type, one.block_id
    for item in note.list_items:
        if within.start <= item.marker_span.start < within.end:
            yield item.depth, item.task, item.block_id
