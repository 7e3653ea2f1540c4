"""Which of the paths that a watcher hears of matter: most of what changes in `.git` doesn't."""

from __future__ import annotations

from enum import Enum

from vaultsync.effects.noise import is_noise

__all__ = ["Sort", "sort_of"]


class Sort(Enum):
    """What a change at a path means."""

    FILE = "a file that a commit may hold"
    REPOSITORY = "somebody works in the repository"
    NOISE = "nothing"


# What comes and goes in `.git` when something is under way there.
_TELLING = frozenset(
    {
        *("HEAD", "index.lock", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG"),
        *("rebase-merge", "rebase-apply", "sequencer"),
    }
)


def sort_of(path: str) -> Sort:
    """What a change at a vault-relative path means.

    >>> sort_of("Topics/RAG.md").name, sort_of(".obsidian/app.json").name
    ('FILE', 'FILE')
    >>> sort_of(".git/index.lock").name, sort_of(".git/objects/1f").name
    ('REPOSITORY', 'NOISE')
    >>> sort_of(".obsidian/workspace.json").name
    'NOISE'
    """
    first, _, rest = path.partition("/")
    if first == ".git":
        below = rest.partition("/")[0]
        return Sort.REPOSITORY if not rest or below in _TELLING else Sort.NOISE
    return Sort.NOISE if "/.git/" in path or is_noise(path) else Sort.FILE
