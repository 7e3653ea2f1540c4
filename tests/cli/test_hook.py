"""`hook install` and `hook uninstall`, and commits of real git with the hook in place."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import content, refusal, right, run, stamps, write
from tests.effects.repositories import ENVIRONMENT, commit, git, new_repository
from vaultsync.effects.git.hook_file import Hook, install
from vaultsync.effects.git.hook_script import hook_script

HOOK = ".git/hooks/pre-commit"
OLD = f"{HOOK}.vaultsync-old"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault that is a repository, and the working directory."""
    vault = new_repository(tmp_path / "the 'vault'")
    commit(vault, {"Home.md": "# Home\n", "Else.md": "- [ ] a\n"})
    monkeypatch.chdir(vault)
    return vault


def commits(root: Path, *words: str) -> tuple[bool, str]:
    """Whether git commits, and what was said."""
    command = ["git", "commit", "-q", "-m", "x", *words]
    environment = {**os.environ, **ENVIRONMENT}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, check=False, text=True
    )
    return done.returncode == 0, done.stdout + done.stderr


def stubbed(root: Path, folder: str = "", *, status: int = 0, report: bool = False) -> None:
    """Install the hook with a program in the place of Python that only says how it was called."""
    program = root / ".git/stub"
    program.write_text(f'#!/bin/sh\necho "ran: $*"\nexit {status}\n')
    program.chmod(0o755)
    hook = Hook(str(root / HOOK), str(root / OLD), folder, False)
    install(hook, hook_script(folder, str(program), report=report))


def write_hook(root: Path, text: str, mode: int = 0o755) -> None:
    (root / HOOK).parent.mkdir(exist_ok=True)
    (root / HOOK).write_text(text)
    (root / HOOK).chmod(mode)


GOOD, BAD = "# Home\n[[Else]]\n", "# Home\n[[Nowhere]]\n"
NOWHERE = "Home.md:2:1: broken-link [[Nowhere]]: there is no file 'Nowhere'"
COMMITS = {
    "staged-is-good": (GOOD, BAD, [], True),
    "staged-is-bad": (BAD, GOOD, [], False),
    "all-good": (BAD, GOOD, ["-a"], True),
    "all-bad": (GOOD, BAD, ["-a"], False),
    "path-good": (BAD, GOOD, ["Home.md"], True),
    "path-bad": (GOOD, BAD, ["Home.md"], False),
    "other-path": (BAD, BAD, ["Else.md"], True),
    "amended": (BAD, GOOD, ["--amend"], False),
    "passed-over": (BAD, BAD, ["--no-verify"], True),
}


@pytest.mark.parametrize(("staged", "unstaged", "words", "made"), COMMITS.values(), ids=COMMITS)
def test_a_commit(staged: str, unstaged: str, words: list[str], made: bool, root: Path) -> None:
    right("hook", "install")
    write(root, {"Home.md": staged, "Else.md": "- [x] a\n"})
    git(root, "add", "Home.md")
    write(root, {"Home.md": unstaged})
    done, said = commits(root, *words)
    assert done == made
    assert (NOWHERE in said) == (not made)
    assert ("git commit --no-verify" in said) == (not made)


def test_in_a_folder_and_in_a_worktree(root: Path, tmp_path: Path) -> None:
    vault = root / 'my "vault" & é'
    write(vault, {"Home.md": "# Home\n", ".obsidian/app.json": "{}"})
    commit(root, {"Else.md": "[[Not of the vault]]\n"})
    right("-C", str(vault), "hook", "install")
    assert right("-C", str(vault), "hook", "install").out.endswith("nothing written\n")
    tree = tmp_path / "tree"
    git(root, "worktree", "add", "-q", str(tree))
    for top in root, tree:
        write(top / vault.name, {"Home.md": BAD})
        write(top, {"Else.md": "[[Not there]]\n"})
        made, said = commits(top, "-a")
        assert not made
        assert NOWHERE in said
        assert "Not there" not in said
        write(top / vault.name, {"Home.md": "# Home\n[[Home]]\n"})
        assert commits(top, "-a")[0]
    git(tree, "rm", "-rq", vault.name)
    assert commits(tree)[0]  # and from here on there is no vault
    assert commits(tree, "--allow-empty")[0]


def test_nothing_of_the_vault_is_run(root: Path) -> None:
    right("hook", "install")
    bomb = "import pathlib; pathlib.Path('ran').touch()\n"
    write(root, dict.fromkeys(("vaultsync.py", "click.py", "git.py", "sitecustomize.py"), bomb))
    git(root, "add", "-A")
    assert commits(root)[0]
    assert not (root / "ran").exists()


def test_the_report_only_when_asked(root: Path) -> None:
    ran = "ran: -P -m vaultsync -C ./ "
    for report in False, True, False:
        stubbed(root, report=report)
        lines = commits(root, "--allow-empty")[1].splitlines()
        asked = ["report --check --staged"] if report else []
        assert lines == [f"{ran}{one}" for one in ("check --staged", *asked)]
    right("hook", "install", "--report")
    assert b"report --check --staged" in (root / HOOK).read_bytes()


def test_all_checks_run_and_one_is_enough_to_fail(root: Path) -> None:
    stubbed(root, status=2, report=True)
    made, said = commits(root, "--allow-empty")
    assert not made
    assert said.count("ran: ") == 2


def test_the_file(root: Path) -> None:
    assert right("hook", "install").out == f"{root / HOOK}: installed\n"
    assert (root / HOOK).stat().st_mode & 0o777 == 0o755
    assert os.listdir(root / ".git/hooks").count("pre-commit") == 1
    before = stamps(root / ".git/hooks")
    again = f"{root / HOOK}: installed before; nothing written\n"
    assert right("hook", "install").out == again
    assert stamps(root / ".git/hooks") == before


def test_dry_run(root: Path) -> None:
    before = content(root)
    script = right("hook", "install", "--dry-run").raw
    assert content(root) == before
    right("hook", "install")
    assert (root / HOOK).read_bytes() == script
    would = right("hook", "uninstall", "--dry-run").out
    assert would == f"{root / HOOK}: would be removed\n"
    assert (root / HOOK).exists()


def test_a_folder_of_hooks_is_made(root: Path) -> None:
    for path in (root / ".git/hooks").iterdir():
        path.unlink()
    (root / ".git/hooks").rmdir()
    right("hook", "install")
    right("hook", "uninstall")
    assert os.listdir(root / ".git/hooks") == []


def test_without_a_hook_there_is_nothing_to_uninstall(root: Path) -> None:
    absent = f"{root / HOOK}: no hook of vaultsync is there; nothing done\n"
    assert right("hook", "uninstall").out == absent
    write_hook(root, "#!/bin/sh\n")
    assert right("hook", "uninstall").out == absent
    assert (root / HOOK).read_text() == "#!/bin/sh\n"


OLDS = {
    "script": ("#!/bin/sh\necho old\n", 0o755),
    "odd-bytes": ("#!/bin/sh\r\n# é, no newline", 0o700),
    "not-executable": ("echo old\n", 0o644),
    "empty": ("", 0o755),
}


@pytest.mark.parametrize(("text", "mode"), OLDS.values(), ids=OLDS)
def test_what_was_there_is_back_afterwards(text: str, mode: int, root: Path) -> None:
    write_hook(root, text, mode)
    before = stamps(root / ".git/hooks")[str(root / HOOK)][:4]
    installed = run("hook", "install")
    assert installed.code == 0
    assert f"{root / OLD}: the hook that was there before" in installed.err
    assert ("not executable" in installed.err) == (mode == 0o644)
    right("hook", "install", "--report")
    assert right("hook", "uninstall").out.endswith(": removed; the hook from before is back\n")
    assert stamps(root / ".git/hooks")[str(root / HOOK)][:4] == before
    assert (root / HOOK).read_bytes().decode() == text
    assert not (root / OLD).exists()


@pytest.mark.parametrize("target", ["../../hook", "nowhere"])
def test_a_link_stays_a_link(target: str, root: Path) -> None:
    write(root, {"hook": "#!/bin/sh\necho old\n"})
    (root / "hook").chmod(0o755)
    (root / HOOK).parent.mkdir(exist_ok=True)
    (root / HOOK).symlink_to(target)
    stubbed(root)
    said = commits(root, "--allow-empty")[1]
    assert ("old" in said) == (target != "nowhere")
    assert (root / "hook").read_text() == "#!/bin/sh\necho old\n"
    right("hook", "uninstall")
    assert os.readlink(root / HOOK) == target


def test_the_old_hook_runs_first_with_its_arguments_and_says_whether_to_go_on(root: Path) -> None:
    write_hook(root, '#!/bin/sh\necho "old: $*"\nexit ${STATUS:-0}\n')
    stubbed(root)

    def ran(**environment: str) -> tuple[int, list[str]]:
        words = [str(root / HOOK), "a b", "$c"]
        found = subprocess.run(
            words, env={**os.environ, **environment}, capture_output=True, check=False, text=True
        )
        return found.returncode, found.stdout.splitlines()

    old, new = "old: a b $c", "ran: -P -m vaultsync -C ./ check --staged"
    assert ran() == (0, [old, new])
    assert ran(STATUS="7") == (7, [old])


def test_an_old_hook_that_git_ignores_is_not_run(root: Path) -> None:
    write_hook(root, "#!/bin/sh\nexit 1\n", 0o644)
    stubbed(root)
    assert commits(root, "--allow-empty")[0]


def test_what_the_old_hook_stages_is_checked(root: Path) -> None:
    write_hook(root, "#!/bin/sh\necho '[[Nowhere]]' >> Home.md\ngit add Home.md\n")
    run("hook", "install")
    made, said = commits(root, "--allow-empty")
    assert not made
    assert NOWHERE in said


def test_a_hook_that_somebody_edited_is_left(root: Path) -> None:
    write_hook(root, "#!/bin/sh\necho old\n")
    run("hook", "install")
    edited = (root / HOOK).read_bytes() + b"echo mine\n"
    (root / HOOK).write_bytes(edited)
    for words in ["install"], ["uninstall"], ["install", "--dry-run"], ["uninstall", "--dry-run"]:
        said = refusal("hook", *words, code=1)
        assert said.startswith(f"{root / HOOK}: edited by hand, so left as it is (--force ")
        assert (root / HOOK).read_bytes() == edited
    run("hook", "install", "--force")
    assert b"mine" not in (root / HOOK).read_bytes()
    (root / HOOK).write_bytes(edited)
    right("hook", "uninstall", "--force")
    assert (root / HOOK).read_text() == "#!/bin/sh\necho old\n"


def test_two_hooks_that_are_not_ours(root: Path) -> None:
    write_hook(root, "#!/bin/sh\necho one\n")
    run("hook", "install")
    write_hook(root, "#!/bin/sh\necho two\n")
    before = content(root)
    assert refusal("hook", "install", code=1).startswith(f"{root / OLD}: a hook from before is")
    right("hook", "uninstall")
    assert content(root) == before


def test_an_old_hook_alone(root: Path) -> None:
    """As an install that was killed halfway, or whoever removed ours, leaves it."""
    write_hook(root, "#!/bin/sh\necho old\n")
    (root / HOOK).rename(root / OLD)
    assert right("hook", "uninstall").out.endswith("the hook from before is back\n")
    (root / HOOK).rename(root / OLD)
    run("hook", "install")
    right("hook", "uninstall")
    assert (root / HOOK).read_text() == "#!/bin/sh\necho old\n"


def test_a_folder_in_the_place_of_the_hook(root: Path) -> None:
    (root / HOOK).mkdir(parents=True)
    said = f"{root / HOOK}: is a folder; git runs no such hook"
    assert refusal("hook", "install", code=1) == said


def test_a_folder_of_hooks_in_the_work_tree(root: Path) -> None:
    vault = root / "Deep/Vault"
    write(vault, {"Home.md": BAD})
    git(root, "config", "core.hooksPath", ".my hooks")
    installed = run("-C", str(vault), "hook", "install")
    assert installed.code == 0
    assert "lies in the work tree" in installed.err
    assert (root / ".my hooks/pre-commit").exists()
    git(root, "add", "Deep")
    assert not commits(root)[0]
    right("-C", str(vault), "hook", "uninstall")
    assert os.listdir(root / ".my hooks") == []


@pytest.mark.parametrize("folder", ["~/hooks", "../hooks", os.devnull])
def test_a_folder_of_hooks_that_others_may_share(folder: str, root: Path) -> None:
    git(root, "config", "core.hooksPath", folder)
    for words in ["install"], ["uninstall"]:
        said = refusal("hook", *words, code=1)
        assert "outside the repository, where others may share them" in said
        assert not (root.parent / "hooks").exists()
    git(root, "config", "core.hooksPath", shlex.split(said)[-1])
    right("hook", "install")


def test_a_program_that_is_gone(root: Path, tmp_path: Path, monkeypatch) -> None:
    hook = Hook(str(root / HOOK), str(root / OLD), "", False)
    install(hook, hook_script("", str(tmp_path / "gone/python"), report=False))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    made, said = commits(root, "--allow-empty")
    assert not made
    assert f"vaultsync is gone from {tmp_path / 'gone/python'}" in said
    assert "`vaultsync hook install`" in said
    write(tmp_path, {"bin/vaultsync": '#!/bin/sh\necho "path: $*"\n'})
    (tmp_path / "bin/vaultsync").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    assert commits(root, "--allow-empty") == (True, "path: -C ./ check --staged\n")


def test_it_names_this_python(root: Path) -> None:
    right("hook", "install")
    assert os.fsencode(sys.executable) in (root / HOOK).read_bytes()


@pytest.mark.usefixtures("here")
def test_no_repository() -> None:
    for words in ["install"], ["uninstall"]:
        assert "in no git repository" in refusal("hook", *words, code=1)


def test_a_submodule_has_hooks_of_its_own(root: Path, tmp_path: Path) -> None:
    other = new_repository(tmp_path / "other")
    commit(other, {"Home.md": "# Home\n"})
    git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "Below")
    right("-C", "Below", "hook", "install")
    assert (root / ".git/modules/Below/hooks/pre-commit").exists()
    assert not (root / HOOK).exists()
