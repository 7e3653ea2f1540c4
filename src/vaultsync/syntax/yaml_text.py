"""Front matter as text: what PyYAML can't bear, and its complaints in words."""

from __future__ import annotations

import re

__all__ = [
    "block_scalar_end",
    "in_words",
    "is_unquoted_link",
    "join_surrogates",
    "line_end",
    "mask",
    "tab_blanks",
    "too_deep",
]

_BRACKET = re.compile(r"[\[\]{}]")


def too_deep(block: str, limit: int) -> int | None:
    """The offset of the first bracket that is nested deeper than `limit`, or None.

    Brackets in quotes are counted too: that makes the scan cheap, and so many
    are seldom meant. PyYAML's own time grows with the square of the depth.

    >>> too_deep("a: [[1]]", 1), too_deep("a: [[1]]", 2)
    (4, None)
    """
    if block.count("[") + block.count("{") <= limit:
        return None
    depth = 0
    for match in _BRACKET.finditer(block):
        depth = depth + 1 if match[0] in "[{" else max(depth - 1, 0)
        if depth > limit:
            return match.start()
    return None


# Text to YAML 1.2, as to Obsidian, but to PyYAML not printable (also the lone surrogates that
# stand for invalid UTF-8), or a line break (NEL, U+2028, U+2029), or of no width (BOM).
_MASKED = re.compile(
    "[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))


def mask(block: str) -> tuple[str, dict[int, int]]:
    r"""The block with a private character for each that PyYAML can't bear, and the way back.

    >>> mask("a: b\x07\n")
    ('a: b\ue000\n', {57344: 7})
    >>> mask("a: b\n")
    ('a: b\n', {})
    """
    found = set(_MASKED.findall(block))
    if not found:
        return block, {}
    used = set(block)
    free = (code for codes in _PRIVATE_USE for code in codes if chr(code) not in used)
    masks = dict(zip(map(ord, sorted(found)), free, strict=False))
    return block.translate(masks), {code: char for char, code in masks.items()}


_SURROGATE = re.compile("[\ud800-\udfff]")


def join_surrogates(text: str) -> str:
    r"""Pairs of `\ud83d\ude00` escapes, as JSON writes them, joined; single ones as U+FFFD.

    >>> join_surrogates("\ud83d\ude00 \ud83d") == "\U0001f600 \ufffd"
    True
    """
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


_NEWLINE = re.compile(r"[\r\n]")


def line_end(block: str, offset: int) -> int:
    r"""The end of the line in which `offset` lies.

    >>> line_end("a: 1\r\nb: 2", 2), line_end("a: 1\r\nb: 2", 6)
    (4, 10)
    """
    newline = _NEWLINE.search(block, offset)
    return newline.start() if newline else len(block)


def block_scalar_end(block: str, start: int, end: int) -> int:
    r"""The end of the last line with text of a `|` or `>` scalar; PyYAML's `end` is after it.

    >>> block_scalar_end("a: |\n  x  \n\nb: 2", 3, 11)
    10
    """
    return line_end(block, start + len(block[start:end].rstrip(" \t\r\n")))


_BLANKS = re.compile(r"\t[ \t]*+")
_NO_VALUE_AFTER = re.compile(r"[\r\n#]|\Z")


def tab_blanks(block: str, offset: int, *, in_flow: bool) -> int:
    r"""How many blanks start with the tab at `offset`; 0 where it would indent a block.

    Tabs may separate and end lines and stand anywhere between brackets
    (https://yaml.org/spec/1.2.2/#62-separation-spaces), as in JSON properties.

    >>> tab_blanks("a:\t b", 2, in_flow=False), tab_blanks("\tb", 0, in_flow=False)
    (2, 0)
    """
    blanks = _BLANKS.match(block, offset)
    if blanks is None:
        return 0
    if not in_flow and not _NO_VALUE_AFTER.match(block, blanks.end()):
        before = block[_line_start(block, offset) : offset].rstrip(" \t")
        if before[-1:] in ("", "-", "?"):
            return 0
    return len(blanks[0])


# [[Note]]   [[Smith, John]]   but not [["a"]], [[*a]], [[1], [2]]
_UNQUOTED_LINK = re.compile(
    r"""
    \[\[  \ *+
    (?! ["'{&*] )             # what only YAML means by it
    [^\[\]\s] [^\[\]\r\n]{0,500}
    \]\]
    """,
    re.VERBOSE,
)


def is_unquoted_link(source: str) -> bool:
    """Whether a nested list, as written, is a wiki-link that lacks its quotes.

    >>> is_unquoted_link("[[Note]]"), is_unquoted_link('[["a", "b"]]')
    (True, False)
    """
    return _UNQUOTED_LINK.fullmatch(source) is not None


# What PyYAML says, and what a person can do about it.
_WORDS = (
    ("that cannot start any token", "{char!r} can't start a value: put the value in quotes"),
    ("mapping values are not allowed", "a ': ' that YAML can't place: put the value in quotes"),
    ("sequence entries are not allowed", "a '- ' on the key's own line: put the value in quotes"),
    ("could not find expected ':'", "a line without 'key: value'"),
    ("found unexpected end of stream", "a quote that is never closed"),
    ("found unexpected document", "a quote that is never closed"),
    ("expected ',' or", "a bracket that is never closed, or a missing comma"),
    ("expected the node content", "a value is missing, or a sign starts it: put it in quotes"),
    ("expected <block end>", "text that YAML can't place: check indentation and quotes"),
)
_PLACEHOLDER = re.compile(r"<%|\{\{")


def in_words(block: str, problem: str, offset: int) -> str:
    """What is wrong at `offset`, said to the person who wrote it.

    >>> in_words("by: @me", "found character '@' that cannot start any token", 4)
    "'@' can't start a value: put the value in quotes"
    >>> in_words("date: {{date}}", "anything", 6)
    "a template's placeholder is no YAML: put it in quotes"
    """
    line = block[_line_start(block, offset) : line_end(block, offset)]
    if _PLACEHOLDER.search(line):
        return "a template's placeholder is no YAML: put it in quotes"
    if "\t" in line:
        return "a tab where YAML wants spaces"
    for said, words in _WORDS:
        if said in problem:
            return words.format(char=block[offset : offset + 1])
    return problem


def _line_start(block: str, offset: int) -> int:
    return max(block.rfind("\n", 0, offset), block.rfind("\r", 0, offset)) + 1
