r"""The block between the `---` lines at the very start of a note, and its properties.

Nearly all notes hold `key: value` lines and simple lists: those are read line
by line (`property_lines`). A block with anything else is read as YAML
(`yaml_values`), whose libraries are imported only then; where both answer,
they say the same.
"""

from __future__ import annotations

from bisect import bisect_right

from vaultsync.syntax.elements import FrontMatter, Problem, Property
from vaultsync.syntax.property_lines import read_property_lines
from vaultsync.text import Span

__all__ = ["LARGEST_BLOCK", "read_front_matter"]

LARGEST_BLOCK = 64 * 1024
"""The number of characters above which front matter is opaque."""

_Read = tuple[tuple[Property, ...] | None, tuple[Problem, ...]]


def read_front_matter(
    text: str, start: int, lines: list[str], starts: list[int]
) -> FrontMatter | None:
    r"""The front matter of a note, or None: it needs `---` as first line and one that closes it.

    `start` is 1 in a text with a BOM, else 0; `lines` and `starts` are
    `split_lines(text)`. Never raises: a block that is no mapping of properties,
    or too large or too deep, has `values` None and a `Problem`.
    Source: https://help.obsidian.md/properties.

    >>> from vaultsync.text import split_lines
    >>> text = "---\ndue: 2024-07-21\nup: \"[[Home]]\"\n---\nText\n"
    >>> read_front_matter(text, 0, *split_lines(text)).values
    {'due': '2024-07-21', 'up': '[[Home]]'}
    """
    if lines[0][start:].rstrip(" \t") != "---":
        return None
    closing = _closing_row(lines)
    if closing is None:
        return None
    content = Span(starts[1], starts[closing])
    properties, problems = _read(text, content, lines, starts)
    return FrontMatter(
        span=Span(start, starts[closing] + 3),
        content=content,
        end_row=closing + 1,
        properties=properties or (),
        values=None if properties is None else {p.key: p.value for p in properties},
        problems=problems,
    )


def _closing_row(lines: list[str]) -> int | None:
    for row in range(1, len(lines)):
        line = lines[row]
        if line.startswith("---") and line.rstrip(" \t") == "---":
            return row
    return None


def _read(text: str, content: Span, lines: list[str], starts: list[int]) -> _Read:
    """The properties, None where the block holds no mapping, and what is odd about it."""
    if content.end - content.start > LARGEST_BLOCK:
        message = f"front matter not readable: more than {LARGEST_BLOCK // 1024} KiB"
        return None, (Problem("front-matter-too-large", message, content, 2),)
    closing = bisect_right(starts, content.end) - 1
    properties = read_property_lines(lines, starts, closing)
    if properties is None:
        return _read_yaml(text, content, lines, starts)
    return tuple(properties) or None, ()


def _read_yaml(text: str, content: Span, lines: list[str], starts: list[int]) -> _Read:
    from vaultsync.syntax.yaml_values import read_yaml

    reading = read_yaml(content.of(text))
    base = content.start

    def row(offset: int) -> int:
        return bisect_right(starts, base + offset) - 1

    problems = tuple(
        Problem(code, message, Span(base + start, base + end), row(start) + 1)
        for code, message, start, end in reading.faults
    )
    if reading.entries is None:
        return None, problems
    properties = []
    for entry in reading.entries:
        first, last = row(entry.key_start), row(entry.end)
        properties.append(
            Property(
                entry.key,
                entry.value,
                first + 1,
                Span(starts[first], starts[last] + len(lines[last])),
                Span(base + entry.key_start, base + entry.key_end),
                Span(base + entry.start, base + entry.end),
                entry.unquoted_links,
            )
        )
    return tuple(properties), problems
