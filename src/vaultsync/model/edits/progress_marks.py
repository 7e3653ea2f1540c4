"""All that a note itself says of its progress: properties, cookies, status lines."""

from __future__ import annotations

from typing import NamedTuple

from vaultsync.model.edits.again import read_again
from vaultsync.model.edits.cookies import cookie_edits
from vaultsync.model.edits.properties import find_property, set_property
from vaultsync.model.edits.status_lines import status_line_edits
from vaultsync.model.note import Note
from vaultsync.model.progress.counts import Counts
from vaultsync.model.progress.measure import Measure, NoteProgress
from vaultsync.model.progress.property_names import PropertyNames
from vaultsync.text import Edit

__all__ = ["Marks", "mark_progress", "property_edits"]


class Marks(NamedTuple):
    """The edits of a note, and what can't be told of some of its lines."""

    edits: list[Edit]
    unclear: list[tuple[int, str]]


def mark_progress(
    note: Note, progress: NoteProgress, measure: Measure, names: PropertyNames, *, add: bool
) -> Marks:
    """Bring all that a note says of its progress up to date; with `add` properties are added, too.

    Raises `UneditableError` where its front matter can't be edited.
    """
    lines = status_line_edits(note, progress)
    properties = property_edits(note, progress.counts, names, add=add)
    edits = [*properties, *cookie_edits(note, progress, measure), *lines.edits]
    return Marks(sorted(edits, key=lambda edit: edit.span), lines.unclear)


def property_edits(
    note: Note, counts: Counts, names: PropertyNames, *, add: bool = False
) -> list[Edit]:
    r"""Write the counts into the properties that the note has; with `add`, into all.

    A note without boxes gets none. Of several that are added, all come in one edit.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.text import apply_edits
    >>> note = parse_note("a.md", b"---\nprogress: 0 # of RAG\n---\n- [x] a\n")
    >>> edits = property_edits(note, Counts(1, done=1), PropertyNames(), add=True)
    >>> print(apply_edits(note.text, edits), end="")
    ---
    progress: 100 # of RAG
    tasks_done: 1
    tasks_total: 1
    ---
    - [x] a
    """
    values = dict(zip(names, (counts.percent, counts.done, counts.total), strict=True))
    values.pop("", None)
    edits: list[Edit] = []
    missing = []
    for name, value in values.items():
        if find_property(note, name):
            edits += set_property(note, name, value)
        else:
            missing.append(name)
    if not add or not missing or not counts.total:
        return edits
    first, *others = missing
    (added,) = set_property(note, first, values[first])
    grown = read_again(note, [added])
    for name in others:
        grown = read_again(grown, set_property(grown, name, values[name]))
    at, end = added.span
    come = len(grown.text) - len(note.text) + end - at
    return [*edits, Edit(added.span, grown.text[at : at + come])]
