"""Tasks as rows of an answer, and which of them are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.model.entry import NoteEntry, TaskEntry
from vaultsync.model.note import Note
from vaultsync.model.statuses import StatusMap, is_checked
from vaultsync.syntax.task_edits import is_status

if TYPE_CHECKING:
    from vaultsync.syntax.elements import Task

__all__ = ["TaskFilter", "TaskRow", "task_row"]


class TaskRow(NamedTuple):
    """A task with its note's path: the task object of the command line's JSON."""

    path: str
    line: int
    column: int
    status: str
    checked: bool
    text: str
    raw: str
    depth: int
    parent_line: int | None
    section: tuple[str, ...]
    tags: tuple[str, ...]
    block_id: str | None
    fields: Mapping[str, str | tuple[str, ...]]


def task_row(note: Note | NoteEntry, task: Task | TaskEntry, statuses: StatusMap) -> TaskRow:
    r"""The row of a task.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.statuses import DEFAULT_STATUSES
    >>> note = parse_note("a.md", b"# Plan\n- [x] Read [due:: 2026-12-01]")
    >>> row = task_row(note, note.tasks[0], DEFAULT_STATUSES)
    >>> row.path, row.line, row.checked, row.section, dict(row.fields)
    ('a.md', 2, True, ('Plan',), {'due': '2026-12-01'})
    """
    return TaskRow(
        path=note.path,
        line=task.line,
        column=task.column,
        status=task.status,
        checked=is_checked(task.status, statuses),
        text=task.text,
        raw=task.raw,
        depth=task.depth,
        parent_line=task.parent_line,
        section=task.section,
        tags=task.tags,
        block_id=task.block_id,
        fields={name: value for name, value, *_ in task.fields},
    )


class TaskFilter(NamedTuple):
    """Which tasks are asked for: those that are all that is said; each may be left out.

    `todo` are boxes that aren't checked, `done` those that are; `status` is the
    character in the box, `under` a heading in any case, `tag` a tag with what is
    nested in it.
    """

    todo: bool = False
    done: bool = False
    status: str | None = None
    under: str | None = None
    tag: str | None = None

    def fault(self) -> str | None:
        """What is wrong with it, as a sentence; None where nothing is.

        >>> TaskFilter(status="xx").fault()
        "no box holds 'xx'; a status is one printable character"
        """
        if self.todo and self.done:
            return "a task is either todo or done"
        if self.status is not None and not is_status(self.status):
            return f"no box holds {self.status!r}; a status is one printable character"
        return None

    def fits(self, task: Task | TaskEntry, statuses: StatusMap) -> bool:
        """Whether a task is asked for."""
        return (
            (not (self.todo or self.done) or is_checked(task.status, statuses) == self.done)
            and (self.status is None or task.status == self.status)
            and (self.under is None or _is_under(task, self.under))
            and (self.tag is None or _has_tag(task, self.tag))
        )


def _is_under(task: Task | TaskEntry, heading: str) -> bool:
    return heading.casefold() in map(str.casefold, task.section)


def _has_tag(task: Task | TaskEntry, tag: str) -> bool:
    wanted = "#" + tag.removeprefix("#").lower()
    return any(f"{own.lower()}/".startswith(f"{wanted}/") for own in task.tags)
