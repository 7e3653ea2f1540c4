"""A commit takes what has changed in the vault and nothing of anybody else's."""

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.effects.repositories import NAMES, at_once, commit, git, own_repository
from tests.service.committing import (
    NOTES,
    changes,
    committed,
    head,
    just_saved,
    new_vault,
    nothing_left,
    staged,
    status,
    write,
)
from vaultsync import Vault
from vaultsync.service.commits.committing import Outcome
from vaultsync.service.commits.snapshots import keep_snapshot

STAGED = "staged, so it is left for your own commit"
PARTLY = "partly staged, so it is left for your own commit"
NESTED = "is a repository of its own"


class Case(NamedTuple):
    """What happens in a folder; what the commit changes there, what git says of it afterwards.

    `left_out` is what is named as not in the commit; `prepares` happens before,
    and is committed with all else.
    """

    does: Callable[[Path], object]
    changes: list[str]
    after: str = ""
    left_out: list[tuple[str, str]] = []  # noqa: RUF012 a constant
    settings: tuple[str, ...] = ()
    prepares: Callable[[Path], object] | None = None


class Group(NamedTuple):
    """A vault with a folder for each case of the same settings, before and after one commit."""

    root: Path
    outcome: Outcome
    changes: list[str]
    status: list[str]
    staged: tuple[str, str]
    commits: int


def _edited(root: Path) -> None:
    write(root, a="new\n")


def _staged_beside(root: Path) -> None:
    write(root, b="staged\n")
    git(root, "add", "b.md")
    _edited(root)


def _staged_new(root: Path) -> None:
    write(root, n="n\n")
    git(root, "add", "n.md")
    _edited(root)


def _staged_new_and_changed(root: Path) -> None:
    _staged_new(root)
    write(root, n="changed since\n")


def _partly_staged(root: Path) -> None:
    _staged_beside(root)
    write(root, b="and more\n")


def _staged_deletion(root: Path) -> None:
    git(root, "rm", "-q", "b.md")
    _edited(root)


def _staged_deletion_still_there(root: Path) -> None:
    git(root, "rm", "-q", "--cached", "b.md")
    write(root, b="changed\n")
    _edited(root)


def _staged_rename(root: Path) -> None:
    git(root, "mv", "b.md", "n.md")
    _edited(root)


def _intended(root: Path) -> None:
    write(root, n="n\n", m="")
    git(root, "add", "--intent-to-add", "n.md", "m.md")


def _intended_and_gone(root: Path) -> None:
    _intended(root)
    (root / "n.md").unlink()
    (root / "m.md").unlink()
    _edited(root)


def _renamed(root: Path) -> None:
    (root / "a.md").rename(root / "n.md")


def _renamed_in_case(root: Path) -> None:
    (root / "a.md").rename(root / "A.md")
    (root / "f").rename(root / "F")


def _other_in_case(root: Path) -> None:
    write(root, A="the other\n")
    git(root, "-c", "core.ignorecase=false", "add", "A.md")


def _moved_folder(root: Path) -> None:
    (root / "f").rename(root / "g")


def _folder_for_file(root: Path) -> None:
    (root / "a.md").unlink()
    (root / "a.md").mkdir()
    (root / "a.md" / "x.md").write_text("x\n")


def _file_for_folder(root: Path) -> None:
    shutil.rmtree(root / "f")
    (root / "f").write_text("f\n")


def _link_for_file(root: Path) -> None:
    (root / "a.md").unlink()
    (root / "a.md").symlink_to("b.md")


def _moved_out_and_linked(root: Path) -> None:
    elsewhere = root.parents[1] / "elsewhere"
    (root / "f").rename(elsewhere)
    (elsewhere / "c.md").write_text("changed out there\n")
    (root / "f").symlink_to(elsewhere)


def _made_runnable(root: Path) -> None:
    (root / "a.md").chmod(0o755)
    (root / "run.sh").write_text("run\n")
    (root / "run.sh").chmod(0o755)


def _runnable(root: Path) -> None:
    git(root, "update-index", "--chmod=+x", "a.md")


def _nested(root: Path) -> None:
    commit(own_repository(root / "nested"), {"x.md": "x"})
    own_repository(root / "f" / "no-commits")
    (root / "f" / "no-commits" / "x.md").write_text("x")
    _edited(root)


def _submodule(root: Path) -> None:
    other = root.parents[1] / "other"
    commit(own_repository(other), {"x.md": "x"})
    words = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add")
    git(root, *words, str(other), "sub")


def _newer_submodule(root: Path) -> None:
    (root / "sub" / "x.md").write_text("newer")
    git(root / "sub", "commit", "-q", "-a", "-m", "newer")
    _edited(root)


def _ignored(root: Path) -> None:
    (root / ".gitignore").write_text("*.log\nsecret/\n")
    (root / "x.log").write_text("x")
    (root / "secret").mkdir()
    (root / "secret" / "x.md").write_text("x")


def _touched(root: Path) -> None:
    for name in NOTES:
        os.utime(root / name, (1, 1))


def _like_patterns(root: Path) -> None:
    for name in ("*.md", ":x.md", ":(top)b.md", "[ab].md", "-a.md", "!b.md"):
        (root / name).write_text("new\n")
    write(root, b="staged\n")
    git(root, "add", "b.md")


def _hidden(root: Path) -> None:
    (root / ".obsidian").mkdir()
    (root / ".obsidian" / "app.json").write_text("{}")


CASES = {
    "edited": Case(_edited, ["M a.md"]),
    "deleted": Case(lambda root: (root / "a.md").unlink(), ["D a.md"]),
    "renamed": Case(_renamed, ["D a.md", "A n.md"]),
    "folder-moved": Case(_moved_folder, ["D f/c.md", "A g/c.md"]),
    "folder-for-file": Case(_folder_for_file, ["D a.md", "A a.md/x.md"]),
    "file-for-folder": Case(_file_for_folder, ["A f", "D f/c.md"]),
    "link-for-file": Case(_link_for_file, ["T a.md"]),
    "moved-out-and-linked": Case(_moved_out_and_linked, ["A f", "D f/c.md"]),
    "settings": Case(_hidden, ["A .obsidian/app.json"]),
    "ignored": Case(_ignored, ["A .gitignore"]),
    "nothing": Case(lambda _root: None, []),
    "touched": Case(_touched, []),
    "renamed-in-case": Case(_renamed_in_case, ["A A.md", "A F/c.md", "D a.md", "D f/c.md"]),
    "renamed-in-case-ignored": Case(
        _renamed_in_case,
        ["A A.md", "A F/c.md", "D a.md", "D f/c.md"],
        settings=("core.ignorecase=true",),
    ),
    "names-that-differ-in-case": Case(
        lambda root: (root / "a.md").unlink(),
        ["D a.md"],
        settings=("core.ignorecase=true",),
        prepares=_other_in_case,
    ),
    "modes-told": Case(_made_runnable, ["M a.md", "A run.sh"]),
    "modes-not-told": Case(_made_runnable, ["A run.sh"], settings=("core.filemode=false",)),
    "mode-kept": Case(_edited, ["M a.md"], settings=("core.filemode=false",), prepares=_runnable),
    "staged-beside": Case(_staged_beside, ["M a.md"], "M  b.md", [("b.md", STAGED)]),
    "staged-new": Case(_staged_new, ["M a.md"], "A  n.md", [("n.md", STAGED)]),
    "staged-new-and-changed": Case(
        _staged_new_and_changed, ["M a.md"], "AM n.md", [("n.md", PARTLY)]
    ),
    "partly-staged": Case(_partly_staged, ["M a.md"], "MM b.md", [("b.md", PARTLY)]),
    "staged-deletion": Case(_staged_deletion, ["M a.md"], "D  b.md", [("b.md", STAGED)]),
    "staged-deletion-still-there": Case(
        _staged_deletion_still_there, ["M a.md"], "D  b.md\n?? b.md", [("b.md", PARTLY)]
    ),
    "staged-rename": Case(
        _staged_rename, ["M a.md"], "D  b.md\nA  n.md", [("b.md", STAGED), ("n.md", STAGED)]
    ),
    "intended": Case(_intended, ["A m.md", "A n.md"]),
    "intended-and-gone": Case(_intended_and_gone, ["M a.md"]),
    "nested-repositories": Case(
        _nested,
        ["M a.md"],
        "?? f/no-commits/\n?? nested/",
        [("f/no-commits", NESTED), ("nested", NESTED)],
    ),
    "submodule": Case(
        _newer_submodule, ["M a.md"], " M sub", [("sub", NESTED)], prepares=_submodule
    ),
    "like-patterns": Case(
        _like_patterns,
        ["A !b.md", "A *.md", "A -a.md", "A :(top)b.md", "A :x.md", "A [ab].md"],
        "M  b.md",
        [("b.md", STAGED)],
    ),
}


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Group]:
    """All cases, one commit for those that have the same settings."""
    return {
        settings: _group(tmp_path_factory.mktemp("group"), settings)
        for settings in {case.settings: None for case in CASES.values()}
    }


def _group(folder: Path, settings: tuple[str, ...]) -> Group:
    cases = {name: case for name, case in CASES.items() if case.settings == settings}
    notes = {f"{name}/{path}": text for name in cases for path, text in NOTES.items()}
    root = new_vault(folder, notes, *settings)
    for name, case in cases.items():
        if case.prepares:
            case.prepares(root / name)
    git(root, "commit", "-q", "--allow-empty", "-m", "prepared")
    for name, case in cases.items():
        case.does(root / name)
    before, theirs = head(root), staged(root)
    outcome = committed(root)
    return Group(
        *(root, outcome, changes(root, f"{before}..HEAD"), status(root).split("\n")),
        *((theirs, staged(root)), int(git(root, "rev-list", "--count", f"{before}..HEAD"))),
    )


@pytest.mark.parametrize("name", CASES)
def test_what_is_committed(groups: dict[tuple[str, ...], Group], name: str) -> None:
    case = CASES[name]
    group = groups[case.settings]

    def here(lines: Sequence[str]) -> list[str]:
        return [line.replace(f"{name}/", "", 1) for line in lines if f" {name}/" in f" {line}"]

    assert here(group.changes) == case.changes
    assert here(sorted(group.outcome.paths)) == sorted(one[2:] for one in case.changes)
    assert "\n".join(here(group.status)) == case.after
    assert [
        (path.removeprefix(f"{name}/"), reason)
        for path, reason, _ in group.outcome.left_out
        if path.startswith(f"{name}/")
    ] == case.left_out


@pytest.mark.parametrize("settings", {case.settings: None for case in CASES.values()})
def test_one_commit_and_nothing_else(
    groups: dict[tuple[str, ...], Group], settings: tuple[str, ...]
) -> None:
    group = groups[settings]
    assert group.commits == 1
    assert group.outcome.commit == head(group.root)
    assert group.staged[0] == group.staged[1]
    assert nothing_left(group.root)
    again = committed(group.root)
    assert (again.commit, again.paths, again.left_out) == (None, (), group.outcome.left_out)


def test_mode_of_the_file_stays(groups: dict[tuple[str, ...], Group]) -> None:
    root = groups[("core.filemode=false",)].root
    assert git(root, "ls-tree", "HEAD", "mode-kept/a.md").startswith("100755")


@pytest.mark.parametrize("does", [lambda _root: None, _touched], ids=["nothing", "touched"])
def test_no_commit(tmp_path: Path, does: Callable[[Path], object]) -> None:
    root = new_vault(tmp_path)
    does(root)
    before = head(root)
    assert committed(root) == Outcome(None)
    assert head(root) == before


def test_only_the_files_of_a_vault_in_a_folder(tmp_path: Path) -> None:
    top = own_repository(tmp_path)
    commit(top, {"vault/a.md": "a", "vault/b.md": "b", "vault-not/a.md": "a", "x.txt": "x"})
    (top / "vault" / "a.md").write_text("- [x] new")
    (top / "vault" / "new.md").write_text("new")
    (top / "vault-not" / "a.md").write_text("changed")
    (top / "x.txt").write_text("staged")
    git(top, "add", "x.txt")
    outcome = committed(top / "vault")
    assert outcome.paths == ("a.md", "new.md")
    assert outcome.left_out == ()
    assert changes(top) == ["M vault/a.md", "A vault/new.md"]
    assert status(top) == " M vault-not/a.md\nM  x.txt"
    assert nothing_left(top)


def test_conflict_elsewhere_in_the_repository(tmp_path: Path) -> None:
    """One that is no merge, as `git stash pop` leaves it: its stages stay as they are."""
    top = own_repository(tmp_path)
    commit(top, {"vault/a.md": "a", "x.txt": "x"})
    blobs = [git(top, "hash-object", "-w", "--stdin", stdin=text) for text in (b"1", b"2", b"3")]
    lines = "".join(f"100644 {blob} {at}\tx.txt\n" for at, blob in enumerate(blobs, 1))
    git(top, "update-index", "--index-info", stdin=f"0 {'0' * 40}\tx.txt\n{lines}".encode())
    (top / "vault" / "a.md").write_text("new")
    committed(top / "vault")
    assert changes(top) == ["M vault/a.md"]
    assert status(top) == "UU x.txt"


def test_first_commit(tmp_path: Path) -> None:
    root = own_repository(tmp_path / "vault")
    assert committed(root).commit is None
    write(root, a="- [ ] one\n", b="b\n")
    git(root, "add", "b.md")
    outcome = committed(root)
    assert git(root, "rev-list", "HEAD") == outcome.commit
    assert changes(root) == ["A a.md"]
    assert status(root) == "A  b.md"
    assert git(root, "reflog", "--format=%gs").startswith("commit")
    assert nothing_left(root)


def test_ids_of_sha256(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    try:
        git(root, "init", "-q", "-b", "main", "--object-format=sha256")
    except AssertionError:
        pytest.skip("this git knows SHA-1 only")
    own_repository(root)
    write(root, a="a\n")
    first = committed(root).commit
    write(root, a="new\n", empty="", **{f"n{number}": "n\n" for number in range(9)})
    second = committed(root).commit
    (root / "a.md").unlink()
    third = committed(root).commit
    assert git(root, "rev-list", "HEAD").split("\n") == [third, second, first]
    assert third
    assert len(third) == 64
    assert status(root) == ""
    assert nothing_left(root)


def test_linked_worktree(tmp_path: Path) -> None:
    main = new_vault(tmp_path)
    root = tmp_path / "linked"
    git(main, "worktree", "add", "-q", "-b", "side", str(root))
    write(root, a="new\n", n="n\n")
    write(main, b="changed\n")
    committed(root)
    assert changes(root) == ["M a.md", "A n.md"]
    assert (status(root), status(main)) == ("", " M b.md")
    assert nothing_left(root)


INDEXES = {
    "split": ("core.splitIndex=true", "splitIndex.sharedIndexExpire=now"),
    "untracked-cache": ("core.untrackedCache=true", "core.fsmonitor=false"),
    "many-files": ("index.version=4", "index.skipHash=true", "feature.manyFiles=true"),
}


@pytest.mark.parametrize("settings", INDEXES.values(), ids=list(INDEXES))
def test_kinds_of_index(tmp_path: Path, settings: tuple[str, ...]) -> None:
    root = new_vault(tmp_path, None, *settings)
    git(root, "update-index", "--force-write-index")
    for text in ("one\n", "two\n"):
        write(root, a=text, **{text.strip(): text})
        write(root, b=f"staged {text}")
        git(root, "add", "b.md")
        committed(root)
        assert status(root) == "M  b.md"
    (root / "one.md").unlink()
    committed(root)
    assert changes(root) == ["D one.md"]
    assert nothing_left(root)


def test_any_name(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    for name in NAMES.values():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x\n")
    outcome = committed(root)
    assert outcome.paths == tuple(sorted(NAMES.values()))
    assert sorted(changes(root)) == sorted(f"A {name}" for name in NAMES.values())
    assert status(root) == ""
    for name in NAMES.values():
        (root / name).unlink()
    committed(root)
    assert sorted(changes(root)) == sorted(f"D {name}" for name in NAMES.values())
    assert (status(root), nothing_left(root)) == ("", True)


def test_many_files_at_once(tmp_path: Path) -> None:
    root = new_vault(tmp_path, {f"n{number}.md": f"{number}\r\n" for number in range(40)})
    for number in range(40):
        (root / f"n{number}.md").write_bytes(b"new %d\r\n" % number)
    outcome = committed(root)
    assert len(outcome.paths) == 40
    assert git(root, "show", "HEAD:n7.md") == "new 7\r"
    assert status(root) == ""


def test_file_that_is_being_written(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    write(root, b="whole\n", n="n\n")

    def writes(_seconds: float) -> None:
        write(root, b="half")

    just_saved(root, "b.md", "n.md")
    outcome = committed(root, writes)
    assert outcome.left_out == (("b.md", "is being written", True),)
    assert changes(root) == ["A n.md"]
    write(root, b="all of it\n")
    assert committed(root).left_out == ()
    assert git(root, "show", "HEAD:b.md") == "all of it"


def test_environment_of_a_hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git sets for its hooks leads to another repository; and nobody is ever asked."""
    root, other = new_vault(tmp_path), new_vault(tmp_path / "other")
    asked = tmp_path / "asked"
    ask = tmp_path / "ask"
    ask.write_text(f"#!/bin/sh\ntouch '{asked}'\n")
    ask.chmod(0o755)
    for name, value in {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git" / "index"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git" / "objects"),
        "GIT_PREFIX": "f/",
        **dict.fromkeys(("GIT_ASKPASS", "SSH_ASKPASS", "GIT_EDITOR", "GIT_PAGER"), str(ask)),
    }.items():
        monkeypatch.setenv(name, value)
    write(root, a="new\n")
    write(other, a="new\n")
    outcome = committed(root)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.delenv(name)
    assert outcome.commit == head(root)
    assert (status(root), status(other)) == ("", " M a.md")
    assert not asked.exists()


def test_waits_until_files_are_left_alone(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    waits: list[float] = []
    write(root, a="new\n")
    just_saved(root, "a.md")
    committed(root, waits.append)
    assert len(waits) == 1
    assert 0 < waits[0] <= 0.5


def test_conflict_markers_are_in_no_commit_but_in_snapshots(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    marked = "<<<<<<< ours\n- [ ] a\n=======\n- [x] a\n>>>>>>> theirs\n"
    write(root, a=marked, b=f"```\n{marked}```\n")
    outcome = committed(root)
    assert outcome.paths == ("b.md",)
    assert [(one.path, one.reason) for one in outcome.left_out] == [
        ("a.md", "has conflict markers in line 1")
    ]
    kept = keep_snapshot(Vault.open(root), at_once)
    assert git(root, "show", f"{kept}:a.md") == marked.rstrip("\n")


def test_dry_run_leaves_the_noise_out_that_a_commit_would(tmp_path: Path) -> None:
    root = own_repository(tmp_path / "vault")
    write(root, a="a\n")
    (root / ".obsidian").mkdir()
    (root / ".obsidian" / "workspace.json").write_text("{}")
    shown = committed(root, dry_run=True)
    assert shown.paths == ("a.md",)
    assert committed(root).paths == shown.paths


def test_verbs_of_the_vault(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    write(root, a="- [x] a\n")
    vault = Vault.open(root)
    assert [(one.path, one.kind) for one in vault.diff().notes] == [("a.md", "changed")]
    outcome = vault.commit(message="Mine")
    assert (outcome.paths, git(root, "log", "-1", "--format=%s")) == (("a.md",), "Mine")
    assert vault.diff().notes == ()
    assert [one.path for one in vault.diff("HEAD^", "HEAD").notes] == ["a.md"]
