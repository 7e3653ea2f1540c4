"""Which branch a folder is on, as `.git/HEAD` says: no git is run, and nothing that it names."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import NamedTuple

__all__ = ["GitHead", "read_head"]

_MOST = 4096
_BRANCH = re.compile(r"ref: refs/heads/(?P<branch>\S[^\x00-\x1f\x7f]*)")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class GitHead(NamedTuple):
    """What is checked out: a branch, which may have no commit yet, or else a commit."""

    branch: str | None
    commit: str | None


def read_head(folder: str) -> GitHead | None:
    """What is checked out in the repository that `folder` lies in; None where that is none.

    A repository whose HEAD can't be read has neither branch nor commit.
    """
    above = os.path.realpath(folder)
    while True:
        git = os.path.join(above, ".git")
        if os.path.isdir(git):
            return _head(git)
        if os.path.isfile(git):  # a worktree or submodule: "gitdir: PATH"
            named = _first_line(git).removeprefix("gitdir: ")
            return _head(os.path.join(above, named))
        above, below = os.path.dirname(above), above
        if above == below:
            return None


def _head(git: str) -> GitHead:
    line = _first_line(os.path.join(git, "HEAD"))
    branch = _BRANCH.fullmatch(line)
    return GitHead(branch and branch["branch"], line if _COMMIT.fullmatch(line) else None)


def _first_line(path: str) -> str:
    with suppress(OSError, ValueError):
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            raw = os.read(descriptor, _MOST)
        finally:
            os.close(descriptor)
        return os.fsdecode(raw.partition(b"\n")[0].rstrip(b"\r"))
    return ""
