"""What a note is made of: frozen values, each with its span and the spans of its parts.

Offsets are code points into the note's text; `line` and `column` count from 1.
The words are Obsidian's (`CachedMetadata`), CommonMark's and the Tasks plugin's.
"""

from __future__ import annotations

from typing import NamedTuple

from vaultsync.text import Span

__all__ = [
    "Block",
    "Callout",
    "Field",
    "Footnote",
    "FrontMatter",
    "Heading",
    "Link",
    "ListItem",
    "Problem",
    "Property",
    "Region",
    "Section",
    "Tag",
    "Task",
    "Value",
]

# What a property may hold: YAML's core types, as Obsidian caches them (dates stay strings).
Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]


class Problem(NamedTuple):
    """Something odd in a note, with its place. Reading goes on."""

    code: str
    message: str
    span: Span
    line: int


class Heading(NamedTuple):
    """An ATX or setext heading at the root of the note, as in Obsidian's `headings`.

    `text` is its source without the `#`s; `parent` the index of the heading
    above it in the tree among the note's.
    """

    level: int
    text: str
    line: int
    span: Span
    text_span: Span
    parent: int | None = None


class ListItem(NamedTuple):
    """A list item; `task` is the character in its box, None without a box.

    `span` is Obsidian's position: from the indentation that the parent's
    content width leaves over to the end of the item's own text, a nested list
    at its end left out. `parent` is the index of the parent item among the
    note's, `list_line` the line on which its list starts, `marker_span` the
    marker with its blanks, `status_span` the character in the box.
    """

    line: int
    span: Span
    parent: int | None
    list_line: int
    depth: int
    task: str | None
    marker_span: Span
    status_span: Span | None
    block_id: str | None


class Field(NamedTuple):
    """A field of a task, as the Tasks plugin reads it.

    `span` runs from the signifier (or the opening bracket) to the end of the
    value (or the closing bracket); `value_span` is the value alone.
    """

    name: str
    value: str | tuple[str, ...]
    span: Span
    value_span: Span


class Task(NamedTuple):
    """A list item with a box.

    `text` is the task's own on its line, without marker, box and block id;
    `raw` the line without its newline; `section` the headings above it,
    outermost first; `parent_line` the line of the list item that holds it;
    `item` its index among the note's list items. `column` is the marker's.
    """

    line: int
    column: int
    status: str
    text: str
    raw: str
    depth: int
    parent_line: int | None
    section: tuple[str, ...]
    tags: tuple[str, ...]
    block_id: str | None
    fields: tuple[Field, ...]
    item: int
    status_span: Span
    text_span: Span
    line_span: Span

    def field(self, name: str) -> str | tuple[str, ...] | None:
        """The value of the field `name`, None without it."""
        return next((field.value for field in self.fields if field.name == name), None)


class Link(NamedTuple):
    """A link or embed: `[[target#subpath|display]]`, `[display](target#subpath)`, or a property.

    `target` is the linkpath as written, percent-decoded in Markdown links;
    `subpath` keeps its `#`; `target_span` covers both in the text.
    """

    kind: str
    target: str
    subpath: str
    display: str
    embed: bool
    line: int
    column: int
    raw: str
    span: Span
    target_span: Span
    key: str = ""


class Tag(NamedTuple):
    """A tag in the body, with its `#`."""

    tag: str
    line: int
    span: Span


class Property(NamedTuple):
    """One property of the front matter.

    `span` covers its whole lines without the last newline, `value_span` the
    value as written (empty where there is none). `unquoted_links` are the key
    paths (`up`, `list.0`) of `[[Note]]` without quotes in the value: text here,
    a nested list and no link in Obsidian.
    """

    key: str
    value: Value
    line: int
    span: Span
    key_span: Span
    value_span: Span
    unquoted_links: tuple[str, ...] = ()


class FrontMatter(NamedTuple):
    """The block between the `---` lines at the very start.

    `span` runs from the first `-` to the end of the closing `---`, `content`
    covers the lines between, `end_row` is the row (from 0) of the first line
    after it. `values` is None where the block holds no mapping (empty, or not
    readable: then `problems` says why).
    """

    span: Span
    content: Span
    end_row: int
    properties: tuple[Property, ...]
    values: dict[str, Value] | None
    problems: tuple[Problem, ...]


class Section(NamedTuple):
    """A block at the root of the note, typed as in Obsidian's `sections`."""

    type: str
    span: Span
    block_id: str | None


class Block(NamedTuple):
    """A block that a `^id` names."""

    id: str
    span: Span
    id_span: Span
    line: int


class Footnote(NamedTuple):
    """A footnote definition `[^id]: text` or an inline footnote `^[text]`."""

    id: str
    line: int
    span: Span


class Callout(NamedTuple):
    """A block quote that starts `[!type]`, at any depth; `fold` is "", "+" or "-"."""

    type: str
    fold: str
    title: str
    line: int
    span: Span


class Region(NamedTuple):
    """What stands between `%% vaultsync:begin NAME %%` and its end marker."""

    name: str
    line: int
    span: Span
    body_span: Span
