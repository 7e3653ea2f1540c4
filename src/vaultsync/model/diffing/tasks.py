"""What happened to the tasks of notes, told apart by their identity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from vaultsync.model.diffing.identity import Identity, identity_of, match_across, match_tasks
from vaultsync.model.entry import NoteEntry, TaskEntry
from vaultsync.model.statuses import StatusMap, StatusType, status_type
from vaultsync.syntax.task_fields import FieldFormat

__all__ = ["KINDS", "FieldChange", "Side", "TaskChange", "task_changes"]

KINDS = (
    "done",
    "reopened",
    "cancelled",
    "status",
    "added",
    "removed",
    "moved",
    "reworded",
    "fields",
)
_PUT = {StatusType.DONE: "done", StatusType.CANCELLED: "cancelled"}


class Side(NamedTuple):
    """A note before and after, None where there was or is none; `headings` that got a new text."""

    before: NoteEntry | None
    after: NoteEntry | None
    headings: Mapping[str, str]


class FieldChange(NamedTuple):
    """A field of a task, with its values; None where it had or has none."""

    name: str
    before: str | None
    after: str | None


class TaskChange(NamedTuple):
    """One thing that happened to one task: `kind` is one of `KINDS`.

    `text` is its own text, without fields; `line`, `section` and `status` are
    of the new version, of the old one where it is removed. `old_text` is given
    where it is reworded, `old_path` and `old_section` where it is moved.
    """

    kind: str
    line: int
    text: str
    status: str
    section: tuple[str, ...]
    old_text: str | None = None
    old_path: str | None = None
    old_section: tuple[str, ...] | None = None
    fields: tuple[FieldChange, ...] = ()


class _Known(NamedTuple):
    path: str
    task: TaskEntry
    identity: Identity


def task_changes(
    sides: Sequence[Side], statuses: StatusMap, fields: FieldFormat
) -> list[list[TaskChange]]:
    """The changes of each note, in the order of its lines; what moved is told where it went."""
    found: list[list[TaskChange]] = [[] for _ in sides]
    gone: list[tuple[int, _Known]] = []
    new: list[tuple[int, _Known]] = []
    for number, side in enumerate(sides):
        before = _known(side.before, side.headings, fields)
        after = _known(side.after, {}, fields)
        pairs = match_tasks([one.identity for one in before], [one.identity for one in after])
        for old_index, new_index in pairs:
            found[number] += _changes(before[old_index], after[new_index], statuses, moved=False)
        olds, news = {pair.old for pair in pairs}, {pair.new for pair in pairs}
        gone += [(number, one) for index, one in enumerate(before) if index not in olds]
        new += [(number, one) for index, one in enumerate(after) if index not in news]
    across = match_across([one.identity for _, one in gone], [one.identity for _, one in new])
    for old_index, new_index in across:
        number, here = new[new_index]
        found[number] += _changes(gone[old_index][1], here, statuses, moved=True)
    left, arrived = {pair.old for pair in across}, {pair.new for pair in across}
    for kind, some, matched in (("removed", gone, left), ("added", new, arrived)):
        for index, (number, one) in enumerate(some):
            if index not in matched:
                found[number].append(_change(kind, one))
    for changes in found:
        changes.sort(key=lambda change: change.line)
    return found


def _known(
    note: NoteEntry | None, headings: Mapping[str, str], fields: FieldFormat
) -> list[_Known]:
    if note is None:
        return []
    found: list[_Known] = []
    for task in note.tasks:
        identity = identity_of(task, fields)
        if headings:
            section = tuple(headings.get(one, one) for one in identity.section)
            identity = identity._replace(section=section)
        found.append(_Known(note.path, task, identity))
    return found


def _changes(old: _Known, new: _Known, statuses: StatusMap, *, moved: bool) -> Iterator[TaskChange]:
    if old.task.status != new.task.status:
        kinds = (status_type(old.task.status, statuses), status_type(new.task.status, statuses))
        if kinds[0] is not kinds[1]:
            reopened = kinds[0] is StatusType.DONE and kinds[1] is not StatusType.CANCELLED
            yield _change("reopened" if reopened else _PUT.get(kinds[1], "status"), new)
    if moved or old.identity.section != new.identity.section:
        elsewhere = old.path if moved else None
        yield _change("moved", new)._replace(old_path=elsewhere, old_section=old.task.section)
    if old.identity.text != new.identity.text:
        yield _change("reworded", new)._replace(old_text=old.identity.text)
    fields = tuple(_field_changes(dict(old.task.fields), dict(new.task.fields)))
    if fields:
        yield _change("fields", new)._replace(fields=fields)


def _field_changes(
    old: Mapping[str, str | tuple[str, ...]], new: Mapping[str, str | tuple[str, ...]]
) -> Iterator[FieldChange]:
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            yield FieldChange(name, _value(old.get(name)), _value(new.get(name)))


def _value(value: str | tuple[str, ...] | None) -> str | None:
    return ", ".join(value) if isinstance(value, tuple) else value


def _change(kind: str, known: _Known) -> TaskChange:
    task = known.task
    return TaskChange(kind, task.line, known.identity.text, task.status, task.section)
