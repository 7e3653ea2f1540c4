"""Changes to notes as values: what would be written, and as a diff."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vaultsync.model.note import Note
from vaultsync.text import Edit, apply_edits, encode

# What git quotes in a name, and how.
_ODD = re.compile(r'[\x00-\x1f\x7f"\\\ud800-\udfff]')
_ODD_BYTE = re.compile(r'[\x00-\x1f\x7f-\xff"\\]')
_ESCAPES = {"\n": r"\n", "\t": r"\t", "\r": r"\r", '"': r"\"", "\\": r"\\"}

__all__ = ["Changeset", "Move", "NoteChange", "as_bytes", "change"]


class NoteChange(NamedTuple):
    """One note before and after; `before` is None where the note is new.

    `edits` lead from the one to the other; a new note has a single edit.
    """

    path: str
    before: str | None
    edits: tuple[Edit, ...]

    @property
    def after(self) -> str:
        """The text as it will be. Raises `InvalidEditError` when edits overlap."""
        return apply_edits(self.before or "", self.edits)


class Move(NamedTuple):
    """A file or folder gets another path; `files` are all whose path changes, before and after."""

    old: str
    new: str
    files: tuple[tuple[str, str], ...]


class Changeset(NamedTuple):
    r"""Changes to several notes, planned together (LSP: WorkspaceEdit).

    The `move` comes last: the changes have their paths from before it.
    `remarks` are what is worth knowing before they are applied.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.syntax.task_edits import set_status
    >>> note = parse_note("a.md", b"- [ ] Chains\n")
    >>> print(change(note, set_status(note.tasks[0], "x")).diff(), end="")
    --- a/a.md
    +++ b/a.md
    @@ -1 +1 @@
    -- [ ] Chains
    +- [x] Chains
    """

    changes: tuple[NoteChange, ...] = ()
    move: Move | None = None
    remarks: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.changes or self.move)

    def diff(self) -> str:
        """A unified diff of all changes as git writes it, newlines and odd bytes as they are."""
        moved = dict(self.move.files if self.move else ())
        changes = {one.path: one for one in self.changes}
        # What git says of a move goes on to the next move: so all others come first.
        lines = [line for one in self.changes if one.path not in moved for line in _diff(one)]
        for old, new in moved.items():
            lines += _head(old, new)
            lines += _diff(changes[old], new) if old in changes else ()
        return "".join(lines)


def change(note: Note, edits: Iterable[Edit]) -> Changeset:
    """The changeset of `edits` to one note; empty when they change nothing."""
    planned = NoteChange(note.path, note.text, tuple(edits))
    return Changeset((planned,) if planned.after != note.text else ())


def _head(old: str, new: str) -> Iterator[str]:
    """What git says of a file that it moves; a name with blanks needs no end here."""
    before, after, source, target = (
        _quoted(name).removesuffix("\t") for name in (f"a/{old}", f"b/{new}", old, new)
    )
    yield f"diff --git {before} {after}\n"
    yield f"rename from {source}\n"
    yield f"rename to {target}\n"


def _diff(one: NoteChange, path: str | None = None) -> Iterator[str]:
    from difflib import unified_diff

    before, after = _lines(one.before or ""), _lines(one.after)
    source = "/dev/null" if one.before is None else _quoted(f"a/{one.path}")
    for line in unified_diff(before, after, source, _quoted(f"b/{path or one.path}")):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """The lines as git and patch part them: at LF alone."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _quoted(name: str) -> str:
    r"""A name in a diff's head as git writes it.

    >>> _quoted("a/b.md"), _quoted("a/b c.md"), _quoted("a/b\n.md")
    ('a/b.md', 'a/b c.md\t', '"a/b\\n.md"')
    """
    if _ODD.search(name):
        raw = encode(name).decode("latin-1")
        return (
            '"' + _ODD_BYTE.sub(lambda match: _ESCAPES.get(match[0]) or _octal(match[0]), raw) + '"'
        )
    return f"{name}\t" if " " in name else name


def _octal(char: str) -> str:
    return f"\\{ord(char):03o}"


def as_bytes(one: NoteChange) -> tuple[bytes | None, bytes]:
    """The file before and after, byte for byte."""
    return None if one.before is None else encode(one.before), encode(one.after)
