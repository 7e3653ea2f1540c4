"""What commits did to the boxes of notes: each content parsed once, each commit worked out once.

Both are kept, by what they were made of.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING

from vaultsync.effects.cache_file import cache_path
from vaultsync.effects.forks import cores, worked_off
from vaultsync.effects.kept import Kept
from vaultsync.model.entry import NoteEntry, TaskEntry, entry_of
from vaultsync.model.history.flow import (
    Flow,
    Standing,
    counts_of,
    flows,
    lean,
    section_counts,
    standing,
)
from vaultsync.model.history.history import Step
from vaultsync.model.note import MAX_NOTE_BYTES, parse_note
from vaultsync.model.progress.counts import Counts
from vaultsync.service.index.reading_code import code_stamp
from vaultsync.syntax.task_fields import FieldFormat

if TYPE_CHECKING:
    from vaultsync.effects.git.repository import FileChange, Repository
    from vaultsync.service.vault import Vault

__all__ = ["Changes", "CommitReader"]

_AT_ONCE = 500  # commits worked out together
_BATCH = 20  # contents
_WORTH_IT = 200  # contents: fewer are parsed while other processes would still start

Changes = list["FileChange"]


class CommitReader:
    """Works out what commits did, with what is kept of earlier runs."""

    def __init__(self, vault: Vault, repository: Repository) -> None:
        config = vault.config
        self.repository = repository
        self.fields, self.policy, self.statuses = config.fields, config.policy, config.statuses
        path = f"{cache_path(vault.root)}-history" if vault.cache else None
        self.kept = Kept(path, f"history, {self.fields.value}, {code_stamp()}")
        self.missing: set[str] = set()
        self.live: dict[str, bytes] = {}
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

    def standings(self, changes: Changes) -> list[tuple[str, Standing, Standing]]:
        """The boxes of the notes that are there before and after."""
        both = [(one.path, one.before, one.after) for one in changes if one.before and one.after]
        self._read(blob for _, *sides in both for blob in sides)
        return [(path, self._standing(old), self._standing(new)) for path, old, new in both]

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
        contents: list[tuple[str, bytes | None]] = [
            *((blob, self.live[blob]) for blob in unread if blob in self.live),
            *self.repository.blobs([one for one in unread if one not in self.live], MAX_NOTE_BYTES),
        ]
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
