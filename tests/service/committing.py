"""What tests of commits share: a repository with a vault, one commit, and what it must leave."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.effects.repositories import at_once, commit, configure, git, own_repository
from vaultsync import Vault
from vaultsync.effects.git.errors import PausedError
from vaultsync.effects.git.standing import Pause
from vaultsync.service.commits.committing import Outcome, commit_changes

Notes = dict[str, str | bytes | None]
NOTES: Notes = {"a.md": "a\n", "b.md": "b\n", "f/c.md": "c\n"}


def new_vault(folder: Path, notes: Notes | None = None, *settings: str) -> Path:
    """A vault whose notes are committed, in a repository with these settings."""
    root = folder / "vault"
    if notes is None:
        shutil.copytree(_template(folder.parent / "template"), root)
        configure(root, *settings)
    else:
        commit(own_repository(root, *settings), notes)
    return root


def _template(root: Path) -> Path:
    """One vault for all tests of a worker to copy, which is quicker than making it."""
    if not root.exists():
        commit(own_repository(root), NOTES)
    return root


def committed(
    root: Path,
    wait: Callable[[float], None] = at_once,
    *,
    message: str | None = None,
    dry_run: bool = False,
    deletions: bool = False,
) -> Outcome:
    """Commit what has changed in the vault at `root`."""
    return commit_changes(
        Vault.open(root), message=message, dry_run=dry_run, deletions=deletions, wait=wait
    )


def paused(root: Path, wait: Callable[[float], None] = at_once) -> tuple[Pause, str]:
    """Commit, which must be paused: why, and what was said besides."""
    try:
        outcome = committed(root, wait)
    except PausedError as error:
        return error.pause, error.detail
    raise AssertionError(f"not paused: {outcome}")


def write(root: Path, **notes: str) -> None:
    """Write notes at the top of a vault: `a="..."` is a.md."""
    for name, text in notes.items():
        (root / f"{name}.md").write_text(text)


def just_saved(root: Path, *names: str) -> None:
    """Have files touched as git looks for changes: they are young on the slowest machine, too."""
    monitor, ran = root.parent / "monitor", root.parent / "monitor-ran"
    touched = " ".join(str(root / name) for name in names)
    monitor.write_text(f"#!/bin/sh\n[ -e {ran} ] || touch {ran} {touched}\nprintf 'token\\0/\\0'\n")
    monitor.chmod(0o755)
    configure(root, f"core.fsmonitor={monitor}", "core.fsmonitorHookVersion=2")


def status(root: Path) -> str:
    """What git says of the work tree, a line for each file."""
    return git(root, "status", "--porcelain", "--no-renames", "--untracked-files=all")


def changes(root: Path, commit: str = "HEAD") -> list[str]:
    """What a commit changed, or several: "M a.md"."""
    words = ("log", "-z", "--format=", "--no-renames", "--name-status")
    only = () if ".." in commit else ("-1",)
    found = [one for one in git(root, *words, *only, commit).split("\0") if one]
    return [f"{kind} {path}" for kind, path in zip(found[::2], found[1::2], strict=True)]


def staged(root: Path) -> str:
    """What is staged, with contents: the user's own."""
    return git(root, "diff", "--cached", "--raw", "--no-abbrev", "--no-renames")


def head(root: Path) -> str:
    return git(root, "rev-parse", "HEAD")


def nothing_left(root: Path) -> bool:
    """Whether nothing of a commit under way is there any more."""
    git(root, "fsck", "--strict", "--no-dangling")
    folder = root / ".git"
    if not folder.is_dir():
        folder = Path(git(root, "rev-parse", "--absolute-git-dir"))
    ours = {path.name for path in (folder / "vaultsync").iterdir()}
    return ours <= {"lock"} and not (folder / "index.lock").exists()
