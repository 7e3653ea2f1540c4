"""Links written anew in many files at once, each checked as it will be before it is written."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from vaultsync.effects.files import read_file
from vaultsync.effects.forks import cores, worked_off
from vaultsync.model.canvas import Canvas
from vaultsync.model.changes import NoteChange
from vaultsync.model.edits.regions import resealed
from vaultsync.model.entry import NoteEntry
from vaultsync.model.guarding.guard import Reader
from vaultsync.model.note import MAX_NOTE_BYTES, Note, parse_note
from vaultsync.model.remembering import remembering
from vaultsync.model.renaming.canvas import canvas_edits
from vaultsync.model.renaming.note_edits import rename_edits
from vaultsync.model.renaming.rename import Retarget
from vaultsync.service.writing import checked
from vaultsync.text import Edit, Span, decode, encode

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault

__all__ = ["Source", "written_anew"]

Source = Note | NoteEntry | Canvas
"""What links may stand in: a note or canvas, or what the index knows of a note."""

_WORTH_IT = 30  # files: fewer are done while other processes would still start


def written_anew(
    vault: Vault, sources: Sequence[Source], retargets: Callable[[Source], Sequence[Retarget]]
) -> list[NoteChange]:
    """The changes that write the links of `sources` anew, those without a change left out.

    Notes are read, as the index knows no places within links; `retargets` says
    what becomes of the links of one. The guard looks at each change here, on all
    cores where they are many, and need not again. Raises what the guard and
    `rename_edits` raise.
    """
    # A guard looks at no task, and no link has one.
    read = remembering(partial(parse_note, tasks=False))

    def work(source: Source) -> bytes:
        one: Note | Canvas
        if isinstance(source, NoteEntry):
            one = read(source.path, read_file(vault.root, source.path, MAX_NOTE_BYTES))
        else:
            one = source
        edits = _edits(one, retargets(one), read)
        found = checked(vault.root, NoteChange(one.path, one.text, tuple(edits)), read)
        return marshal.dumps((one.path, encode(found.before or ""), [*map(_plain, found.edits)]))

    processes = cores() if len(sources) >= _WORTH_IT else 1
    with worked_off(work, sources, processes) as answers:
        changes = [_change(*marshal.loads(one)) for one in answers]
    changes = sorted(one for one in changes if one.edits)
    vault.passed = set(changes)
    return changes


def _edits(one: Note | Canvas, retargets: Sequence[Retarget], read: Reader) -> list[Edit]:
    if isinstance(one, Canvas):
        return canvas_edits(one, retargets)
    return resealed(one, rename_edits(one, retargets, read, guarded=True))


def _plain(edit: Edit) -> tuple[int, int, bytes]:
    return *edit.span, encode(edit.new)


def _change(path: str, before: bytes, edits: list[tuple[int, int, bytes]]) -> NoteChange:
    found = tuple(Edit(Span(start, end), decode(new)) for start, end, new in edits)
    return NoteChange(path, decode(before), found)
