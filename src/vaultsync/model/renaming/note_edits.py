"""What a rename plans, as edits on the text of a note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from vaultsync.errors import UneditableError
from vaultsync.model.edits.again import splice
from vaultsync.model.edits.links import _display, _facts, _written
from vaultsync.model.guarding.excerpt import excerpts
from vaultsync.model.guarding.guard import Reader
from vaultsync.model.guarding.untouched import first_change
from vaultsync.model.note import Note, parse_note
from vaultsync.model.renaming.links import is_wiki_link
from vaultsync.model.renaming.rename import Retarget
from vaultsync.syntax.elements import Link
from vaultsync.text import Edit, LineMap, Span, apply_edits

__all__ = ["check_links", "link_edits", "rename_edits", "unsafe"]

# How a quoted property is escaped, by its quote.
_QUOTED = {"'": (("'", "''"),), '"': (("\\", "\\\\"), ('"', '\\"'))}


def rename_edits(
    note: Note, retargets: Iterable[Retarget], read: Reader = parse_note, *, guarded: bool = False
) -> list[Edit]:
    """Write links of a note anew, all at once; `retargets` hold links of `note` itself.

    Display, subpath and style stay but for what a `Retarget` says. Raises
    `ValueError` for a link of another note, and `UneditableError` where a link,
    read again, would not say what was asked, or anything else would change; the
    latter is left to the guard when the edits are to be `guarded`.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"[[N#H|N]] and [it](x/N.md)")
    >>> wiki, markdown = note.links
    >>> edits = rename_edits(note, [Retarget(wiki, "M", display="M"), Retarget(markdown, "M.md")])
    >>> apply_edits(note.text, edits)
    '[[M#H|M]] and [it](M.md)'
    """
    wanted, edits = link_edits(note, retargets)
    return _checked(note, wanted, edits, read, guarded=guarded)


def link_edits(note: Note, retargets: Iterable[Retarget]) -> tuple[dict[int, Link], list[Edit]]:
    """Which links, by their index, will say what, and the edits for it; not yet read again."""
    index = {link: at for at, link in enumerate(note.links)}
    wanted: dict[int, Link] = {}
    edits: list[Edit] = []
    for one in retargets:
        if not isinstance(one.link, Link) or one.link not in index:
            raise ValueError(f"no link of {note.path}: {one.link.raw!r}")
        at, subpath = index[one.link], one.link.subpath if one.subpath is None else one.subpath
        changed = one.link._replace(target=one.target, subpath=subpath)
        shown = _display(one.link, changed) if one.display is None else one.display
        wanted[at] = changed._replace(display=shown)
        edits += _edits(note, one.link, wanted[at], shows_anew=one.display is not None)
    return wanted, edits


def _edits(note: Note, link: Link, wanted: Link, *, shows_anew: bool) -> list[Edit]:
    """The splices in one link, target first; spans are those of the link as it was read."""
    linktext = wanted.target + wanted.subpath
    written = _written(note, link, linktext)
    if written is None:
        raise _refusal(note, link, linktext)
    start, end = (offset - link.span.start for offset in link.target_span)
    parts = [(Span(start, end), written)] if linktext != link.target + link.subpath else []
    if shows_anew:
        behind = len(link.raw) - len("]]")
        parts.append((Span(behind - len(link.display), behind), wanted.display))
    if link.span.of(note.text) == link.raw:
        quote = _quote(note.text, link) if link.key else ""
        return [
            edit
            for part, new in parts
            for edit in splice(note.text, _moved(part, link.span.start), _escaped(new, quote))
        ]
    raw = apply_edits(link.raw, [Edit(part, new) for part, new in parts])
    place, quote = _escaped_place(note, link)
    return splice(note.text, place, _escaped(raw, quote))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _quote(text: str, link: Link) -> str:
    before = text[link.span.start - 1]
    return before if before in _QUOTED else ""


def _escaped(text: str, quote: str) -> str:
    for sign, escape in _QUOTED.get(quote, ()):
        text = text.replace(sign, escape)
    return text


def _escaped_place(note: Note, link: Link) -> tuple[Span, str]:
    """Where a link in a property stands that is written with escapes, and its quote."""
    owners = (one for one in note.properties if f"{link.key}.".startswith(f"{one.key}."))
    for value in (one.value_span for one in owners):
        for quote in _QUOTED:
            source = f"{quote}{_escaped(link.raw, quote)}{quote}"
            if value.of(note.text).count(source) == 1:
                start = note.text.index(source, value.start) + 1
                return Span(start, start + len(source) - 2), quote
    raise _refusal(note, link, link.target)


def _checked(
    note: Note, wanted: Mapping[int, Link], edits: Sequence[Edit], read: Reader, *, guarded: bool
) -> list[Edit]:
    """The edits, if after them links say what is `wanted` of them, and all else is as before."""
    for part in excerpts(note, edits, read) if edits else ():
        rows = LineMap(note.text).row(part.start)
        within = range(part.start, part.start + len(part.before.text) + 1)
        asked = [
            (link, wanted.get(at))
            for at, link in enumerate(note.links)
            if part.before is note or (link.span.start in within and not link.key)
        ]
        found = [link._replace(line=link.line + rows) for link in part.after.links]
        check_links(note, [new or link for link, new in asked], found)
        for (_, new), other in zip(asked, found, strict=True):
            if new and is_wiki_link(new) and other.display != new.display:
                raise _refusal(note, new, new.target + new.subpath)
        place = None if guarded else first_change(part.before, part.after, part.edits)
        if place is not None or _tags(part.before) != _tags(part.after):
            raise unsafe(note, None if place is None else place + part.start)
    return list(edits)


def _tags(note: Note) -> list[str]:
    return [one.tag for one in note.tags]


def check_links(note: Note, links: Sequence[Link], found: Sequence[Link]) -> None:
    """Raise `UneditableError` unless the links `found` after an edit of `note` are as asked."""
    for link, other in zip_longest(links, found):
        if link is None:
            raise unsafe(note, None)
        if other is None or _facts(link) != _facts(other):
            raise _refusal(note, link, link.target + link.subpath)


def unsafe(note: Note, at: int | None) -> UneditableError:
    """The error where writing links anew would change what else is read, at the offset `at`."""
    line = None if at is None else LineMap(note.text).row(at) + 1
    return UneditableError(note.path, "new links would change what else the note says", line)


def _refusal(note: Note, link: Link, linktext: str) -> UneditableError:
    return UneditableError(note.path, f"{linktext!r} can't be written in {link.raw!r}", link.line)
