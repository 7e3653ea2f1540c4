"""The text of a task: all on its line behind the box, the block id left out."""

from __future__ import annotations

import re

from vaultsync.errors import UneditableError
from vaultsync.model.edits.again import read_again, splice
from vaultsync.model.guarding.untouched import first_change
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Task
from vaultsync.text import Edit

__all__ = ["bad_text", "set_text"]

# Control characters but for the tab, what ends a line elsewhere, and halves of bytes.
_BAD = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def bad_text(text: str) -> str | None:
    r"""Why `text` can't be the text of any task, or None.

    >>> bad_text("read RAG 📅 2026-12-01"), bad_text("a\nb")
    (None, "the text of a task is one line; it can't hold '\\n'")
    """
    if match := _BAD.search(text):
        return f"the text of a task is one line; it can't hold {match[0]!r}"
    if not text.strip():
        return "a task without text is none"
    if text != text.strip():
        return "the text of a task neither begins nor ends with blanks"
    return None


def set_text(note: Note, task: Task, text: str) -> list[Edit]:
    r"""Replace the text of a task, its fields too; box, block id and trailing blanks stay.

    Fields are part of `task.text`, so that what a task shows can be changed and
    given back whole; `set_field` changes one by itself. Only the part that
    differs is replaced. Raises `ValueError` for what can be no task's text
    (see `bad_text`), and `UneditableError` where the line, read again, would not be
    the same task with exactly that text, or where other lines would change.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"- [ ] read RAG ^r1\n")
    >>> set_text(note, note.tasks[0], "read a RAG")
    [Edit(span=Span(start=11, end=11), new='a ')]
    """
    if reason := bad_text(text):
        raise ValueError(reason)
    edits = splice(note.text, task.text_span, text)
    if not edits:
        return []
    after = read_again(note, edits)
    found = next((one for one in after.tasks if one.item == task.item), None)
    if found is None or found.text != text or _block_ids(after) != _block_ids(note):
        reason = "with that text the line would not be this task with that text"
        raise UneditableError(note.path, reason, task.line)
    grown = len(after.list_items) > len(note.list_items)
    if grown or first_change(note, after, edits) is not None:
        reason = "that text would change how other lines are read"
        raise UneditableError(note.path, reason, task.line)
    return edits


def _block_ids(note: Note) -> list[str]:
    return [block.id for block in note.blocks]
