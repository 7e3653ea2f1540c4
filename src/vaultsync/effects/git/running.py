"""Running git so that it runs nothing else.

Nothing that a repository names is run: no hooks, monitors, filters, text
conversions, signature checks, transports; nobody is asked for anything. Loading
GitPython takes longer than most commands: import this where it is needed.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import BinaryIO

from vaultsync.effects.git.errors import GitFailedError, GitMissingError

try:
    from git.cmd import Git
    from git.exc import GitCommandNotFound
except ImportError:  # GitPython looks for the program when it is loaded
    raise GitMissingError from None

__all__ = ["fed", "run"]

_PATIENCE = 120  # seconds for one run
_OPTIONS = (
    *("--no-pager", "--literal-pathspecs", "--no-optional-locks"),
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.quotePath=false", "-c", "safe.bareRepository=explicit"),
    *("-c", "log.showSignature=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false"),
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks
    "GIT_ASKPASS": "",
    "GIT_EDITOR": ":",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # an id stands for one content
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "SSH_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "never",
}
# Set by git for its hooks, they would lead from the vault to another repository or index.
_INHERITED = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE"),
)


def fed(root: str, words: Sequence[str], lines: Iterable[str]) -> bytes:
    """What git answers when it is given these lines; raises as `run` does."""
    with TemporaryFile() as file:
        file.write("".join(f"{line}\n" for line in lines).encode())
        file.seek(0)
        return run(root, words, file)


def run(
    root: str, words: Sequence[str], given: BinaryIO | None = None, *, refused: bytes | None = None
) -> bytes:
    """What git answers. Where it refuses, that is `refused`, if given.

    Raises `GitFailedError`, `GitMissingError`.
    """
    inherited = [name for name in _INHERITED if name in os.environ]
    without = ["env", *(f"--unset={name}" for name in inherited)] if inherited else []
    command = [*without, Git.GIT_PYTHON_GIT_EXECUTABLE or "git", *_OPTIONS, *words]
    try:
        status, answer, said = Git(root).execute(
            command,
            istream=given,
            env=_ENVIRONMENT,
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
            kill_after_timeout=None if sys.platform == "win32" else _PATIENCE,
        )
    except GitCommandNotFound:
        raise GitMissingError from None
    finally:
        _end_timers()
    if status == 0:
        return answer
    if refused is not None and status == 1:
        return refused
    reason = said.strip().partition("\n")[0].removeprefix("fatal: ")
    raise GitFailedError(words[0], reason or f"exit code {status}")


def _end_timers() -> None:
    """Wait for the end of timers that GitPython has called off: no fork beside threads."""
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer) and thread.finished.is_set():
            thread.join(1)
