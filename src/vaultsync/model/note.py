"""A note: immutable text, and what is found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultsync.model.collecting import uncollected
from vaultsync.syntax.field_format import FieldFormat
from vaultsync.text import Span, decode, split_lines
from vaultsync.text.codec import invalid_utf8_at

if TYPE_CHECKING:
    from vaultsync.syntax.elements import (
        Block,
        Callout,
        Footnote,
        FrontMatter,
        Heading,
        Link,
        ListItem,
        Problem,
        Property,
        Region,
        Section,
        Tag,
        Task,
    )

__all__ = ["MAX_NOTE_BYTES", "Note", "parse_note"]

MAX_NOTE_BYTES = 5_000_000
"""The size above which a note is opaque: it has a problem and no elements."""


class Note(NamedTuple):
    """A note as it was read: `text` holds every byte (`vaultsync.text.encode` gives them back).

    Offsets are code points into `text`, lines count from 1. The elements are in
    the order of the note.
    """

    path: str
    text: str
    front_matter: FrontMatter | None = None
    sections: tuple[Section, ...] = ()
    headings: tuple[Heading, ...] = ()
    list_items: tuple[ListItem, ...] = ()
    tasks: tuple[Task, ...] = ()
    links: tuple[Link, ...] = ()
    tags: tuple[Tag, ...] = ()
    blocks: tuple[Block, ...] = ()
    callouts: tuple[Callout, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    footnote_refs: tuple[Footnote, ...] = ()
    regions: tuple[Region, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def properties(self) -> tuple[Property, ...]:
        """The properties of the front matter; none without one."""
        return self.front_matter.properties if self.front_matter else ()

    @property
    def name(self) -> str:
        """The file's name without folder and `.md`: what `[[links]]` call it.

        >>> parse_note("Topics/RAG.md", b"").name
        'RAG'
        """
        name = self.path.rpartition("/")[2]
        return name[:-3] if name.lower().endswith(".md") else name

    @property
    def line_count(self) -> int:
        r"""How many lines the note has; a final newline ends the last one.

        >>> parse_note("a.md", b"one\ntwo\n").line_count
        2
        """
        lines, _ = split_lines(self.text)
        return len(lines) if lines[-1] else len(lines) - 1

    def task_at(self, line: int) -> Task | None:
        """The task on `line` (from 1); of two on one line the outer."""
        return next((task for task in self.tasks if task.line == line), None)


def parse_note(
    path: str, raw: bytes, *, fields: FieldFormat = FieldFormat.BOTH, tasks: bool = True
) -> Note:
    r"""Read a note. Pure; never raises, whatever the bytes: what is odd is in `note.problems`.

    `path` names the note in what is said of it (vault-relative, with `/`).
    `fields` is the format in which the vault keeps its task fields. Without
    `tasks` there are none, nor what is odd in them: faster, where nobody asks.

    >>> note = parse_note("Roadmap.md", b"# AI\n- [x] Chains \xf0\x9f\x93\x85 2026-12-01\n")
    >>> [(task.line, task.status, task.field("due")) for task in note.tasks]
    [(2, 'x', '2026-12-01')]
    """
    # The reader takes time to load, and what the index knows needs none.
    from vaultsync.model.reading.reader import read_note
    from vaultsync.syntax.elements import Problem

    text = decode(raw)
    if len(raw) > MAX_NOTE_BYTES:
        message = f"larger than {MAX_NOTE_BYTES} bytes; not read"
        return Note(path, text, problems=(Problem("too-large", message, Span(0, 0), 1),))
    with uncollected():
        read = read_note(text, fields, tasks=tasks)
    problems = read.problems
    if not text.isascii() and (at := invalid_utf8_at(raw)) is not None:
        offset = len(raw[:at].decode("utf-8"))
        line = len(split_lines(text[:offset])[0])
        message = f"not valid UTF-8 at byte {at}; the bytes are kept"
        problems = (Problem("invalid-utf8", message, Span(offset, offset + 1), line), *problems)
    return Note(path, text, **read._replace(problems=problems)._asdict())
