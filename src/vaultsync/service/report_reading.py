"""Reading what the report says of a vault, and the texts that its page shows."""

from __future__ import annotations

import os
from collections.abc import Iterable

from vaultsync.model.destinations import GraphLink
from vaultsync.model.missing import missing_notes
from vaultsync.model.note import parse_note
from vaultsync.model.report_facts import ReportFacts, report_facts
from vaultsync.service.measuring import Measured
from vaultsync.service.sources import Sources
from vaultsync.text import encode

__all__ = ["facts_of", "read_page"]


def facts_of(sources: Sources, found: Measured) -> ReportFacts:
    """What a report says of notes that were counted, their entries kept with the links."""
    links: list[tuple[str, Iterable[GraphLink]]] = [(one.path, one.links) for one in found.notes]
    links += ((canvas.path, canvas.links) for canvas in sources.canvases())
    missing = missing_notes(links, sources.files)
    return report_facts(found.progress, found.notes, found.measure, missing)


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
