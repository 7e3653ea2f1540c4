"""What `doctor` thinks of the vault, of what is kept about it, and of the machine under it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence

from vaultsync.model.doctoring.findings import (
    Diagnosis,
    error,
    fine,
    info,
    listed,
    several,
    warning,
)

__all__ = [
    "is_copy",
    "judge_copies",
    "judge_index",
    "judge_journal",
    "judge_limits",
    "judge_mount",
    "judge_names",
    "judge_place",
    "judge_settings",
    "judge_syncs",
    "judge_watch",
    "service_of",
]

# The folders that programs which sync keep, by how their names begin.
_SYNCED = {
    "Dropbox": "Dropbox",
    "Mobile Documents": "iCloud",
    "iCloudDrive": "iCloud",
    "OneDrive": "OneDrive",
    "Google Drive": "Google Drive",
    "GoogleDrive": "Google Drive",
    "My Drive": "Google Drive",
    "Nextcloud": "Nextcloud",
    "ownCloud": "ownCloud",
    "pCloud": "pCloud",
    "CloudStorage": "a cloud",
}
# Such as: index 2; main.sync-conflict-20261120-101500-K7QDRLA; HEAD (Ann's conflicted copy).
_COPY = re.compile(r".+(?: \d+(?:\.\w+)?|\.sync-conflict-.+|conflicted copy.*)", re.DOTALL)
_NETWORK = {
    *("9p", "afs", "afpfs", "beegfs", "ceph", "cifs", "drvfs", "glusterfs", "lustre", "ncpfs"),
    *("nfs", "nfs4", "prl_fs", "smb3", "smbfs", "vboxsf", "vmhgfs", "webdav"),
    *("fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "fuse.vmhgfs-fuse"),
}
_LIMITS = {
    "max_user_instances": (32, "each program that watches files takes one of these"),
    "max_queued_events": (16384, "of more changes at once some get lost until the next scan"),
}
_CONF = "/etc/sysctl.d/60-inotify.conf"
_ROOM = 524_288  # what most distributions' documentation advises for watches


def judge_settings(problem: str | None) -> list[Diagnosis]:
    """Of `vaultsync.toml`: what is wrong with it."""
    if problem is None:
        return fine("settings", "vaultsync.toml can be read, or isn't needed")
    why = "no other command runs before that is mended"
    return [error("unusable-settings", problem, why, "${EDITOR:-vi} vaultsync.toml")]


def judge_names(clashes: Sequence[str]) -> list[Diagnosis]:
    """Of the paths of files whose names clash."""
    if not clashes:
        return fine("names", "no two names differ only in case or Unicode form")
    said = f"{several(len(clashes), 'name clashes', 'names clash')}: "
    shown = listed(clashes)
    why = "on macOS and Windows only one of them can be there: the other is lost in a checkout"
    fix = f"vaultsync rename {shlex.quote(clashes[-1])} NEWNAME"
    return [warning("case-clash", said + shown, why, fix)]


def judge_journal(folder: str, *, writable: bool, pending: bool) -> list[Diagnosis]:
    """Of the journal: the folder it is in, and whether a write in it isn't done."""
    if not writable:
        why = "before each write the old text is kept there for undo: without it nothing is written"
        fix = f"mkdir -p {shlex.quote(folder)} && chmod u+rwx {shlex.quote(folder)}"
        return [error("unwritable-journal", f"the journal can't be written: {folder}", why, fix)]
    if pending:
        said = "a write was interrupted, or is at work just now"
        why = "the next command finishes it, or takes it back"
        return [warning("interrupted-write", said, why, "vaultsync status")]
    return fine("journal", "the journal can be written, and no write was interrupted")


def judge_index(
    path: str, size: int | None, count: int | None, notes: int, *, writable: bool
) -> list[Diagnosis]:
    """Of the index in the file `path`: its bytes, None for none, and the notes it knows.

    None where it can't be read.
    """
    if not writable:
        why = "each command reads all notes anew"
        folder = shlex.quote(path.rpartition("/")[0])
        fix = f"mkdir -p {folder} && chmod u+rwx {folder}"
        return [warning("unwritable-index", f"the index can't be kept: {path}", why, fix)]
    if size is None:
        return fine("index", "no index yet: the next command makes it")
    if count is None:
        why = "the next command makes it anew; where it happens again, look at the disk"
        return [
            warning(
                "damaged-index", f"the index is damaged: {path}", why, f"rm {shlex.quote(path)}"
            )
        ]
    return fine("index", f"{size / 1e6:.1f} MB, {count} readings for {several(notes, 'note')}")


def service_of(folders: Iterable[str]) -> str | None:
    """The service that syncs a path, by the names of its folders.

    >>> service_of(["home", "ada", "Dropbox (Personal)", "Notes"])
    'Dropbox'
    """
    for folder in folders:
        for start, service in _SYNCED.items():
            if folder.startswith(start):
                return service
    return None


def judge_place(git: str, top: str, service: str | None, syncthing: str | None) -> list[Diagnosis]:
    """Of where the folder `git` of the repository is, whose files are at `top`.

    In a folder of a `service`, or in the folder `syncthing` that Syncthing keeps.
    """
    why = "two devices that write to one repository by way of files damage it"
    if syncthing is not None:
        said = f"Syncthing syncs the repository's own files: {git}"
        fix = f"echo .git >> {shlex.quote(f'{syncthing}/.stignore')}"
        return [warning("git-in-synced-folder", said, why, fix)]
    if service is not None:
        said = f"the repository's own files are in a folder of {service}: {git}"
        name = re.sub(r"[^A-Za-z0-9]+", "-", top.rpartition("/")[2]).strip("-") or "vault"
        fix = f'git -C {shlex.quote(top)} init --separate-git-dir "$HOME/{name}.git"'
        return [warning("git-in-synced-folder", said, why, fix)]
    return fine("place", "the repository is in no folder that another program syncs")


def is_copy(name: str) -> bool:
    """Whether a file in a repository is a copy that a program which syncs has left.

    >>> is_copy("index 2"), is_copy("index"), is_copy("main.sync-conflict-20261120-101500-K7QDRLA")
    (True, False, True)
    """
    return _COPY.fullmatch(name) is not None


def judge_copies(paths: Sequence[str]) -> list[Diagnosis]:
    """Of copies among the files of the repository itself."""
    why = (
        "two devices changed it at once, and git may take it for a branch. One of a branch names "
        "a commit that only the other device may know: keep it first (git branch NAME COMMIT)"
    )
    said = "left by sync among git's files: "
    return [
        error("copy-in-git", said + path, why, f"rm {shlex.quote(path)}") for path in paths
    ] or fine("copies", "no copy by sync lies among git's files")


def judge_syncs(*, obsidian: bool, remotes: Sequence[str]) -> list[Diagnosis]:
    """Of how many ways lead to other devices: Obsidian Sync, and the `remotes` of git."""
    if not (obsidian and remotes):
        return fine("syncs", "notes reach other devices by at most one way")
    said = f"Obsidian Sync is on, and git has a remote: {listed(remotes)}"
    why = "where both bring the same change to a device, one of them sees a conflict"
    return [info("two-syncs", said, why, "in Obsidian: Settings, Core plugins, Sync: off")]


def judge_mount(kind: str | None) -> list[Diagnosis]:
    """Of the file system that the vault is on, as the system calls it; None for one unknown."""
    if kind not in _NETWORK:
        return fine(
            "file-system", f"the vault is on a local file system ({kind or 'of some kind'})"
        )
    said = f"the vault is on a file system of another machine ({kind})"
    why = "changes made elsewhere are not told; watch finds them when it next scans"
    return [warning("network-file-system", said, why, "vaultsync watch --once, from cron")]


def judge_limits(limits: Mapping[str, int], folders: int) -> list[Diagnosis]:
    """Of the limits of inotify, where the system has it, for that many folders to watch."""
    found = []
    watches = limits.get("max_user_watches")
    if watches is not None and watches < 2 * folders:
        said = f"{watches} folders and files can be watched, and the vault has {folders} folders"
        why = "all programs share them; without, watch has to scan again and again"
        room = max(_ROOM, 4 * folders)
        found.append(_limit("few-watches", "max_user_watches", room, said, why))
    for name, (least, why) in _LIMITS.items():
        if limits.get(name, least) < least:
            said = f"fs.inotify.{name} is {limits[name]}"
            found.append(_limit(name.replace("_", "-"), name, least, said, why))
    if found or not limits:
        return found or fine("limits", "the system has no limits of inotify")
    return fine("limits", f"{watches} watches for {several(folders, 'folder')}")


def _limit(code: str, name: str, room: int, said: str, why: str) -> Diagnosis:
    line = f"fs.inotify.{name}={room}"
    fix = f"echo {line} | sudo tee -a {_CONF} && sudo sysctl -p {_CONF}"
    return warning(code, said, why, fix)


def judge_watch(pid: int | None) -> list[Diagnosis]:
    """Of the watch: the process that it is, None where none is at work."""
    said = "no watch is at work" if pid is None else f"a watch is at work: process {pid}"
    return fine("watch", said)
