"""The running text of a note as elements: links, tags and footnotes, at their place in the text."""

from __future__ import annotations

import re
from bisect import bisect_right

from vaultsync.model.reading.source import Source
from vaultsync.syntax.blocks import Blocks, Leaf
from vaultsync.syntax.elements import Footnote, FrontMatter, Link, Property, Tag
from vaultsync.syntax.found import Found
from vaultsync.syntax.front_matter_links import front_matter_links
from vaultsync.syntax.glance import LINKS_AND_TAGS, SIMPLE, found_in
from vaultsync.syntax.inline import read_inline
from vaultsync.syntax.link_destination import read_destination
from vaultsync.syntax.links import (
    display_of,
    is_external,
    split_subpath,
    split_wikilink,
    unescape_destination,
)
from vaultsync.text import Span

__all__ = ["InlineReader"]

# The pipes that part the cells of a table's row.
_PIPE = re.compile(r"(?<!\\)\|")
_CELL = re.compile(r"(?:[^|\\]|\\.)+", re.DOTALL)


class InlineReader:
    """Reads the leaves of a note, one by one; its lists are what it has found so far."""

    def __init__(self, source: Source, blocks: Blocks) -> None:
        self.text = source.text
        self.starts = source.starts
        self.links: list[Link] = []
        self.tags: list[Tag] = []
        self.footnotes: list[Footnote] = []
        self.footnote_refs: list[Footnote] = []
        self._read_leaves(blocks.leaves, blocks.rest, blocks.at)

    def _read_leaves(self, leaves: list[Leaf], rest: list[str], at: list[int]) -> None:
        """Share out among the leaves what a glance finds in the note."""
        if not leaves:
            return
        index, leaf, hard = 0, leaves[0], False
        table = leaf.type == "table"
        start, end = at[leaf.first], at[leaf.last - 1] + len(rest[leaf.last - 1])
        own: list[Found] = []
        for match in SIMPLE.finditer(self.text, start):
            found_start = match.start()
            if found_start >= end:
                self._read_leaf(leaf, own, rest, at, hard=hard)
                own, hard = [], False
                while found_start >= end:
                    index += 1
                    if index == len(leaves):
                        return
                    leaf = leaves[index]
                    end = at[leaf.last - 1] + len(rest[leaf.last - 1])
                start, table = at[leaf.first], leaf.type == "table"
            kind = match.lastindex
            if found_start < start:
                hard = hard or match.end() > start
            elif (kind or 0) > LINKS_AND_TAGS or (table and _PIPE.search(match[0])):
                hard = True
            elif kind is not None and (found := found_in(match)):
                own.append(found)
        self._read_leaf(leaf, own, rest, at, hard=hard)

    def _read_leaf(
        self, leaf: Leaf, own: list[Found], rest: list[str], at: list[int], *, hard: bool
    ) -> None:
        """Take what the glance found in a leaf, or read the leaf with care."""
        first, last, kind = leaf
        if not (own or hard):
            return
        if kind == "table" and hard:
            for row in range(first, last):
                for cell in _CELL.finditer(rest[row]):
                    self._place(read_inline(cell[0]), at[row] + cell.start(), row)
        elif last - first == 1:
            self._place(read_inline(rest[first]) if hard else own, at[first] if hard else 0, first)
        elif hard:
            self._place_in_rows(read_inline("\n".join(rest[first:last])), leaf, rest, at)
        else:
            for found in own:
                self._place([found], 0, bisect_right(self.starts, found.start) - 1)

    def _place_in_rows(
        self, found: list[Found], leaf: Leaf, rest: list[str], at: list[int]
    ) -> None:
        """Elements of several rows, of which each has lost something at its front."""
        offsets = []
        length = 0
        for row in range(leaf.first, leaf.last):
            offsets.append(length)
            length += len(rest[row]) + 1

        def move(offset: int) -> int:
            i = bisect_right(offsets, offset) - 1
            return at[leaf.first + i] + offset - offsets[i]

        for one in found:
            row = leaf.first + bisect_right(offsets, one.start) - 1
            (start, end), (text_start, text_end) = one.target, one.text
            moved = one._replace(
                start=move(one.start),
                end=move(one.end - 1) + 1,
                target=(move(start), move(end)),
                text=(move(text_start), move(text_end)),
            )
            self._place([moved], 0, row)

    def _place(self, found: list[Found], base: int, row: int) -> None:
        for kind, start, end, (inner, inner_end), embed, (shown, shown_end) in found:
            span = Span(base + start, base + end)
            if kind == "tag":
                self.tags.append(Tag(self.text[base + start : base + end], row + 1, span))
            elif kind == "wikilink":
                self._wikilink(span, Span(base + inner, base + inner_end), row, embed=embed)
            elif kind == "markdown":
                shown_span = Span(base + shown, base + shown_end)
                self._markdown(
                    span, Span(base + inner, base + inner_end), shown_span, row, embed=embed
                )
            else:
                self._footnote(kind, span, Span(base + inner, base + inner_end), row)

    def _wikilink(self, span: Span, inner: Span, row: int, *, embed: bool) -> None:
        linktext, display = split_wikilink(inner.of(self.text))
        target, subpath = split_subpath(linktext)
        self.links.append(
            Link(
                "wikilink",
                target,
                subpath,
                display_of(linktext) if display is None else display,
                embed,
                row + 1,
                span.start - self.starts[row] + 1,
                span.of(self.text),
                span,
                Span(inner.start, inner.start + len(linktext)),
            )
        )

    def _markdown(self, span: Span, inner: Span, shown: Span, row: int, *, embed: bool) -> None:
        destination = inner.of(self.text)
        if not destination or is_external(destination):
            return
        target, subpath = split_subpath(unescape_destination(destination))
        self.links.append(
            Link(
                "markdown",
                target,
                subpath,
                shown.of(self.text),
                embed,
                row + 1,
                span.start - self.starts[row] + 1,
                span.of(self.text),
                span,
                inner,
            )
        )

    def _footnote(self, kind: str, span: Span, inner: Span, row: int) -> None:
        if kind == "footnote_ref":
            self.footnote_refs.append(Footnote(inner.of(self.text), row + 1, span))
        else:
            self.footnotes.append(Footnote(f"[inline{len(self.footnotes)}", row + 1, inner))

    def read_comments(self, comments: list[Span]) -> None:
        """Links and tags in block comments count, though nothing else in them does."""
        for comment in comments:
            start = comment.start + 2
            for found in read_inline(self.text[start : comment.end - 2]):
                row = bisect_right(self.starts, start + found.start) - 1
                self._place([found], start, row)
        self.tags.sort(key=lambda tag: tag.span)
        self.links.sort(key=lambda link: link.span)
        self.footnote_refs.sort(key=lambda note: note.span)

    def read_front_matter(self, front: FrontMatter) -> None:
        """Properties whose whole value is a link."""
        found: list[Link] = []
        for key, raw, owner in front_matter_links(front):
            last = found[-1].span.end if found else 0
            found.append(self._property_link(key, raw, owner, max(owner.value_span.start, last)))
        self.links[:0] = found

    def _property_link(self, key: str, raw: str, owner: Property, after: int) -> Link:
        """A link that is the value of a property, or one of its values, from `after` on."""
        at = self.text.find(raw, after, owner.value_span.end)
        if at < 0:  # written with escapes
            at = owner.value_span.start
        row = bisect_right(self.starts, at) - 1
        if raw.startswith("[["):
            linktext, display = split_wikilink(raw[2:-2])
            start, end = 2, 2 + len(linktext)
            shown = display_of(linktext) if display is None else display
        else:
            bracket = raw.index("](")
            start, end, _ = read_destination(raw, bracket + 1) or (0, len(raw), 0)
            linktext, shown = unescape_destination(raw[start:end]), raw[1:bracket]
        return Link(
            "frontmatter",
            *split_subpath(linktext),
            shown,
            False,
            row + 1,
            at - self.starts[row] + 1,
            raw,
            Span(at, at + len(raw)),
            Span(at + start, at + end),
            key,
        )
