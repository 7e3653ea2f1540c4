"""What a commit would hold if notes were written first that are not: for showing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vaultsync.effects.git.changed import NOTHING
from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.running import act
from vaultsync.effects.git.trees import tree_entries
from vaultsync.effects.git.workspace import Entry, Put
from vaultsync.service.commits.gathering import Gathered

__all__ = ["with_planned"]


def with_planned(
    repository: Repository, base: str | None, found: Gathered, planned: Mapping[str, bytes]
) -> Gathered:
    """What was gathered, as if the files of the vault at these paths held these bytes.

    What is left out, or ignored by git, stays so.
    """
    left_out = {one.path for one in found.left_out if not one.soon}
    wanted = {
        repository.prefix + path: raw for path, raw in planned.items() if path not in left_out
    }
    before = tree_entries(repository, base, wanted.keys())
    puts = [put for put in found.puts if put.after.path not in wanted]
    return found._replace(puts=[*puts, *_puts(repository, wanted, before)])


def _puts(
    repository: Repository, wanted: Mapping[str, bytes], before: Mapping[str, Entry]
) -> Iterator[Put]:
    ignored = set(repository.ignored()) if wanted.keys() - before.keys() else set()
    for path, raw in wanted.items():
        old = before.get(path)
        if old is None and path.removeprefix(repository.prefix) in ignored:
            continue
        words = ("hash-object", "-w", "--stdin", f"--path={path}")
        stored = act(repository.top, words, raw, setting=repository.setting)
        blob = stored.answer.decode().strip()
        if old is None:
            yield Put(Entry(path, NOTHING, "0" * len(blob)), Entry(path, "100644", blob))
        elif old.blob != blob:
            yield Put(old, old._replace(blob=blob))
