"""Where what belongs to a vault, but not into it, is kept for this user."""

from __future__ import annotations

import os
import sys

__all__ = ["place_for"]

# The variable and the default, by the XDG base directory specification.
_XDG = {"cache": ("XDG_CACHE_HOME", "~/.cache"), "state": ("XDG_STATE_HOME", "~/.local/state")}


def place_for(root: str, kind: str) -> str:
    """A path, in the user's folder of that `kind` (cache or state), for the vault at `root`."""
    from hashlib import sha256

    return os.path.join(_folder(kind), sha256(os.fsencode(root)).hexdigest()[:16])


def _folder(kind: str) -> str:
    if sys.platform == "linux":
        # As platformdirs has it, which takes as long to load as it takes to walk 2,000 notes.
        variable, default = _XDG[kind]
        base = os.environ.get(variable, "")
        return os.path.join(base if base.strip() else os.path.expanduser(default), "vaultsync")
    import platformdirs

    find = platformdirs.user_cache_dir if kind == "cache" else platformdirs.user_state_dir
    return find("vaultsync", appauthor=False)
