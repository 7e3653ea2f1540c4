"""Which files of a vault git finds changed, and how each stands in the index."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.running import act

__all__ = ["NOTHING", "ChangedFile", "Where", "changed_files"]

NOTHING = "000000"
"""The mode of a file that isn't there."""

_OTHER = "160000"  # a commit of another repository


class Where(Enum):
    """Where a change is: in the work tree alone, staged, both, or not for us to tell."""

    UNSTAGED = "unstaged"
    STAGED = "staged"
    PARTLY = "partly"
    UNMERGED = "unmerged"
    NESTED = "nested"


class ChangedFile(NamedTuple):
    """A file that differs: its path in the vault, and its mode and content in HEAD and the index.

    `gone` says that it is no longer in the work tree, `mode` what it is there as
    far as git says so.
    """

    path: str
    where: Where
    gone: bool
    mode: str
    head: tuple[str, str]
    staged: tuple[str, str]


def changed_files(repository: Repository) -> list[ChangedFile]:
    """What differs from HEAD below the vault, files that are ignored left out.

    Raises `GitFailedError`, `GitMissingError`.
    """
    words = ("status", "--porcelain=v2", "-z", "--untracked-files=all", "--no-renames")
    setting = {**repository.setting, "GIT_OPTIONAL_LOCKS": "0"}
    found = act(repository.root, (*words, "--", "."), setting=setting, patience=120).answer
    return [
        one._replace(path=one.path.removeprefix(repository.prefix))
        for one in _changed(os.fsdecode(record) for record in found.split(b"\0") if record)
    ]


def _changed(records: Iterator[str]) -> Iterator[ChangedFile]:
    nothing = (NOTHING, "")
    for record in records:
        match record[0]:
            case "1":
                yield _tracked(record)
            case "u":  # u XY sub m1 m2 m3 mW h1 h2 h3 path
                mode, path = record.split(" ", 10)[6::4]
                yield ChangedFile(path, Where.UNMERGED, mode == NOTHING, mode, nothing, nothing)
            case "?":
                path = record[2:]
                where = Where.NESTED if path.endswith("/") else Where.UNSTAGED
                yield ChangedFile(path, where, False, "", nothing, nothing)
            case _:  # a heading, or what a later git may add
                continue


def _tracked(record: str) -> ChangedFile:
    """The file of a record such as `1 .M N... 100644 100644 100644 9a.. 9a.. a.md`."""
    _, letters, _, *modes, head, index, path = record.split(" ", 8)
    staged, unstaged = (letter != "." for letter in letters)
    if _OTHER in modes:
        where = Where.NESTED
    elif staged:
        where = Where.PARTLY if unstaged else Where.STAGED
    else:
        where = Where.UNSTAGED
    gone = modes[2] == NOTHING
    return ChangedFile(path, where, gone, modes[2], (modes[0], head), (modes[1], index))
