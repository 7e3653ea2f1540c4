"""The history of a vault's progress, read from the commits of its repository.

Each content that a note ever had is parsed once, and what a commit did to the
boxes worked out once; both are kept, by what they were made of.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.effects.cache_file import cache_path
from vaultsync.effects.forks import cores, worked_off
from vaultsync.effects.kept import Kept
from vaultsync.model.counts import Counts
from vaultsync.model.entry import NoteEntry, TaskEntry, entry_of
from vaultsync.model.flow import Flow, Standing, counts_of, flows, lean, section_counts, standing
from vaultsync.model.history import History, Step, history_of
from vaultsync.model.kinds import is_note
from vaultsync.model.note import MAX_NOTE_BYTES, parse_note
from vaultsync.model.sync_conflicts import original_of
from vaultsync.service.app_settings import ignored_paths
from vaultsync.service.reading_code import code_stamp
from vaultsync.syntax.task_fields import FieldFormat

if TYPE_CHECKING:
    from vaultsync.effects.git.repository import Commit, FileChange, Repository
    from vaultsync.service.vault import Vault

__all__ = ["Committed", "committed"]

_AT_ONCE = 500  # commits worked out together
_BATCH = 20  # contents
_WORTH_IT = 200  # contents: fewer are parsed while other processes would still start


class Committed(NamedTuple):
    """The history up to the commit `tip`; `missing` versions of notes could not be read."""

    tip: str
    history: History
    missing: int


def committed(vault: Vault, today: date, named: str | None = None) -> Committed:
    """The history of the vault's notes up to the last commit.

    The written report, excluded files and copies left by sync are left out, but
    for the note `named`.

    A commit counts on its author's day, in the author's own zone; one dated
    later than `today` counts today. Raises what `vaultsync.effects.git` does:
    no git, no repository, no commit.
    """
    from vaultsync.effects.git.repository import open_repository

    repository = open_repository(vault.root)
    tip = repository.resolve()
    reader = _Reader(vault, repository)
    counts = _counted(vault, named)
    commits = [
        (min(date.fromisoformat(one.when[:10]), today), _of_notes(one, counts))
        for one in repository.commits(tip)
    ]
    steps = reader.steps([changes for _, changes in commits])
    history = history_of((day, some) for (day, _), some in zip(commits, steps, strict=True))
    return Committed(tip, history, len(reader.missing))


Changes = list["FileChange"]


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


class _Reader:
    """Works out what commits did, with what is kept of earlier runs."""

    def __init__(self, vault: Vault, repository: Repository) -> None:
        config = vault.config
        self.repository = repository
        self.fields, self.policy, self.statuses = config.fields, config.policy, config.statuses
        path = f"{cache_path(vault.root)}-history" if vault.cache else None
        self.kept = Kept(path, f"history, {self.fields.value}, {code_stamp()}")
        self.missing: set[str] = set()
        self._notes: dict[str, NoteEntry] = {}
        self._standings: dict[str, Standing] = {}
        kinds = sorted((status, kind.value) for status, kind in self.statuses.items())
        self._rules = repr((self.policy.value, kinds)).encode()

    def steps(self, commits: Sequence[Changes]) -> list[list[Step]]:
        """What each of the commits did to its notes."""
        keys = [self._key(changes) for changes in commits]
        known = self.kept.get(keys)
        fresh = [index for index, key in enumerate(keys) if key not in known]
        for start in range(0, len(fresh), _AT_ONCE):
            some = fresh[start : start + _AT_ONCE]
            known |= self._worked_out({keys[index]: commits[index] for index in some})
        return [list(map(_step, marshal.loads(known[key]))) for key in keys]

    def _key(self, changes: Changes) -> str:
        told = blake2b(self._rules, digest_size=20)
        told.update(repr([tuple(change) for change in changes]).encode("utf-8", "surrogatepass"))
        return f"step {told.hexdigest()}"

    def _worked_out(self, commits: dict[str, Changes]) -> dict[str, bytes]:
        blobs = [
            blob
            for changes in commits.values()
            for change in changes
            for blob in (change.before, change.after)
            if blob
        ]
        self._read(blobs)
        missing = len(self.missing)
        found = {key: marshal.dumps(self._rows(changes)) for key, changes in commits.items()}
        if not missing:  # what couldn't be read may be there the next time
            self.kept.put(found)
        if self.kept.usable:  # memory holds no more than a batch; else each is still parsed once
            self._notes = {blob: self._notes[blob] for blob in blobs}
            self._standings.clear()
        return found

    def _rows(self, changes: Changes) -> list[tuple[object, ...]]:
        pairs = [(self._standing(one.before), self._standing(one.after)) for one in changes]
        return [
            (
                *(change.path, change.old_path, tuple(counts_of(after.kinds))[:5]),
                [(section, tuple(one)[:5]) for section, one in section_counts(after).items()],
                tuple(flow),
            )
            for change, (_, after), flow in zip(changes, pairs, flows(pairs), strict=True)
        ]

    def _standing(self, blob: str | None) -> Standing:
        if blob is None:
            return Standing()
        if blob not in self._standings:
            self._standings[blob] = standing(self._notes[blob], self.policy, self.statuses)
        return self._standings[blob]

    def _read(self, blobs: Iterable[str]) -> None:
        wanted = [blob for blob in dict.fromkeys(blobs) if blob not in self._notes]
        for key, packed in self.kept.get([f"blob {blob}" for blob in wanted]).items():
            self._notes[key.removeprefix("blob ")] = _entry(marshal.loads(packed))
        unread = [blob for blob in wanted if blob not in self._notes]
        contents = list(self.repository.blobs(unread, MAX_NOTE_BYTES))
        self.missing.update(blob for blob, raw in contents if raw is None)
        self.kept.close()
        fresh: dict[str, bytes] = {}
        batches = [contents[at : at + _BATCH] for at in range(0, len(contents), _BATCH)]
        processes = cores() if len(contents) >= _WORTH_IT else 1
        with worked_off(partial(_parsed, self.fields), batches, processes) as results:
            for result in results:
                for blob, packed in marshal.loads(result):
                    self._notes[blob] = _entry(marshal.loads(packed))
                    if blob not in self.missing:
                        fresh[f"blob {blob}"] = packed
        self.kept.put(fresh)


def _parsed(fields: FieldFormat, contents: Sequence[tuple[str, bytes | None]]) -> bytes:
    return marshal.dumps(
        [
            (blob, marshal.dumps(list(_plain(lean(_read_entry(raw or b"", fields), fields)))))
            for blob, raw in contents
        ]
    )


def _read_entry(raw: bytes, fields: FieldFormat) -> NoteEntry:
    return entry_of(parse_note("", raw, fields=fields))


def _plain(note: NoteEntry) -> Iterator[tuple[object, ...]]:
    for task in note.tasks:
        yield task.status, task.text, task.section, task.block_id, task.fields, task.above


def _entry(rows: Iterable[tuple[object, ...]]) -> NoteEntry:
    tasks = [
        TaskEntry(0, 0, status, text, "", 0, None, section, (), block_id, fields, above)  # type: ignore[arg-type]
        for status, text, section, block_id, fields, above in rows
    ]
    return NoteEntry("", tuple(tasks))


def _step(row: Sequence[object]) -> Step:
    path, old_path, counts, sections, flow = row
    return Step(
        path,  # type: ignore[arg-type]
        old_path,  # type: ignore[arg-type]
        Counts(*counts),  # type: ignore[misc]
        {section: Counts(*one) for section, one in sections},  # type: ignore[attr-defined]
        Flow(*flow),  # type: ignore[misc]
    )
