"""Keeping derived notes up to date: their changes, for the commands and for the watcher."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultsync.errors import (
    NoteNotFoundError,
    OutsideVaultError,
    UneditableError,
    UnreadableNoteError,
)
from vaultsync.model.changes import Changeset, NoteChange, change
from vaultsync.model.collecting import uncollected
from vaultsync.model.edits.progress_marks import mark_progress
from vaultsync.model.note import Note
from vaultsync.model.progress.counts import Counts
from vaultsync.model.progress.measure import NoteProgress, note_progress
from vaultsync.model.reporting.report import new_report, plan_report, report_body
from vaultsync.model.reporting.template import filled_body
from vaultsync.service.measuring import Measured, configured_measure, measured
from vaultsync.service.report_reading import committed_past, facts_of
from vaultsync.service.sources import Sources
from vaultsync.service.vault import Vault
from vaultsync.text import Edit, Span

__all__ = [
    "Marked",
    "marked_notes",
    "planned_report",
    "progress_changes",
    "report_changes",
    "report_path",
]


class Marked(NamedTuple):
    """A note that is to have its progress in it: how far it is, and the change that says so.

    `unclear` are lines that are left as they are, each with the reason.
    """

    path: str
    counts: Counts
    changes: Changeset
    unclear: tuple[tuple[int, str], ...]


def report_path(vault: Vault, name: str) -> str:
    """The path of the progress note, there or not yet there.

    Raises `AmbiguousNoteError`, `OutsideVaultError`.
    """
    try:
        return vault.find(name)
    except NoteNotFoundError:
        return name if name.lower().endswith(".md") else f"{name}.md"


def planned_report(vault: Vault, path: str, body: str, *, overwrite: bool = False) -> Changeset:
    """The change that brings the report in the note at `path` up to date with `body`.

    Raises `UnreadableNoteError`, and `EditedRegionError` where somebody has
    written into it, unless `overwrite` is set.
    """
    try:
        note = vault.read(path)
    except UnreadableNoteError:
        if vault.holds(path):
            raise
        text = Edit(Span(0, 0), new_report(body))
        return Changeset((NoteChange(path, None, (text,)),))
    return change(note, plan_report(note, body, overwrite=overwrite))


def report_changes(sources: Sources) -> Changeset:
    """The change that brings the progress note up to date, all as configured.

    Raises what `planned_report` does, and what reading its template or the
    commits does, where they are wanted.
    """
    vault = sources.vault
    config = vault.config
    path = vault.spelled(config.report)
    filled = vault.note(config.template) if config.template else None
    apart = {path, *([filled.path] if filled else [])}
    found = measured(sources, [], configured_measure(config), parts=False, leave_out=apart)
    past = committed_past(vault, found.measure.policy) if config.history else None
    with uncollected():
        facts = facts_of(sources, found, past)
        body = filled_body(facts, filled) if filled else report_body(facts)
    return planned_report(vault, path, body)


def progress_changes(sources: Sources) -> Iterator[Marked]:
    """The changes of the notes that ask for their progress in them, all as configured."""
    measure = configured_measure(sources.vault.config)
    found = measured(sources, [], measure, keep=True, also=["properties"])
    return marked_notes(sources, found, named=False)


def marked_notes(sources: Sources, found: Measured, *, named: bool) -> Iterator[Marked]:
    """Of the notes that were counted, those with their progress in them, and the change of each.

    These are all where they were `named`, else those that ask for it by having
    one of the properties. What can't be read or changed is missing in the answer.
    """
    for note, progress in _wanted(sources, found, named=named):
        try:
            yield _marked(sources.vault, note, progress, found, add=named)
        except UneditableError as error:
            sources.miss(error)


def _wanted(
    sources: Sources, found: Measured, *, named: bool
) -> Iterator[tuple[Note, NoteProgress]]:
    vault = sources.vault
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
            sources.miss(error)


def _marked(
    vault: Vault, note: Note, progress: NoteProgress, found: Measured, *, add: bool
) -> Marked:
    policy, statuses, share, weight, through_links = found.measure
    counts = progress.counts
    if not through_links:  # the note as it is now, whatever was known of it
        progress = note_progress(note, policy, statuses, share=share, weight=weight)
    marks = mark_progress(note, progress, found.measure, vault.config.properties, add=add)
    return Marked(note.path, counts, change(note, marks.edits), tuple(marks.unclear))
