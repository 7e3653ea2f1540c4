"""What lies in a vault and belongs into no commit: told to git in `.git/info/exclude`.

That file is this clone's own: nobody else gets it, and what a `.gitignore` says
comes first. Names of files that are there anyway are listed with the reason.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from vaultsync.effects.beside import said
from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.running import run
from vaultsync.effects.noise import NOISE

__all__ = [
    "exclude_file",
    "exclude_noise",
    "noise_block",
    "tracked_noise",
    "untracked_noise",
]


_BEGIN, _END = "# vaultsync:begin noise", "# vaultsync:end noise"
_SPECIAL = re.compile(r"[\\*?\[\]]")


def noise_block(prefix: str = "") -> str:
    r"""The lines that leave the noise of the vault at the folder `prefix` of a repository out.

    >>> for line in noise_block("My [old] notes/").splitlines()[:3]:
    ...     print(line)
    # vaultsync:begin noise My [old] notes/
    # Obsidian: which notes are open, rewritten all the time
    /My \[old\] notes/.obsidian/workspace*.json
    """
    about = dict(zip(_patterns(prefix), (noise.reason for noise in NOISE), strict=True))
    lines = (f"# {reason}\n{pattern}\n" for pattern, reason in about.items())
    begin, end = _marks(prefix)
    return f"{begin}\n{''.join(lines)}{end}\n"


def exclude_file(repository: Repository) -> str:
    """The path of the file that tells git what this clone leaves out."""
    words = ("rev-parse", "--path-format=absolute", "--git-path", "info/exclude")
    return os.fsdecode(run(repository.root, words).removesuffix(b"\n"))


def exclude_noise(repository: Repository, *, dry_run: bool = False) -> bool:
    """Leave the vault's noise out of commits; whether that is new, or would be.

    The lines are appended, and no other byte is touched. Where they are already
    they stay as they are: who takes one out has it out. Raises
    `WriteFailedError`, and `GitFailedError` as all of git does.
    """
    path = exclude_file(repository)
    with said(path, path):
        before = _read(path)
        if _is_there(before, repository.prefix):
            return False
        if not dry_run:
            block = noise_block(repository.prefix)
            _append(path, f"\n{block}" if before[-1:] not in (b"", b"\n") else block)
    return True


def tracked_noise(repository: Repository) -> list[str]:
    """The paths in the vault of files that are noise and stand in the index all the same."""
    return _noise(repository, "--cached")


def untracked_noise(repository: Repository) -> list[str]:
    """The paths in the vault of files that are noise and don't stand in the index."""
    return _noise(repository, "--others")


def _noise(repository: Repository, which: str) -> list[str]:
    options = (f"--exclude={pattern}" for pattern in _patterns(repository.prefix))
    listed = run(repository.root, ("ls-files", "-z", which, "--ignored", *options))
    names = dict.fromkeys(listed.split(b"\0"))  # one that conflicts is there several times
    return [os.fsdecode(name) for name in names if name]


def _patterns(prefix: str) -> Iterator[str]:
    place = _SPECIAL.sub(lambda match: f"\\{match[0]}", prefix)
    place = place.replace("\n", "?")  # a pattern ends with its line
    for pattern, _ in NOISE:
        if pattern.startswith("/"):
            yield f"/{place}{pattern[1:]}"
        else:
            yield f"/{place}**/{pattern}" if place else pattern


def _marks(prefix: str) -> tuple[str, str]:
    of = f" {prefix}".rstrip(" ").replace("\n", "?")
    return _BEGIN + of, _END + of


def _is_there(raw: bytes, prefix: str) -> bool:
    lines = [os.fsdecode(line.rstrip(b"\r")) for line in raw.split(b"\n")]
    begin, end = _marks(prefix)
    return begin in lines and end in lines[lines.index(begin) :]


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def _append(path: str, text: str) -> None:
    """In one piece: who reads it meanwhile has the old file or the new one."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        os.write(descriptor, os.fsencode(text))
    finally:
        os.close(descriptor)
