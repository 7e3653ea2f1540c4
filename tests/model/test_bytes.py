"""Bytes survive: reading real notes and toggling their tasks changes nothing else.

The example vault is always read; the help vault and the roadmaps where `shared` is.
"""

import os
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests import laws
from tests.conftest import ROOT
from vaultsync.model.note import Note, parse_note
from vaultsync.text import Edit, apply_edits, encode

EXAMPLES = sorted((ROOT / "examples" / "vault").rglob("*.md"))
BOM = "\ufeff".encode()
# Of notes with hundreds of tasks each seventh is toggled, unless there is time for all.
STEP = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else 7
MANY = 20


def lf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "as-it-is": lambda raw: raw,
    "lf": lf,
    "crlf": lambda raw: lf(raw).replace(b"\n", b"\r\n"),
    "cr": lambda raw: lf(raw).replace(b"\n", b"\r"),
    "bom": lambda raw: BOM + raw.removeprefix(BOM),
    "no-final-newline": lambda raw: raw.rstrip(b"\r\n"),
    "two-final-newlines": lambda raw: raw + b"\n\n",
}
# Bytes that are no UTF-8, or no text, put in at several places.
NOISE = {
    "latin-1": b"\xe9",
    "cut-off": b"\xf0\x9f\x98",
    "overlong": b"\xc0\xaf",
    "nul": b"\x00",
    "separator": "\u2028".encode(),
}


def toggled_tasks(note: Note) -> Iterator[int]:
    yield from range(0, len(note.tasks), STEP if len(note.tasks) > MANY else 1)


def survives(raw: bytes) -> Note:
    note = laws.read(raw)
    for index in toggled_tasks(note):
        laws.toggling_changes_one_character(note, note.tasks[index])
    return note


@pytest.fixture(scope="session")
def real_notes(shared: Path) -> list[Path]:
    notes = [*(shared / "seeds").glob("*.md"), *(shared / "vaults").rglob("*.md")]
    assert len(notes) > 100
    return notes


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_notes_survive_in_every_form(path: Path, form: Callable[[bytes], bytes]) -> None:
    survives(form(path.read_bytes()))


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_notes_survive_noise(path: Path, noise: bytes) -> None:
    raw = path.read_bytes()
    for eighth in range(9):
        at = len(raw) * eighth // 8
        survives(raw[:at] + noise + raw[at:])


# Each note takes part in some of the forms and noises, and each of these meets many notes.


@pytest.mark.parametrize("form", FORMS, ids=FORMS)
def test_real_notes_survive_in_every_form(form: str, real_notes: list[Path]) -> None:
    for path in real_notes[list(FORMS).index(form) % 3 :: 3]:
        survives(FORMS[form](path.read_bytes()))


@pytest.mark.parametrize("noise", NOISE, ids=NOISE)
def test_real_notes_survive_noise(noise: str, real_notes: list[Path]) -> None:
    for number, path in enumerate(real_notes[list(NOISE).index(noise) % 3 :: 3]):
        raw = path.read_bytes()
        at = len(raw) * (number % 8) // 8
        laws.read(raw[:at] + NOISE[noise] + raw[at:])


def test_forms_of_a_note_hold_the_same(real_notes: list[Path]) -> None:
    for path in [*EXAMPLES, *real_notes]:
        text = parse_note("note.md", lf(path.read_bytes())).text
        laws.newlines_make_no_difference(text.removeprefix(laws.BOM))
        laws.a_final_newline_changes_no_task(text.rstrip("\n"))


def test_all_tasks_at_once_change_as_many_characters(real_notes: list[Path]) -> None:
    for path in [*EXAMPLES, *real_notes]:
        note = parse_note("note.md", path.read_bytes())
        spans = [task.status_span for task in note.tasks]
        assert all(one.end < other.start for one, other in pairwise(sorted(spans)))
        after = apply_edits(note.text, [Edit(span, "~") for span in spans])
        assert len(after) == len(note.text)
        statuses = [task.status for task in parse_note("note.md", encode(after)).tasks]
        assert statuses == ["~"] * len(spans)
