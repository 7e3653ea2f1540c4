"""Another program at work on a note, while vaultsync stands still after a system call of its own.

Each `Act` is what such a program does to the note; `wrong_beside` says what
must not come of it: its version always wins, and a tick that was said to be
written is in it.
"""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.effects.faults import JOBS, Call, Fault, Outcome, Place, Sides, wrong_after

THEIRS = b"their own line\n"
TICKED, OPEN = b"- [x] one\r\n", b"- [ ] one\r\n"
BLOCKED = 0.05
PATIENCE = 30.0


class Act(NamedTuple):
    """What the other program does to a note; `go_on` is set once vaultsync does."""

    name: str
    does: Callable[[Path, threading.Event], bytes | None]


def _saved(note: Path) -> bytes:
    return note.read_bytes() + THEIRS


def truncate(note: Path, _go_on: threading.Event) -> bytes:
    text = _saved(note)
    with open(note, "wb", buffering=0) as file:
        file.write(text[:10])
        time.sleep(0.001)
        file.write(text[10:])
    return text


def rename(note: Path, _go_on: threading.Event) -> bytes:
    text, beside = _saved(note), note.with_name(".theirs")
    beside.write_bytes(text)
    beside.replace(note)
    return text


def append(note: Path, _go_on: threading.Event) -> bytes:
    text = _saved(note)
    with open(note, "ab", buffering=0) as file:
        file.write(THEIRS)
    return text


def hold(note: Path, go_on: threading.Event) -> bytes:
    with open(note, "r+b", buffering=0) as file:
        text = file.read() + THEIRS
        file.truncate(10)
        go_on.wait(PATIENCE)
        time.sleep(BLOCKED)
        file.write(THEIRS)
        file.seek(0)
        file.truncate(0)
        file.write(text)
    return text


def edit_the_task(note: Path, _go_on: threading.Event) -> bytes:
    text, beside = note.read_bytes().replace(b"] one", b"] another"), note.with_name(".theirs")
    beside.write_bytes(text)
    beside.replace(note)
    return text


def remove(note: Path, _go_on: threading.Event) -> None:
    note.unlink()


def move(note: Path, _go_on: threading.Event) -> None:
    note.rename(note.with_name("moved.md"))


def link_out(note: Path, _go_on: threading.Event) -> None:
    note.unlink()
    note.symlink_to(note.parents[1] / "outside.md")


def become_a_folder(note: Path, _go_on: threading.Event) -> None:
    note.unlink()
    note.mkdir()
    (note / "inner.md").write_bytes(THEIRS)


WRITING = {act.__name__: act for act in (truncate, rename, append, hold, edit_the_task)}
OTHERS = {act.__name__: act for act in (remove, move, link_out, become_a_folder)}
ACTS = {name: Act(name, act) for name, act in {**WRITING, **OTHERS}.items()}


def wrong_beside(place: Place, call: Call, act: Act, *faults: Fault) -> list[str]:
    """Stop a tick after one of its calls, let the other act, go on; what is wrong in the end."""
    place.renew()
    note, outside = place.root / "a.md", place.folder / "outside.md"
    outside.write_bytes(OPEN)
    go_on = threading.Event()
    told: list[bytes | Exception | None] = []

    def perform() -> None:
        try:
            told.append(act.does(note, go_on))
        except OSError as error:
            told.append(error)

    other = threading.Thread(target=perform)
    with place.stopped(JOBS["toggle"], call, *faults) as run:
        other.start()
        other.join(BLOCKED)
        go_on.set()
    other.join(PATIENCE)
    if not told or isinstance(told[0], Exception):
        return [f"the other program failed: {told}"]
    wrong = [f"kept: {name}" for name in os.listdir(place.root) if "(kept " in name]
    if outside.read_bytes() != OPEN:
        wrong.append("written outside")
    outcome = run[0]
    if not outcome.met:
        wrong.append("it did not stop")
    wrong += _wrong_text(note, told[0], outcome) if told[0] else _wrong_kind(note, act)
    if outcome.code and outcome.err.count("\n") != 1:
        wrong.append(f"says {outcome.err[-300:]!r}")
    there = place.content()
    return wrong + wrong_after(place, Sides(there, there), codes=(0, 1))


def _wrong_text(note: Path, saved: bytes, outcome: Outcome) -> list[str]:
    there = note.read_bytes() if note.is_file() else b""
    if outcome.code == 0 and TICKED not in there and b"[x] another" not in there:
        return [f"exit 0, but the tick isn't there: {there!r}"]
    if there not in (saved, saved.replace(OPEN, TICKED)):
        return [f"exit {outcome.code}; saved {saved!r}, there is {there!r}: {outcome.err}"]
    if outcome.code and there != saved:
        return [f"exit {outcome.code}, but ticked: {outcome.err}"]
    return []


def _wrong_kind(note: Path, act: Act) -> list[str]:
    there = {
        "remove": not os.path.lexists(note),
        "move": not os.path.lexists(note) and note.with_name("moved.md").is_file(),
        "link_out": note.is_symlink(),
        "become_a_folder": note.is_dir() and (note / "inner.md").is_file(),
    }
    return [] if there[act.name] else [f"{act.name}: not so any more"]
