"""Running text at a glance: what most leaves hold is found by one search over the whole note.

It answers only where it must agree with the careful reading of `inline`; what
could mean more is hard, and its leaf is read with care.
"""

from __future__ import annotations

import re

from vaultsync.syntax.found import NOT_DIGIT, TAG_CHARS, Found

__all__ = ["LINKS_AND_TAGS", "SIMPLE", "found_in"]

# Code, links, brackets around text, tags and plain HTML tags within a line; an unnamed group
# marks what is hard. Each alternative starts with a literal, which makes the search fast.
SIMPLE = re.compile(
    rf"""`[^`\r\n]+`(?!`)"""
    rf"""|\[\[(?P<target>[^\[\]\r\n`$<]+)\]\](?![(\]])"""
    rf"""|\[(?P<text>[^\[\]\r\n!`$<\\#^]*)\]\((?P<url>[^()\s<>\\`]+)\)"""
    rf"""|\[!?[^\[\]\r\n!`$<\\#^]*\](?![(\[])"""
    rf"""|\#(?<!\S\#)(?P<tag>{TAG_CHARS}+)"""
    rf"""|</?[A-Za-z][A-Za-z0-9-]*/?>"""
    rf"""|`()|\[()|\\()|\$()|<(?=[A-Za-z/!])()|\#(?<=\S\#)(?={TAG_CHARS})()|\^\[()"""
)
LINKS_AND_TAGS = len(SIMPLE.groupindex)
"""A match whose `lastindex` is above this is of something hard."""


def found_in(match: re.Match[str]) -> Found | None:
    """The link or tag that `SIMPLE` matched.

    >>> [found_in(match).kind for match in SIMPLE.finditer("![[a.png]] #tag")]
    ['wikilink', 'tag']
    """
    start, end = match.span()
    text = match.string
    if match.lastgroup == "tag":
        digits = not NOT_DIGIT.search(text, start + 1, end)
        return None if digits else Found("tag", start, end, (start, end))
    embed = text[start - 1 : start] == "!"
    if match.lastgroup == "target":
        return Found("wikilink", start - embed, end, match.span("target"), embed)
    shown = match.span("text")
    return Found("markdown", start - embed, end, match.span("url"), embed, shown)
