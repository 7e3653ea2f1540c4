"""The progress report as Markdown.

It says only what follows from the facts: no dates, no times, nothing that
depends on where it stands. It holds no boxes, so it never counts itself, and no
headings, so tasks that the user writes below it stay in the user's own sections.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from vaultsync.model.anchors import heading_key
from vaultsync.model.counts import Counts
from vaultsync.model.entry import NoteEntry
from vaultsync.model.note import Note
from vaultsync.model.progress import NoteProgress, Policy, Progress, SectionProgress, next_task
from vaultsync.model.report_links import Linker, subpath
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap

__all__ = ["MAX_ROWS", "report_body"]

MAX_ROWS = 5_000
"""How many notes, and how many sections, are listed: a note has its limits too."""

_CELLS = 10
_COUNTED = {
    Policy.LEAF: "Counted are the boxes without boxes under them; cancelled ones are in no total.",
    Policy.ALL: "Counted is every box; cancelled ones are in no total.",
    Policy.TOP: "Counted are the boxes under no other box; cancelled ones are in no total.",
}


def report_body(
    progress: Progress,
    notes: Iterable[Note | NoteEntry],
    newline: str = "\n",
    statuses: StatusMap = DEFAULT_STATUSES,
) -> str:
    r"""What stands between the markers, with blank lines around it.

    `notes` are those that `progress` counts: names are told apart among them,
    and their next tasks found. Their order changes nothing.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.progress import note_progress
    >>> note = parse_note("AI.md", b"# RAG\n- [x] read\n# Chains\n- [ ] write\n")
    >>> print(report_body(Progress(Policy.ALL, (note_progress(note),)), [note]).strip())
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
    read = {note.path: note for note in notes}
    link = Linker([*read, *[note.path for note in progress.notes]])
    listed = sorted(
        (note for note in progress.notes if note.counts.total), key=lambda note: note.path
    )
    blocks = [[_overall(progress.total)], list(_sentences(progress, len(listed)))]
    if listed:
        rows = [
            _row(note, read.get(note.path), link, progress.policy, statuses)
            for note in listed[:MAX_ROWS]
        ]
        blocks.append(["| Note | Progress | Done | Percent | Next |"])
        blocks[-1] += ["| --- | --- | ---: | ---: | --- |", *rows]
        blocks.append(_at_most(_outline(listed, link)))
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return f"\n{text}\n\n".replace("\n", newline)


def _overall(counts: Counts) -> str:
    if not counts.total:
        return "**Progress** no tasks yet"
    more = [
        f", {number} {what}"
        for number, what in ((counts.in_progress, "in progress"), (counts.cancelled, "cancelled"))
        if number
    ]
    return f"**Progress** {_bar(counts)} {_figures(counts)}{''.join(more)}"


def _sentences(progress: Progress, listed: int) -> Iterator[str]:
    yield _COUNTED[progress.policy]
    without = len(progress.notes) - listed
    if without:
        yield f"{_several(without, 'note')} without such boxes: not listed."
    if listed > MAX_ROWS:
        yield f"Listed are the first {MAX_ROWS} of {listed} notes."


def _several(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _row(
    progress: NoteProgress,
    note: Note | NoteEntry | None,
    link: Linker,
    policy: Policy,
    statuses: StatusMap,
) -> str:
    counts = progress.counts
    task = next_task(note, policy, statuses) if note else None
    following = ""
    if task:
        where = subpath(task.section, _repeated(progress.sections))
        following = link(progress.path, where, task.text)
    name, following = (cell.replace("|", r"\|") for cell in (link(progress.path), following))
    done = f"{counts.done}/{counts.total}"
    return f"| {name} | {_bar(counts)} | {done} | {counts.percent}% | {following} |"


def _outline(listed: Iterable[NoteProgress], link: Linker) -> Iterator[str]:
    """Each note that has sections with tasks, and those sections below it.

    A heading over all of a note's tasks says nothing new: its sections stand for it.
    """
    for note in listed:
        found = [(path, one) for path, one in _paths(note.sections) if one.counts.total]
        over = 1 if found and found[0][1].counts == note.counts else 0
        if len(found) > over:
            yield f"- {link(note.path)}: {_figures(note.counts)}"
        repeated = _repeated(note.sections)
        for path, section in found[over:]:
            indent = "    " * (len(path) - over)
            shown = link(note.path, subpath(path, repeated), section.heading)
            yield f"{indent}- {shown}: {_figures(section.counts)}"


def _at_most(lines: Iterable[str]) -> list[str]:
    first = list(islice(lines, MAX_ROWS + 1))
    return first if len(first) <= MAX_ROWS else [*first[:-1], "- and more"]


def _paths(
    sections: Iterable[SectionProgress], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], SectionProgress]]:
    """Each section behind its headings, outermost first."""
    for section in sections:
        path = (*above, section.heading)
        yield path, section
        yield from _paths(section.sections, path)


def _repeated(sections: Iterable[SectionProgress]) -> set[str]:
    """The keys of the headings that aren't alone in their note."""
    keys = Counter(heading_key(path[-1]) for path, _ in _paths(sections))
    return {key for key, times in keys.items() if times > 1}


def _figures(counts: Counts) -> str:
    return f"{counts.done}/{counts.total} ({counts.percent}%)"


def _bar(counts: Counts) -> str:
    full = (counts.percent or 0) * _CELLS // 100
    return "█" * full + "░" * (_CELLS - full)
