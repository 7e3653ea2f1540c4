"""The fields at the end of a task's line, read as the Tasks plugin reads them.

The plugin peels from the end: in each of up to 21 rounds it tries every kind
of field once, and one hashtag, in a fixed order; the first text that is none
of them ends the reading, so `📅 2024-03-20 soon` is all description. Of two
fields of a name the one further left counts. Rules and recorded answers:
obsidian-tasks 8.3, `TaskSerializer/DefaultTaskSerializer.ts`.

What the plugin would destroy when it next writes the line is no field here but
a problem, and so are two things it reads oddly: a day that doesn't exist
(printed as `Invalid date`) and the year 0000, which the plugin takes for a
year and Python's `date` doesn't.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from vaultsync.syntax.elements import Field
from vaultsync.syntax.field_signs import (
    RANKS,
    TAG_RANK,
    FieldFormat,
    WrittenField,
    field_at,
    sign_before,
)
from vaultsync.text import Span

__all__ = ["FieldFormat", "FieldProblem", "TaskBody", "is_plain", "read_task_body"]

_MAX_ROUNDS = 21

# What JavaScript's trim() and \s take for white space; Python's strip() takes others.
_JS_SPACE = frozenset(
    "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_LINE_SEPARATOR = re.compile("[\u2028\u2029]")
# Wider than signifiers and line separators, as two ranges are searched for faster than twenty.
_NOT_PLAIN = re.compile("[\u2028-\u27bf\U0001f000-\U0001faff]")
_BLOCK_ID = re.compile(r"[a-zA-Z0-9-]+")  # ^my-block
_TAG_TAIL = re.compile(r'[^ !@#$%^&*(),.?":{}|<>]+')  # #project/garden


class FieldProblem(NamedTuple):
    """A field that the Tasks plugin spoils or forgets when it next writes the line.

    Codes: `impossible-date`, `unreadable-recurrence`, `dateless-recurrence`,
    `unknown-on-completion`, `duplicate-field`. `span` is the field's.
    """

    code: str
    message: str
    span: Span


class TaskBody(NamedTuple):
    """What stands on a task's line after the box.

    `description` is what is left of the fields, trimmed; hashtags among the
    fields are outside it. `fields` are in order of appearance, one per name.
    `block_id_span` covers `^id` with its caret. `problems` are the fields that
    don't count, so that the plugin's fields end where the last of both ends.
    """

    description: Span
    fields: tuple[Field, ...]
    block_id: str | None
    block_id_span: Span | None
    problems: tuple[FieldProblem, ...] = ()


def read_task_body(
    text: str, start: int, end: int, fmt: FieldFormat = FieldFormat.BOTH
) -> TaskBody:
    """Read what stands in `start:end`: the rest of a task's line after its box, newline excluded.

    Dates are ISO; a priority is highest, high, medium, low or lowest; `depends_on` is a tuple of
    ids; `on_completion` is delete or keep; a recurrence is its text as written. As in the plugin,
    a U+2028 or U+2029 ends the line, and a block id needs a space before it.

    >>> text = "- [ ] Chains 🔺 📅 2024-03-20 #llm ^c1"
    >>> body = read_task_body(text, 5, len(text))
    >>> body.description.of(text), body.block_id
    ('Chains', 'c1')
    >>> [(field.name, field.value) for field in body.fields]
    [('priority', 'highest'), ('due', '2024-03-20')]
    """
    if is_plain(text[start:end]):
        return TaskBody(_trimmed(text, start, end), (), None, None)
    separator = _LINE_SEPARATOR.search(text, start, end)
    start, end = _trimmed(text, start, separator.start() if separator else end)
    block_id, block_id_span = None, _block_id_before(text, start, end)
    if block_id_span:
        block_id = text[block_id_span.start + 1 : end]
        end = _end_trimmed(text, start, block_id_span.start)
    found = _peel(text, start, end, fmt)
    if not found:
        return TaskBody(Span(start, end), (), block_id, block_id_span)
    description = Span(start, _end_trimmed(text, start, found[-1].span.start))
    fields, problems = _judged(found)
    return TaskBody(description, fields, block_id, block_id_span, problems)


def is_plain(body: str) -> bool:
    """Whether a task's line surely holds nothing but its description, as nearly all do.

    >>> is_plain("Read it #llm"), is_plain("Read it [due:: 2026-12-01]")
    (True, False)
    """
    if "::" in body or " ^" in body:
        return False
    return body.isascii() or not _NOT_PLAIN.search(body)


def _trimmed(text: str, start: int, end: int) -> Span:
    end = _end_trimmed(text, start, end)
    while start < end and text[start] in _JS_SPACE:
        start += 1
    return Span(start, end)


def _end_trimmed(text: str, start: int, end: int) -> int:
    while start < end and text[end - 1] in _JS_SPACE:
        end -= 1
    return end


def _block_id_before(text: str, start: int, end: int) -> Span | None:
    at = text.rfind(" ^", start, end)
    if at < 0 or not _BLOCK_ID.fullmatch(text, at + 2, end):
        return None
    return Span(at + 1, end)


def _peel(text: str, start: int, end: int, fmt: FieldFormat) -> list[WrittenField]:
    """The fields at the end of the trimmed text `start:end`, the last one first.

    `rank` is the kind whose turn it is; a match of an earlier kind means that a round is over.
    """
    found: list[WrittenField] = []
    sign, rank, rounds = end, 0, 1
    while True:
        if sign >= end:
            sign = sign_before(text, start, end, fmt)
        field = field_at(text, sign, end) if sign >= 0 else None
        matched = RANKS[field.name] if field else TAG_RANK
        if field is None or (TAG_RANK - rank) % len(RANKS) < (matched - rank) % len(RANKS):
            tag = _tag_before(text, start, end)
            if tag >= 0:
                field, matched = None, TAG_RANK
            elif field is None:
                return found
        rounds += matched < rank
        if rounds > _MAX_ROUNDS:
            return found
        if field:
            found.append(field)
        rank = matched + 1
        end = _end_trimmed(text, start, field.span.start if field else tag)


def _tag_before(text: str, start: int, end: int) -> int:
    """Where the hashtag at the very end of `start:end` begins, or -1."""
    at = text.rfind("#", start, end)
    if at < 0 or (at > start and text[at - 1] not in _JS_SPACE):
        return -1
    if text.find(" ", at, end) >= 0 or not _TAG_TAIL.fullmatch(text, at + 1, end):
        return -1
    return at


def _judged(found: list[WrittenField]) -> tuple[tuple[Field, ...], tuple[FieldProblem, ...]]:
    """Fields and problems in order of appearance; `found` has the last one first."""
    effective = {field.name: field for field in found}
    fields: list[Field] = []
    problems: list[FieldProblem] = []
    for field in reversed(found):
        name, raw, span, value_span = field
        kept = effective[name]
        if field is not kept:
            problems.append(_problem("duplicate-field", field, kept))
        elif (value := _READ_VALUE[name](raw)) is None:
            problems.append(_problem(_BAD_VALUE.get(name, "impossible-date"), field, kept))
        elif name == "recurrence" and _counts_from_no_day(raw, effective):
            problems.append(_problem("dateless-recurrence", field, kept))
        else:
            fields.append(Field(name, value, span, value_span))
    return tuple(fields), tuple(problems)


def _iso_date(raw: str) -> str | None:
    try:
        date.fromisoformat(raw)
    except ValueError:
        return None
    return raw


def _recurrence(raw: str) -> str | None:
    # The grammar of rules takes time to load, and few notes need it.
    from vaultsync.syntax.recurrence_text import is_recurrence

    return raw if is_recurrence(raw) else None


def _counts_from_no_day(rule: str, effective: dict[str, WrittenField]) -> bool:
    """Whether the date that the rule counts from is there, but impossible."""
    from vaultsync.syntax.recurrence_text import repeats_when_done

    reference = next((effective[name] for name in _REFERENCES if name in effective), None)
    if reference is None or repeats_when_done(rule):
        return False
    return _iso_date(reference.raw) is None


def _problem(code: str, field: WrittenField, kept: WrittenField) -> FieldProblem:
    return FieldProblem(code, _MESSAGES[code].format(field=field, kept=kept), field.span)


_REFERENCES = ("due", "scheduled", "start")
_PRIORITIES = {"🔺": "highest", "⏫": "high", "🔼": "medium", "🔽": "low", "⏬": "lowest"}

_READ_VALUE: dict[str, Callable[[str], str | tuple[str, ...] | None]] = {
    "priority": lambda raw: _PRIORITIES.get(raw, raw),
    "done": _iso_date,
    "cancelled": _iso_date,
    "due": _iso_date,
    "scheduled": _iso_date,
    "start": _iso_date,
    "created": _iso_date,
    "recurrence": _recurrence,
    "on_completion": lambda raw: raw.lower() if raw.lower() in {"delete", "keep"} else None,
    "id": str,
    "depends_on": lambda raw: tuple(raw.replace(" ", "").split(",")),
}
_BAD_VALUE = {"recurrence": "unreadable-recurrence", "on_completion": "unknown-on-completion"}
_MESSAGES = {
    "duplicate-field": "{field.name} stands here twice: Tasks keeps {kept.raw!r} and drops this",
    "impossible-date": "{field.name} {field.raw} is no day of the calendar; Tasks spoils it",
    "unreadable-recurrence": "{field.raw!r} is no rule that Tasks understands; it will delete it",
    "dateless-recurrence": "{field.raw!r} counts from an impossible date; Tasks will delete it",
    "unknown-on-completion": "{field.raw!r} is neither delete nor keep; Tasks will delete it",
}
