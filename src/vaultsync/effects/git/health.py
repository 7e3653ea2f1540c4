"""What `doctor` asks git, and looks up among its files; nothing is changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from vaultsync.effects.git.errors import GitFailedError
from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.running import act, run

__all__ = [
    "GitFolders",
    "copies",
    "folders_of",
    "hook_text",
    "identity",
    "ignored",
    "locks",
    "remotes",
    "settings",
    "version",
]

_MOST = 100_000  # bytes of a hook
_LOCKS = ("index.lock", "HEAD.lock", "config.lock", "packed-refs.lock", "shallow.lock")


class GitFolders(NamedTuple):
    """Where git keeps things: of this work tree, of all of its work trees, and the hooks."""

    own: str
    common: str
    hooks: str


def version(root: str) -> str:
    """What `git version` says."""
    return run(root, ("version",)).decode("utf-8", "replace").strip()


def folders_of(repository: Repository) -> GitFolders:
    """Where git keeps things."""
    words = ("rev-parse", "--path-format=absolute")
    # As its user runs it: where only reading is meant, there are no hooks.
    found = [
        act(repository.root, (*words, *what)).answer.removesuffix(b"\n")
        for what in (("--git-dir",), ("--git-common-dir",), ("--git-path", "hooks"))
    ]
    return GitFolders(*map(os.fsdecode, found))


def identity(repository: Repository) -> str | None:
    """Who commits, as `Ada <ada@example.org>`; None where git would have to guess."""
    words = ("-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT")
    try:
        said = run(repository.root, words).decode("utf-8", "replace")
    except GitFailedError:
        return None
    return said.rpartition(">")[0] + ">"


def settings(repository: Repository) -> dict[str, str]:
    """All settings of git that hold in the repository, by their names; the last one counts."""
    listed = run(repository.root, ("config", "--list", "-z")).decode("utf-8", "replace")
    pairs = (one.partition("\n") for one in listed.split("\0") if one)
    return {name: value for name, _, value in pairs}


def remotes(repository: Repository) -> list[str]:
    """The names of the other repositories that this one knows."""
    return run(repository.root, ("remote",)).decode("utf-8", "replace").split()


def locks(folders: GitFolders, now: float) -> list[tuple[str, float]]:
    """The locks that are there, each with its age in seconds at the time `now`."""
    found = []
    for name in _LOCKS:
        for folder in dict.fromkeys((folders.own, folders.common)):
            path = os.path.join(folder, name)
            with suppress(OSError):
                found.append((path, now - os.lstat(path).st_mtime))
    return found


def ignored(repository: Repository) -> frozenset[str]:
    """The paths in the vault that git leaves out; of a repository in it the folder, with a `/`."""
    words = ("ls-files", "-z", "--others", "--ignored", "--exclude-standard")
    return frozenset(map(os.fsdecode, run(repository.root, words).split(b"\0")))


def copies(folders: GitFolders, is_copy: Callable[[str], bool]) -> list[str]:
    """The files among git's own whose names say so; objects are not looked at."""
    found = []
    for folder, below, names in os.walk(folders.common):
        if folder == folders.common and "objects" in below:
            below.remove("objects")
        found += [os.path.join(folder, name) for name in names if is_copy(name)]
    return sorted(found)


def hook_text(folders: GitFolders, name: str) -> str | None:
    """The beginning of a hook; None where git runs none of that name."""
    path = os.path.join(folders.hooks, name)
    if not os.access(path, os.X_OK):
        return None
    with suppress(OSError), open(path, "rb") as file:
        return file.read(_MOST).decode("utf-8", "replace")
    return None
