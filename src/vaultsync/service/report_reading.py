"""Reading what the report says of a vault, and the texts that its page shows."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date

from vaultsync.model.counts import Policy
from vaultsync.model.destinations import GraphLink
from vaultsync.model.done_tasks import MAX_RECENT, done_tasks, last_done, without_date
from vaultsync.model.missing import missing_notes
from vaultsync.model.note import parse_note
from vaultsync.model.report_facts import ReportFacts, report_facts
from vaultsync.model.report_history import DoneTask, HistoryPoint, ReportHistory
from vaultsync.service.measuring import Measured
from vaultsync.service.sources import Sources
from vaultsync.service.vault import Vault
from vaultsync.text import encode

__all__ = ["committed_past", "facts_of", "read_page"]


def facts_of(sources: Sources, found: Measured, past: ReportHistory | None = None) -> ReportFacts:
    """What a report says of notes that were counted, their entries kept with the links.

    What was done recently is what has a done date, and what the `past` knows besides.
    """
    links: list[tuple[str, Iterable[GraphLink]]] = [(one.path, one.links) for one in found.notes]
    links += ((canvas.path, canvas.links) for canvas in sources.canvases())
    missing = missing_notes(links, sources.files)
    past = past or ReportHistory()
    dated = done_tasks(found.notes, found.measure.statuses, MAX_RECENT)
    history = past._replace(recent=last_done(dated, past.recent))
    return report_facts(found.progress, found.notes, found.measure, missing, history)


def committed_past(vault: Vault, policy: Policy) -> ReportHistory:
    """How progress went by `policy`, from the commits and up to the files as they are.

    No clock is asked: what isn't committed counts on the day of the newest file.

    Raises what `vaultsync.effects.git` does where there is none.
    """
    from vaultsync.service.committed import committed

    counting = Vault(vault.root, vault.config._replace(policy=policy), cache=vault.cache)
    made = committed(counting, date.max, recent=MAX_RECENT, live=True)
    found = made.history
    points = tuple(
        HistoryPoint(point.day.isoformat(), point.counts.total, point.counts.done)
        for point in found.vault.points
    )
    changed = tuple((path, one.points[-1].day.isoformat()) for path, one in found.notes.items())
    recent = tuple(
        DoneTask(one.day.isoformat(), one.path, one.section, without_date(one.text))
        for one in made.recent
    )
    return ReportHistory(points, recent, changed)


def read_page(sources: Sources, facts: ReportFacts) -> str:
    """The page of a report, with the texts of its first notes."""
    from vaultsync.model.page.report_page import MAX_NOTES, report_page

    notes = []
    for row in facts.rows[:MAX_NOTES]:
        text = sources.text(row.progress.path)
        if text is not None:
            notes.append(parse_note(row.progress.path, encode(text)))
    vault = sources.vault
    return report_page(facts, notes, os.path.basename(vault.root), vault.config.statuses)
