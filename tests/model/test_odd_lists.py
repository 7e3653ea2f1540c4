"""What looks like a task or an item and is none; fences and front matter without an end."""

from collections.abc import Callable

import pytest
from hypothesis import given

from tests import strategies
from tests.outline import arrow, note_of, unarrow
from vaultsync.model.note import Note, parse_note

CODES = {"hidden-box", "lost-children", "unclosed-fence", "unclosed-front-matter"}


def odd(note: Note) -> list[str]:
    """`code line: text` of each such problem."""
    return [
        f"{one.code} {one.line}: {arrow(one.span.of(note.text))}"
        for one in sorted(note.problems, key=lambda one: one.span)
        if one.code in CODES
    ]


FOUND = {
    "no-blank-before-the-box": ("-[ ] a", ["hidden-box 1: -[ ] a"]),
    "no-blank-before-a-ticked-box": ("+[x] a", ["hidden-box 1: +[x] a"]),
    "no-blank-before-an-indented-box": ("a⏎⏎  -[ ] b", ["hidden-box 3: -[ ] b"]),
    "no-blank-behind-the-number": ("1.[ ] a", ["hidden-box 1: 1.[ ] a"]),
    "no-break-space-before-the-box": ("-\u00a0[ ] a", ["hidden-box 1: -\u00a0[ ] a"]),
    "empty-box": ("- [] a", ["hidden-box 1: - [] a"]),
    "wide-box": ("- [  ] a", ["hidden-box 1: - [  ] a"]),
    "no-blank-behind-the-box": ("- [x]a", ["hidden-box 1: - [x]a"]),
    "no-blank-behind-the-open-box": ("* [ ]a", ["hidden-box 1: * [ ]a"]),
    "no-break-space-behind-the-box": ("- [ ]\u00a0a", ["hidden-box 1: - [ ]\u00a0a"]),
    "empty-box-of-a-child": ("- a⏎⇥- [] b", ["hidden-box 2: - [] b"]),
    "in-a-quote": ("> - [] a", ["hidden-box 1: > - [] a"]),
    "swallowed-by-the-item-above": ("- [ ] a⏎-[ ] b⏎- [ ] c", ["hidden-box 2: -[ ] b"]),
    "number-right-below-a-text": ("text⏎2. [ ] a", ["hidden-box 2: 2. [ ] a"]),
    "indented-right-below-a-text": ("text⏎    - [ ] a", ["hidden-box 2: - [ ] a"]),
    "lost-by-a-tab": ("- Top⏎⇥- [x] c⏎text", ["lost-children 2: - [x] c"]),
    "lost-by-four-spaces": ("- Top⏎    - c⏎text", ["lost-children 2: - c"]),
    "lost-several": ("- Top⏎⇥- [ ] b⏎⇥⇥- c⏎text⏎⇥- d", ["lost-children 2: - [ ] b"]),
    "lost-below-the-text": ("- Top⏎text⏎⇥- [ ] b", ["lost-children 3: - [ ] b"]),
    "lost-in-a-quote": ("> - a⏎> ⇥- b⏎> t", ["lost-children 2: > ⇥- b"]),
    "lost-in-two-lists": (
        "- a⏎⇥- b⏎t⏎⏎# H⏎⏎- c⏎⇥- d⏎t",
        ["lost-children 2: - b", "lost-children 8: - d"],
    ),
    "fence": ("a⏎⏎```py⏎code", ["unclosed-fence 3: ```py"]),
    "fence-of-tildes": ("~~~⏎```⏎~~", ["unclosed-fence 1: ~~~"]),
    "fence-with-nothing-below": ("a⏎```", ["unclosed-fence 2: ```"]),
    "fence-closed-too-short": ("````⏎code⏎```⏎", ["unclosed-fence 1: ````"]),
    "fence-in-an-item": (
        "- a⏎  ```⏎  code⏎```⏎text",
        ["unclosed-fence 2: ```", "unclosed-fence 4: ```"],
    ),
    "fence-in-a-quote": ("> ```⏎> code⏎⏎text", ["unclosed-fence 1: ```"]),
    "front-matter": ("---⏎tags: [a]⏎# A", ["unclosed-front-matter 1: ---"]),
}


@pytest.mark.parametrize(("text", "found"), FOUND.values(), ids=FOUND)
def test_finds(text: str, found: list[str], variant: Callable[[str], str]) -> None:
    assert odd(note_of(variant(unarrow(f"{text}⏎")))) == found


LEFT_ALONE = {
    "tasks": "- [ ] a⏎* [x] b⏎1. [/] c⏎> - [ ] d",
    "task-and-item-on-one-line": "- [ ] 1. do",
    "box-without-a-text": "- [ ]",
    "empty-brackets-without-a-text": "- []",
    "link": "- [x](a.md)",
    "link-by-label": "- [x][1]⏎⏎[1]: a.md",
    "note-link": "- [[x]] a⏎-[[x]]",
    "footnote": "- [^1] a",
    "text-in-brackets": "- [draft] a⏎- [1] b",
    "dash-and-link": "-[x](a.md)",
    "emphasis": "*[x]*",
    "escaped": r"- \[ ] a",
    "code": "```⏎-[ ] a⏎- [] b⏎```",
    "code-in-an-item": "- a⏎  ```⏎  -[ ] b⏎  ```",
    "indented-code": "a⏎⏎    -[ ] b⏎    - [] c",
    "comment": "%%⏎-[ ] a⏎%%",
    "html-comment": "<!--⏎- [] a⏎-->",
    "front-matter": "---⏎a:⏎- [] b⏎---",
    "table": "| a |⏎| - |⏎| -[ ] b |",
    "children": "- a⏎⇥- b⏎⇥⇥- c⏎⏎text",
    "children-of-two-spaces": "- a⏎  - b⏎text",
    "text-without-children": "- a⏎text⏎⇥more - text",
    "indented-text": "- a⏎⇥b⏎text",
    "fence": "```⏎a⏎```",
    "empty-fence": "```⏎```",
    "fence-to-the-end": "- a⏎  ~~~⏎  b⏎  ~~~",
    "longer-close": "```⏎a⏎`````⏎",
    "rule-at-the-start": "---⏎⏎text",
    "rule-above-a-text": "---⏎a text: and more of it",
    "whole-front-matter": "---⏎a: b⏎---",
}


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_leaves_alone(text: str, variant: Callable[[str], str]) -> None:
    assert odd(note_of(variant(unarrow(f"{text}⏎")))) == []


def test_names_the_line_to_indent() -> None:
    note = note_of("- Top\n\t- a\n\t- b\nflush\n")
    assert [one.message for one in note.problems] == [
        "no list items, but text of the item above, for line 4 is not indented"
    ]


def test_a_long_paragraph_takes_linear_time() -> None:
    """A set, not a list, of what is lost: quadratic, this would take minutes."""
    note = note_of("- a\n" + "\t- b\n" * 50_000 + "text\n")
    assert [one.line for one in note.problems] == [2]


@given(strategies.raw_notes)
def test_no_task_is_hidden(raw: bytes) -> None:
    note = parse_note("a.md", raw)
    tasks = {task.line for task in note.tasks}
    for problem in note.problems:
        if problem.code in CODES:
            assert problem.span.of(note.text).strip()
        if problem.code == "lost-children":
            assert problem.line not in tasks
