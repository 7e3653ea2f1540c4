"""Tests of permissions, which root doesn't need."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def as_somebody(root: Path) -> Iterator[None]:
    """Not as root, who may write anywhere."""
    if os.geteuid() != 0:
        yield
        return
    for path in (root.parent, root, *root.iterdir()):
        os.chown(path, 65534, 65534)
    above = [path for path in root.parents if path != root.parent and path.stat().st_uid == 0]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in above}
    for path, mode in modes.items():
        path.chmod(mode | 0o111)
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        for path, mode in modes.items():
            path.chmod(mode)
