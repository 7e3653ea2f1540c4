"""How the Tasks plugin marks a field: `📅 2024-03-20` or `[due:: 2024-03-20]`.

Patterns follow the plugin's own (taskFormat `tasksPluginEmoji` and `dataview`):
spaces are U+0020 only, digits and letters ASCII, keys case-sensitive, an
invisible U+FE0F after the emoji allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from vaultsync.text import Span

__all__ = ["SIGNIFIERS", "TAG_RANK", "FieldFormat", "FoundField", "field_at", "signifiers"]


class FieldFormat(Enum):
    """How fields are written; the values are those of the plugin's setting `taskFormat`.

    >>> FieldFormat("dataview")
    <FieldFormat.INLINE: 'dataview'>
    """

    EMOJI = "tasksPluginEmoji"
    INLINE = "dataview"
    BOTH = "both"


class FoundField(NamedTuple):
    """A field as it stands on the line; `rank` is its place in the plugin's order of trying."""

    rank: int
    name: str
    raw: str
    span: Span
    value_span: Span


class _Kind(NamedTuple):
    rank: int
    name: str
    pattern: re.Pattern[str]


_DATE = r"[ ]*(?P<value> [0-9]{4}-[0-9]{2}-[0-9]{2} )[ ]*"
_WORD = r"[ ]*(?P<value> [a-zA-Z]+ )[ ]*"
_PRIORITY = r"[ ]*(?P<value> highest | high | medium | low | lowest )[ ]*"
_ID = r"[ ]*(?P<value> [a-zA-Z0-9_-]+ )[ ]*"
_IDS = r"[ ]*(?P<value> [a-zA-Z0-9_-]+ (?: [ ]*,[ ]* [a-zA-Z0-9_-]+ )* )[ ]*"
# The spaces around it are its own: with `[ ]*` before it, a failing match would be quadratic.
_RULE = r"(?P<value> [a-zA-Z0-9,\ !]+ )"

# In the order in which the plugin tries them in each round; then it tries again.
_FIELDS = (
    ("priority", "🔺⏫🔼🔽⏬", "priority", _PRIORITY),
    ("done", "✅", "completion", _DATE),
    ("cancelled", "❌", "cancelled", _DATE),
    ("due", "📅📆🗓", "due", _DATE),
    ("scheduled", "⏳⌛", "scheduled", _DATE),
    ("start", "🛫", "start", _DATE),
    ("created", "➕", "created", _DATE),
    ("recurrence", "🔁", "repeat", _RULE),
    ("on_completion", "🏁", "onCompletion", _WORD),
    ("#", "", "", ""),  # a trailing hashtag
    ("id", "🆔", "id", _ID),
    ("depends_on", "⛔", "dependsOn", _IDS),
)

SIGNIFIERS = "".join(emoji for _, emoji, _, _ in _FIELDS)
TAG_RANK = next(rank for rank, field in enumerate(_FIELDS) if field[0] == "#")

_CLOSING = {"[": "]", "(": ")"}
_KEY = re.compile(r"[\[(][ ]*(?P<key>[a-zA-Z]+)::")  # [due:: ...


def _compile_emoji(emoji: str, name: str, value: str) -> re.Pattern[str]:
    if name == "priority":
        return re.compile(rf"(?P<value> {emoji} ) \uFE0F?", re.VERBOSE)
    return re.compile(rf"{emoji} \uFE0F? {value}", re.VERBOSE)


# Sample: 📅 2024-03-20
_EMOJI_KINDS = {
    emoji: _Kind(rank, name, _compile_emoji(emoji, name, value))
    for rank, (name, emojis, _, value) in enumerate(_FIELDS)
    for emoji in emojis
}
# What follows the key. Sample: ` 2024-03-20],` after `[due::`
_INLINE_KINDS = {
    key: _Kind(rank, name, re.compile(rf"{value} (?P<close> [\])] ) (?: [ ]*, )?", re.VERBOSE))
    for rank, (name, _, key, value) in enumerate(_FIELDS)
    if key
}
# No value holds any of these, so that only the last one on a line can begin a field at its end.
_SIGNS = {
    FieldFormat.EMOJI: re.compile(rf"[{SIGNIFIERS}]"),
    FieldFormat.INLINE: re.compile(r"[\[(]"),
    FieldFormat.BOTH: re.compile(rf"[\[({SIGNIFIERS}]"),
}
_WINDOW = 256


def signifiers(text: str, start: int, end: int, fmt: FieldFormat) -> Iterator[int]:
    """Where signifiers and opening brackets stand in `start:end`, the last one first.

    >>> list(signifiers("t 📅 2024-03-20 (id:: a)", 0, 23, FieldFormat.BOTH))
    [15, 2]
    """
    sign = _SIGNS[fmt]
    while end > start:
        low = max(start, end - _WINDOW)
        yield from [found.start() for found in sign.finditer(text, low, end)][::-1]
        end = low


def field_at(text: str, at: int, end: int) -> FoundField | None:
    """The field that begins with the signifier or bracket at `at` and fills the text up to `end`.

    >>> found = field_at("t ⛔ a , b", 2, 9)
    >>> found.name, found.raw, found.value_span
    ('depends_on', 'a , b', Span(start=4, end=9))
    >>> field_at("t [due:: 2024-03-20)", 2, 20) is None
    True
    """
    kind = _EMOJI_KINDS.get(text[at])
    if kind is None:
        return _inline_field_at(text, at, end)
    match = kind.pattern.fullmatch(text, at, end)
    return match and _found(kind, match, Span(at, end))


def _inline_field_at(text: str, at: int, end: int) -> FoundField | None:
    opening = _KEY.match(text, at, end)
    kind = opening and _INLINE_KINDS.get(opening["key"])
    if not opening or not kind:
        return None
    match = kind.pattern.fullmatch(text, opening.end(), end)
    if not match or match["close"] != _CLOSING[text[at]]:
        return None
    return _found(kind, match, Span(at, match.end("close")))


def _found(kind: _Kind, match: re.Match[str], span: Span) -> FoundField:
    start, end = match.span("value")
    raw = match["value"]
    if kind.name == "recurrence":
        start += len(raw) - len(raw.lstrip(" "))
        raw = raw.strip(" ")
        end = start + len(raw)
    return FoundField(kind.rank, kind.name, raw, span, Span(start, end))
