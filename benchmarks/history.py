"""`history` on a repository of 2,000 commits over 200 notes: cold, warm, after one commit more.

    python benchmarks/history.py [--commits N] [--notes N] [--repeat N]

The repository is made with `git fast-import`, the same each time. Whole
processes by the clock, the best of the runs; beside them `git log` alone, and a
brute-force reading of the tree of each commit, whose counts must be the same.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ALLOWED = {"cold": 5.0, "warm": 0.5}
PROGRAM = str(Path(sys.executable).with_name("vaultsync"))
Notes = dict[str, list[str]]


def new_note(number: int, source: random.Random) -> list[str]:
    rows = [f"# Topic {number}", "", "Some words about it, and a [[Note 1]]."]
    for part in range(4):
        rows += [f"## Part {part}", ""]
        for item in range(source.randrange(5, 15)):
            rows.append(f"- [ ] Step {item} of part {part}, {source.choice(['read', 'write'])} it")
            rows += [f"  - [ ] detail {item}"] * source.randrange(2)
    return rows


def change(notes: Notes, source: random.Random) -> Iterator[tuple[str, str | None]]:
    """One day's work: boxes ticked and added in one to three notes; now and then a rename."""
    for name in source.sample(sorted(notes), source.randrange(1, 4)):
        rows = notes[name]
        boxes = [at for at, row in enumerate(rows) if "[ ]" in row]
        for at in source.sample(boxes, min(len(boxes), 2)):
            rows[at] = rows[at].replace("[ ]", "[x]")
        if source.random() < 0.3:
            rows.insert(source.randrange(3, len(rows) + 1), f"- [ ] New step {source.random()}")
        target = name
        if source.random() < 0.02:
            yield name, None
            target = f"{name.removesuffix('.md')}+.md"
            notes[target] = notes.pop(name)
        yield target, "\n".join(rows) + "\n"


def fast_import(commits: int, count: int) -> Iterator[bytes]:
    source = random.Random(7)
    notes: Notes = {f"Note {n}.md": new_note(n, source) for n in range(count)}
    for turn in range(commits):
        if turn:
            changes = list(change(notes, source))
        else:
            changes = [(name, "\n".join(rows) + "\n") for name, rows in notes.items()]
        seconds = 1_577_880_000 + turn * 43_200
        yield f"commit refs/heads/main\ncommitter A <a@b.c> {seconds} +0100\n".encode()
        yield b"data 1\nc\n"
        for name, text in changes:
            if text is None:
                yield f'D "{name}"\n'.encode()
            else:
                raw = text.encode()
                yield f'M 100644 inline "{name}"\ndata {len(raw)}\n'.encode() + raw + b"\n"
        yield b"\n"


def make(vault: Path, commits: int, count: int) -> None:
    git = ["git", "-C", str(vault)]
    subprocess.run(["git", "init", "-q", "-b", "main", str(vault)], check=True)
    stream = b"".join(fast_import(commits, count))
    subprocess.run([*git, "fast-import", "--quiet"], input=stream, check=True)
    subprocess.run([*git, "checkout", "-q", "-f", "main"], check=True)


class Time(NamedTuple):
    """Seconds by the clock, and of CPU, children's included."""

    wall: float
    cpu: float


def seconds_of(call: Callable[[], object], repeat: int = 1) -> Time:
    runs: list[Time] = []
    for _ in range(repeat):
        start, before = time.perf_counter(), sum(os.times()[:4])
        call()
        runs.append(Time(time.perf_counter() - start, sum(os.times()[:4]) - before))
    return min(runs)


def brute_force(vault: Path) -> list[tuple[str, int, int]]:
    """All notes of the tree of each commit read anew, each content parsed once."""
    from vaultsync.model.note import parse_note
    from vaultsync.model.progress.measure import note_progress

    git = ["git", "-C", str(vault)]
    counted: dict[str, tuple[int, int]] = {}
    days: dict[str, tuple[int, int]] = {}
    log = subprocess.check_output([*git, "log", "--reverse", "--format=%H %as"], text=True)
    for line in log.splitlines():
        tip, day = line.split()
        total = done = 0
        for row in subprocess.check_output([*git, "ls-tree", tip], text=True).splitlines():
            blob = row.split()[2]
            if blob not in counted:
                raw = subprocess.check_output([*git, "cat-file", "blob", blob])
                counts = note_progress(parse_note("", raw)).counts
                counted[blob] = (counts.total, counts.done)
            total += counted[blob][0]
            done += counted[blob][1]
        days[day] = (total, done)
    return [(day, *counts) for day, counts in days.items()]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--commits", type=int, default=2000)
    parser.add_argument("--notes", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        vault, cache = Path(folder, "vault"), Path(folder, "cache")
        make(vault, asked.commits, asked.notes)
        os.environ["XDG_CACHE_HOME"] = str(cache)
        command = [PROGRAM, "-C", str(vault), "history"]

        def run() -> None:
            subprocess.check_output(command)

        def cold() -> None:
            for path in cache.rglob("*.sqlite*"):
                path.unlink()
            run()

        git = ["git", "-C", str(vault), "log", "--raw", "-M", "--first-parent", "--format=%H"]
        found = {
            "git log --raw -M": seconds_of(lambda: subprocess.check_output(git), asked.repeat),
            "vaultsync --version": seconds_of(
                lambda: subprocess.check_output([PROGRAM, "--version"]), asked.repeat
            ),
            "cold": seconds_of(cold, asked.repeat),
            "warm": seconds_of(run, asked.repeat),
        }
        wanted: list[tuple[str, int, int]] = []
        found["brute force"] = seconds_of(lambda: wanted.extend(brute_force(vault)))
        points = json.loads(subprocess.check_output([*command, "--format", "json"]))["points"]
        same = [(one["date"], one["total"], one["done"]) for one in points] == wanted
    print(f"{asked.commits} commits, {asked.notes} notes, {len(wanted)} days")
    most = found["brute force"].wall
    for name, (wall, cpu) in found.items():
        allowed = f" (allowed {ALLOWED[name]})" if name in ALLOWED else ""
        print(f"{name:20} {wall:6.2f} s, CPU {cpu:6.2f} s, 1/{most / wall:.0f}{allowed}")
    print("equal to the brute force" if same else "NOT equal to the brute force")
    late = [name for name, most in ALLOWED.items() if found[name].wall > most]
    sys.exit(not same or bool(late))


if __name__ == "__main__":
    main()
