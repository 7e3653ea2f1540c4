"""The script that git runs before a commit, and telling it from others and from edited ones."""

from __future__ import annotations

import os
import re
import shlex
from hashlib import sha256

__all__ = ["OLD", "hook_script", "is_script", "is_unedited"]

OLD = "pre-commit.vaultsync-old"
"""The name of the hook that was there before, in the same folder."""

_HEAD = b"""\
#!/bin/sh
# Written by `vaultsync hook install`; `vaultsync hook uninstall` takes it away again.
"""
_MARK = b"# vaultsync-hook "

# The hook from before runs first, as it may stage changes of its own. Git runs hooks at the top
# of the work tree; another branch may have no vault there.
_SCRIPT = r"""
old="${0%/*}/__OLD__"
if [ -f "$old" ] && [ -x "$old" ]; then
    "$old" "$@" || exit
fi

vault=__VAULT__
[ -d "$vault" ] || exit 0

python=__PYTHON__
if [ -x "$python" ]; then
    # -P: nothing of the folder that git runs this in is taken for a part of Python.
    vaultsync() { "$python" -P -m vaultsync "$@"; }
elif ! command -v vaultsync >/dev/null 2>&1; then
    echo "vaultsync is gone from $python and isn't on the PATH, so nothing was checked." >&2
    echo "Install it and run \`vaultsync hook install\` again, remove $0," >&2
    echo "or commit without it once: git commit --no-verify" >&2
    exit 1
fi

status=0
__CHECKS__
if [ "$status" -ne 0 ]; then
    echo "vaultsync found what stands above; to pass it over once: git commit --no-verify" >&2
fi
exit "$status"
"""
_CHECK = 'vaultsync -C "$vault" {} --staged || status=$?'


def hook_script(folder: str, python: str, *, report: bool) -> bytes:
    """The hook of the vault in a `folder` of the work tree, run by the program `python`.

    With `report` it looks at the progress note, too.
    """
    checks = ["check", *(["report --check"] if report else [])]
    told = {
        "__OLD__": OLD,
        "__VAULT__": shlex.quote(f"./{folder}"),
        "__PYTHON__": shlex.quote(python),
        "__CHECKS__": "\n".join(map(_CHECK.format, checks)),
    }
    return _sealed(os.fsencode(re.sub("__[A-Z]+__", lambda match: told[match[0]], _SCRIPT)))


def is_script(content: bytes) -> bool:
    """Whether a hook is this script, edited or not."""
    return _MARK in content


def is_unedited(content: bytes) -> bool:
    """Whether the script is as it was written, whichever vault it is for."""
    _, _, rest = content.partition(_MARK)
    return content == _sealed(rest.partition(b"\n")[2])


def _sealed(rest: bytes) -> bytes:
    """The script with a sum of its lines, which tells later whether somebody has edited it."""
    return b"%s%s%s\n%s" % (_HEAD, _MARK, sha256(rest).hexdigest()[:16].encode(), rest)
