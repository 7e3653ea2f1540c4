"""What a repository holds of a vault: commits, trees and blobs.

Names are those of the vault, with
`/`, of any bytes (`surrogateescape`); git gets and gives them as they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vaultsync.effects.git.errors import (
    GitFailedError,
    NoCommitsError,
    NotARepositoryError,
    UnknownRevisionError,
    UntrustedRepositoryError,
)
from vaultsync.effects.git.running import fed, run

__all__ = ["REGULAR", "Commit", "FileChange", "Repository", "TreeFile", "open_repository"]

_AT_ONCE = 8_000_000  # bytes of blobs asked for in one run
REGULAR = ("100644", "100755")
"""The modes of files that are no links and no other repositories."""


class TreeFile(NamedTuple):
    """A file of a commit: its path in the vault and the id of its content.

    `regular` is false for links and other repositories, which have no content here.
    """

    path: str
    blob: str
    regular: bool = True


class FileChange(NamedTuple):
    """What a commit did to a file: content before and after, None where there was no file.

    `old_path` is where it was, if that is elsewhere: git found it renamed.
    """

    path: str
    old_path: str | None
    before: str | None
    after: str | None


class Commit(NamedTuple):
    """A commit: `when` its author wrote it, ISO with the zone of then, and what it changed.

    The changes are against its first parent.
    """

    id: str
    when: str
    changes: tuple[FileChange, ...]


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository that holds the vault at `root`: its folder `prefix`, "" or such as "a/b/".

    `setting` are variables that are set for git, such as where it finds objects.
    """

    root: str
    prefix: str
    setting: Mapping[str, str] = field(default_factory=dict)

    @property
    def top(self) -> str:
        """The folder of the work tree."""
        return self.root.removesuffix(self.prefix.rstrip("/")).rstrip("/") or "/"

    def git_dir(self) -> str:
        """Where git keeps what belongs to this work tree."""
        answer = self._run(("rev-parse", "--absolute-git-dir"))
        return os.fsdecode(answer.removesuffix(b"\n"))

    def resolve(self, revision: str = "HEAD") -> str:
        """The id of the commit that `revision` names.

        Raises `NoCommitsError`, `UnknownRevisionError`.
        """
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options")
        found = self._run((*words, f"{revision}^{{commit}}"), refused=b"").decode().strip()
        if found:
            return found
        if not self._run((*words, "HEAD^{commit}"), refused=b""):
            raise NoCommitsError(self.root)
        raise UnknownRevisionError(revision)

    def files(self, commit: str) -> list[TreeFile]:
        """The files of the vault in a commit, hidden ones left out as everywhere."""
        words = ("ls-tree", "-r", "-z", "--full-tree", commit, *self._below())
        records = _names(self._run(words))
        return [file for record in records if (file := self._file(record))]

    def ignored(self) -> list[str]:
        """The files of the vault that git leaves out of commits, as `.gitignore` says."""
        words = ("ls-files", "-z", "--others", "--ignored", "--exclude-standard")
        return [path for path in _names(self._run(words)) if not _is_hidden(path)]

    def commits(self, tip: str) -> list[Commit]:
        """The commits that changed files of the vault, the oldest first.

        Of a merge the first parent is followed: what came in with it, came then.
        Where a file was renamed, git tells by its content.
        """
        words = (
            *("log", "-z", "--reverse", "--first-parent", "--diff-merges=first-parent"),
            *("--root", "--raw", "--no-abbrev", "--find-renames", "--no-ext-diff", "--no-textconv"),
            *("--no-color", "--format=tformat:commit %H %aI", tip, "--", *self._pathspec()),
        )
        return list(self._commits(_names(self._run(words))))

    def blobs(self, ids: Iterable[str], most: int) -> Iterator[tuple[str, bytes | None]]:
        """The contents of blobs, None for one that isn't there or has more than `most` bytes."""
        batch: list[str] = []
        size = 0
        for blob, length in self.sizes(list(dict.fromkeys(ids))):
            if length is None or length > most:
                yield blob, None
                continue
            if batch and size + length > _AT_ONCE:
                yield from self._contents(batch)
                batch, size = [], 0
            batch.append(blob)
            size += length
        yield from self._contents(batch)

    def sizes(self, ids: Sequence[str]) -> Iterator[tuple[str, int | None]]:
        """The sizes of blobs in bytes, None for one that isn't there."""
        if not ids:
            return
        for line in self._fed(("cat-file", "--batch-check", "--buffer"), ids).decode().splitlines():
            blob, kind, *size = line.split(" ")
            yield blob, int(size[0]) if kind == "blob" else None

    def _run(self, words: Sequence[str], *, refused: bytes | None = None) -> bytes:
        return run(self.root, words, refused=refused, setting=self.setting)

    def _fed(self, words: Sequence[str], lines: Iterable[str]) -> bytes:
        return fed(self.root, words, lines, setting=self.setting)

    def _pathspec(self) -> tuple[str, ...]:
        return (".",) if self.prefix else ()

    def _below(self) -> tuple[str, ...]:
        return ("--", self.prefix) if self.prefix else ()

    def _file(self, record: str) -> TreeFile | None:
        about, _, name = record.partition("\t")
        mode, _, blob = about.split(" ")
        path = self._inside(name)
        return None if path is None else TreeFile(path, blob, mode in REGULAR)

    def _inside(self, name: str) -> str | None:
        """The path in the vault of what git names; None outside it and for hidden files."""
        if not name.startswith(self.prefix):
            return None
        path = name.removeprefix(self.prefix)
        return None if _is_hidden(path) else path

    def _commits(self, tokens: Iterator[str]) -> Iterator[Commit]:
        commit: Commit | None = None
        changes: list[FileChange] = []
        for token in tokens:
            record = token.lstrip("\n")
            if record.startswith("commit "):
                if commit:
                    yield commit._replace(changes=tuple(changes))
                _, commit_id, when = record.split(" ")
                commit, changes = Commit(commit_id, when, ()), []
            elif record.startswith(":"):
                changes += self._changes(record, tokens)
        if commit:
            yield commit._replace(changes=tuple(changes))

    def _changes(self, record: str, tokens: Iterator[str]) -> Iterator[FileChange]:
        """The change of a record such as `:100644 100644 1f.. 9a.. R096`, whose paths follow."""
        old_mode, mode, before, after, kind = record.removeprefix(":").split(" ")
        first = self._inside(next(tokens))
        last = self._inside(next(tokens)) if kind[0] in "RC" else first
        old = before if old_mode in REGULAR and first is not None else None
        new = after if mode in REGULAR and last is not None else None
        if last is not None and (old or new):
            moved = first if first != last and old else None
            yield FileChange(last, moved, old, new)
        elif first is not None and old:  # from the vault into a hidden folder
            yield FileChange(first, None, old, None)

    def _contents(self, ids: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
        if not ids:
            return
        answer = self._fed(("cat-file", "--batch", "--buffer"), ids)
        at = 0
        for blob in ids:
            end = answer.index(b"\n", at)
            size = int(answer[at:end].split(b" ")[2])
            at = end + 1 + size
            yield blob, answer[end + 1 : at]
            at += 1


def open_repository(root: str, setting: Mapping[str, str] | None = None) -> Repository:
    """The repository that the vault at `root` is in, asked with these variables set.

    Raises `GitMissingError`, `NotARepositoryError`, `UntrustedRepositoryError`.
    """
    try:
        prefix = run(root, ("rev-parse", "--show-prefix"), setting=setting)
        answer = run(root, ("rev-parse", "--is-inside-work-tree"), setting=setting)
    except GitFailedError as error:
        if "safe.directory" in error.reason or "dubious ownership" in error.reason:
            raise UntrustedRepositoryError(root) from None
        if "not a git repository" in error.reason or "bare repository" in error.reason:
            raise NotARepositoryError(root) from None
        raise
    if answer.strip() != b"true":
        raise NotARepositoryError(root)
    return Repository(root, os.fsdecode(prefix.removesuffix(b"\n")), setting or {})


def _is_hidden(path: str) -> bool:
    """Whether a vault leaves the file out: it or one of its folders begins with a dot."""
    return path.startswith(".") or "/." in path


def _names(answer: bytes) -> Iterator[str]:
    return (os.fsdecode(name) for name in answer.split(b"\0") if name)
