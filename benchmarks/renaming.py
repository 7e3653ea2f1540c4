"""Renaming the note with the most references in a vault of 1,000 notes, as a whole process.

    python benchmarks/renaming.py [VAULT] [--repeat N] [--maker SCRIPT]

With every check: links found, planned, read again by two readers, journalled,
written one by one. Beside it the floor: the same files written and synced
without any check. Wall-clock time, the best of the runs; the vault is a copy.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from indexing import MAKER, PROGRAM, Run, best, run

ALLOWED = 1.0
PEER = "the fastest peer takes 0.08 s, without checks, and leaves 32 links behind"


def most_linked(vault: Path) -> tuple[str, int, int]:
    """The path of the note that most links mean, how many, and in how many files."""
    from vaultsync import Vault
    from vaultsync.model.linking.link_graph import link_graph

    opened = Vault.open(vault, cache=False)
    sources = [(one.path, one.links) for one in opened.entries(only={"links"})]
    incoming = link_graph(sources, opened.files()).incoming
    links, path = max((sum(one.links for one in some), path) for path, some in incoming.items())
    return path, links, len(incoming[path])


def renamed(vault: Path, path: str, name: str, cache: Path) -> Run:
    """A rename, with the index as a command before has left it, some time after the last change."""
    time.sleep(2.5)  # until no note is racy
    run([PROGRAM, "-C", str(vault), "tags"], cache)
    return run([PROGRAM, "-C", str(vault), "rename", path, name], cache)


def floor(vault: Path, count: int) -> float:
    """Seconds for writing as many notes beside, synced, and renamed over the old."""
    notes = sorted(vault.rglob("*.md"))[:count]
    texts = [note.read_bytes() for note in notes]
    start = time.perf_counter()
    for note, text in zip(notes, texts, strict=True):
        beside = note.with_suffix(".tmp")
        with open(beside, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, note)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("vault", nargs="?", type=Path, default=Path(tempfile.gettempdir()) / "bv1k")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--maker", type=Path, default=MAKER)
    options = parser.parse_args()
    if not options.vault.exists():
        subprocess.run([sys.executable, options.maker, options.vault, "1000"], check=True)
    path, links, files = most_linked(options.vault)
    with tempfile.TemporaryDirectory() as directory:
        os.environ["XDG_STATE_HOME"] = f"{directory}/state"
        cache, vault = Path(directory) / "cache", Path(directory) / "vault"
        shutil.copytree(options.vault, vault)
        runs = []
        for turn in range(options.repeat):
            runs.append(renamed(vault, path, f"Renamed {turn}", cache))
            run([PROGRAM, "-C", str(vault), "undo"], cache)
        one, least = best(runs), floor(vault, files)
    print(f"{links} links in {files} notes follow {path}")
    used = f"CPU {one.cpu:.2f} s, {one.memory:.0f} MB, allowed {ALLOWED} s"
    times = f"{one.wall / least:.1f} times that"
    print(f"  rename    {one.wall:5.2f} s  {used}")
    print(f"  floor     {least:5.2f} s  the files written and synced: {times}")
    print(f"  {PEER}")


if __name__ == "__main__":
    main()
