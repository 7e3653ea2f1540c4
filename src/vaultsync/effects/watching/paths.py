"""Which of the paths that a watcher hears of matter: most of what changes in `.git` doesn't."""

from __future__ import annotations

from enum import Enum
from fnmatch import fnmatchcase

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
# What programs write beside notes for themselves: no commit holds it (see `effects.git.noise`,
# which is not asked as all of git would be loaded with it).
_NOISE = (
    *(".*.vaultsync-tmp", ".syncthing.*.tmp", "~syncthing~*", "*.crdownload", "*.part"),
    *(".*.sw?", "*~", ".#*", ".~lock.*#", "~$*"),
    *(".DS_Store", "._*", "Thumbs.db", "desktop.ini"),
)
_NOISY_FOLDERS = frozenset({".git", ".stversions", ".stfolder"})


def sort_of(path: str) -> Sort:
    """What a change at a vault-relative path means.

    >>> sort_of("Topics/RAG.md").name, sort_of(".obsidian/app.json").name
    ('FILE', 'FILE')
    >>> sort_of(".git/index.lock").name, sort_of(".git/objects/1f").name
    ('REPOSITORY', 'NOISE')
    >>> sort_of(".obsidian/workspace.json").name
    'NOISE'
    """
    parts = path.split("/")
    name = parts[-1]
    sort = Sort.FILE
    if parts[0] == ".git":
        sort = Sort.REPOSITORY if len(parts) == 1 or parts[1] in _TELLING else Sort.NOISE
    elif (
        not _NOISY_FOLDERS.isdisjoint(parts[:-1])
        or parts[0] == ".trash"
        or any(fnmatchcase(name, pattern) for pattern in _NOISE)
        or (parts[0] == ".obsidian" and fnmatchcase(name, "workspace*.json"))
    ):
        sort = Sort.NOISE
    return sort
