"""A new task in a note, at a place that its neighbours or a heading name."""

from __future__ import annotations

from vaultsync.errors import UneditableError
from vaultsync.model.edits.again import read_again
from vaultsync.model.edits.places import Place, Where, find_place, insertion, stands
from vaultsync.model.edits.rows import rows_of
from vaultsync.model.edits.task_text import bad_text
from vaultsync.model.guarding.untouched import first_change
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Task
from vaultsync.syntax.task_edits import is_status
from vaultsync.text import Edit, Span

__all__ = ["add_task", "refuse_unread", "standing_task", "why_not_there"]


def add_task(
    note: Note,
    text: str,
    *,
    status: str = " ",
    under: str | None = None,
    first: bool = False,
    after: Task | None = None,
    child_of: Task | None = None,
) -> list[Edit]:
    r"""Add a task: one line that looks like its neighbours.

    The place is the end of the section of the heading `under` (before its
    sub-headings; see `find_heading`), below the task `after` and all it holds,
    under the task `child_of` as its last child, or the end of the note; `first`
    asks for the start of the section or the note instead. In a section or note
    that means its last (first) list outside of quotes, without one a new list.
    A numbered list goes on counting, and nothing is renumbered. If the
    neighbour there is such a task already, there are no edits.

    Raises `ValueError` for a text or status that no task can have (see
    `bad_text`), a task of another note or two places at once, and
    `UneditableError` where the place isn't there, or where the line, read
    again, would not be that task in that place with all else as it was.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"# A\n1. [ ] read\n\t- [x] buy\n# B\n")
    >>> add_task(note, "sleep", under="a")
    [Edit(span=Span(start=26, end=26), new='\n2. [ ] sleep')]
    """
    if reason := bad_text(text):
        raise ValueError(reason)
    if not is_status(status):
        raise ValueError(f"not a status: {status!r}")
    refuse_unread(note)
    where = Where(under, first, after, child_of)
    if standing_task(note, text, where, status=status):
        return []
    rows = rows_of(note.text)
    place = find_place(note, rows, where)
    for prefix in place.prefixes:
        edit = insertion(rows, place, [f"{prefix}{place.marker}[{status}] {text}"])
        if _is_read(note, edit, place, (status, text)):
            return [edit]
    raise UneditableError(note.path, why_not_there(note, edit.span.start), place.row + 1)


def standing_task(note: Note, text: str, where: Where, *, status: str = " ") -> Task | None:
    """The task that stands at the place already, if it has that text and status."""
    neighbour = find_place(note, rows_of(note.text), where).neighbour
    standing = (task for task in note.tasks if task.item == neighbour)
    return next((one for one in standing if (one.status, one.text) == (status, text)), None)


def _is_read(note: Note, edit: Edit, place: Place, wanted: tuple[str, str]) -> bool:
    """Whether the new task alone is new, and where it should be."""
    at = edit.span.start
    if _in_open_comment(note, at):
        return False
    after = read_again(note, [edit])
    inserted = Span(at, at + len(edit.new))
    items = [
        index
        for index, item in enumerate(after.list_items)
        if inserted.start <= item.marker_span.start < inserted.end
    ]
    new = [one for one in after.tasks if one.item in items]
    return (
        [(one.status, one.text) for one in new] == [wanted]
        and new[0].item == items[0]
        and first_change(note, after, [edit]) is None
        and stands(after, place, items)
    )


def refuse_unread(note: Note) -> None:
    """Raise `UneditableError` for a note too large to be read: nothing could be checked."""
    if any(problem.code == "too-large" for problem in note.problems):
        raise UneditableError(note.path, "the note is too large to be read, so not edited either")


def why_not_there(note: Note, at: int) -> str:
    """Why nothing can be put at an offset, as well as can be said."""
    around = [one.type for one in note.sections if one.span.start < at <= one.span.end]
    opaque = [kind for kind in around if kind in ("code", "html", "math", "comment")]
    if _in_open_comment(note, at):
        opaque = ["comment"]
    if opaque:
        return f"the place is inside a block of {opaque[0]} that isn't closed before it"
    return "what is put there would not be read as it should, or would change what stands there"


def _in_open_comment(note: Note, at: int) -> bool:
    return any(one.code == "unclosed-comment" and one.span.start < at for one in note.problems)
