"""What `doctor` thinks of git and of the vault's repository."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence

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
    "LARGE",
    "STALE",
    "judge_hook",
    "judge_identity",
    "judge_large",
    "judge_locks",
    "judge_nested",
    "judge_newlines",
    "judge_noise",
    "judge_repository",
    "judge_signing",
    "judge_standing",
    "judge_version",
]

LARGE = 95_000_000
"""From how many bytes on a file is left out of commits: the usual hosts refuse 100 MiB."""

STALE = 60.0
"""After how many seconds a lock of git isn't that of a git at work any more."""

_NEEDED = (2, 36)  # the first with `git hook run`
_VERSION = re.compile(r"(\d+)\.(\d+)")
_TRUE = frozenset({"", "1", "on", "true", "yes"})


def judge_version(said: str) -> list[Diagnosis]:
    """Of what `git version` says.

    >>> judge_version("git version 2.30.1 (Apple Git-130)")[0].code
    'git-too-old'
    """
    found = _VERSION.search(said)
    version = said.removeprefix("git version ")
    if found and (int(found[1]), int(found[2])) < _NEEDED:
        needed = ".".join(map(str, _NEEDED))
        why = "commits run the user's hooks by `git hook run`"
        said = f"git {version} is too old: {needed} is the first that will do"
        return [error("git-too-old", said, why, "install a newer git: https://git-scm.com")]
    return fine("git", f"git {version}")


def judge_repository(root: str, top: str, *, ignored: bool) -> list[Diagnosis]:
    """Of the repository that begins at `top`: whether it ignores the vault at `root`."""
    if not ignored:
        return fine("repository", f"the vault is in the repository {top}")
    said = f"the vault is in the repository {top}, which ignores it"
    why = "nothing of it is ever committed; a repository of its own is made by `git init`"
    return [warning("ignored-vault", said, why, f"git check-ignore --verbose {shlex.quote(root)}")]


def judge_identity(identity: str | None) -> list[Diagnosis]:
    """Of who commits, `Ada <ada@example.org>`; None where git wasn't told."""
    if identity is not None:
        return fine("identity", f"commits are by {identity}")
    names = "git config --global user.name 'NAME'", "git config --global user.email 'ADDRESS'"
    why = "git makes no commit, or invents an author from the names of user and machine"
    return [error("no-identity", "git wasn't told who you are", why, " && ".join(names))]


def judge_standing(under_way: str | None, branch: str | None) -> list[Diagnosis]:
    """Of what is `under_way` in the repository, such as a merge, and the branch it is on."""
    why = "nothing is committed meanwhile; it goes on by itself afterwards"
    if under_way is not None:
        fix = "git bisect reset" if under_way == "bisect" else f"git {under_way} --continue"
        return [info("unfinished", f"under way in the repository: {under_way}", why, fix)]
    if branch is None:
        return [info("detached-head", "HEAD is on no branch", why, "git switch BRANCH")]
    return fine("branch", f"on branch {branch}; no merge, rebase or the like is under way")


def judge_locks(locks: Sequence[tuple[str, float]]) -> list[Diagnosis]:
    """Of git's lock files, each with its age in seconds."""
    stale = [path for path, age in locks if age > STALE]
    if not stale:
        return fine("locks", "no lock was left behind in the repository")
    why = (
        "no commit can be made while it is there. A git that was killed leaves it behind; "
        "look first whether one is at work (ps -ef | grep git)"
    )
    return [error("stale-lock", f"left behind: {path}", why, _rm(path)) for path in stale]


def judge_noise(tracked: Sequence[str]) -> list[Diagnosis]:
    """Of the files that are tracked, and belong into no commit.

    >>> judge_noise([".obsidian/workspace.json", ".trash/a.md", ".trash/b.md"])[0].fix
    'git rm -r --cached -- .obsidian/workspace.json .trash'
    """
    if not tracked:
        return fine("noise", "nothing is tracked that belongs into no commit")
    said = f"{several(len(tracked), 'file')} of no interest tracked: {listed(tracked)}"
    why = "they change all the time, and conflict between devices; on disk they stay"
    return [warning("tracked-noise", said, why, f"git rm -r --cached -- {_words(tracked)}")]


def _words(paths: Sequence[str]) -> str:
    """The paths for a shell; of those in the trash and the like, only the folder."""
    folders = re.compile(r"(.*?(?:\A|/)(?:\.trash|\.stversions|\.stfolder))/")
    tops = (found[1] if (found := folders.match(path)) else path for path in paths)
    return shlex.join(dict.fromkeys(tops))


def judge_large(files: Sequence[tuple[str, int]]) -> list[Diagnosis]:
    """Of the files that git doesn't ignore, each with its bytes."""
    large = [(path, size) for path, size in files if size > LARGE]
    if not large:
        return fine("large-files", f"no file has more than {LARGE // 1_000_000} MB")
    why = "it is in no commit: it would stay in the repository for ever, and hosts refuse it"
    return [
        warning(
            "large-file",
            f"{path} has {size // 1_000_000} MB",
            why,
            f"printf '%s\\n' {shlex.quote('/' + _pattern(path))} >> .gitignore",
        )
        for path, size in large
    ]


def _pattern(path: str) -> str:
    return re.sub(r"[\\*?\[]", r"\\\g<0>", path)


def judge_nested(folders: Sequence[str]) -> list[Diagnosis]:
    """Of the folders of the vault that are repositories of their own."""
    why = "its notes are in no commit of the vault's repository"
    return [
        warning("nested-repository", f"{path} is a repository of its own", why, _move(path))
        for path in folders
    ] or fine("nested", "no folder is a repository of its own")


def judge_newlines(settings: Mapping[str, str]) -> list[Diagnosis]:
    """Of git's settings about newlines."""
    convert = settings.get("core.autocrlf", "false").lower()
    strict = settings.get("core.safecrlf", "warn").lower()
    if convert not in {*_TRUE, "input"}:
        return fine("newlines", "git leaves newlines as they are")
    fix = "git config core.autocrlf false"
    if strict in _TRUE:
        said = "core.safecrlf is true: git refuses notes whose newlines it can't convert and back"
        why = "such a note is in no commit, and the commit fails"
        return [warning("safecrlf", said, why, fix)]
    said = f"core.autocrlf is {convert}: git makes LF of CRLF in commits"
    why = "a note may come back from git with other newlines; vaultsync itself never changes them"
    return [info("autocrlf", said, why, fix)]


def judge_signing(settings: Mapping[str, str], environ: Mapping[str, str]) -> list[Diagnosis]:
    """Of the signing of commits: whether somebody may have to be asked for a passphrase."""
    if settings.get("commit.gpgsign", "false").lower() not in _TRUE:
        return fine("signing", "commits are not signed, so no passphrase is asked for")
    by_ssh = settings.get("gpg.format", "openpgp").lower() == "ssh"
    if by_ssh and environ.get("SSH_AUTH_SOCK"):
        return fine("signing", "commits are signed by ssh, and an agent is there")
    said = "commits are signed, and nobody may be there to give the passphrase"
    why = "git gives up after a while then, and watch pauses; an agent that knows it helps"
    fix = 'eval "$(ssh-agent)" && ssh-add' if by_ssh else "echo | gpg --clearsign > /dev/null"
    return [warning("signing-may-ask", said, why, fix)]


def judge_hook(path: str, text: str | None, *, used: bool) -> list[Diagnosis]:
    """Of the hook that git runs before a commit, None where there is none.

    `used` says whether vaultsync's own commits run hooks.
    """
    if not used:
        return fine("hook", "no hook is run before vaultsync's commits ([commit] hooks)")
    if text is None:
        return fine("hook", "git runs no hook before a commit")
    if "pre-commit.com" not in text:
        return fine("hook", f"git runs {path} before a commit")
    why = (
        "while its checks run it puts away what isn't in the commit: vaultsync pauses as long as "
        "there is any such change, and what you type in that moment can get lost. `[commit] hooks "
        "= false` in vaultsync.toml goes without"
    )
    said = "the hook of the pre-commit program is installed"
    return [warning("pre-commit-program", said, why, "pre-commit uninstall")]


def _rm(path: str) -> str:
    return f"rm {shlex.quote(path)}"


def _move(path: str) -> str:
    return f"mv {shlex.quote(path)} .."
