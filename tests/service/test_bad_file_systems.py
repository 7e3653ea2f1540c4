"""Names, links and file systems that broke other tools: each as `data/bad_inputs_files.json` says.

Kills, errors and other programs that write at the same time are tested in
`tests/effects/test_faults.py`, and for minutes by `scripts/soak`.
"""

import json
import os
import resource
import stat
import struct
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, content, right, run, write
from vaultsync import StaleNoteError, Vault
from vaultsync.errors import OutsideVaultError, WriteFailedError

DATA = Path(__file__).parents[1] / "data" / "bad_inputs_files.json"
CASES = {case["id"]: case for case in json.loads(DATA.read_bytes())["cases"]}
ELSEWHERE = {
    "F01": "test_a_kill_leaves_all_or_nothing",
    "F02": "test_an_error_is_told_and_nothing_has_changed",
    "F03": "test_a_full_disk",
    "F06": "test_a_write_that_stores_nothing_is_found_out",
    "F17": "test_few_open_files",
    "G01": "test_another_program_comes_first_after_the_exchange",
    "G10": "test_the_lock_of_a_killed_process_is_free",
    "G12": "test_another_program_comes_first_before_the_exchange",
}
OPEN, TICKED = b"- [ ] one\n", b"- [x] one\n"


def tick(vault: Vault, path: str) -> None:
    note = vault.read(path)
    vault.apply(vault.set_status(note, note.tasks[0], "x"))


def each_is_ticked_alone(root: Path, names: list[str]) -> None:
    """Each name means its own file, for the library and on the command line."""
    write(root, dict.fromkeys(names, OPEN))
    vault = Vault.open(root)
    assert vault.walk().notes == sorted(names)
    for number, name in enumerate(names):
        if number % 2:
            tick(vault, name)
        else:
            right("-C", str(root), "task", "done", f"{name}:1")
        done = names[: number + 1]
        assert content(root) == {one: TICKED if one in done else OPEN for one in names}


NAMES: Mapping[str, list[str]] = {
    "E03": [":!plain.md", ":(exclude)x.md", ":(top)x.md", "plain.md", "x.md"],
    "E05": ["*.md", "?.md", "[a].md", "[!a].md", "a.md", "b.md"],
    "E08": ["Caf\u00e9.md", "Cafe\u0301.md"],
    "E11": ["CON.md", "aux.md", "a:b.md", "x..md", "x .md", "nul.MD", "a.md"],
}


@pytest.mark.parametrize("case", NAMES)
def test_names_are_literal(case: str, tmp_path: Path) -> None:
    each_is_ticked_alone(tmp_path, NAMES[case])


def symlink_loop(root: Path) -> None:
    """E16."""
    write(root, {"a.md": OPEN, "folder/b.md": OPEN})
    (root / "folder" / "loop").symlink_to("..")
    (root / "folder" / "itself").symlink_to("itself")
    (root / "folder" / "itself.md").symlink_to("itself.md")
    vault = Vault.open(root)
    assert vault.walk().notes == ["a.md", "folder/b.md", "folder/itself.md"]
    assert [note.path for note in vault.notes] == ["a.md", "folder/b.md"]
    answer = run("-C", str(root), "task", "done", "folder/itself.md:1")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    tick(vault, "folder/loop/a.md")
    assert (root / "a.md").read_bytes() == TICKED


def root_is_a_symlink(root: Path) -> None:
    """E22: one vault and one journal, by whatever name."""
    write(root, {"a.md": OPEN + OPEN.replace(b"one", b"two")})
    named = root.with_name("named")
    named.symlink_to(root)
    assert Vault.open(named).root == Vault.open(root).root == str(root)
    right("-C", str(named), "task", "done", "a:1")
    right("-C", str(root), "task", "done", f"{named}/a.md:2")
    assert (root / "a.md").read_bytes() == TICKED + TICKED.replace(b"one", b"two")
    assert named.is_symlink()
    assert content(root).keys() == {"a.md"}


def immutable(root: Path) -> None:
    """F08: what can't be written is refused before anything is; the other notes stay."""
    write(root, {"a.md": OPEN, "b.md": OPEN})
    try:
        subprocess.run(["chattr", "+i", root / "b.md"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no immutable files here")
    try:
        answer = run("-C", str(root), "task", "done", "b:1")
        tick(Vault.open(root), "a.md")
    finally:
        subprocess.run(["chattr", "-i", root / "b.md"], check=True)
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert "b.md: not written, nothing has changed" in answer.err
    assert content(root) == {"a.md": TICKED, "b.md": OPEN}


def temporary_folder_elsewhere(root: Path) -> None:
    """F09: nothing is written outside the note's own folder and the journal."""
    write(root, {"a.md": OPEN})
    env = {**os.environ, "TMPDIR": str(root / "nowhere")}
    words = [*PROGRAM, "-C", str(root), "task", "done", "a:1"]
    assert subprocess.run(words, env=env, capture_output=True, check=False).returncode == 0
    assert content(root) == {"a.md": TICKED}


def metadata(root: Path) -> None:
    """F13: mode, owner, extended attributes and with them the ACL."""
    write(root, {"a.md": OPEN})
    note = root / "a.md"
    if os.geteuid() == 0:
        os.chown(note, 1234, 4321)
    note.chmod(0o2640)
    kept = {"user.tag": b"blue\0", "system.posix_acl_access": acl()}
    for name, value in kept.items():
        try:
            os.setxattr(note, name, value)
        except OSError:
            pytest.skip(f"no {name} on this file system")
    before = note.stat()
    right("-C", str(root), "task", "done", "a:1")
    after = note.stat()
    assert note.read_bytes() == TICKED
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    assert {name: os.getxattr(note, name) for name in os.listxattr(note)} == kept


def acl() -> bytes:
    """An access list in which user 1000 may read and write (linux/posix_acl_xattr.h)."""
    nobody = 0xFFFFFFFF
    entries = [(1, 6, nobody), (2, 6, 1000), (4, 4, nobody), (16, 6, nobody), (32, 0, nobody)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def little_memory(root: Path) -> None:
    """F18: the note for which there is no memory is told of, the others are read."""
    write(root, {"a.md": OPEN, "large.md": b"[[a]] #b\n" * 200_000, "z.md": OPEN})

    def lower() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (100 << 20, 100 << 20))

    words = [*PROGRAM, "-C", str(root), "tasks"]
    found = subprocess.run(words, preexec_fn=lower, capture_output=True, check=False)
    assert b"Traceback" not in found.stderr
    assert found.stdout == b"a.md:1: [ ] one\nz.md:1: [ ] one\n"
    assert found.returncode == 1
    assert found.stderr.startswith(b"vaultsync: large.md: ")


def same_span(root: Path) -> None:
    """G04: both tick the same box; also when the other program writes another text there."""
    vault = Vault.open(root)
    for theirs in (b"- [-] one\n", b"- [ ] two\n", b"", b"new\n- [ ] one of them\n"):
        write(root, {"a.md": OPEN})
        note = vault.read("a.md")
        write(root, {"a.md": theirs})
        with pytest.raises(StaleNoteError, match=r"a\.md"):
            vault.apply(vault.set_status(note, note.tasks[0], "x"))
        assert content(root) == {"a.md": theirs}


def replaced_by_a_symlink(root: Path) -> None:
    """G07."""
    outside = root.with_name("outside.md")
    outside.write_bytes(OPEN)
    vault = Vault.open(root)
    for target, error in ((outside, OutsideVaultError), (root / "b.md", StaleNoteError)):
        write(root, {"a.md": OPEN, "b.md": b"another text\n"})
        note = vault.read("a.md")
        (root / "a.md").unlink()
        (root / "a.md").symlink_to(target)
        with pytest.raises(error):
            vault.apply(vault.set_status(note, note.tasks[0], "x"))
        assert (root / "a.md").is_symlink()
        assert outside.read_bytes() == OPEN
        assert (root / "b.md").read_bytes() == b"another text\n"
        (root / "a.md").unlink()


CHECKS: dict[str, Callable[[Path], None]] = {
    "E16": symlink_loop,
    "E22": root_is_a_symlink,
    "F08": immutable,
    "F09": temporary_folder_elsewhere,
    "F13": metadata,
    "F18": little_memory,
    "G04": same_span,
    "G07": replaced_by_a_symlink,
}


@pytest.mark.parametrize("case", CHECKS)
def test_behaves_as_written(case: str, tmp_path: Path) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    CHECKS[case](root)


@pytest.mark.skipif("os.geteuid() == 0", reason="root may write anywhere")
@pytest.mark.parametrize("which", [".", "a.md"], ids=["folder", "note"])
def test_what_is_read_only_is_left_alone(which: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": OPEN})
    mode = stat.S_IMODE((tmp_path / which).stat().st_mode)
    (tmp_path / which).chmod(mode & ~0o222)
    try:
        with pytest.raises(WriteFailedError, match=r"a\.md"):
            tick(Vault.open(tmp_path), "a.md")
    finally:
        (tmp_path / which).chmod(mode)
    assert content(tmp_path) == {"a.md": OPEN}


def test_a_hard_link_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": OPEN})
    os.link(tmp_path / "a.md", tmp_path / "b.md")
    with pytest.raises(WriteFailedError, match="hard links"):
        tick(Vault.open(tmp_path), "a.md")
    assert content(tmp_path) == {"a.md": OPEN, "b.md": OPEN}


def test_a_link_to_a_note_in_another_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path, {"there/a.md": OPEN, "here/b.md": b""})
    (tmp_path / "here" / "a.md").symlink_to("../there/a.md")
    tick(Vault.open(tmp_path), "here/a.md")
    assert (tmp_path / "here" / "a.md").is_symlink()
    assert (tmp_path / "there" / "a.md").read_bytes() == TICKED
    assert sorted(content(tmp_path)) == ["here/a.md", "here/b.md", "there/a.md"]


def test_each_case_is_tested() -> None:
    assert CASES.keys() == NAMES.keys() | CHECKS.keys() | ELSEWHERE.keys()
    faults = (DATA.parents[1] / "effects" / "test_faults.py").read_text()
    assert [name for name in ELSEWHERE.values() if f"def {name}(" not in faults] == []
