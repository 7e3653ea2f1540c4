"""Names that links can't hold, that other systems take for the same, that sync has given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultsync.model.checking.findings import Finding, finding
from vaultsync.model.linking.resolution import Files, Namesakes
from vaultsync.model.sync_conflicts import original_of

__all__ = ["check_names"]

# What ends, splits or redirects a link, what Obsidian takes in no name (reference 2.4), and
# bytes that are no UTF-8, which no note that is can hold.
_UNLINKABLE = re.compile(r"[#^\[\]|:\\\x00-\x1f\x7f\ud800-\udfff]|%%")


def check_names(files: Files) -> Iterator[Finding]:
    """What is wrong with the names of the files of a vault.

    >>> for found in check_names(Files.of(["C#.md", "a/Log.md", "a/log.md"])):
    ...     print(found.path, found.code, "-", found.message)
    C#.md unlinkable-name - no link can hold '#'
    a/Log.md case-clash - differs only in case or Unicode form from a/log.md
    a/log.md case-clash - differs only in case or Unicode form from a/Log.md
    """
    for path in files.paths:
        wrong = dict.fromkeys(_UNLINKABLE.findall(path.rpartition("/")[2]))
        if wrong:
            said = f"no link can hold {' '.join(map(repr, wrong))}"
            yield finding(path, 1, 1, "unlinkable-name", said)
        if original := original_of(path):
            said = f"left by a sync conflict over {original}; it counts in no progress"
            yield finding(path, 1, 1, "sync-conflict", said)
    for named in files.by_name.values():
        if isinstance(named, Namesakes):
            yield from _clashes(named)


def _clashes(named: Namesakes) -> Iterator[Finding]:
    """Files with one folded path stand side by side in `named.forward`, the first the least."""
    first: dict[str, str] = {}
    for folded, path in named.forward:
        other = first.setdefault(folded, path)
        if other != path:
            said = "differs only in case or Unicode form from"
            yield finding(other, 1, 1, "case-clash", f"{said} {path}")
            yield finding(path, 1, 1, "case-clash", f"{said} {other}")
