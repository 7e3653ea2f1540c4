"""Tasks: the list items with a box, with their text, fields, tags and the headings above them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from vaultsync.model.source import Source
from vaultsync.syntax.blocks import Blocks
from vaultsync.syntax.elements import Heading, Problem, Tag, Task
from vaultsync.syntax.task_fields import FieldFormat, TaskBody, read_task_body
from vaultsync.text import Span

__all__ = ["heading_path", "read_tasks"]


def read_tasks(
    source: Source, blocks: Blocks, tags: list[Tag], fields: FieldFormat
) -> tuple[list[Task], list[Problem]]:
    """The tasks of a note, and what the Tasks plugin would not keep of their fields."""
    tasks: list[Task] = []
    problems: list[Problem] = []
    headings = blocks.headings
    tag_starts = [tag.span.start for tag in tags]
    section: tuple[str, ...] = ()
    above = 0  # how many headings stand above the item
    for index, item in enumerate(blocks.items):
        if item.status_span is None:
            continue
        while above < len(headings) and headings[above].line < item.line:
            section = heading_path(headings, above)
            above += 1
        line_span = _line_span(source, item.line)
        body = Span(item.status_span.end + 1, line_span.end)
        read = read_task_body(source.text, *body, fields)
        text_span = _own_text(source.text, body, read)
        tasks.append(
            Task(
                item.line,
                item.marker_span.start - line_span.start + 1,
                item.task or "",
                text_span.of(source.text),
                source.lines[item.line - 1],
                item.depth,
                None if item.parent is None else blocks.items[item.parent].line,
                section,
                tuple(_tags_in(body, tags, tag_starts)) if tags else (),
                read.block_id,
                read.fields,
                index,
                item.status_span,
                text_span,
                line_span,
            )
        )
        problems += [Problem(p.code, p.message, p.span, item.line) for p in read.problems]
    return tasks, problems


def _line_span(source: Source, line: int) -> Span:
    start = source.starts[line - 1]
    return Span(start, start + len(source.lines[line - 1]))


def _tags_in(body: Span, tags: list[Tag], starts: list[int]) -> list[str]:
    first, last = bisect_left(starts, body.start), bisect_right(starts, body.end)
    return [tag.tag for tag in tags[first:last]]


def _own_text(text: str, body: Span, read: TaskBody) -> Span:
    """What stands behind the box, without block id and without blanks at its ends."""
    start, end = body.start, read.block_id_span.start if read.block_id_span else body.end
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
