"""What is staged of a vault: git's index, the one that git itself uses when it runs a hook.

`git commit -a` and `git commit PATH` make an index for the commit alone, and
tell their hooks where it is by GIT_INDEX_FILE. What else is read of a repository
is not led anywhere by such variables; here they are what counts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from vaultsync.effects.git.errors import NoCommitsError
from vaultsync.effects.git.repository import REGULAR, Repository, TreeFile, open_repository

__all__ = ["Staged", "StagingRepository", "open_staging"]

_INHERITED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR")
_GONE = "D"
_UNMERGED = "U"


class Staged(NamedTuple):
    """The files of the vault that a commit would have, and those that it would change.

    `changed` are the paths whose content isn't that of the last commit.
    """

    files: list[TreeFile]
    changed: frozenset[str]


class StagingRepository(Repository):
    """A repository that is asked in the environment of a hook."""

    __slots__ = ()

    def staged(self) -> Staged:
        """What a commit would hold now. Files in conflict are as they were before it."""
        files = {file.path: file for file in self._committed()}
        changed: set[str] = set()
        for path, mode, before, blob, kind in self._differing():
            if kind == _GONE:
                files.pop(path, None)
            elif kind != _UNMERGED:
                files[path] = TreeFile(path, blob, mode in REGULAR)
                if blob != before:
                    changed.add(path)
        return Staged([files[path] for path in sorted(files)], frozenset(changed))

    def modified(self) -> set[str]:
        """The paths of the files that may hold something else than what is staged, or are gone."""
        words = ("diff-files", "--name-only", "-z", "--no-relative", "--no-ext-diff")
        found = (self._inside(os.fsdecode(one)) for one in self._run(words).split(b"\0") if one)
        return {path for path in found if path is not None}

    def _committed(self) -> list[TreeFile]:
        try:
            return self.files(self.resolve())
        except NoCommitsError:
            return []

    def _differing(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Path, mode, id before, id and kind of each file that differs from the last commit.

        What is only meant to be added (`git add --intent-to-add`) isn't staged.
        """
        words = (
            *("diff", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-relative"),
            *("--no-ext-diff", "--no-textconv", "--ita-invisible-in-index"),
        )
        tokens = (os.fsdecode(one) for one in self._run(words).split(b"\0") if one)
        for record in tokens:
            _, mode, before, blob, kind = record.removeprefix(":").split(" ")
            path = self._inside(next(tokens))
            if path is not None:
                yield path, mode, before, blob, kind


def open_staging(root: str) -> StagingRepository:
    """The repository that the vault at `root` is in, with the index that git says to use.

    Raises as `open_repository`.
    """
    setting = {
        name: os.path.abspath(os.environ[name]) for name in _INHERITED if os.environ.get(name)
    }
    if "GIT_DIR" in setting and "GIT_WORK_TREE" not in setting:
        # Git takes the working directory for the work tree then; we ask from the vault's folder.
        setting["GIT_WORK_TREE"] = open_repository(os.getcwd(), setting).top
    found = open_repository(root, setting)
    return StagingRepository(found.root, found.prefix, found.setting)
