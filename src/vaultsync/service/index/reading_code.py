"""A stamp of the code that reads notes, for what is kept of them."""

from __future__ import annotations

import os
import sys
from zlib import crc32

from vaultsync import model, syntax, text

__all__ = ["code_stamp"]


def code_stamp() -> str:
    """What changes with the code and with the Python that runs it.

    So nobody has to remember to raise a number when the parser changes.
    """
    found = crc32(sys.version.encode())
    for floor in (text, syntax, model):
        for folder, below, names in os.walk(os.path.dirname(floor.__file__ or "")):
            below.sort()
            for name in sorted(names):
                if name.endswith(".py"):
                    state = os.stat(os.path.join(folder, name))
                    stamp = f"{name} {state.st_size} {state.st_mtime_ns}"
                    found = crc32(stamp.encode(), found)
    return f"{found:08x}"
