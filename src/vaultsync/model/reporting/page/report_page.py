"""The report as a page: one file, no requests, and nothing in it but what the facts say."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any

from vaultsync.model.note import Note
from vaultsync.model.progress.counts import Counts
from vaultsync.model.reporting.facts import NoteRow, ReportFacts, repeated_headings, sections_shown
from vaultsync.model.reporting.links import label, subpath
from vaultsync.model.reporting.page.charts import burn_up_chart, section_chart
from vaultsync.model.reporting.page.note_html import Place, note_html, obsidian_link
from vaultsync.model.reporting.past import ReportHistory, stale_notes
from vaultsync.model.reporting.templating import page
from vaultsync.model.reporting.text import COUNTED
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap
from vaultsync.text import LineMap

__all__ = ["MARK", "MAX_NOTES", "MAX_NOTE_TEXT", "MAX_TEXT", "report_page"]

MARK = '<meta name="generator" content="vaultsync report">'
"""By this a page of ours is known."""
MAX_NOTES = 200
"""The texts of so many notes are in a page."""
MAX_NOTE_TEXT = 100_000
"""A note with more characters is named, its text left out."""
MAX_TEXT = 2_000_000
"""So many characters of notes are in a page, all together."""

_MOST_SECTIONS = 100
_MOST_BARS = 24
_MOST_NAMED = 50
_MOST_RECENT = 15


def report_page(
    facts: ReportFacts, notes: Iterable[Note], vault: str, statuses: StatusMap = DEFAULT_STATUSES
) -> str:
    """The report as HTML: all that notes say is escaped, and no byte depends on the day.

    `notes` are those whose texts are shown, as far as the limits of this module
    go; `vault` is the vault's name in Obsidian.

    >>> from vaultsync.model.progress.measure import Policy, Progress
    >>> from vaultsync.model.reporting.facts import report_facts
    >>> made = report_page(report_facts(Progress(Policy.LEAF, ()), []), [], "<My vault>")
    >>> MARK in made, "<h1>&lt;My vault&gt;</h1>" in made
    (True, True)
    """
    style, script = _resource("page.css"), _resource("page.js")
    texts = _texts(facts, {note.path: note for note in notes}, vault, statuses)
    return page(
        _resource("page.html"),
        {
            "mark": MARK,
            "style": style,
            "style_hash": _hash(style),
            "script": script,
            "script_hash": _hash(script),
            "vault": vault,
            "counts": facts.progress.total,
            "counted": COUNTED[facts.progress.policy],
            "without": len(facts.progress.notes) - facts.listed,
            "listed": facts.listed,
            "notes": [
                _note(row, number, vault, texts.get(row.progress.path))
                for number, row in enumerate(facts.rows, 1)
            ],
            "shown": len(texts),
            "unresolved": sum(one.links for one in facts.missing),
            "missing": facts.missing[:_MOST_NAMED],
            "missing_more": max(0, len(facts.missing) - _MOST_NAMED),
            **_past(facts, vault),
        },
    )


def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    """As a Content-Security-Policy names what may stand in the page."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _texts(
    facts: ReportFacts, notes: Mapping[str, Note], vault: str, statuses: StatusMap
) -> dict[str, str]:
    texts: dict[str, str] = {}
    left = MAX_TEXT
    for row in facts.rows:
        note = notes.get(row.progress.path)
        if note is None or len(texts) == MAX_NOTES or len(note.text) > min(MAX_NOTE_TEXT, left):
            continue
        left -= len(note.text)
        front = note.front_matter
        start = LineMap(note.text).starts[front.end_row] if front else 0
        body = note.text[start:].removeprefix("\ufeff")
        texts[note.path] = note_html(body, Place(vault, note.path, statuses))
    return texts


def _note(row: NoteRow, number: int, vault: str, text: str | None) -> dict[str, Any]:
    note, task = row
    folder, _, _ = note.path.rpartition("/")
    shown = sections_shown(note)
    repeated = repeated_headings(note.sections)

    def link(headings: tuple[str, ...] = ()) -> str:
        return obsidian_link(vault, note.path + subpath(headings, repeated))

    top = [(label(section.heading), section.counts) for depth, _, section in shown if depth == 0]
    name = f"Sections of {note.title}"
    return {
        "number": number,
        "name": note.title,
        "folder": folder,
        "path": note.path,
        "link": link(),
        "counts": note.counts,
        "next": task and {"text": label(task.text), "link": link(task.section)},
        "sections": [
            {
                "heading": label(one.heading),
                "depth": min(depth, 5),
                "link": link(path),
                "counts": one.counts,
            }
            for depth, path, one in shown[:_MOST_SECTIONS]
        ],
        "sections_more": max(0, len(shown) - _MOST_SECTIONS),
        "chart": section_chart(top[:_MOST_BARS], name) if len(top) > 1 and text else "",
        "text": text,
    }


def _past(facts: ReportFacts, vault: str) -> dict[str, Any]:
    history = facts.history or ReportHistory()
    unfinished = {row.progress.path for row in facts.rows if _is_open(row.progress.counts)}
    last = history.points[-1] if history.points else None
    name = f"{last.done} of {last.total} tasks done on {last.date}" if last else ""
    return {
        "burn_up": [burn_up_chart(history.points, name, width=width) for width in (340, 940)]
        if name
        else [],
        "burn_up_name": name,
        "recent": [
            {
                "date": one.date,
                "text": label(one.text),
                "note": one.path.rpartition("/")[2].removesuffix(".md"),
                "link": obsidian_link(vault, one.path + subpath(one.section, ())),
            }
            for one in history.recent[:_MOST_RECENT]
        ],
        "stale": list(_stale(history, unfinished, vault))[:_MOST_NAMED],
    }


def _stale(history: ReportHistory, unfinished: set[str], vault: str) -> Iterator[dict[str, str]]:
    for path, day in stale_notes(history):
        if path in unfinished:
            yield {
                "name": path.removesuffix(".md"),
                "date": day,
                "link": obsidian_link(vault, path),
            }


def _is_open(counts: Counts) -> bool:
    return counts.done < counts.total
