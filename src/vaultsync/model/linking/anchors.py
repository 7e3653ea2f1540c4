"""The heading or block in a note that a link's subpath means, as Obsidian finds it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Protocol

__all__ = [
    "AnchorBlock",
    "AnchorHeading",
    "find_anchor",
    "heading_key",
    "heading_subpath",
    "strip_heading",
]

# Obsidian's stripHeading: these are blanks to a link; `-`, `_`, `'` are not.
_STRIPPED = re.compile(r"""[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+""")
# Obsidian's stripHeadingForLink: what would end, split or redirect a link.
_UNLINKABLE = re.compile(r"(?:[:#|^\\\s]|%%|\[\[|\]\])+")


class AnchorHeading(Protocol):
    """A heading: an element of a note, or a row of the index."""

    @property
    def text(self) -> str:
        """Its source without the `#`s."""

    @property
    def level(self) -> int:
        """From 1 to 6."""

    @property
    def line(self) -> int:
        """Its line, from 1."""


class AnchorBlock(Protocol):
    """A block with an id: an element of a note, or a row of the index."""

    @property
    def id(self) -> str:
        """The id without `^`."""

    @property
    def line(self) -> int:
        """Its line, from 1."""


def find_anchor(
    subpath: str, headings: Iterable[AnchorHeading], blocks: Iterable[AnchorBlock]
) -> int | None:
    r"""The line (from 1) that `subpath` leads to; None where it leads nowhere.

    `#Heading` is the first such heading, `#A#B` the first B in the section of
    an A, levels between them left out or not; `#^id` is a block. Headings are
    compared by `strip_heading`, both in any case, in the order of the note.
    `#page=2` and the like, on media, are no headings: don't ask.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"# Plan: A?\n## Tasks\n# B\n## Tasks\n\ntext ^id1")
    >>> [find_anchor(one, note.headings, note.blocks) for one in ("#plan a", "#B#tasks", "#^ID1")]
    [1, 4, 6]
    """
    if subpath.startswith("#^"):
        wanted = subpath[2:].strip().lower()
        return next((block.line for block in blocks if block.id.lower() == wanted), None)
    chain = [heading_key(part) for part in subpath.split("#") if part]
    return _find_heading(chain, headings) if chain else None


def _find_heading(chain: list[str], headings: Iterable[AnchorHeading]) -> int | None:
    """One pass: the levels of what has matched; a heading that ends its section takes it back."""
    matched: list[int] = []
    for heading in headings:
        while matched and heading.level <= matched[-1]:
            matched.pop()
        if heading_key(heading.text) != chain[len(matched)]:
            continue
        matched.append(heading.level)
        if len(matched) == len(chain):
            return heading.line
    return None


def heading_key(heading: str) -> str:
    """What links compare headings by: two with one key are one to a link.

    >>> heading_key("**1. RAG**") == heading_key("1 rag")
    True
    """
    return strip_heading(unicodedata.normalize("NFC", heading)).lower()


def strip_heading(text: str) -> str:
    """A heading, or a part of a subpath, with blanks for punctuation (Obsidian: `stripHeading`).

    >>> strip_heading("**1.** See [[Other|X]]: a/b, snake_case & it's?")
    "1 See Other X a b snake_case it's"
    """
    return _STRIPPED.sub(" ", text).strip()


def heading_subpath(heading: str) -> str:
    """What Obsidian writes to link to a heading (`stripHeadingForLink`), "" where nothing is left.

    Another heading before it that reads the same is found in its stead.

    >>> heading_subpath("Tasks: see [[RAG|it]] 100%?")
    '#Tasks see RAG it 100%?'
    """
    written = _UNLINKABLE.sub(" ", heading).strip()
    return f"#{written}" if written else ""
