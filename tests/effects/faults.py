"""Faults on purpose: writes under strace, which kills them or fails one system call of theirs.

What a `Job` calls is traced once; each call that touches the vault or the
journal can then be made to fail, and what is left on the disk be judged.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.cli.running import PROGRAM, content, write

# Names of which one write holds several: their first forty characters are the same.
LONG = "Minutes of the weekly meeting of the team"
NOTES = {
    "a.md": f"# A\r\n- [ ] one\r\n- [ ] two\r\n[[{LONG}, part 1|1]]\r\n",
    f"Topics/{LONG}, part 1.md": "- [ ] one\n",
    f"Topics/{LONG}, part 2.md": f"- [ ] two [[{LONG}, part 1#x]]\n",
}
SEVERAL = """
import sys
from vaultsync import Changeset, Vault, VaultsyncError
vault = Vault.open(sys.argv[1])
plans = [vault.set_status(note, note.tasks[0], "x") for note in vault.notes]
try:
    vault.apply(Changeset(tuple(one for plan in plans for one in plan.changes)))
except VaultsyncError as error:
    sys.exit(f"vaultsync: {error}")
"""


PATIENCE = 60.0


class Job(NamedTuple):
    """One write: the words of its command line, `{vault}` for the vault.

    Where calls before the first that names `since` fail, other things come of
    it: a report tells of the notes that could be read.
    """

    name: str
    words: tuple[str, ...]
    since: str = ""


JOBS = {
    job.name: job
    for job in (
        Job("toggle", (*PROGRAM, "-C", "{vault}", "task", "toggle", "a:2")),
        Job("report", (*PROGRAM, "-C", "{vault}", "report"), since="/lock"),
        Job(
            "rename",
            (*PROGRAM, "-C", "{vault}", "--no-cache", "rename", f"{LONG}, part 1", "Minutes"),
            since="/lock",
        ),
        Job(
            "move",
            (*PROGRAM, "-C", "{vault}", "--no-cache", "move", "Topics", "New/Folder"),
            since="/lock",
        ),
        Job("several", (sys.executable, "-c", SEVERAL, "{vault}"), since="/lock"),
    )
}


TASKS = Job("tasks", (*PROGRAM, "-C", "{vault}", "tasks"))


class Fault(NamedTuple):
    """What strace does to the `nth` of a system call: `3` once, `3+` from the third on."""

    call: str
    what: str
    nth: str

    def __str__(self) -> str:
        return f"{self.call}:{self.what}:when={self.nth}"


class Call(NamedTuple):
    """A system call: the `nth` of its name, what it returned, and the line that tells of it."""

    name: str
    nth: int
    result: str
    line: str


class Outcome(NamedTuple):
    """How a run ended, and whether the faults were met."""

    code: int
    err: str
    met: bool


class Place(NamedTuple):
    """A vault and a home for its journal in a folder of their own."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "vault"

    @property
    def env(self) -> dict[str, str]:
        state = str(self.folder / "state")
        return {**os.environ, "XDG_STATE_HOME": state, "PYTHONHASHSEED": "0"}

    def renew(self) -> None:
        """Begin again with the notes as they were."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.root.mkdir(parents=True)
        write(self.root, NOTES)

    def content(self) -> dict[str, bytes]:
        """The notes; files beside them are no notes."""
        return {name: raw for name, raw in content(self.root).items() if not is_litter(name)}

    def litter(self) -> list[str]:
        """What no finished write leaves: files beside notes, pending writes."""
        return sorted(name for name in content(self.folder) if is_litter(name))

    def run(self, job: Job, *faults: Fault, words: tuple[str, ...] = ()) -> Outcome:
        """Run a job; `words` come before its command line."""
        return self._ended(self._begun(job, faults, words))

    @contextmanager
    def stopped(self, job: Job, call: Call, *faults: Fault) -> Iterator[list[Outcome]]:
        """Let a job stand still after one of its calls; its outcome is there in the end."""
        outcome: list[Outcome] = []
        running = self._begun(job, (*faults, Fault(call.name, "signal=STOP", str(call.nth))), ())
        end = time.monotonic() + PATIENCE
        while not (stopped := re.search(r"(\d+) +--- stopped by SIGSTOP", self._log())):
            if running.poll() is not None or time.monotonic() > end:
                break
            time.sleep(0.002)
        try:
            yield outcome
        finally:
            if stopped:
                os.kill(int(stopped[1]), signal.SIGCONT)
            outcome.append(self._ended(running)._replace(met=bool(stopped)))

    def _begun(
        self, job: Job, faults: tuple[Fault, ...], words: tuple[str, ...]
    ) -> subprocess.Popen[bytes]:
        (self.folder / "strace").unlink(missing_ok=True)
        traced = f"trace={','.join(sorted({fault.call for fault in faults}))}"
        strace = ["strace", "-f", "-o", str(self.folder / "strace"), "-e", traced]
        if not any(fault.what.startswith("signal") for fault in faults):
            strace.append("--seccomp-bpf")  # faster, but signals don't get through
        for fault in faults:
            strace += ["-e", f"inject={fault}"]
        return subprocess.Popen(
            [
                *words,
                *(strace if faults else []),
                *(word.replace("{vault}", str(self.root)) for word in job.words),
            ],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def _ended(self, running: subprocess.Popen[bytes]) -> Outcome:
        _, err = running.communicate(timeout=PATIENCE)
        met = any(mark in self._log() for mark in ("(INJECTED)", "(DELAYED)", "by SIGKILL"))
        return Outcome(running.returncode, err.decode(errors="replace"), met)

    def _log(self) -> str:
        try:
            return (self.folder / "strace").read_text(errors="replace")
        except FileNotFoundError:
            return ""

    def calls(self, job: Job, *faults: Fault) -> list[Call]:
        """The system calls of a job that touch the vault or the journal."""
        log = self.folder.parent / f"{self.folder.name}.strace"
        self.renew()
        words: tuple[str, ...] = ("strace", "-f", "-y", "-s", "4096", "-o", str(log))
        words += tuple(word for fault in faults for word in ("-e", f"inject={fault}"))
        assert self.run(job, words=words).code == 0
        counts: Counter[str] = Counter()
        touching = []
        for line in log.read_text(errors="replace").splitlines():
            if found := re.match(r"\d+ +(\w+)\(.* = (-?\d*)", line):
                counts[found[1]] += 1
                if str(self.folder) in line and found[1] != "execve":
                    touching.append(Call(found[1], counts[found[1]], found[2], line))
        return touching


def is_litter(name: str) -> bool:
    """Whether a write that has ended leaves no such file."""
    return "vaultsync-tmp" in name or ".pending" in name


@cache
def can_inject() -> bool:
    """Whether strace is there, and may trace."""
    words = ["strace", "-e", "inject=unlink:error=EIO", "-e", "trace=unlink", "true"]
    try:
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


class Sides(NamedTuple):
    """The notes of a vault before a write, and after it."""

    old: dict[str, bytes]
    new: dict[str, bytes]

    def damaged(self, there: dict[str, bytes]) -> list[str]:
        """What is wrong at any time: a note that is neither as it was nor as it will be."""
        odd = [one for one in self.old | there if there.get(one) not in self._known(one)]
        return [f"damaged: {name!r} holds {there.get(name)!r}" for name in odd]

    def torn(self, there: dict[str, bytes]) -> list[str]:
        """What is wrong when nothing is under way: some notes are written and some aren't."""
        if there in (self.old, self.new):
            return []
        written = [name for name in self.new if there.get(name) == self.new[name]]
        return self.damaged(there) or [f"half: only these are as they will be: {written}"]

    def misreported(self, outcome: Outcome, there: dict[str, bytes]) -> list[str]:
        """What is wrong with an end: all is done, or one line says that nothing is."""
        wrong = []
        later = "is taken back at the next start" in outcome.err
        if there != (self.old if outcome.code else self.new) and not later:
            state = "new" if there == self.new else "old" if there == self.old else "mixed"
            wrong.append(f"exit {outcome.code}, but the notes are {state}: {outcome.err.strip()}")
        one_line = outcome.err.startswith("vaultsync: ") and outcome.err.count("\n") == 1
        if outcome.code and not one_line:
            wrong.append(f"says {outcome.err[-300:]!r}")
        return wrong

    def _known(self, name: str) -> tuple[bytes | None, bytes | None]:
        return self.old.get(name), self.new.get(name)


def sides(place: Place, job: Job) -> Sides:
    """What a job makes of the notes when nothing fails."""
    place.renew()
    old = place.content()
    assert place.run(job).code == 0
    return Sides(old, place.content())


def wrong_after(place: Place, both: Sides, *, codes: tuple[int, ...] = (0,)) -> list[str]:
    """What is wrong once vaultsync has been started again."""
    again = place.run(TASKS)
    wrong = both.torn(place.content())
    wrong += [f"litter: {name}" for name in place.litter()]
    if again.code not in codes or "Traceback" in again.err:
        wrong.append(f"the next start: exit {again.code}, {again.err[-300:]!r}")
    return wrong
