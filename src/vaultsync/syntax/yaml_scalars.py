"""What an unquoted YAML scalar means: YAML 1.2's core schema.

Obsidian reads front matter with the npm package `yaml` 2.x, whose default is
this schema (https://yaml.org/spec/1.2.2/#103-core-schema): `yes`, `on`, dates
and `1:30` are text there, unlike in YAML 1.1, which PyYAML speaks.
"""

from __future__ import annotations

import re

__all__ = ["typed_scalar"]

_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{sign + word: float("inf") for sign in ("", "+") for word in (".inf", ".Inf", ".INF")},
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}

# As fast as a look-up can be: most values are text and start with a letter.
_NUMBER_STARTS = frozenset("0123456789+-.")

# 12   -3   +1   0777 (seven hundred and seventy-seven)
_INTEGER = re.compile(r"[-+]?[0-9]+")

# 0o17   0x1F   without a sign; a longer one is text, as no number holds it
_BASED = re.compile(r"0o(?P<octal>[0-7]{1,64})|0x(?P<hex>[0-9a-fA-F]{1,64})")

# 1.10   .5   1.   1e3   -1.5E-3
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")

# A double holds no integer of more digits, and `int` refuses those beyond 4,300.
_MOST_DIGITS = 300


def typed_scalar(text: str) -> bool | int | float | str | None:
    """The value of an unquoted scalar, text where it is nothing else.

    >>> [typed_scalar(text) for text in ("~", "TRUE", "0777", "0x1F", "1.10", "1e3")]
    [None, True, 777, 31, 1.1, 1000.0]
    >>> [typed_scalar(text) for text in ("yes", "2024-07-21", "1:30", "1_000")]
    ['yes', '2024-07-21', '1:30', '1_000']
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= _MOST_DIGITS else float(text)
    if based := _BASED.fullmatch(text):
        return int(based["octal"], 8) if based["octal"] else int(based["hex"], 16)
    return float(text) if _FLOAT.fullmatch(text) else text
