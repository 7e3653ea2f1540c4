"""Notes that broke other tools: each behaves as `data/bad_inputs.json` says.

What is expected of edits and commands on them is tested there. Time is no
test's matter: `benchmarks/adversarial.py` measures it.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import laws
from tests.bad_inputs import CHECKS, codes
from vaultsync.model.note import MAX_NOTE_BYTES, Note, parse_note
from vaultsync.text import encode

DATA = Path(__file__).parent / "data" / "bad_inputs.json"
CASES = {case["id"]: case for case in json.loads(DATA.read_bytes())["cases"]}
# The laws look at each element several times; larger notes are only read and written.
LARGEST_BY_LAW = 200_000


def build(case: dict[str, Any]) -> bytes:
    """The bytes that a case's expression stands for; the file is our own."""
    made = eval(case["build"], {"__builtins__": {"range": range}})
    return made.encode() if isinstance(made, str) else bytes(made)


def read(raw: bytes) -> Note:
    if len(raw) <= LARGEST_BY_LAW:
        return laws.read(raw)
    note = parse_note("note.md", raw)
    assert encode(note.text) == raw
    return note


@pytest.mark.parametrize("name", CASES)
def test_behaves_as_written(name: str) -> None:
    CHECKS[name](read(build(CASES[name])))


def test_all_recorded_inputs_come_back_unchanged(shared: Path) -> None:
    cases = json.loads((shared / "cases" / "bad-inputs.json").read_bytes())["cases"]
    recorded = {case["id"]: case for case in cases if case["kind"] == "bytes"}
    assert recorded.keys() >= CASES.keys()
    for name, case in recorded.items():
        if case["build"] != CASES.get(name, {}).get("build"):
            read(build(case))


@pytest.mark.parametrize("over", [0, 1])
def test_a_note_is_read_up_to_the_cap(over: int) -> None:
    tail = b"\n- [ ] t"
    note = read(b"a" * (MAX_NOTE_BYTES + over - len(tail)) + tail)
    assert codes(note) == ["too-large"] * over
    assert len(note.tasks) == 1 - over


DEEP = {
    "lists": b"- " * 200 + b"x",
    "tasks": b"- [ ] " * 200 + b"x",
    "lists-in-lines": b"".join(b"  " * level + b"- a\n" for level in range(150)),
    "quotes": b">" * 200 + b"x",
    "quotes-in-lists": b"- > " * 100 + b"x",
    "lists-in-numbered-lists": b"1. > - " * 60,
    "footnote": b"[^a]: " + b"> - " * 100,
    "images": b"![" * 5_000 + b"a" + b"](b)" * 5_000,
    "brackets": b"[" * 5_000 + b"]" * 5_000,
    "yaml-lists": b"---\na: " + b"[" * 60 + b"]" * 60 + b"\n---\n",
    "yaml-keys": b"---\n" + b"".join(b" " * level + b"k:\n" for level in range(60)) + b"---\n",
}
FRAMES = 600


def from_deep_down(call: Callable[[], Note], frames: int) -> Note:
    return call() if frames <= 0 else from_deep_down(call, frames - 1)


def frames_so_far() -> int:
    frame, count = sys._getframe(), 0
    while frame.f_back:
        frame, count = frame.f_back, count + 1
    return count


@pytest.mark.parametrize("raw", DEEP.values(), ids=DEEP)
def test_reads_the_same_from_deep_down(raw: bytes) -> None:
    deep = from_deep_down(lambda: parse_note("note.md", raw), FRAMES - frames_so_far())
    assert deep == read(raw)


def test_each_case_has_its_check() -> None:
    assert CHECKS.keys() == CASES.keys()
