"""Which files of a vault git finds changed, and how each stands in the index."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from vaultsync.effects.git.ids import blob_id
from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.running import act

__all__ = ["NOTHING", "ChangedFile", "Where", "changed_files"]

NOTHING = "000000"
"""The mode of a file that isn't there."""

_NOTHING = (NOTHING, "")
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
    changed: dict[str, ChangedFile] = {}
    for one in _changed(os.fsdecode(record) for record in found.split(b"\0") if record):
        path = one.path.removeprefix(repository.prefix)
        if known := changed.get(path):  # staged to go, and there again, or still
            changed[path] = known._replace(where=Where.PARTLY, gone=False)
        else:
            changed[path] = one._replace(path=path)
    gone = [path for path, one in changed.items() if one.gone and one.where is Where.UNSTAGED]
    if gone and _ignores_case(repository):
        folders: dict[str, dict[str, str]] = {}
        respelled = {now for path in gone if (now := _spelled_now(repository.root, path, folders))}
        for path in sorted(respelled - changed.keys() - _tracked_files(repository)):
            changed[path] = ChangedFile(path, Where.UNSTAGED, False, "", _NOTHING, _NOTHING)
    return list(changed.values())


def _ignores_case(repository: Repository) -> bool:
    """Whether git takes a file whose name differs in case for the one it knows.

    Where the file system doesn't, it tells of the old name as gone, and not of the new one.
    """
    words = ("config", "--type=bool", "--default=false", "core.ignorecase")
    return act(repository.root, words).answer.strip() == b"true"


def _tracked_files(repository: Repository) -> set[str]:
    found = act(repository.root, ("ls-files", "-z", "--", ".")).answer
    return {os.fsdecode(path) for path in found.split(b"\0")}


def _spelled_now(root: str, path: str, folders: dict[str, dict[str, str]]) -> str | None:
    """The path of a file that is there under that name but for case; None for none.

    `folders` keeps what has been listed.
    """
    found = ""
    for part in path.split("/"):
        if found not in folders:
            folders[found] = _names_by_case(os.path.join(root, found))
        names = folders[found]
        name = names.get(part) or names.get(part.casefold())
        if name is None:
            return None
        found = os.path.join(found, name)
    return None if os.path.isdir(os.path.join(root, found)) else found


def _names_by_case(folder: str) -> dict[str, str]:
    """The names in a folder, by themselves and without case."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return {}
    return {name.casefold(): name for name in names} | {name: name for name in names}


def _changed(records: Iterator[str]) -> Iterator[ChangedFile]:
    for record in records:
        match record[0]:
            case "1":
                yield _tracked(record)
            case "u":  # u XY sub m1 m2 m3 mW h1 h2 h3 path; HEAD has the second
                _, _, _, _, ours, _, mode, _, blob, _, path = record.split(" ", 10)
                gone = mode == NOTHING
                yield ChangedFile(path, Where.UNMERGED, gone, mode, (ours, blob), _NOTHING)
            case "?":
                path = record[2:]
                where = Where.NESTED if path.endswith("/") else Where.UNSTAGED
                yield ChangedFile(path, where, False, "", _NOTHING, _NOTHING)
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
    if letters == ".A":  # what is only said to be added is an empty file in the index
        modes[1], index = modes[2], blob_id(b"", len(index))
    return ChangedFile(path, where, gone, modes[2], (modes[0], head), (modes[1], index))
