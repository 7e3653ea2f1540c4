"""Values as YAML text on one line, as Obsidian and YAML 1.2 read it back."""

from __future__ import annotations

import re

from vaultsync.syntax.yaml_scalars import typed_scalar

__all__ = ["Scalar", "flow_list", "is_unicode", "scalar"]

Scalar = None | bool | int | float | str
"""What a single element of a property may be."""

# What is no plain text: something that starts or ends like something else, a comment or a key
# in it, a wiki-link, as in `- a`, `#tag`, `{{title}}`, `a: b`, `note:`, `a #b`, `see [[Note]]`.
_TO_QUOTE = re.compile(
    r"""
    \A (?: [\s!"\#%&'*,:>?@`{|}\[\]-] | \.\.\. )
    | \s \Z
    | : (?: \s | \Z )
    | \s \#
    | \[\[
    """,
    re.VERBOSE,
)
# PyYAML, unlike YAML 1.2, stops at any `?` between brackets.
_IN_BRACKETS = re.compile(r"[,?\[\]{}]")

# What YAML can't hold as it is, or breaks lines at; tabs too, which editors spoil.
_TO_ESCAPE = re.compile(
    "[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_IN_DOUBLE = re.compile(rf'["\\]|{_TO_ESCAPE.pattern}')
_ESCAPES = {'"': r"\"", "\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def scalar(value: Scalar, quote: str = "", *, flow: bool = False) -> str:
    r"""The text of one value: read as YAML 1.2 it is `value` again.

    Text keeps to `quote` (`'`, `"` or none) where that can hold it; else it is
    in double quotes with JSON's escapes. `flow` is for places between brackets.
    Raises `ValueError` for lone surrogates, and for integers that no double holds.
    Source: https://yaml.org/spec/1.2.2/#103-core-schema.

    >>> [scalar(value) for value in (None, True, 1.5, "2024-07-21", "yes", "5", "[[Home]]")]
    ['null', 'true', '1.5', '2024-07-21', 'yes', '"5"', '"[[Home]]"']
    >>> print(scalar("it's", "'"), scalar("a\n", "'"), scalar("a, b"), scalar("a, b", flow=True))
    'it''s' "a\n" a, b "a, b"
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _text(value, quote, flow=flow)
        case _:
            return _number(value)


def is_unicode(text: str) -> bool:
    r"""Whether `text` can be written: without the lone surrogates that stand for invalid UTF-8.

    >>> is_unicode("caf\u00e9"), is_unicode("caf\udce9")
    (True, False)
    """
    return not _SURROGATE.search(text)


def flow_list(values: list[Scalar], quote: str = "") -> str:
    """The values between brackets.

    >>> flow_list(["a", "b, c", 1])
    '[a, "b, c", 1]'
    """
    return f"[{', '.join(scalar(value, quote, flow=True) for value in values)}]"


def _text(text: str, quote: str, *, flow: bool) -> str:
    if not is_unicode(text):
        raise ValueError("not valid Unicode: no YAML can hold it")
    if quote != '"' and not _TO_ESCAPE.search(text):
        if quote:
            return "'" + text.replace("'", "''") + "'"
        if _is_plain(text, flow=flow):
            return text
    return '"' + _IN_DOUBLE.sub(lambda match: _escaped(match[0]), text) + '"'


def _is_plain(text: str, *, flow: bool) -> bool:
    if not isinstance(typed_scalar(text), str) or _TO_QUOTE.search(text):
        return False
    return not (flow and _IN_BRACKETS.search(text))


def _escaped(char: str) -> str:
    return _ESCAPES.get(char) or f"\\u{ord(char):04x}"


def _number(number: float) -> str:
    text = repr(number)
    if text in ("inf", "-inf", "nan"):
        return text.replace("inf", ".inf").replace("nan", ".nan")
    if typed_scalar(text) != number:
        raise ValueError("a number that YAML can't hold")
    return text
