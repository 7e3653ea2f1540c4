"""What commands that read notes share: which notes are meant, and saying what couldn't be read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import click

from vaultsync.cli.output import warn
from vaultsync.errors import OutsideVaultError, UnreadableNoteError
from vaultsync.model.note import Note
from vaultsync.service.vault import Vault

__all__ = ["Reading"]

# A note with one of these was not, or not wholly, read.
_UNREAD = frozenset(
    {"too-large", "too-deep", "invalid-utf8", "front-matter-error", "front-matter-too-large"}
)
_LONG = 500


class Reading:
    """Reads notes one after another; what can't be read is named on stderr and remembered."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
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

    def end(self) -> None:
        """Exit 1 when a note couldn't be read: the answer isn't whole."""
        if self.failed:
            raise click.exceptions.Exit(1)


def say_problems(note: Note, but: str | None = None) -> None:
    """Say on stderr what of a note was not read, problems of the code `but` left out."""
    for line in _unread(note, but):
        warn(line)


def _unread(note: Note, but: str | None = None) -> list[str]:
    return [
        f"{note.path}:{problem.line}: {problem.message}"
        for problem in note.problems
        if problem.code in _UNREAD and problem.code != but
    ]
