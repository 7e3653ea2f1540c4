"""Running text: links, embeds, tags, footnotes, and what hides them (code, math, HTML, escapes).

One pass from left to right over each leaf of the block structure. A search for
a closing mark is bounded by the next opening one, or remembered as vain, so
that the whole is linear whatever the text. The rules are Obsidian's as they
were read out of the running app (link shapes, tags).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from vaultsync.syntax.found import NOT_DIGIT, TAG_CHARS, Found
from vaultsync.syntax.link_destination import read_destination

__all__ = ["read_inline"]

_TOKEN = re.compile(
    r"""
      (?P<escape>   \\ [!-/:-@\[-`{-~\n] )
    | (?P<code>     `+ )
    | (?P<tag>      \# )
    | (?P<wiki>     !? \[\[ (?! \[ ) )
    | (?P<note>     \^ \[ | \[ \^ )
    | (?P<open>     !? \[ )
    | (?P<close>    \] )
    | (?P<html>     < )
    | (?P<math>     \$ )
    """,
    re.VERBOSE,
)
_TICKS = re.compile(r"`+")
# What ends the search for a wiki-link's "]]": a link inside starts anew, a newline breaks it.
_WIKI_STOP = re.compile(r"\]\]|\[\[|\n")
# A closing dollar follows no blank and precedes no digit: "$5 and $10" is no math.
_DOLLAR_END = re.compile(r"(?<![\s\\])\$(?![0-9])")
_TAG = re.compile("#" + TAG_CHARS + "+")
_BEFORE_TAG = frozenset("_*~=")
# Underscores that open emphasis: in "_#tag_" the last one closes it and is not the tag's.
_EMPHASIS = re.compile(r"(?<![\w_])(_{1,3})\Z")
_HTML = re.compile(
    r"""
      </[A-Za-z][A-Za-z0-9-]*\s*>
    | <[A-Za-z][A-Za-z0-9-]*
        (?: \s+ [A-Za-z_:][\w.:-]*+ (?: \s*=\s* (?: [^\s"'=<>`]+ | '[^']*' | "[^"]*" ) )? )*+
      \s*/?>
    | <[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*>
    | <[^\s<>@]+@[^\s<>@]+>
    """,
    re.VERBOSE,
)
# Behind a link's text: the label of a reference link, [text][label].
_LABEL = re.compile(r"\[[^\[\]]*\]")
_FOOTNOTE_REF = re.compile(r"\[\^[^\[\]\s^]+\]")


class _Open(NamedTuple):
    """A bracket that may yet become a link's text; so many links and images came before it."""

    start: int
    content: int
    kind: str
    links: int
    images: int


def read_inline(text: str) -> list[Found]:
    """The elements of one leaf, in their order.

    >>> [found.kind for found in read_inline("see [[Langchain]] and [RAG](RAG.md) #llm `[[code]]`")]
    ['wikilink', 'markdown', 'tag']
    """
    return _Scanner(text).read()


class _Scanner:
    """The state of one pass: brackets still open, and where the last token ended."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Found | None] = []
        self.opened: list[_Open] = []
        self.links: list[int] = []
        self.images: list[int] = []
        self.edge = 0
        self.vain: set[str] = set()
        self.dollars: list[int] | None = None
        self.ticks: dict[int, list[int]] = {}

    def read(self) -> list[Found]:
        search, text = _TOKEN.search, self.text
        match = search(text)
        while match:
            kind = match.lastgroup
            assert kind
            match = search(text, _HANDLERS[kind](self, match))
        found = [element for element in self.found if element]
        return sorted(found, key=lambda element: element.start)

    def token(self, end: int) -> int:
        """A token ends here: a tag may start right behind it."""
        self.edge = end
        return end

    def find(self, mark: str, start: int) -> int:
        """Where `mark` stands next; once in vain, it is not looked for again."""
        if mark in self.vain:
            return -1
        at = self.text.find(mark, start)
        if at < 0:
            self.vain.add(mark)
        return at

    def escape(self, match: re.Match[str]) -> int:
        return self.token(match.end())

    def code(self, match: re.Match[str]) -> int:
        if not self.ticks:
            for run in _TICKS.finditer(self.text):
                self.ticks.setdefault(len(run[0]), []).append(run.start())
        length = len(match[0])
        runs = self.ticks.get(length, [])
        closing = bisect_right(runs, match.start())
        if closing == len(runs):
            return match.end()
        return self.token(runs[closing] + length)

    def tag(self, match: re.Match[str]) -> int:
        start, text = match.start(), self.text
        if start != self.edge and not (text[start - 1].isspace() or text[start - 1] in _BEFORE_TAG):
            return start + 1
        tag = _TAG.match(text, start)
        if not tag or not NOT_DIGIT.search(text, start + 1, tag.end()):
            return tag.end() if tag else start + 1
        end = tag.end()
        if text[end - 1] == "_" and (emphasis := _EMPHASIS.search(text, max(0, start - 4), start)):
            end -= min(len(emphasis[1]), len(tag[0]) - len(tag[0].rstrip("_")))
        self.found.append(Found("tag", start, end, (start, end)))
        return self.token(end)

    def wiki(self, match: re.Match[str]) -> int:
        start, inner = match.span()
        stop = _WIKI_STOP.search(self.text, inner)
        if not stop or stop[0] != "]]" or stop.start() == inner:
            return self.open(match)
        embed = self.text[start] == "!"
        self.found.append(Found("wikilink", start, stop.end(), (inner, stop.start()), embed))
        return self.token(stop.end())

    def note(self, match: re.Match[str]) -> int:
        """`^[an inline footnote]` or a reference `[^1]`."""
        start, text = match.start(), self.text
        if text[start] == "^":
            self.opened.append(self.opening(start, match.end(), "footnote"))
            return self.token(match.end())
        reference = _FOOTNOTE_REF.match(text, start)
        if not reference:
            self.opened.append(self.opening(start, start + 1, "link"))
            return self.token(start + 1)
        inner = (start + 2, reference.end() - 1)
        self.found.append(Found("footnote_ref", start, reference.end(), inner))
        return self.token(reference.end())

    def opening(self, start: int, content: int, kind: str) -> _Open:
        return _Open(start, content, kind, len(self.links), len(self.images))

    def open(self, match: re.Match[str]) -> int:
        start = match.start()
        embed = self.text[start] == "!"
        content = start + 2 if embed else start + 1
        self.opened.append(self.opening(start, content, "image" if embed else "link"))
        return self.token(content)

    def close(self, match: re.Match[str]) -> int:
        at = match.start()
        if not self.opened:
            return self.token(at + 1)
        opened = self.opened.pop()
        if opened.kind == "footnote":
            self.found.append(Found("footnote", opened.start, at + 1, (opened.content, at)))
            return self.token(at + 1)
        destination = read_destination(self.text, at + 1)
        if destination is None:
            label = _LABEL.match(self.text, at + 1)
            return self.token(label.end() if label else at + 1)
        start, end, after = destination
        # The outer of two nested links is the link; an image's text holds neither (0.3).
        self.forget(self.links, opened.links)
        embed = opened.kind == "image"
        if embed:
            self.forget(self.images, opened.images)
        (self.images if embed else self.links).append(len(self.found))
        text = (opened.content, at)
        self.found.append(Found("markdown", opened.start, after, (start, end), embed, text))
        return self.token(after)

    def forget(self, indexes: list[int], keep: int) -> None:
        """Take back the links or images found since there were `keep` of them."""
        while len(indexes) > keep:
            self.found[indexes.pop()] = None

    def html(self, match: re.Match[str]) -> int:
        start = match.start()
        if self.text.startswith("<!--", start):
            close = self.find("-->", start + 4)
            return self.token(close + 3) if close >= 0 else match.end()
        tag = _HTML.match(self.text, start)
        return self.token(tag.end()) if tag else match.end()

    def math(self, match: re.Match[str]) -> int:
        start, text = match.start(), self.text
        if text.startswith("$$", start):
            close = self.find("$$", start + 2)
            return self.token(close + 2) if close >= 0 else start + 2
        if text[start + 1 : start + 2].isspace():
            return start + 1
        if self.dollars is None:
            ends = (end.start() for end in _DOLLAR_END.finditer(text))
            self.dollars = [end for end in ends if not self.in_wiki(end)]
        closing = bisect_right(self.dollars, start + 1)
        if closing == len(self.dollars):
            return start + 1
        return self.token(self.dollars[closing] + 1)

    def in_wiki(self, at: int) -> bool:
        """Whether a wiki-link is open at `at`: a dollar in it is no math."""
        opened = self.text.rfind("[[", max(0, at - 400), at)
        return opened >= 0 and not _WIKI_STOP.search(self.text, opened + 2, at)


_HANDLERS: dict[str, Callable[[_Scanner, re.Match[str]], int]] = {
    "escape": _Scanner.escape,
    "code": _Scanner.code,
    "tag": _Scanner.tag,
    "wiki": _Scanner.wiki,
    "note": _Scanner.note,
    "open": _Scanner.open,
    "close": _Scanner.close,
    "html": _Scanner.html,
    "math": _Scanner.math,
}
