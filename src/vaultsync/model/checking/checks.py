"""All that `check` finds in a vault, from what the index keeps of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from vaultsync.model.canvas import Canvas
from vaultsync.model.checking.findings import Finding, finding
from vaultsync.model.checking.links import Anchors, check_links
from vaultsync.model.checking.names import check_names
from vaultsync.model.checking.parents import check_parents
from vaultsync.model.entry import NoteEntry
from vaultsync.model.linking.link_rows import PlacedLink
from vaultsync.model.linking.resolution import Files
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap
from vaultsync.text import LineMap

__all__ = ["check_vault"]


def check_vault(
    notes: Iterable[NoteEntry],
    canvases: Iterable[Canvas],
    files: Files,
    only: Collection[str] | None = None,
    *,
    statuses: StatusMap = DEFAULT_STATUSES,
) -> list[Finding]:
    r"""What is wrong in the notes, canvases and names of a vault, by place.

    With `only`, what is wrong in the files of those paths: their links may
    still lead to any of `files`. `statuses` say which boxes are done.

    >>> from vaultsync.model.entry import entry_of
    >>> from vaultsync.model.note import parse_note
    >>> entry = entry_of(parse_note("C#.md", b"[[Later]]\n- [] a\n"))
    >>> [(one.line, one.code) for one in check_vault([entry], [], Files.of([entry.path]))]
    [(1, 'broken-link'), (1, 'unlinkable-name'), (2, 'hidden-box')]
    """
    links: list[tuple[str, Iterable[PlacedLink]]] = []
    anchors: dict[str, Anchors] = {}
    found: list[Finding] = []
    for note in notes:
        if all(problem.code != "too-large" for problem in note.problems):
            anchors[note.path] = Anchors(note.headings, note.blocks)
        if only is None or note.path in only:
            links.append((note.path, note.links))
            for problem in note.problems:
                place = (note.path, problem.line, problem.column)
                found.append(finding(*place, problem.code, problem.message))
            found += check_parents(note, statuses)
    for canvas in canvases:
        if only is None or canvas.path in only:
            links.append((canvas.path, canvas.links))
            found += _canvas_problems(canvas)
    found += check_links(links, files, anchors)
    found += (one for one in check_names(files) if only is None or one.path in only)
    return sorted(found, key=lambda one: one[:5])


def _canvas_problems(canvas: Canvas) -> Iterator[Finding]:
    lines = LineMap(canvas.text)
    for problem in canvas.problems:
        row, column = lines.position(problem.span.start)
        yield finding(canvas.path, row + 1, column + 1, problem.code, problem.message)
