"""What a report tells of the past, and of links that lead nowhere."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.test_report import VAULT, contents
from tests.outline import note_of
from vaultsync.model.note import parse_note
from vaultsync.model.progress.measure import Policy, Progress, note_progress
from vaultsync.model.reporting.facts import MissingNote
from vaultsync.model.reporting.past import (
    DoneTask,
    HistoryPoint,
    ReportHistory,
    burn_up,
    stale_notes,
    thinned,
)
from vaultsync.model.reporting.report import new_report, plan_report, report_body, report_facts
from vaultsync.text import encode


def body_with(history: ReportHistory | None = None, missing: tuple[MissingNote, ...] = ()) -> str:
    progress = Progress(Policy.LEAF, tuple(map(note_progress, VAULT)))
    return report_body(report_facts(progress, VAULT, missing=missing, history=history))


PLAIN = body_with()
POINTS = (
    HistoryPoint("2025-12-30", 4, 0),
    HistoryPoint("2026-01-01", 9, 2),
    HistoryPoint("2026-01-02", 9, 5),
)
CHART = """
```mermaid
xychart-beta
    title "Done of all tasks"
    x-axis ["2025-12-30", "2025-12-31", "2026-01-01", "2026-01-02"]
    y-axis "Tasks" 0 --> 9
    line [4, 4, 9, 9]
    line [0, 0, 2, 5]
```
"""
RECENT = """**Recently done**

- 2026-01-02: [[topics/RAG#One#Tasks|a]]
- 2026-01-01: [[Gone#Plan|read b and c]]

"""
ADDED = {
    "none": (ReportHistory(), ()),
    "chart": (ReportHistory(POINTS), (CHART,)),
    "one-point": (ReportHistory(POINTS[:1]), ()),
    "recent": (
        ReportHistory(
            recent=(
                DoneTask("2026-01-02", "topics/RAG.md", ("One", "Tasks"), "a"),
                DoneTask("2026-01-01", "Gone.md", ("Plan",), "**read** [[b]] and c"),
            )
        ),
        (RECENT,),
    ),
    "stale": (
        ReportHistory(
            changed=(
                ("Roadmap.md", "2026-01-01"),
                ("plans/RAG.md", "2026-01-01"),  # nothing is open there
                ("topics/RAG.md", "2026-03-01"),
            )
        ),
        (
            "\n**Left lying** unfinished, and not changed in the last 28 days in which "
            "others were: [[Roadmap]] (2026-01-01)\n",
        ),
    ),
}


@pytest.mark.parametrize(("history", "added"), ADDED.values(), ids=ADDED)
def test_tells_of_the_past(history: ReportHistory, added: tuple[str, ...]) -> None:
    body = body_with(history)
    for text in added:
        assert body.count(text) == 1
        body = body.replace(text, "")
    assert body == PLAIN


WANTED = {
    "none": ((), ""),
    "one": ((MissingNote("MLOps", 1, 1),), "1 to 1 missing note, MLOps (1)"),
    "most-wanted-first": (
        (MissingNote("a", 1, 1), MissingNote("C#", 3, 1), MissingNote("b", 3, 2)),
        r"7 to 3 missing notes, most wanted: b (3), C\# (3), a (1)",
    ),
    "many": (
        tuple(MissingNote(f"n{number:02}", 1, 1) for number in range(12)),
        "12 to 12 missing notes, most wanted: "
        + ", ".join(f"n{number:02} (1)" for number in range(10))
        + " and 2 more",
    ),
    "no-link": ((MissingNote("[[x]] `y`", 1, 1),), "1 to 1 missing note, x y (1)"),
}


@pytest.mark.parametrize(("missing", "said"), WANTED.values(), ids=WANTED)
def test_names_what_links_want(missing: tuple[MissingNote, ...], said: str) -> None:
    added = f"**Unresolved links** {said}\n\n" if said else ""
    assert body_with(missing=missing) == PLAIN + added
    assert body_with(missing=missing[::-1]) == PLAIN + added


STALE = {
    "none": ((), []),
    "one": ((("a.md", "2026-01-01"),), []),
    "just-not": ((("a.md", "2026-01-02"), ("b.md", "2026-01-29")), []),
    "just": ((("a.md", "2026-01-01"), ("b.md", "2026-01-29")), ["a.md"]),
    "oldest-first": (
        (("a.md", "2026-01-01"), ("b.md", "2025-01-29"), ("c.md", "2026-09-01")),
        ["b.md", "a.md"],
    ),
}


@pytest.mark.parametrize(("changed", "wanted"), STALE.values(), ids=STALE)
def test_stale(changed: tuple[tuple[str, str], ...], wanted: list[str]) -> None:
    assert [path for path, _ in stale_notes(ReportHistory(changed=changed))] == wanted


# --- laws ---

points = st.lists(
    st.builds(
        lambda day, total, share: HistoryPoint(day.isoformat(), total, total * share // 4),
        st.dates(date(1999, 1, 1), date(2040, 1, 1)),
        st.integers(0, 9999),
        st.integers(0, 4),
    ),
    max_size=30,
    unique_by=lambda point: point.date,
).map(sorted)


@given(points, st.integers(2, 20))
def test_a_thinned_line_keeps_its_ends_and_makes_nothing_up(
    made: list[HistoryPoint], most: int
) -> None:
    shown = thinned(made, most)
    assert (shown == []) == (len(made) < 2)
    if shown:
        assert (shown[0], shown[-1]) == (made[0], made[-1])
        assert len({point.date for point in shown}) == len(shown) <= most
        for point in shown:
            before = [one for one in made if one.date <= point.date]
            assert point[1:] == before[-1][1:]
        assert len(list(burn_up(made))) == 8


@given(contents, contents, contents, points)
def test_nothing_comes_of_what_it_quotes(
    name: str, heading: str, text: str, made: list[HistoryPoint]
) -> None:
    recent = (DoneTask("2026-01-01", f"{name}.md", (heading,), text),)
    history = ReportHistory(tuple(made), recent, ((f"{name}.md", "2026-01-01"),))
    missing = (MissingNote(name, 1, 1), MissingNote(text, 1, 1))
    note = parse_note(f"{name}.md", encode(f"- [ ] {text}"))
    progress = Progress(Policy.LEAF, (note_progress(note),))
    body = report_body(report_facts(progress, [note], missing=missing, history=history))
    report = note_of(new_report(body))
    assert (report.tasks, report.tags, report.footnotes, report.callouts) == ((), (), (), ())
    assert [heading.text for heading in report.headings] == ["Progress"]
    assert {link.target for link in report.links} <= {note.name}
    assert not any(link.embed for link in report.links)
    assert plan_report(report, body) == []
