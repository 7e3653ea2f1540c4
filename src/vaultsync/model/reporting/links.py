"""Links in what we write: wiki-links that Obsidian resolves, or text that stays text.

What comes from a note (names, headings, tasks) is never Markdown in a report:
no tag, no embed, no box, no comment may come of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from vaultsync.model.linking.anchors import heading_key

__all__ = ["Linker", "label", "plain", "subpath"]

_MAX_LABEL = 80
_MAX_SUBPATH = 200

# What ends or splits a wiki-link, what other syntax takes first, what has no glyph.
_UNLINKABLE = re.compile(r"[#^|\[\]\\`<\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|%%|^\s|\s$|^$")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# Obsidian's stripHeadingForLink, and what could end the link or start code or HTML:
# the key has blanks for those too, so the link still finds its heading.
_NO_SUBPATH = re.compile(r"[:#|^\\`<>\[\]\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+|%%+")
# A wiki-link or embed, and a Markdown link or image: what they show.
_WIKILINK = re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_MARKUP = re.compile(r"\*\*|[\\`]")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_SPECIAL = re.compile(
    r"([\\`*_\[\]<>#~=$^&!%])|(?:^|(?<=\s))(?:([-+])(?=\s|$)|(\d+)([.)])(?=\s|$))"
)


class Linker:
    r"""Writes links to notes, by name where only one of the `paths` has it, else by path.

    >>> link = Linker(["a/RAG.md", "b/RAG.md", "Chains.md", "C#.md"])
    >>> link("Chains.md"), link("a/RAG.md"), link("Chains.md", "#Intro", "first steps")
    ('[[Chains]]', '[[a/RAG]]', '[[Chains#Intro|first steps]]')
    >>> print(link("C#.md"), link("C#.md", "#Intro", "first_steps"))
    C\# first\_steps
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.bearers = Counter(_key(_name(path)) for path in set(paths))

    def __call__(self, path: str, subpath: str = "", text: str | None = None) -> str:
        """A link to the note at `path`, showing `text`; only the text where it can't be linked."""
        target = self.linkpath(path)
        if target is None:
            return plain(_one_line(_name(path)) if text is None else label(text))
        return f"[[{target}{subpath}{'' if text is None else f'|{label(text)}'}]]"

    def linkpath(self, path: str) -> str | None:
        """What to write between the brackets; None for a name that no link can hold."""
        name = _name(path)
        target = name if self.bearers[_key(name)] <= 1 else path.removesuffix(".md")
        if target.lower().endswith(".md"):  # "a.md.md": [[a.md]] would be another note
            target = path
        return None if _UNLINKABLE.search(target) else target


def subpath(headings: Sequence[str], repeated: Iterable[str]) -> str:
    """The subpath to the last of `headings` (outermost first), "" where none can be written.

    A heading whose key is among `repeated` is told from its likes by those above it.

    >>> subpath(["Phase 1", "Tasks: [[RAG]]?"], ())
    '#Tasks RAG ?'
    >>> subpath(["Phase 1", "Tasks"], {"tasks"})
    '#Phase 1#Tasks'
    """
    if not headings or not heading_key(headings[-1]):
        return ""
    alone = heading_key(headings[-1]) not in repeated
    chain = headings[-1:] if alone else [one for one in headings if heading_key(one)]
    written = "".join(f"#{' '.join(_NO_SUBPATH.sub(' ', one).split())}" for one in chain)
    return written if len(written) <= _MAX_SUBPATH else ""


def label(text: str) -> str:
    """Some text of a note as it may stand behind the pipe of a wiki-link: one short line.

    >>> label("**Read** `a|b` in [[Topics/RAG|RAG]] and [here](https://example.org)")
    'Read a|b in RAG and here'
    >>> label("")
    '(no text)'
    """
    text = _LINK.sub(r"\1", _WIKILINK.sub(r"\1", text[: 10 * _MAX_LABEL]))
    text = _MARKUP.sub("", text).replace("[", "(").replace("]", ")")
    return _one_line(_TAG_START.sub("< ", re.sub("%%+", "%", text)))


def _one_line(text: str) -> str:
    text = " ".join(_UNSEEN.sub(" ", text).split())
    if len(text) > _MAX_LABEL:
        text = text[: _MAX_LABEL - 1].rstrip() + "…"
    return text or "(no text)"


def plain(text: str) -> str:
    r"""Some text as Markdown that means just that text; pipes are the table's business.

    >>> print(plain("C# is [x] *done*"), plain("1. first"))
    C\# is \[x\] \*done\* 1\. first
    """
    return _SPECIAL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    special, bullet, number, mark = match.groups()
    return f"{number}\\{mark}" if number else f"\\{special or bullet}"


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).lower()
