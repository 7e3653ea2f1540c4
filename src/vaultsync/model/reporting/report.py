"""The progress report: a managed region in a note of the vault, or a table for elsewhere.

The region's body is ours and is replaced as a whole; all text around it is the
user's and stays.
"""

from __future__ import annotations

from vaultsync.model.edits.regions import region_text, set_region
from vaultsync.model.note import Note
from vaultsync.model.reporting.facts import MAX_ROWS, ReportFacts, report_facts
from vaultsync.model.reporting.text import report_body
from vaultsync.text import Edit, Span

__all__ = [
    "MAX_ROWS",
    "REGION",
    "ReportFacts",
    "new_report",
    "plan_report",
    "report_body",
    "report_facts",
]

REGION = "report"
"""The name of the region that holds a report."""


def plan_report(note: Note | None, body: str, *, overwrite: bool = False) -> list[Edit]:
    """The edits that bring the note's report up to date with `body`; none if it is.

    Without a region one is appended, or put at the top where the note ends
    inside something that is never closed. None stands for a note that isn't there.
    Raises `UnreadableNoteError` for a note too large to be read, and
    `EditedRegionError` where somebody has written into the region, unless
    `overwrite` is set.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.progress.measure import Policy, Progress
    >>> body = report_body(report_facts(Progress(Policy.ALL, ()), []))
    >>> note = parse_note("Progress.md", new_report(body).encode())
    >>> plan_report(note, body)
    []
    """
    if note is None:
        return [Edit(Span(0, 0), new_report(body))]
    return set_region(note, REGION, body, overwrite=overwrite)


def new_report(body: str, newline: str = "\n") -> str:
    r"""The text of a report note that isn't there yet.

    >>> new_report("…\n", "\r\n").split("\r\n")[2:4]
    ['%% vaultsync:begin report %%', '…']
    """
    return f"# Progress{newline}{newline}{region_text(REGION, body, newline)}"
