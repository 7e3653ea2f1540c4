"""Notes as tables show them: `⏎` is a newline, `⇥` a tab; and what was read, in one line each."""

from vaultsync.model.note import Note, parse_note
from vaultsync.text import Span, encode


def unarrow(text: str) -> str:
    """The text that a table shows with `⏎` and `⇥`."""
    return text.replace("⏎", "\n").replace("⇥", "\t")


def arrow(text: str) -> str:
    """A part of a note as a table shows it, the same for all newline styles."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", "⏎").replace("\t", "⇥")


def note_of(text: str) -> Note:
    """The note that holds `text`."""
    return parse_note("note.md", encode(text))


def sections_of(note: Note) -> list[str]:
    """`type: text` of each section, with ` ^id` behind the type where it has one."""
    return [
        f"{one.type}{f' ^{one.block_id}' if one.block_id else ''}: {shown(note, one.span)}"
        for one in note.sections
    ]


def items_of(note: Note) -> list[str]:
    """The text of each list item, with a dot before it for each level and its status behind."""
    return [
        "." * item.depth + shown(note, item.span) + ("" if item.task is None else f" <{item.task}>")
        for item in note.list_items
    ]


def shown(note: Note, span: Span) -> str:
    """What `span` covers; newlines at the very end of the note are left out."""
    text = span.of(note.text)
    return arrow(text.rstrip("\r\n") if span.end == len(note.text) else text)
