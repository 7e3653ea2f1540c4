"""Cookies: what is written, what is left alone, and what org-mode writes."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outline import note_of, unarrow
from vaultsync.model.changes import NoteChange
from vaultsync.model.edits.cookies import cookie_edits
from vaultsync.model.guarding.guard import guard
from vaultsync.model.progress.measure import Measure, Policy, note_progress
from vaultsync.text import apply_edits

Variant = Callable[[str], str]
LEAF, ALL, TOP = Policy


def written(text: str, policy: Policy = LEAF) -> str:
    note = note_of(text)
    measure = Measure(policy)
    edits = cookie_edits(note, note_progress(note, policy), measure)
    guard(NoteChange(note.path, note.text, tuple(edits)))
    return apply_edits(text, edits)


CHANGES = {
    "fraction": ("# A [0/1]⏎- [x] a⏎- [ ] b", "# A [1/2]⏎- [x] a⏎- [ ] b"),
    "percent": ("# A [9%]⏎- [x] a⏎- [ ] b", "# A [50%]⏎- [x] a⏎- [ ] b"),
    "empty": ("# A [/] [%]⏎- [x] a", "# A [1/1] [100%]⏎- [x] a"),
    "several": ("# [/] A [%] [/]⏎- [x] a", "# [1/1] A [100%] [1/1]⏎- [x] a"),
    "setext": ("A [/]⏎===⏎- [x] a", "A [1/1]⏎===⏎- [x] a"),
    "closed-atx": ("# A [/] #⏎- [x] a", "# A [1/1] #⏎- [x] a"),
    "sub-headings": (
        "# A [/]⏎## B [/]⏎- [x] a⏎## C⏎- [ ] b",
        "# A [1/2]⏎## B [1/1]⏎- [x] a⏎## C⏎- [ ] b",
    ),
    "item": ("- [ ] a [/]⏎  - [x] b⏎  - [ ] c", "- [ ] a [1/2]⏎  - [x] b⏎  - [ ] c"),
    "item-start": ("- [2/5] a⏎  - [x] b", "- [1/1] a⏎  - [x] b"),
    "bullet": ("- a [/]⏎  - [x] b⏎  - c⏎    - [ ] d", "- a [1/2]⏎  - [x] b⏎  - c⏎    - [ ] d"),
    "second-line": ("- a⏎  more [/]⏎  - [x] b", "- a⏎  more [1/1]⏎  - [x] b"),
    "item-with-fields": (
        "- [ ] a [/] 📅 2026-12-01⏎  - [x] b",
        "- [ ] a [1/1] 📅 2026-12-01⏎  - [x] b",
    ),
    "quoted": ("> - a [/]⏎>   - [x] b", "> - a [1/1]⏎>   - [x] b"),
    "ordered": ("1. a [/]⏎   1. [x] b", "1. a [1/1]⏎   1. [x] b"),
    "in-a-link": ("# [[x|a [/]]]⏎- [x] b", "# [[x|a [1/1]]]⏎- [x] b"),
    "cancelled": ("# A [1/3]⏎- [x] a⏎- [-] b", "# A [1/1]⏎- [x] a⏎- [-] b"),
    "nothing-there": ("# A [/] [%]⏎text", "# A [0/0] [0%]⏎text"),
    "beside-code": ("# `[/]` [/]⏎- [x] a", "# `[/]` [1/1]⏎- [x] a"),
}


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(before: str, after: str, variant: Variant) -> None:
    text = variant(unarrow(f"{before}⏎"))
    assert written(text) == variant(unarrow(f"{after}⏎"))
    assert written(written(text)) == written(text)


LEAVES_ALONE = {
    "right": "# A [1/1]⏎- [x] a",
    "code-span": "# A `[0/9]`⏎- [x] a",
    "code-block": "# A⏎- [x] a⏎⏎```⏎[0/9]⏎```",
    "code-in-an-item": "- a⏎  ```⏎  [0/9]⏎  ```⏎  - [x] b",
    "comment": "# A %%[0/9]%%⏎- [x] a",
    "paragraph": "# A⏎[0/9]⏎⏎- [x] a",
    "box": "# A⏎- [/] a⏎  - [x] b",
    "link": "# A [0/9](b.md)⏎- [x] a",
    "reference-link": "# A [0/9][b]⏎- [x] a",
    "wikilink": "# A [[0/9]]⏎- [x] a",
    "image": "# A ![0/9](b.png)⏎- [x] a",
    "escaped": r"# A \[0/9]⏎- [x] a",
    "a-word": "# Part [1/2]⏎text",
    "a-word-in-an-item": "- [ ] Chapter [1/2]⏎- [x] b",
    "front-matter": "---⏎a: '[0/9]'⏎---⏎# A⏎- [x] a",
    "other-brackets": "# A [x/y] (0/9) [0 / 9]⏎- [x] a",
}


@pytest.mark.parametrize("text", LEAVES_ALONE.values(), ids=LEAVES_ALONE)
def test_leaves_alone(text: str, variant: Variant) -> None:
    note = variant(unarrow(f"{text}⏎"))
    assert written(note) == note


POLICIES = {"leaf": (LEAF, "1/3", "1/2"), "all": (ALL, "2/4", "1/2"), "top": (TOP, "1/2", "1/2")}


@pytest.mark.parametrize(("policy", "whole", "part"), POLICIES.values(), ids=POLICIES)
def test_policies(policy: Policy, whole: str, part: str) -> None:
    text = "# A [/]\n- [x] a [/]\n  - [x] b\n  - [ ] c\n- [ ] d\n- e [/]\n"
    done = text.replace("# A [/]", f"# A [{whole}]").replace("a [/]", f"a [{part}]")
    assert written(text, policy) == done.replace("e [/]", "e [0/0]")


# --- as org-mode, but for what is done otherwise on purpose ---

OTHERWISE = {
    "direct-children-only": "[-] is cancelled here, and in no total",
    "dash-counts-total-not-done": "[-] is cancelled here, and in no total",
    "recursive-property": "Obsidian has no drawers",
    "plain-item-between": "plain bullets don't part boxes",
    "sub-heading-recursive-property": "headings hold the headings below them",
    "deep-roadmap": "headings hold the headings below them",
    "in-code-block": "these aren't Obsidian's code fences",
    "in-example-block": "these aren't Obsidian's code fences",
    "cookie-in-item-text-start": "- [/] a is a task in progress",
}


def test_agrees_with_org(shared: Path) -> None:
    cases = json.loads((shared / "cases" / "org-cookies.json").read_text("utf-8"))["cases"]
    plain = [one for one in cases if one["mode"] == "checkbox"]
    same = [
        one["name"]
        for one in plain
        if written(heading(one["input"]), TOP) == heading(one["output"])
    ]
    assert {one["name"] for one in plain} - set(same) == set(OTHERWISE)
    assert len(same) >= 11


def heading(org: str) -> str:
    return re.sub(r"^(\*+) ", lambda match: f"{'#' * len(match[1])} ", org, flags=re.M)


lines = st.sampled_from(
    [
        *("# A [/]", "## B [3/4] [%]", "- [x] a [1%]", "  - [ ] b [/]", "    - [x] c", "- d [2/2]"),
        *("text [0/0]", "```", "> - [ ] q [/]", "", "  more [%]", "- `[/]` [[x|[/]]]"),
    ]
)


@given(st.lists(lines, max_size=15).map("\n".join), st.sampled_from(Policy))
def test_writes_once_and_only_digits(text: str, policy: Policy) -> None:
    once = written(text, policy)
    assert written(once, policy) == once
    assert re.sub("[0-9]", "", once) == re.sub("[0-9]", "", text)
    note, after = note_of(text), note_of(once)
    assert note_progress(note, policy).counts == note_progress(after, policy).counts
