"""What is staged of a vault: git's index, the one that git itself uses when it runs a hook.

`git commit -a` and `git commit PATH` make an index for the commit alone, and
tell their hooks where it is by GIT_INDEX_FILE. What else is read of a repository
is not led anywhere by such variables; here they are what counts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vaultsync.effects.git.errors import GitFailedError, NoCommitsError
from vaultsync.effects.git.repository import REGULAR, Repository, TreeFile, opened
from vaultsync.effects.git.running import act

__all__ = ["Staged", "StagingRepository", "open_staging"]

_PATIENCE = 120  # seconds
_INHERITED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR")
_READING = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # an id stands for one content
    "GIT_OPTIONAL_LOCKS": "0",
}
_QUIETLY = (
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit"),
)
_GONE = "D"
_UNMERGED = "U"


class Staged(NamedTuple):
    """The files of the vault that a commit would have, and those that it would change.

    `changed` are the paths whose content isn't that of the last commit.
    """

    files: list[TreeFile]
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class StagingRepository(Repository):
    """A repository that is asked in the environment of a hook: `setting` are its variables."""

    setting: Mapping[str, str]

    def ask(
        self,
        words: Sequence[str],
        lines: Iterable[str] | None = None,
        *,
        refused: bytes | None = None,
    ) -> bytes:
        """What git answers, given these lines; where it refuses, that is `refused`, if given."""
        content = "".join(f"{line}\n" for line in lines or ()).encode()
        environment = {**_READING, **self.setting}
        status, answer, said = act(
            self.root,
            (*_QUIETLY, *words),
            content,
            setting=environment,
            patience=_PATIENCE,
            fails=False,
        )
        if status == 0:
            return answer
        if refused is not None and status == 1:
            return refused
        reason = said.strip().partition("\n")[0].removeprefix("fatal: ")
        raise GitFailedError(words[0], reason or f"exit code {status}")

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
        tokens = (os.fsdecode(one) for one in self.ask(words).split(b"\0") if one)
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
        here = opened(StagingRepository(os.getcwd(), "", setting))
        top = here.ask(("rev-parse", "--show-toplevel"))
        setting["GIT_WORK_TREE"] = os.fsdecode(top.removesuffix(b"\n"))
    return opened(StagingRepository(root, "", setting))
