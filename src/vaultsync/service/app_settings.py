"""What Obsidian itself was told in `.obsidian`, which is read and never written."""

from __future__ import annotations

from collections.abc import Callable

from vaultsync.effects.files import read_file
from vaultsync.errors import VaultsyncError
from vaultsync.model.ignore_filters import ignored_by

__all__ = ["has_obsidian_sync", "ignored_paths"]

_APP = ".obsidian/app.json"
_PLUGINS = ".obsidian/core-plugins.json"
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


def has_obsidian_sync(root: str) -> bool:
    """Whether Obsidian's own sync is switched on in the vault; False where that can't be read."""
    import json

    try:
        plugins = json.loads(read_file(root, _PLUGINS, _MOST))
    except (VaultsyncError, ValueError, RecursionError):
        return False
    if isinstance(plugins, dict):
        return plugins.get("sync") is True
    return isinstance(plugins, list) and "sync" in plugins  # as older versions have it
