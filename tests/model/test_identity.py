"""Which task is which: a table of what people do to lists, and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model.diffing.identity import Identity, identity_of, match_across, match_tasks
from vaultsync.model.entry import entry_of
from vaultsync.model.note import parse_note


def identities(text: str) -> list[Identity]:
    return [identity_of(task) for task in entry_of(parse_note("a.md", text.encode())).tasks]


Case = tuple[str, str, list[tuple[int, int]]]

MATCHED: dict[str, Case] = {
    "unchanged": ("- [ ] a\n- [ ] b\n", "- [ ] a\n- [ ] b\n", [(0, 0), (1, 1)]),
    "ticked": ("- [ ] a\n- [ ] b\n", "- [ ] a\n- [x] b\n", [(0, 0), (1, 1)]),
    "ticked-with-date": ("- [ ] a\n", "- [x] a ✅ 2026-11-02\n", [(0, 0)]),
    "due-date-set": ("- [ ] a #t\n", "- [ ] a #t [due:: 2026-11-02]\n", [(0, 0)]),
    "one-before": ("- [ ] b\n", "- [ ] a\n- [ ] b\n", [(0, 1)]),
    "one-removed": ("- [ ] one\n- [ ] two\n", "- [ ] two\n", [(1, 0)]),
    "reordered": ("- [ ] one\n- [ ] two\n", "- [ ] two\n- [ ] one\n", [(0, 1), (1, 0)]),
    "reworded": ("# A\n- [ ] Read paper\n", "# A\n- [ ] Read the paper\n", [(0, 0)]),
    "replaced": ("# A\n- [ ] Read paper\n", "# A\n- [ ] Buy milk\n", []),
    "to-another-section": ("# A\n- [ ] x\n# B\n", "# A\n# B\n- [x] x\n", [(0, 0)]),
    "heading-renamed": ("# A\n- [ ] x\n- [ ] y\n", "# B\n- [ ] x\n- [ ] y\n", [(0, 0), (1, 1)]),
    "own-section-first": (
        "# A\n- [ ] x\n# B\n- [ ] x\n",
        "# C\n- [ ] x\n# B\n- [ ] x\n",
        [(0, 0), (1, 1)],
    ),
    "id-over-text": ("- [ ] a 🆔 k\n- [ ] b\n", "- [ ] a\n- [ ] b 🆔 k\n", [(0, 1)]),
    "block-id": ("- [ ] a ^k\n", "# New\n- [ ] something else ^k\n", [(0, 0)]),
    "id-added": ("- [ ] a\n", "- [ ] a ^k\n", [(0, 0)]),
    "equal-in-order": ("- [ ] a\n- [ ] a\n", "- [x] a\n- [ ] a\n", [(0, 0), (1, 1)]),
    "equal-one-removed": ("- [ ] a\n- [x] a\n", "- [x] a\n", [(1, 0)]),
    "equal-one-added": ("- [x] a\n", "- [ ] a\n- [x] a\n", [(0, 1)]),
    "equal-none-alike": ("- [ ] a\n- [ ] a\n", "- [x] a\n", [(0, 0)]),
    "empty-texts": ("- [ ] \n", "- [ ] \n- [ ] \n", [(0, 0)]),
    "blanks": ("- [ ] a  b\n", "-   [ ]   a b\n", [(0, 0)]),
    "the-more-alike": (
        "- [ ] Read chapter one\n- [ ] Read chapter two\n",
        "- [ ] Read chapter two now\n- [ ] Read chapter one now\n",
        [(0, 1), (1, 0)],
    ),
}


@pytest.mark.parametrize(("old", "new", "pairs"), MATCHED.values(), ids=MATCHED)
def test_matches(old: str, new: str, pairs: list[tuple[int, int]]) -> None:
    assert match_tasks(identities(old), identities(new)) == pairs


def test_what_moves_to_another_note_is_told_by_id_or_all_of_its_text() -> None:
    old = identities("- [ ] one\n- [ ] two 🆔 k\n- [ ] three is near\n")
    new = identities("# Done\n- [x] one\n- [x] other 🆔 k\n- [ ] three is nearer\n")
    assert match_across(old, new) == [(0, 0), (1, 1)]


tasks = st.builds(
    Identity,
    st.sampled_from([None, None, None, "i", "j"]),
    st.sampled_from([None, None, None, "k"]),
    st.sampled_from([("A",), ("A", "B"), ()]),
    st.sampled_from(["", "read", "read it", "read it all", "x", "y", "z"]),
    st.sampled_from(" x-"),
)
lists = st.lists(tasks, max_size=12)


@given(lists, lists)
def test_each_is_matched_at_most_once(old: list[Identity], new: list[Identity]) -> None:
    pairs = match_tasks(old, new)
    assert len({pair.old for pair in pairs}) == len({pair.new for pair in pairs}) == len(pairs)
    assert all(0 <= i < len(old) and 0 <= j < len(new) for i, j in pairs)


@given(lists)
def test_a_list_matches_itself_wholly_in_order(old: list[Identity]) -> None:
    assert match_tasks(old, list(old)) == [(index, index) for index in range(len(old))]


@given(lists, lists)
def test_both_ways_match_as_many(old: list[Identity], new: list[Identity]) -> None:
    exact = [task for task in old if task.text or task.id or task.block_id]
    assert len(match_across(exact, new)) == len(match_across(new, exact))


@given(lists, st.randoms())
def test_reordering_loses_no_task_with_a_text(old: list[Identity], random: object) -> None:
    named = [task for task in old if task.text]
    new = list(named)
    random.shuffle(new)  # type: ignore[attr-defined]
    assert len(match_tasks(named, new)) == len(named)


@given(lists, st.integers(0, 11))
def test_ticking_changes_no_match(old: list[Identity], at: int) -> None:
    new = [task._replace(status="x") if i == at else task for i, task in enumerate(old)]
    named = {i for i, task in enumerate(old) if task.text or task.id or task.block_id}
    pairs = match_tasks(old, new)
    assert {pair.old for pair in pairs} >= named


def test_thousands_that_all_differ_are_compared_with_neighbours_alone() -> None:
    old = [Identity(None, None, (), f"task number {n} of many") for n in range(3000)]
    new = [task._replace(text=f"{task.text} more") for task in old]
    assert match_tasks(old, new) == [(n, n) for n in range(3000)]
