"""Looking a vault over: git, the repository, what is kept about the vault, the machine."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from vaultsync.effects.cache_file import cache_path
from vaultsync.effects.git.errors import (
    GitFailedError,
    GitMissingError,
    NotARepositoryError,
    UntrustedRepositoryError,
)
from vaultsync.effects.interrupted import is_interrupted, journal_folder
from vaultsync.effects.machine import file_system_of, inotify_limits, is_at_work
from vaultsync.effects.places import Folders, can_be_written, count_folders, folders_above
from vaultsync.effects.store import stored_count
from vaultsync.effects.walk import Tree, walk_vault
from vaultsync.errors import ConfigError
from vaultsync.model.checking.names import check_names
from vaultsync.model.doctoring import vault as judge
from vaultsync.model.doctoring.findings import Diagnosis, error, warning
from vaultsync.model.linking.resolution import Files
from vaultsync.service.config import read_config

__all__ = ["Patient", "examine"]


class Patient(NamedTuple):
    """A vault that is looked over, on a machine.

    `tree` and `folders` are what is in it, `environ` are the variables of its
    user, `proc` is where Linux tells of itself, `now` in seconds since 1970.
    """

    root: str
    tree: Tree
    folders: Folders
    environ: Mapping[str, str]
    proc: str
    now: float


def examine(
    root: str, environ: Mapping[str, str], *, proc: str = "/proc", now: float | None = None
) -> Iterator[Diagnosis]:
    """Look the vault at `root` over, and say of each thing what is wrong, or that it is fine.

    Nothing is mended, and settings that can't be used are one of the findings.
    """
    at = time.time() if now is None else now
    patient = Patient(root, walk_vault(root), count_folders(root), environ, proc, at)
    yield from _git(patient)
    for check in _OF_THE_VAULT:
        yield from check(patient)


def _git(patient: Patient) -> Iterator[Diagnosis]:
    try:
        # Costs a while to load, and fails where there is no git.
        from vaultsync.service.doctoring.git import examine_git

        yield from examine_git(patient)
    except GitMissingError:
        why = "commit, watch, diff and history work through git; all else works without"
        yield error("git-missing", "git isn't installed, or not on the PATH", why, _INSTALL)
    except NotARepositoryError:
        why = "commit and watch keep the vault's history in one"
        yield warning("no-repository", "the vault is in no git repository", why, "vaultsync init")
    except UntrustedRepositoryError:
        said = "the repository belongs to another user, so git doesn't read it"
        why = "git would run what it names; name its folder only if you trust who made it"
        fix = f"git config --global --add safe.directory {shlex.quote(_top(patient.root))}"
        yield error("untrusted-repository", said, why, fix)
    except GitFailedError as failed:
        why = "what follows from it was not looked at"
        yield error("git-failed", str(failed), why, "git status")


_INSTALL = "install git: https://git-scm.com"


def _top(root: str) -> str:
    """The folder that holds `.git`, without asking git."""
    holding = (one for one in (root, *folders_above(root)) if os.path.lexists(f"{one}/.git"))
    return next(holding, root)


def _settings(patient: Patient) -> list[Diagnosis]:
    try:
        read_config(patient.root)
    except ConfigError as wrong:
        return judge.judge_settings(str(wrong))
    return judge.judge_settings(None)


def _names(patient: Patient) -> list[Diagnosis]:
    found = check_names(Files.of(patient.tree.paths))
    return judge.judge_names([one.path for one in found if one.code == "case-clash"])


def _journal(patient: Patient) -> list[Diagnosis]:
    folder = journal_folder(patient.root)
    writable, pending = can_be_written(folder), is_interrupted(patient.root)
    return judge.judge_journal(folder, writable=writable, pending=pending)


def _index(patient: Patient) -> list[Diagnosis]:
    path = cache_path(patient.root)
    size = os.path.getsize(path) if os.path.isfile(path) else None
    count = None if size is None else stored_count(path)
    writable = can_be_written(os.path.dirname(path))
    return judge.judge_index(path, size, count, len(patient.tree.notes), writable=writable)


def _mount(patient: Patient) -> list[Diagnosis]:
    return judge.judge_mount(file_system_of(patient.root, patient.proc))


def _limits(patient: Patient) -> list[Diagnosis]:
    return judge.judge_limits(inotify_limits(patient.proc), patient.folders.number)


def _watch(patient: Patient) -> list[Diagnosis]:
    pid = None
    try:
        with open(os.path.join(journal_folder(patient.root), "watch.lock"), "rb") as file:
            pid = int(file.read(20))
    except (OSError, ValueError):
        pass
    return judge.judge_watch(pid if pid is not None and is_at_work(pid) else None)


_OF_THE_VAULT: tuple[Callable[[Patient], list[Diagnosis]], ...] = (
    _settings,
    _names,
    _journal,
    _index,
    _watch,
    _mount,
    _limits,
)
