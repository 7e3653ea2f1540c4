"""Reading a vault: vaultsync's parse of everything beside mistune's parse to a syntax tree.

    python benchmarks/reading.py [VAULT] [--repeat N]

One process; the runs of both are interleaved, and the best CPU time of each
counts. Below the ratio: the floor (decode and split into lines) and vaultsync's
own stages. mistune reads the text behind the front matter, which is no
Markdown to it; vaultsync reads the front matter too.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import mistune

from vaultsync.model.note import parse_note
from vaultsync.model.reading.inline_elements import InlineReader
from vaultsync.model.reading.source import Source
from vaultsync.model.reading.task_elements import read_tasks
from vaultsync.syntax.blocks import read_blocks
from vaultsync.syntax.front_matter import read_front_matter
from vaultsync.syntax.task_fields import FieldFormat
from vaultsync.text import decode, split_lines

HERE = Path(__file__).resolve()
HELP_VAULT = HERE.parents[2] / "shared" / "vaults" / "obsidian-help-en"
EXAMPLE = HERE.parents[1] / "examples" / "vault"

T = TypeVar("T")
Notes = list[tuple[str, bytes]]


def notes_of(vault: Path) -> Notes:
    """Path and bytes of all notes."""
    paths = sorted(vault.rglob("*.md"))
    return [(path.relative_to(vault).as_posix(), path.read_bytes()) for path in paths]


def bodies_of(notes: Notes) -> list[str]:
    """The texts without front matter, for mistune."""
    bodies = []
    for path, raw in notes:
        text = decode(raw)
        front = parse_note(path, raw).front_matter
        bodies.append(text[front.span.end :] if front else text)
    return bodies


def best_of(calls: dict[str, Callable[[], object]], repeat: int) -> dict[str, float]:
    """The best CPU seconds of each call; the calls take turns."""
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(repeat):
        for name, call in calls.items():
            gc.collect()
            start = time.process_time()
            call()
            best[name] = min(best[name], time.process_time() - start)
    return best


def whole(notes: Notes) -> dict[str, Callable[[], object]]:
    """The contest: mistune, vaultsync, and the floor below both."""
    bodies = bodies_of(notes)
    parse = mistune.create_markdown(renderer=None)
    return {
        "mistune": lambda: each(bodies, parse),
        "vaultsync": lambda: each(notes, lambda note: parse_note(*note)),
        "floor": lambda: each(notes, lambda note: split_lines(decode(note[1]))),
    }


def each(inputs: list[T], read: Callable[[T], object]) -> None:
    """Read all, keep nothing."""
    for one in inputs:
        read(one)


def stages(notes: Notes, repeat: int) -> dict[str, float]:
    """The seconds of each stage of `model.reading`, each in its best run."""
    best: dict[str, float] = {}
    for _ in range(repeat):
        spent: dict[str, float] = {}
        gc.collect()
        gc.disable()
        for _, raw in notes:
            _read_in_stages(raw, spent)
        gc.enable()
        best = {name: min(seconds, best.get(name, seconds)) for name, seconds in spent.items()}
    return best


def _read_in_stages(raw: bytes, spent: dict[str, float]) -> None:
    start = time.process_time()

    def done(stage: str) -> None:
        nonlocal start
        now = time.process_time()
        spent[stage] = spent.get(stage, 0) + now - start
        start = time.process_time()

    text = decode(raw)
    lines, starts = split_lines(text)
    done("decode, split")
    front = read_front_matter(text, 0, lines, starts)
    done("front matter")
    blocks = read_blocks(list(lines), list(starts), front.end_row if front else 0)
    done("blocks")
    source = Source(text, lines, starts)
    inline = InlineReader(source, blocks)
    if front:
        inline.read_front_matter(front)
    done("inline")
    read_tasks(source, blocks, inline.tags, FieldFormat.BOTH)
    done("tasks")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    default = HELP_VAULT if HELP_VAULT.is_dir() else EXAMPLE
    parser.add_argument("vault", nargs="?", type=Path, default=default)
    parser.add_argument("--repeat", type=int, default=7)
    options = parser.parse_args()
    notes = notes_of(options.vault)
    megabytes = sum(len(raw) for _, raw in notes) / 1e6
    print(f"{options.vault.name}: {len(notes)} notes, {megabytes:.2f} MB")
    best = best_of(whole(notes), options.repeat)
    for name, seconds in best.items():
        print(f"  {name:14} {seconds:7.4f} s {megabytes / seconds:7.1f} MB/s")
    ratio = best["vaultsync"] / best["mistune"]
    print(f"  vaultsync / mistune = {ratio:.3f} = 1/{1 / ratio:.1f} (allowed 1/3, aim 1/6)")
    print("  of which")
    for name, seconds in stages(notes, options.repeat).items():
        print(f"    {name:14} {seconds:.4f} s")


if __name__ == "__main__":
    main()
