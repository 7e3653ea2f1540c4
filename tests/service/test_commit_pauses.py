"""What is under way is never disturbed; a commit that was stopped is put right by the next one."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.effects.repositories import NAMES, at_once, commit, git, hook
from tests.service.committing import (
    Notes,
    changes,
    committed,
    head,
    just_saved,
    new_vault,
    nothing_left,
    paused,
    staged,
    status,
    write,
)
from vaultsync import Vault
from vaultsync.effects.git.errors import PausedError
from vaultsync.effects.git.index_file import copy_index
from vaultsync.effects.git.repository import open_repository
from vaultsync.effects.git.standing import Pause
from vaultsync.effects.git.workspace import Entry, Journal, Workspace, open_workspace
from vaultsync.errors import WriteFailedError
from vaultsync.service.commits.committing import commit_changes, recover_commit
from vaultsync.service.commits.snapshots import keep_snapshot


def _fails(root: Path, *words: str) -> None:
    """Run git, which stops in the middle and says so."""
    with pytest.raises(AssertionError):
        git(root, *words)


@pytest.fixture(scope="module")
def conflict(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault whose branches main and side contradict each other in b.md."""
    root = new_vault(tmp_path_factory.mktemp("conflict"))
    git(root, "switch", "-q", "-c", "side")
    commit(root, {"b.md": "side\n"})
    git(root, "switch", "-q", "main")
    commit(root, {"b.md": "main\n"})
    return root


@pytest.fixture
def two_sides(conflict: Path, tmp_path: Path) -> Path:
    return shutil.copytree(conflict, tmp_path / "vault")


def _apply(root: Path) -> None:
    git(root, "format-patch", "-q", "-1", "side", "-o", "../patches")
    _fails(root, "am", "-q", *map(str, sorted((root.parent / "patches").iterdir())))


def _many_picks(root: Path) -> None:
    """Between two of several picks, the first of which has been committed by its user."""
    git(root, "switch", "-q", "side")
    commit(root, {"d.md": "d\n"})
    git(root, "switch", "-q", "main")
    _fails(root, "cherry-pick", "main..side")
    git(root, "checkout", "-q", "--theirs", "b.md")
    git(root, "commit", "-qam", "picked")


def _bisect(root: Path) -> None:
    git(root, "bisect", "start")


def _popped(root: Path) -> None:
    write(root, b="stashed\n")
    git(root, "stash", "-q")
    commit(root, {"b.md": "since\n"})
    _fails(root, "stash", "pop", "-q")


UNDER_WAY: dict[str, tuple[Callable[[Path], object], Pause, str]] = {
    "merge": (lambda root: _fails(root, "merge", "side"), Pause.MERGE, "merge --abort"),
    "merge-to-be-committed": (
        lambda root: git(root, "merge", "-q", "--no-commit", "-s", "ours", "side"),
        Pause.MERGE,
        "merge --abort",
    ),
    "rebase": (lambda root: _fails(root, "rebase", "side"), Pause.REBASE, "rebase --abort"),
    "rebase-by-patches": (
        lambda root: _fails(root, "rebase", "--apply", "side"),
        Pause.REBASE,
        "rebase --abort",
    ),
    "am": (_apply, Pause.APPLYING, "am --abort"),
    "cherry-pick": (
        lambda root: _fails(root, "cherry-pick", "side"),
        Pause.CHERRY_PICK,
        "cherry-pick --abort",
    ),
    "cherry-picks": (_many_picks, Pause.CHERRY_PICK, "cherry-pick --quit"),
    "revert": (lambda root: _fails(root, "revert", "HEAD~1"), Pause.REVERT, "revert --abort"),
    "bisect": (_bisect, Pause.BISECT, "bisect reset"),
    "detached": (
        lambda root: git(root, "switch", "-q", "--detach"),
        Pause.DETACHED,
        "switch -q main",
    ),
    "lock": (
        lambda root: (root / ".git" / "index.lock").touch(),
        Pause.LOCKED,
        "",
    ),
    "unmerged-without-a-merge": (_popped, Pause.MERGE, "checkout -f HEAD -- b.md"),
}


@pytest.mark.parametrize(("begins", "pause", "ends"), UNDER_WAY.values(), ids=list(UNDER_WAY))
def test_pauses_and_goes_on(
    two_sides: Path, begins: Callable[[Path], object], pause: Pause, ends: str
) -> None:
    root = two_sides
    if pause is Pause.REVERT:
        commit(root, {"b.md": "later\n"})
    begins(root)
    write(root, n="n\n")
    before = (head(root), status(root), staged(root))
    assert paused(root)[0] is pause
    assert (head(root), status(root), staged(root)) == before
    if ends:
        git(root, *ends.split(" "))
    else:
        assert (root / ".git" / "index.lock").exists()
        (root / ".git" / "index.lock").unlink()
    tip = git(root, "rev-parse", "main")
    outcome = committed(root)
    assert "n.md" in outcome.paths
    assert git(root, "rev-parse", "main^") == tip
    assert (status(root), nothing_left(root)) == ("", True)


def _gone(root: Path, count: int) -> None:
    for number in range(count):
        (root / f"n{number}.md").unlink()


def _few_of_many(root: Path) -> None:
    _gone(root, 20)


def _moved(root: Path) -> None:
    (root / "moved").mkdir()
    for number in range(25):
        (root / f"n{number}.md").rename(root / "moved" / f"n{number}.md")


THIRTY: Notes = {f"n{number}.md": f"- [ ] {number}\n" for number in range(30)}
ENOUGH: dict[str, Callable[[Path], None]] = {"twenty": _few_of_many, "moved": _moved}


def test_most_notes_are_gone(tmp_path: Path) -> None:
    root = new_vault(tmp_path, THIRTY)
    _gone(root, 25)
    before = head(root)
    assert paused(root) == (Pause.DELETIONS, "25 of 30")
    assert head(root) == before
    assert nothing_left(root)
    outcome = committed(root, deletions=True)
    assert len(outcome.paths) == 25
    assert status(root) == ""


def test_most_notes_were_gone_and_are_back(tmp_path: Path) -> None:
    root = new_vault(tmp_path, THIRTY)
    _gone(root, 25)
    assert paused(root)[0] is Pause.DELETIONS
    git(root, "checkout", "-q", "--", ".")
    write(root, n0="- [x] 0\n")
    assert committed(root).paths == ("n0.md",)


@pytest.mark.parametrize("does", ENOUGH.values(), ids=list(ENOUGH))
def test_enough_notes_are_there(tmp_path: Path, does: Callable[[Path], None]) -> None:
    root = new_vault(tmp_path, THIRTY)
    does(root)
    assert committed(root).commit == head(root)
    assert status(root) == ""


def test_somebody_commits_while_files_settle(tmp_path: Path) -> None:
    """What has been read is committed on theirs, and takes nothing of it back."""
    root = new_vault(tmp_path)
    write(root, a="new\n", b="theirs\n")

    def commits(_seconds: float) -> None:
        git(root, "commit", "-q", "-m", "theirs", "b.md")

    before = head(root)
    just_saved(root, "a.md")
    assert paused(root, commits) == (Pause.BUSY, "somebody has committed meanwhile")
    assert git(root, "rev-parse", "HEAD^") == before
    assert (changes(root), status(root)) == (["M b.md"], " M a.md")
    committed(root)
    assert (changes(root), status(root)) == (["M a.md"], "")


def test_index_is_locked_for_a_while(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    lock = root / ".git" / "index.lock"
    hook(root, "commit-msg", "touch .git/index.lock")
    write(root, a="new\n")
    waits: list[float] = []

    def others(seconds: float) -> None:
        waits.append(seconds)
        if seconds == 0.2:
            lock.unlink()

    committed(root, others)
    assert waits[-3:] == [0.05, 0.1, 0.2]
    assert status(root) == ""


def test_index_stays_locked(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    lock = root / ".git" / "index.lock"
    hook(root, "commit-msg", "touch .git/index.lock")
    write(root, a="new\n")
    before = head(root)
    assert paused(root)[0] is Pause.LOCKED
    assert lock.exists()
    lock.unlink()
    assert (head(root), status(root), nothing_left(root)) == (before, " M a.md", True)


def test_branch_is_locked(tmp_path: Path) -> None:
    """The index had been changed by then: it is as before, and the next commit has all of it."""
    root = new_vault(tmp_path)
    write(root, a="new\n", n="n\n")
    lock = root / ".git" / "refs" / "heads" / "main.lock"
    lock.touch()
    pause, said = paused(root)
    assert pause is Pause.LOCKED
    assert "main.lock" in said
    assert status(root) == " M a.md\n?? n.md"
    lock.unlink()
    assert nothing_left(root)
    committed(root)
    assert (changes(root), status(root)) == (["M a.md", "A n.md"], "")


class Stopped(Exception):  # noqa: N818 it is no error
    """What ends a commit in the middle."""


def test_stopped_while_files_settle(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    write(root, a="new\n")

    def stops(_seconds: float) -> None:
        raise Stopped

    just_saved(root, "a.md")
    with pytest.raises(Stopped):
        committed(root, stops)
    assert (status(root), nothing_left(root)) == (" M a.md", True)


KILLED = """
import sys
from vaultsync import Vault
from vaultsync.service.commits.committing import commit_changes
commit_changes(Vault.open(sys.argv[1]), wait=lambda seconds: None)
"""


@pytest.mark.parametrize("name", ["pre-commit", "commit-msg", "reference-transaction"])
def test_killed_while_a_hook_runs(tmp_path: Path, name: str) -> None:
    """The last is run when the index has been changed, and the branch is about to be."""
    root = new_vault(tmp_path)
    write(root, a="new\n", n="n\n")
    (root / "b.md").unlink()
    before = head(root)
    hook(root, name, 'kill -9 "$VICTIM"; exit 1')
    program = f"import os; os.environ['VICTIM'] = str(os.getpid()){KILLED}"
    done = subprocess.run(
        [sys.executable, "-c", program, str(root)], capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    (root / ".git" / "hooks" / name).unlink()
    assert head(root) == before
    outcome = committed(root)
    assert outcome.paths == ("a.md", "b.md", "n.md")
    assert (status(root), nothing_left(root)) == ("", True)


def _interrupted(root: Path, texts: dict[str, str | None], *, installs: bool) -> Workspace:
    """What is left of a commit that was stopped when it had changed the index, or was about to."""
    workspace = open_workspace(str(root / ".git"))
    entries = [
        Entry(path, "100644", git(root, "hash-object", "-w", "--stdin", stdin=text.encode()))
        if text is not None
        else Entry(path, "000000", "0" * 40)
        for path, text in texts.items()
    ]
    workspace.begin(Journal("refs/heads/main", entries))
    copy = copy_index(open_repository(str(root)), workspace, "next")
    copy.put(entries)
    if installs:
        assert copy.install()
    Path(workspace.path("commit")).write_bytes(b"half a cop")
    return workspace


def _change(root: Path) -> dict[str, str | None]:
    write(root, a="new\n", n="n\n")
    (root / "b.md").unlink()
    return {"a.md": "new\n", "n.md": "n\n", "b.md": None}


@pytest.mark.parametrize("installs", [False, True], ids=["before", "after"])
def test_stopped_beside_changing_the_index(tmp_path: Path, installs: bool) -> None:
    root = new_vault(tmp_path)
    before = status(root)
    texts = _change(root)
    _interrupted(root, texts, installs=installs)
    assert recover_commit(Vault.open(root), at_once) == [
        "a commit had been stopped; its files are as they were before it, and nothing is lost"
    ]
    assert (before, status(root)) == ("", " M a.md\n D b.md\n?? n.md")
    assert nothing_left(root)
    assert recover_commit(Vault.open(root), at_once) == []
    assert committed(root).paths == ("a.md", "b.md", "n.md")


def test_stopped_with_any_name(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    _interrupted(root, dict.fromkeys(NAMES.values(), "x\n"), installs=True)
    assert status(root)
    recover_commit(Vault.open(root), at_once)
    assert (status(root), nothing_left(root)) == ("", True)


def test_stopped_when_the_commit_was_made(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    texts = _change(root)
    committed(root)
    tip = head(root)
    _interrupted(root, texts, installs=True)
    assert recover_commit(Vault.open(root), at_once) == []
    assert (head(root), status(root), nothing_left(root)) == (tip, "", True)


def test_stopped_while_the_lock_was_held(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    workspace = _interrupted(root, _change(root), installs=False)
    os.link(workspace.path("next"), root / ".git" / "index.lock")
    assert committed(root).paths == ("a.md", "b.md", "n.md")
    assert (status(root), nothing_left(root)) == ("", True)


def test_lock_of_another_is_not_taken_for_ours(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    _interrupted(root, _change(root), installs=True)
    lock = root / ".git" / "index.lock"
    lock.touch()
    assert paused(root)[0] is Pause.LOCKED
    lock.unlink()
    assert committed(root).paths == ("a.md", "b.md", "n.md")


def test_what_the_user_has_staged_since_stays(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    _interrupted(root, _change(root), installs=True)
    write(root, a="staged since\n")
    git(root, "add", "a.md")
    committed(root)
    assert (changes(root), status(root)) == (["D b.md", "A n.md"], "M  a.md")


def test_another_branch_is_checked_out_since(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    git(root, "branch", "side")
    _interrupted(root, _change(root), installs=True)
    git(root, "switch", "-q", "side")
    outcome = committed(root)
    assert outcome.paths == ("a.md", "b.md", "n.md")
    assert git(root, "rev-parse", "side") == outcome.commit
    assert (status(root), nothing_left(root)) == ("", True)


def test_a_rebase_has_begun_since(two_sides: Path) -> None:
    """Its index is left alone, and what was stopped is forgotten only afterwards."""
    root = two_sides
    _fails(root, "rebase", "side")
    write(root, n="n\n")
    _interrupted(root, {"n.md": "n\n"}, installs=True)
    assert paused(root)[0] is Pause.REBASE
    assert "A  n.md" in status(root)
    git(root, "rebase", "--quit")
    git(root, "checkout", "-q", "-f", "main")
    write(root, n="n\n")
    committed(root)
    assert changes(root) == ["A n.md"]


JOURNALS = {
    "empty": b"",
    "half": b'["refs/heads/main", [["a.m',
    "strange": b'{"a": 1}',
    "list": b"7",
}


@pytest.mark.parametrize("raw", JOURNALS.values(), ids=list(JOURNALS))
def test_journal_that_cannot_be_read(tmp_path: Path, raw: bytes) -> None:
    root = new_vault(tmp_path)
    write(root, a="new\n")
    folder = root / ".git" / "vaultsync"
    folder.mkdir()
    (folder / "journal").write_bytes(raw)
    assert committed(root).paths == ("a.md",)
    assert nothing_left(root)


def test_no_place_for_what_is_under_way(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    write(root, a="new\n")
    (root / ".git" / "vaultsync").touch()
    with pytest.raises(WriteFailedError, match=r"vaultsync: .* file exists"):
        committed(root)
    with pytest.raises(WriteFailedError):
        keep_snapshot(Vault.open(root), at_once)
    assert committed(root, dry_run=True).paths == ("a.md",)


def test_what_the_system_refuses_is_no_bug(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    write(root, a="new\n")

    def refuses(_seconds: float) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    just_saved(root, "a.md")
    with pytest.raises(WriteFailedError, match=r"(?i)no space left"):
        committed(root, refuses)
    committed(root)
    assert (status(root), nothing_left(root)) == ("", True)


def _all_of(folder: Path) -> dict[str, tuple[object, ...]]:
    """What a folder holds, with all that a write would change."""
    states = {path: path.lstat() for path in (folder, *folder.rglob("*"))}
    return {
        str(path): (
            *(state.st_ino, state.st_mode, state.st_size, state.st_mtime_ns, state.st_ctime_ns),
            path.read_bytes() if path.is_file() else None,
        )
        for path, state in states.items()
    }


@pytest.mark.parametrize("many", [False, True], ids=["few", "many"])
def test_dry_run_writes_nothing(tmp_path: Path, many: bool) -> None:
    root = new_vault(tmp_path)
    hook(root, "pre-commit", "touch ran")
    write(root, a="- [x] new\n", n="n\n", **{f"m{number}": "m\n" for number in range(12 * many)})
    (root / "b.md").unlink()
    before = _all_of(root)
    shown = committed(root, dry_run=True)
    assert _all_of(root) == before
    assert shown.commit is None
    made = committed(root)
    assert (made.message, made.paths) == (shown.message, shown.paths)


def test_dry_run_pauses_alike(tmp_path: Path) -> None:
    root = new_vault(tmp_path)
    git(root, "switch", "-q", "--detach")
    write(root, a="new\n")
    before = _all_of(root)
    with pytest.raises(PausedError):
        commit_changes(Vault.open(root), dry_run=True, wait=at_once)
    assert _all_of(root) == before


SWITCHES = {
    "to-another-branch": "git switch -q side",
    "and-back": "git switch -q side; git switch -q main",
}


@pytest.mark.parametrize("switches", SWITCHES.values(), ids=SWITCHES)
def test_what_a_switch_of_branches_wrote_is_no_change(tmp_path: Path, switches: str) -> None:
    """A switch was under way when we looked, and had written a note so far."""
    root = new_vault(tmp_path)
    git(root, "switch", "-q", "-c", "side")
    commit(root, {"a.md": "side\n"})
    git(root, "switch", "-q", "main")
    before = head(root)
    write(root, a="side\n")
    hook(root, "commit-msg", f"unset GIT_INDEX_FILE GIT_DIR; git checkout -qf main; {switches}")
    assert paused(root) == (Pause.BUSY, "another branch was checked out")
    assert git(root, "rev-parse", "main") == before
    assert status(root) == ""
