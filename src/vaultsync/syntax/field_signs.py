"""How the Tasks plugin marks a field: `📅 2024-03-20` or `[due:: 2024-03-20]`.

Patterns follow the plugin's own (taskFormat `tasksPluginEmoji` and `dataview`):
spaces are U+0020 only, digits and letters ASCII, keys case-sensitive, an
invisible U+FE0F after the emoji allowed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vaultsync.syntax.field_format import FieldFormat
from vaultsync.text import Span

__all__ = [
    "RANKS",
    "SIGNIFIERS",
    "TAG_RANK",
    "FieldFormat",
    "WrittenField",
    "field_at",
    "sign_before",
]


class WrittenField(NamedTuple):
    """A field as it stands on the line, its value unread."""

    name: str
    raw: str
    span: Span
    value_span: Span


class _Kind(NamedTuple):
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

RANKS = {name: rank for rank, (name, *_) in enumerate(_FIELDS)}
TAG_RANK = RANKS["#"]
SIGNIFIERS = "".join(emojis for _, emojis, _, _ in _FIELDS)

_CLOSING = {"[": "]", "(": ")"}
_KEY = re.compile(r"[\[(][ ]*(?P<key>[a-zA-Z]+)::")  # [due:: ...


def _compile_emoji(emoji: str, name: str, value: str) -> re.Pattern[str]:
    if name == "priority":
        return re.compile(rf"(?P<value> {emoji} ) \uFE0F?", re.VERBOSE)
    return re.compile(rf"{emoji} \uFE0F? {value}", re.VERBOSE)


# Sample: 📅 2024-03-20
_EMOJI_KINDS = {
    emoji: _Kind(name, _compile_emoji(emoji, name, value))
    for name, emojis, _, value in _FIELDS
    for emoji in emojis
}
# What follows the key. Sample: ` 2024-03-20],` after `[due::`
_INLINE_KINDS = {
    key: _Kind(name, re.compile(rf"{value} (?P<close> [\])] ) (?: [ ]*, )?", re.VERBOSE))
    for name, _, key, value in _FIELDS
    if key
}
# No value holds any of these, so that only the last one on a line can begin a field at its end.
_SIGNS = {
    FieldFormat.EMOJI: frozenset(_EMOJI_KINDS),
    FieldFormat.INLINE: frozenset(_CLOSING),
    FieldFormat.BOTH: frozenset(_EMOJI_KINDS) | frozenset(_CLOSING),
}


def sign_before(text: str, start: int, end: int, fmt: FieldFormat) -> int:
    """Where the last signifier or opening bracket of `start:end` stands, or -1.

    >>> sign_before("t 📅 2024-03-20 (id:: a)", 0, 14, FieldFormat.BOTH)
    2
    """
    signs = _SIGNS[fmt]
    for at in range(end - 1, start - 1, -1):
        if text[at] in signs:
            return at
    return -1


def field_at(text: str, at: int, end: int) -> WrittenField | None:
    """The field that begins with the sign at `at` and fills the text up to `end`.

    >>> field = field_at("t ⛔ a , b", 2, 9)
    >>> field.name, field.raw, field.value_span
    ('depends_on', 'a , b', Span(start=4, end=9))
    >>> field_at("t [due:: 2024-03-20)", 2, 20) is None
    True
    """
    kind = _EMOJI_KINDS.get(text[at])
    if kind is None:
        return _inline_field_at(text, at, end)
    match = kind.pattern.fullmatch(text, at, end)
    return match and _field(kind.name, match, Span(at, end))


def _inline_field_at(text: str, at: int, end: int) -> WrittenField | None:
    opening = _KEY.match(text, at, end)
    kind = opening and _INLINE_KINDS.get(opening["key"])
    if not opening or not kind:
        return None
    match = kind.pattern.fullmatch(text, opening.end(), end)
    if not match or match["close"] != _CLOSING[text[at]]:
        return None
    return _field(kind.name, match, Span(at, match.end("close")))


def _field(name: str, match: re.Match[str], span: Span) -> WrittenField:
    start, end = match.span("value")
    raw = match["value"]
    if name == "recurrence":
        start += len(raw) - len(raw.lstrip(" "))
        raw = raw.strip(" ")
        end = start + len(raw)
    return WrittenField(name, raw, span, Span(start, end))
