"""The index on a vault of 10,000 notes: whole processes, cold, warm, and after one change.

    python benchmarks/indexing.py [VAULT] [--repeat N] [--maker SCRIPT]

VAULT and VAULT.truth.json, its true counts, are made by SCRIPT where they are
missing. Wall-clock time, the best of the runs; beside it `git status` on the same
files. The cache is a temporary folder, the vault a copy.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

MAKER = Path(__file__).parents[2] / "shared" / "bench" / "make_vault.py"
ALLOWED = {"cold": 4.0, "warm": 0.2, "changed": 0.25, "memory": 80.0}
PROGRAM = str(Path(sys.executable).with_name("vaultsync"))
ABOUT_ALL = [["tags"], ["tasks", "--todo"], ["progress"], ["report", "--stdout"]]


class Run(NamedTuple):
    """Seconds by the clock and of CPU, children's included, peak memory in MB, and stdout."""

    wall: float
    cpu: float
    memory: float
    out: bytes


def run(command: list[str], cache: Path) -> Run:
    start = time.perf_counter()
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    with (
        tempfile.TemporaryFile() as out,
        subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env=environment) as child,
    ):
        _, _, used = os.wait4(child.pid, 0)
        child.returncode = 0
        wall = time.perf_counter() - start
        out.seek(0)
        return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read())


def best(runs: list[Run]) -> Run:
    return min(runs, key=lambda one: one.wall)


def cold(vault: Path, cache: Path) -> Run:
    shutil.rmtree(cache / "vaultsync", ignore_errors=True)
    return run([PROGRAM, "-C", str(vault), "tags"], cache)


def changed(vault: Path, cache: Path, turn: int) -> Run:
    note = next(vault.rglob("*.md"))
    note.write_bytes(note.read_bytes() + b"\n- [ ] one more %d" % turn)
    return run([PROGRAM, "-C", str(vault), "tags"], cache)


def git_status(vault: Path, cache: Path) -> Run:
    git = ["git", "-C", str(vault)]
    if not (vault / ".git").exists():
        for words in (["init", "-q"], ["add", "-A"]):
            subprocess.run([*git, *words], check=True, capture_output=True)
    return run([*git, "status", "--short"], cache)


def counts(vault: Path, cache: Path) -> dict[str, object]:
    """What the entries add up to, by the names of the truth."""
    os.environ["XDG_CACHE_HOME"] = str(cache)
    from vaultsync import Vault
    from vaultsync.model.resolution import resolve

    opened = Vault.open(vault)
    entries = list(opened.entries())
    tasks = [task for entry in entries for task in entry.tasks]
    links = [(entry.path, link) for entry in entries for link in entry.links]
    files = opened.files()
    wiki = [one for one in links if one[1].kind == "wikilink"]
    return {
        "notes": len(entries),
        "tasks": len(tasks),
        "status": dict(Counter(task.status for task in tasks)),
        "nested_tasks": sum(task.parent_line is not None for task in tasks),
        "wikilinks": sum(not link.embed for _, link in wiki),
        "embeds": sum(link.embed for _, link in links),
        "mdlinks": sum(link.kind == "markdown" for _, link in links),
        "unresolved": sum(resolve(link.target, path, files).path is None for path, link in wiki),
        # Those under a line of === are made, but not counted by the maker.
        "headings": sum(
            not heading.text.startswith("Setext") for entry in entries for heading in entry.headings
        ),
        "block_ids": sum(len(entry.blocks) for entry in entries),
        "frontmatter": sum(bool(entry.properties) for entry in entries),
    }


def show(name: str, one: Run, allowed: float | None = None) -> None:
    beside = f"   (allowed {allowed} s)" if allowed else ""
    print(f"  {name:28} {one.wall:6.2f} s {one.cpu:6.2f} s {one.memory:6.0f} MB{beside}")


def measure(vault: Path, cache: Path, repeat: int) -> None:
    turns = range(repeat)
    print(f"  {'':28} {'clock':>8} {'CPU':>8} {'peak':>9}")
    show("cold: tags", best([cold(vault, cache) for _ in turns]), ALLOWED["cold"])
    time.sleep(3)  # until no note is racy
    status = best([git_status(vault, cache) for _ in turns])
    show("git status", status)
    for words in ABOUT_ALL:
        once = [run([PROGRAM, "-C", str(vault), *words], cache) for _ in turns]
        show(" ".join(words), best(once), ALLOWED["warm"] if words == ["tags"] else None)
        if words == ["tags"]:
            print(f"  {'':28} {best(once).wall / status.wall:6.1f} times git status (allowed 8)")
    one = best([changed(vault, cache, turn) for turn in turns])
    show("after one change: tags", one, ALLOWED["changed"])


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("vault", nargs="?", type=Path, default=Path(tempfile.gettempdir()) / "bv")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--maker", type=Path, default=MAKER)
    options = parser.parse_args()
    truth_of = options.vault.with_name(f"{options.vault.name}.truth.json")
    if not truth_of.exists():
        subprocess.run([sys.executable, options.maker, options.vault], check=True)
    truth = json.loads(truth_of.read_bytes())
    with tempfile.TemporaryDirectory() as directory:
        cache, vault = Path(directory) / "cache", Path(directory) / "vault"
        shutil.copytree(options.vault, vault)
        # First: what a child is said to take counts what this process has taken before.
        measure(vault, cache, options.repeat)
        for name, found in counts(options.vault, cache).items():
            print(f"  {name:28} {'equal' if found == truth[name] else (found, truth[name])}")


if __name__ == "__main__":
    main()
