"""Links: from what stands between the brackets to target, subpath and display (reference 2)."""

from __future__ import annotations

import re
from contextlib import suppress

__all__ = ["display_of", "is_external", "split_subpath", "split_wikilink", "unescape_destination"]

# A pipe splits only behind at least one character; in tables it is escaped: "Note\|display".
_PIPE = re.compile(r"(?s)(.+?)(\\?\|)(.*)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def split_wikilink(inner: str) -> tuple[str, str | None]:
    r"""The linktext and the display text of a wiki-link; None without one.

    >>> split_wikilink("Note#Heading|text"), split_wikilink(r"Note\|text"), split_wikilink("|x")
    (('Note#Heading', 'text'), ('Note', 'text'), ('|x', None))
    """
    match = _PIPE.match(inner) if "|" in inner else None
    return (match[1], match[3]) if match else (inner, None)


def split_subpath(linktext: str) -> tuple[str, str]:
    """The linkpath, and the subpath with its `#`: all from the first one on.

    >>> split_subpath("Note#H1#H2")
    ('Note', '#H1#H2')
    """
    path, mark, subpath = linktext.partition("#")
    return path, mark + subpath


def display_of(linktext: str) -> str:
    """What Obsidian shows for a link without a display text.

    >>> display_of("Note#H1#H2"), display_of("#^id")
    ('Note > H1 > H2', '^id')
    """
    if "#" not in linktext:
        return linktext
    return " > ".join(part for part in linktext.split("#") if part)


def is_external(destination: str) -> bool:
    """Whether a Markdown link leads out of the vault: it names a scheme or a host."""
    return _SCHEME.match(destination) is not None


def unescape_destination(destination: str) -> str:
    r"""The linktext of a Markdown link: entities, backslashes and percent signs resolved.

    >>> unescape_destination("My%20Note.md#A%20B"), unescape_destination(r"b\_c&amp;d.md")
    ('My Note.md#A B', 'b_c&d.md')
    """
    if "&" in destination:
        from html import unescape

        destination = unescape(destination)
    if "\\" in destination:
        destination = _BACKSLASH.sub(r"\1", destination)
    if "%" in destination and not _BAD_PERCENT.search(destination):
        from urllib.parse import unquote

        with suppress(UnicodeDecodeError):
            destination = unquote(destination, errors="strict")
    return destination
