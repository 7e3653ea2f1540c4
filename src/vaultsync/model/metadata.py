"""A note as Obsidian's `CachedMetadata`, so that anyone can compare (obsidian.d.ts).

Positions count from 0, columns and offsets in UTF-16 code units, without a
BOM. Keys are absent when empty.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

from vaultsync.model.note import Note
from vaultsync.syntax.elements import Link, ListItem, Property, Value
from vaultsync.text import LineMap, Span

__all__ = ["cached_metadata"]

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
Json = dict[str, Any]


def cached_metadata(note: Note) -> Json:
    """What Obsidian's `metadataCache.getFileCache()` holds of the note.

    >>> from vaultsync.model.note import parse_note
    >>> cached_metadata(parse_note("a.md", b"# Hi"))["headings"][0]["heading"]
    'Hi'
    """
    place = _Places(note.text)
    cache: Json = {
        "links": [_link(link, place) for link in note.links if _in_body(link) and not link.embed],
        "embeds": [_link(link, place) for link in note.links if _in_body(link) and link.embed],
        "tags": [{"tag": tag.tag, "position": place(tag.span)} for tag in note.tags],
        "headings": [
            {"heading": heading.text, "level": heading.level, "position": place(heading.span)}
            for heading in note.headings
        ],
        "footnotes": [{"id": one.id, "position": place(one.span)} for one in note.footnotes],
        "footnoteRefs": [{"id": one.id, "position": place(one.span)} for one in note.footnote_refs],
        "sections": [
            {"type": section.type, "position": place(section.span)}
            | ({"id": section.block_id} if section.block_id else {})
            for section in note.sections
        ],
        "listItems": [_list_item(item, note, place) for item in note.list_items],
        "blocks": {
            block.id: {"id": block.id, "position": place(block.span)} for block in note.blocks
        },
    }
    return {key: value for key, value in cache.items() if value} | _front_matter(note, place)


def _in_body(link: Link) -> bool:
    return link.kind != "frontmatter"


def _front_matter(note: Note, place: _Places) -> Json:
    front = note.front_matter
    if front is None or front.values is None:
        return {}
    return {
        "frontmatter": {one.key: _cached(one.key, one.value, one) for one in front.properties},
        "frontmatterPosition": place(front.span),
        "frontmatterLinks": [
            {"key": link.key, **_link_text(link)} for link in note.links if not _in_body(link)
        ],
    }


def _cached(path: str, value: Value, owner: Property) -> Value:
    """A value as Obsidian caches it: YAML reads `[[Note]]` without quotes as a list in a list."""
    match value:
        case str() if path in owner.unquoted_links:
            inner: list[Value] = [part.strip() for part in value[2:-2].split(",")]
            return [inner]
        case list():
            return [_cached(f"{path}.{i}", one, owner) for i, one in enumerate(value)]
        case dict():
            return {key: _cached(f"{path}.{key}", one, owner) for key, one in value.items()}
        case _:
            return value


def _link(link: Link, place: _Places) -> Json:
    return {**_link_text(link), "position": place(link.span)}


def _link_text(link: Link) -> Json:
    return {
        "link": link.target + link.subpath,
        "original": link.raw,
        "displayText": link.display,
    }


def _list_item(item: ListItem, note: Note, place: _Places) -> Json:
    if item.parent is None:
        parent = -(item.list_line - 1) or -1
    else:
        parent = note.list_items[item.parent].line - 1
    found: Json = {"position": place(item.span), "parent": parent}
    if item.task is not None:
        found["task"] = item.task
    if item.block_id:
        found["id"] = item.block_id
    return found


class _Places:
    """Spans as Obsidian's `Pos`."""

    def __init__(self, text: str) -> None:
        self.starts = LineMap(text).starts
        self.lines = LineMap(text, self.starts)
        self.bom = 1 if text.startswith("\ufeff") else 0
        self.astral = [match.start() for match in _ASTRAL.finditer(text)]

    def __call__(self, span: Span) -> Json:
        return {"start": self.loc(span.start), "end": self.loc(span.end)}

    def loc(self, offset: int) -> Json:
        row = self.lines.row(offset)
        start = self.units(self.starts[row]) if row else 0
        return {"line": row, "col": self.units(offset) - start, "offset": self.units(offset)}

    def units(self, offset: int) -> int:
        """The UTF-16 code units before `offset`."""
        return max(0, offset - self.bom) + bisect_left(self.astral, offset)
