"""A vault at a glance: how much is in it, how far its tasks are, what its links miss."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vaultsync.effects.git_head import GitHead, read_head
from vaultsync.model.derived import TARGETS, Target, counts_of
from vaultsync.model.kinds import is_canvas, is_note
from vaultsync.model.linking.destinations import GraphLink, destinations
from vaultsync.model.linking.link_graph import unresolved_key
from vaultsync.model.progress.counts import Counts, summed
from vaultsync.model.progress.measure import Measure, note_progress
from vaultsync.model.sync_conflicts import original_of
from vaultsync.service.looking import Look
from vaultsync.service.measuring import configured_measure
from vaultsync.service.sources import Sources

__all__ = ["Overview", "overview"]


class Overview(NamedTuple):
    """What `status` shows.

    `vault` is the name of its folder; `notes`, `canvases` and `attachments` are
    all files, among them `sync_conflicts` copies; `tasks` are all boxes, `counts`
    what progress makes of them by `measure`; `unresolved` are links that lead to
    no file, `missing` the names that they want. `git` is None without a repository.
    """

    vault: str
    notes: int
    canvases: int
    attachments: int
    sync_conflicts: int
    tasks: int
    measure: Measure
    counts: Counts
    unresolved: int
    missing: int
    git: GitHead | None


def overview(sources: Sources) -> Overview:
    """Look at all notes and canvases once."""
    measure = configured_measure(sources.vault.config)
    look = sources.look(())
    uncounted = look.uncounted()
    leads_to = destinations(sources.files)
    wanted: list[str] = []

    def follow(links: Iterable[GraphLink], source: str) -> None:
        vain = (link for link in links if leads_to(link, source).path is None)
        wanted.extend(unresolved_key(link.target) for link in vain)

    counted = [*_counted(sources, look, measure)]
    for note, targets in sources.derived(look, TARGETS):
        follow(map(Target._make, targets), note.path)
    for canvas in sources.canvases():
        follow(canvas.links, canvas.path)
    paths = sources.files.paths
    notes, canvases = sum(map(is_note, paths)), sum(map(is_canvas, paths))
    return Overview(
        vault=os.path.basename(sources.vault.root),
        notes=notes,
        canvases=canvases,
        attachments=len(paths) - notes - canvases,
        sync_conflicts=sum(original_of(path) is not None for path in paths),
        tasks=sum(boxes for _, boxes, _ in counted),
        measure=measure,
        counts=summed(counts for path, _, counts in counted if path not in uncounted),
        unresolved=len(wanted),
        missing=len(set(wanted)),
        git=read_head(sources.vault.root),
    )


def _counted(sources: Sources, look: Look, measure: Measure) -> Iterator[tuple[str, int, Counts]]:
    """Each note: its path, how many boxes it has, its counts."""
    derivation = counts_of(measure)
    if derivation:
        for note, (boxes, *counts) in sources.derived(look, derivation):
            yield note.path, boxes, Counts(*counts)
        return
    policy, statuses, share, weight, _ = measure
    for note in sources.known(look, ["tasks"]):
        one = note_progress(note, policy, statuses, share=share, weight=weight, parts=False)
        yield note.path, len(note.tasks), one.counts
