"""The index: git changes a copy of it, which takes its place in one step.

So the lock of the index is held for an instant only, and no git that is run by
others at the time finds it taken for long. While it is held it is one file with
our copy, by which we know it again should we be stopped right then.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import NamedTuple

from vaultsync.effects.git.changed import NOTHING
from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.running import act
from vaultsync.effects.git.standing import LOCK
from vaultsync.effects.git.whole_files import Seen, see
from vaultsync.effects.git.workspace import Entry, Workspace

__all__ = ["IndexCopy", "Locked", "copy_index", "fresh_index", "remove_our_lock"]


class Locked(Exception):  # noqa: N818 what stands in the way may go by itself
    """Another program holds the lock of the index."""


class IndexCopy(NamedTuple):
    """A copy of the index, and what told of the index when it was made."""

    repository: Repository
    workspace: Workspace
    path: str
    seen: Seen

    @property
    def setting(self) -> Mapping[str, str]:
        """What makes git use the copy."""
        return {**self.repository.setting, "GIT_INDEX_FILE": self.path}

    def git(self, *words: str, content: bytes = b"", fails: bool = True) -> bytes:
        """What git answers that uses the copy. Raises `GitFailedError`."""
        run = act(
            self.repository.top, words, content, setting=self.setting, patience=120, fails=fails
        )
        return run.answer

    def put(self, entries: Iterable[Entry]) -> None:
        """Change entries; those that go are first, as a folder may come where a file was."""
        ordered = sorted(entries, key=lambda one: one.mode != NOTHING)
        lines = (os.fsencode(f"{one.mode} {one.blob or '0' * 40}\t{one.path}\0") for one in ordered)
        self.git("update-index", "-z", "--index-info", content=b"".join(lines))

    def reset(self, tree: str | None) -> None:
        """Make it hold what the tree does, nothing for None; the work tree has no say in it."""
        self.git("read-tree", *(("-i", "--reset", tree) if tree else ("--empty",)))

    def entries(self, paths: Iterable[str]) -> dict[str, Entry]:
        """What it holds of some paths; unmerged ones are left out."""
        wanted = set(paths)
        found: dict[str, Entry] = {}
        for record in os.fsdecode(self.git("ls-files", "-s", "-z")).split("\0"):
            about, _, path = record.partition("\t")
            if path in wanted:
                mode, blob, stage = about.split(" ")
                if stage == "0":
                    found[path] = Entry(path, mode, blob)
        return found

    def tree(self) -> str:
        """The id of the tree that it is; the tree is stored."""
        return self.git("write-tree").decode().strip()

    def is_behind(self) -> bool:
        """Whether files that it holds differ in the work tree; it has been refreshed."""
        words = ("diff-files", "--quiet", "--ignore-submodules")
        return act(self.repository.top, words, setting=self.setting, fails=False).status != 0

    def install(self, still: Callable[[], bool] = lambda: True) -> bool:
        """Put it in the place of the index, if that is as it was and all is `still` well.

        Raises `Locked`.
        """
        lock = os.path.join(self.workspace.git_dir, LOCK)
        try:
            _link(self.path, lock)
        except FileExistsError:
            raise Locked from None
        held = True
        try:
            index = os.path.join(self.workspace.git_dir, "index")
            if see(index) != self.seen or not still():
                return False
            os.replace(lock, index)
            held = False
        finally:
            if held:
                os.unlink(lock)
            with suppress(OSError):
                os.unlink(self.path)
        return True


def copy_index(repository: Repository, workspace: Workspace, name: str) -> IndexCopy:
    """A copy of the index as it is, under that name.

    It keeps the time of the index, by which git knows what of it may be stale.
    """
    index, path = os.path.join(workspace.git_dir, "index"), workspace.path(name)
    with suppress(FileNotFoundError):
        os.unlink(path)
    seen = see(index)
    if seen:
        shutil.copy2(index, path)
    return IndexCopy(repository, workspace, path, seen)


@contextmanager
def fresh_index(repository: Repository, workspace: Workspace, name: str) -> Iterator[IndexCopy]:
    """An index of its own, empty at first and gone at the end."""
    path = workspace.path(name)
    try:
        with suppress(FileNotFoundError):
            os.unlink(path)
        yield IndexCopy(repository, workspace, path, None)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(path)


def remove_our_lock(workspace: Workspace, name: str) -> None:
    """Remove the lock of the index where it is one file with our copy of that name."""
    lock = os.path.join(workspace.git_dir, LOCK)
    with suppress(OSError):
        if os.path.samefile(lock, workspace.path(name)):
            os.unlink(lock)


def _link(path: str, lock: str) -> None:
    """Make our copy the lock. Raises `FileExistsError`."""
    try:
        os.link(path, lock)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        with open(path, "rb") as copy, open(lock, "xb") as file:
            shutil.copyfileobj(copy, file)
