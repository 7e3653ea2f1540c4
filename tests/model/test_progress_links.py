"""Progress through links: who stands for whom, each note once, circles cut."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outline import unarrow
from vaultsync.model.entry import NoteEntry, entry_of
from vaultsync.model.linking.circles import circles_of
from vaultsync.model.linking.resolution import Files
from vaultsync.model.note import parse_note
from vaultsync.model.progress.counts import Counts, summed
from vaultsync.model.progress.measure import Measure, Policy, Progress, note_progress
from vaultsync.model.progress.through_links import Linked, count_linked, linked_notes
from vaultsync.model.statuses import DEFAULT_STATUSES

LEAF, ALL, TOP = Policy


def known(notes: dict[str, str]) -> dict[str, NoteEntry]:
    return {
        path: entry_of(parse_note(path, unarrow(text).encode()))
        for path, text in ((f"{name}.md", text) for name, text in notes.items())
    }


def linked(notes: dict[str, NoteEntry]) -> Linked:
    return linked_notes(notes.values(), Files.of(notes), DEFAULT_STATUSES)


def counted(
    notes: dict[str, str], policy: Policy = LEAF, only: str | None = None, **more: Any
) -> Progress:
    entries = known(notes)
    wanted = [f"{only}.md"] if only else list(entries)
    measure = Measure(policy, through_links=True)._replace(**more)
    return count_linked(entries, wanted, linked(entries), measure)


RAG = "- [x] a⏎- [ ] b"  # 1/2
STANDS: dict[str, tuple[str, bool]] = {
    "link": ("- [ ] [[RAG]]", True),
    "display": ("- [ ] [[RAG|the notes]]", True),
    "markdown": ("- [ ] [RAG](RAG.md)", True),
    "bold": ("- [ ] **[[RAG]]**", True),
    "fields": ("- [ ] [[RAG]] #ai ⏫ 📅 2026-12-05", True),
    "duration": ("- [ ] [[RAG]] (2 weeks) [weight:: 3]", True),
    "block-id": ("- [ ] [[RAG]] ^r", True),
    "child": ("- a⏎  - [ ] [[RAG]]", True),
    "words-behind": ("- [ ] [[RAG]] basics", False),
    "words-before": ("- [ ] see [[RAG]]", False),
    "two-links": ("- [ ] [[RAG]] [[RAG]]", False),
    "embed": ("- [ ] ![[RAG]]", False),
    "heading": ("- [ ] [[RAG#Use]]", False),
    "bullet": ("- [[RAG]]", False),
    "no-such-note": ("- [ ] [[Nope]]", False),
    "no-boxes-there": ("- [ ] [[None]]", False),
    "in-code": ("- [ ] `[[RAG]]`", False),
    "itself": ("- [ ] [[A]]", False),
    "property": ('---⏎progress_of: "[[RAG]]"⏎---⏎', True),
    "property-list": ('---⏎progress_of: ["[[None]]", "[[RAG]]"]⏎---⏎', True),
    "other-property": ('---⏎up: "[[RAG]]"⏎---⏎', False),
}


@pytest.mark.parametrize(("text", "stands"), STANDS.values(), ids=STANDS)
def test_stands(text: str, stands: bool) -> None:
    notes = {"A": text, "RAG": RAG, "None": "text"}
    assert linked(known(notes)).stands.get("A.md") == (
        [(text_line(text), "RAG.md")] if stands else None
    )


def text_line(text: str) -> int:
    return 0 if text.startswith("---") else text.count("⏎") + 1


POLICIES: dict[str, tuple[str, Policy, str]] = {
    "leaf": ("- [x] [[RAG]]⏎- [ ] c", LEAF, "1/3"),
    "all": ("- [x] [[RAG]]⏎- [ ] c", ALL, "2/4"),
    "top": ("- [x] [[RAG]]⏎- [ ] c", TOP, "1/2"),
    "leaf-with-children": ("- [ ] [[RAG]]⏎  - [x] c", LEAF, "2/3"),
    "leaf-property": ('---⏎progress_of: "[[RAG]]"⏎---⏎- [ ] c', LEAF, "1/3"),
    "top-property": ('---⏎progress_of: "[[RAG]]"⏎---⏎- [ ] c', TOP, "1/3"),
    "twice": ("- [ ] [[RAG]]⏎- [ ] [[RAG]]", LEAF, "1/2"),
}


@pytest.mark.parametrize(("text", "policy", "wanted"), POLICIES.values(), ids=POLICIES)
def test_counts(text: str, policy: Policy, wanted: str) -> None:
    progress = counted({"A": text, "RAG": RAG}, policy, only="A")
    assert figures(progress.notes[0].counts) == wanted
    assert figures(progress.total) == wanted


def figures(counts: Counts) -> str:
    return f"{counts.done}/{counts.total}"


def test_sections_and_items_hold_what_they_link_to() -> None:
    text = "# One⏎- [ ] [[RAG]]⏎# Two⏎- [ ] c⏎  - [ ] [[B]]⏎- [ ] [[RAG]]"
    progress = counted({"A": text, "RAG": RAG, "B": "- [ ] [[RAG]]⏎- [x] d"}, only="A")
    (note,) = progress.notes
    assert [figures(one.counts) for one in note.sections] == ["1/2", "1/1"]
    assert [(one.line, figures(one.counts)) for one in note.items] == [
        (2, "1/2"),
        (4, "1/1"),
        (5, "1/1"),
        (6, "0/0"),
    ]
    assert (note.linked, note.own) == (("RAG.md", "B.md"), Counts())
    assert [one.path for one in progress.beyond] == ["RAG.md", "B.md"]


def test_a_vault_counts_a_shared_note_once() -> None:
    progress = counted({"A": "- [ ] [[RAG]]", "B": "- [ ] [[RAG]]⏎- [ ] c", "RAG": RAG})
    assert [figures(note.counts) for note in progress.notes] == ["1/2", "1/3", "1/2"]
    assert figures(progress.total) == "1/3"
    assert progress.beyond == ()


def test_circles_are_said_and_cut() -> None:
    notes = {"A": "- [ ] [[B]]⏎- [x] a", "B": "- [ ] [[A]]⏎- [ ] [[RAG]]", "RAG": RAG}
    progress = counted(notes)
    assert progress.cycles == (("A.md", "B.md"),)
    assert [figures(note.counts) for note in progress.notes] == ["1/2", "1/3", "1/2"]
    assert figures(progress.total) == "2/5"
    assert counted(notes, only="RAG").cycles == ()


def test_weights_and_shares_go_through_links() -> None:
    notes = {"A": "- [ ] [[B]]", "B": "- [x] a [weight:: 3]⏎- [/] b"}
    progress = counted(notes, only="A", weight="weight", share=Fraction(1, 2))
    counts = progress.notes[0].counts
    assert (counts.percent, counts.weight and counts.weight.percent) == (75, 87)


CIRCLES: dict[str, tuple[dict[str, str], list[str]]] = {
    "none": ({"a": "bc", "b": "c"}, []),
    "self": ({"a": "a"}, ["a"]),
    "two": ({"a": "b", "b": "a"}, ["ab"]),
    "tail": ({"a": "b", "b": "c", "c": "b"}, ["bc"]),
    "two-circles": ({"a": "b", "b": "ac", "c": "d", "d": "c"}, ["ab", "cd"]),
    "figure-of-eight": ({"a": "b", "b": "ac", "c": "b"}, ["abc"]),
    "diamond": ({"a": "bc", "b": "d", "c": "d"}, []),
}


@pytest.mark.parametrize(("edges", "wanted"), CIRCLES.values(), ids=CIRCLES)
def test_circles(edges: dict[str, str], wanted: list[str]) -> None:
    assert circles_of(edges) == tuple(map(tuple, wanted))


def test_a_long_chain_needs_no_recursion() -> None:
    chain = {str(n): [str(n + 1)] for n in range(50_000)}
    assert circles_of(chain) == ()
    assert len(circles_of({**chain, "50000": ["0"]})[0]) == 50_001


# --- laws ---

names = ("A", "B", "C", "D")
boxes = st.sampled_from(
    ["- [ ] a", "- [x] b", "  - [x] c", "- [-] d", "# H", *[f"- [ ] [[{name}]]" for name in names]]
)
vaults = st.fixed_dictionaries({name: st.lists(boxes, max_size=6).map("\n".join) for name in names})
policies = st.sampled_from(Policy)


def brute(path: str, found: Linked) -> set[str]:
    """All notes that one stands for, itself too, by asking again until nothing is new."""
    reached = {path}
    while True:
        more = {target for one in reached for _, target in found.stands.get(one, ())}
        if more <= reached:
            return reached
        reached |= more


@given(vaults, policies)
def test_a_note_is_what_it_reaches_and_the_vault_all(vault: dict[str, str], policy: Policy) -> None:
    entries = known(vault)
    found = linked(entries)
    progress = counted(vault, policy)
    own = {note.path: note.counts if note.own is None else note.own for note in progress.notes}
    assert progress.total == summed(own.values())
    if policy is not TOP:
        for note in progress.notes:
            assert note.counts == summed(own[path] for path in brute(note.path, found))
            headless = note.counts.total - sum(one.counts.total for one in note.sections)
            assert headless >= 0


@given(vaults, policies, st.permutations(names))
def test_the_order_of_notes_is_irrelevant(
    vault: dict[str, str], policy: Policy, order: list[str]
) -> None:
    one, other = counted(vault, policy), counted({name: vault[name] for name in order}, policy)
    assert sorted(one.notes) == sorted(other.notes)
    assert (one.total, one.cycles) == (other.total, other.cycles)


@given(vaults, policies)
def test_without_links_it_is_as_without_them(vault: dict[str, str], policy: Policy) -> None:
    plain = {name: text.replace("[[", "").replace("]]", "") for name, text in vault.items()}
    entries = known(plain)
    assert counted(plain, policy).notes == tuple(
        note_progress(entry, policy) for entry in entries.values()
    )
