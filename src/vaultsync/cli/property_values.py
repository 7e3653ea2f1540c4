"""Words of the command line as values of properties, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import click

from vaultsync.syntax.elements import Value
from vaultsync.syntax.yaml_scalars import typed_scalar
from vaultsync.syntax.yaml_writing import is_unicode

__all__ = ["TYPES", "as_text", "element", "value_of"]

TYPES = ("text", "number", "checkbox", "list", "date", "json")
"""What `--type` may be."""

# 2026-12-01   2026-12-01T09:30   2026-12-01T09:30:00
_DATE = re.compile(r"\d{4}-\d\d-\d\d (?: T \d\d:\d\d (?: :\d\d )? )?", re.VERBOSE | re.ASCII)


def as_text(value: Value) -> str:
    """A value in words, without its YAML: a list with commas.

    >>> as_text(["a", True, None, 1.5])
    'a, true, , 1.5'
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return ", ".join(map(as_text, value))
        case dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def value_of(words: tuple[str, ...], kind: str | None, old: Value) -> Value:
    """The value that `words` give a property of the type `kind`, else of the type of `old`.

    Raises `click.UsageError` for words that aren't of that type.

    >>> value_of(("5",), None, None), value_of(("5",), None, "4"), value_of(("5",), None, ["a"])
    (5, '5', ['5'])
    """
    if kind is None and len(words) > 1:
        kind = "list"
    if kind is None:
        kind = _type_of(old)
    if kind == "list":
        return [element(word, old) for word in words]
    if len(words) > 1:
        raise click.UsageError(f"one VALUE for --type {kind}, not {len(words)}")
    return _READERS[kind](words[0]) if kind else _guess(words[0])


def element(word: str, old: Value) -> Value:
    """What a word is as an element of the list `old`: text beside texts, else as it reads.

    >>> element("5", ["a"]), element("5", ["a", 1]), element("5", None)
    ('5', 5, 5)
    """
    held = old if isinstance(old, list) else [old]
    if held and all(isinstance(item, str) for item in held):
        return _text(word)
    return _guess(word)


def _type_of(old: Value) -> str | None:
    match old:
        case bool():
            return "checkbox"
        case int() | float():
            return "number"
        case str():
            return "text"
        case list():
            return "list"
        case dict():
            raise click.UsageError(
                "it holds properties: say with --type what is to be in their place"
            )
        case _:
            return None


def _guess(word: str) -> Value:
    """A number, true or false; otherwise text.

    >>> [_guess(word) for word in ("5", "true", "null", "", "yes")]
    [5, True, 'null', '', 'yes']
    """
    typed = typed_scalar(word) if word else ""
    return _text(word) if typed is None or isinstance(typed, str) else typed


def _text(word: str) -> str:
    if not is_unicode(word):
        raise click.UsageError(f"VALUE isn't valid UTF-8: {word!a}")
    return word


def _number(word: str) -> Value:
    typed = typed_scalar(word.strip()) if word.strip() else None
    if isinstance(typed, bool) or not isinstance(typed, int | float):
        raise click.UsageError(f"{word!r} is no number (--type text makes it text)")
    return typed


def _checkbox(word: str) -> Value:
    if word.lower() not in ("true", "false"):
        raise click.UsageError(f"{word!r} is neither true nor false (--type text makes it text)")
    return word.lower() == "true"


def _date(word: str) -> Value:
    from datetime import datetime

    try:
        datetime.fromisoformat(word if _DATE.fullmatch(word) else "")
    except ValueError:
        raise click.UsageError(
            f"{word!r} is no date such as 2026-12-01 or 2026-12-01T09:30"
        ) from None
    return word


def _json(word: str) -> Value:
    try:
        value: Any = json.loads(word)
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"VALUE is no JSON: {error}") from None
    return value  # type: ignore[no-any-return]


_READERS: dict[str, Callable[[str], Value]] = {
    "text": _text,
    "number": _number,
    "checkbox": _checkbox,
    "date": _date,
    "json": _json,
}
