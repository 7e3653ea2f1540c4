"""Renaming a heading: its own text, and the links that lead to it or through it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from vaultsync.errors import UneditableError
from vaultsync.model.edits.again import read_again, splice
from vaultsync.model.guarding.untouched import first_change
from vaultsync.model.linking.anchors import find_anchor, heading_key, heading_subpath
from vaultsync.model.linking.destinations import destinations
from vaultsync.model.linking.link_rows import PlacedLink
from vaultsync.model.linking.resolution import Files
from vaultsync.model.note import Note
from vaultsync.model.renaming.note_edits import check_links, link_edits, unsafe
from vaultsync.model.renaming.rename import Captured, Retarget
from vaultsync.syntax.elements import Heading, Link
from vaultsync.text import Edit, Span

__all__ = ["HeadingRenaming", "heading_edits", "plan_heading_rename"]


class HeadingRenaming(NamedTuple):
    """What the rename of a heading does to links: which of each source are written anew.

    The note's own are among them. `captured` come to lead to a heading.
    """

    retargets: Mapping[str, tuple[Retarget, ...]]
    captured: tuple[Captured, ...] = ()


def plan_heading_rename(
    note: Note,
    heading: Heading,
    new_text: str,
    files: Files,
    sources: Iterable[tuple[str, Iterable[PlacedLink]]],
) -> HeadingRenaming:
    r"""Plan to give one of the note's headings the text `new_text`.

    `sources` are paths with the links that stand in them, those of `note` too.
    Each link that leads to a heading of the note goes on to lead to the same;
    one that does so as it is isn't touched. `heading_edits` are the edits of
    the note itself. Raises `UneditableError` where no link could lead to a
    heading any longer, `ValueError` for a heading of another note or a text of
    several lines.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"# Plan\n## Tasks\n[[#tasks]] [[a#Plan#Tasks]] [[#plan]]\n")
    >>> files = Files.of(["a.md"])
    >>> plan = plan_heading_rename(note, note.headings[1], "To: do", files, [("a.md", note.links)])
    >>> [(one.link.raw, one.subpath) for one in plan.retargets["a.md"]]
    [('[[#tasks]]', '#To do'), ('[[a#Plan#Tasks]]', '#Plan#To do')]
    """
    move = _Move(note, heading, new_text)
    leads_to = destinations(files)
    retargets: dict[str, tuple[Retarget, ...]] = {}
    captured: list[Captured] = []
    for source, links in sources:
        there = [one for one in links if one.subpath and leads_to(one, source).path == note.path]
        if source == note.path:
            there = [link for link in there if not move.takes_away(link)]
        for link in there:
            was, then = move.lines(link.subpath)
            if was is None and then is not None:
                captured.append(Captured(source, link, note.path))
            if was is None or was == then:
                continue
            one = Retarget(link, link.target, move.subpath(source, link, was))
            retargets[source] = (*retargets.get(source, ()), one)
    return HeadingRenaming(retargets, tuple(captured))


class _Move:
    """Where subpaths lead before and after."""

    def __init__(self, note: Note, heading: Heading, new_text: str) -> None:
        at = _index(note, heading, new_text)
        self.note, self.old, self.new_text = note, heading, new_text
        renamed = heading._replace(text=new_text)
        self.headings = (*note.headings[:at], renamed, *note.headings[at + 1 :])
        self.known: dict[str, tuple[int | None, int | None]] = {}

    def takes_away(self, link: PlacedLink) -> bool:
        """Whether a link of the note stands in the heading's old text."""
        return isinstance(link, Link) and _within(link.span, self.old.text_span)

    def lines(self, subpath: str) -> tuple[int | None, int | None]:
        """The lines of the headings that a subpath means before and after; None for a block."""
        if subpath not in self.known:
            was = find_anchor(subpath, self.note.headings, ())
            self.known[subpath] = was, find_anchor(subpath, self.headings, ())
        return self.known[subpath]

    def subpath(self, source: str, link: PlacedLink, line: int) -> str:
        """The subpath that will lead to the heading on `line`, as near to the link's as may be."""
        for subpath in self.subpaths(link.subpath, line):
            if subpath and find_anchor(subpath, self.headings, ()) == line:
                return subpath
        place = f"line {line} of {self.note.path}"
        reason = f"{link.raw} could no longer lead to {place}; give the heading a text of its own"
        raise UneditableError(source, reason, link.line)

    def subpaths(self, subpath: str, line: int) -> Iterator[str]:
        key, new = heading_key(self.old.text), heading_subpath(self.new_text)[1:]
        parts = subpath.split("#")
        fitting = [at for at, part in enumerate(parts) if part and heading_key(part) == key]
        for at in fitting if new else ():
            yield "#".join([*parts[:at], new, *parts[at + 1 :]])
        chain = ""
        above: int | None = next(i for i, one in enumerate(self.headings) if one.line == line)
        while above is not None:
            chain = heading_subpath(self.headings[above].text) + chain
            yield chain
            above = self.headings[above].parent


def heading_edits(
    note: Note, heading: Heading, new_text: str, retargets: Iterable[Retarget] = ()
) -> list[Edit]:
    r"""Give a heading of the note another text, and write links of the note anew with it.

    Level, marks and closing marks stay. `retargets` are the note's own, as
    planned. Raises as `plan_heading_rename`, and `UneditableError` where the
    heading or a link, read again, would not be what was asked, or anything else
    would change.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"## Old ##\ntext\n")
    >>> heading_edits(note, note.headings[0], "New")
    [Edit(span=Span(start=3, end=6), new='New')]
    """
    at = _index(note, heading, new_text)
    wanted, edits = link_edits(note, retargets)
    edits = [*splice(note.text, heading.text_span, new_text), *edits]
    if not edits:
        return []
    after = read_again(note, edits)
    found = after.headings[at] if at < len(after.headings) else None
    if found is None or (found.text, found.level) != (new_text, heading.level):
        reason = f"a heading of level {heading.level} can't be {new_text!r}"
        raise UneditableError(note.path, reason, heading.line)
    links = [wanted.get(index, link) for index, link in enumerate(note.links)]
    kept = [link for link in links if not _within(link.span, heading.text_span)]
    check_links(note, kept, [link for link in after.links if not _within(link.span, found.span)])
    if (place := first_change(note, after, edits)) is not None:
        raise unsafe(note, place)
    return edits


def _index(note: Note, heading: Heading, new_text: str) -> int:
    """Where the heading is among the note's; what can't be asked is refused here."""
    if heading not in note.headings:
        raise ValueError(f"no heading of {note.path}: {heading.text!r}")
    if "\n" in new_text or "\r" in new_text:
        raise ValueError(f"a heading has one line: {new_text!r}")
    return note.headings.index(heading)


def _within(span: Span, outer: Span) -> bool:
    return outer.start <= span.start and span.end <= outer.end
