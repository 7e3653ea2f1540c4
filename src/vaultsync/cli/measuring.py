"""What commands that count share: how progress is measured, and the notes that are counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypedDict

import click

from vaultsync.cli.notes import Reading
from vaultsync.cli.output import warn
from vaultsync.model.progress.counts import Policy
from vaultsync.model.progress.measure import Measure
from vaultsync.service import measuring as service
from vaultsync.service.config import Config
from vaultsync.service.measuring import Measured

__all__ = ["How", "measure_of", "measured", "measuring_options", "policy_option"]


class How(TypedDict):
    """The options that say how to count."""

    policy: str | None
    weight: str | None
    through_links: bool | None


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
    known = service.configured_measure(config)
    return known._replace(
        policy=Policy(policy) if policy else known.policy,
        weight=known.weight if weight is None else (weight.strip() or None),
        through_links=known.through_links if through_links is None else through_links,
    )


def measured(
    reading: Reading,
    names: Collection[str],
    measure: Measure,
    *,
    parts: bool = True,
    keep: bool = False,
    also: Iterable[str] = (),
    leave_out: Collection[str] = (),
) -> Measured:
    """As the service's `measured`; circles of links are said on stderr."""
    found = service.measured(
        reading, names, measure, parts=parts, keep=keep, also=also, leave_out=leave_out
    )
    for circle in found.progress.cycles:
        warn(f"{', '.join(circle)}: these stand for each other; each counts by itself")
    return found
