"""The report as a page: one file that asks nothing, whatever the notes say."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from tests.model.page.reading_html import Page
from tests.model.page.test_note_html import HOSTILE
from tests.model.test_report import VAULT
from tests.model.test_report_history import POINTS
from tests.outline import unarrow
from vaultsync.model.note import Note, parse_note
from vaultsync.model.progress.measure import Policy, Progress, note_progress
from vaultsync.model.reporting.facts import MissingNote, ReportFacts, report_facts
from vaultsync.model.reporting.page.report_page import MARK, MAX_NOTE_TEXT, MAX_NOTES, report_page
from vaultsync.model.reporting.past import DoneTask, ReportHistory
from vaultsync.text import encode

HISTORY = ReportHistory(
    POINTS,
    (DoneTask("2026-01-02", "plans/RAG.md", (), "read <b>"),),
    (("Roadmap.md", "2026-01-01"), ("plans/RAG.md", "2026-02-01")),
)


def facts_of(notes: list[Note], history: ReportHistory | None = None) -> ReportFacts:
    progress = Progress(Policy.LEAF, tuple(map(note_progress, notes)))
    return report_facts(progress, notes, missing=[MissingNote("ML<Ops>", 2, 1)], history=history)


def made(notes: list[Note], history: ReportHistory | None = None, vault: str = "V") -> str:
    return report_page(facts_of(notes, history), notes, vault)


PLAIN = made(VAULT)
FULL = made(VAULT, HISTORY)


def ours(page: str) -> tuple[list[str], list[str]]:
    """The style and the script of a page."""
    return re.findall(r"<style>(.*?)</style>", page, re.S), re.findall(
        r"<script>(.*?)</script>", page, re.S
    )


def test_says_what_the_report_says() -> None:
    text = " ".join(Page(PLAIN).text.split())
    for said in (
        "55 % 5 of 9 tasks done",
        "Roadmap 33 % 33 % 1/3 2 b | c",
        "RAG plans 100 % 100 % 2/2 0 All done",
        "ML<Ops> 2 links from 1 file",
        "2 notes have no such boxes",
        "Phase 1 1/2 50 %",
    ):
        assert said in text
    assert "Burn-up" not in text


def test_tells_of_the_past() -> None:
    text = " ".join(Page(FULL).text.split())
    for said in (
        "Burn-up5 of 9 tasks done on 2026-01-02",
        "Recently done 2026-01-02 read < b> RAG",
        "Left lying",
        "2026-01-01 Roadmap",
    ):
        assert said in text


@pytest.mark.parametrize("page", [PLAIN, FULL, made([])], ids=["plain", "full", "empty"])
def test_is_one_sound_file(page: str) -> None:
    read = Page(page)
    assert (read.open, read.unbalanced) == ([], [])
    assert page.startswith("<!DOCTYPE html>\n<html lang=")
    assert MARK in page
    ids = [attrs["id"] for _, attrs in read.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = {attrs.get("aria-labelledby") for _, attrs in read.elements} - {None}
    assert named <= set(ids)
    for _, attrs in read.elements:
        assert not attrs.keys() & {"src", "srcset", "style", "action", "data", "poster"}
        assert not any(name.startswith("on") for name in attrs)
    assert all(link.startswith(("#", "obsidian://open?vault=V&file=")) for link in read.links())


def test_its_policy_names_just_its_own_style_and_script() -> None:
    (style,), (script,) = ours(FULL)
    (policy,) = re.findall(r'"Content-Security-Policy" content="([^"]*)"', FULL)
    for text, kind in ((style, "style"), (script, "script")):
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert not re.search(r"url\(|@import|fetch|XMLHttp|import\(|eval|innerHTML", style + script)


def test_the_same_facts_give_the_same_bytes() -> None:
    assert made(VAULT, HISTORY) == FULL
    assert made(VAULT[::-1], HISTORY) == FULL


def frame(page: str) -> list[tuple[str, list[str]]]:
    """What of a page isn't links and texts: its elements, and the names of their attributes."""
    return [(tag, sorted(attrs)) for tag, attrs in Page(page).elements]


def hostile_note(text: str, name: str = "a") -> Note:
    return parse_note(f"{name}.md", encode(f"# A\n- [ ] b\n# C\n- [x] d\n\n{unarrow(text)}\n"))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_note_is_harmless(text: str) -> None:
    page = made([hostile_note(text)])
    read = Page(page)
    assert (read.open, read.unbalanced) == ([], [])
    assert [tag for tag, _ in read.elements].count("script") == 1
    assert ours(page) == ours(PLAIN)


NAMES = {
    "tag": "<script>alert(1)</script>",
    "quotes": "\"onclick='alert(1)",
    "entity": "&quot;&lt;b&gt;",
    "braces": "{{ vault }}{% for %}{# x",
    "percent": "%22%3E%3Cscript%3E",
    "surrogate": "a\udce9",
    "newline": "a\nb",
    "direction": "\u202eabc",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_hostile_name_is_harmless(name: str) -> None:
    text = "# {0}\n- [ ] {0}\n# C\n- [x] d\n".format(name.replace("\n", " "))
    notes = [parse_note(f"{name}/{name}.md".replace("</", "<"), encode(text))]
    history = ReportHistory(POINTS, (DoneTask("2026-01-02", "a.md", (name,), name),))
    facts = facts_of(notes, history)._replace(missing=(MissingNote(name, 1, 1),))
    page = report_page(facts, notes, name)
    plain = parse_note("b/b.md", b"# b\n- [ ] b\n# C\n- [x] d\n")
    assert frame(page) == frame(made([plain], history, "b"))
    assert ours(page) == ours(PLAIN)


def test_has_limits() -> None:
    notes = [parse_note(f"{number:04}.md", b"- [ ] a") for number in range(MAX_NOTES + 2)]
    notes[0] = parse_note("0000.md", b"- [ ] a\n" + b"b" * MAX_NOTE_TEXT)
    page = made(notes)
    assert page.count("<article") == MAX_NOTES
    assert page.count("The text is left out.") == 2
    assert "The texts of 2 notes are left out" in page
