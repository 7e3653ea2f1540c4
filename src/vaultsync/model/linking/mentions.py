"""Unlinked mentions: where a note says another's name, or an alias, as plain text.

As whole words, in any case, in running text: not in code, HTML, math or front
matter, and not in what is a link, a tag or an address already. A script written
without blanks has no words to be whole.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vaultsync.model.reading.reader import scan
from vaultsync.syntax.blocks import Leaf
from vaultsync.syntax.elements import Heading
from vaultsync.syntax.inline import read_inline

__all__ = ["Mention", "Mentions", "Name", "mentions_in", "name_searched"]

_WORD = r"[\w\u0300-\u036f]"
# Thai, Lao, Myanmar, Khmer; kana, bopomofo and Han: words there stand without blanks.
_UNPARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u312f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# What is no text though a link in it would be read: an address behind its scheme, an HTML tag.
_ELSEWHERE = re.compile(r"://\S+|</?[A-Za-z][^<>\n]*>")


class Name(NamedTuple):
    """What is looked for: the `pattern` of all names, and `needles`, one of which each text holds.

    A needle is to be looked for in the lower-cased bytes of a note. Without
    needles any note may hold a name.
    """

    pattern: re.Pattern[str]
    needles: tuple[bytes, ...]


class Mention(NamedTuple):
    """A name in a text: where it stands, from 1, and as it is written there."""

    line: int
    column: int
    raw: str


class Mentions(NamedTuple):
    """The mentions in a note, and its headings."""

    found: tuple[Mention, ...]
    headings: tuple[Heading, ...]


def name_searched(names: Iterable[str]) -> Name | None:
    r"""How to look for a note's name and aliases; None where there is nothing to look for.

    >>> name_searched(["AI Plan", "東京"]).needles
    (b'ai plan', b'\xe6\x9d\xb1\xe4\xba\xac')
    """
    forms: dict[str, None] = {}
    for name in names:
        for form in ("NFC", "NFD"):
            forms[unicodedata.normalize(form, name).strip()] = None
    forms.pop("", None)
    if not forms:
        return None
    longest_first = sorted(forms, key=len, reverse=True)
    needles = [_needle(form) for form in forms]
    return Name(
        re.compile("|".join(map(_pattern, longest_first))),
        tuple(dict.fromkeys(needles)) if all(needles) else (),
    )


def mentions_in(text: str, name: Name) -> Mentions:
    r"""Where the text of a note says a name.

    >>> name = name_searched(["RAG"])
    >>> mentions_in("- rag, `rag`\n- [[RAG]] #rag storage\n", name).found
    (Mention(line=1, column=3, raw='rag'),)
    """
    if not name.pattern.search(text):
        return Mentions((), ())
    source, blocks = scan(text)[:2]
    found: list[Mention] = []
    for leaf in blocks.leaves:
        for first, rows in _runs(leaf, blocks.rest):
            begins = _starts(rows)
            for offset, raw in _in_running_text("\n".join(rows), name.pattern):
                at = bisect_right(begins, offset) - 1
                row = first + at
                column = blocks.at[row] + offset - begins[at] - source.starts[row] + 1
                found.append(Mention(row + 1, column, raw))
    return Mentions(tuple(found), tuple(blocks.headings))


def _runs(leaf: Leaf, rest: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a leaf that are read together: of a table each by itself."""
    if leaf.type == "table":
        for row in range(leaf.first, leaf.last):
            yield row, [rest[row]]
    else:
        yield leaf.first, rest[leaf.first : leaf.last]


def _starts(rows: list[str]) -> list[int]:
    """Where each row starts in all of them, joined."""
    starts = [0]
    for row in rows[:-1]:
        starts.append(starts[-1] + len(row) + 1)
    return starts


def _in_running_text(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The matches in whose stead a link would be read as one, and that are none, nor a tag, yet."""
    matches = list(pattern.finditer(text))
    if not matches:
        return
    linkable = _linkable(text, matches)
    taken = [(one.start, one.end) for one in read_inline(text) if one.kind != "footnote"]
    taken += (match.span() for match in _ELSEWHERE.finditer(text))
    taken.sort()
    at, reach = 0, 0
    for match in matches:
        while at < len(taken) and taken[at][0] < match.end():
            reach = max(reach, taken[at][1])
            at += 1
        if reach <= match.start() and match.start() in linkable:
            yield match.start(), match[0]


def _linkable(text: str, matches: Iterable[re.Match[str]]) -> set[int]:
    """Where the matches start that are read as links once they are: none in code or math."""
    parts: list[str] = []
    starts: dict[int, int] = {}
    length = last = 0
    for match in matches:
        parts += (text[last : match.start()], "[[x]]")
        starts[length + match.start() - last + 2] = match.start()
        length += match.start() - last + 5
        last = match.end()
    read = read_inline("".join((*parts, text[last:])))
    return {starts[one.target[0]] for one in read if one.target[0] in starts}


def _pattern(name: str) -> str:
    """The name as a whole word. Classes, as `re.IGNORECASE` takes `K` for the Kelvin sign, too."""
    before = f"(?<!{_WORD})" if _is_worded(name[0]) else ""
    after = f"(?!{_WORD})" if _is_worded(name[-1]) else r"(?![\u0300-\u036f])"
    return before + "".join(map(_any_case, name)) + after


def _is_worded(char: str) -> bool:
    """Whether a word that has the character at its edge ends there."""
    is_word = char.isalnum() or char == "_" or bool(unicodedata.combining(char))
    return is_word and not _UNPARTED.match(char)


def _any_case(char: str) -> str:
    cases = dict.fromkeys(one for one in (char, char.lower(), char.upper()) if len(one) == 1)
    return f"[{''.join(map(re.escape, cases))}]"


def _needle(name: str) -> bytes:
    """The longest part that is written with the same bytes in any case, but for ASCII letters."""
    runs = "".join(char.lower() if _is_alike(char) else "\0" for char in name)
    longest = max(runs.split("\0"), key=len)
    return longest.encode("utf-8", "surrogateescape")


def _is_alike(char: str) -> bool:
    """Whether all that means the character is one sequence of bytes, in lower case if ASCII."""
    if "\ud800" <= char <= "\udfff":
        return "\udc80" <= char <= "\udcff"  # an odd byte of a file's name; others are in no text
    return char.isascii() or char.lower() == char.upper()
