"""The index on a vault of many notes: whole processes, cold, warm, and after one change.

    python benchmarks/indexing.py [VAULT] [--notes N] [--repeat N] [--maker SCRIPT] [--ovault P]

VAULT and VAULT.truth.json, its true counts, are made by SCRIPT where they are
missing. Wall-clock time, the best of the runs, each beside what it is measured
by: `git status`; a Python pass that only walks, reads and decodes (the floor);
ovault, a peer in Rust, which the Python P has. The cache is a temporary folder, the
vault a copy. Last, notes with `[[` never closed, which must take linear time.
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
# By the number of notes: seconds cold, warm, after one change, and MB cold and warm.
ALLOWED = {
    10_000: {"cold": 4.0, "warm": 0.2, "changed": 0.25, "cold MB": None, "warm MB": 80},
    100_000: {"cold": 40.0, "warm": 1.5, "changed": None, "cold MB": 700, "warm MB": None},
}
TIMES_GIT = 8
PROGRAM = str(Path(sys.executable).with_name("vaultsync"))
OTHERS = [
    ["tasks", "--todo"],
    ["progress"],
    ["report", "--stdout"],
    ["unresolved"],
    ["orphans"],
    ["files"],
]
FLOOR = """
import os, sys
for folder, folders, names in os.walk(sys.argv[1]):
    folders[:] = [name for name in folders if not name.startswith(".")]
    for name in names:
        if name.endswith(".md"):
            with open(os.path.join(folder, name), "rb") as file:
                file.read().decode("utf-8", "surrogateescape")
"""
OVAULT = "import sys, ovault; vault = ovault.Vault(sys.argv[1]); vault.notes(); vault.tags()"
UNCLOSED = "ខ្ញុំ [[ ចង់ និង " * 4_000  # 64,000 characters on one line


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
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if child.returncode:
            sys.exit(f"{command} ended with {child.returncode}")
        out.seek(0)
        return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read())


def best(runs: list[Run]) -> Run:
    return min(runs, key=lambda one: one.wall)


def ours(vault: Path, *words: str) -> list[str]:
    return [PROGRAM, "-C", str(vault), *words]


def cold(vault: Path, cache: Path) -> Run:
    shutil.rmtree(cache / "vaultsync", ignore_errors=True)
    return run(ours(vault, "tags"), cache)


def changed(vault: Path, cache: Path, turn: int) -> Run:
    note = min(vault.rglob("*.md"))
    note.write_bytes(note.read_bytes() + b"\n- [ ] one more %d" % turn)
    return run(ours(vault, "tags"), cache)


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
    from vaultsync.model.linking.resolution import resolve

    opened = Vault.open(vault)
    files = opened.files()
    found: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    for entry in opened.entries():
        found["notes"] += 1
        found["tasks"] += len(entry.tasks)
        found["nested_tasks"] += sum(task.parent_line is not None for task in entry.tasks)
        statuses.update(task.status for task in entry.tasks)
        wiki = [link for link in entry.links if link.kind == "wikilink"]
        found["wikilinks"] += sum(not link.embed for link in wiki)
        found["embeds"] += sum(link.embed for link in entry.links)
        found["mdlinks"] += sum(link.kind == "markdown" for link in entry.links)
        resolved = (resolve(link.target, entry.path, files).path for link in wiki)
        found["unresolved"] += sum(path is None for path in resolved)
        # Those under a line of === are made, but not counted by the maker.
        found["headings"] += sum(not one.text.startswith("Setext") for one in entry.headings)
        found["block_ids"] += len(entry.blocks)
        found["frontmatter"] += bool(entry.properties)
    return {**found, "status": dict(statuses)}


def show(name: str, one: Run, seconds: float | None = None, memory: float | None = None) -> None:
    allowed = [f"{seconds} s"] if seconds else []
    allowed += [f"{memory} MB"] if memory else []
    beside = f"   allowed {', '.join(allowed)}" if allowed else ""
    print(
        f"  {name:28} {one.wall:6.2f} s {one.cpu:6.2f} s {one.memory:6.0f} MB{beside}", flush=True
    )


def ratio(one: Run, other: Run, what: str, allowed: float | None = None) -> None:
    beside = f"   allowed {allowed}" if allowed else ""
    print(f"  {'':28} {one.wall / other.wall:6.2f} times {what}{beside}", flush=True)


def measure(vault: Path, cache: Path, repeat: int, notes: int, ovault: str | None) -> None:
    """Print the table; those that are compared take turns."""
    allowed = ALLOWED.get(notes, {})
    print(f"{notes} notes\n  {'':28} {'clock':>8} {'CPU':>8} {'peak':>9}")
    rivals = {"the floor": [sys.executable, "-c", FLOOR, str(vault)]}
    if ovault:
        rivals["ovault"] = [ovault, "-c", OVAULT, str(vault)]
    runs: dict[str, list[Run]] = {}
    for _ in range(repeat):
        runs.setdefault("cold", []).append(cold(vault, cache))
        for name, command in rivals.items():
            runs.setdefault(name, []).append(run(command, cache))
    first = best(runs["cold"])
    show("cold: tags", first, allowed.get("cold"), allowed.get("cold MB"))
    for name in rivals:
        show(name, best(runs[name]))
        ratio(first, best(runs[name]), name)
    time.sleep(3)  # until no note has changed just now
    for words in (["tags"], *OTHERS):
        for _ in range(repeat):
            runs.setdefault(words[0], []).append(run(ours(vault, *words), cache))
            if words == ["tags"]:
                runs.setdefault("git", []).append(git_status(vault, cache))
    show("git status", best(runs["git"]))
    show("tags", best(runs["tags"]), allowed.get("warm"), allowed.get("warm MB"))
    ratio(best(runs["tags"]), best(runs["git"]), "git status", TIMES_GIT)
    for words in OTHERS:
        show(" ".join(words), best(runs[words[0]]), None, allowed.get("warm MB"))
    one = best([changed(vault, cache, turn) for turn in range(repeat)])
    show("after one change: tags", one, allowed.get("changed"), allowed.get("warm MB"))


def measure_unclosed(folder: Path, cache: Path, repeat: int) -> None:
    """Notes whose one line never closes its links: the time is to grow as they do."""
    print("10 notes of one line with [[ never closed")
    seconds = []
    for times in (1, 4, 16):
        vault = folder / f"unclosed{times}"
        vault.mkdir()
        for number in range(10):
            (vault / f"{number}.md").write_text(UNCLOSED * times, encoding="utf-8")
        one = best([cold(vault, cache) for _ in range(repeat)])
        seconds.append(one.cpu)
        show(f"{len(UNCLOSED) * times:,} characters each", one)
    print(f"  {'':28} {(seconds[2] - seconds[1]) / (seconds[1] - seconds[0]):6.2f} (linear: 4)")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("vault", nargs="?", type=Path)
    parser.add_argument("--notes", type=int, default=10_000, help="how many, where it is made")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--maker", type=Path, default=MAKER)
    parser.add_argument("--ovault", metavar="P", help="a Python that has ovault")
    options = parser.parse_args()
    original = options.vault or Path(tempfile.gettempdir()) / f"notes-{options.notes}"
    truth_of = original.with_name(f"{original.name}.truth.json")
    if not truth_of.exists():
        subprocess.run([sys.executable, options.maker, original, str(options.notes)], check=True)
    truth = json.loads(truth_of.read_bytes())
    with tempfile.TemporaryDirectory() as directory:
        cache, vault = Path(directory) / "cache", Path(directory) / "vault"
        shutil.copytree(original, vault)
        # First: what a child is said to take counts what this process has taken before.
        measure(vault, cache, options.repeat, truth["notes"], options.ovault)
        measure_unclosed(Path(directory), cache, options.repeat)
        for name, found in counts(original, cache).items():
            print(f"  {name:28} {'equal' if found == truth[name] else (found, truth[name])}")


if __name__ == "__main__":
    main()
