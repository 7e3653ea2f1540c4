"""The history of a vault's progress, read from the commits of its repository."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.model.history.flow import finished
from vaultsync.model.history.history import History, history_of
from vaultsync.model.kinds import is_note
from vaultsync.model.sync_conflicts import original_of
from vaultsync.service.app_settings import ignored_paths
from vaultsync.service.past.reading import Changes, CommitReader
from vaultsync.service.past.uncommitted import uncommitted

if TYPE_CHECKING:
    from vaultsync.effects.git.repository import Commit
    from vaultsync.service.vault import Vault

__all__ = ["Committed", "Finished", "committed"]

_LOOKED_AT = 50  # of the last commits, for what was done in them


class Finished(NamedTuple):
    """A task that was done: on which day, in which note, under which headings, its text."""

    day: date
    path: str
    section: tuple[str, ...]
    text: str


class Committed(NamedTuple):
    """The history up to the commit `tip`; `missing` versions of notes could not be read.

    `recent` are the tasks that were done last, the newest first, where they were asked for.
    """

    tip: str
    history: History
    missing: int
    recent: tuple[Finished, ...] = ()


def committed(
    vault: Vault, today: date, named: str | None = None, *, recent: int = 0, live: bool = False
) -> Committed:
    """The history of the vault's notes up to the last commit; if `live`, to the files as they are.

    The written report, excluded files and copies left by sync are left out, but
    for the note `named`.

    A commit counts on its author's day, in the author's own zone; one dated
    later than `today` counts today; what isn't committed counts on the day of
    the newest file. So many `recent` tasks are looked for in the last commits.
    Raises what `vaultsync.effects.git` does: no git, no repository, no commit.
    """
    from vaultsync.effects.git.repository import open_repository

    repository = open_repository(vault.root)
    tip = repository.resolve()
    reader = CommitReader(vault, repository)
    counts = _counted(vault, named)
    commits = [
        (min(date.fromisoformat(one.when[:10]), today), _of_notes(one, counts))
        for one in repository.commits(tip)
    ]
    if live:
        now = uncommitted(vault.root, repository, tip, counts)
        reader.live = now.contents
        if now.changes:
            commits.append((min(now.day or commits[-1][0], today), now.changes))
    steps = reader.steps([changes for _, changes in commits])
    history = history_of((day, some) for (day, _), some in zip(commits, steps, strict=True))
    last = islice(_finished(reader, commits[: -_LOOKED_AT - 1 : -1]), recent)
    return Committed(tip, history, len(reader.missing), tuple(last))


def _finished(reader: CommitReader, commits: Iterable[tuple[date, Changes]]) -> Iterator[Finished]:
    for day, changes in commits:
        for path, before, after in reader.standings(changes):
            for task in finished(before, after):
                yield Finished(day, path, task.section, task.text)


def _counted(vault: Vault, named: str | None) -> Callable[[str], bool]:
    """Which files are notes that count, whether they are still there or not."""
    hidden = ignored_paths(vault.root)

    def counts(path: str) -> bool:
        if path == vault.config.report or not is_note(path):
            return False
        return path == named or (original_of(path) is None and not hidden(path))

    return counts


def _of_notes(commit: Commit, counts: Callable[[str], bool]) -> Changes:
    """The changes to notes; what becomes a note or ceases to be one comes or goes."""
    found: Changes = []
    for change in commit.changes:
        is_one, was_one = counts(change.path), counts(change.old_path or change.path)
        if is_one and was_one:
            found.append(change)
        elif is_one:
            found.append(change._replace(old_path=None, before=None))
        elif change.old_path and was_one:
            found.append(change._replace(path=change.old_path, old_path=None, after=None))
    return found
