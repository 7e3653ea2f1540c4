"""Writing progress into the notes themselves, where Obsidian can query it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultsync.cli.applying import How as Writing
from vaultsync.cli.applying import carry_out
from vaultsync.cli.main import Session
from vaultsync.cli.notes import Reading
from vaultsync.cli.output import say, say_json, warn
from vaultsync.errors import OutsideVaultError, UneditableError, UnreadableNoteError
from vaultsync.model.changes import Changeset, NoteChange, change
from vaultsync.model.counts import counts_json
from vaultsync.model.edits.progress_marks import mark_progress
from vaultsync.model.note import Note
from vaultsync.model.progress import NoteProgress, note_progress
from vaultsync.service.measuring import Measured

__all__ = ["write_progress"]


def write_progress(
    session: Session, reading: Reading, found: Measured, form: str, *, named: bool, how: Writing
) -> None:
    """Bring the notes' own progress up to date: of all that were `named`, else of those that ask.

    A note asks for it by having one of the properties.
    """
    changes: list[NoteChange] = []
    rows = []
    for note, progress in _wanted(reading, found, named=named):
        try:
            change = _change(session, note, progress, found, add=named)
        except UneditableError as error:
            reading.miss(error)
            continue
        changes += change.changes
        counts = counts_json(progress.counts)
        rows.append({"path": note.path, **counts, "written": bool(change)})
    if not carry_out(session, Changeset(tuple(changes)), how):
        return
    if form == "json":
        say_json(rows)
        return
    for one in changes:
        say(f"{one.path}: brought up to date")
    if not changes:
        said = (
            "up to date" if rows else "no note has the properties; name those that are to get them"
        )
        say(f"nothing written: {said}")


def _wanted(
    reading: Reading, found: Measured, *, named: bool
) -> Iterator[tuple[Note, NoteProgress]]:
    vault = reading.vault
    names = {name.lower() for name in vault.config.properties.names()}
    asking = {
        note.path
        for note in found.notes
        if any(one.key.lower() in names for one in note.properties)
    }
    report = vault.spelled(vault.config.report)
    for progress in found.progress.notes:
        if progress.path == report or not (named or progress.path in asking):
            continue
        try:
            yield vault.read(progress.path), progress
        except (UnreadableNoteError, OutsideVaultError) as error:
            reading.miss(error)


def _change(
    session: Session, note: Note, progress: NoteProgress, found: Measured, *, add: bool
) -> Changeset:
    policy, statuses, share, weight, through_links = found.measure
    if not through_links:  # the note as it is now, whatever was known of it
        progress = note_progress(note, policy, statuses, share=share, weight=weight)
    names = session.vault.config.properties
    marks = mark_progress(note, progress, found.measure, names, add=add)
    for line, reason in marks.unclear:
        warn(f"{note.path}:{line}: {reason}; the line is left as it is")
    return change(note, marks.edits)
