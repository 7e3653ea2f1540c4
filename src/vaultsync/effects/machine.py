"""What Linux tells of itself in `/proc`: limits of inotify, file systems, who is at work."""

from __future__ import annotations

import os
import re
from contextlib import suppress

__all__ = ["file_system_of", "inotify_limits", "is_at_work"]

_OCTAL = re.compile(rb"\\([0-7]{3})")


def inotify_limits(proc: str = "/proc") -> dict[str, int]:
    """The limits of inotify by their names, such as `max_user_watches`; none where it isn't."""
    folder = os.path.join(proc, "sys/fs/inotify")
    found = {}
    with suppress(OSError):
        for name in os.listdir(folder):
            with suppress(OSError, ValueError), open(os.path.join(folder, name), "rb") as file:
                found[name] = int(file.read(100))
    return found


def file_system_of(path: str, proc: str = "/proc") -> str | None:
    """The kind of file system that an absolute path is on, such as `ext4`; None where unknown."""
    raw = os.fsencode(path)
    best, kind = b"", None
    with suppress(OSError), open(os.path.join(proc, "self/mounts"), "rb") as file:
        for line in file:
            fields = line.split(b" ")
            if len(fields) < 3:
                continue
            mount = _OCTAL.sub(lambda match: bytes([int(match[1], 8) & 0xFF]), fields[1])
            within = raw == mount or raw.startswith(mount.rstrip(b"/") + b"/")
            if within and len(mount) >= len(best):  # of two at one place the later counts
                best, kind = mount, os.fsdecode(fields[2])
    return kind


def is_at_work(pid: int) -> bool:
    """Whether there is a process of that number; on Windows nobody can be asked."""
    if os.name != "posix" or not 0 < pid < 2**31:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True
