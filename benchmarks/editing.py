"""One edit in the library with all its checks: read, plan, guard, journal, replace.

    python benchmarks/editing.py [--repeat N]

On notes of 100 kB and one of 2 kB; beside it what mistune's block parser takes
for both texts, and a write without any check. Wall-clock milliseconds, the best
and the median of the runs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from vaultsync import Note, Vault, parse_note
from vaultsync.effects.journal import Entry, open_journal
from vaultsync.model.changes import Changeset, as_bytes
from vaultsync.model.guarding.guard import guard
from vaultsync.model.guarding.peer_blocks import peer_blocks

WEEK = """## Week {0}

*Duration: 2 weeks.* Some text with a [link](https://a.b) and [[Note {0}]].

- [ ] Read the paper on [[RAG]] #llm 📅 2026-12-01
  - [x] and its notes
- [ ] Write it up

"""
PROSE = """What matters here is to see how the parts fit together, and not to learn the names of all
of them by heart: most will be called something else next year. Read first, then build.

"""
# Size, part, milliseconds allowed. Real roadmaps hold a task in about 110 bytes.
NOTES = {
    "a roadmap": (100_000, WEEK + PROSE, 80),
    "hardly anything but tasks": (100_000, WEEK, 80),
    "a small note": (2_000, WEEK + PROSE, 10),
}


def note_of(size: int, part: str) -> str:
    """A note of about `size` bytes."""
    parts = (part.format(number) for number in range(size))
    text = "---\ntags: [plan]\n---\n# Plan\n\n"
    while len(text) < size:
        text += next(parts)
    return text


def milliseconds(call: Callable[[], object], repeat: int) -> tuple[float, float]:
    """The best and the median of some runs."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return min(times), statistics.median(times)


def toggled(vault: Vault, note: Note) -> Changeset:
    """The plan to toggle a task in the middle."""
    task = note.tasks[len(note.tasks) // 2]
    return vault.set_status(note, task, " " if task.status == "x" else "x")


def edit(root: Path) -> None:
    """All of one edit, by a vault that knows nothing yet."""
    vault = Vault.open(root)
    vault.apply(toggled(vault, vault.read("X.md")))


def unsafe_write(root: Path) -> None:
    """What most programs do."""
    path = root / "X.md"
    path.write_text(path.read_text("utf-8"), "utf-8")


def measure(root: Path, name: str, repeat: int) -> None:
    """Print the figures of one note."""
    size, part, allowed = NOTES[name]
    text = note_of(size, part)
    (root / "X.md").write_text(text, "utf-8")
    vault = Vault.open(root)
    note = vault.read("X.md")
    change = toggled(vault, note).changes[0]
    before, after = as_bytes(change)
    journal = open_journal(str(root))

    def keep() -> None:
        write = journal.begin("benchmark", (Entry("X.md", before, after),))
        journal.drop(write.number)

    steps: dict[str, Callable[[], object]] = {
        "one edit, all of it": lambda: edit(root),
        "  reading the note once": lambda: parse_note("X.md", text.encode()),
        "  the guard, with both of our readings": lambda: guard(change),
        "  the journal": keep,
        "mistune's blocks of both texts": lambda: (peer_blocks(text), peer_blocks(change.after)),
        "a write without any check": lambda: unsafe_write(root),
    }
    print(f"{name}: {len(text.encode()):,} bytes, {len(note.tasks)} tasks; allowed {allowed} ms")
    for step_name, step in steps.items():
        best, median = milliseconds(step, repeat)
        print(f"  {step_name:40} {best:8.2f} {median:8.2f}")


def main() -> None:
    """Measure both sizes in a vault and a state folder of their own."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--repeat", type=int, default=30)
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = f"{folder}/state"
        root = Path(folder, "vault")
        root.mkdir()
        print(f"{'':42} {'best':>8} {'median':>8} ms")
        for name in NOTES:
            measure(root, name, repeat)


if __name__ == "__main__":
    main()
