"""`vaultsync task done X:3` on a note of 100 kB, as a whole process.

    python benchmarks/command.py [--repeat N]

Beside it the floors: a Python that does nothing, and one that imports click.
Wall-clock time, the best and the median of the runs, and the best CPU time.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MOST_MILLISECONDS = 250
LINE = "- [ ] Read the paper on [[RAG]] #llm 📅 2026-12-01\n"


def note_text() -> str:
    """100 kB of headings, text and tasks; the third line is a task."""
    part = f"# Plan\n\n{LINE}  - [x] and its notes\n\nSome text with a [link](https://a.b).\n\n"
    return part * (100_000 // len(part.encode()) + 1)


def milliseconds_of(command: list[str], vault: Path, repeat: int) -> list[tuple[float, float]]:
    """Wall-clock and CPU time of each run; the note is as new for each."""
    text, times = note_text(), []
    for _ in range(repeat):
        (vault / "X.md").write_text(text, "utf-8")
        start, used = time.perf_counter(), cpu_of_children()
        subprocess.run(command, cwd=vault, check=True, capture_output=True)
        wall, cpu = time.perf_counter() - start, cpu_of_children() - used
        times.append((wall * 1000, cpu * 1000))
    return times


def cpu_of_children() -> float:
    """The CPU seconds of all child processes so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--repeat", type=int, default=15)
    options = parser.parse_args()
    program = str(Path(sys.executable).with_name("vaultsync"))
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python, import click": [sys.executable, "-c", "import click"],
        "vaultsync --version": [program, "--version"],
        "task show X:3": [program, "task", "show", "X:3"],
        "task done X:3": [program, "task", "done", "X:3"],
    }
    with tempfile.TemporaryDirectory() as directory:
        vault = Path(directory)
        (vault / ".obsidian").mkdir()
        print(f"a note of {len(note_text().encode()) / 1000:.0f} kB")
        for name, command in commands.items():
            walls, cpus = zip(*milliseconds_of(command, vault, options.repeat), strict=True)
            median = statistics.median(walls)
            print(f"  {name:22} {min(walls):4.0f} ms, median {median:4.0f}, CPU {min(cpus):4.0f}")
    print(f"  (allowed for task done: {MOST_MILLISECONDS})")


if __name__ == "__main__":
    main()
