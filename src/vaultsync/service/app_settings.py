"""What Obsidian itself was told: `.obsidian/app.json`, which is read and never written."""

from __future__ import annotations

from collections.abc import Callable

from vaultsync.effects.files import read_file
from vaultsync.errors import VaultsyncError
from vaultsync.model.ignore_filters import ignored_by

__all__ = ["ignored_paths"]

_APP = ".obsidian/app.json"
_MOST = 1_000_000


def ignored_paths(root: str) -> Callable[[str], bool]:
    """Whether a path of the vault at `root` is one of its excluded files (`userIgnoreFilters`).

    Settings that can't be read exclude nothing.
    """
    try:
        raw = read_file(root, _APP, _MOST)
    except VaultsyncError:
        return ignored_by(())
    import json

    try:
        filters = json.loads(raw).get("userIgnoreFilters")
    except (ValueError, AttributeError, RecursionError):
        return ignored_by(())
    listed = filters if isinstance(filters, list) else []
    return ignored_by(one for one in listed if isinstance(one, str))
