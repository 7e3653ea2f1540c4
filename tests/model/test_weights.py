"""Weights: which a task's text gives, who shares what, and what percentages come of it."""

from fractions import Fraction

import pytest

from tests.outline import note_of, unarrow
from vaultsync.model.progress.boxes import boxes_of, counted_by
from vaultsync.model.progress.counts import Counts, Policy, Weight
from vaultsync.model.progress.measure import note_progress
from vaultsync.model.progress.weights import read_weight, weights_of
from vaultsync.model.statuses import DEFAULT_STATUSES

READ: dict[str, tuple[str, str, Fraction | int | None]] = {
    "number": ("a [weight:: 3]", "weight", 3),
    "round-brackets": ("a (weight:: 3)", "weight", 3),
    "in-the-middle": ("a [weight:: 3] b 📅 2026-12-01", "weight", 3),
    "fraction": ("a [weight::2.5]", "weight", Fraction(5, 2)),
    "nothing": ("a [weight:: 0]", "weight", 0),
    "any-case": ("a [Weight:: 3]", "weight", 3),
    "first-counts": ("a [weight:: 3] [weight:: 4]", "weight", 3),
    "other-field": ("a [points:: 3]", "weight", None),
    "its-own-field": ("a [story points:: 3]", "story points", 3),
    "no-number": ("a [weight:: heavy]", "weight", None),
    "negative": ("a [weight:: -3]", "weight", None),
    "in-code": ("a `[weight:: 3]`", "weight", None),
    "duration": ("a [duration:: 2h]", "duration", 2),
    "duration-in-weight": ("a [weight:: 2 days]", "weight", 16),
    "bare": ("a (6 weeks)", "duration", 240),
    "bare-range": ("a (6-8 weeks) b", "duration", 280),
    "bare-only-for-duration": ("a (6 weeks)", "weight", None),
    "field-before-bare": ("a (6 weeks) [duration:: 2h]", "duration", 2),
    "no-bare-duration": ("a (in 6 weeks)", "duration", None),
}


@pytest.mark.parametrize(("text", "field", "wanted"), READ.values(), ids=READ)
def test_reads(text: str, field: str, wanted: Fraction | None) -> None:
    assert read_weight(text, field) == wanted


LEAF, ALL, TOP = Policy
SHARED: dict[str, tuple[str, Policy, list[str]]] = {
    "own": ("- [ ] a (2h)⏎- [ ] b", LEAF, ["2", "-"]),
    "parent-shares": ("- [ ] a (3h)⏎  - [ ] b⏎  - [x] c", LEAF, ["3", "3/2", "3/2"]),
    "deep": ("- [ ] a (3h)⏎  - [ ] b⏎    - [ ] c⏎  - [ ] d", LEAF, ["3", "-", "3/2", "3/2"]),
    "child-speaks": ("- [ ] a (3h)⏎  - [ ] b (1h)⏎  - [ ] c", LEAF, ["3", "1", "-"]),
    "nearer-parent": ("- [ ] a (9h)⏎  - [ ] b (2h)⏎    - [ ] c", LEAF, ["9", "2", "2"]),
    "cancelled-gets-none": ("- [ ] a (3h)⏎  - [ ] b⏎  - [-] c", LEAF, ["3", "3", "-"]),
    "all-count-themselves": ("- [ ] a (3h)⏎  - [ ] b", ALL, ["3", "-"]),
    "top": ("- [ ] a (3h)⏎  - [ ] b (1h)", TOP, ["3", "1"]),
}


@pytest.mark.parametrize(("text", "policy", "wanted"), SHARED.values(), ids=SHARED)
def test_shares(text: str, policy: Policy, wanted: list[str]) -> None:
    boxes = boxes_of(note_of(unarrow(text)), DEFAULT_STATUSES)
    weights = weights_of(boxes, counted_by(policy, boxes), "duration")
    assert [str(one) if one is not None else "-" for one in weights] == wanted


def test_counts_stay_counts_and_a_percentage_is_added() -> None:
    note = note_of("# A\n- [x] a [weight:: 3]\n- [/] b [weight:: 2]\n# B\n- [ ] c\n- [-] d\n")
    progress = note_progress(note, weight="weight", share=Fraction(1, 2))
    assert progress.counts[:5] == (3, 1, 1, 1, 1)
    assert progress.counts.weight == Weight(6, 3, 1, 1)
    assert (progress.counts.percent, progress.counts.weight.percent) == (50, 66)
    a, b = progress.sections
    assert (a.counts.weight, b.counts.weight) == (Weight(5, 3, 1, 0), Weight(1, 0, 0, 1))


PERCENT: dict[str, tuple[Counts, int | None]] = {
    "credit": (Counts(4, done=1, in_progress=2, open=1, credit=1), 50),
    "begun-is-not-nothing": (Counts(1000, in_progress=1, open=999, credit=Fraction(1, 2)), 1),
    "credit-is-not-all": (Counts(2, done=1, in_progress=1, credit=1), 99),
    "no-credit": (Counts(2, in_progress=2), 0),
}


@pytest.mark.parametrize(("counts", "wanted"), PERCENT.values(), ids=PERCENT)
def test_percent_with_credit(counts: Counts, wanted: int | None) -> None:
    assert counts.percent == wanted


def test_nothing_weighs_nothing() -> None:
    assert Weight().percent is None
    counts = note_progress(note_of("- [ ] a [weight:: 0]\n"), weight="weight").counts
    assert (counts.total, counts.percent) == (1, 0)
    assert counts.weight == Weight(0, 0, 0, 0)
