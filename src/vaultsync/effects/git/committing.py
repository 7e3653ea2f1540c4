"""Making a commit of a tree, and moving the branch to it, with the user's hooks and signing.

The branch moves only if it is still where it was when the tree was made: a
commit of somebody else that came between is never taken back.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress

from vaultsync.effects.git.errors import GitFailedError, GitTooOldError, PausedError
from vaultsync.effects.git.index_file import IndexCopy
from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.running import Answer, act
from vaultsync.effects.git.standing import Pause

__all__ = [
    "branch_of",
    "check_identity",
    "commit_tree",
    "is_pre_commit",
    "move_branch",
    "run_hook",
    "tidy",
    "tip_of",
]

_HOOK_PATIENCE = 120
_HOOK_LINES = 5
_SIGN_PATIENCE = 30
_NEEDED = (2, 36)
_VERSION = re.compile(r"(?P<major>\d+)\.(?P<minor>\d+)")
# What the hook of the pre-commit program says of itself.
_PRE_COMMIT = b"pre-commit.com"


def branch_of(repository: Repository) -> str:
    """The branch that is checked out, such as refs/heads/main. Raises `PausedError`."""
    found = act(repository.root, ("symbolic-ref", "--quiet", "HEAD"), fails=False)
    if found.status:
        raise PausedError(Pause.DETACHED)
    return os.fsdecode(found.answer.removesuffix(b"\n"))


def tip_of(repository: Repository, reference: str) -> str | None:
    """The commit that a reference names, None where there is none yet."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
    return act(repository.root, words, fails=False).answer.decode().strip() or None


def check_identity(repository: Repository) -> None:
    """Raise `PausedError` where git would have to guess who commits."""
    for who in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
        words = ("-c", "user.useConfigOnly=true", "var", who)
        if act(repository.root, words, fails=False).status:
            raise PausedError(Pause.IDENTITY)


def is_pre_commit(repository: Repository) -> bool:
    """Whether the pre-commit program has its hook there: it puts away what isn't staged."""
    words = ("rev-parse", "--path-format=absolute", "--git-path", "hooks/pre-commit")
    path = os.fsdecode(act(repository.root, words).answer.removesuffix(b"\n"))
    with suppress(OSError), open(path, "rb") as file:
        return _PRE_COMMIT in file.read(10_000)
    return False


def run_hook(index: IndexCopy, name: str, *words: str) -> None:
    """Run a hook of git, if there is one, on the copy of the index. Raises `PausedError`."""
    command = ("hook", "run", "--ignore-missing", name, *(("--", *words) if words else ()))
    locale = {name: os.environ.get(name, "") for name in ("LC_ALL", "LANGUAGE")}
    setting = {**index.setting, **locale}
    top = index.repository.top
    try:
        found = act(top, command, setting=setting, patience=_HOOK_PATIENCE, fails=False)
    except GitFailedError as error:
        raise PausedError(Pause.HOOK, f"{name}: {error.reason}") from None
    if found.status:
        _check_version(index.repository, found)
        said = f"{found.answer.decode('utf-8', 'replace')}\n{found.said}".split("\n")
        lines = [line.strip() for line in said if line.strip()][:_HOOK_LINES]
        reason = "; ".join(lines) or f"exit code {found.status}"
        raise PausedError(Pause.HOOK, f"{name}: {reason}")


def _check_version(repository: Repository, found: Answer) -> None:
    if "not a git command" not in found.said:
        return
    version = act(repository.root, ("--version",)).answer.decode().strip()
    match = _VERSION.search(version)
    if match and (int(match["major"]), int(match["minor"])) < _NEEDED:
        raise GitTooOldError(version)


def commit_tree(
    repository: Repository, tree: str, message: str, parents: Sequence[str | None]
) -> str:
    """A commit of the tree, signed where git is told to sign. Raises `PausedError`."""
    words = ("config", "--type=bool", "--default=false", "commit.gpgsign")
    signing = act(repository.root, words).answer.strip() == b"true"
    made = (
        *("-c", "user.useConfigOnly=true", "-c", "i18n.commitEncoding=UTF-8"),
        *("commit-tree", *(["-S"] if signing else [])),
        *(word for parent in parents if parent for word in ("-p", parent)),
        *(tree, "-F", "-"),
    )
    content = message.encode("utf-8", "replace")
    try:
        found = act(repository.root, made, content, patience=_SIGN_PATIENCE)
    except GitFailedError as error:
        if signing:
            raise PausedError(Pause.SIGNING, error.reason) from None
        raise
    return found.answer.decode().strip()


def move_branch(
    repository: Repository, branch: str, new: str, old: str | None, subject: str
) -> bool:
    """Move the branch from the one commit to the other; False where it is elsewhere by now.

    Raises `PausedError` where it can't be moved.
    """
    words = ("update-ref", "--create-reflog", "-m", f"commit: {subject}", branch, new)
    expected = old or "0" * len(new)
    found = act(repository.root, (*words, expected), fails=False)
    if found.status and tip_of(repository, branch) == old:
        reason = found.said.strip().partition("\n")[0]
        pause = Pause.HOOK if reason.endswith("aborted by hook") else Pause.LOCKED
        raise PausedError(pause, reason)
    return not found.status


def tidy(repository: Repository) -> None:
    """Let git tidy its objects in the background if it thinks that there is a need.

    It does so after each commit of its own. Raises `GitFailedError` where it takes too long.
    """
    act(repository.root, ("maintenance", "run", "--auto", "--quiet"), fails=False, upkeep=True)
