"""`vaultsync task done X:3` on a note of 100 kB, as a whole process.

    python benchmarks/command.py [--repeat N]

Beside it the floors: a Python that does nothing, and one that imports click.
Wall-clock time, the best and the median of the runs.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MOST_MILLISECONDS = 150
LINE = "- [ ] Read the paper on [[RAG]] #llm 📅 2026-12-01\n"


def note_text() -> str:
    """100 kB of headings, text and tasks; the third line is a task."""
    part = f"# Plan\n\n{LINE}  - [x] and its notes\n\nSome text with a [link](https://a.b).\n\n"
    return part * (100_000 // len(part.encode()) + 1)


def milliseconds_of(command: list[str], vault: Path, note: Path, repeat: int) -> list[float]:
    """The time of each run; the note is as new for each."""
    text, times = note_text(), []
    for _ in range(repeat):
        note.write_text(text, "utf-8")
        start = time.perf_counter()
        subprocess.run(command, cwd=vault, check=True, capture_output=True)
        times.append((time.perf_counter() - start) * 1000)
    return times


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
            times = milliseconds_of(command, vault, vault / "X.md", options.repeat)
            print(f"  {name:22} {min(times):6.0f} ms, median {statistics.median(times):.0f}")
    print(f"  (allowed for task done: {MOST_MILLISECONDS})")


if __name__ == "__main__":
    main()
