"""What changed between two versions of a vault, in its own terms: notes, tasks, links, headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from vaultsync.model.diffing.headings import HeadingChange, heading_changes
from vaultsync.model.diffing.links import LinkChange, link_changes
from vaultsync.model.diffing.tasks import Side, TaskChange, task_changes
from vaultsync.model.entry import NoteEntry
from vaultsync.model.history.flow import counts_of, standing
from vaultsync.model.linking.destinations import Destination, destinations
from vaultsync.model.linking.resolution import Files
from vaultsync.model.progress.counts import Counts, Policy, summed
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap
from vaultsync.syntax.task_fields import FieldFormat

__all__ = ["Diff", "NoteDiff", "Rules", "Version", "diff_of"]


class Rules(NamedTuple):
    """The settings that say what boxes mean and which count."""

    statuses: StatusMap = DEFAULT_STATUSES
    policy: Policy = Policy.LEAF
    fields: FieldFormat = FieldFormat.BOTH


class Version(NamedTuple):
    """One side: the notes that differ, those that don't as far as known, and all files."""

    notes: Mapping[str, NoteEntry]
    files: Files


class NoteDiff(NamedTuple):
    """What happened to one note.

    `kind` is `added`, `removed`, `renamed` or `changed`; `path` is that of the
    new version, of the old one where it is removed. `before` and `after` are
    None where there was, or is, no note. A note of which only other text
    changed has no changes. `private` says that it doesn't want to be quoted.
    """

    path: str
    old_path: str | None
    kind: str
    private: bool
    before: Counts | None
    after: Counts | None
    tasks: tuple[TaskChange, ...] = ()
    links: tuple[LinkChange, ...] = ()
    headings: tuple[HeadingChange, ...] = ()


class Diff(NamedTuple):
    """All notes that differ, and those whose links break or mend, by path."""

    notes: tuple[NoteDiff, ...]

    @property
    def before(self) -> Counts:
        """The counts of these notes as they were."""
        return summed(note.before for note in self.notes if note.before)

    @property
    def after(self) -> Counts:
        """The counts of these notes as they are."""
        return summed(note.after for note in self.notes if note.after)


def diff_of(
    old: Version,
    new: Version,
    renamed: Mapping[str, str],
    unchanged: Iterable[NoteEntry] = (),
    rules: Rules = Rules(),  # noqa: B008 - a frozen value
) -> Diff:
    """Compare the notes of two versions; `renamed` has the old path of each new one that moved.

    `unchanged` are the notes that are the same in both, needed for their links
    alone, and only where the files differ.
    """
    was = {path: renamed.get(path, path) for path in new.notes}
    gone = [path for path in old.notes if path not in set(was.values())]
    pairs = [(old.notes.get(was[path]), note) for path, note in new.notes.items()]
    sides = [(before, after) for before, after in pairs]
    found_headings = [_headings(before, after) for before, after in sides]
    tasks = task_changes(
        [
            Side(before, after, {one.before: one.text for one in headings if one.before})
            for (before, after), headings in zip(sides, found_headings, strict=True)
        ]
        + [Side(old.notes[path], None, {}) for path in gone],
        rules.statuses,
        rules.fields,
    )
    leads = destinations(old.files), destinations(new.files)
    notes: list[NoteDiff] = []
    for number, (before, after) in enumerate(sides):
        links = tuple(link_changes(before, after, *leads, renamed))
        notes.append(
            _note(before, after, rules)._replace(
                tasks=tuple(tasks[number]), links=links, headings=tuple(found_headings[number])
            )
        )
    for number, path in enumerate(gone, len(sides)):
        removed = _note(old.notes[path], None, rules)
        notes.append(removed._replace(tasks=tuple(tasks[number])))
    notes += _broken(unchanged, leads, renamed, rules)
    return Diff(tuple(sorted(notes, key=lambda note: note.path)))


def _headings(before: NoteEntry | None, after: NoteEntry) -> list[HeadingChange]:
    return list(heading_changes(before.headings, after.headings)) if before else []


def _note(before: NoteEntry | None, after: NoteEntry | None, rules: Rules) -> NoteDiff:
    here = after or before
    assert here is not None
    old_path = before.path if before and after and before.path != after.path else None
    kind = "changed"
    if before is None or after is None:
        kind = "added" if before is None else "removed"
    elif old_path:
        kind = "renamed"
    private = any(note is not None and _is_private(note) for note in (before, after))
    return NoteDiff(
        here.path, old_path, kind, private, _counts(before, rules), _counts(after, rules)
    )


def _counts(note: NoteEntry | None, rules: Rules) -> Counts | None:
    if note is None:
        return None
    return counts_of(standing(note, rules.policy, rules.statuses).kinds)


def _is_private(note: NoteEntry) -> bool:
    return any(one.key == "private" and one.value is True for one in note.properties)


def _broken(
    notes: Iterable[NoteEntry],
    leads: tuple[Destination, Destination],
    renamed: Mapping[str, str],
    rules: Rules,
) -> Iterator[NoteDiff]:
    for note in notes:
        links = tuple(link_changes(note, note, *leads, renamed))
        if links:
            yield _note(note, note, rules)._replace(links=links)
