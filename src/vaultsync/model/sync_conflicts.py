"""Copies that programs which sync have left beside a file, told by their names.

To Obsidian they are ordinary files. The names are those of Obsidian Sync,
Syncthing, Dropbox and Nextcloud; iCloud's (`Note 2.md`) can't be told from
names that people give.
"""

from __future__ import annotations

import re

__all__ = ["copy_of", "original_of"]

_COPY = re.compile(
    r"""
    (?P<name> .+? )
    (?: \.sync-conflict-\d{8}-\d{6} (?: -\w+ )?   # Note.sync-conflict-20261120-101500-K7QDRLA
      | [ ]\( (?: .*[ ] )? conflicted[ ]copy\b .*
          (?: \d{12} | \d{4}-\d\d-\d\d ) .* \)    # Note (Ann's conflicted copy 2026-11-20)
    )
    (?P<extension> (?: \.[^./]+ )? )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def original_of(path: str) -> str | None:
    """The path of the file that `path` is a conflict copy of; None where it is no such copy.

    >>> original_of("a/Log (Conflicted copy Ann's phone 202611201015).md")
    'a/Log.md'
    >>> original_of("Log.sync-conflict-20261120-101500-K7QDRLA.md"), original_of("Log 2.md")
    ('Log.md', None)
    """
    match = _COPY.fullmatch(path) if "conflict" in path.lower() else None
    return f"{match['name']}{match['extension']}" if match else None


def copy_of(original: str) -> str:
    """What to say of a copy of that file, as the end of a sentence."""
    return f"a copy that sync has left of {original}; keep what you need of both"
