"""Noise: files that programs keep in a vault for themselves, by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from typing import NamedTuple

__all__ = ["NOISE", "Noise", "is_noise"]


class Noise(NamedTuple):
    """Files that are no part of a vault's history; `pattern` is one of gitignore(5).

    One that begins with `/` means a place below the vault's root, others any
    folder of the vault.
    """

    pattern: str
    reason: str


NOISE = (
    Noise("/.obsidian/workspace*.json", "Obsidian: which notes are open, rewritten all the time"),
    Noise("/.trash/", "Obsidian: what was deleted"),
    Noise(".*.vaultsync-tmp", "vaultsync: a text on its way into a note"),
    Noise(".syncthing.*.tmp", "Syncthing: a file on its way"),
    Noise("~syncthing~*", "Syncthing: the same, on Windows"),
    Noise(".stversions/", "Syncthing: old versions"),
    Noise(".stfolder/", "Syncthing: says that the folder is there"),
    Noise(".*.sw?", "Vim: a file that is open"),
    Noise("*~", "editors: the text before the last save"),
    Noise(".#*", "Emacs: a file that is open"),
    Noise(".~lock.*#", "LibreOffice: a file that is open"),
    Noise("~$*", "Office: a file that is open"),
    Noise(".DS_Store", "macOS: how a folder is shown"),
    Noise("._*", "macOS: attributes on a disk that has none"),
    Noise("Thumbs.db", "Windows: small pictures"),
    Noise("desktop.ini", "Windows: how a folder is shown"),
    Noise("*.crdownload", "browsers: a file on its way"),
    Noise("*.part", "browsers: a file on its way"),
)
"""What is left out of commits, and starts no watcher."""


def _one_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)))


_PLACES = _one_of(f"{one.pattern[1:]}*" for one in NOISE if one.pattern.startswith("/"))
_FOLDERS = _one_of(one.pattern[:-1] for one in NOISE if one.pattern.endswith("/"))
_NAMES = _one_of(one.pattern for one in NOISE if "/" not in one.pattern)


def is_noise(path: str) -> bool:
    """Whether a vault-relative path is that of noise, or of something in a folder of noise.

    >>> is_noise(".obsidian/workspace-mobile.json"), is_noise("Topics/.RAG.md.swp")
    (True, True)
    >>> is_noise(".trash/Old.md"), is_noise("Notes/.stversions/a.md"), is_noise("Notes/a.md")
    (True, True, False)
    """
    *folders, name = path.split("/")
    return bool(_PLACES.match(path) or _NAMES.match(name)) or any(map(_FOLDERS.match, folders))
