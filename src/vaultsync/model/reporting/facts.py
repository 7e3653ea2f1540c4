"""What a report says, whatever it is written in: Markdown, a template's text, HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vaultsync.model.entry import NoteEntry
from vaultsync.model.linking.anchors import heading_key
from vaultsync.model.note import Note
from vaultsync.model.progress.boxes import Box
from vaultsync.model.progress.measure import (
    Measure,
    NoteProgress,
    Progress,
    SectionProgress,
    count_notes,
    next_task,
)
from vaultsync.model.reporting.past import ReportHistory

__all__ = [
    "MAX_ROWS",
    "MissingNote",
    "NoteRow",
    "ReportFacts",
    "listed",
    "repeated_headings",
    "report_facts",
    "section_paths",
    "sections_shown",
]

MAX_ROWS = 1_000
"""How many notes, and how many sections, are listed: more than that nobody reads in a note."""


class MissingNote(NamedTuple):
    """A name that links want and no file has: how many links, from how many files."""

    name: str
    links: int
    sources: int


class NoteRow(NamedTuple):
    """A note with tasks, and the first of them that is yet to be done."""

    progress: NoteProgress
    next: Box | None


class ReportFacts(NamedTuple):
    """All that a report says.

    `rows` are the first `MAX_ROWS` by path of the `listed` notes that have
    tasks; `missing` are the names that links want, the most wanted first;
    `history` is None where nobody keeps one.
    """

    progress: Progress
    listed: int
    rows: tuple[NoteRow, ...]
    missing: tuple[MissingNote, ...] = ()
    history: ReportHistory | None = None


def report_facts(
    progress: Progress,
    notes: Iterable[Note | NoteEntry],
    measure: Measure = Measure(),  # noqa: B008  # a frozen value
    missing: Iterable[MissingNote] = (),
    history: ReportHistory | None = None,
) -> ReportFacts:
    r"""Put together what a report says; the order of `notes` and `missing` changes nothing.

    `notes` are those that `progress` counts by `measure`: their next tasks are
    found in them, and those listed are counted by section, if they aren't yet.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.progress.measure import Policy, note_progress
    >>> note = parse_note("AI.md", b"- [x] read\n- [ ] write\n")
    >>> facts = report_facts(Progress(Policy.ALL, (note_progress(note),)), [note])
    >>> [row.next.text for row in facts.rows if row.next]
    ['write']
    """
    measure = measure._replace(policy=progress.policy)
    read = {note.path: note for note in notes}
    rows = []
    with_tasks = listed(progress)
    for counted in with_tasks[:MAX_ROWS]:
        note = read.get(counted.path)
        rows.append(NoteRow(counted, None) if note is None else _row(counted, note, measure))
    wanted = sorted(missing, key=lambda one: (-one.links, -one.sources, one.name))
    return ReportFacts(progress, len(with_tasks), tuple(rows), tuple(wanted), history)


def listed(progress: Progress) -> list[NoteProgress]:
    """The notes that have tasks, by path: what a report lists, up to `MAX_ROWS`."""
    return sorted((one for one in progress.notes if one.counts.total), key=lambda one: one.path)


def _row(counted: NoteProgress, note: Note | NoteEntry, measure: Measure) -> NoteRow:
    if note.headings and not counted.sections and not measure.through_links:
        (counted,) = count_notes([note], measure).notes
    if counted.counts.done == counted.counts.total:
        return NoteRow(counted, None)
    return NoteRow(counted, next_task(note, measure.policy, measure.statuses))


def section_paths(
    sections: Iterable[SectionProgress], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], SectionProgress]]:
    """Each section behind its headings, outermost first."""
    for section in sections:
        path = (*above, section.heading)
        yield path, section
        yield from section_paths(section.sections, path)


def sections_shown(note: NoteProgress) -> list[tuple[int, tuple[str, ...], SectionProgress]]:
    """The sections of a note that have tasks: depth from 0, headings, section.

    A heading over all of a note's tasks says nothing new: its sections stand for it.
    """
    found = [(path, one) for path, one in section_paths(note.sections) if one.counts.total]
    over = 1 if found and found[0][1].counts == note.counts else 0
    return [(len(path) - 1 - over, path, section) for path, section in found[over:]]


def repeated_headings(sections: Iterable[SectionProgress]) -> set[str]:
    """The keys of the headings that aren't alone in their note."""
    keys = Counter(heading_key(path[-1]) for path, _ in section_paths(sections))
    return {key for key, times in keys.items() if times > 1}
