"""Writing progress into the notes themselves, where Obsidian can query it."""

from __future__ import annotations

from vaultsync.cli.applying import How as Writing
from vaultsync.cli.applying import carry_out
from vaultsync.cli.main import Session
from vaultsync.cli.notes import Reading
from vaultsync.cli.output import say, say_json, warn
from vaultsync.model.changes import Changeset, NoteChange
from vaultsync.model.progress.counts import counts_json
from vaultsync.service.keeping import marked_notes
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
    for path, progress, change, unclear in marked_notes(reading, found, named=named):
        for line, reason in unclear:
            warn(f"{path}:{line}: {reason}; the line is left as it is")
        changes += change.changes
        rows.append({"path": path, **counts_json(progress), "written": bool(change)})
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
