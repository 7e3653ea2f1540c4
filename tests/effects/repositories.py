"""Repositories for tests: real git, dates and identities of our own."""

import os
import subprocess
from pathlib import Path

ENVIRONMENT = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}


def git(
    root: Path, *words: str, when: str = "2026-11-01T12:00:00+01:00", stdin: bytes = b""
) -> str:
    """Run git in a folder; its answer without the last newline."""
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    done = subprocess.run(
        ["git", *words],
        cwd=root,
        env={**os.environ, **ENVIRONMENT, **dates},
        input=stdin,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (words, done.stderr.decode())
    return os.fsdecode(done.stdout).removesuffix("\n")


def new_repository(root: Path) -> Path:
    """An empty repository."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q", "-b", "main")
    return root


def commit(root: Path, notes: dict[str, str | bytes | None], *, when: str | int = 1) -> str:
    """Write notes (None removes one) and commit all; the id. A number is a day of November."""
    for name, text in notes.items():
        path = root / name
        if text is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    date = f"2026-11-{when:02}T12:00:00+01:00" if isinstance(when, int) else when
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", f"on {date}", when=date)
    return git(root, "rev-parse", "HEAD")


def own_repository(root: Path, *settings: str) -> Path:
    """An empty repository that knows who commits, with settings such as "core.filemode=false"."""
    new_repository(root)
    for setting in ("user.name=Ada", "user.email=ada@example.org", *settings):
        git(root, "config", *setting.split("=", 1))
    return root


def at_once(_seconds: float) -> None:
    """Waiting, without the wait."""


def hook(root: Path, name: str, script: str, *, folder: str = ".git/hooks") -> None:
    """A hook of the repository: what a shell does."""
    path = root / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
