"""What commands that read share: a progress bar, and saying what couldn't be read."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from vaultsync.cli.output import warn
from vaultsync.model.gaps import Gap, gaps_in
from vaultsync.model.note import Note
from vaultsync.service.index.index import Told
from vaultsync.service.sources import Sources
from vaultsync.service.vault import Vault

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

__all__ = ["Reading", "say_problems"]

_LONG = 500


class Reading(Sources):
    """The sources of an answer; what it lacks is named on stderr at its end.

    What is read in part is named, too, unless the answer itself tells the `problems`.
    """

    def __init__(self, vault: Vault, *, problems: bool = True) -> None:
        super().__init__(vault, self._hear_gap, _bar)
        self.problems = problems
        self.gaps: dict[Gap, None] = {}

    def end(self, of: Collection[str] | None = None) -> None:
        """Name what the answer lacks, of these paths or any; exit 1 when some was not read."""
        gaps = [gap for gap in self.gaps if of is None or gap.path in of]
        for gap in gaps:
            warn(gap.said)
        if any(gap.unread for gap in gaps):
            raise click.exceptions.Exit(1)

    def _hear_gap(self, gap: Gap) -> None:
        if self.problems or gap.code is None:
            self.gaps[gap] = None


@contextmanager
def _bar() -> Iterator[Told]:
    """A progress bar on a terminal, from the first note on, where there are many."""
    with ExitStack() as stack:
        bars: list[ProgressBar[int]] = []

        def told(count: int, of: int) -> None:
            if of < _LONG or not sys.stderr.isatty():
                return
            if not bars:
                bar = click.progressbar(length=of, label="reading", file=sys.stderr)
                bars.append(stack.enter_context(bar))
            bars[0].update(count - bars[0].pos)

        yield told


def say_problems(note: Note, but: str | None = None) -> None:
    """Say on stderr what of a note was not read, problems of the code `but` left out."""
    for gap in gaps_in(note):
        if gap.code != but:
            warn(gap.said)
