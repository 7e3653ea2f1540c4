"""Laws of progress, on notes of all shapes, against counting done the slow and obvious way."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from tests.outline import note_of
from vaultsync.model.note import Note
from vaultsync.model.progress.counts import Counts, Weight, summed
from vaultsync.model.progress.measure import (
    Policy,
    SectionProgress,
    next_task,
    note_progress,
    total,
)
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap, StatusType, status_type
from vaultsync.syntax.elements import Heading, Task
from vaultsync.syntax.task_edits import set_status
from vaultsync.text import apply_edits

STATUSES = {**DEFAULT_STATUSES, "i": StatusType.NON_TASK}

ONE = {
    StatusType.OPEN: Counts(1, open=1),
    StatusType.IN_PROGRESS: Counts(1, in_progress=1),
    StatusType.DONE: Counts(1, done=1),
    StatusType.CANCELLED: Counts(cancelled=1),
}

policies = st.sampled_from(Policy)
# A line with its markup; the words come later.
headings = st.integers(1, 6).map(lambda level: f"{'#' * level} WORD")
indents = st.sampled_from(["", "", "  ", "    ", "      ", "\t", "\t\t", "> "])
markers = st.sampled_from(["- ", "- ", "* ", "1. "])
boxes = st.sampled_from(
    ["", "[ ] ", "[x] ", "[ ] ", "[x] ", "[X] ", "[/] ", "[-] ", "[?] ", "[i] "]
)
list_items = st.builds(
    lambda indent, marker, box: f"{indent}{marker}{box}WORD", indents, markers, boxes
)
others = st.sampled_from(["", "", "WORD", "  WORD", "```", "> WORD", "---"])
templates = st.lists(st.one_of(list_items, list_items, list_items, headings, others), max_size=40)
texts = templates.map("\n".join)


def counted(note: Note, policy: Policy, statuses: StatusMap) -> list[Task]:
    """The tasks that the policy counts, found by looking at each pair of them."""
    tasks = [t for t in note.tasks if kind_of(t, statuses) is not StatusType.NON_TASK]
    if policy is Policy.ALL:
        return tasks
    pairs = [(upper, lower) for upper in tasks for lower in tasks if is_under(note, lower, upper)]
    left_out = [upper if policy is Policy.LEAF else lower for upper, lower in pairs]
    return [task for task in tasks if task not in left_out]


def is_under(note: Note, task: Task, upper: Task) -> bool:
    return upper.item in ancestors(note, task)


def ancestors(note: Note, task: Task) -> Iterator[int]:
    above = note.list_items[task.item].parent
    while above is not None:
        yield above
        above = note.list_items[above].parent


def kind_of(task: Task, statuses: StatusMap) -> StatusType:
    return status_type(task.status, statuses)


def count(tasks: list[Task], statuses: StatusMap) -> Counts:
    return summed(ONE[kind_of(task, statuses)] for task in tasks)


def all_sections(sections: tuple[SectionProgress, ...]) -> Iterator[SectionProgress]:
    for section in sections:
        yield section
        yield from all_sections(section.sections)


def is_below(task: Task, heading: Heading, headings: tuple[Heading, ...]) -> bool:
    """Whether the task stands between the heading and the next of its level or above."""
    ends = [one.line for one in headings if one.line > heading.line and one.level <= heading.level]
    return heading.line < task.line and all(task.line < end for end in ends)


@given(texts, policies)
def test_counts_what_the_policy_says(text: str, policy: Policy) -> None:
    note = note_of(text)
    tasks = counted(note, policy, STATUSES)
    progress = note_progress(note, policy, STATUSES)
    assert progress.counts == count(tasks, STATUSES)
    assert [(one.line, one.counts) for one in all_sections(progress.sections)] == [
        (heading.line, count([t for t in tasks if is_below(t, heading, note.headings)], STATUSES))
        for heading in note.headings
    ]
    yet_to_do = (StatusType.OPEN, StatusType.IN_PROGRESS)
    following = next((t for t in tasks if kind_of(t, STATUSES) in yet_to_do), None)
    assert next_task(note, policy, STATUSES) == following


@given(texts, policies)
def test_items_count_what_is_under_them(text: str, policy: Policy) -> None:
    note = note_of(text)
    boxes = counted(note, Policy.ALL, STATUSES)
    wanted = []
    for upper in boxes:
        under = [task for task in boxes if is_under(note, task, upper)]
        if policy is Policy.LEAF:
            under_all = [t for t in counted(note, policy, STATUSES) if t in under]
        elif policy is Policy.ALL:
            under_all = under
        else:
            under_all = [t for t in under if not any(is_under(note, t, mid) for mid in under)]
        if under:
            wanted.append((upper.line, upper.text, count(under_all, STATUSES)))
    assert list(map(tuple, note_progress(note, policy, STATUSES).items)) == wanted


@given(texts, policies)
def test_the_whole_is_the_sum_of_its_parts(text: str, policy: Policy) -> None:
    note = note_of(text)
    progress = note_progress(note, policy)
    first = note.headings[0].line if note.headings else len(text) + 1
    before = [task for task in counted(note, policy, DEFAULT_STATUSES) if task.line < first]
    parts = [section.counts for section in progress.sections]
    assert progress.counts == summed([count(before, DEFAULT_STATUSES), *parts])
    for counts in (progress.counts, *[one.counts for one in all_sections(progress.sections)]):
        assert counts.total == counts.done + counts.open + counts.in_progress


@given(texts, policies, st.data())
def test_ticking_never_lowers(text: str, policy: Policy, choice: st.DataObject) -> None:
    note = note_of(text)
    unticked = [task for task in note.tasks if task.status in " /?"]
    if not unticked:
        return
    edits = set_status(choice.draw(st.sampled_from(unticked)), "x")
    before = note_progress(note, policy).counts
    after = note_progress(note_of(apply_edits(text, edits)), policy).counts
    assert after.total == before.total
    assert before.done <= after.done <= before.done + 1
    assert (after.percent or 0) >= (before.percent or 0)


@given(st.lists(texts, max_size=5), policies, st.randoms(use_true_random=False))
def test_the_order_of_notes_is_irrelevant(texts: list[str], policy: Policy, random) -> None:
    notes = [note_progress(note_of(text), policy) for text in texts]
    shuffled = random.sample(notes, len(notes))
    assert total(notes) == total(shuffled) == summed(note.counts for note in notes)


words = st.sampled_from(["RAG", "[[Chains]]", "read `x` on", "a #tag", "a **bold** x"])


@given(texts, words, words, policies)
def test_other_words_change_nothing(text: str, one: str, other: str, policy: Policy) -> None:
    shapes = [
        [
            note.counts,
            [(section.line, section.counts) for section in all_sections(note.sections)],
            [(item.line, item.counts) for item in note.items],
        ]
        for note in (note_progress(note_of(text.replace("WORD", w)), policy) for w in (one, other))
    ]
    assert shapes[0] == shapes[1]


@given(texts, policies)
def test_a_box_that_is_no_task_is_a_bullet(text: str, policy: Policy) -> None:
    note = note_progress(note_of(text), policy, STATUSES)
    assert note.counts == note_progress(note_of(text.replace("[i] ", "")), policy).counts


counts = st.builds(
    lambda done, open_, begun, cancelled: Counts(
        done + open_ + begun, done, open_, begun, cancelled
    ),
    *[st.integers(0, 2_000)] * 4,
)


@given(counts)
def test_percent_keeps_its_bounds(counts: Counts) -> None:
    percent = counts.percent
    assert (percent is None) == (counts.total == 0)
    if percent is not None:
        assert (percent == 0) == (counts.done == 0)
        assert (percent == 100) == (counts.done == counts.total)
        assert percent <= 100 * counts.done / counts.total or percent == 1


shares = st.fractions(0, 1, max_denominator=4)
weighed_words = st.sampled_from(["a", "a (2h)", "a [weight:: 3]", "a [weight:: 1.5] (1 week)"])


@given(texts, policies, shares, st.sampled_from(["weight", "duration"]), weighed_words, st.data())
def test_weights_and_shares_keep_the_laws(
    text: str, policy: Policy, share, field: str, word: str, choice: st.DataObject
) -> None:
    note = note_of(text.replace("WORD", word))
    whole = note_progress(note, policy, share=share, weight=field)
    plain = note_progress(note, policy)
    assert whole.counts[:5] == plain.counts[:5]
    weight = whole.counts.weight
    assert weight is not None
    assert 0 <= weight.done + weight.credit <= weight.total
    first = min((heading.line for heading in note.headings), default=1 << 30)
    if not any(task.line < first for task in note.tasks):
        assert whole.counts == summed(
            [*[one.counts for one in whole.sections], Counts(weight=Weight())]
        )
    unticked = [task for task in note.tasks if task.status in " /?"]
    if unticked:
        edits = set_status(choice.draw(st.sampled_from(unticked)), "x")
        ticked = note_of(apply_edits(note.text, edits))
        after = note_progress(ticked, policy, share=share, weight=field).counts
        assert after.weight
        assert (after.percent or 0) >= (whole.counts.percent or 0)
        assert (after.weight.percent or 0) >= (weight.percent or 0)
