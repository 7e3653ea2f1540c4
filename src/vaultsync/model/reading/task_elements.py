"""Tasks: the list items with a box, with their text, fields, tags and the headings above them."""

from __future__ import annotations

from collections.abc import Sequence

from vaultsync.model.reading.source import Source
from vaultsync.syntax.blocks import Blocks
from vaultsync.syntax.elements import Field, Heading, Problem, Tag, Task
from vaultsync.syntax.task_fields import FieldFormat, FieldProblem, is_plain, read_task_body
from vaultsync.text import Span

__all__ = ["heading_path", "read_tasks"]


def read_tasks(
    source: Source, blocks: Blocks, tags: list[Tag], fields: FieldFormat
) -> tuple[list[Task], list[Problem]]:
    """The tasks of a note, and what the Tasks plugin would not keep of their fields."""
    text, lines, starts = source
    tasks: list[Task] = []
    problems: list[Problem] = []
    tags_of = _by_line(tags)
    section: tuple[str, ...] = ()
    above = 0  # how many headings stand above the item
    for index, item in enumerate(blocks.items):
        line, _, parent, _, depth, status, marker, status_span, _ = item
        if status_span is None:
            continue
        while above < len(blocks.headings) and blocks.headings[above].line < line:
            section = heading_path(blocks.headings, above)
            above += 1
        start, raw = starts[line - 1], lines[line - 1]
        body, end = status_span.end + 1, start + len(raw)
        own, block_id, found, odd = _behind_box(text, body, end, fields)
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
                tuple(tags_of.get(line, ())),
                block_id,
                found,
                index,
                status_span,
                own,
                Span(start, end),
            )
        )
        problems += [Problem(one.code, one.message, one.span, line) for one in odd]
    return tasks, problems


def _behind_box(
    text: str, start: int, end: int, fmt: FieldFormat
) -> tuple[Span, str | None, tuple[Field, ...], tuple[FieldProblem, ...]]:
    """Where the task's own text stands; its block id, its fields and what is odd about them."""
    if is_plain(text[start:end]):
        return _own_text(text, start, end), None, (), ()
    _, fields, block_id, id_span, problems = read_task_body(text, start, end, fmt)
    own = _own_text(text, start, id_span.start if id_span else end)
    return own, block_id, fields, problems


def _by_line(tags: list[Tag]) -> dict[int, list[str]]:
    """The tags of each line. None stands before a task's box."""
    found: dict[int, list[str]] = {}
    for tag in tags:
        found.setdefault(tag.line, []).append(tag.tag)
    return found


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
