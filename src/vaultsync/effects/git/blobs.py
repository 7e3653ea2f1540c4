"""Storing contents in the repository: of bytes that were read whole, as git would store the file.

One file is given to git as bytes. Of many, git reads the files itself, which is
quicker by far: what it stored counts where its id shows that it has read the
same bytes; where not, as with line endings that git converts, the bytes are given.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from vaultsync.effects.git.errors import GitFailedError
from vaultsync.effects.git.ids import blob_id
from vaultsync.effects.git.repository import Repository
from vaultsync.effects.git.running import act
from vaultsync.effects.git.whole_files import LARGEST, NotWhole, Seen, read_whole

__all__ = ["Stored", "Wanted", "store"]

_FEW = 8
_AT_ONCE = 1000


class Wanted(NamedTuple):
    """A file to store: its path in the repository, and what tells that it has changed.

    `empty_before` says that an empty file is no surprise.
    """

    path: str
    seen: Seen
    empty_before: bool


class Stored(NamedTuple):
    """What was stored of a file: mode and id; or why it was left out."""

    path: str
    mode: str = ""
    blob: str = ""
    left_out: NotWhole | None = None


def store(repository: Repository, files: Sequence[Wanted], digits: int) -> Iterator[Stored]:
    """Store the files as blobs whose ids have so many digits.

    Raises `GitMissingError`.
    """
    for start in range(0, len(files), _AT_ONCE):
        some = files[start : start + _AT_ONCE]
        quick = _stored_by_git(repository, some) if len(some) > _FEW else {}
        for one in some:
            try:
                yield _stored(repository, one, quick.get(one.path), digits)
            except NotWhole as reason:
                yield Stored(one.path, left_out=reason)


def _stored(repository: Repository, one: Wanted, quick: str | None, digits: int) -> Stored:
    real = os.path.join(repository.top, one.path)
    whole = read_whole(real, one.path, one.seen, empty_before=one.empty_before)
    if quick and not whole.is_link and quick == blob_id(whole.raw, digits):
        return Stored(one.path, whole.mode, quick)
    how = "--no-filters" if whole.is_link else f"--path={one.path}"
    words = ("hash-object", "-w", "--stdin", how)
    try:
        found = act(repository.top, words, whole.raw, setting=repository.setting)
    except GitFailedError as error:
        raise NotWhole(error.reason) from None
    return Stored(one.path, whole.mode, found.answer.decode().strip())


def _stored_by_git(repository: Repository, files: Sequence[Wanted]) -> Mapping[str, str]:
    """The ids of the files as git reads them now; of none where it can't read one."""
    paths = [one.path for one in files if _can_be_a_line(repository.top, one.path)]
    lines = b"".join(os.fsencode(path) + b"\n" for path in paths)
    words = ("hash-object", "-w", "--stdin-paths")
    found = act(repository.top, words, lines, setting=repository.setting, patience=120, fails=False)
    if found.status:
        return {}
    return dict(zip(paths, found.answer.decode().split(), strict=True))


def _can_be_a_line(top: str, path: str) -> bool:
    """Whether git takes the path as one of its lines, and may read what is there itself."""
    if "\n" in path or path.endswith("\r") or path.startswith('"'):
        return False
    try:
        state = os.lstat(os.path.join(top, path))
    except OSError:
        return False
    # It would follow a link, wait at a pipe for ever, and store what services don't take.
    return stat.S_ISREG(state.st_mode) and state.st_size <= LARGEST
