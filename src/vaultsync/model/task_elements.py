"""Tasks: the list items with a box, with their text, fields, tags and the headings above them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from vaultsync.model.source import Source
from vaultsync.syntax.blocks import Blocks
from vaultsync.syntax.elements import Heading, Problem, Tag, Task
from vaultsync.syntax.task_fields import FieldFormat, is_plain, read_task_body
from vaultsync.text import Span

__all__ = ["heading_path", "read_tasks"]


def read_tasks(
    source: Source, blocks: Blocks, tags: list[Tag], fields: FieldFormat
) -> tuple[list[Task], list[Problem]]:
    """The tasks of a note, and what the Tasks plugin would not keep of their fields."""
    text, lines, starts = source
    tasks: list[Task] = []
    problems: list[Problem] = []
    headings = blocks.headings
    tag_starts = [tag.span.start for tag in tags]
    section: tuple[str, ...] = ()
    above = 0  # how many headings stand above the item
    for index, item in enumerate(blocks.items):
        line, _, parent, _, depth, status, marker, status_span, _ = item
        if status_span is None:
            continue
        while above < len(headings) and headings[above].line < line:
            section = heading_path(headings, above)
            above += 1
        start, raw = starts[line - 1], lines[line - 1]
        body, end = status_span.end + 1, start + len(raw)
        read = None if is_plain(text[body:end]) else read_task_body(text, body, end, fields)
        own = _own_text(text, body, read.block_id_span.start if read and read.block_id else end)
        tasks.append(
            Task(
                line,
                marker.start - start + 1,
                status or "",
                text[own.start : own.end],
                raw,
                depth,
                None if parent is None else blocks.items[parent].line,
                section,
                _tags_in(body, end, tags, tag_starts) if tags else (),
                read.block_id if read else None,
                read.fields if read else (),
                index,
                status_span,
                own,
                Span(start, end),
            )
        )
        if read and read.problems:
            problems += [Problem(p.code, p.message, p.span, line) for p in read.problems]
    return tasks, problems


def _tags_in(start: int, end: int, tags: list[Tag], starts: list[int]) -> tuple[str, ...]:
    first, last = bisect_left(starts, start), bisect_right(starts, end)
    return tuple([tag.tag for tag in tags[first:last]])


def _own_text(text: str, start: int, end: int) -> Span:
    """Where a task's text stands, without blanks at its ends."""
    part = text[start:end]
    kept = part.strip()
    start += len(part) - len(part.lstrip()) if kept else 0
    return Span(start, start + len(kept))


def heading_path(headings: Sequence[Heading], index: int | None) -> tuple[str, ...]:
    """The texts of a heading and of those above it in the tree, outermost first."""
    path: list[str] = []
    while index is not None:
        path.append(headings[index].text)
        index = headings[index].parent
    return tuple(reversed(path))
