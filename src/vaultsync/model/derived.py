"""What is worked out from single notes and kept: counts, links' targets, tasks done last."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from vaultsync.model.entry import NoteEntry
    from vaultsync.model.progress.measure import Measure
    from vaultsync.model.statuses import StatusMap

__all__ = ["TARGETS", "Derivation", "Target", "counts_of", "done_in"]


class Derivation(NamedTuple):
    """Something worked out from each entry by itself, whatever its path: `make` gives plain values.

    It is kept under `key`, which says all that it depends on besides the entry's `parts`.
    """

    key: str
    parts: frozenset[str]
    make: Callable[[NoteEntry], Any]


class Target(NamedTuple):
    """Of a link what tells where it leads."""

    kind: str
    target: str


def _targets(entry: NoteEntry) -> Any:
    return [(link.kind, link.target) for link in entry.links]


TARGETS = Derivation("targets", frozenset({"links"}), _targets)
"""The links of a note, each as a `Target`."""


def counts_of(measure: Measure) -> Derivation | None:
    """How many boxes a note has, and the first five of its `Counts`.

    None for a measure by which a note's counts are more than these: weights,
    shares, links.
    """
    policy, statuses, share, weight, through_links = measure
    if share or weight or through_links:
        return None

    def make(entry: NoteEntry) -> Any:
        # Costs a while to load, and is seldom asked for.
        from vaultsync.model.progress.measure import note_progress

        counts = note_progress(entry, policy, statuses, parts=False).counts
        return (len(entry.tasks), *counts[:5])

    return Derivation(f"counts {policy.value} {_told(statuses)}", frozenset({"tasks"}), make)


def done_in(statuses: StatusMap) -> Derivation:
    """The tasks of a note that were done last: each its line and what a `DoneTask` has."""

    def make(entry: NoteEntry) -> Any:
        from vaultsync.model.history.done_tasks import dated_tasks, latest

        return [(line, *one) for line, one in latest(dated_tasks(entry, statuses))]

    return Derivation(f"done {_told(statuses)}", frozenset({"tasks"}), make)


def _told(statuses: StatusMap) -> str:
    return repr(sorted((status, kind.value) for status, kind in statuses.items()))
