"""What a commit does to boxes: a table, and the sums that must hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import documents
from vaultsync.model.entry import entry_of
from vaultsync.model.history.flow import (
    NOTHING,
    Flow,
    Standing,
    counts_of,
    flows,
    lean,
    section_counts,
    standing,
)
from vaultsync.model.note import parse_note
from vaultsync.model.progress.counts import Policy
from vaultsync.model.progress.measure import note_progress
from vaultsync.model.statuses import DEFAULT_STATUSES
from vaultsync.syntax.task_fields import FieldFormat


def stood(text: str, policy: Policy = Policy.LEAF) -> Standing:
    entry = entry_of(parse_note("a.md", text.encode("utf-8", "surrogatepass")))
    return standing(lean(entry, FieldFormat.BOTH), policy, DEFAULT_STATUSES)


FLOWS: dict[str, tuple[str, str, Flow]] = {
    "nothing": ("- [ ] a\n", "text\n- [ ] a\n", NOTHING),
    "done": ("- [ ] a\n", "- [x] a ✅ 2026-11-01\n", Flow(finished=1)),
    "reopened": ("- [x] a\n", "- [/] a\n", Flow(reopened=1)),
    "begun": ("- [ ] a\n", "- [/] a\n", NOTHING),
    "reworded-and-done": ("- [ ] Read paper\n", "- [x] Read the paper\n", Flow(finished=1)),
    "added": ("- [ ] a\n", "- [ ] a\n- [ ] b\n- [x] c\n", Flow(added=2, added_done=1)),
    "removed": ("- [x] a\n- [ ] b\n", "", Flow(removed=2, removed_done=1)),
    "cancelled": ("- [ ] a\n", "- [-] a\n", Flow(removed=1)),
    "taken-up-again": ("- [-] a\n", "- [ ] a\n", Flow(added=1)),
    "split": (
        "- [ ] a\n",
        "- [ ] a\n  - [x] b\n  - [ ] c\n",
        Flow(added=2, added_done=1, removed=1),
    ),
    "not-a-task-any-more": ("- [ ] a\n", "- a\n", Flow(removed=1)),
    "other-heading": ("# A\n- [ ] a\n", "# B\n- [x] a\n", Flow(finished=1)),
}


@pytest.mark.parametrize(("old", "new", "flow"), FLOWS.values(), ids=FLOWS)
def test_flow(old: str, new: str, flow: Flow) -> None:
    assert flows([(stood(old), stood(new))]) == [flow]


def test_moved_to_another_note_is_no_scope() -> None:
    here, there = flows(
        [(stood("- [ ] a\n- [x] b\n"), stood("")), (stood(""), stood("- [x] a\n- [x] b\n"))]
    )
    assert here == Flow(left=2, left_done=1)
    assert there == Flow(came=2, came_done=1, finished=1)
    assert here.plus(there).growth == 0


def test_moved_and_cancelled_is_removed() -> None:
    here, there = flows([(stood("- [ ] a\n"), stood("")), (stood(""), stood("- [-] a\n"))])
    assert (here, there) == (Flow(removed=1), NOTHING)


notes = documents.map(stood) | st.lists(
    st.tuples(st.sampled_from(["", "  "]), st.sampled_from(" x-/"), st.sampled_from("abc")),
    max_size=8,
).map(lambda rows: stood("".join(f"{indent}- [{box}] {text}\n" for indent, box, text in rows)))


@given(st.lists(st.tuples(notes, notes), max_size=3))
def test_counts_after_are_counts_before_and_what_flowed(
    pairs: list[tuple[Standing, Standing]],
) -> None:
    for (before, after), flow in zip(pairs, flows(pairs), strict=True):
        old, new = counts_of(before.kinds), counts_of(after.kinds)
        assert new.total == (old.total + flow.added - flow.removed + flow.came - flow.left)
        already = flow.added_done - flow.removed_done + flow.came_done - flow.left_done
        assert new.done == old.done + flow.work + already
        assert (new.total - new.done) - (old.total - old.done) == flow.growth - flow.work
    whole = NOTHING
    for flow in flows(pairs):
        whole = whole.plus(flow)
    assert (whole.came, whole.came_done) == (whole.left, whole.left_done)


@given(documents, st.sampled_from(list(Policy)))
def test_counts_are_those_of_progress(text: str, policy: Policy) -> None:
    entry = entry_of(parse_note("a.md", text.encode("utf-8", "surrogatepass")))
    counted = note_progress(entry, policy)
    stand = standing(lean(entry, FieldFormat.BOTH), policy, DEFAULT_STATUSES)
    assert counts_of(stand.kinds) == counted.counts
    tops = {section.heading: section.counts for section in counted.sections if section.level == 1}
    if len(tops) == len(counted.sections):
        found = section_counts(stand)
        assert {name: counts for (name, *rest), counts in found.items() if not rest} == {
            name: counts
            for name, counts in tops.items()
            if counts.total or counts.cancelled or (name,) in found
        }
