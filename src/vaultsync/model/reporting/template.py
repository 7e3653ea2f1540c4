"""What a template of the report is given: plain values, each text of a note as safe Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vaultsync.model.note import Note
from vaultsync.model.progress.counts import Counts
from vaultsync.model.reporting.facts import NoteRow, ReportFacts, repeated_headings, sections_shown
from vaultsync.model.reporting.links import Linker, label, plain, subpath
from vaultsync.model.reporting.past import ReportHistory, burn_up, stale_notes
from vaultsync.model.reporting.text import COUNTED, bar, linker_of
from vaultsync.text import LineMap

__all__ = ["filled_body", "template_values"]


def filled_body(facts: ReportFacts, template: Note) -> str:
    r"""The body of the report that comes of a template's text below its front matter.

    Raises `ReportTemplateError`.

    >>> from vaultsync.model.note import parse_note
    >>> from vaultsync.model.progress.measure import Policy, Progress
    >>> from vaultsync.model.reporting.facts import report_facts
    >>> facts = report_facts(Progress(Policy.ALL, ()), [])
    >>> filled_body(facts, parse_note("T.md", b"{{ done }} of {{ total }}\n"))
    '\n0 of 0\n\n'
    """
    from vaultsync.model.reporting.templating import fill  # Jinja2 takes its time to load

    row = template.front_matter.end_row if template.front_matter else 0
    text = template.text[LineMap(template.text).starts[row] if row else 0 :].removeprefix("\ufeff")
    filled = fill(text, template_values(facts), template.path, row + 1)
    return f"\n{filled.strip()}\n\n"


def template_values(facts: ReportFacts) -> Mapping[str, Any]:
    """The variables of a template, as docs/report.md lists them."""
    link = linker_of(facts)
    history = facts.history or ReportHistory()
    policy = facts.progress.policy
    return {
        **_counts(facts.progress.total),
        "policy": policy.value,
        "counted": COUNTED[policy],
        "notes": [_note(row, link) for row in facts.rows],
        "listed": facts.listed,
        "unresolved": sum(one.links for one in facts.missing),
        "missing": [
            {"name": plain(label(one.name)), "links": one.links, "sources": one.sources}
            for one in facts.missing
        ],
        "recent": [
            {
                "date": one.date,
                "text": plain(label(one.text)),
                "link": link(one.path, subpath(one.section, ()), one.text),
            }
            for one in history.recent
        ],
        "stale": [{"link": link(path), "date": day} for path, day in stale_notes(history)],
        "burn_up": "\n".join(burn_up(history.points)),
    }


def _note(row: NoteRow, link: Linker) -> dict[str, Any]:
    note, task = row
    repeated = repeated_headings(note.sections)
    return {
        **_counts(note.counts),
        "path": plain(note.path),
        "name": plain(label(note.title)),
        "link": link(note.path),
        "next": None
        if task is None
        else {
            "text": plain(label(task.text)),
            "line": task.line,
            "link": link(note.path, subpath(task.section, repeated), task.text),
        },
        "sections": [
            {
                **_counts(section.counts),
                "heading": plain(label(section.heading)),
                "depth": depth,
                "link": link(note.path, subpath(path, repeated), section.heading),
            }
            for depth, path, section in sections_shown(note)
        ],
    }


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "total": counts.total,
        "done": counts.done,
        "open": counts.open,
        "in_progress": counts.in_progress,
        "cancelled": counts.cancelled,
        "percent": counts.percent,
        "bar": bar(counts),
    }
