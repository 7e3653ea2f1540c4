"""Tasks: the list items with a box, with their text, fields, tags and the headings above them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from vaultsync.syntax.blocks import Blocks
from vaultsync.syntax.elements import Heading, Problem, Tag, Task
from vaultsync.syntax.task_fields import FieldFormat, read_task_body
from vaultsync.text import Span

__all__ = ["heading_path", "read_tasks"]


def read_tasks(
    text: str,
    lines: list[str],
    starts: list[int],
    blocks: Blocks,
    tags: list[Tag],
    fields: FieldFormat,
) -> tuple[list[Task], list[Problem]]:
    """The tasks of a note, and what the Tasks plugin would not keep of their fields."""
    tasks: list[Task] = []
    problems: list[Problem] = []
    items, headings = blocks.items, blocks.headings
    tag_starts = [tag.span.start for tag in tags]
    above: tuple[Heading, ...] = ()
    section: tuple[str, ...] = ()
    heading = 0
    for index, item in enumerate(items):
        status, line = item.status_span, item.line
        if status is None:
            continue
        while heading < len(headings) and headings[heading].line < line:
            above = heading_path(above, headings[heading])
            section = tuple([one.text for one in above])
            heading += 1
        start, raw = starts[line - 1], lines[line - 1]
        body, end = status.end + 1, start + len(raw)
        read = read_task_body(text, body, end, fields)
        own_tags = tags and tags[bisect_left(tag_starts, body) : bisect_right(tag_starts, end)]
        text_span = _trimmed(text, body, read.block_id_span.start if read.block_id_span else end)
        tasks.append(
            Task(
                line,
                item.marker_span.start - start + 1,
                item.task or "",
                text_span.of(text),
                raw,
                item.depth,
                None if item.parent is None else items[item.parent].line,
                section,
                tuple([tag.tag for tag in own_tags]),
                read.block_id,
                read.fields,
                index,
                status,
                text_span,
                Span(start, end),
            )
        )
        problems += [Problem(p.code, p.message, p.span, line) for p in read.problems]
    return tasks, problems


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span `start:end` without the blanks at its ends."""
    part = text[start:end]
    kept = part.strip()
    start += len(part) - len(part.lstrip()) if kept else 0
    return Span(start, start + len(kept))


def heading_path(above: tuple[Heading, ...], heading: Heading) -> tuple[Heading, ...]:
    """The headings that hold what comes below `heading`, outermost first."""
    return (*[one for one in above if one.level < heading.level], heading)
