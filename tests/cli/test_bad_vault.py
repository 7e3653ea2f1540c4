"""Everything bad that we know beside a thousand good notes: those are read, the bad ones named."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.running import content, run, write
from tests.conftest import ROOT
from vaultsync.model.note import MAX_NOTE_BYTES

GOOD = {
    f"Good/{number // 100}/{number}.md": f"# Note {number}\n- [x] one\n- [ ] two #good\n"
    for number in range(1_000)
}
BAD_NAMES = {
    **{"newline": "a\nb", "dash": "-rf", "quotes": "a'b\"c", "odd-byte": "caf\udce9", "blank": " "},
    **{"escape": "\x1b[31m", "pathspec": ":!plain", "glob": "*", "device": "CON", "dot": "x."},
    **{"decomposed": "Cafe\u0301", "composed": "Caf\u00e9", "long": "é" * 120, "colon": "a:b"},
}


CASES = json.loads((ROOT / "tests/data/bad_inputs.json").read_text("utf-8"))["cases"]


@pytest.fixture(scope="module")
def bad_notes() -> dict[str, bytes]:
    """The notes that broke other tools: one just too large, of the others what is read soon."""
    raws = {one["id"]: eval(one["build"]) for one in CASES}
    sizes = {"A21": MAX_NOTE_BYTES + 1}
    return {name: raw[: sizes.get(name, 100_000)] for name, raw in raws.items()}


@pytest.fixture(autouse=True)
def root(here: Path, bad_notes: dict[str, bytes]) -> Path:
    write(here, GOOD)
    write(here, {f"Bad/{name}.md": raw for name, raw in bad_notes.items()})
    write(here, {f"Names/{name}.md": "- [ ] odd name\n" for name in BAD_NAMES.values()})
    (here / "Bad/out.md").symlink_to("../../outside.md")
    (here / "Bad/dangling.md").symlink_to("nowhere.md")
    (here / "Bad/self.md").symlink_to("self.md")
    (here / "Bad/loop").symlink_to("..")
    (here / "Bad/folder.md").mkdir()
    os.mkfifo(here / "Bad/pipe.md")
    (here.parent / "outside.md").write_text("- [ ] TOP SECRET\n")
    return here


REFUSED = {"A21", "out", "dangling", "self", "pipe"}
"""What can't be read at all; everything else is, whatever is in it."""


def test_all_good_notes_are_read_and_the_bad_ones_named(root: Path) -> None:
    before = content(root / "Bad")
    answer = run("progress", "--format", "json")
    assert answer.code == 1
    found = {note["path"]: note for note in answer.json["notes"]}
    assert {(found[path]["total"], found[path]["done"]) for path in GOOD} == {(2, 1)}
    bad = {one["id"] for one in CASES} - REFUSED
    assert bad == {path[4:-3] for path in found if path.startswith("Bad/")}
    assert len([path for path in found if path.startswith("Names/")]) == len(BAD_NAMES)
    named = {line.split("/")[1].split(".md")[0] for line in answer.err.splitlines()}
    assert named >= REFUSED
    assert "Traceback" not in answer.err
    assert content(root / "Bad") == before


def test_what_is_odd_is_named_in_one_line_with_its_place() -> None:
    lines = run("tags", "Bad").err.splitlines()
    assert [line for line in lines if not line.startswith("vaultsync: Bad/")] == []
    places = {line.split(": ")[1] for line in lines}
    assert {"Bad/A05.md:1", "Bad/A07.md:1", "Bad/C08.md:2"} <= places
    assert len(lines) == len(set(lines))


def test_no_secret_is_told() -> None:
    answer = run("tasks", "Bad", "Names")
    assert "Names/a'b\"c.md:1: [ ] odd name" in answer.lines
    assert "SECRET" not in answer.out + answer.err


def test_a_good_note_is_edited_and_no_bad_one_touched(root: Path) -> None:
    before = content(root)
    answer = run("task", "done", "Good/7/777.md:3")
    assert (answer.code, answer.err) == (0, "")
    after = content(root)
    assert after.pop("Good/7/777.md") == before.pop("Good/7/777.md").replace(b"[ ]", b"[x]")
    assert after == before


def test_the_report_is_written_all_the_same(root: Path) -> None:
    assert run("report").code == 1
    before = (root / "Progress.md").read_bytes()
    assert b"[[Good/0/0]]" in before or b"[[0]]" in before
    assert "up to date, nothing written" in run("report").out
    assert (root / "Progress.md").read_bytes() == before
