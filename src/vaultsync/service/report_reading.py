"""Reading what the report says of a vault, and the texts that its page shows."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from datetime import date

from vaultsync.model.derived import TARGETS, Target, done_in
from vaultsync.model.history.done_tasks import MAX_RECENT, last_done, latest, without_date
from vaultsync.model.linking.destinations import GraphLink
from vaultsync.model.linking.missing import missing_notes
from vaultsync.model.note import parse_note
from vaultsync.model.progress.counts import Policy
from vaultsync.model.progress.measure import Measure
from vaultsync.model.reporting.facts import MAX_ROWS, ReportFacts, listed, report_facts
from vaultsync.model.reporting.past import DoneTask, HistoryPoint, ReportHistory
from vaultsync.service.looking import Look
from vaultsync.service.measuring import Measured
from vaultsync.service.sources import Sources
from vaultsync.service.vault import Vault
from vaultsync.text import encode

__all__ = ["committed_past", "facts_of", "read_page"]


def facts_of(sources: Sources, found: Measured, past: ReportHistory | None = None) -> ReportFacts:
    """What a report says of all notes that were counted.

    What was done recently is what has a done date, and what the `past` knows besides.
    """
    look = sources.look(())
    others = set(look.paths).difference(one.path for one in found.progress.notes)
    links: list[tuple[str, Iterable[GraphLink]]] = [
        (one.path, map(Target._make, targets))
        for one, targets in sources.derived(look, TARGETS, others)
    ]
    links += ((canvas.path, canvas.links) for canvas in sources.canvases())
    missing = missing_notes(links, sources.files)
    past = past or ReportHistory()
    dated = _done_last(sources, look, found.measure, others)
    history = past._replace(recent=last_done(dated, past.recent))
    wanted = {one.path for one in listed(found.progress)[:MAX_ROWS]}
    notes = sources.known(look, {"tasks", "headings"}, set(look.paths) - wanted)
    return report_facts(found.progress, notes, found.measure, missing, history)


def _done_last(
    sources: Sources, look: Look, measure: Measure, others: Collection[str]
) -> list[DoneTask]:
    found = (
        (line, DoneTask(day, one.path, section, text))
        for one, tasks in sources.derived(look, done_in(measure.statuses), others)
        for line, day, _, section, text in tasks
    )
    return [task for _, task in latest(found)]


def committed_past(vault: Vault, policy: Policy) -> ReportHistory:
    """How progress went by `policy`, from the commits and up to the files as they are.

    No clock is asked: what isn't committed counts on the day of the newest file.

    Raises what `vaultsync.effects.git` does where there is none.
    """
    from vaultsync.service.past.committed import committed

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
    from vaultsync.model.reporting.page.report_page import MAX_NOTES, report_page

    notes = []
    for row in facts.rows[:MAX_NOTES]:
        text = sources.text(row.progress.path)
        if text is not None:
            notes.append(parse_note(row.progress.path, encode(text)))
    vault = sources.vault
    return report_page(facts, notes, os.path.basename(vault.root), vault.config.statuses)
