"""A task taken out of a note, with everything under it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultsync.errors import UneditableError
from vaultsync.model.edits.add import refuse_unread
from vaultsync.model.edits.again import read_again
from vaultsync.model.edits.rows import Rows, is_blank, last_row, prefix_of, rows_of
from vaultsync.model.guarding.untouched import first_change
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Task
from vaultsync.text import Edit, Span

__all__ = ["cuts", "refuse_shared_line", "remove_task"]


def remove_task(note: Note, task: Task) -> list[Edit]:
    r"""Remove a task with all it holds: its whole lines, and exactly their newlines.

    Blank lines stay but in one case: where the task stood between blank lines
    (or at the note's end below some), those directly above go with it. Where
    the lines above and below would run together, one blank line is left.

    Raises `UneditableError` for a task that shares its line with the item it
    is in, and where something else would be read in another way then;
    `ValueError` for a task of another note.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"- [ ] read\n  - buy\n- [ ] sleep\n")
    >>> remove_task(note, note.tasks[0])
    [Edit(span=Span(start=0, end=19), new='')]
    """
    if task not in note.tasks:
        raise ValueError("the task is none of this note's")
    refuse_unread(note)
    refuse_shared_line(note, task)
    for span in cuts(note, rows_of(note.text), task):
        edits = [Edit(span, "")]
        if first_change(note, read_again(note, edits), edits) is None:
            return edits
    reason = "without the task, what stands around it would be read in another way"
    raise UneditableError(note.path, reason, task.line)


def refuse_shared_line(note: Note, task: Task) -> None:
    """Raise `UneditableError` where the task stands behind another item on its line."""
    parent = note.list_items[task.item].parent
    if parent is not None and note.list_items[parent].line == task.line:
        reason = "the task shares its line with the item it is in; edit the line by hand"
        raise UneditableError(note.path, reason, task.line)


def cuts(note: Note, rows: Rows, task: Task) -> Iterator[Span]:
    """What may be cut out to remove a task, best first."""
    prefix = prefix_of(note, rows, task.item)
    quotes = prefix.count(">")
    first, last = task.line - 1, last_row(note, rows, task.item)
    body = note.front_matter.end_row if note.front_matter else 0
    above = first
    while above > body and is_blank(rows.lines[above - 1], quotes):
        above -= 1
    ends = last + 1 == len(rows.lines) or is_blank(rows.lines[last + 1], quotes)
    if ends:
        yield _whole_rows(rows, above, last)
    if not ends or above < first:
        yield _whole_rows(rows, first, last)
    yield Span(rows.starts[first] + prefix.rfind(">") + 1, rows.end(last))


def _whole_rows(rows: Rows, first: int, last: int) -> Span:
    """Rows with their newlines; at the end of a note without a final one, with the one above."""
    if last + 1 < len(rows.lines):
        return Span(rows.starts[first], rows.starts[last + 1])
    return Span(rows.end(first - 1) if first else rows.starts[first], rows.end(last))
