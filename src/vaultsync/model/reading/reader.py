"""From text to elements: the block scan, the running text in it, the tasks on top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from vaultsync.model.reading.inline_elements import InlineReader
from vaultsync.model.reading.odd_lists import odd_lists
from vaultsync.model.reading.source import Source
from vaultsync.model.reading.task_elements import read_tasks
from vaultsync.syntax.blocks import Blocks, read_blocks
from vaultsync.syntax.comments import take_out_comments
from vaultsync.syntax.conflicts import BEGIN, read_conflicts
from vaultsync.syntax.elements import (
    Block,
    Callout,
    Footnote,
    FrontMatter,
    Heading,
    Link,
    ListItem,
    Problem,
    Region,
    Section,
    Tag,
    Task,
)
from vaultsync.syntax.field_format import FieldFormat
from vaultsync.syntax.front_matter import read_front_matter
from vaultsync.syntax.regions import MARK, read_regions
from vaultsync.text import Span, split_lines

__all__ = ["Read", "Scan", "read_note", "scan"]

# A line such as "tags: [a]".
_PROPERTY = re.compile(r"[^\W\d][\w-]{0,40}:(?=[ \t]|$)")


class Read(NamedTuple):
    """What a text holds; the fields are those of a `Note`."""

    front_matter: FrontMatter | None
    sections: tuple[Section, ...]
    headings: tuple[Heading, ...]
    list_items: tuple[ListItem, ...]
    tasks: tuple[Task, ...]
    links: tuple[Link, ...]
    tags: tuple[Tag, ...]
    blocks: tuple[Block, ...]
    callouts: tuple[Callout, ...]
    footnotes: tuple[Footnote, ...]
    footnote_refs: tuple[Footnote, ...]
    regions: tuple[Region, ...]
    problems: tuple[Problem, ...]


class Scan(NamedTuple):
    """The blocks of a text, and what was taken out of it before they were read."""

    source: Source
    blocks: Blocks
    front_matter: FrontMatter | None
    comments: list[Span]
    problems: list[Problem]


def scan(text: str) -> Scan:
    """Read the blocks of `text`, and nothing that runs in them."""
    lines, starts = split_lines(text)
    bom = len(text) - len(text.removeprefix("\ufeff"))
    front = read_front_matter(text, bom, lines, starts)
    lines[0] = lines[0][bom:]
    starts[0] = bom
    first = front.end_row if front else 0
    rest, at = list(lines), list(starts)
    comments, problems = take_out_comments(rest, at, first) if "%%" in text else ([], [])
    source = Source(text, lines, starts)
    return Scan(source, read_blocks(rest, at, first), front, comments, problems)


def read_note(text: str, fields: FieldFormat, *, tasks: bool = True) -> Read:
    """Read all of `text`, or all but what its `tasks` say."""
    source, blocks, front, comments, problems = scan(text)
    lines, starts = source.lines, source.starts
    inline = InlineReader(source, blocks)
    if comments:
        inline.read_comments(comments)
    if front is None:
        problems += _unclosed_front_matter(source)
    else:
        problems += front.problems
        inline.read_front_matter(front)
    if BEGIN in text:
        code = [one.span for one in blocks.sections if one.type == "code"]
        problems += read_conflicts(lines, starts, code)
    found, field_problems = read_tasks(source, blocks, inline.tags, fields) if tasks else ([], [])
    regions = read_regions(_text_rows(blocks), lines, starts) if MARK in text else []
    return Read(
        front,
        tuple(_sections(front, comments, blocks.sections)),
        tuple(blocks.headings),
        tuple(blocks.items),
        tuple(found),
        tuple(inline.links),
        tuple(inline.tags),
        tuple(blocks.block_ids),
        tuple(blocks.callouts),
        tuple(sorted((*blocks.footnotes, *inline.footnotes), key=lambda note: note.span)),
        tuple(inline.footnote_refs),
        tuple(regions),
        (
            *(*problems, *blocks.problems, *_duplicate_ids(blocks.block_ids)),
            *(*odd_lists(source, blocks), *field_problems),
        ),
    )


def _sections(
    front: FrontMatter | None, comments: list[Span], sections: list[Section]
) -> list[Section]:
    if comments:
        sections = sections + [Section("comment", span, None) for span in comments]
        sections.sort(key=lambda section: section.span)
    return [Section("yaml", front.span, None), *sections] if front else sections


def _unclosed_front_matter(source: Source) -> Iterator[Problem]:
    """A first line `---` above what looks like a property, with no `---` to end it."""
    lines = source.lines
    if lines[0].rstrip(" \t") == "---" and len(lines) > 1 and _PROPERTY.match(lines[1]):
        message = "the front matter is never closed; its properties are text"
        start = source.starts[0]
        yield Problem("unclosed-front-matter", message, Span(start, start + 3), 1)


def _duplicate_ids(ids: list[Block]) -> Iterator[Problem]:
    """Each block whose id another one before it has: which of them is meant, nobody can say."""
    seen: set[str] = set()
    for block in ids:
        if block.id.lower() in seen:
            message = f"another block has the id ^{block.id}, too"
            yield Problem("duplicate-block-id", message, block.id_span, block.line)
        seen.add(block.id.lower())


def _text_rows(blocks: Blocks) -> Iterator[int]:
    for leaf in blocks.leaves:
        yield from range(leaf.first, leaf.last)
