"""Looking over git and the repository of a vault."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.effects.git import health
from vaultsync.effects.git.errors import GitFailedError
from vaultsync.effects.git.health import GitFolders
from vaultsync.effects.git.noise import tracked_noise
from vaultsync.effects.git.repository import Repository, open_repository
from vaultsync.effects.git.standing import Pause, standing_pause
from vaultsync.effects.git_head import read_head
from vaultsync.effects.places import folders_above
from vaultsync.errors import ConfigError
from vaultsync.model.doctoring import git as judge
from vaultsync.model.doctoring import vault as doctor_vault
from vaultsync.model.doctoring.findings import Diagnosis, Level, error
from vaultsync.service.app_settings import has_obsidian_sync
from vaultsync.service.config import Config, read_config

if TYPE_CHECKING:
    from vaultsync.service.doctoring.doctor import Patient

__all__ = ["examine_git"]


class Kept(NamedTuple):
    """The repository of a `patient`: where git keeps its files, and its settings.

    `ignored` are the paths in the vault that git leaves out, of a repository in it with a `/`.
    """

    patient: Patient
    repository: Repository
    folders: GitFolders
    settings: dict[str, str]
    ignored: frozenset[str]


# A lock has its own check, and HEAD is looked at anyhow.
_OTHERS = {Pause.LOCKED, Pause.DETACHED, Pause.ROOT}


def examine_git(patient: Patient) -> Iterator[Diagnosis]:
    """Look over git and the repository.

    Raises `GitMissingError`, `NotARepositoryError`, `UntrustedRepositoryError`, `GitFailedError`.
    """
    found = judge.judge_version(health.version(patient.root))
    yield from found
    if found[0].level is Level.ERROR:
        return
    repository = open_repository(patient.root)
    kept = Kept(
        patient,
        repository,
        health.folders_of(repository),
        health.settings(repository),
        health.ignored(repository),
    )
    for check in _CHECKS:
        try:
            yield from check(kept)
        except GitFailedError as failed:
            yield error("git-failed", str(failed), "that was not looked at", "git status")


def _repository(kept: Kept) -> list[Diagnosis]:
    notes = kept.patient.tree.notes
    ignored = bool(notes) and all(note.path in kept.ignored for note in notes)
    return judge.judge_repository(kept.patient.root, kept.repository.top, ignored=ignored)


def _identity(kept: Kept) -> list[Diagnosis]:
    return judge.judge_identity(health.identity(kept.repository))


def _standing(kept: Kept) -> list[Diagnosis]:
    head, pause = read_head(kept.patient.root), standing_pause(kept.folders.own)
    under_way = None if pause in _OTHERS or pause is None else pause.value
    return judge.judge_standing(under_way, head and head.branch)


def _locks(kept: Kept) -> list[Diagnosis]:
    return judge.judge_locks(health.locks(kept.folders, kept.patient.now))


def _noise(kept: Kept) -> list[Diagnosis]:
    return judge.judge_noise(tracked_noise(kept.repository))


def _large(kept: Kept) -> list[Diagnosis]:
    tree = kept.patient.tree
    files = (*tree.notes, *tree.canvases, *tree.others)
    large = [(file.path, file.size) for file in files if file.path not in kept.ignored]
    return judge.judge_large(large)


def _nested(kept: Kept) -> list[Diagnosis]:
    nested = kept.patient.folders.nested
    return judge.judge_nested([path for path in nested if f"{path}/" not in kept.ignored])


def _newlines(kept: Kept) -> list[Diagnosis]:
    return judge.judge_newlines(kept.settings)


def _signing(kept: Kept) -> list[Diagnosis]:
    return judge.judge_signing(kept.settings, kept.patient.environ)


def _hook(kept: Kept) -> list[Diagnosis]:
    path = os.path.join(kept.folders.hooks, "pre-commit")
    text = health.hook_text(kept.folders, "pre-commit")
    return judge.judge_hook(path, text, used=_config(kept.patient.root).hooks)


def _config(root: str) -> Config:
    try:
        return read_config(root)
    except ConfigError:  # which is a finding of its own
        return Config()


def _place(kept: Kept) -> list[Diagnosis]:
    git = kept.folders.common
    above = folders_above(git)
    service = doctor_vault.service_of(map(os.path.basename, above))
    return doctor_vault.judge_place(git, kept.repository.top, service, _syncthing(git, above))


def _syncthing(git: str, above: list[str]) -> str | None:
    """The folder of Syncthing that the repository is in, unless it is told to leave it alone."""
    for folder in above:
        if os.path.lexists(os.path.join(folder, ".stfolder")):
            spared = {os.path.basename(git), f"**/{os.path.basename(git)}"}
            with suppress(OSError), open(os.path.join(folder, ".stignore"), "rb") as file:
                lines = (os.fsdecode(line).strip().strip("/") for line in file)
                if any(line.removeprefix("(?d)").strip("/") in spared for line in lines):
                    return None
            return folder
    return None


def _copies(kept: Kept) -> list[Diagnosis]:
    return doctor_vault.judge_copies(health.copies(kept.folders, doctor_vault.is_copy))


def _syncs(kept: Kept) -> list[Diagnosis]:
    on = has_obsidian_sync(kept.patient.root)
    return doctor_vault.judge_syncs(obsidian=on, remotes=health.remotes(kept.repository))


_CHECKS: tuple[Callable[[Kept], list[Diagnosis]], ...] = (
    _repository,
    _identity,
    _standing,
    _locks,
    _noise,
    _large,
    _nested,
    _newlines,
    _signing,
    _hook,
    _place,
    _copies,
    _syncs,
)
