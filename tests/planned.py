"""Changes as tables show them: `⟦old→new⟧` stands where `old` becomes `new`."""

import re

from tests.outline import unarrow
from vaultsync.model.changes import NoteChange
from vaultsync.text import Edit, Span

_MARK = re.compile(r"⟦(?P<old>[^→⟧]*)→(?P<new>[^⟧]*)⟧")


def planned(marked: str, path: str = "note.md") -> NoteChange:
    """The change that a marked text shows, with `⏎` and `⇥` as in `tests.outline`."""
    text, edits, at = "", [], 0
    marked = unarrow(marked)
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        edits.append(Edit(Span(len(text), len(text) + len(match["old"])), match["new"]))
        text += match["old"]
        at = match.end()
    return NoteChange(path, text + marked[at:], tuple(edits))
