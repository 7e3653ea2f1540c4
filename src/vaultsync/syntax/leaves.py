"""Blocks without blocks inside: how far code, HTML, math, tables and definitions reach.

Each function takes the lines `rest`, the row at which the block starts and the
row `last` at which its container ends, and gives the row after the block, or
None where there is no such block.
"""

from __future__ import annotations

import re

__all__ = [
    "definition",
    "fence",
    "html",
    "html_interrupts",
    "indented_code",
    "is_closed",
    "math",
    "setext_level",
    "table",
]

_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details"
    "|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5"
    "|h6|head|header|hgroup|hr|html|iframe|legend|li|link|main|menu|menuitem|meta|nav|noframes"
    "|ol|optgroup|option|p|param|pre|section|source|title|summary|table|tbody|td|tfoot|th|thead"
    "|title|tr|track|ul"
)
_BLANK = re.compile(r"^$")
# CommonMark's six kinds of HTML block that may follow a paragraph: how they start and end.
_HTML = [
    (
        re.compile(r"<(script|pre|style)(?=\s|>|$)", re.I),
        re.compile(r"</(script|pre|style)>", re.I),
    ),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(rf"</?({_BLOCK_TAGS})(?=\s|/?>|$)", re.I), _BLANK),
]
_ATTRIBUTE = r"""\s+[A-Za-z_:][\w.:-]*+(?:\s*=\s*(?:[^\s"'=<>`]++|'[^']*'|"[^"]*"))?"""
# The seventh kind: a tag alone on its line.
_LONE_TAG = re.compile(
    rf"(?:<[A-Za-z][A-Za-z0-9-]*+(?:{_ATTRIBUTE})*+\s*/?>|</[A-Za-z][A-Za-z0-9-]*+\s*>)\s*$"
)
# [label]: url "title"; the title may follow on the next line, and then must be sound.
_DEFINITION = re.compile(
    r"""
    [ \t]* \[ (?: \\. | [^\\\]] )+ \]:
    [ \t\n]* (?: <[^<>\n]+> | [^\s<\[]\S* )
    (?: [ \t\n]+ (?: "[^"]*" | '[^']*' | \([^()]*\) ) [ \t]* (?=\n|$)
      | [ \t]* (?=\n|$) (?! \n[ \t]*["'(] ) )
    """,
    re.VERBOSE,
)
# How many lines a definition may take: label, url and a title of two.
_DEFINITION_ROWS = 4


def indented_code(rest: list[str], row: int, last: int) -> int:
    """Lines indented by four spaces or a tab, and the blank lines between them."""
    end = row + 1
    for i in range(row + 1, last):
        line = rest[i]
        if line.startswith(("\t", "    ")):
            if i + 1 < last or line not in ("\t", "    "):
                end = i + 1
        elif line.strip(" \t"):
            break
    return end


def fence(rest: list[str], row: int, last: int) -> int:
    """Fenced code, its fences included; an unclosed one reaches to the end of its container."""
    mark, length = _opening(rest[row])
    for i in range(row + 1, last):
        line = rest[i]
        if mark in line and _closes(line, mark, length):
            return i + 1
    return last


def is_closed(rest: list[str], row: int, end: int) -> bool:
    """Whether the fenced code from `row` to `end` (excluded) has its closing fence."""
    return end - row > 1 and _closes(rest[end - 1], *_opening(rest[row]))


def _opening(line: str) -> tuple[str, int]:
    """The character of an opening fence, and how often it stands there."""
    opening = line.lstrip(" \t")
    mark = opening[0]
    return mark, len(opening) - len(opening.lstrip(mark))


def _closes(line: str, mark: str, length: int) -> bool:
    text = line.lstrip(" ")
    marks = text.rstrip(" \t")
    return len(line) - len(text) <= 3 and len(marks) >= length and not marks.strip(mark)


def html(rest: list[str], row: int, last: int) -> int | None:
    """An HTML block of one of CommonMark's seven kinds."""
    line = rest[row].lstrip(" \t")
    closes = next((closes for opens, closes in _HTML if opens.match(line)), None)
    if closes is None and _LONE_TAG.match(line):
        closes = _BLANK
    if closes is None:
        return None
    for i in range(row, last):
        if closes.search(rest[i]):
            return i if closes is _BLANK else i + 1
    return last


def html_interrupts(line: str) -> bool:
    """Whether `line` starts an HTML block that needs no blank line before it."""
    line = line.lstrip(" \t")
    return line[:1] == "<" and any(opens.match(line) for opens, _ in _HTML)


def setext_level(rest: list[str], row: int, last: int) -> int | None:
    """The level of the setext heading that starts at `row`: one line, underlined by the next."""
    if row + 1 == last:
        return None
    line = rest[row + 1]
    mark = line[:1]
    if mark not in ("=", "-") or line.strip(mark):
        return None
    return 1 if mark == "=" else 2


def math(rest: list[str], row: int, last: int) -> int | None:
    """`$$` to `$$`, nothing behind the closing one on its line; without one it is text."""
    line = rest[row].strip(" \t")
    close = line.find("$$", 2)
    if close >= 0:
        return row + 1 if close == len(line) - 2 else None
    return next((i + 1 for i in range(row + 1, last) if "$$" in rest[i]), None)


def table(rest: list[str], row: int, last: int) -> int | None:
    """A head, a delimiter row, and the lines below with a pipe behind their first character."""
    if row + 1 >= last or "|" not in rest[row][1:] or "|" not in rest[row + 1][1:]:
        return None
    if "-" not in rest[row + 1] or rest[row + 1].strip().strip(" \t|:-"):
        return None
    end = row + 2
    while end < last and "|" in rest[end][1:]:
        end += 1
    return end


def definition(rest: list[str], row: int, last: int) -> int | None:
    """A link definition `[label]: url "title"`, its label on one line."""
    if "]:" not in rest[row]:
        return None
    match = _DEFINITION.match("\n".join(rest[row : min(last, row + _DEFINITION_ROWS)]))
    return row + 1 + match[0].count("\n") if match else None
