"""Headings found by words side by side, against looking at each."""

from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model.linking.heading_words import heading_finder, words_of

words = st.lists(st.sampled_from(["phase", "1", "10", "a"]), max_size=5).map(tuple)


@given(st.lists(words, max_size=6), words)
def test_finds_what_looking_at_each_finds(headings: list[tuple[str, ...]], wanted) -> None:
    found = [
        index
        for index, heading in enumerate(headings)
        if wanted and f" {' '.join(wanted)} " in f" {' '.join(heading)} "
    ]
    assert heading_finder(headings)(wanted) == found


def test_signs_and_case_are_no_words() -> None:
    assert words_of("**Phase 1** — Über (2 weeks)") == ("phase", "1", "über", "2", "weeks")
