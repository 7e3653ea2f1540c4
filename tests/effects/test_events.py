"""What a watched folder tells: real files, and a queue that is waited for."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vaultsync.effects.noise import NOISE
from vaultsync.effects.walk import FileState, state_of, walk_vault
from vaultsync.effects.watching import events
from vaultsync.effects.watching.events import CannotWatchError, watch_folder
from vaultsync.effects.watching.lock import WatchedAlreadyError, only_watcher
from vaultsync.effects.watching.mailbox import Batch, Mailbox
from vaultsync.effects.watching.paths import Sort, sort_of
from vaultsync.effects.watching.polling import poll_folder

PATIENCE = 10


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    for folder in (".git/objects", ".obsidian", "Topics"):
        (root / folder).mkdir(parents=True)
    (root / "Plan.md").write_text("- [ ] a\n")
    return root


@pytest.fixture
def mailbox(root: Path) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    watch = watch_folder(str(root), mailbox)
    yield mailbox
    watch.stop()


def told(mailbox: Mailbox, root: Path) -> Batch:
    """All that was told so far: until a file is told that is written now."""
    (root / "last.md").write_text("")
    paths: set[str] = set()
    uncertain = repository = False
    while "last.md" not in paths and not uncertain:
        batch = mailbox.take(PATIENCE)
        assert batch != Batch(), "nothing was told"
        paths |= batch.paths
        uncertain |= batch.uncertain
        repository |= batch.repository
    return Batch(frozenset(paths - {"last.md"}), uncertain, repository)


def replaced(root: Path) -> None:
    (root / ".Plan.md.tmp").write_text("- [x] a\n")
    os.replace(root / ".Plan.md.tmp", root / "Plan.md")


def moved_in(root: Path) -> None:
    (root.parent / "Else.md").write_text("")
    os.rename(root.parent / "Else.md", root / "Else.md")


def read(root: Path) -> None:
    (root / "Plan.md").read_text()


def noise(root: Path) -> None:
    (root / ".git/objects/1f").write_text("")
    (root / ".obsidian/workspace.json").write_text("{}")
    (root / ".Plan.md.1f-bbdc94f2.vaultsync-tmp").write_text("")


HAPPENINGS: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "written": (lambda root: (root / "Plan.md").write_text("- [x] a\n"), {"Plan.md"}),
    "new": (lambda root: (root / "Topics/Neu é.md").write_text(""), {"Topics/Neu é.md"}),
    "replaced": (replaced, {".Plan.md.tmp", "Plan.md"}),
    "removed": (lambda root: (root / "Plan.md").unlink(), {"Plan.md"}),
    "renamed": (
        lambda root: (root / "Plan.md").rename(root / "Topics/plan.md"),
        {"Plan.md", "Topics/plan.md"},
    ),
    "moved-in": (moved_in, {"Else.md"}),
    "settings": (
        lambda root: (root / ".obsidian/app.json").write_text("{}"),
        {".obsidian/app.json"},
    ),
    "read": (read, set()),
    "noise": (noise, set()),
}


@pytest.mark.parametrize(("happens", "paths"), HAPPENINGS.values(), ids=HAPPENINGS)
def test_tells_the_paths(
    happens: Callable[[Path], object], paths: set[str], root: Path, mailbox: Mailbox
) -> None:
    happens(root)
    assert told(mailbox, root).paths == paths


def test_a_file_that_leaves_is_told_late(root: Path, mailbox: Mailbox) -> None:
    (root / "Plan.md").rename(root.parent / "Plan.md")
    assert mailbox.take(PATIENCE).paths == {"Plan.md"}


OF_FOLDERS: dict[str, Callable[[Path], object]] = {
    "new": lambda root: (root / "Plans/2027").mkdir(parents=True),
    "renamed": lambda root: (root / "Topics").rename(root / "Themes"),
    "removed": lambda root: (root / "Topics").rmdir(),
}


@pytest.mark.parametrize("happens", OF_FOLDERS.values(), ids=OF_FOLDERS)
def test_what_happens_to_folders_is_uncertain(
    happens: Callable[[Path], object], root: Path, mailbox: Mailbox
) -> None:
    happens(root)
    assert told(mailbox, root).uncertain


def test_somebody_works_in_the_repository(root: Path, mailbox: Mailbox) -> None:
    (root / ".git/MERGE_HEAD").write_text("")
    assert told(mailbox, root) == Batch(repository=True)


def test_a_complaint_of_the_library_is_uncertain(mailbox: Mailbox) -> None:
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
    assert mailbox.take(PATIENCE).uncertain


def test_a_folder_that_is_another_is_not_watched(root: Path) -> None:
    watch = watch_folder(str(root), Mailbox())
    try:
        assert watch.stands()
        root.rename(root.parent / "away")
        assert not watch.stands()
        root.mkdir()
        assert not watch.stands()
    finally:
        watch.stop()
    assert not watch.stands()


def test_a_folder_that_can_not_be_watched(tmp_path: Path) -> None:
    before = threading.active_count()
    with pytest.raises(CannotWatchError, match="the system doesn't tell of changes"):
        watch_folder(str(tmp_path / "nowhere"), Mailbox())
    assert threading.active_count() <= before + 1
    assert logging.getLogger("watchdog").handlers == []


SORTS = {
    "Plan.md": Sort.FILE,
    "a/b.png": Sort.FILE,
    ".obsidian/app.json": Sort.FILE,
    ".obsidian/plugins/x/workspace.ts": Sort.FILE,
    "workspace.json": Sort.FILE,
    ".gitignore": Sort.FILE,
    ".git": Sort.REPOSITORY,
    ".git/HEAD": Sort.REPOSITORY,
    ".git/index.lock": Sort.REPOSITORY,
    ".git/rebase-merge/done": Sort.REPOSITORY,
    ".git/index": Sort.NOISE,
    ".git/objects/1f/2a": Sort.NOISE,
    "Topics/.git/HEAD": Sort.NOISE,
    ".obsidian/workspace-mobile.json": Sort.NOISE,
    ".trash/Plan.md": Sort.NOISE,
    "a/.Plan.md.1f-bbdc94f2.vaultsync-tmp": Sort.NOISE,
    "a/.DS_Store": Sort.NOISE,
    ".syncthing.Plan.md.tmp": Sort.NOISE,
}


@pytest.mark.parametrize(("path", "sort"), SORTS.items(), ids=SORTS)
def test_sorts(path: str, sort: Sort) -> None:
    assert sort_of(path) is sort


@pytest.mark.parametrize("pattern", [one.pattern for one in NOISE])
def test_what_no_commit_holds_is_noise(pattern: str) -> None:
    place = "" if pattern.startswith("/") else "Topics/"
    path = place + pattern.removeprefix("/").replace("*", "x").replace("?", "p")
    assert sort_of(f"{path}file" if path.endswith("/") else path) is Sort.NOISE


class TestMailbox:
    def test_gives_each_path_once(self) -> None:
        mailbox = Mailbox()
        for path in ("a.md", "b.md", "a.md"):
            mailbox.put([path])
        assert mailbox.take(0) == Batch(frozenset({"a.md", "b.md"}))
        assert mailbox.take(0) == Batch()

    def test_holds_no_more_than_it_may(self) -> None:
        mailbox = Mailbox(most=10)
        for number in range(25):
            mailbox.put([f"{number}.md"])
        batch = mailbox.take(0)
        assert batch.uncertain
        assert len(batch.paths) <= 10

    def test_is_woken(self) -> None:
        mailbox = Mailbox()
        threading.Timer(0.01, mailbox.wake).start()
        assert mailbox.take(PATIENCE) == Batch()


def test_polling_finds_what_changed(root: Path) -> None:
    mailbox = Mailbox()
    watch = poll_folder(str(root), mailbox, every=0.01)
    try:
        (root / "Plan.md").write_text("- [x] a, and more\n")
        assert mailbox.take(PATIENCE).paths == {"Plan.md"}
        (root / "Topics/RAG.md").write_text("")
        assert mailbox.take(PATIENCE).paths == {"Topics/RAG.md"}
        assert watch.stands()
    finally:
        watch.stop()
    assert not watch.stands()


def test_a_state_is_that_of_the_walk(root: Path) -> None:
    (root / "link.md").symlink_to("Plan.md")
    (root / "folder.md").mkdir()
    assert [state_of(str(root), one.path) for one in walk_vault(str(root)).notes] == [
        *walk_vault(str(root)).notes
    ]
    found: list[FileState | None] = [
        state_of(str(root), path) for path in ("folder.md", "Gone.md", "a\0.md")
    ]
    assert found == [None, None, None]


def test_one_watcher(root: Path) -> None:
    with (
        only_watcher(str(root)),
        pytest.raises(WatchedAlreadyError, match=f"process {os.getpid()} watches this vault"),
        only_watcher(str(root)),
    ):
        pass
    with only_watcher(str(root)):
        pass


@pytest.mark.usefixtures("mailbox")
def test_folders_without_a_watch_are_counted(root: Path) -> None:
    assert events._unwatched(str(root)) == 0
    for number in range(30):
        (root.parent / f"others/{number}").mkdir(parents=True)
    assert events._unwatched(str(root.parent)) > 20
