"""What commands that count share: how progress is measured, and the notes that are counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

import click

from vaultsync.cli.notes import Reading
from vaultsync.cli.output import warn
from vaultsync.model.collecting import uncollected
from vaultsync.model.counts import Policy
from vaultsync.model.entry import NoteEntry
from vaultsync.model.progress import Measure, Progress, count_notes
from vaultsync.service.config import Config

if TYPE_CHECKING:
    from vaultsync.model.progress_links import Linked

__all__ = ["How", "Measured", "measure_of", "measured", "measuring_options", "policy_option"]


class How(TypedDict):
    """The options that say how to count."""

    policy: str | None
    weight: str | None
    through_links: bool | None


class Measured(NamedTuple):
    """Notes that were counted, and what is known of them, if it was to be kept.

    `linked` is there where links count, too.
    """

    measure: Measure
    progress: Progress
    notes: list[NoteEntry]
    linked: Linked | None = None


policy_option = click.option(
    "--policy",
    type=click.Choice([policy.value for policy in Policy]),
    help="Which boxes count: those without boxes under them (leaf), every one (all), "
    "or those under no other (top). Default: leaf, or as configured.",
)


def measuring_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of `How` to a command."""
    for option in (
        click.option(
            "--through-links/--no-through-links",
            default=None,
            help="Let a box that is a link to a note with boxes stand for that note.",
        ),
        click.option(
            "--weight",
            metavar="FIELD",
            help="Weigh the boxes by a field such as weight or duration: a percentage more.",
        ),
        policy_option,
    ):
        command = option(command)
    return command


def measure_of(config: Config, how: How) -> Measure:
    """How to measure: as the options say, else as configured."""
    policy, weight, through_links = how["policy"], how["weight"], how["through_links"]
    return Measure(
        Policy(policy) if policy else config.policy,
        config.statuses,
        config.in_progress,
        config.weight if weight is None else (weight.strip() or None),
        config.through_links if through_links is None else through_links,
    )


def measured(
    reading: Reading,
    names: Collection[str],
    measure: Measure,
    *,
    parts: bool = True,
    keep: bool = False,
    also: Iterable[str] = (),
    leave_out: str | None = None,
) -> Measured:
    """Count the notes that `names` mean; with `keep` their entries are kept, and the parts `also`.

    Without `parts` sections and items may be left out. With links all notes of the
    vault are read, and circles are said on stderr.
    """
    only = {"tasks", *(["headings"] if parts or keep else []), *(also if keep else ())}
    if not measure.through_links:
        entries = reading.entries(names, only, leave_out)
        with uncollected():
            notes = list(entries) if keep else []
            return Measured(measure, count_notes(notes or entries, measure, parts=parts), notes)
    from vaultsync.model.progress_links import count_linked, linked_notes

    vault = reading.vault
    known = {
        note.path: note for note in reading.entries([], {*only, "headings", "links"}, leave_out)
    }
    linked = linked_notes(known.values(), vault.files(), measure.statuses)
    wanted = [path for path in vault.select(names).notes if path in known] if names else known
    progress = count_linked(known, wanted, linked, measure)
    for circle in progress.cycles:
        warn(f"{', '.join(circle)}: these stand for each other; each counts by itself")
    return Measured(measure, progress, _counted(known, progress), linked)


def _counted(known: Mapping[str, NoteEntry], progress: Progress) -> list[NoteEntry]:
    return [known[note.path] for note in (*progress.notes, *progress.beyond)]
