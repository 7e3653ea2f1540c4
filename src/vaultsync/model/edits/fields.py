"""The fields of a task: one set or removed, the others and all other text left as they are.

The Tasks plugin reads fields from the end of the line leftwards; a new one is
therefore put behind all text, where it is read and blocks none. Source: the
plugin's `Task.toFileLineString` and `DefaultTaskSerializer.deserialize`, 8.3.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from vaultsync.errors import UneditableError
from vaultsync.model.edits.again import read_again
from vaultsync.model.guarding.untouched import first_change
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Task
from vaultsync.syntax.field_signs import WrittenField, field_at
from vaultsync.syntax.task_fields import FieldFormat, TaskBody, read_task_body
from vaultsync.text import Edit, Span

__all__ = ["FIELD_NAMES", "remove_field", "remove_fields", "set_field"]

_Value = str | tuple[str, ...]


class _Kind(NamedTuple):
    """How the plugin writes a field: as emoji, as key; and what it takes."""

    emoji: str
    key: str
    takes: str


_DAY = "a day such as 2026-12-01"
_KINDS = {
    "due": _Kind("📅", "due", _DAY),
    "scheduled": _Kind("⏳", "scheduled", _DAY),
    "start": _Kind("🛫", "start", _DAY),
    "created": _Kind("➕", "created", _DAY),
    "done": _Kind("✅", "completion", _DAY),
    "cancelled": _Kind("❌", "cancelled", _DAY),
    "priority": _Kind("", "priority", "highest, high, medium, low or lowest"),
    "recurrence": _Kind("🔁", "repeat", "a rule that Tasks understands, such as every 2 weeks"),
    "id": _Kind("🆔", "id", "letters, digits, - and _"),
    "depends_on": _Kind("⛔", "dependsOn", "ids with commas between them"),
    "on_completion": _Kind("🏁", "onCompletion", "delete or keep"),
}
_PRIORITIES = {"highest": "🔺", "high": "⏫", "medium": "🔼", "low": "🔽", "lowest": "⏬"}

FIELD_NAMES = tuple(_KINDS)
"""The names of all fields that a task may have."""


def set_field(note: Note, task: Task, name: str, value: str, fmt: FieldFormat) -> list[Edit]:
    r"""Give the field `name` of a task a value: its characters change, or a field is appended.

    A new field takes the form of the last one on the line (`📅`, `[due:: ]` or
    `(due:: )`), else that of `fmt`, where BOTH means emoji. Ids of `depends_on`
    have commas between them. No edits where the value is read there already.
    Raises `ValueError` for a name or a value that Tasks doesn't know, and
    `UneditableError` where the result would not be read as asked.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"- [ ] Chains ^c1\n")
    >>> set_field(note, note.tasks[0], "due", "2026-12-01", FieldFormat.BOTH)
    [Edit(span=Span(start=12, end=12), new=' 📅 2026-12-01')]
    """
    wanted = _valid(name, value)
    body = _read_body(note, task, fmt)
    if _values(body).get(name) == wanted:
        return []
    standing = next((one for one in _written(note.text, body) if one.name == name), None)
    if standing is None:
        edits = [_appended(note.text, task, body, name, wanted, fmt)]
    else:
        inline = note.text[standing.span.start] in "[("
        shown = _shown(name, wanted, inline=inline)
        edits = [Edit(standing.value_span, shown)]
    _check(note, task, edits, fmt, {**_values(body), name: wanted}, ())
    return edits


def remove_field(note: Note, task: Task, name: str, fmt: FieldFormat) -> list[Edit]:
    """Take the field `name` from a task, with the blanks that `set_field` puts before it.

    Of a field that stands there twice both go. Raises `ValueError` for a name
    that Tasks doesn't know, and `UneditableError` where the task would be one
    no more, as without all its text.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", "- [ ] Chains 📅 2026-12-01 ^c1".encode())
    >>> remove_field(note, note.tasks[0], "due", FieldFormat.BOTH)
    [Edit(span=Span(start=12, end=25), new='')]
    """
    if name not in _KINDS:
        raise ValueError(_unknown(name))
    return remove_fields(note, task, {name}, fmt)


def remove_fields(note: Note, task: Task, names: Collection[str], fmt: FieldFormat) -> list[Edit]:
    """Take several fields from a task, each as `remove_field` does; unknown names are ignored."""
    body = _read_body(note, task, fmt)
    edge = task.text_span.end
    edits: list[Edit] = []
    for field in reversed(_written(note.text, body)):
        if field.name in names:
            span = _with_blanks(note.text, field.span, edge)
            edge = span.start if span.end == edge else edge
            edits.insert(0, Edit(span, ""))
    if edits:
        kept = {name: value for name, value in _values(body).items() if name not in names}
        _check(note, task, edits, fmt, kept, names)
    return edits


def _valid(name: str, value: str) -> _Value:
    """The value as it will be read. Raises `ValueError` where it would not be."""
    if name not in _KINDS:
        raise ValueError(_unknown(name))
    sample = f"[{_KINDS[name].key}:: {value}]"
    fields = read_task_body(sample, 0, len(sample), FieldFormat.INLINE).fields
    if [field.span for field in fields] != [Span(0, len(sample))]:
        raise ValueError(f"{name} takes {_KINDS[name].takes}, not {value!r}")
    return fields[0].value


def _unknown(name: str) -> str:
    return f"no field {name!r}; known are {', '.join(FIELD_NAMES)}"


def _read_body(note: Note, task: Task, fmt: FieldFormat) -> TaskBody:
    return read_task_body(note.text, task.status_span.end + 1, task.line_span.end, fmt)


def _values(body: TaskBody) -> dict[str, _Value]:
    return {field.name: field.value for field in body.fields}


def _written(text: str, body: TaskBody) -> list[WrittenField]:
    """The fields on the line in their order, also those that don't count."""
    spans = [field.span for field in body.fields] + [odd.span for odd in body.problems]
    return [field for span in sorted(spans) if (field := field_at(text, *span))]


def _appended(
    text: str, task: Task, body: TaskBody, name: str, value: _Value, fmt: FieldFormat
) -> Edit:
    """A field behind all text of the task, in the form of the one before it."""
    last = max((one.span for one in body.fields), default=None)
    sign = text[last.start] if last else "[" if fmt is FieldFormat.INLINE else ""
    gap = " "
    if sign == "[":
        shown = f"[{_KINDS[name].key}:: {_shown(name, value, inline=True)}]"
        gap = "  " if last and text.endswith("  ", 0, last.start) else " "
    elif sign == "(":
        shown = f"({_KINDS[name].key}:: {_shown(name, value, inline=True)})"
    else:
        shown = f"{_KINDS[name].emoji} {_shown(name, value, inline=False)}".lstrip(" ")
    at = task.text_span.end
    return Edit(Span(at, at), gap + shown)


def _shown(name: str, value: _Value, *, inline: bool) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return value if inline or name != "priority" else _PRIORITIES[value]


def _with_blanks(text: str, span: Span, edge: int) -> Span:
    """A field with the blanks before it and its comma; all blanks where the line then ends.

    What is left must not end in two blanks, which would be a hard break.
    """
    start, end = span
    comma = end + len(text[end:edge]) - len(text[end:edge].lstrip(" "))
    if text[start] in "[(" and text.startswith(",", comma, edge):
        end = comma + 1
    before = text[:start].rstrip(" ")
    most = start if end == edge else 2 if text[start] == "[" else 1
    return Span(max(len(before), start - most), end)


def _check(
    note: Note,
    task: Task,
    edits: list[Edit],
    fmt: FieldFormat,
    wanted: dict[str, _Value],
    gone: Collection[str],
) -> None:
    """Raise `UneditableError` unless the note, read again, has the wanted fields and all else."""
    after = read_again(note, edits, fmt)
    found = next((one for one in after.tasks if one.item == task.item), None)
    if found is None or _rest(after) != _rest(note) or first_change(note, after, edits) is not None:
        reason = "the rest of the line would be read as something else"
        raise UneditableError(note.path, reason, task.line)
    values = {field.name: field.value for field in found.fields}
    if found.block_id != task.block_id or not wanted.items() <= values.items():
        reason = "the Tasks plugin would not read all fields there (see what ends the line)"
        raise UneditableError(note.path, reason, task.line)
    if any(name in values for name in gone):
        raise UneditableError(note.path, "the field would still be read", task.line)


def _rest(note: Note) -> tuple[object, ...]:
    """What a field has no say in, on its own line too."""
    return (
        [link.raw for link in note.links],
        [tag.tag for tag in note.tags],
        [block.id for block in note.blocks],
    )
