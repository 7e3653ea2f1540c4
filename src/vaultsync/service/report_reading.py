"""Reading what the report says of a vault, and the texts that its page shows."""

from __future__ import annotations

import os
from collections.abc import Collection

from vaultsync.model.note import parse_note
from vaultsync.model.report_facts import ReportFacts, report_facts
from vaultsync.service.measuring import Measured
from vaultsync.service.missing import missing_notes
from vaultsync.service.sources import Sources
from vaultsync.text import encode

__all__ = ["facts_of", "read_page"]


def facts_of(sources: Sources, found: Measured, leave_out: Collection[str]) -> ReportFacts:
    """What a report says of the notes that were counted, their entries kept.

    Links of the notes at the paths `leave_out` want nothing.
    """
    missing = missing_notes(sources, leave_out)
    return report_facts(found.progress, found.notes, found.measure.statuses, missing)


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
