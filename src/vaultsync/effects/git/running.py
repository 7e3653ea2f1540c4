"""Running git: so that it runs nothing else, to read, or as its user would, to write.

To read, nothing that a repository names is run: no hooks, monitors, filters,
text conversions, signature checks, transports. To write, git is what its user
has made it, with hooks, filters and signing. Nobody is ever asked for anything,
and nothing runs for ever. Loading GitPython takes longer than most commands:
import this where it is needed.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple

from vaultsync.effects.git.errors import GitFailedError, GitMissingError
from vaultsync.errors import VaultNotFoundError

try:
    from git.cmd import Git
    from git.exc import GitCommandNotFound
except ImportError:  # GitPython looks for the program when it is loaded
    raise GitMissingError from None

__all__ = ["Answer", "act", "fed", "given", "run"]

_PATIENCE = 120  # seconds for one run that reads
_GRACE = 5  # seconds to end in, before it is ended
_EVER = ("--no-pager", "--literal-pathspecs", "-c", "core.quotePath=false")
_NO_UPKEEP = ("-c", "gc.auto=0", "-c", "maintenance.auto=false")
# A split index that is written lets the part go that another index may still share: a copy
# of the index would take it from the index itself.
_WHOLE_INDEX = (*_NO_UPKEEP, "-c", "core.splitIndex=false")
_QUIETLY = (
    *_NO_UPKEEP,
    "--no-optional-locks",
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit", "-c", "log.showSignature=false"),
)
_UNASKED = {
    "GIT_ASKPASS": "",
    "GIT_EDITOR": ":",
    "GIT_PAGER": "cat",
    "GIT_SEQUENCE_EDITOR": ":",
    "GIT_TERMINAL_PROMPT": "0",
    "SSH_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "never",
}
_READING = {
    **_UNASKED,
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # an id stands for one content
    "GIT_OPTIONAL_LOCKS": "0",
}
# Set by git for its hooks, they would lead from the vault to another repository or index.
_INHERITED = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE"),
)


class Answer(NamedTuple):
    """How a run of git ended: its exit code, what it answered, and what it said besides."""

    status: int
    answer: bytes
    said: str


def fed(
    root: str,
    words: Sequence[str],
    lines: Iterable[str],
    *,
    setting: Mapping[str, str] | None = None,
) -> bytes:
    """What git answers when it is given these lines; raises as `run` does."""
    with given("".join(f"{line}\n" for line in lines).encode()) as file:
        return run(root, words, file, setting=setting)


@contextmanager
def given(content: bytes) -> Iterator[BinaryIO]:
    """A file to read from, for a run of git."""
    with TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file


def run(
    root: str,
    words: Sequence[str],
    given: BinaryIO | None = None,
    *,
    refused: bytes | None = None,
    setting: Mapping[str, str] | None = None,
) -> bytes:
    """What git answers, only reading, with these variables set.

    Where it refuses, that is `refused`, if given.

    Raises `GitFailedError`, `GitMissingError`.
    """
    status, answer, said = _ended(
        root, _QUIETLY, words, given, {**_READING, **(setting or {})}, _PATIENCE
    )
    if status == 0:
        return answer
    if refused is not None and status == 1:
        return refused
    raise GitFailedError(words[0], _reason(status, said))


def act(
    root: str,
    words: Sequence[str],
    content: bytes | None = None,
    *,
    setting: Mapping[str, str] | None = None,
    patience: float = 30,
    fails: bool = True,
    upkeep: bool = False,
) -> Answer:
    """Run git as its user would, with these variables set, for at most `patience` seconds.

    Without `upkeep` it never begins to tidy its objects.

    Raises `GitMissingError`, and `GitFailedError` where it `fails` or takes too long.
    """
    environment = {**_UNASKED, **(setting or {})}
    with given(content or b"") as file:
        options = () if upkeep else _WHOLE_INDEX
        ended = _ended(root, options, words, file, environment, patience)
    if ended.status and fails:
        raise GitFailedError(words[0], _reason(ended.status, ended.said))
    return ended


def _reason(status: int, said: str) -> str:
    reason = said.strip().partition("\n")[0].removeprefix("fatal: ").removeprefix("error: ")
    return reason or f"exit code {status}"


def _ended(
    root: str,
    options: Sequence[str],
    words: Sequence[str],
    file: BinaryIO | None,
    environment: Mapping[str, str],
    patience: float,
) -> Answer:
    """Run git to its end, in a session of its own: what ends us with Ctrl-C doesn't end it."""
    unset = [f"--unset={name}" for name in _INHERITED if name in os.environ]
    without = ["env", *unset, *(f"{k}={v}" for k, v in environment.items())] if unset else []
    if not os.path.isdir(root):
        raise VaultNotFoundError(root, "no such directory")
    program = Git.GIT_PYTHON_GIT_EXECUTABLE or "git"
    # GitPython takes what looks like a variable in the name of a folder for one: git doesn't.
    command = [*without, program, "-C", root, *_EVER, *options, *words]
    try:
        process: Any = Git(os.sep).execute(
            command, istream=file, env=dict(environment), as_process=True, start_new_session=True
        )
    except GitCommandNotFound:
        raise GitMissingError from None
    try:
        answer, said = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        _end(process)
        raise GitFailedError(words[0], f"no answer in {patience:g} seconds") from None
    except BaseException:
        _end(process)
        raise
    return Answer(process.returncode, answer, said.decode("utf-8", "replace"))


def _end(process: Any) -> None:
    """Ask it and all it has started to end, so that it leaves no locks; then make it."""
    for how in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
        with suppress(OSError):
            os.killpg(process.pid, how) if hasattr(os, "killpg") else process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=_GRACE)
            return
