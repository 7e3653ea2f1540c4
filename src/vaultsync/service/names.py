"""Which note or folder of a vault a name means: a link's text, a path in the vault, one on disk."""

from __future__ import annotations

import os
from collections.abc import Callable

from vaultsync.effects.files import resolve_inside, walk_notes
from vaultsync.errors import AmbiguousNoteError, NoteNotFoundError, OutsideVaultError
from vaultsync.model.linking.resolution import Files, fold, resolve

__all__ = ["find_file", "find_folder", "find_note", "linkpath_of", "spelled"]

_Look = Callable[[str, str], str | None]


def find_note(root: str, name: str) -> str:
    """The path of the note that `name` means.

    Raises `NoteNotFoundError`, `OutsideVaultError`, or `AmbiguousNoteError`
    with the candidates.
    """
    outside: OutsideVaultError | None = None
    for look in _in_order(name, _note_in_vault, _note_beside):
        try:
            if found := look(root, name):
                return found
        except OutsideVaultError as error:
            outside = error
    linkpath = linkpath_of(name)
    if outside or linkpath == name:
        raise outside or NoteNotFoundError(name, root)
    return find_note(root, linkpath)


def find_file(root: str, name: str, files: Callable[[], Files]) -> str:
    """The path of the note, or else of another file, that `name` means; raises as `find_note`."""
    try:
        return find_note(root, name)
    except NoteNotFoundError:
        beside = os.path.relpath(os.path.abspath(name), root) if name else ""
        for path in (name, beside.replace(os.sep, "/")):
            if path in files().paths:
                return path
        found = resolve(name, "", files())
        if found.ties:
            raise AmbiguousNoteError(name, [found.path or "", *found.ties]) from None
        if not found.path:
            raise
        return found.path


def find_folder(root: str, name: str) -> str | None:
    """The folder that `name` means, "" for the vault itself; None when it is no folder."""
    outside: OutsideVaultError | None = None
    for look in _in_order(name, _folder_in_vault, _folder_beside):
        try:
            folder = look(root, name)
        except OutsideVaultError as error:
            outside = error
            continue
        if folder is not None:
            return folder
    if outside:
        raise outside
    return None


def spelled(root: str, path: str) -> str:
    """The path as the vault spells it, where there is such a note in any case."""
    if _is_listed(root, path):
        return path
    same = [one for one in walk_notes(root).notes if fold(one) == fold(path)]
    return path if path in same or not same else same[0]


def _is_listed(root: str, path: str) -> bool:
    """Whether the folders list each name of the path in its own case."""
    folder = root
    for name in path.split("/"):
        try:
            if name not in os.listdir(folder):
                return False
        except OSError:
            return False
        folder = os.path.join(folder, name)
    return True


def _in_order(name: str, vault: _Look, beside: _Look) -> tuple[_Look, _Look]:
    """Where to look first: a name that says itself that it is a path on disk is that."""
    on_disk = os.path.isabs(name) or name in (".", "..") or name.startswith(("./", "../"))
    return (beside, vault) if on_disk else (vault, beside)


def _note_in_vault(root: str, name: str) -> str | None:
    return _exactly(root, os.path.join(root, name), name) or _linked(root, name)


def _note_beside(root: str, name: str) -> str | None:
    return None if "\0" in name else _exactly(root, os.path.abspath(name), name)


def _folder_in_vault(root: str, name: str) -> str | None:
    return _folder_at(root, os.path.join(root, name), name)


def _folder_beside(root: str, name: str) -> str | None:
    path = "" if "\0" in name else os.path.abspath(name)
    if not os.path.isdir(path) or _linked(root, name):
        return None
    return _folder_at(root, path, name)


def _exactly(root: str, path: str, name: str) -> str | None:
    """The note at a path on disk, its `.md` left out or not."""
    if "\0" in name or not name:
        return None
    for candidate in (path, path + ".md"):
        if os.path.lexists(candidate) and candidate.lower().endswith(".md"):
            return _relative(root, candidate, name)
    return None


def _linked(root: str, name: str) -> str | None:
    """The note that a link of that name means from the vault's root."""
    wanted = fold(name.removeprefix("/"))
    names = (wanted, wanted + ".md")
    ends = tuple(f"/{one}" for one in names)
    notes = [(path, fold(path)) for path in walk_notes(root).notes]
    fits = [path for path, folded in notes if folded in names or folded.endswith(ends)]
    exact = [path for path in fits if fold(path) in names]
    if len(exact or fits) > 1:
        beside = os.path.join(os.path.relpath(os.getcwd(), root), name)
        paths = (os.path.normpath(beside), os.path.normpath(f"{beside}.md"))
        exact = [path for path in fits if path in paths]
        if len(exact) != 1:
            raise AmbiguousNoteError(name, fits)
    return next(iter(exact or fits), None)


def _relative(root: str, path: str, name: str) -> str:
    """The vault-relative form of a path on disk. Raises `OutsideVaultError`."""
    relative = os.path.relpath(os.path.normpath(path), root)
    if relative.startswith(".." + os.sep):
        folder, base = os.path.split(path)
        relative = os.path.relpath(os.path.join(os.path.realpath(folder), base), root)
    if relative == ".." or relative.startswith(".." + os.sep):
        raise OutsideVaultError(name, root)
    return relative.replace(os.sep, "/")


def _folder_at(root: str, path: str, name: str) -> str | None:
    if "\0" in name or not os.path.isdir(path) or os.path.isfile(path + ".md"):
        return None
    relative = _relative(root, path, name)
    resolve_inside(root, relative)
    return "" if relative == "." else relative


def linkpath_of(name: str) -> str:
    """What a name means without `[[`, `]]`, alias and subpath.

    >>> linkpath_of("[[Langchain#Learn|chains]]")
    'Langchain'
    """
    name = name.removeprefix("!").removeprefix("[[").removesuffix("]]")
    return name.partition("|")[0].partition("#")[0]
