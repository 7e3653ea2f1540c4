"""What the index keeps of a note: its elements as plain values, without the text.

The names are those of a `Note` and its elements, so that what only counts or
lists takes either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.model.note import Note
from vaultsync.syntax.front_matter_links import front_matter_aliases, front_matter_tags
from vaultsync.text import LineMap, Span

if TYPE_CHECKING:
    from vaultsync.syntax.elements import Problem, Value

__all__ = [
    "AliasEntry",
    "BlockEntry",
    "HeadingEntry",
    "LinkEntry",
    "NoteEntry",
    "ProblemEntry",
    "PropertyEntry",
    "TagEntry",
    "TaskEntry",
    "boxes_above",
    "entry_of",
]


class TaskEntry(NamedTuple):
    """A task, as a `Task` has it; `fields` are names with values, in order of appearance.

    `above` is the index among the note's tasks of the nearest one that holds
    it, plain bullets between them or not; None without one.
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
    fields: tuple[tuple[str, str | tuple[str, ...]], ...]
    above: int | None


class LinkEntry(NamedTuple):
    """A link, as a `Link` has it; `start` and `end` are the offsets of its span."""

    kind: str
    target: str
    subpath: str
    display: str
    embed: bool
    line: int
    column: int
    raw: str
    start: int
    end: int
    key: str = ""

    @property
    def span(self) -> Span:
        """Where the link stands in the note's text."""
        return Span(self.start, self.end)


class HeadingEntry(NamedTuple):
    """A heading, as a `Heading` has it; `parent` is an index among the note's headings."""

    level: int
    text: str
    line: int
    parent: int | None


class TagEntry(NamedTuple):
    """A tag with its `#`, in one spelling, and how often it stands in the note."""

    tag: str
    times: int


class AliasEntry(NamedTuple):
    """Another name of the note."""

    alias: str


class PropertyEntry(NamedTuple):
    """A property, as a `Property` has it."""

    key: str
    value: Value
    line: int


class BlockEntry(NamedTuple):
    """A block that a `^id` names."""

    id: str
    line: int


class ProblemEntry(NamedTuple):
    """Something odd in a note; `line` and `column` count from 1."""

    code: str
    message: str
    line: int
    column: int


class NoteEntry(NamedTuple):
    """What is known of a note without its text; all but `tags` in the order of the note.

    `tags` are those of the properties and of the text, by their first
    appearance, each spelling by itself.
    """

    path: str
    tasks: tuple[TaskEntry, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    headings: tuple[HeadingEntry, ...] = ()
    tags: tuple[TagEntry, ...] = ()
    aliases: tuple[AliasEntry, ...] = ()
    properties: tuple[PropertyEntry, ...] = ()
    blocks: tuple[BlockEntry, ...] = ()
    problems: tuple[ProblemEntry, ...] = ()

    @property
    def name(self) -> str:
        """The file's name without folder and `.md`: what `[[links]]` call it.

        >>> NoteEntry("Topics/RAG.md").name
        'RAG'
        """
        name = self.path.rpartition("/")[2]
        return name[:-3] if name.lower().endswith(".md") else name


def entry_of(note: Note) -> NoteEntry:
    r"""What the index keeps of a note.

    >>> from vaultsync.model.note import parse_note
    >>> entry = entry_of(parse_note("a.md", b"# Plan\n- [ ] Read [[RAG]] #llm\n  - [x] One\n"))
    >>> [(task.text, task.section, task.above) for task in entry.tasks]
    [('Read [[RAG]] #llm', ('Plan',), None), ('One', ('Plan',), 0)]
    >>> entry.links[0].target, entry.tags
    ('RAG', (TagEntry(tag='#llm', times=1),))
    """
    values = note.front_matter.values if note.front_matter else None
    tags = Counter(front_matter_tags(values) or ())
    tags.update(tag.tag for tag in note.tags)
    return NoteEntry(
        note.path,
        tuple(_tasks(note)),
        tuple(LinkEntry(*link[:8], *link.span, link.key) for link in note.links),
        tuple(HeadingEntry(*heading[:3], heading.parent) for heading in note.headings),
        tuple(map(TagEntry._make, tags.items())),
        tuple(AliasEntry(alias) for alias in front_matter_aliases(values) or ()),
        tuple(PropertyEntry(*one[:3]) for one in note.properties),
        tuple(BlockEntry(block.id, block.line) for block in note.blocks),
        tuple(_problems(note)) if note.problems else (),
    )


def boxes_above(note: Note) -> list[int | None]:
    r"""For each task of a note the index of the nearest task that holds it, None without one.

    >>> from vaultsync.model.note import parse_note
    >>> boxes_above(parse_note("a.md", b"- [ ] RAG\n  - reading\n    - [x] a paper\n"))
    [None, 0]
    """
    above: list[int | None] = []
    nearest: list[int | None] = []  # for each list item: the task it is or stands under
    for item in note.list_items:
        box = None if item.parent is None else nearest[item.parent]
        if item.status_span is not None:
            above.append(box)
            box = len(above) - 1
        nearest.append(box)
    return above


def _tasks(note: Note) -> Iterator[TaskEntry]:
    for task, above in zip(note.tasks, boxes_above(note) if note.tasks else (), strict=True):
        fields = tuple([field[:2] for field in task.fields])
        yield TaskEntry(*task[:10], fields, above)


def _problems(note: Note) -> Iterator[ProblemEntry]:
    lines = LineMap(note.text)
    return (_problem(problem, lines) for problem in note.problems)


def _problem(problem: Problem, lines: LineMap) -> ProblemEntry:
    _, column = lines.position(problem.span.start)
    return ProblemEntry(problem.code, problem.message, problem.line, column + 1)
