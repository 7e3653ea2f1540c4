"""Where a link points: changed in the link's own style, and nothing else with it."""

from __future__ import annotations

import re
from urllib.parse import quote

from vaultsync.errors import UneditableError
from vaultsync.model.edits.again import read_again, splice
from vaultsync.model.guarding.untouched import first_change
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Link
from vaultsync.syntax.links import display_of, is_external, unescape_destination
from vaultsync.text import Edit, LineMap

__all__ = ["retarget"]

# What can't stand in a link's brackets: line breaks, control characters, halves of bytes.
_NEVER = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# What is percent-encoded in [text](destination): always, and where it would be read as a sign.
_BARE = re.compile(r"[\s()<>\\|`]")
_ANGLE = re.compile(r"[<>\\|`]")
_SIGNS = re.compile(r"[%&:]")


def retarget(note: Note, link: Link, target: str, subpath: str | None = None) -> list[Edit]:
    """Let a link, embed or link in a property point to `target`; display and style stay.

    `target` is the linkpath as people write it (`Topics/My Note`), `subpath`
    starts with `#` or is empty; None keeps the link's own. In a Markdown link
    what can't stand there is percent-encoded, `<...>` is kept. Raises
    `ValueError` for a subpath without `#` or a link of another note, and
    `UneditableError` where the link, read again, would not be the same one with
    that target, or other elements would change.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"see [[Old#Use|it]] and [it](Old.md)")
    >>> retarget(note, note.links[0], "New")
    [Edit(span=Span(start=6, end=9), new='New')]
    >>> [edit.new for edit in retarget(note, note.links[1], "My Note.md")]
    ['My%20Note']
    """
    subpath = link.subpath if subpath is None else subpath
    if subpath and not subpath.startswith("#"):
        raise ValueError(f"a subpath starts with #: {subpath!r}")
    index = note.links.index(link)
    if (target, subpath) == (link.target, link.subpath):
        return []
    span = link.target_span
    line = LineMap(note.text).row(span.start) + 1
    written = _written(note, link, target + subpath)
    edits = [] if written is None else splice(note.text, span, written)
    wanted = link._replace(target=target, subpath=subpath)
    if not edits or not _is_as_asked(note, index, wanted, edits):
        reason = f"{target + subpath!r} can't be written in {link.raw!r}"
        raise UneditableError(note.path, reason, line)
    return edits


def _is_wiki(link: Link) -> bool:
    return link.raw.startswith(("[[", "![["))


def _written(note: Note, link: Link, linktext: str) -> str | None:
    """The linktext as it stands in a link of that style; None where it can't."""
    if _NEVER.search(linktext):
        return None
    if _is_wiki(link):
        return linktext
    angle = note.text.startswith("<", link.target_span.start - 1)
    once = (_ANGLE if angle else _BARE).sub(_percent, linktext)
    twice = (_ANGLE if angle else _BARE).sub(_percent, _SIGNS.sub(_percent, linktext))
    return next((one for one in (once, twice) if _is_read_as(one, linktext)), None)


def _percent(match: re.Match[str]) -> str:
    return quote(match[0], safe="")


def _is_read_as(destination: str, linktext: str) -> bool:
    return unescape_destination(destination) == linktext and not is_external(destination)


def _is_as_asked(note: Note, index: int, wanted: Link, edits: list[Edit]) -> bool:
    """Whether the edits change where that link points, and nothing else."""
    after = read_again(note, edits)
    links = [*note.links[:index], wanted, *note.links[index + 1 :]]
    return (
        list(map(_facts, after.links)) == list(map(_facts, links))
        and after.links[index].display == _display(note.links[index], wanted)
        and [tag.tag for tag in after.tags] == [tag.tag for tag in note.tags]
        and first_change(note, after, edits) is None
    )


def _display(old: Link, wanted: Link) -> str:
    """What the link will show: its own text, or, where it has none, where it points."""
    has_none = _is_wiki(old) and old.raw.endswith(f"[[{old.target}{old.subpath}]]")
    return display_of(wanted.target + wanted.subpath) if has_none else old.display


def _facts(link: Link) -> tuple[object, ...]:
    """What stays the same in all other links, also in one that holds the changed one."""
    return link.kind, link.embed, link.key, link.line, link.target, link.subpath
