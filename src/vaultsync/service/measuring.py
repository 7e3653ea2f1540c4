"""Notes that are counted, and how: as the settings say, unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.model.collecting import uncollected
from vaultsync.model.derived import counts_of
from vaultsync.model.entry import NoteEntry
from vaultsync.model.progress.counts import Counts
from vaultsync.model.progress.measure import Measure, NoteProgress, Progress, count_notes
from vaultsync.service.config import Config
from vaultsync.service.sources import Sources

if TYPE_CHECKING:
    from vaultsync.model.progress.through_links import Linked

__all__ = ["Measured", "configured_measure", "measured"]


class Measured(NamedTuple):
    """Notes that were counted, and what is known of them, if it was to be kept.

    `linked` is there where links count, too.
    """

    measure: Measure
    progress: Progress
    notes: list[NoteEntry]
    linked: Linked | None = None


def configured_measure(config: Config) -> Measure:
    """How to measure by the settings alone."""
    return Measure(
        config.policy, config.statuses, config.in_progress, config.weight, config.through_links
    )


def measured(
    sources: Sources,
    names: Collection[str],
    measure: Measure,
    *,
    parts: bool = True,
    keep: bool = False,
    also: Iterable[str] = (),
    leave_out: Collection[str] = (),
) -> Measured:
    """Count the notes that `names` mean and that count, but for those at `leave_out`.

    Without `parts` sections and items may be left out. With `keep` the entries are
    kept, and of them what is named in `also`. With links all notes of the vault
    are read.
    """
    derivation = None if parts or keep else counts_of(measure)
    if derivation:
        look = sources.look(names)
        known = sources.derived(look, derivation, {*leave_out, *look.uncounted()})
        counted = (NoteProgress(one.path, one.name, Counts(*counts[1:])) for one, counts in known)
        return Measured(measure, Progress(measure.policy, tuple(counted)), [])
    only = {"tasks", *(["headings"] if parts or keep else []), *(also if keep else ())}
    if not measure.through_links:
        entries = sources.counted(names, only, leave_out)
        with uncollected():
            notes = list(entries) if keep else []
            return Measured(measure, count_notes(notes or entries, measure, parts=parts), notes)
    from vaultsync.model.progress.through_links import count_linked, linked_notes

    only |= {"headings", "links"}
    linking = {note.path: note for note in sources.counted((), only, leave_out)}
    look = sources.look(names)
    if named := set(look.paths) - linking.keys() - look.uncounted() - set(leave_out):
        linking |= {one.path: one for one in sources.entries(named, only)}
    linked = linked_notes(linking.values(), sources.files, measure.statuses)
    wanted = [path for path in look.paths if path in linking]
    progress = count_linked(linking, wanted, linked, measure)
    paths = (note.path for note in (*progress.notes, *progress.beyond))
    return Measured(measure, progress, [linking[path] for path in paths], linked)
