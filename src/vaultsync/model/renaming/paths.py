"""Which files a rename moves, and the names and places to which it may not move them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping

from vaultsync.errors import UneditableError
from vaultsync.model.checking.names import check_names
from vaultsync.model.linking.resolution import Files, Namesakes, fold

__all__ = ["moved_files"]

# What an editor can't write into a link, besides what no link can hold.
_UNWRITABLE = re.compile("[\x80-\x9f\u2028\u2029\ud800-\udfff]")


def moved_files(old: str, new: str, files: Files) -> dict[str, str]:
    """The files that get another path when `old` is renamed to `new`: itself, or all in a folder.

    Raises `UneditableError` where there is no `old`, where `new` is taken (also
    in another case, but for the same file), is no path in the vault, has a new
    name that no link can hold, or makes something else of a note or canvas.

    >>> moved_files("a", "b/c", Files.of(["a/N.md", "a/x/i.png", "ab.md"]))
    {'a/N.md': 'b/c/N.md', 'a/x/i.png': 'b/c/x/i.png'}
    """
    below = (old,) if _is_file(old, files) else _below(old, files)
    if not below:
        raise UneditableError(old, "there is no such file or folder")
    if old == new:
        return {}
    _check_name(old, new, files)
    moved = {path: new + path[len(old) :] for path in below}
    _check_place(old, new, moved, files)
    if any(_kind(path) != _kind(new_path) for path, new_path in moved.items()):
        raise UneditableError(new, f"{old} must keep its extension: a note stays a note")
    return moved


def _is_file(path: str, files: Files) -> bool:
    at = bisect_left(files.paths, path)
    return files.paths[at : at + 1] == (path,)


def _kind(path: str) -> str:
    """The extension that makes the file one in which links are read, or ""."""
    extension = path[path.rfind(".") :].lower()
    return extension if extension in (".md", ".canvas") else ""


def _below(folder: str, files: Files) -> tuple[str, ...]:
    first, end = f"{folder}/", f"{folder}0"
    return files.paths[bisect_left(files.paths, first) : bisect_left(files.paths, end)]


def _check_name(old: str, new: str, files: Files) -> None:
    """Names that are there already, of folders or the file itself, may be as they are."""
    folder = ""
    *folders, name = new.split("/")
    for part in folders:
        folder += part
        if not _below(folder, files):
            _check_part(part, new)
        folder += "/"
    if name != old.rpartition("/")[2]:
        _check_part(name, new)


def _check_part(part: str, new: str) -> None:
    if not part or part.startswith("."):
        raise UneditableError(new, "that is no path in the vault: a name is empty or hidden")
    for wrong in check_names(Files.of([part])):
        raise UneditableError(new, wrong.message)
    if _UNWRITABLE.search(part):
        raise UneditableError(new, "no link can hold its control characters or odd bytes")


def _check_place(old: str, new: str, moved: Mapping[str, str], files: Files) -> None:
    if new.startswith(f"{old}/"):
        raise UneditableError(new, f"that is within {old}")
    for path in (*moved.values(), *_folders(moved.values())):
        taken = [one for one in _alike(path, files) if one not in moved]
        if taken:
            raise UneditableError(new, f"{taken[0]} is there already")
    if any(path not in moved for path in _below(new, files)):
        raise UneditableError(new, "there is a folder of that name")


def _folders(paths: Iterable[str]) -> set[str]:
    """All folders above the files at `paths`."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _alike(path: str, files: Files) -> list[str]:
    """The files at `path`, or at one that differs in case or Unicode form only."""
    folded = fold(path)
    named = files.by_name.get(folded.rpartition("/")[2], ())
    alike = named.forward if isinstance(named, Namesakes) else (named,) if named else ()
    return [one.path for one in alike if one.folded == folded]
