"""What commands that read notes share: which notes are meant, and saying what couldn't be read."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from vaultsync.cli.output import warn
from vaultsync.errors import OutsideVaultError, UnreadableNoteError, VaultsyncError
from vaultsync.model.entry import NoteEntry
from vaultsync.model.note import Note
from vaultsync.service.index import Told
from vaultsync.service.vault import Vault

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

__all__ = ["Reading"]

# A note with one of these was not, or not wholly, read.
_UNREAD = frozenset(
    {"too-large", "too-deep", "invalid-utf8", "front-matter-error", "front-matter-too-large"}
)
_LONG = 500


class Reading:
    """Reads notes one after another; what can't be read is named on stderr and remembered.

    What is read in part is named, too, unless the answer itself tells the `problems`.
    """

    def __init__(self, vault: Vault, *, problems: bool = True) -> None:
        self.vault = vault
        self.problems = problems
        self.failed = False

    def notes(self, names: Iterable[str], leave_out: str | None = None) -> Iterator[Note]:
        """The notes that `names` of notes and folders mean, all without names."""
        walk = self.vault.select(names)
        wanted = [path for path in walk.notes if path != leave_out]
        odd = [str(error) for error in walk.unreadable]
        hidden = len(wanted) < _LONG or not sys.stderr.isatty()
        bar = click.progressbar(wanted, label="reading", file=sys.stderr, hidden=hidden)
        self.failed = bool(odd)
        with bar as paths:
            for path in paths:
                try:
                    note = self.vault.read(path)
                except (UnreadableNoteError, OutsideVaultError) as error:
                    odd.append(str(error))
                    self.failed = True
                    continue
                odd += _unread(note)
                yield note
        for line in odd:
            warn(line)

    def entries(
        self, names: Iterable[str], only: Collection[str], leave_out: str | None = None
    ) -> Iterator[NoteEntry]:
        """What is known of those notes, from the index: the parts `only`, the others are empty."""
        with _bar() as told:
            look = self.vault.look(names, told=told)
        odd = [str(error) for error in look.unreadable]
        self.failed = bool(odd)

        def refused(error: VaultsyncError) -> None:
            odd.append(str(error))
            self.failed = True

        for entry in look.entries({*only, "problems"}, refused, leave_out):
            odd += _unread(entry) if self.problems else []
            yield entry
        for line in odd:
            warn(line)

    def end(self) -> None:
        """Exit 1 when a note couldn't be read: the answer isn't whole."""
        if self.failed:
            raise click.exceptions.Exit(1)


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
    for line in _unread(note, but):
        warn(line)


def _unread(note: Note | NoteEntry, but: str | None = None) -> list[str]:
    return [
        f"{note.path}:{problem.line}: {problem.message}"
        for problem in note.problems
        if problem.code in _UNREAD and problem.code != but
    ]
