"""The hooks of git around a commit, as `git commit` runs them."""

from __future__ import annotations

import os
from contextlib import suppress

from vaultsync.effects.git.committing import is_pre_commit, run_hook
from vaultsync.effects.git.errors import GitFailedError, PausedError
from vaultsync.effects.git.index_file import IndexCopy
from vaultsync.effects.git.standing import Pause
from vaultsync.service.commits.site import Site

__all__ = ["run_commit_hooks", "run_last_hook"]


def run_commit_hooks(site: Site, copy: IndexCopy, message: str) -> str:
    """Run the hooks that may refuse a commit; the message as they leave it."""
    if is_pre_commit(site.repository):
        copy.git("update-index", "-q", "--refresh", fails=False)
        if copy.is_behind():
            raise PausedError(Pause.UNSTAGED)
    run_hook(copy, "pre-commit")
    path = site.workspace.path("message")
    with open(path, "wb") as file:
        file.write(message.encode("utf-8", "replace") + b"\n")
    run_hook(copy, "prepare-commit-msg", path, "message")
    run_hook(copy, "commit-msg", path)
    with open(path, "rb") as file:
        left = file.read().decode("utf-8", "replace").strip()
    if not left:
        raise PausedError(Pause.HOOK, "commit-msg: left no message")
    return left


def run_last_hook(site: Site, copy: IndexCopy) -> None:
    """Run what follows a commit, on the index itself; what it says changes nothing any more."""
    index = copy._replace(path=os.path.join(site.workspace.git_dir, "index"))
    with suppress(PausedError, GitFailedError):
        run_hook(index, "post-commit")
