"""Trees: what they hold, how they differ; and what a repository says of contents and modes."""

from __future__ import annotations

import os
from collections.abc import Collection

from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.running import act
from vaultsync.effects.git.workspace import Entry, Put

__all__ = ["digits_of", "keeps_modes", "objects_aside", "tree_changes", "tree_entries", "tree_of"]


def tree_of(repository: Repository, commit: str | None) -> str:
    """The id of the tree of a commit; of the empty tree without one."""
    if commit is None:
        return _said(repository, "hash-object", "-t", "tree", "--stdin")
    return _said(repository, "rev-parse", f"{commit}^{{tree}}")


def tree_changes(repository: Repository, old: str, new: str) -> list[Put]:
    """What brings one tree to the other."""
    words = ("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", old, new)
    tokens = iter(_split(repository, *words))
    changes = []
    for record in tokens:  # :100644 100644 9a.. 9a.. M, and the path
        old_mode, mode, before, after, _ = record.removeprefix(":").split(" ")
        path = next(tokens)
        changes.append(Put(Entry(path, old_mode, before), Entry(path, mode, after)))
    return changes


def tree_entries(
    repository: Repository, commit: str | None, paths: Collection[str]
) -> dict[str, Entry]:
    """What a commit holds of some paths; nothing without one."""
    found: dict[str, Entry] = {}
    records = _split(repository, "ls-tree", "-r", "-z", "--full-tree", commit) if commit else ()
    for record in records:
        about, _, path = record.partition("\t")
        if path in paths:
            mode, _, blob = about.split(" ")
            found[path] = Entry(path, mode, blob)
    return found


def digits_of(repository: Repository) -> int:
    """How many digits ids have."""
    return 64 if _said(repository, "rev-parse", "--show-object-format") == "sha256" else 40


def keeps_modes(repository: Repository) -> bool:
    """Whether the file system tells which files may be run."""
    words = ("config", "--type=bool", "--default=true", "core.filemode")
    return _said(repository, *words) == "true"


def objects_aside(repository: Repository, folder: str) -> dict[str, str]:
    """What makes git keep new objects in a folder of their own."""
    words = ("rev-parse", "--path-format=absolute", "--git-path", "objects")
    return {
        "GIT_OBJECT_DIRECTORY": folder,
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": _said(repository, *words),
    }


def _said(repository: Repository, *words: str) -> str:
    answer = act(repository.top, words, setting=repository.setting).answer
    return os.fsdecode(answer.removesuffix(b"\n"))


def _split(repository: Repository, *words: str) -> list[str]:
    answer = act(repository.top, words, setting=repository.setting).answer
    return [os.fsdecode(one) for one in answer.split(b"\0") if one]
