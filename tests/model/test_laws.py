"""Laws: what holds for every note that the grammar of `strategies` can make."""

import random

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests import laws, strategies
from vaultsync.model.note import parse_note
from vaultsync.text import encode

TEXTS = strategies.documents | strategies.any_text.map(lambda text: text.replace("\r", ""))


@given(strategies.raw_notes | st.binary(max_size=60))
@example(b"%%\n[^1]\n%%\n\na[^2]\n")
def test_a_note_keeps_all_laws(raw: bytes) -> None:
    laws.read(raw)


@given(strategies.markup)
@example("[c\\](d.md)")
@example("[a`](b`)")
@example("[$a](b$)")
def test_any_property_is_read(value: str) -> None:
    quoted = value.replace("'", "''")
    note = laws.read(encode(f"---\na: '{quoted}'\n---\n"))
    assert [one.value for one in note.properties] == [value]
    assert {link.raw for link in note.links} <= {value}


@given(strategies.raw_notes)
def test_toggling_changes_one_character(raw: bytes) -> None:
    note = parse_note("note.md", raw)
    for task in note.tasks:
        laws.toggling_changes_one_character(note, task)


@given(TEXTS)
@example("%% vaultsync:begin a %%\n%% vaultsync:end a %%")
def test_newlines_make_no_difference(text: str) -> None:
    laws.newlines_make_no_difference(text)


@given(TEXTS)
def test_a_final_newline_changes_no_task(text: str) -> None:
    assume(not text.endswith("\n"))
    laws.a_final_newline_changes_no_task(text)


@given(TEXTS)
@example("- [ ] a")
@example("[[a]] #b")
@example("%% vaultsync:begin a %%\n%% vaultsync:end a %%")
def test_a_bom_moves_offsets_by_one(text: str) -> None:
    assume(not text.startswith(laws.BOM))
    laws.a_bom_moves_offsets_by_one(text)


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_random_notes_are_read(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(1_000):
        raw = strategies.random_note(source)
        assert encode(parse_note("note.md", raw).text) == raw
