"""Notes are written whole or not at all, never over what somebody else wrote, never outside."""

import os
import stat
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.somebody import as_somebody
from vaultsync.effects import replace
from vaultsync.effects.beside import temporary_for
from vaultsync.effects.replace import (
    check_file,
    check_new_file,
    create_file,
    remove_file,
    replace_file,
    sweep,
)
from vaultsync.errors import (
    NoteBusyError,
    OutsideVaultError,
    StaleNoteError,
    VaultsyncError,
    WriteFailedError,
)

OLD, NEW, THEIRS = b"old\r\n", b"new text\r\n", b"theirs"
BESIDE = temporary_for("a.md", "1")
leases = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has leases")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "a.md").write_bytes(OLD)
    return vault


def replaced(root: Path, path: str = "a.md", old: bytes = OLD) -> None:
    replace_file(str(root), path, old=old, new=NEW, temporary=BESIDE)


def created(root: Path, path: str = "a.md") -> None:
    create_file(str(root), path, NEW, temporary=BESIDE)


def removed(root: Path, path: str = "a.md", old: bytes = OLD) -> None:
    remove_file(str(root), path, old=old, temporary=BESIDE)


def files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir() if path.is_file()}


def test_the_temporary_file_is_hidden_and_of_bounded_length() -> None:
    assert temporary_for("b/c d.md", "ff") == "b/.c d.md.ff-9da3d83f.vaultsync-tmp"
    long = [temporary_for(f"{'x' * 250}{end}.md", "1") for end in "ab"]
    assert all(name.startswith(f".{'x' * 40}.1-") and len(name) < 80 for name in long)
    assert long[0] != long[1]


def test_replace_writes_the_new_bytes_and_nothing_else(root: Path) -> None:
    check_file(str(root), "a.md")
    replaced(root)
    assert files(root) == {"a.md": NEW}


def test_replace_keeps_mode_and_extended_attributes(root: Path) -> None:
    path = root / "a.md"
    path.chmod(0o640)
    try:
        os.setxattr(path, "user.tag", b"blue")
    except OSError:
        pytest.skip("no extended attributes on this file system")
    replaced(root)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.getxattr(path, "user.tag") == b"blue"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_replace_keeps_the_owner(root: Path) -> None:
    os.chown(root / "a.md", 65534, 65533)
    replaced(root)
    state = (root / "a.md").stat()
    assert (state.st_uid, state.st_gid) == (65534, 65533)


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


CHANGED = {
    "changed": (lambda path: path.write_bytes(THEIRS), StaleNoteError),
    "changed-in-the-same-size": (lambda path: path.write_bytes(b"ald\r\n"), StaleNoteError),
    "longer": (lambda path: path.write_bytes(OLD + b"x"), StaleNoteError),
    "empty": (lambda path: path.write_bytes(b""), StaleNoteError),
    "gone": (lambda path: path.unlink(), StaleNoteError),
    "hard-link": (lambda path: os.link(path, f"{path}2"), WriteFailedError),
    "became-a-folder": (become_a_folder, WriteFailedError),
}


@pytest.mark.parametrize("verb", [replaced, removed])
@pytest.mark.parametrize(("before", "error"), CHANGED.values(), ids=CHANGED)
def test_refuses_what_is_not_as_it_was_read(
    root: Path,
    verb: Callable[..., None],
    before: Callable[[Path], Any],
    error: type[VaultsyncError],
) -> None:
    before(root / "a.md")
    kept = files(root)
    with pytest.raises(error, match=r"a\.md"):
        verb(root)
    assert files(root) == kept


@leases
@pytest.mark.parametrize("verb", [replaced, removed])
def test_waits_for_who_is_writing_and_gives_up(root: Path, verb: Callable[..., None]) -> None:
    with open(root / "a.md", "ab"), pytest.raises(NoteBusyError, match=r"a\.md"):
        verb(root)
    assert files(root) == {"a.md": OLD}


def test_replace_leaves_a_file_alone_that_bears_the_temporary_name(root: Path) -> None:
    (root / BESIDE).write_bytes(THEIRS)
    with pytest.raises(StaleNoteError):
        replaced(root)
    assert files(root) == {"a.md": OLD, BESIDE: THEIRS}


def test_a_full_disk_leaves_the_old_bytes(root: Path) -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4, limits[1]))
    try:
        with pytest.raises(WriteFailedError, match="nothing has changed: file too large"):
            replaced(root)
        with pytest.raises(WriteFailedError):
            created(root, "b.md")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert files(root) == {"a.md": OLD}


def test_a_folder_that_refuses_leaves_the_old_bytes(root: Path) -> None:
    with as_somebody(root):
        root.chmod(0o500)
        try:
            with pytest.raises(WriteFailedError, match="its folder can't be written to"):
                check_file(str(root), "a.md")
            with pytest.raises(WriteFailedError, match="its folder can't be written to"):
                created(root, "b.md")
            with pytest.raises(WriteFailedError, match="permission denied"):
                replaced(root)
            with pytest.raises(WriteFailedError, match="permission denied"):
                removed(root)
        finally:
            root.chmod(0o700)
    assert files(root) == {"a.md": OLD}


def test_a_read_only_note_is_left_alone(root: Path) -> None:
    with as_somebody(root):
        (root / "a.md").chmod(0o400)
        with pytest.raises(WriteFailedError, match="the note is read-only"):
            check_file(str(root), "a.md")
        with pytest.raises(WriteFailedError, match="the note is read-only"):
            replaced(root)
    assert files(root) == {"a.md": OLD}


def test_a_symlink_inside_the_vault_is_followed(root: Path) -> None:
    (root / "link.md").symlink_to("a.md")
    check_file(str(root), "link.md")
    replaced(root, "link.md")
    assert (root / "link.md").is_symlink()
    assert (root / "a.md").read_bytes() == NEW


OUT: dict[str, Callable[[str], object]] = {
    "check": lambda root: check_file(root, "link.md"),
    "check-new": lambda root: check_new_file(root, "../new.md"),
    "replace": lambda root: replaced(Path(root), "link.md"),
    "create": lambda root: created(Path(root), "../new.md"),
    "remove": lambda root: removed(Path(root), "link.md"),
    "sweep": lambda root: sweep(root, "link.md", BESIDE, OLD, NEW),
}


@pytest.mark.parametrize("verb", OUT.values(), ids=OUT)
def test_what_leads_out_of_the_vault_is_refused(root: Path, verb: Callable[[str], object]) -> None:
    outside = root.parent / "secret.md"
    outside.write_bytes(OLD)
    (root / "link.md").symlink_to(outside)
    with pytest.raises(OutsideVaultError):
        verb(str(root))
    assert outside.read_bytes() == OLD
    assert not (root.parent / "new.md").exists()


def test_check_file(root: Path) -> None:
    (root / "b").mkdir()
    os.link(root / "a.md", root / "c.md")
    for path, error in {
        "b": WriteFailedError,
        "c.md": WriteFailedError,
        "d.md": StaleNoteError,
    }.items():
        with pytest.raises(error, match=path):
            check_file(str(root), path)


def test_create_does_not_overwrite(root: Path) -> None:
    check_new_file(str(root), "b.md")
    created(root, "b.md")
    (root / "dangling.md").symlink_to("nowhere.md")
    (root / "folder.md").mkdir()
    for path in ("a.md", "folder.md"):
        with pytest.raises(StaleNoteError, match=path):
            created(root, path)
    assert files(root) == {"a.md": OLD, "b.md": NEW}
    with pytest.raises(WriteFailedError, match="its folder isn't there"):
        created(root, "nowhere/c.md")
    assert not (root / "nowhere").exists()


def test_create_follows_the_mask(root: Path) -> None:
    mask = os.umask(0o027)
    try:
        created(root, "b.md")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((root / "b.md").stat().st_mode) == 0o640


def test_remove(root: Path) -> None:
    removed(root)
    assert files(root) == {}


# What replace_file does once the two files have changed places.


def after_the_exchange(root: Path, displaced: bytes) -> tuple[str, str, str]:
    (root / "a.md").write_bytes(NEW)
    (root / BESIDE).write_bytes(displaced)
    return "a.md", str(root / "a.md"), str(root / BESIDE)


def test_the_displaced_file_is_dropped(root: Path) -> None:
    replace._settle(*after_the_exchange(root, OLD), OLD, NEW)
    assert files(root) == {"a.md": NEW}


def test_what_was_written_before_the_exchange_goes_back(root: Path) -> None:
    with pytest.raises(StaleNoteError):
        replace._settle(*after_the_exchange(root, THEIRS), OLD, NEW)
    assert files(root) == {"a.md": THEIRS}


@leases
def test_a_displaced_file_that_is_open_for_writing_goes_back(root: Path) -> None:
    places = after_the_exchange(root, OLD)
    with open(root / BESIDE, "r+b") as theirs:
        with pytest.raises(StaleNoteError):
            replace._settle(*places, OLD, NEW)
        theirs.write(THEIRS)
    assert files(root) == {"a.md": THEIRS}


def test_a_third_text_over_ours_is_kept_under_a_name_that_shows(root: Path) -> None:
    """One program wrote before the exchange, another over our text after it."""
    places = after_the_exchange(root, THEIRS)
    (root / "a.md").write_bytes(b"third")
    with pytest.raises(StaleNoteError):
        replace._settle(*places, OLD, NEW)
    assert sorted(files(root).values()) == [b"theirs", b"third"]
    assert set(files(root)) == {"a.md", "a (kept 1).md"}


@leases
@pytest.mark.parametrize("written", [b"", THEIRS], ids=["nothing", "something"])
def test_who_opens_the_displaced_file_at_the_last_moment_is_heard(
    root: Path, written: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease is broken between the last look and the end of the displaced file."""
    import fcntl

    writers: list[threading.Thread] = []
    unlink = os.unlink

    def write(descriptor_path: str) -> None:
        with open(descriptor_path, "r+b") as file:
            file.write(written)

    def unlink_late(path: str) -> None:
        if not writers and path.endswith(".vaultsync-tmp"):
            reader = os.open(path, os.O_RDONLY)
            writers.append(threading.Thread(target=write, args=(f"/proc/self/fd/{reader}",)))
            with suppress(BlockingIOError):
                os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
            assert fcntl.fcntl(reader, fcntl.F_GETLEASE) in (fcntl.F_UNLCK, fcntl.F_RDLCK)
            writers[0].start()
        unlink(path)

    places = after_the_exchange(root, OLD)
    monkeypatch.setattr(os, "unlink", unlink_late)
    try:
        replace._settle(*places, OLD, NEW)
        stale = False
    except StaleNoteError:
        stale = True
    writers[0].join()
    left = files(root)
    assert set(left) == {"a.md"}
    if not written:
        assert left == {"a.md": NEW}
    elif stale:
        assert left["a.md"] == THEIRS


# What an interrupted write leaves, and what becomes of it.

SWEPT: dict[str, tuple[dict[str, bytes], dict[str, bytes]]] = {
    "nothing": ({"a.md": OLD}, {"a.md": OLD}),
    "nothing-and-no-note": ({}, {}),
    "our-new-text": ({"a.md": OLD, BESIDE: NEW}, {"a.md": OLD}),
    "part-of-our-new-text": ({"a.md": OLD, BESIDE: NEW[:3]}, {"a.md": OLD}),
    "an-empty-file": ({"a.md": OLD, BESIDE: b""}, {"a.md": OLD}),
    "the-old-text": ({"a.md": NEW, BESIDE: OLD}, {"a.md": NEW}),
    "the-old-text-below-theirs": ({"a.md": THEIRS, BESIDE: OLD}, {"a.md": THEIRS}),
    "theirs-displaced-by-ours": ({"a.md": NEW, BESIDE: THEIRS}, {"a.md": THEIRS}),
    "theirs-that-begins-like-the-old-text": (
        {"a.md": NEW, BESIDE: OLD[:2]},
        {"a.md": OLD[:2]},
    ),
    "theirs-that-begins-like-ours": ({"a.md": NEW, BESIDE: NEW[:2]}, {"a.md": NEW[:2]}),
    "theirs-that-is-empty": ({"a.md": NEW, BESIDE: b""}, {"a.md": b""}),
    "theirs-below-a-newer-one": (
        {"a.md": b"third", BESIDE: THEIRS},
        {"a.md": b"third", "a (kept 1).md": THEIRS},
    ),
    "theirs-and-the-note-is-gone": ({BESIDE: THEIRS}, {"a (kept 1).md": THEIRS}),
    "theirs-and-the-name-is-taken": (
        {"a.md": b"third", "a (kept 1).md": b"", BESIDE: THEIRS},
        {"a.md": b"third", "a (kept 1).md": b"", "a (kept 2).md": THEIRS},
    ),
    "a-weaker-exchange-half-way": (
        {"a.md": OLD, BESIDE: NEW, f"{BESIDE}-2": OLD},
        {"a.md": OLD},
    ),
    "a-weaker-exchange-nearly-done": ({"a.md": NEW, f"{BESIDE}-2": OLD}, {"a.md": NEW}),
    "a-weaker-exchange-that-took-theirs": ({"a.md": NEW, f"{BESIDE}-2": THEIRS}, {"a.md": THEIRS}),
}


@pytest.mark.parametrize(("before", "after"), SWEPT.values(), ids=SWEPT)
def test_sweep(root: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    (root / "a.md").unlink()
    for name, text in before.items():
        (root / name).write_bytes(text)
    for _ in range(2):
        sweep(str(root), "a.md", BESIDE, OLD, NEW)
        assert files(root) == after


def test_sweep_of_a_weaker_exchange_that_was_killed_between_its_links(root: Path) -> None:
    """The note itself bears the second name, too."""
    (root / BESIDE).write_bytes(NEW)
    os.link(root / "a.md", root / f"{BESIDE}-2")
    sweep(str(root), "a.md", BESIDE, OLD, NEW)
    assert files(root) == {"a.md": OLD}
    assert (root / "a.md").stat().st_nlink == 1
