"""How answers leave: text for people, JSON, TSV or CSV; nothing that could drive a terminal."""

from __future__ import annotations

import math
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import click

__all__ = [
    "answer",
    "can_show",
    "clean",
    "format_option",
    "json_line",
    "say",
    "say_diff",
    "say_json",
    "say_lines",
    "say_table",
    "text_or_json",
    "warn",
]

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
# The control characters that JSON may leave as they are.
_UNESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_AT_ONCE = 500
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}
# A spreadsheet takes these for the start of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", r"\r")

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "tsv", "csv"]),
    default="text",
    show_default=True,
    help="How the answer is written.",
)


def text_or_json(said: str) -> Callable[[Any], Any]:
    """The option of commands whose answer is no list; `said` is its help."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=said,
    )


def clean(text: str) -> str:
    r"""Text that is safe to show on one line: control characters as escapes, odd bytes as U+FFFD.

    >>> clean("a\x1b[31m\udce9")
    'a\\x1b[31m�'
    """
    text = _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
    return _SURROGATE.sub("\ufffd", text)


def can_show(text: str) -> bool:
    """Whether where the answer goes has these characters."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def say(text: str = "") -> None:
    """One line of the answer."""
    click.echo(clean(text))


def say_lines(lines: Iterable[str]) -> None:
    """Many lines of the answer: some hundreds at a time, as each writing takes its time."""
    cleaned = map(clean, lines)
    while some := list(islice(cleaned, _AT_ONCE)):
        click.echo("\n".join(some))


def warn(text: str) -> None:
    """Talk beside the answer: on stderr."""
    click.echo(f"vaultsync: {clean(text)}", err=True)


def say_json(value: Any) -> None:
    """The answer as one JSON document, in UTF-8 whatever the locale."""
    import json

    document = json.dumps(_plain(value), ensure_ascii=False, indent=2)
    click.echo(_UNESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", document).encode("utf-8"))


def json_line(value: Any) -> bytes:
    """A JSON document on one line, in UTF-8 whatever the locale."""
    import json

    document = json.dumps(_plain(value), ensure_ascii=False)
    return _UNESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", document).encode("utf-8")


def say_diff(diff: str) -> None:
    """A diff: byte for byte into a pipe or file, cleaned on a terminal."""
    if not sys.stdout.isatty():
        click.echo(diff.encode("utf-8", "surrogateescape"), nl=False)
    elif diff:
        coloured = not os.environ.get("NO_COLOR")
        for line in diff.removesuffix("\n").split("\n"):
            colour = _COLOURS.get(line[:1]) if coloured else None
            shown = clean(line.removesuffix("\r"))
            click.echo(click.style(shown, fg=colour) if colour else shown)


def answer(
    form: str,
    rows: Iterable[dict[str, Any]],
    columns: Sequence[str],
    show: Callable[[dict[str, Any]], str],
) -> None:
    """A list of objects in the format asked for; `show` gives the line for people."""
    if form == "json":
        say_json(list(rows))
    elif form == "text":
        say_lines(show(row) for row in rows)
    else:
        say_table(form, rows, columns)


def say_table(form: str, rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> None:
    """A list of objects as TSV or CSV, with a line of names."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, "excel-tab" if form == "tsv" else "excel", lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        cells = [_cell(row.get(column)) for column in columns]
        writer.writerow(map(_guarded, cells) if form == "csv" else cells)
    click.echo(text.getvalue().encode("utf-8"), nl=False)


def _cell(value: Any) -> str:
    """A value as the text of a cell."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list() | tuple():
            return " ".join(map(_cell, value))
        case dict():
            return " ".join(f"{key}={_joined(one)}" for key, one in value.items())
        case _:
            return clean(str(value))


def _joined(value: Any) -> str:
    return ",".join(map(_cell, value)) if isinstance(value, list | tuple) else _cell(value)


def _guarded(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula, as text."""
    return f"'{cell}" if len(cell) > 1 and cell.startswith(_FORMULA) else cell


def _plain(value: Any) -> Any:
    """What JSON can hold: odd bytes as U+FFFD, no infinities."""
    match value:
        case str():
            return _SURROGATE.sub("\ufffd", value)
        case dict():
            return {_plain(key): _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case float() if not math.isfinite(value):
            return None
        case _:
            return value
