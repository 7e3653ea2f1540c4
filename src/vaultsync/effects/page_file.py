"""Writing a page to where the user says: whole or not at all, and over nobody else's file."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from vaultsync.effects.beside import said, sync_folder, temporary_for, unlink, write_beside
from vaultsync.effects.files import READ, reason_of
from vaultsync.effects.lease import contents
from vaultsync.errors import WriteFailedError

__all__ = ["read_page", "write_page"]

_FOREIGN = "there is a file that is no page of vaultsync (--overwrite replaces it)"


def read_page(path: str, mark: bytes, *, overwrite: bool) -> bytes | None:
    """What is at `path` and may be replaced; None for nothing.

    A page of ours has `mark` in it. Raises `WriteFailedError` where it hasn't
    and `overwrite` isn't set, and for what is no file.
    """
    try:
        descriptor = os.open(os.path.realpath(path), READ)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WriteFailedError(path, reason_of(error)) from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise WriteFailedError(path, "it is no regular file")
        old = contents(descriptor)
    except OSError as error:
        raise WriteFailedError(path, reason_of(error)) from None
    finally:
        os.close(descriptor)
    if mark not in old and not overwrite:
        raise WriteFailedError(path, _FOREIGN)
    return old


def write_page(path: str, page: bytes, mark: bytes, *, overwrite: bool) -> bool:
    """Put a page at `path`; whether that changed anything. Raises as `read_page` does.

    The page is written beside it, synced, and then takes its place; a link is followed.
    """
    real = os.path.realpath(path)
    folder, name = os.path.split(real)
    if not os.path.isdir(folder):
        raise WriteFailedError(path, "its folder isn't there")
    old = read_page(path, mark, overwrite=overwrite)
    if old == page:
        return False
    beside = os.path.join(folder, temporary_for(name, f"{os.getpid():x}"))
    with said(path, real):
        with suppress(FileNotFoundError):
            os.unlink(beside)
        write_beside(beside, page, like=None)
        try:
            if old is not None:
                os.chmod(beside, stat.S_IMODE(os.stat(real).st_mode))
            os.replace(beside, real)
        except BaseException:
            unlink(beside)
            raise
        sync_folder(real)
    return True
