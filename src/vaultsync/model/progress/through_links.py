"""Progress through links: boxes that stand for the notes that they link to.

`- [ ] [[Langchain]]` stands for that note, if it has boxes of its own; so does a
property `progress_of` with a link to it. What stands in a note is counted once,
however many boxes stand for it. Notes that stand for each other in a circle
stand for nothing there: each counts by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from vaultsync.model.entry import LinkEntry, NoteEntry
from vaultsync.model.linking.circles import circles_of
from vaultsync.model.linking.destinations import destinations
from vaultsync.model.linking.resolution import Files
from vaultsync.model.progress.boxes import Box, boxes_of
from vaultsync.model.progress.counts import Counts, Policy, summed
from vaultsync.model.progress.measure import Measure, NoteProgress, Progress, Stands, note_progress
from vaultsync.model.progress.weights import without_marks
from vaultsync.model.statuses import StatusMap
from vaultsync.syntax.task_fields import read_task_body

__all__ = ["PROPERTY", "Linked", "count_linked", "linked_notes"]

PROPERTY = "progress_of"
"""The property whose links are notes that its own note stands for."""

_EMPHASIS = "*_~= \t"


class Linked(NamedTuple):
    """Which notes stand for which: for each path the lines of its boxes, with a path each.

    Line 0 is the property. `circles` are notes that would stand for each other.
    """

    stands: Mapping[str, Sequence[tuple[int, str]]]
    circles: tuple[tuple[str, ...], ...]

    def properties(self) -> Linked:
        """Only what the property says."""
        found = {path: [one for one in some if one[0] == 0] for path, some in self.stands.items()}
        return self._replace(stands=found)

    def lines(self) -> dict[str, Stands]:
        """The lines of the boxes that stand for notes, for each path."""
        return {
            path: dict.fromkeys((line for line, _ in some), Counts())
            for path, some in self.stands.items()
        }

    def reach(self, path: str) -> list[tuple[int, list[str]]]:
        """The notes that a note stands for, each once, by the line of the first box that does."""
        seen = {path}
        found = []
        for line, target in self.stands.get(path, ()):
            new, ahead = [], [target]
            while ahead:
                one = ahead.pop()
                if one not in seen:
                    seen.add(one)
                    new.append(one)
                    ahead += [below for _, below in reversed(self.stands.get(one, ()))]
            found.append((line, new))
        return found


def linked_notes(notes: Iterable[NoteEntry], files: Files, statuses: StatusMap) -> Linked:
    r"""Which of `notes` stand for which others.

    A box stands for a note when a link to it is all its text, besides fields,
    tags and bold marks; a link to a heading or block is only a link.

    >>> from vaultsync.model.entry import entry_of
    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.statuses import DEFAULT_STATUSES
    >>> raws = {"AI.md": b"- [ ] [[RAG]]\n- [ ] see [[RAG]]\n", "RAG.md": b"- [x] a\n"}
    >>> notes = [entry_of(parse_note(path, raw)) for path, raw in raws.items()]
    >>> linked_notes(notes, Files.of(raws), DEFAULT_STATUSES).stands
    {'AI.md': [(1, 'RAG.md')]}
    """
    leads_to = destinations(files)
    wanted: dict[str, list[tuple[int, str]]] = {}
    with_boxes: set[str] = set()
    for note in notes:
        tasks = boxes_of(note, statuses).tasks
        links = _standing(note.links, {task.line: task for task in tasks})
        found = [
            (line, path)
            for line, link in links
            if (path := leads_to(link, note.path).path) is not None
        ]
        if found:
            wanted[note.path] = found
        if tasks or any(line == 0 for line, _ in found):
            with_boxes.add(note.path)
    edges = {path: [t for _, t in found if t in with_boxes] for path, found in wanted.items()}
    circles = circles_of(edges)
    circle_of = {path: number for number, circle in enumerate(circles) for path in circle}
    stands: dict[str, list[tuple[int, str]]] = {}
    for path, found in wanted.items():
        here = circle_of.get(path, -1)
        kept = [
            (line, target)
            for line, target in found
            if target in with_boxes and (here < 0 or circle_of.get(target) != here)
        ]
        if kept:
            stands[path] = kept
    return Linked(stands, circles)


def count_linked(
    known: Mapping[str, NoteEntry], wanted: Iterable[str], linked: Linked, measure: Measure
) -> Progress:
    """Count the notes at the paths `wanted` among all that are `known`, through their links.

    A note is what stands in it and in the notes that it stands for; where two
    boxes of it lead to the same note, that counts for the first of them.
    """
    own: dict[str, NoteProgress] = {}
    if measure.policy is Policy.TOP:  # boxes of linked notes are under a box
        linked = linked.properties()

    def own_of(path: str) -> Counts:
        if path not in own:
            lines = dict.fromkeys((line for line, _ in linked.stands.get(path, ())), Counts())
            own[path] = _counted(known[path], lines, measure)
        return own[path].counts

    def whole(path: str) -> NoteProgress:
        reached = linked.reach(path)
        counts = own_of(path)
        if not reached:
            return own[path]
        stands: dict[int, Counts] = {}
        for line, paths in reached:
            parts = [own_of(one) for one in paths]
            stands[line] = summed((*parts, stands.get(line, Counts())))
        note = _counted(known[path], stands, measure)
        by_property = stands.get(0, Counts())
        paths = [one for _, some in reached for one in some]
        every = summed((note.counts, by_property))
        return note._replace(counts=every, own=counts, linked=tuple(paths))

    notes = tuple(whole(path) for path in wanted)
    asked = {note.path for note in notes}
    further = dict.fromkeys(path for note in notes for path in note.linked if path not in asked)
    beyond = tuple(own[path] for path in further)
    reached = {*asked, *further}
    cycles = tuple(one for one in linked.circles if reached.intersection(one))
    return Progress(measure.policy, notes, beyond, cycles)


def _counted(note: NoteEntry, stands: Stands, measure: Measure) -> NoteProgress:
    policy, statuses, share, weight, _ = measure
    return note_progress(note, policy, statuses, share=share, weight=weight, stands=stands)


def _standing(
    links: Iterable[LinkEntry], tasks: Mapping[int, Box]
) -> Iterable[tuple[int, LinkEntry]]:
    """The links that may stand for a note, with their lines, 0 for those of the property."""
    for link in links:
        if link.embed or link.subpath or not link.target:
            continue
        if link.kind == "frontmatter":
            if link.key.partition(".")[0].lower() == PROPERTY:
                yield 0, link
        elif (task := tasks.get(link.line)) and _is_all(link.raw, task.text):
            yield link.line, link


def _is_all(link: str, text: str) -> bool:
    """Whether the link is all that the task's text says.

    >>> _is_all("[[a]]", "**[[a]]** (2 weeks) #ai ⏫ 📅 2026-12-05"), _is_all("[[a]]", "see [[a]]")
    (True, False)
    """
    if text.strip(_EMPHASIS) == link:
        return True
    said = read_task_body(text, 0, len(text)).description.of(text)
    words = without_marks(said.replace(link, "\0", 1)).split()
    return " ".join(word for word in words if word[0] != "#").strip(_EMPHASIS) == "\0"
