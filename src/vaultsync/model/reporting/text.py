"""The progress report as Markdown.

It says only what follows from the facts: nothing that depends on where it
stands, or on the day. It holds no boxes, so it never counts itself, and no
headings, so tasks that the user writes below it stay in the user's own sections.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from vaultsync.model.progress.counts import Counts
from vaultsync.model.progress.measure import NoteProgress, Policy
from vaultsync.model.reporting.facts import (
    MAX_ROWS,
    MissingNote,
    NoteRow,
    ReportFacts,
    repeated_headings,
    sections_shown,
)
from vaultsync.model.reporting.links import Linker, label, plain, subpath
from vaultsync.model.reporting.past import STALE_DAYS, ReportHistory, burn_up, stale_notes

__all__ = ["COUNTED", "bar", "linker_of", "report_body"]

COUNTED = {
    Policy.LEAF: "Counted are the boxes without boxes under them; cancelled ones are in no total.",
    Policy.ALL: "Counted is every box; cancelled ones are in no total.",
    Policy.TOP: "Counted are the boxes under no other box; cancelled ones are in no total.",
}
"""What each policy counts, as a sentence."""

_CELLS = 10
_MOST_WANTED = 10
_RECENT = 10
_STALE = 10


def report_body(facts: ReportFacts, newline: str = "\n") -> str:
    r"""What stands between the markers, with blank lines around it.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.progress.measure import Progress, note_progress
    >>> from vaultsync.model.reporting.facts import report_facts
    >>> note = parse_note("AI.md", b"# RAG\n- [x] read\n# Chains\n- [ ] write\n")
    >>> facts = report_facts(Progress(Policy.ALL, (note_progress(note),)), [note])
    >>> print(report_body(facts).strip())
    **Progress** █████░░░░░ 1/2 (50%)
    <BLANKLINE>
    Counted is every box; cancelled ones are in no total.
    <BLANKLINE>
    | Note | Progress | Done | Percent | Next |
    | --- | --- | ---: | ---: | --- |
    | [[AI]] | █████░░░░░ | 1/2 | 50% | [[AI#Chains\|write]] |
    <BLANKLINE>
    - [[AI]]: 1/2 (50%)
        - [[AI#RAG|RAG]]: 1/1 (100%)
        - [[AI#Chains|Chains]]: 0/1 (0%)
    """
    link = linker_of(facts)
    history = facts.history or ReportHistory()
    blocks = [
        [_overall(facts.progress.total)],
        # Each a paragraph: one that gets longer by a line is another to the guard.
        *([one] for one in _sentences(facts)),
        list(burn_up(history.points)),
        list(_table(facts.rows, link)),
        _at_most(_outline((row.progress for row in facts.rows), link)),
        *_recent(history, facts, link),
        list(_missing(facts.missing)),
        list(_stale(history, facts, link)),
    ]
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return f"\n{text}\n\n".replace("\n", newline)


def linker_of(facts: ReportFacts) -> Linker:
    """Writes links to the notes that a report counts, and tells their names apart."""
    return Linker([note.path for note in facts.progress.notes])


def _overall(counts: Counts) -> str:
    if not counts.total:
        return "**Progress** no tasks yet"
    more = [
        f", {number} {what}"
        for number, what in ((counts.in_progress, "in progress"), (counts.cancelled, "cancelled"))
        if number
    ]
    return f"**Progress** {bar(counts)} {_figures(counts)}{''.join(more)}"


def _sentences(facts: ReportFacts) -> Iterator[str]:
    yield COUNTED[facts.progress.policy]
    without = len(facts.progress.notes) - facts.listed
    if without:
        yield f"{_several(without, 'note')} without such boxes: not listed."
    if facts.listed > MAX_ROWS:
        yield f"Listed are the first {MAX_ROWS} of {facts.listed} notes."


def _several(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _table(rows: Iterable[NoteRow], link: Linker) -> Iterator[str]:
    for number, row in enumerate(rows):
        if not number:
            yield "| Note | Progress | Done | Percent | Next |"
            yield "| --- | --- | ---: | ---: | --- |"
        yield _row(row, link)


def _row(row: NoteRow, link: Linker) -> str:
    note, task = row
    counts = note.counts
    following = ""
    if task:
        where = subpath(task.section, repeated_headings(note.sections))
        following = link(note.path, where, task.text)
    name, following = (cell.replace("|", r"\|") for cell in (link(note.path), following))
    done = f"{counts.done}/{counts.total}"
    return f"| {name} | {bar(counts)} | {done} | {counts.percent}% | {following} |"


def _outline(listed: Iterable[NoteProgress], link: Linker) -> Iterator[str]:
    """Each note that has sections with tasks, and those sections below it."""
    for note in listed:
        shown = sections_shown(note)
        if shown:
            yield f"- {link(note.path)}: {_figures(note.counts)}"
            repeated = repeated_headings(note.sections)
        for depth, path, section in shown:
            name = link(note.path, subpath(path, repeated), section.heading)
            yield f"{'    ' * (depth + 1)}- {name}: {_figures(section.counts)}"


def _at_most(lines: Iterable[str]) -> list[str]:
    first = list(islice(lines, MAX_ROWS + 1))
    return first if len(first) <= MAX_ROWS else [*first[:-1], "- and more"]


def _recent(history: ReportHistory, facts: ReportFacts, link: Linker) -> Iterator[list[str]]:
    """Two blocks: the words, and a list."""
    if not history.recent:
        return
    headings = {row.progress.path: repeated_headings(row.progress.sections) for row in facts.rows}
    yield ["**Recently done**"]
    yield [
        f"- {task.date}: "
        + link(task.path, subpath(task.section, headings.get(task.path, ())), task.text)
        for task in history.recent[:_RECENT]
    ]


def _missing(missing: tuple[MissingNote, ...]) -> Iterator[str]:
    """The names as text: a link to them would be one more link that leads nowhere."""
    if not missing:
        return
    links = sum(one.links for one in missing)
    named = [f"{plain(label(one.name))} ({one.links})" for one in missing[:_MOST_WANTED]]
    most = "most wanted: " if len(missing) > 1 else ""
    more = f" and {len(missing) - _MOST_WANTED} more" if len(missing) > _MOST_WANTED else ""
    yield (
        f"**Unresolved links** {links} to {_several(len(missing), 'missing note')}, "
        f"{most}{', '.join(named)}{more}"
    )


def _stale(history: ReportHistory, facts: ReportFacts, link: Linker) -> Iterator[str]:
    open_notes = {
        row.progress.path
        for row in facts.rows
        if row.progress.counts.done < row.progress.counts.total
    }
    stale = [f"{link(path)} ({day})" for path, day in stale_notes(history) if path in open_notes]
    if stale:
        more = f" and {len(stale) - _STALE} more" if len(stale) > _STALE else ""
        yield (
            f"**Left lying** unfinished, and not changed in the last {STALE_DAYS} days in which "
            f"others were: {', '.join(stale[:_STALE])}{more}"
        )


def _figures(counts: Counts) -> str:
    return f"{counts.done}/{counts.total} ({counts.percent}%)"


def bar(counts: Counts) -> str:
    """Ten cells, the done part of them full.

    >>> bar(Counts(4, done=1, open=3))
    '██░░░░░░░░'
    """
    full = (counts.percent or 0) * _CELLS // 100
    return "█" * full + "░" * (_CELLS - full)
