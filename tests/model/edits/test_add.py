"""A new task: where it goes, how its line looks there, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies
from tests.outline import note_of, unarrow
from vaultsync.errors import UneditableError
from vaultsync.model.edits.add import add_task
from vaultsync.model.edits.remove import remove_task
from vaultsync.model.note import Note, parse_note
from vaultsync.text import apply_edits, encode, split_lines

Variant = Callable[[str], str]
Case = tuple[str, dict[str, Any], str]


def places(note: Note, place: dict[str, Any]) -> dict[str, Any]:
    """A place whose tasks are named by their index, with the tasks themselves."""
    tasks = {"after", "child_of"}
    return {name: note.tasks[one] if name in tasks else one for name, one in place.items()}


# The text, the place, the text with `new` in it. A number is a task's index.
ALONE: dict[str, Case] = {
    "below-text": ("a⏎", {}, "a⏎⏎- [ ] new⏎"),
    "below-text-and-blank-lines": ("a⏎⏎⏎b⏎", {}, "a⏎⏎⏎b⏎⏎- [ ] new⏎"),
    "below-a-heading": ("# H⏎", {}, "# H⏎⏎- [ ] new⏎"),
    "below-a-table": ("| a |⏎|---|⏎", {}, "| a |⏎|---|⏎⏎- [ ] new⏎"),
    "below-a-callout": ("> [!tip]⏎> - a⏎", {}, "> [!tip]⏎> - a⏎⏎- [ ] new⏎"),
    "below-closed-code": ("```⏎- a⏎```⏎", {}, "```⏎- a⏎```⏎⏎- [ ] new⏎"),
    "above-text": ("a⏎", {"first": True}, "- [ ] new⏎⏎a⏎"),
    "above-text-below-properties": (
        "---⏎a: 1⏎---⏎b⏎",
        {"first": True},
        "---⏎a: 1⏎---⏎- [ ] new⏎⏎b⏎",
    ),
}
IN_A_LIST: dict[str, Case] = {
    "last": ("- [ ] a⏎", {}, "- [ ] a⏎- [ ] new⏎"),
    "last-below-children": ("- [ ] a⏎⇥- [ ] b⏎", {}, "- [ ] a⏎⇥- [ ] b⏎- [ ] new⏎"),
    "last-below-lazy-text": ("- [ ] a⏎b⏎", {}, "- [ ] a⏎b⏎- [ ] new⏎"),
    "last-of-the-last-list": ("- a⏎⏎b⏎⏎* c⏎⏎d⏎", {}, "- a⏎⏎b⏎⏎* c⏎* [ ] new⏎⏎d⏎"),
    "last-outside-of-quotes": ("- a⏎⏎> - b⏎", {}, "- a⏎- [ ] new⏎⏎> - b⏎"),
    "last-outside-of-our-regions": (
        "- a⏎⏎%% vaultsync:begin r %%⏎- b⏎%% vaultsync:end r %%⏎",
        {},
        "- a⏎- [ ] new⏎⏎%% vaultsync:begin r %%⏎- b⏎%% vaultsync:end r %%⏎",
    ),
    "first": ("- [ ] a⏎", {"first": True}, "- [ ] new⏎- [ ] a⏎"),
    "first-of-the-first-list": ("a⏎⏎* b⏎- c⏎", {"first": True}, "a⏎⏎* [ ] new⏎* b⏎- c⏎"),
    "first-number": ("1. a⏎2. b⏎", {"first": True}, "1. [ ] new⏎1. a⏎2. b⏎"),
    "bullets-without-boxes": ("* a⏎", {}, "* a⏎* [ ] new⏎"),
    "plus": ("+ [ ] a⏎", {}, "+ [ ] a⏎+ [ ] new⏎"),
    "wide-marker": ("-   [ ] a⏎", {}, "-   [ ] a⏎-   [ ] new⏎"),
    "tab-behind-the-marker": ("-⇥[ ] a⏎", {}, "-⇥[ ] a⏎-⇥[ ] new⏎"),
    "number": ("1. [ ] a⏎2. [ ] b⏎", {}, "1. [ ] a⏎2. [ ] b⏎3. [ ] new⏎"),
    "number-parenthesis": ("9) [ ] a⏎", {}, "9) [ ] a⏎10) [ ] new⏎"),
    "number-with-zeros": ("01. a⏎02. b⏎", {}, "01. a⏎02. b⏎03. [ ] new⏎"),
    "loose": ("- a⏎⏎- b⏎", {}, "- a⏎⏎- b⏎⏎- [ ] new⏎"),
    "loose-first": ("- a⏎⏎- b⏎", {"first": True}, "- [ ] new⏎⏎- a⏎⏎- b⏎"),
    "loose-in-part": ("- a⏎⏎- b⏎- c⏎", {}, "- a⏎⏎- b⏎- c⏎- [ ] new⏎"),
    "indented": ("  - [ ] a⏎  - [ ] b⏎", {}, "  - [ ] a⏎  - [ ] b⏎  - [ ] new⏎"),
    "empty-item": ("- a⏎- ⏎", {}, "- a⏎- ⏎- [ ] new⏎"),
    "blank-lines-at-the-end": ("- [ ] a⏎⏎⏎", {}, "- [ ] a⏎- [ ] new⏎⏎⏎"),
    "rule-below": ("- [ ] a⏎---⏎", {}, "- [ ] a⏎- [ ] new⏎---⏎"),
    "comment-below": ("- [ ] a⏎%%⏎c⏎%%⏎", {}, "- [ ] a⏎- [ ] new⏎%%⏎c⏎%%⏎"),
}
UNDER: dict[str, Case] = {
    "only-heading": ("# H⏎", {"under": "H"}, "# H⏎- [ ] new⏎"),
    "list": ("# H⏎- [ ] a⏎⏎# I⏎- b⏎", {"under": "H"}, "# H⏎- [ ] a⏎- [ ] new⏎⏎# I⏎- b⏎"),
    "before-its-sub-headings": (
        "# H⏎## S⏎- [ ] a⏎",
        {"under": "H"},
        "# H⏎- [ ] new⏎## S⏎- [ ] a⏎",
    ),
    "below-its-text": ("# H⏎a⏎⏎## I⏎", {"under": "H"}, "# H⏎a⏎⏎- [ ] new⏎⏎## I⏎"),
    "first-above-its-text": ("# H⏎a⏎", {"under": "H", "first": True}, "# H⏎- [ ] new⏎⏎a⏎"),
    "first-of-its-list": (
        "# H⏎t⏎- [ ] a⏎",
        {"under": "H", "first": True},
        "# H⏎t⏎- [ ] new⏎- [ ] a⏎",
    ),
    "blank-line-as-elsewhere": (
        "# H⏎⏎# I⏎⏎a⏎",
        {"under": "H"},
        "# H⏎⏎- [ ] new⏎⏎# I⏎⏎a⏎",
    ),
    "no-blank-line-as-elsewhere": (
        "# H⏎⏎# I⏎a⏎# J⏎b⏎",
        {"under": "H"},
        "# H⏎- [ ] new⏎⏎# I⏎a⏎# J⏎b⏎",
    ),
    "marker-of-the-note": ("* a⏎# H⏎", {"under": "H"}, "* a⏎# H⏎* [ ] new⏎"),
    "path": (
        "# A⏎## W⏎# B⏎## W⏎",
        {"under": "B#W"},
        "# A⏎## W⏎# B⏎## W⏎- [ ] new⏎",
    ),
    "path-that-leaves-out-a-level": (
        "# A⏎## S⏎### W⏎# B⏎### W⏎",
        {"under": "A#W"},
        "# A⏎## S⏎### W⏎- [ ] new⏎# B⏎### W⏎",
    ),
    "case-and-punctuation": (
        "# **Phase 1:** [[Go]]!⏎",
        {"under": "phase 1 go"},
        "# **Phase 1:** [[Go]]!⏎- [ ] new⏎",
    ),
    "exact-text-first": ("# a⏎# A⏎", {"under": "A"}, "# a⏎# A⏎- [ ] new⏎"),
    "sign-in-the-name": ("# C# basics⏎", {"under": "C# basics"}, "# C# basics⏎- [ ] new⏎"),
    "with-its-mark": ("## H⏎", {"under": "## H"}, "## H⏎- [ ] new⏎"),
    "setext": ("H⏎===⏎a⏎", {"under": "H"}, "H⏎===⏎a⏎⏎- [ ] new⏎"),
    "setext-empty": ("H⏎===⏎# I⏎", {"under": "H"}, "H⏎===⏎- [ ] new⏎# I⏎"),
    "callout-in-the-section": (
        "# H⏎> [!todo]⏎> - [ ] a⏎# I⏎",
        {"under": "H"},
        "# H⏎> [!todo]⏎> - [ ] a⏎⏎- [ ] new⏎# I⏎",
    ),
}
AFTER: dict[str, Case] = {
    "between": ("- [ ] a⏎- [ ] b⏎", {"after": 0}, "- [ ] a⏎- [ ] new⏎- [ ] b⏎"),
    "below-all-it-holds": (
        "- [ ] a⏎⇥- b⏎⏎⇥⇥text⏎- c⏎",
        {"after": 0},
        "- [ ] a⏎⇥- b⏎⏎⇥⇥text⏎- [ ] new⏎- c⏎",
    ),
    "below-its-code": (
        "- [ ] a⏎  ```⏎  - x⏎  ```⏎- c⏎",
        {"after": 0},
        "- [ ] a⏎  ```⏎  - x⏎  ```⏎- [ ] new⏎- c⏎",
    ),
    "tab": ("- a⏎⇥- [ ] b⏎- c⏎", {"after": 0}, "- a⏎⇥- [ ] b⏎⇥- [ ] new⏎- c⏎"),
    "two-spaces": ("- a⏎  - [ ] b⏎- c⏎", {"after": 0}, "- a⏎  - [ ] b⏎  - [ ] new⏎- c⏎"),
    "four-spaces": ("- a⏎    - [ ] b⏎", {"after": 0}, "- a⏎    - [ ] b⏎    - [ ] new⏎"),
    "mixed-units": ("- a⏎⇥- b⏎    - [ ] c⏎", {"after": 0}, "- a⏎⇥- b⏎    - [ ] c⏎    - [ ] new⏎"),
    "quote": ("> - [ ] a⏎> - b⏎", {"after": 0}, "> - [ ] a⏎> - [ ] new⏎> - b⏎"),
    "quote-without-blank": (">- [ ] a⏎", {"after": 0}, ">- [ ] a⏎>- [ ] new⏎"),
    "quotes-in-quotes": ("> > * [ ] a⏎> b⏎", {"after": 0}, "> > * [ ] a⏎> b⏎> > * [ ] new⏎"),
    "callout-child": (
        "> [!todo] t⏎> - [ ] a⏎>   - [ ] b⏎",
        {"after": 1},
        "> [!todo] t⏎> - [ ] a⏎>   - [ ] b⏎>   - [ ] new⏎",
    ),
    "callout-loose": (
        "> [!todo]⏎> - [ ] a⏎>⏎> - [ ] b⏎",
        {"after": 1},
        "> [!todo]⏎> - [ ] a⏎>⏎> - [ ] b⏎>⏎> - [ ] new⏎",
    ),
    "number-between": (
        "1. [ ] a⏎2. [ ] b⏎",
        {"after": 0},
        "1. [ ] a⏎2. [ ] new⏎2. [ ] b⏎",
    ),
    "loose-between": (
        "- [ ] a⏎⏎- [ ] b⏎",
        {"after": 0},
        "- [ ] a⏎⏎- [ ] new⏎⏎- [ ] b⏎",
    ),
    "inner-of-two-on-a-line": (
        "- [ ] 1. [ ] a⏎",
        {"after": 1},
        "- [ ] 1. [ ] a⏎  2. [ ] new⏎",
    ),
    "properties-above": (
        "---⏎a:  1⏎---⏎- [ ] a⏎",
        {"after": 0},
        "---⏎a:  1⏎---⏎- [ ] a⏎- [ ] new⏎",
    ),
    "bytes-that-are-no-utf-8": ("- [ ] a\udcff⏎", {"after": 0}, "- [ ] a\udcff⏎- [ ] new⏎"),
    "nul-and-line-separator": ("- [ ] a\0\u2028b⏎", {"after": 0}, "- [ ] a\0\u2028b⏎- [ ] new⏎"),
}
CHILD_OF: dict[str, Case] = {
    "first-child": ("- [ ] a⏎- b⏎", {"child_of": 0}, "- [ ] a⏎⇥- [ ] new⏎- b⏎"),
    "last-child": ("- [ ] a⏎  - b⏎    - c⏎", {"child_of": 0}, "- [ ] a⏎  - b⏎    - c⏎  - [ ] new⏎"),
    "unit-of-the-list": (
        "- [ ] a⏎  - b⏎- [ ] c⏎",
        {"child_of": 1},
        "- [ ] a⏎  - b⏎- [ ] c⏎  - [ ] new⏎",
    ),
    "unit-of-the-note": (
        "- a⏎    - b⏎⏎# H⏎- [ ] c⏎",
        {"child_of": 0},
        "- a⏎    - b⏎⏎# H⏎- [ ] c⏎    - [ ] new⏎",
    ),
    "nearest-unit": (
        "- a⏎    - b⏎⏎# H⏎- c⏎  - d⏎- [ ] e⏎",
        {"child_of": 0},
        "- a⏎    - b⏎⏎# H⏎- c⏎  - d⏎- [ ] e⏎  - [ ] new⏎",
    ),
    "unit-that-is-too-narrow-for-a-number": (
        "- a⏎  - b⏎⏎1. [ ] c⏎",
        {"child_of": 0},
        "- a⏎  - b⏎⏎1. [ ] c⏎⇥1. [ ] new⏎",
    ),
    "under-a-number-as-elsewhere": (
        "1. a⏎   - b⏎2. [ ] c⏎",
        {"child_of": 0},
        "1. a⏎   - b⏎2. [ ] c⏎   - [ ] new⏎",
    ),
    "grandchild": (
        "- [ ] a⏎⇥- [ ] b⏎",
        {"child_of": 1},
        "- [ ] a⏎⇥- [ ] b⏎⇥⇥- [ ] new⏎",
    ),
    "below-its-own-lines": (
        "- [ ] a⏎  more⏎  ```⏎  x⏎  ```⏎- b⏎",
        {"child_of": 0},
        "- [ ] a⏎  more⏎  ```⏎  x⏎  ```⏎⇥- [ ] new⏎- b⏎",
    ),
    "quote": ("> - [ ] a⏎", {"child_of": 0}, "> - [ ] a⏎> ⇥- [ ] new⏎"),
    "quote-as-elsewhere": (
        "> - a⏎>   - b⏎> - [ ] c⏎",
        {"child_of": 0},
        "> - a⏎>   - b⏎> - [ ] c⏎>   - [ ] new⏎",
    ),
    "number-counts-from-one": ("7. [ ] a⏎", {"child_of": 0}, "7. [ ] a⏎⇥1. [ ] new⏎"),
    "numbers-count-on": ("- [ ] a⏎⇥1. b⏎", {"child_of": 0}, "- [ ] a⏎⇥1. b⏎⇥2. [ ] new⏎"),
    "wide-marker": ("-   [ ] a⏎", {"child_of": 0}, "-   [ ] a⏎⇥-   [ ] new⏎"),
    "two-digits": ("12. [ ] a⏎", {"child_of": 0}, "12. [ ] a⏎⇥1. [ ] new⏎"),
    "wide-number-that-a-tab-does-not-reach": (
        "12.  [ ] a⏎",
        {"child_of": 0},
        "12.  [ ] a⏎     1.  [ ] new⏎",
    ),
    "loose-children": (
        "- [ ] a⏎⏎  - b⏎⏎  - c⏎",
        {"child_of": 0},
        "- [ ] a⏎⏎  - b⏎⏎  - c⏎⏎  - [ ] new⏎",
    ),
    "text-that-loses-children": (
        "- [ ] Top⏎⇥- [x] child⏎text⏎",
        {"child_of": 0},
        "- [ ] Top⏎⇥- [x] child⏎text⏎  - [ ] new⏎",
    ),
}
CHANGES: dict[str, Case] = {
    **{f"alone-{name}": case for name, case in ALONE.items()},
    **{f"list-{name}": case for name, case in IN_A_LIST.items()},
    **{f"under-{name}": case for name, case in UNDER.items()},
    **{f"after-{name}": case for name, case in AFTER.items()},
    **{f"child-{name}": case for name, case in CHILD_OF.items()},
}


@pytest.mark.parametrize(("before", "place", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(before: str, place: dict[str, Any], after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(before)))
    edits = add_task(note, "new", **places(note, place))
    assert apply_edits(note.text, edits) == variant(unarrow(after))
    assert [one.span.end - one.span.start for one in edits] == [0]


@pytest.mark.parametrize(
    ("place", "after"), [case[1:] for case in CHANGES.values()], ids=list(CHANGES)
)
def test_a_second_time_changes_nothing(place: dict[str, Any], after: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(after)))
    news = [index for index, task in enumerate(note.tasks) if task.text == "new"]
    shifted = {
        name: one + (one >= news[0]) if isinstance(one, int) and name != "first" else one
        for name, one in place.items()
    }
    assert add_task(note, "new", **places(note, shifted)) == []
    assert add_task(note, "new", status="x", **places(note, shifted)) != []


EMPTY = {
    "empty": ("", "- [ ] new\n"),
    "mark-alone": ("\ufeff", "\ufeff- [ ] new\n"),
    "blank-lines": ("\n\n", "- [ ] new\n\n\n"),
    "properties": ("---\na: 1\n---\n", "---\na: 1\n---\n- [ ] new\n"),
    "properties-without-newline": ("---\na: 1\n---", "---\na: 1\n---\n- [ ] new"),
    "mixed-newlines": ("- a\r\n- b\r- c\n", "- a\r\n- b\r- c\n- [ ] new\n"),
    "last-newline-is-cr": ("- a\n- b\r- c", "- a\n- b\r- c\r- [ ] new"),
}


@pytest.mark.parametrize(("before", "after"), EMPTY.values(), ids=EMPTY)
def test_notes_that_hold_nothing_and_odd_newlines(before: str, after: str) -> None:
    assert apply_edits(before, add_task(note_of(before), "new")) == after


TEXTS = {
    "fields": "a #t 📅 2026-12-01",
    "number": "1. do",
    "box": "[ ] a",
    "code": "`- [ ] a",
    "link": "[[a|b]] %% c %%",
    "heading": "# a",
    "comment": "%%",
    "quote": "> a",
    "fence": "```",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_of_one_line(text: str, variant: Variant) -> None:
    note = note_of(variant("- [ ] a\n- [ ] b\n"))
    after = note_of(apply_edits(note.text, add_task(note, text, status="/", after=note.tasks[0])))
    assert [(one.status, one.text) for one in after.tasks] == [(" ", "a"), ("/", text), (" ", "b")]


REFUSED = {
    "open-fence": ("- a⏎⏎```⏎b⏎", {"under": "H"}, "there is no heading 'H'"),
    "open-fence-at-the-end": ("```⏎b⏎", {}, "inside a block of code"),
    "open-comment": ("a⏎%%⏎b⏎", {}, "inside a block of comment"),
    "open-html": ("<!-- a⏎", {}, "inside a block of html"),
    "no-heading": ("# H⏎", {"under": "I"}, "there is no heading 'I'"),
    "empty-heading": ("# H⏎", {"under": ""}, "there is no heading ''"),
    "heading-in-a-quote": ("> # H⏎", {"under": "H"}, "there is no heading 'H'"),
    "ambiguous-heading": ("# H⏎# h⏎# h!⏎", {"under": "h?"}, "(lines 1, 2, 3)"),
    "same-heading-twice": ("# H⏎# H⏎", {"under": "H"}, "name one as a path"),
    "ambiguous-path": ("# A⏎## W⏎## W⏎", {"under": "A#W"}, "(lines 2, 3)"),
    "path-the-wrong-way": ("# A⏎## W⏎", {"under": "W#A"}, "there is no heading 'W#A'"),
    "footnote-item": ("[^1]: - [ ] a⏎", {"after": 0}, "shares its line"),
}


@pytest.mark.parametrize(("text", "place", "says"), REFUSED.values(), ids=REFUSED)
def test_refuses(text: str, place: dict[str, Any], says: str, variant: Variant) -> None:
    note = note_of(variant(unarrow(text)))
    with pytest.raises(UneditableError) as refused:
        add_task(note, "new", **places(note, place))
    assert says in str(refused.value)


BAD_TEXTS = {
    "block-id": ("a ^id", UneditableError),
    "another-task": ("- [ ] a", UneditableError),
    "numbered-task": ("1. [ ] a", UneditableError),
    "newline": ("a\nb", ValueError),
    "carriage-return": ("a\rb", ValueError),
    "escape": ("a\x1b", ValueError),
    "odd-byte": ("a\udcff", ValueError),
    "line-separator": ("a\u2028b", ValueError),
    "blank": (" a", ValueError),
    "nothing": ("", ValueError),
}


@pytest.mark.parametrize(("text", "error"), BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_refuses_texts(text: str, error: type[Exception]) -> None:
    note = note_of("- [ ] a\n  b\n- [ ] c\n  d\n")
    with pytest.raises(error):
        add_task(note, text, after=note.tasks[0])


def test_refuses_what_a_program_should_not_ask() -> None:
    note, other = note_of("- [ ] a\n"), note_of("\n- [ ] a\n")
    task = note.tasks[0]
    for wrong in (
        {"after": task, "child_of": task},
        {"after": task, "under": "H"},
        {"after": task, "first": True},
        {"after": other.tasks[0]},
        {"status": "xx"},
    ):
        with pytest.raises(ValueError, match=r"at a time|none of this note's|not a status"):
            add_task(note, "new", **wrong)


def test_refuses_a_note_too_large_to_be_read() -> None:
    note = parse_note("a.md", b"- [ ] a\n" * 700_000)
    with pytest.raises(UneditableError, match="too large"):
        add_task(note, "new")


def others(note: Note, at: int, length: int) -> list[tuple[Any, ...]]:
    """All tasks and headings but those in a part of the note, at their place without that part."""
    found: list[tuple[Any, ...]] = [
        (one.status_span.start, one.status, one.text, one.depth) for one in note.tasks
    ]
    found += [(one.span.start, one.level, one.text, 0) for one in note.headings]
    return [
        (start - length * (start >= at + length), *rest)
        for start, *rest in found
        if not at <= start < at + length
    ]


@given(strategies.raw_notes, st.data())
@example(b"- [ ] a\n\tb\n- - [ ] c", None)
@example(b"> - [ ] a\n>\n> - [ ] b\n\n- [ ] c", None)
def test_laws(raw: bytes, data: Any) -> None:
    """What is added is read; twice is once; taking it away gives the note back."""
    note = parse_note("note.md", raw)
    headings = sorted({one.text for one in note.headings})
    wanted: list[dict[str, Any]] = [{}, {"first": True}]
    wanted += [{name: task} for task in note.tasks for name in ("after", "child_of")]
    wanted += [{"under": text, "first": first} for text in headings for first in (False, True)]
    for place in wanted if data is None else [data.draw(st.sampled_from(wanted))]:
        try:
            edits = add_task(note, "new task", **place)
        except UneditableError:
            continue
        (edit,) = edits
        at, length = edit.span.start, len(edit.new)
        after = parse_note("note.md", encode(apply_edits(note.text, edits)))
        assert after.text[:at] + after.text[at + length :] == note.text
        new = [task for task in after.tasks if at <= task.status_span.start < at + length]
        assert [task.text for task in new] == ["new task"]
        assert others(after, at, length) == others(note, at, 0)
        again: dict[str, Any] = {
            name: next(
                task
                for task in after.tasks
                if task.status_span.start - length * (task.status_span.start > at)
                == one.status_span.start
                and task not in new
            )
            if name in ("after", "child_of")
            else one
            for name, one in place.items()
        }
        assert add_task(after, "new task", **again) == []
        if len(split_lines(edit.new)[0]) == 2:
            taken = apply_edits(after.text, remove_task(after, new[0]))
            assert taken == note.text
