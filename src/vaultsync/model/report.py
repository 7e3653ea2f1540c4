"""The progress report: a managed region in a note of the vault, or a table for elsewhere.

The region's body is ours and is replaced as a whole; all text around it is the
user's and stays.
"""

from __future__ import annotations

import re

from vaultsync.errors import EditedRegionError, UnreadableNoteError
from vaultsync.model.note import Note, parse_note
from vaultsync.model.report_text import MAX_ROWS, report_body
from vaultsync.syntax.regions import begin_marker, end_marker, is_edited, sealed
from vaultsync.text import Edit, LineMap, Span, encode, newline_of, split_lines

__all__ = ["MAX_ROWS", "REGION", "new_report", "plan_report", "report_body"]

REGION = "report"
"""The name of the region that holds a report."""

_NEWLINE = re.compile(r"\r\n?|\n")


def plan_report(note: Note | None, body: str, *, overwrite: bool = False) -> list[Edit]:
    """The edits that bring the note's report up to date with `body`; none if it is.

    Without a region one is appended, or put at the top where the note ends
    inside something that is never closed. None stands for a note that isn't there.
    Raises `UnreadableNoteError` for a note too large to be read, and
    `EditedRegionError` where somebody has written into the region, unless
    `overwrite` is set.

    >>> from vaultsync.model.progress import Policy, Progress
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
    regions = [region for region in note.regions if region.name == REGION]
    for one in regions:
        if is_edited(one.body_span.of(text)) and not overwrite:
            raise EditedRegionError(note.path, one.line)
    if regions:
        body = _with_newlines(sealed(body), newline)
        spans = [one.body_span for one in regions]
        return [Edit(span, body) for span in spans if span.of(text) != body]
    region = _with_newlines(f"{_region(body)}\n", newline)
    appended = f"{_gap(text, newline)}{region}"
    if _keeps(note, appended):
        return [Edit(Span(len(text), len(text)), appended)]
    return [_on_top(note, region, newline)]


def new_report(body: str, newline: str = "\n") -> str:
    r"""The text of a report note that isn't there yet.

    >>> new_report("…\n", "\r\n").split("\r\n")[2:4]
    ['%% vaultsync:begin report %%', '…']
    """
    return _with_newlines(f"# Progress\n\n{_region(body)}\n", newline)


def _region(body: str) -> str:
    return f"{begin_marker(REGION)}\n{sealed(body)}{end_marker(REGION)}"


def _with_newlines(text: str, newline: str) -> str:
    return _NEWLINE.sub(newline, text)


def _gap(text: str, newline: str) -> str:
    """What parts the end of `text` from a region: one blank line, where there's a line at all."""
    *above, last = split_lines(text.removeprefix("\ufeff"))[0]
    ends = newline if last else ""
    line = last or (above[-1] if above else "")
    return ends + (newline if line.strip(" \t") else "")


def _keeps(note: Note, appended: str) -> bool:
    """Whether all blocks of the note stay as they are, and the region is one, with `appended`."""
    after = parse_note(note.path, encode(note.text + appended))
    found = any(region.name == REGION for region in after.regions)
    return found and after.sections[: len(note.sections)] == note.sections


def _on_top(note: Note, region: str, newline: str) -> Edit:
    """The region before all else in the note's body, where nothing can be open."""
    front = note.front_matter
    at = LineMap(note.text).starts[front.end_row] if front else note.text.startswith("\ufeff")
    return Edit(Span(int(at), int(at)), f"{region}{newline}")
