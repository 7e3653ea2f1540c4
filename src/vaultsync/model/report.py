"""The progress report: a managed region in a note of the vault, or a table for elsewhere.

The region's body is ours and is replaced as a whole; all text around it is the
user's and stays.
"""

from __future__ import annotations

import csv
import io
import re

from vaultsync.errors import UnreadableNoteError
from vaultsync.model.counts import Counts
from vaultsync.model.note import Note, parse_note
from vaultsync.model.progress import Progress
from vaultsync.model.report_text import MAX_ROWS, report_body
from vaultsync.syntax.regions import begin_marker, end_marker
from vaultsync.text import Edit, LineMap, Span, encode, newline_of, split_lines

__all__ = ["MAX_ROWS", "REGION", "new_report", "plan_report", "report_body", "report_csv"]

REGION = "report"
"""The name of the region that holds a report."""

_NEWLINE = re.compile(r"\r\n?|\n")
# A spreadsheet takes these for the start of a formula; a terminal obeys those.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


def plan_report(note: Note | None, body: str) -> list[Edit]:
    """The edits that bring the note's report up to date with `body`; none if it is.

    Without a region one is appended, or put at the top where the note ends
    inside something that is never closed. None stands for a note that isn't there.
    Raises `UnreadableNoteError` for a note too large to be read.

    >>> from vaultsync.model.progress import Policy
    >>> body = report_body(Progress(Policy.ALL, ()), [])
    >>> note = parse_note("Progress.md", new_report(body).encode())
    >>> plan_report(note, body)
    []
    """
    if note is None:
        return [Edit(Span(0, 0), new_report(body))]
    if any(problem.code == "too-large" for problem in note.problems):
        raise UnreadableNoteError(note.path, "too large; the report isn't written into it")
    text = note.text
    newline = newline_of(text)
    spans = [region.body_span for region in note.regions if region.name == REGION]
    if spans:
        body = _with_newlines(body, newline)
        return [Edit(span, body) for span in spans if span.of(text) != body]
    region = _with_newlines(f"{_region(body)}\n", newline)
    appended = f"{_gap(text, newline)}{region}"
    if _keeps(note, appended):
        return [Edit(Span(len(text), len(text)), appended)]
    return [_on_top(note, region, newline)]


def new_report(body: str, newline: str = "\n") -> str:
    r"""The text of a report note that isn't there yet.

    >>> new_report("…\n", "\r\n")
    '# Progress\r\n\r\n%% vaultsync:begin report %%\r\n…\r\n%% vaultsync:end report %%\r\n'
    """
    return _with_newlines(f"# Progress\n\n{_region(body)}\n", newline)


def report_csv(progress: Progress) -> str:
    """The notes as a table, a line each; cells that a spreadsheet would run start with `'`.

    Control characters are escapes: a file's name can hold any.

    >>> from vaultsync.model.progress import NoteProgress, Policy
    >>> note = NoteProgress("=1.md", "=1", Counts(1, done=1))
    >>> print(report_csv(Progress(Policy.ALL, (note,))), end="")
    path,title,total,done,open,in_progress,cancelled,percent
    '=1.md,'=1,1,1,0,0,0,100
    """
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(("path", "title", *Counts._fields, "percent"))
    for note in progress.notes:
        names = [_cell(note.path), _cell(note.title)]
        table.writerow((*names, *note.counts, note.counts.percent))
    return file.getvalue()


def _region(body: str) -> str:
    return f"{begin_marker(REGION)}\n{body}{end_marker(REGION)}"


def _with_newlines(text: str, newline: str) -> str:
    return _NEWLINE.sub(newline, text)


def _gap(text: str, newline: str) -> str:
    """What parts the end of `text` from a region: one blank line, where there's a line at all."""
    *above, last = split_lines(text)[0]
    ends = newline if last else ""
    line = last or (above[-1] if above else "")
    return ends + (newline if line.strip("\ufeff \t") else "")


def _keeps(note: Note, appended: str) -> bool:
    """Whether all blocks of the note stay as they are, and the region is one, with `appended`."""
    after = parse_note(note.path, encode(note.text + appended))
    found = any(region.name == REGION for region in after.regions)
    return found and after.sections[: len(note.sections)] == note.sections


def _on_top(note: Note, region: str, newline: str) -> Edit:
    """The region before all else in the note's body, where nothing can be open."""
    front = note.front_matter
    bom = note.text.startswith("\ufeff")
    at = LineMap(note.text).starts[front.end_row] if front else int(bom)
    # A marker must be alone on its line, without the BOM.
    before = newline if bom and not front else ""
    return Edit(Span(at, at), f"{before}{region}{newline}")


def _cell(text: str) -> str:
    shown = _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
    return f"'{shown}" if text.startswith(_FORMULA) else shown
