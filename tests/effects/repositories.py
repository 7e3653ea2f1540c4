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

# Names that a program which reads lines, patterns or options takes for something else.
NAMES = {
    "newline": "a\nb.md",
    "carriage-return": "a\r",
    "quotes": '"a".md',
    "quote-inside": 'a"b.md',
    "leading-dash": "-rf.md",
    "colon": ":x",
    "magic": ":(glob)*.md",
    "star": "*.md",
    "brackets": "[a].md",
    "leading-space": " a.md",
    "trailing-space": "a.md ",
    "tab": "a\tb.md",
    "emoji": "🚀 plan.md",
    "nfd": "Cafe\u0301.md",
    "invalid-utf-8": os.fsdecode(b"caf\xe9.md"),
    "backslash": "a\\b.md",
    "hash": "#a.md",
    "exclamation": "!a.md",
    "in-a-folder": "-f/ *[x]/a.md",
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
    configure(root, "user.name=Ada", "user.email=ada@example.org", *settings)
    return root


def configure(root: Path, *settings: str) -> None:
    """Write settings as a user's editor would, which is quicker than asking git each time."""
    with open(root / ".git" / "config", "a", encoding="utf-8") as file:
        for setting in settings:
            name, _, value = setting.partition("=")
            section, _, key = name.rpartition(".")
            file.write(f"[{section}]\n\t{key} = {value}\n")


def at_once(_seconds: float) -> None:
    """Waiting, without the wait."""


def hook(root: Path, name: str, script: str, *, folder: str = ".git/hooks") -> None:
    """A hook of the repository: what a shell does."""
    path = root / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
