"""The report: what it says, where it is put, and that it changes only with the facts."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import VARIANTS
from tests.outline import note_of, unarrow
from vaultsync.errors import EditedRegionError, UnreadableNoteError
from vaultsync.model.note import MAX_NOTE_BYTES, Note, parse_note
from vaultsync.model.progress.counts import Counts
from vaultsync.model.progress.measure import NoteProgress, Policy, Progress, note_progress
from vaultsync.model.reporting.report import (
    MAX_ROWS,
    new_report,
    plan_report,
    report_body,
    report_facts,
)
from vaultsync.syntax.regions import sealed
from vaultsync.text import apply_edits, encode

LEAF, ALL, TOP = Policy
BEGIN, END = "%% vaultsync:begin report %%", "%% vaultsync:end report %%"


def parse(path: str, text: str) -> Note:
    return parse_note(path, encode(unarrow(text)))


def body_of(notes: list[Note], policy: Policy = LEAF, newline: str = "\n") -> str:
    progress = Progress(policy, tuple(note_progress(note, policy) for note in notes))
    return report_body(report_facts(progress, notes), newline)


VAULT = [
    parse(
        "Roadmap.md", "# Roadmap⏎## Phase 1⏎- [x] a⏎- [/] b | c⏎- [-] d⏎## Phase 2⏎### E: e⏎- [ ] f"
    ),
    parse("plans/RAG.md", "- [x] read⏎- [x] write"),
    parse("topics/RAG.md", "# One⏎## Tasks⏎- [x] a⏎# Two⏎## Tasks⏎- [ ] b"),
    parse("C#.md", "# Why [x]?⏎- [x] a⏎# How⏎- [ ] use | it_well_"),
    parse("Empty.md", "# Nothing⏎- to do"),
    parse("Given up.md", "- [-] a"),
]

SAID = r"""
**Progress** █████░░░░░ 5/9 (55%), 1 in progress, 2 cancelled

Counted are the boxes without boxes under them; cancelled ones are in no total.

2 notes without such boxes: not listed.

| Note | Progress | Done | Percent | Next |
| --- | --- | ---: | ---: | --- |
| C\# | █████░░░░░ | 1/2 | 50% | use \| it\_well\_ |
| [[Roadmap]] | ███░░░░░░░ | 1/3 | 33% | [[Roadmap#Phase 1\|b \| c]] |
| [[plans/RAG]] | ██████████ | 2/2 | 100% |  |
| [[topics/RAG]] | █████░░░░░ | 1/2 | 50% | [[topics/RAG#Two#Tasks\|b]] |

- C\#: 1/2 (50%)
    - Why (x)?: 1/1 (100%)
    - How: 0/1 (0%)
- [[Roadmap]]: 1/3 (33%)
    - [[Roadmap#Phase 1|Phase 1]]: 1/2 (50%)
    - [[Roadmap#Phase 2|Phase 2]]: 0/1 (0%)
        - [[Roadmap#E e|E: e]]: 0/1 (0%)
- [[topics/RAG]]: 1/2 (50%)
    - [[topics/RAG#One|One]]: 1/1 (100%)
        - [[topics/RAG#One#Tasks|Tasks]]: 1/1 (100%)
    - [[topics/RAG#Two|Two]]: 0/1 (0%)
        - [[topics/RAG#Two#Tasks|Tasks]]: 0/1 (0%)

"""


def test_says() -> None:
    assert body_of(VAULT) == SAID


EMPTY = {
    "no-notes": ([], ""),
    "one-note": (["- a"], "\n1 note without such boxes: not listed.\n"),
    "only-cancelled": (["- [-] a", "a"], "\n2 notes without such boxes: not listed.\n"),
}


@pytest.mark.parametrize(("texts", "wanted"), EMPTY.values(), ids=EMPTY)
def test_says_that_there_is_nothing(texts: list[str], wanted: str) -> None:
    notes = [parse(f"{number}.md", text) for number, text in enumerate(texts)]
    counted = "Counted is every box; cancelled ones are in no total.\n"
    assert body_of(notes, ALL) == f"\n**Progress** no tasks yet\n\n{counted}{wanted}\n"


OUTLINED = {
    "no-headings": ("- [x] a", []),
    "one-heading": ("# A⏎- [x] a", []),
    "part-of-the-note": ("- [x] a⏎# B⏎- [x] b", ["    - [[n#B|B]]: 1/1 (100%)"]),
    "one-below-one": ("# A⏎## B⏎- [x] b", ["    - [[n#B|B]]: 1/1 (100%)"]),
    "without-tasks": ("- [x] a⏎# B⏎# C⏎- [-] c", []),
    "no-text": ("- [x] a⏎#⏎- [x] b", ["    - [[n|(no text)]]: 1/1 (100%)"]),
}


@pytest.mark.parametrize(("text", "wanted"), OUTLINED.values(), ids=OUTLINED)
def test_outlines(text: str, wanted: list[str]) -> None:
    listed = [line for line in body_of([parse("n.md", text)]).split("\n") if "- [[" in line]
    assert listed[1:] == wanted


def test_has_limits() -> None:
    counts = Counts(1, done=1)
    section = note_progress(parse("a.md", "# A⏎- [x] a⏎# B⏎- [x] b")).sections
    notes = tuple(
        NoteProgress(f"{number:05}.md", f"{number}", counts, section)
        for number in range(MAX_ROWS + 1)
    )
    body = report_body(report_facts(Progress(ALL, notes), []))
    assert f"Listed are the first {MAX_ROWS} of {MAX_ROWS + 1} notes." in body
    assert body.count("\n| [[") == MAX_ROWS
    assert body.endswith("\n- and more\n\n")
    assert len(encode(body)) < MAX_NOTE_BYTES


# --- the region ---

OLD, NEW = "\nold\n\n", "\nnew\n\n"
REGION = f"{BEGIN}\n{sealed(NEW)}{END}"

CHANGES = {
    "body": (f"# Mine\n\n{BEGIN}\n{OLD}{END}\n", f"# Mine\n\n{REGION}\n"),
    "empty-body": (f"# Mine\n\n{BEGIN}\n{END}\n", f"# Mine\n\n{REGION}\n"),
    "text-around": (f"a\n{BEGIN}\n{OLD}{END}\n- [ ] b\n", f"a\n{REGION}\n- [ ] b\n"),
    "two-regions": (
        f"{'a'}\n{BEGIN}\n{OLD}{END}\n\n{BEGIN}\n{END}\n",
        f"{'a'}\n{REGION}\n\n{REGION}\n",
    ),
    "other-region": (
        "a\n\n%% vaultsync:begin toc %%\n%% vaultsync:end toc %%\n",
        f"a\n\n%% vaultsync:begin toc %%\n%% vaultsync:end toc %%\n\n{REGION}\n",
    ),
    "no-region": ("# Mine\n", f"# Mine\n\n{REGION}\n"),
    "blank-line-at-the-end": ("# Mine\n\n", f"# Mine\n\n{REGION}\n"),
    "blanks-at-the-end": ("# Mine\n \t\n", f"# Mine\n \t\n{REGION}\n"),
    "list-at-the-end": ("- [ ] a\n  - b\n", f"- [ ] a\n  - b\n\n{REGION}\n"),
    "quote-at-the-end": ("> a\n", f"> a\n\n{REGION}\n"),
    "table-at-the-end": ("| a |\n| - |\n", f"| a |\n| - |\n\n{REGION}\n"),
    "front-matter": ("---\na: 1\n---\n", f"---\na: 1\n---\n\n{REGION}\n"),
    "begin-without-end": (f"a\n{BEGIN}\nold\n", f"a\n{BEGIN}\nold\n\n{REGION}\n"),
    "end-without-begin": (f"a\n{END}\n", f"a\n{END}\n\n{REGION}\n"),
    "region-in-code": (f"```\n{REGION}\n```\n", f"```\n{REGION}\n```\n\n{REGION}\n"),
    "open-code": ("# Mine\n```\ncode\n", f"{REGION}\n\n# Mine\n```\ncode\n"),
    "open-html": ("# Mine\n<!-- a\n", f"{REGION}\n\n# Mine\n<!-- a\n"),
    "open-comment": ("# Mine\n%%\n- [ ] a\n", f"{REGION}\n\n# Mine\n%%\n- [ ] a\n"),
    "open-under-front-matter": (
        "---\na: 1\n---\n~~~\ncode\n",
        f"---\na: 1\n---\n{REGION}\n\n~~~\ncode\n",
    ),
}


def final_newline(text: str, newline: str) -> str:
    """What we append ends with a newline; text at the end that isn't ours stays without."""
    return text if text.endswith(("\n", "\r")) else text + newline


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(variant: Callable[[str], str], before: str, after: str) -> None:
    note = note_of(variant(before))
    changed = apply_edits(note.text, plan_report(note, NEW))
    newline = "\r\n" if "\r" in note.text else "\n"
    wanted = final_newline(variant(after), newline)
    assert final_newline(changed, newline) == wanted
    assert plan_report(note_of(changed), NEW) == []


LEFT_ALONE = {
    "same": f"# Mine\n\n{REGION}\n",
    "same-with-text": f"a\n\n{REGION}\n\n- [ ] b",
    "two": f"a\n{REGION}\n{REGION}\n",
    "marker-with-a-parameter": f"a\n{REGION.replace('begin report', 'begin report depth=2')}\n",
}


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_leaves_alone(variant: Callable[[str], str], text: str) -> None:
    assert plan_report(note_of(variant(text)), NEW) == []


NEW_IN = {
    "empty": ("", f"{REGION}\n"),
    "newline": ("\n", f"\n{REGION}\n"),
    "only-a-bom": ("\ufeff", f"\ufeff{REGION}\n"),
    "blanks": ("  ", f"  \n{REGION}\n"),
    "old-mac": ("a\rb", f"a\rb\n\n{REGION}\n".replace("\n", "\r")),
}


@pytest.mark.parametrize(("before", "after"), NEW_IN.values(), ids=NEW_IN)
def test_fills_a_bare_note(before: str, after: str) -> None:
    note = note_of(before)
    changed = apply_edits(before, plan_report(note, NEW))
    assert changed == after
    assert plan_report(note_of(changed), NEW) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_new_note(newline: str) -> None:
    text = new_report(NEW, newline)
    assert text == f"# Progress\n\n{REGION}\n".replace("\n", newline)
    assert plan_report(note_of(text), NEW) == []


def test_no_note_is_an_empty_one() -> None:
    assert apply_edits("", plan_report(None, NEW)) == new_report(NEW)


def test_refuses_a_note_too_large_to_read() -> None:
    note = parse_note("Progress.md", b"a" * (MAX_NOTE_BYTES + 1))
    with pytest.raises(UnreadableNoteError, match="too large"):
        plan_report(note, NEW)


# --- laws ---

pieces = st.sampled_from(
    [
        *("a", "- [ ] b", "    - [x] c", "> d", "# e", "| f |", "| - |", "[^1]: g", "a: 1"),
        *("```", "~~~", "$$", "%%", "<!--", "-->", "<div>", "---", "==="),
        *("", "", "  ", "\ufeff", BEGIN, END),
    ]
)
notes_text = st.builds(
    lambda lines, variant: variant("\n".join(lines)),
    st.lists(pieces, max_size=8),
    st.sampled_from(list(VARIANTS.values())),
)


@given(notes_text)
def test_is_idempotent_and_keeps_the_text_around(text: str) -> None:
    note = note_of(text)
    edits = plan_report(note, NEW)
    after = note_of(apply_edits(text, edits))
    assert plan_report(after, NEW) == []
    if not note.regions:
        (edit,) = edits
        assert text in (after.text.replace(edit.new, ""), after.text)
        blocks = [section.type for section in note.sections]
        found = [section.type for section in after.sections]
        assert len([region for region in after.regions if region.name == "report"]) == 1
        assert found in ([*blocks, *["paragraph"] * 3], *around(blocks, found))
        assert [task.text for task in after.tasks] == [task.text for task in note.tasks]


def around(blocks: list[str], found: list[str]) -> list[list[str]]:
    """The blocks with our three paragraphs on top, behind the front matter."""
    ours = ["paragraph"] * 3
    return [[*blocks[:at], *ours, *blocks[at:]] for at in (0, 1) if found]


names = st.text(st.sampled_from("ab C#[]|^%`<-1. x_*é\n!"), min_size=1, max_size=8)
contents = st.text(st.sampled_from("ab #[]|^%`<>-1.x_*$!\\é:="), max_size=12)


texts = st.builds("# {}\n- [x] {}\n## {}\n- [ ] {}\n".format, *[contents] * 4)
paths = st.builds("{}{}.md".format, st.sampled_from(["", "a/", "b/"]), names)
vaults = st.dictionaries(paths, texts, max_size=4).map(
    lambda texts: [parse_note(path, encode(text)) for path, text in texts.items()]
)


@given(vaults, st.sampled_from(Policy), st.randoms(use_true_random=False))
def test_nothing_comes_of_what_it_quotes(notes: list[Note], policy: Policy, random) -> None:
    body = body_of(notes, policy)
    report = note_of(new_report(body))
    assert (report.tasks, report.tags, report.footnotes, report.callouts) == ((), (), (), ())
    assert [heading.text for heading in report.headings] == ["Progress"]
    assert not any(link.embed for link in report.links)
    known = {note.path.removesuffix(".md") for note in notes} | {note.name for note in notes}
    assert {link.target for link in report.links} <= known
    assert [region.name for region in report.regions] == ["report"]
    assert body_of(random.sample(notes, len(notes)), policy) == body


@given(vaults, st.sampled_from(["\n", "\r\n"]))
def test_counts_itself_without_end(notes: list[Note], newline: str) -> None:
    """A report with the user's own tasks around it is among the notes that it counts."""
    own = f"# Mine\n- [ ] a\n\n{REGION}\n\n- [x] b\n".replace("\n", newline)
    report = note_of(own)._replace(path="Progress.md")
    once = apply_edits(own, plan_report(report, body_of([*notes, report], newline=newline)))
    again = note_of(once)._replace(path="Progress.md")
    assert plan_report(again, body_of([*notes, again])) == []


def test_a_hand_edit_is_kept_unless_told_otherwise() -> None:
    body = body_of(VAULT)
    note = note_of(new_report(body).replace("**Progress**", "Mine: "))
    with pytest.raises(EditedRegionError, match=r":3: the text between the markers was edited"):
        plan_report(note, body)
    assert apply_edits(note.text, plan_report(note, body, overwrite=True)) == new_report(body)


def test_other_newlines_are_no_hand_edit() -> None:
    body = body_of(VAULT)
    text = new_report(body).replace("\n", "\r\n")
    assert plan_report(note_of(text), body) == []
