"""Kills, errors and other programs in the middle of a write; `scripts/soak/kills` has them all.

And what no system call tells: a full disk, limits, two processes at once.
"""

import resource
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, write
from tests.effects.faults import (
    JOBS,
    Call,
    Fault,
    Job,
    Place,
    Sides,
    can_inject,
    sides,
    wrong_after,
)
from tests.effects.others import ACTS, wrong_beside

KILL = "signal=KILL"
UNSHARED = ["unshare", "-m", "sh", "-ec"]
TOGGLE = JOBS["toggle"]
needs_strace = pytest.mark.skipif(not can_inject(), reason="strace may not trace here")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "place")
    made.renew()
    return made


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory):
    """For each job, its system calls and what becomes of the notes."""
    above = tmp_path_factory.mktemp("traced")

    @cache
    def look(name: str) -> tuple[list[Call], Sides]:
        place = Place(above / name)
        return place.calls(JOBS[name]), sides(place, JOBS[name])

    return look


def nth(calls: list[Call], name: str, number: int) -> Call:
    """The call of that name that touches the vault or the journal: the first is 1, the last -1."""
    return [call for call in calls if call.name == name][number - (number > 0)]


@needs_strace
@pytest.mark.parametrize(
    ("job", "call", "number"),
    [
        ("toggle", "rename", 1),
        ("toggle", "renameat2", 1),
        ("toggle", "unlink", 1),
        ("toggle", "rename", 2),
        ("report", "link", 1),
        ("report", "unlink", 1),
        ("several", "renameat2", 1),
        ("several", "renameat2", 2),
        ("several", "unlink", 3),
        ("rename", "renameat2", 1),
        ("rename", "renameat2", 2),
        ("rename", "renameat2", -1),
        ("rename", "rename", -1),
        ("move", "mkdir", -1),
    ],
)
def test_a_kill_leaves_all_or_nothing(place, traced, job, call, number):
    calls, both = traced(job)
    found = nth(calls, call, number)
    outcome = place.run(JOBS[job], Fault(call, KILL, str(found.nth)))
    assert outcome.met
    assert both.damaged(place.content()) == []
    assert wrong_after(place, both) == []


@needs_strace
def test_a_kill_where_two_files_can_not_be_exchanged(place, traced):
    weaker = Fault("renameat2", "error=EINVAL", "1+")
    calls, both = place.calls(TOGGLE, weaker), traced("toggle")[1]
    for call, number in (("link", 1), ("rename", 2), ("rename", 3)):
        place.renew()
        found = nth(calls, call, number)
        assert place.run(TOGGLE, weaker, Fault(call, KILL, str(found.nth))).met
        assert both.damaged(place.content()) == []
        assert wrong_after(place, both) == []


@needs_strace
@pytest.mark.parametrize(
    ("job", "call", "number", "error"),
    [
        ("toggle", "write", 2, "ENOSPC"),
        ("toggle", "fsync", 3, "EIO"),
        ("toggle", "fchmod", 1, "EPERM"),
        ("toggle", "renameat2", 1, "EIO"),
        ("toggle", "pread64", -2, "EIO"),
        ("report", "link", 1, "EROFS"),
        ("several", "write", 3, "ENOSPC"),
        ("several", "renameat2", 3, "EACCES"),
        ("rename", "renameat2", -1, "EIO"),
        ("move", "mkdir", -1, "ENOSPC"),
    ],
)
def test_an_error_is_told_and_nothing_has_changed(place, traced, job, call, number, error):
    calls, both = traced(job)
    found = nth(calls, call, number)
    outcome = place.run(JOBS[job], Fault(call, f"error={error}", str(found.nth)))
    assert (outcome.met, outcome.code) == (True, 1)
    assert both.misreported(outcome, place.content()) == []
    assert wrong_after(place, both) == []


@needs_strace
def test_what_is_written_is_written_though_the_journal_can_not_say_so(place, traced):
    calls, both = traced("toggle")
    mark = nth(calls, "rename", -1)
    outcome = place.run(TOGGLE, Fault("rename", "error=EIO", str(mark.nth)))
    assert outcome.met
    assert both.misreported(outcome, place.content()) == []
    assert wrong_after(place, both) == []


@needs_strace
@pytest.mark.parametrize("part", [1, 2], ids=["all-of-it", "half-of-it"])
def test_a_write_that_stores_nothing_is_found_out(place, traced, part):
    calls, both = traced("toggle")
    found = nth(calls, "write", 2)
    lie = Fault("write", f"retval={int(found.result) // part}", str(found.nth))
    outcome = place.run(TOGGLE, lie)
    assert (outcome.met, outcome.code) == (True, 1)
    assert "the bytes read back differ" in outcome.err
    assert both.misreported(outcome, place.content()) == []
    assert place.litter() == []


@needs_strace
@pytest.mark.parametrize("act", ACTS)
def test_another_program_comes_first_before_the_exchange(place, traced, act):
    calls = traced("toggle")[0]
    last_look = calls[calls.index(nth(calls, "renameat2", 1)) - 1]
    assert wrong_beside(place, last_look, ACTS[act]) == []


@needs_strace
@pytest.mark.parametrize("act", ["truncate", "rename", "hold"])
def test_another_program_comes_first_after_the_exchange(place, traced, act):
    exchange = nth(traced("toggle")[0], "renameat2", 1)
    assert wrong_beside(place, exchange, ACTS[act]) == []


def in_a_mount(place: Place, options: str, before: str, after: str = ":") -> tuple[int, str]:
    """Tick a box in a vault that is a file system of its own, as it has become after `before`."""
    script = f"""
        mount -t tmpfs -o size=64k none "$1"
        cp -a "$1-was/." "$1"
        {before}
        mount -o remount,{options} "$1"
        shift; set +e; "$@"; code=$?; set -e
        {after}
        cp -a "$ROOT/." "$ROOT-is"
        exit $code
    """
    place.root.rename(f"{place.root}-was")
    place.root.mkdir()
    root = str(place.root)
    found = subprocess.run(
        [
            *["unshare", "-m", "sh", "-ec"],
            script,
            "sh",
            root,
            *PROGRAM,
            "-C",
            root,
            *TOGGLE.words[-3:],
        ],
        env={**place.env, "ROOT": root},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    place.root.rmdir()
    Path(f"{root}-is").rename(root)
    return found.returncode, found.stderr.decode()


@cache
def can_mount() -> bool:
    words = [*UNSHARED, "mount -t tmpfs none /mnt"]
    try:
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


needs_mount = pytest.mark.skipif("not can_mount()", reason="may not mount here")


@needs_mount
def test_a_full_disk(place):
    (place.root / "a.md").write_bytes(b"# A\n- [ ] one\n" + b"text\n" * 3_000)
    old = place.content()
    fill = 'dd if=/dev/zero of="$1/ballast" bs=1k count=80 2>/dev/null || :'
    code, err = in_a_mount(place, "rw", fill, 'rm "$ROOT/ballast"')
    assert code == 1
    assert err.startswith("vaultsync: a.md: not written, nothing has changed: no space left")
    assert err.endswith(" bytes free)\n")
    assert place.content() == old
    assert wrong_after(place, Sides(old, old)) == []


@needs_mount
def test_a_read_only_file_system(place):
    old = place.content()
    code, err = in_a_mount(place, "ro", ":")
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith("vaultsync: a.md: not written, nothing has changed: ")
    assert place.content() == old


def limited(place: Place, job: Job, *limits: tuple[int, int]):
    def lower() -> None:
        for which, most in limits:
            resource.setrlimit(which, (most, most))

    return subprocess.run(
        [word.replace("{vault}", str(place.root)) for word in job.words],
        env=place.env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        preexec_fn=lower,
        check=False,
    )


@pytest.mark.parametrize("most", [6, 8])
def test_few_open_files(place, traced_sides, most):
    found = limited(place, TOGGLE, (resource.RLIMIT_NOFILE, most))
    assert traced_sides.damaged(place.content()) == []
    assert b"Traceback" not in found.stderr
    assert (place.content() == traced_sides.new) == (found.returncode == 0)
    assert wrong_after(place, traced_sides) == []


@pytest.fixture(scope="module")
def traced_sides(tmp_path_factory: pytest.TempPathFactory) -> Sides:
    return sides(Place(tmp_path_factory.mktemp("sides") / "place"), TOGGLE)


def test_a_note_that_stays_open_for_writing_is_busy(place):
    with open(place.root / "a.md", "r+b"):
        outcome = place.run(TOGGLE)
    assert outcome.code == 1
    assert "another program is writing it; nothing written" in outcome.err
    assert place.litter() == []


TICK_SOME = """
import sys
from vaultsync import Vault
vault = Vault.open(sys.argv[1])
for line in range(int(sys.argv[2]), 41, 2):
    note = vault.read("many.md")
    vault.apply(vault.set_status(note, note.task_at(line), "x"))
"""


def test_two_processes_tick_different_boxes(place):
    write(place.root, {"many.md": "".join(f"- [ ] box {n}\n" for n in range(1, 41))})
    both = [
        subprocess.Popen(
            [sys.executable, "-c", TICK_SOME, str(place.root), first],
            env=place.env,
            stderr=subprocess.PIPE,
        )
        for first in ("1", "2")
    ]
    assert [one.communicate()[1] for one in both] == [b"", b""]
    text = (place.root / "many.md").read_text()
    assert text == "".join(f"- [x] box {n}\n" for n in range(1, 41))


HOLD = """
import sys, time
from vaultsync.effects.journal import open_journal
with open_journal(sys.argv[1]).locked():
    print("locked", flush=True)
    time.sleep(600)
"""


def test_the_lock_of_a_killed_process_is_free(place):
    command = [sys.executable, "-c", HOLD, str(place.root)]
    with subprocess.Popen(command, env=place.env, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"locked\n"
        holder.kill()
    assert place.run(TOGGLE).code == 0
