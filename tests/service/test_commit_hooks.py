"""Hooks, signing and identity are those of git; where they refuse, nothing has moved."""

import os
from pathlib import Path

import pytest

from tests.effects.repositories import commit, git, hook, own_repository
from tests.service.committing import (
    changes,
    committed,
    head,
    new_vault,
    nothing_left,
    paused,
    staged,
    status,
    write,
)
from vaultsync.effects.git.standing import Pause

NO_HOOKS = "[commit]\nhooks = false\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A vault in which a.md has changed, and b.md, which is staged."""
    root = new_vault(tmp_path)
    write(root, b="staged\n")
    git(root, "add", "b.md")
    write(root, a="new\n")
    return root


def message(root: Path) -> str:
    return git(root, "log", "-1", "--format=%B").strip()


REFUSALS = {
    "pre-commit": ("echo first; echo 'no way' >&2; exit 3", "pre-commit: first; no way"),
    "pre-commit-that-says-nothing": ("exit 3", "pre-commit: exit code 3"),
    "commit-msg": ("grep -q TICKET $1 || { echo no ticket; exit 1; }", "commit-msg: no ticket"),
    "commit-msg-that-empties-it": (": > $1", "commit-msg: left no message"),
    "prepare-commit-msg": ('[ "$2" = merge ] || exit 1', "prepare-commit-msg: exit code 1"),
}


@pytest.mark.parametrize(("name", "refusal"), REFUSALS.items(), ids=list(REFUSALS))
def test_hook_that_refuses(root: Path, name: str, refusal: tuple[str, str]) -> None:
    script, said = refusal
    name = name.partition("-that")[0]
    hook(root, name, script)
    before = (head(root), staged(root), status(root), git(root, "ls-files", "-s"))
    assert paused(root) == (Pause.HOOK, said)
    assert (head(root), staged(root), status(root), git(root, "ls-files", "-s")) == before
    assert nothing_left(root)


def test_goes_on_when_a_hook_refuses_no_more(root: Path) -> None:
    hook(root, "pre-commit", "grep -q fine a.md")
    assert paused(root) == (Pause.HOOK, "pre-commit: exit code 1")
    write(root, a="fine\n")
    committed(root)
    assert (changes(root), status(root)) == (["M a.md"], "M  b.md")


def test_hook_that_changes_and_adds_files(root: Path) -> None:
    hook(root, "pre-commit", "echo tidy >> a.md; echo n > n.md; git add a.md n.md")
    outcome = committed(root)
    assert changes(root) == ["M a.md", "A n.md"]
    assert git(root, "show", "HEAD:a.md") == "new\ntidy"
    assert (outcome.commit, status(root)) == (head(root), "M  b.md")
    assert nothing_left(root)


def test_hook_that_changes_files_only(root: Path) -> None:
    hook(root, "pre-commit", "echo tidy >> a.md")
    committed(root)
    assert git(root, "show", "HEAD:a.md") == "new"
    assert status(root) == " M a.md\nM  b.md"


def test_hook_sees_what_is_committed_and_nothing_else(root: Path) -> None:
    says = "git diff --cached --name-only"
    hook(root, "pre-commit", f"{says} > .git/seen; git diff --name-only >> .git/seen")
    hook(root, "post-commit", f"{says} > .git/seen-after; git rev-parse HEAD >> .git/seen-after")
    committed(root)
    seen = (root / ".git" / "seen").read_text()
    assert seen.split("\n") == ["a.md", "b.md", ""]  # b.md differs in the work tree
    assert (root / ".git" / "seen-after").read_text() == f"b.md\n{head(root)}\n"


def test_hooks_change_the_message(root: Path) -> None:
    hook(root, "prepare-commit-msg", 'echo "[$2] $(cat $1)" > $1')
    hook(root, "commit-msg", "echo 'Reviewed-by: nobody' >> $1")
    outcome = committed(root, message="Mine")
    assert message(root) == outcome.message == "[message] Mine\nReviewed-by: nobody"


def test_hook_after_the_commit_changes_nothing(root: Path) -> None:
    hook(root, "post-commit", "touch .git/ran; exit 1")
    assert committed(root).commit == head(root)
    assert (root / ".git" / "ran").exists()
    assert nothing_left(root)


def test_hooks_in_another_folder(root: Path) -> None:
    git(root, "config", "core.hooksPath", "../hooks")
    hook(root.parent, "pre-commit", "echo elsewhere; exit 1", folder="hooks")
    hook(root, "pre-commit", "echo here; exit 1")
    assert paused(root) == (Pause.HOOK, "pre-commit: elsewhere")


def test_hook_of_references_that_refuses(root: Path) -> None:
    """By then the index had been changed: it is as before."""
    hook(root, "reference-transaction", "exit 1")
    before = (head(root), status(root))
    pause, said = paused(root)
    assert pause is Pause.HOOK
    assert "aborted by hook" in said
    assert (head(root), status(root)) == before
    assert nothing_left(root)


def test_no_hooks(root: Path) -> None:
    for name in ("pre-commit", "prepare-commit-msg", "commit-msg"):
        hook(root, name, "exit 1")
    hook(root, "post-commit", "touch .git/ran")
    (root / "vaultsync.toml").write_text(NO_HOOKS)
    assert committed(root).paths == ("a.md", "vaultsync.toml")
    assert not (root / ".git" / "ran").exists()


def test_hook_that_cannot_be_run(root: Path) -> None:
    """git leaves it out with a hint, and so do we."""
    hook(root, "pre-commit", "exit 1")
    (root / ".git" / "hooks" / "pre-commit").chmod(0o644)
    assert committed(root).commit == head(root)


PRE_COMMIT = "# File generated by pre-commit: https://pre-commit.com\ntouch .git/ran"


def test_pre_commit_would_put_away_what_is_not_in_the_commit(root: Path) -> None:
    hook(root, "pre-commit", PRE_COMMIT)
    before = (head(root), status(root))
    assert paused(root) == (Pause.UNSTAGED, "")
    assert (head(root), status(root)) == before
    assert not (root / ".git" / "ran").exists()
    assert nothing_left(root)
    git(root, "commit", "-q", "--no-verify", "-m", "theirs")
    committed(root)
    assert (changes(root), status(root)) == (["M a.md"], "")
    assert (root / ".git" / "ran").exists()


FAKE = """#!/bin/sh
case "$*" in *--verify*) exit 1;; esac
cat > /dev/null
echo '[GNUPG:] SIG_CREATED D 1 8 00 1 ABC' >&2
echo '-----BEGIN PGP SIGNATURE-----'
echo
echo 'c2lnbmVk'
echo '-----END PGP SIGNATURE-----'
"""


def signing(root: Path, program: str) -> None:
    path = root.parent / "gpg"
    path.write_text(program)
    path.chmod(0o755)
    git(root, "config", "commit.gpgSign", "true")
    git(root, "config", "user.signingKey", "ABC")
    git(root, "config", "gpg.program", str(path))


def test_signed(root: Path) -> None:
    signing(root, FAKE)
    committed(root)
    assert "gpgsig -----BEGIN PGP SIGNATURE-----" in git(root, "cat-file", "commit", "HEAD")
    assert status(root) == "M  b.md"


def test_never_unsigned(root: Path) -> None:
    signing(root, "#!/bin/sh\necho 'no secret key' >&2; exit 2\n")
    before = (head(root), staged(root), status(root))
    pause, said = paused(root)
    assert pause is Pause.SIGNING
    assert "gpg" in said
    assert (head(root), staged(root), status(root)) == before
    assert nothing_left(root)
    git(root, "config", "commit.gpgSign", "false")
    committed(root)
    assert changes(root) == ["M a.md"]


def test_without_an_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = new_vault(tmp_path)
    write(root, a="new\n")
    git(root, "config", "--unset", "user.email")
    before = (head(root), status(root))
    assert paused(root)[0] is Pause.IDENTITY
    assert (head(root), status(root)) == before
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_EMAIL", f"{role.lower()}@example.org")
    committed(root)
    said = git(root, "log", "-1", "--format=%an %ae %ce")
    assert said == "Ada author@example.org committer@example.org"


def test_message_is_utf_8_whatever_is_configured(root: Path) -> None:
    git(root, "config", "i18n.commitEncoding", "ISO-8859-1")
    committed(root, message="Café 🚀")
    assert git(root, "cat-file", "commit", "HEAD").endswith("\n\nCafé 🚀")
    assert "\nencoding " not in git(root, "cat-file", "commit", "HEAD")


def test_somebody_commits_while_a_hook_runs(root: Path) -> None:
    """Theirs stands; ours comes at the next call, and the index is right both times."""
    theirs = "env -u GIT_INDEX_FILE git commit -q --no-verify -m theirs b.md"
    hook(root, "commit-msg", f"[ -e .git/once ] || {{ touch .git/once; {theirs}; }}")
    assert paused(root) == (Pause.BUSY, "somebody has committed meanwhile")
    assert (message(root), status(root)) == ("theirs", " M a.md")
    assert nothing_left(root)
    committed(root)
    assert (changes(root), status(root)) == (["M a.md"], "")
    assert changes(root, "HEAD^") == ["M b.md"]


def test_somebody_stages_while_a_hook_runs(root: Path) -> None:
    write(root, c="c\n")
    stages = "echo theirs > c.md; env -u GIT_INDEX_FILE git add c.md; git rm -q --cached b.md"
    hook(root, "commit-msg", f"env -u GIT_INDEX_FILE sh -c '{stages}'")
    committed(root)
    assert changes(root) == ["M a.md", "A c.md"]
    assert git(root, "show", "HEAD:c.md") == "c"
    assert status(root) == "D  b.md\nM  c.md\n?? b.md"


BEGUN = {
    "merge": ("merge -q side", Pause.MERGE, "merge --abort"),
    "rebase": ("rebase -q side", Pause.REBASE, "rebase --abort"),
    "cherry-pick": ("cherry-pick side", Pause.CHERRY_PICK, "cherry-pick --abort"),
    "switch": ("switch -q -c other", Pause.BUSY, "switch -q main"),
}


@pytest.mark.parametrize(("begins", "pause", "ends"), BEGUN.values(), ids=list(BEGUN))
def test_somebody_begins_something_while_a_hook_runs(
    tmp_path: Path, begins: str, pause: Pause, ends: str
) -> None:
    root = new_vault(tmp_path)
    git(root, "switch", "-q", "-c", "side")
    commit(root, {"b.md": "side\n"})
    git(root, "switch", "-q", "main")
    before = commit(root, {"b.md": "main\n"})
    write(root, n="n\n")
    others = f"env -u GIT_INDEX_FILE git {begins}"
    hook(root, "commit-msg", f"[ -e .git/once ] || {{ touch .git/once; {others}; }}; exit 0")
    assert paused(root)[0] is pause
    assert git(root, "rev-parse", "main") == before
    assert git(root, "ls-files", "n.md") == ""
    git(root, *ends.split(" "))
    assert committed(root).paths == ("n.md",)
    assert git(root, "rev-parse", "HEAD^") == before
    assert status(root) == ""
    assert nothing_left(root)


def test_hook_is_given_the_language_of_its_user(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    hook(root, "pre-commit", 'echo "$LC_ALL"; exit 1')
    assert paused(root) == (Pause.HOOK, "pre-commit: C.UTF-8")


def test_hook_is_run_at_the_top(tmp_path: Path) -> None:
    top = own_repository(tmp_path)
    commit(top, {"vault/a.md": "a"})
    (top / "vault" / "a.md").write_text("new")
    hook(top, "pre-commit", 'echo "$PWD"; exit 1')
    assert paused(top / "vault") == (Pause.HOOK, f"pre-commit: {os.path.realpath(top)}")
