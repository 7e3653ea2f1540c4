"""Running `vaultsync`: within this process, or as one of its own where that makes a difference."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from vaultsync.cli import main

PROGRAM = [sys.executable, "-m", "vaultsync"]


class Answer(NamedTuple):
    """What a run left: its exit code, stdout and stderr."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode("utf-8")

    @property
    def lines(self) -> list[str]:
        return self.out.removesuffix("\n").split("\n") if self.raw else []

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


def run(*words: str) -> Answer:
    """Run it here. An exception that isn't shown to the user goes through: the test fails."""
    runner = CliRunner(catch_exceptions=False)
    result = runner.invoke(main, list(words), prog_name="vaultsync")
    return Answer(result.exit_code, result.stdout_bytes, result.stderr)


def process(*words: str, **environment: str) -> Answer:
    """Run it as a process of its own."""
    found = subprocess.run(
        [*PROGRAM, *words],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return Answer(found.returncode, found.stdout, found.stderr.decode("utf-8", "replace"))


def right(*words: str) -> Answer:
    """Run it; it must do what was asked and say nothing on stderr."""
    answer = run(*words)
    assert (answer.code, answer.err) == (0, "")
    return answer


def refusal(*words: str, code: int) -> str:
    """Run it; it must refuse with `code` and one line on stderr, which is returned."""
    answer = run(*words)
    assert (answer.code, answer.raw) == (code, b"")
    assert answer.err.startswith("vaultsync: ")
    assert answer.err.count("\n") == 1
    return answer.err.removeprefix("vaultsync: ").removesuffix("\n")


def misuse(*words: str) -> str:
    """Run it; the words must be refused with one line, which is returned without its hint."""
    said, hint, rest = refusal(*words, code=2).partition(" (see vaultsync")
    assert hint
    assert rest.endswith(" --help)")
    return said


def write(root: Path, notes: Mapping[str, str | bytes]) -> None:
    """Write notes into a vault, folders too."""
    for name, text in notes.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)


def content(root: Path) -> dict[str, bytes]:
    """All files of a vault with their bytes."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def stamps(root: Path) -> dict[str, tuple[int, ...]]:
    """What changes in the vault's files and folders when something is written, and only then."""
    states = {path.as_posix(): path.lstat() for path in (root, *root.rglob("*"))}
    return {
        path: (state.st_ino, state.st_mode, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        for path, state in states.items()
    }
