"""The heading that somebody names: as the part of a link behind `#` does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vaultsync.errors import UneditableError
from vaultsync.model.note import Note

__all__ = ["find_heading"]

# What Obsidian takes for a blank when it compares headings (reference 4).
_SIGNS = re.compile(r"""[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+""")


def find_heading(note: Note, name: str) -> int:
    r"""The index of the heading that `name` means: its text, or a path such as `Phase 1#Week 2`.

    Case, punctuation and runs of blanks don't count, but a heading of exactly
    that text comes first. Of a path the last part is the heading; the others
    stand above it in the tree, outermost first, levels may be left out.
    Raises `UneditableError` where no heading or several fit.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"# Phase 1\n## Week 2\n# Phase 2\n## Week 2\n")
    >>> find_heading(note, "phase 2#week 2")
    3
    """
    for fitting in _readings(note, name):
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            lines = ", ".join(str(note.headings[index].line) for index in fitting)
            reason = f"several headings are {name!r} (lines {lines}); name one as a path A#B"
            raise UneditableError(note.path, reason)
    raise UneditableError(note.path, f"there is no heading {name!r}")


def _readings(note: Note, name: str) -> Iterator[list[int]]:
    """What `name` may mean, most literal first."""
    every = range(len(note.headings))
    yield [index for index in every if note.headings[index].text == name]
    if wanted := _plain(name):
        yield [index for index in every if _plain(note.headings[index].text) == wanted]
    parts = [plain for part in name.split("#") if (plain := _plain(part))]
    if parts:
        yield [index for index in every if _fits(note, index, parts)]


def _fits(note: Note, index: int, parts: Sequence[str]) -> bool:
    *outer, own = parts
    heading = note.headings[index]
    if _plain(heading.text) != own:
        return False
    while outer and heading.parent is not None:
        heading = note.headings[heading.parent]
        if _plain(heading.text) == outer[-1]:
            outer.pop()
    return not outer


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", text).strip().lower()
