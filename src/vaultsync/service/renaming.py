"""Renaming and moving in a vault: the file itself, and every link that must follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from vaultsync.errors import NoteNotFoundError, UneditableError, VaultsyncError
from vaultsync.model.changes import Changeset, Move, change
from vaultsync.model.edits.regions import resealed
from vaultsync.model.kinds import is_canvas, is_note
from vaultsync.model.linking.anchors import find_anchor
from vaultsync.model.linking.resolution import fold
from vaultsync.model.note import Note
from vaultsync.model.renaming.heading import heading_edits, plan_heading_rename
from vaultsync.model.renaming.rename import Captured, Mover, Retarget
from vaultsync.service.following import Source, written_anew
from vaultsync.service.names import find_file, find_folder
from vaultsync.syntax.elements import Heading

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault

__all__ = ["move", "rename"]


def rename(vault: Vault, name: str, new_name: str) -> Changeset:
    """Plan to give what `name` means another name: a note, another file, a folder, a heading."""
    path, subpath = _named(vault, name)
    if subpath:
        return _renamed_heading(vault, vault.read(path), subpath, new_name)
    if "/" in new_name:
        raise UneditableError(new_name, "a name holds no /; `move` takes it to another folder")
    folder, slash, old_name = path.rpartition("/")
    if is_note(path) and not is_note(new_name):
        new_name += ".md"
    elif "." in old_name and "." not in new_name and not vault.is_folder(path):
        new_name += old_name[old_name.rfind(".") :]
    return _moved(vault, path, f"{folder}{slash}{new_name}")


def move(vault: Vault, name: str, folder: str) -> Changeset:
    """Plan to take what `name` means to a folder, "/" for the root; it is made if need be."""
    path, subpath = _named(vault, name)
    if subpath:
        raise UneditableError(path, f"{subpath} can't be moved; name the note alone")
    above = _spelled(vault, folder)
    file_name = path.rpartition("/")[2]
    return _moved(vault, path, f"{above}/{file_name}" if above else file_name)


def _named(vault: Vault, name: str) -> tuple[str, str]:
    """The path of the file or folder that is meant, and the subpath of a heading in a note."""
    folder = find_folder(vault.root, name)
    if folder is not None:
        return folder, ""
    bare, hash_sign, rest = name.removeprefix("[[").removesuffix("]]").partition("#")
    path = find_file(vault.root, name, vault.files)
    try:
        has_subpath = bool(rest) and find_file(vault.root, bare, vault.files) == path
    except NoteNotFoundError:
        has_subpath = False
    return path, f"{hash_sign}{rest.partition('|')[0]}" if has_subpath else ""


def _spelled(vault: Vault, folder: str) -> str:
    """A folder as the vault spells it, level by level; what isn't there yet as it was given."""
    known = None if folder.strip("/") in ("", ".") else find_folder(vault.root, folder)
    if known is not None or folder.strip("/") in ("", "."):
        return known or ""
    folders = {path.rpartition("/")[0] for path in vault.files().paths}
    spelled = {fold(one): one for path in folders for one in _levels(path)}
    best = ""
    for level in _levels(folder.strip("/")):
        best = spelled.get(fold(level), f"{best}/{level.rpartition('/')[2]}" if best else level)
    return best


def _levels(folder: str) -> list[str]:
    """`a/b/c`: `a`, `a/b`, `a/b/c`."""
    parts = folder.split("/")
    return ["/".join(parts[: at + 1]) for at in range(len(parts))]


def _moved(vault: Vault, old: str, new: str) -> Changeset:
    files = vault.files()
    mover = Mover(old, new, files)
    if not mover.moved:
        return Changeset()

    def retargets(one: Source) -> list[Retarget]:
        return [found for found in mover.plan(one.path, one.links) if isinstance(found, Retarget)]

    sources, remarks = _sources(vault)
    planned = {path: mover.plan(path, one.links) for path, one in sources.items()}
    remarks += _captured(found for some in planned.values() for found in some)
    if vault.config.report in mover.moved:
        remarks.append(f"the report is written to {vault.config.report}, whatever this is called")
    concerned = [sources[path] for path, some in planned.items() if some]
    move = Move(old, new, tuple(mover.moved.items()))
    return Changeset(tuple(written_anew(vault, concerned, retargets)), move, tuple(remarks))


def _renamed_heading(vault: Vault, note: Note, subpath: str, text: str) -> Changeset:
    heading = _heading(note, subpath)
    if "\n" in text or "\r" in text:
        raise UneditableError(note.path, f"a heading has one line, not {text!r}", heading.line)
    files = vault.files()
    sources, remarks = _sources(vault)
    sources[note.path] = note
    links = [(path, one.links) for path, one in sources.items()]
    plan = plan_heading_rename(note, heading, text, files, links)

    def retargets(one: Source) -> Sequence[Retarget]:
        found = plan_heading_rename(note, heading, text, files, [(one.path, one.links)])
        return found.retargets.get(one.path, ())

    edits = heading_edits(note, heading, text, plan.retargets.get(note.path, ()))
    others = [sources[path] for path in plan.retargets if path != note.path]
    changes = written_anew(vault, others, retargets)
    changes += change(note, resealed(note, edits)).changes
    return Changeset(tuple(changes), remarks=(*remarks, *_captured(plan.captured)))


def _heading(note: Note, subpath: str) -> Heading:
    line = find_anchor(subpath, note.headings, ())
    for heading in note.headings:
        if heading.line == line:
            return heading
    raise UneditableError(note.path, f"it has no heading {subpath}")


def _sources(vault: Vault) -> tuple[dict[str, Source], list[str]]:
    """All that may hold links, by path; and what can't be read, so that its links stay."""
    remarks: list[str] = []

    def refused(error: VaultsyncError) -> None:
        remarks.append(f"{error}; links in it stay as they are")

    look = vault.look()
    for error in look.unreadable:
        refused(error)
    sources: dict[str, Source] = {}
    for entry in look.entries({"links", "problems"}, refused):
        sources[entry.path] = entry
        if any(problem.code == "too-large" for problem in entry.problems):
            remarks.append(f"{entry.path}: too large to be read; links in it stay as they are")
    for canvas in vault.canvases():
        sources[canvas.path] = canvas
        remarks += [
            f"{canvas.path}: {problem.message}; links in it stay as they are"
            for problem in canvas.problems
        ]
    unread = (path for path in vault.files().paths if is_canvas(path) and path not in sources)
    remarks += [f"{path}: can't be read; links in it stay as they are" for path in unread]
    return sources, remarks


def _captured(found: Iterable[Retarget | Captured]) -> Iterator[str]:
    for one in found:
        if isinstance(one, Captured):
            at = f"{one.source}:{one.link.line}"
            yield f"{at}: {one.link.raw} led nowhere and will mean {one.path}"
