"""The guard: before a note is written, two readers look at the text before and after.

Whatever the edits don't touch must be read as it was: by our own scanner, and
by mistune's block parser, so that a bug in the one is no bug in both.
"""

from __future__ import annotations

from collections.abc import Callable

from vaultsync.errors import UnsafeEditError
from vaultsync.model.changes import NoteChange
from vaultsync.model.guarding.excerpt import excerpts
from vaultsync.model.guarding.hunks import hunks_of
from vaultsync.model.guarding.untouched import first_change
from vaultsync.model.note import Note, parse_note
from vaultsync.text import LineMap, encode

__all__ = ["Reader", "guard"]

Reader = Callable[[str, bytes], Note]


def guard(one: NoteChange, read: Reader = parse_note) -> None:
    r"""Raise `UnsafeEditError` when a change would alter how lines are read that it doesn't touch.

    >>> from vaultsync.text import Edit, Span
    >>> guard(NoteChange("a.md", "a\n\n- [ ] b\n", (Edit(Span(2, 2), "```\n"),)))
    Traceback (most recent call last):
    vaultsync.errors.UnsafeEditError: a.md:3: this line would be read otherwise; nothing written
    """
    if one.before is None or not one.edits:
        return
    # mistune takes time to load, and most commands write nothing.
    from vaultsync.model.guarding.second_opinion import differs_for_peer

    note = read(one.path, encode(one.before))
    for part in excerpts(note, one.edits, read):
        offset = first_change(part.before, part.after, part.edits)
        hunks = hunks_of(part.before.text, part.edits, part.after.text)
        if offset is None and differs_for_peer(part.before, part.after, hunks):
            offset = min(edit.span.start for edit in part.edits)
        if offset is not None:
            line = LineMap(one.before).row(part.start + offset) + 1
            raise UnsafeEditError(one.path, "this line would be read otherwise", line)
