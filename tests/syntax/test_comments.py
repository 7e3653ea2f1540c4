"""`%% comments %%` over lines: no tasks, headings or lists in them; but links and tags."""

from collections.abc import Callable

import pytest

from tests.outline import items_of, note_of, sections_of, unarrow

COMMENTS = {
    "block": ("%%⏎- [ ] a⏎# b⏎%%⏎c", ["comment: %%⏎- [ ] a⏎# b⏎%%", "paragraph: c"], []),
    "text-on-its-lines": ("%% a⏎b %%", ["comment: %% a⏎b %%"], []),
    "blank-lines-inside": ("%%⏎⏎- a⏎⏎%%⏎- b", ["comment: %%⏎⏎- a⏎⏎%%", "list: - b"], ["- b"]),
    "text-behind-is-read": ("%%⏎a %% b ^c", ["comment: %%⏎a %%", "paragraph ^c:  b ^c"], []),
    "task-behind-is-read": ("%%⏎%%- [ ] a", ["comment: %%⏎%%", "list: - [ ] a"], ["- [ ] a < >"]),
    "two": ("%%⏎a⏎%%⏎%%⏎b⏎%%", ["comment: %%⏎a⏎%%", "comment: %%⏎b⏎%%"], []),
    "parts-blocks": ("a⏎%%⏎b⏎%%⏎c", ["paragraph: a", "comment: %%⏎b⏎%%", "paragraph: c"], []),
    "below-front-matter": ("---⏎x: y⏎---⏎%%⏎a⏎%%", ["yaml: ---⏎x: y⏎---", "comment: %%⏎a⏎%%"], []),
    "fence-in-it": ("%%⏎```⏎%%⏎- a", ["comment: %%⏎```⏎%%", "list: - a"], ["- a"]),
    "one-line-is-inline": ("%% a %%⏎# b", ["paragraph: %% a %%", "heading: # b"], []),
    "in-a-line-is-inline": (
        "a %%⏎# b⏎c %%",
        ["paragraph: a %%", "heading: # b", "paragraph: c %%"],
        [],
    ),
    "indented-is-inline": (" %%⏎# b⏎ %%", ["paragraph:  %%", "heading: # b", "paragraph:  %%"], []),
    "more-signs-are-none": (
        "%%%%⏎# b⏎%%%%",
        ["paragraph: %%%%", "heading: # b", "paragraph: %%%%"],
        [],
    ),
    "in-a-fence": (
        "```⏎%%⏎```⏎- [ ] a⏎```⏎%%⏎```",
        ["code: ```⏎%%⏎```", "list: - [ ] a", "code: ```⏎%%⏎```"],
        ["- [ ] a < >"],
    ),
    "in-tildes": (
        "~~~~⏎```⏎~~~⏎%%⏎~~~~⏎a⏎%%⏎b⏎%%",
        ["code: ~~~~⏎```⏎~~~⏎%%⏎~~~~", "paragraph: a", "comment: %%⏎b⏎%%"],
        [],
    ),
    "in-an-unclosed-fence": ("```⏎%%⏎a⏎%%", ["code: ```⏎%%⏎a⏎%%"], []),
    # The fence ends with its quote or item, or isn't one at all: the comment below is one.
    "below-a-fence-in-a-quote": (
        "> ```⏎⏎%%⏎- [ ] a⏎%%",
        ["blockquote: > ```", "comment: %%⏎- [ ] a⏎%%"],
        [],
    ),
    "below-ticks-in-code": (
        "    ```⏎⏎%%⏎- [ ] a⏎%%",
        ["code:     ```", "comment: %%⏎- [ ] a⏎%%"],
        [],
    ),
    "below-a-fence-in-an-item": (
        "- ```⏎  a⏎  ```⏎⏎# b⏎%%⏎- [ ] c⏎%%",
        ["list: - ```⏎  a⏎  ```", "heading: # b", "comment: %%⏎- [ ] c⏎%%"],
        ["- ```⏎  a⏎  ```"],
    ),
}


@pytest.mark.parametrize(("text", "sections", "items"), COMMENTS.values(), ids=COMMENTS)
def test_reads_comments(
    text: str, sections: list[str], items: list[str], variant: Callable[[str], str]
) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert sections_of(note) == sections
    assert items_of(note) == items


def test_a_list_goes_on_around_a_comment() -> None:
    note = note_of("- a\n%%\n- b\n%%\n- c\n")
    assert [item.line for item in note.list_items] == [1, 5]
    assert [section.type for section in note.sections] == ["list", "comment"]


def test_links_and_tags_in_a_comment_count_and_stand_in_order(variant) -> None:
    note = note_of(
        variant("x\n[[a]] #a\n\n%%\n- [ ] [[b]] #b `[[no]]`\n[c](d)\n%%\n[[e]] #e %% [[f]] #f %%\n")
    )
    assert [(link.raw, link.line, link.column) for link in note.links] == [
        ("[[a]]", 2, 1),
        ("[[b]]", 5, 7),
        ("[c](d)", 6, 1),
        ("[[e]]", 8, 1),
        ("[[f]]", 8, 13),
    ]
    assert [(tag.tag, tag.line) for tag in note.tags] == [
        ("#a", 2),
        ("#b", 5),
        ("#e", 8),
        ("#f", 8),
    ]
    assert all(link.span.of(note.text) == link.raw for link in note.links)
    assert all(tag.span.of(note.text) == tag.tag for tag in note.tags)


UNCLOSED = {
    "at-start": ("%%⏎- [ ] a", 1),
    "behind-text": ("a⏎⏎%% b⏎- [ ] c", 3),
    "behind-a-comment": ("%%⏎a⏎%%⏎⏎%%⏎- [ ] b", 5),
}


@pytest.mark.parametrize(("text", "line"), UNCLOSED.values(), ids=UNCLOSED)
def test_an_unclosed_comment_is_text_and_a_problem(
    text: str, line: int, variant: Callable[[str], str]
) -> None:
    """Nobody observed what Obsidian does (ADR 5): no task vanishes."""
    note = note_of(variant(unarrow(text) + "\n"))
    assert len(note.tasks) == 1
    [problem] = note.problems
    assert (problem.code, problem.line) == ("unclosed-comment", line)
    assert problem.span.of(note.text) == "%%"
