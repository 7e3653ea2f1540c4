"""What an answer about notes may lack, as sentences for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultsync.model.entry import NoteEntry
from vaultsync.model.note import Note

if TYPE_CHECKING:
    from vaultsync.model.canvas import Canvas

__all__ = ["Gap", "gaps_in", "gaps_in_canvas"]

# A note with one of these was not, or not wholly, read.
_UNREAD = frozenset(
    {"too-large", "too-deep", "invalid-utf8", "front-matter-error", "front-matter-too-large"}
)


class Gap(NamedTuple):
    """What an answer may lack, `said` as a sentence: something of the file or folder at `path`.

    `unread` where that is all of it; `code` is that of the problem in it, None
    where it couldn't be opened.
    """

    path: str
    said: str
    unread: bool
    code: str | None = None


def gaps_in(note: Note | NoteEntry) -> list[Gap]:
    """What of a note was not read."""
    return [
        Gap(note.path, f"{note.path}:{one.line}: {one.message}", False, one.code)
        for one in note.problems
        if one.code in _UNREAD
    ]


def gaps_in_canvas(canvas: Canvas) -> list[Gap]:
    """Why a canvas can't be understood; nothing of it is read then."""
    return [
        Gap(canvas.path, f"{canvas.path}:{one.line}: {one.message}", True, one.code)
        for one in canvas.problems
    ]
