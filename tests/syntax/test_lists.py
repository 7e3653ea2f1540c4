"""Lists and their items: markers, nesting, boxes, and what ends them.

As in `test_blocks`, the expected items are what Obsidian reads (reference 0.3, 1.1, 1.2).
"""

from collections.abc import Callable

import pytest

from tests.outline import items_of, note_of, sections_of, unarrow

# Each text is one list. A dot before an item for each level, its status behind it.
LISTS = {
    "siblings": ("- a⏎- b⏎⏎- c⏎⏎⏎- d", ["- a", "- b⏎", "- c⏎", "- d"]),
    "children-by-two": ("- a⏎  - b⏎    - c⏎  - d⏎- e", ["- a", ".- b", "..- c", ".- d", "- e"]),
    "children-by-four": ("- a⏎    - b⏎        - c", ["- a", ".  - b", "..  - c"]),
    "children-by-tab": ("- a⏎⇥- b⏎⇥⇥- c⏎⇥- d⏎- e", ["- a", ".- b", "..- c", ".- d", "- e"]),
    "children-of-a-number": ("1. a⏎   - b⏎      1. c⏎2. d", ["1. a", ".- b", ".. 1. c", "2. d"]),
    "children-of-a-number-by-tab": ("1. a⏎⇥- b⏎⇥⇥1. c", ["1. a", ".- b", "..1. c"]),
    "children-of-a-number-by-five": (
        "1. a⏎     - b⏎       - c",
        ["1. a", ". - b", "..- c"],
    ),
    "children-of-ten-by-five": ("10. a⏎     - b⏎       - c", ["10. a", ". - b", "..- c"]),
    "child-of-a-number-by-six": ("1. a⏎      - b", ["1. a", ".  - b"]),
    "children-of-mixed-units": ("- a⏎⇥- b⏎    - c", ["- a", ".- b", "..- c"]),
    "tab-behind-the-marker": ("+⇥a⏎+⇥b⏎⇥+⇥c", ["+⇥a", "+⇥b", ".+⇥c"]),
    "staircase": ("- a⏎ - b⏎  - c⏎   - d⏎    - e", ["- a", " - b", "  - c", "   - d", "    - e"]),
    "indented-root": ("  - a⏎  - b⏎- c", ["  - a", "  - b", "- c"]),
    "root-moves-left": ("   - a⏎ - b", ["   - a", " - b"]),
    "wide-marker": ("-  a⏎   - b⏎  - c", ["-  a", ".- b", "  - c"]),
    "any-number-goes-on": (
        "1. a⏎1. b⏎7. c⏎0. d⏎007. e",
        ["1. a", "1. b", "7. c", "0. d", "007. e"],
    ),
    "number-with-parenthesis": ("1) a⏎2) b", ["1) a", "2) b"]),
    "ten-digits-and-more": ("12345678901. a", ["12345678901. a"]),
    "statuses": (
        '- [ ] a⏎- [x] b⏎- [X] c⏎- [/] d⏎- [-] e⏎- [é] f⏎- [漢] g⏎- ["] h⏎- [\\] i',
        [
            "- [ ] a < >",
            "- [x] b <x>",
            "- [X] c <X>",
            "- [/] d </>",
            "- [-] e <->",
            "- [é] f <é>",
            "- [漢] g <漢>",
            '- ["] h <">',
            "- [\\] i <\\>",
        ],
    ),
    "tasks-at-all-levels": (
        "- [x] a⏎  - [/] b⏎    1. [-] c",
        ["- [x] a <x>", ".- [/] b </>", "..1. [-] c <->"],
    ),
    "star-plus-number-tasks": (
        "1. [ ] a⏎2. [x] b⏎⇥* [ ] c⏎⇥⇥+ [x] d",
        ["1. [ ] a < >", "2. [x] b <x>", ".* [ ] c < >", "..+ [x] d <x>"],
    ),
    "blanks-around-the-box": (
        "- [ ] ⏎- [ ]⇥a⏎-   [ ] b⏎-⇥[ ] c⏎- [ ]  d",
        ["- [ ]  < >", "- [ ]⇥a < >", "-   [ ] b < >", "-⇥[ ] c < >", "- [ ]  d < >"],
    ),
    "not-quite-boxes": (
        "- [ ]⏎- [x]a⏎- [] a⏎- [xx] a⏎- [  ] a⏎- a [ ] b⏎- \\[ ] c⏎- `[ ]` d",
        [
            "- [ ]",
            "- [x]a",
            "- [] a",
            "- [xx] a",
            "- [  ] a",
            "- a [ ] b",
            "- \\[ ] c",
            "- `[ ]` d",
        ],
    ),
    "box-in-code-in-an-item": ("-     [ ] a", ["-     [ ] a"]),
    "marker-without-blank-is-text": ("- [ ] a⏎-[ ] b⏎*c⏎1.d", ["- [ ] a⏎-[ ] b⏎*c⏎1.d < >"]),
    "no-break-space-is-no-blank": ("- a⏎- b", ["- a⏎- b"]),
    "item-in-an-item": (
        "- [ ] 1. do⏎- [ ] 2) do⏎- [x] - y",
        ["- [ ] 1. do < >", ".1. do", "- [ ] 2) do < >", ".2) do", "- [x] - y <x>", ".- y"],
    ),
    "items-on-one-line": ("- - a⏎  - b⏎- 1. c", ["- - a⏎  - b", ".- a", ".- b", "- 1. c", ".1. c"]),
    "empty-items": ("-⏎- b⏎-", ["-", "- b", "-"]),
    "text-below-an-empty-marker": ("- ⏎  a", ["- ⏎  a"]),
    "text-below-an-empty-item": ("-⏎⏎  a", ["-⏎⏎  a"]),
    "continued": ("- a⏎  more⏎ lazy⏎lazier", ["- a⏎  more⏎ lazy⏎lazier"]),
    "continued-by-paragraph": ("- a⏎⏎  b⏎⏎⏎  c", ["- a⏎⏎  b⏎⏎⏎  c"]),
    "continued-by-code": ("- a⏎⏎  b⏎⏎      code⏎- c", ["- a⏎⏎  b⏎⏎      code", "- c"]),
    "paragraph-by-tab": ("- a⏎⏎⇥b⏎⏎- c", ["- a⏎⏎⇥b⏎", "- c"]),
    "deep-indent-is-text": ("- a⏎⇥⇥- b", ["- a⏎⇥⇥- b"]),
    "heading-quote-code-in-items": (
        "- # H⏎- > q⏎- ```⏎  x⏎  ```",
        ["- # H", "- > q", "- ```⏎  x⏎  ```"],
    ),
    "fence-in-an-item": ("- a⏎  ```⏎  - x⏎  ```⏎- b", ["- a⏎  ```⏎  - x⏎  ```", "- b"]),
    "table-in-an-item": (
        "- | a | b |⏎  | - | - |⏎  | c | d |",
        ["- | a | b |⏎  | - | - |⏎  | c | d |"],
    ),
    "rule-in-an-item": ("- a⏎  ---⏎- b", ["- a⏎  ---", "- b"]),
    "quote-swallowed": ("- a⏎> quote⏎- b", ["- a⏎> quote", "- b"]),
    "html-swallowed": ("- a⏎<div>⏎- b", ["- a⏎<div>", "- b"]),
    "quote-in-an-item": (
        "- a⏎  > - [ ] b⏎  > - c",
        ["- a⏎  > - [ ] b⏎  > - c", ".- [ ] b < >", ".- c"],
    ),
    "lazy-line-behind-a-root-item": ("- a⏎lazy⏎- b", ["- a⏎lazy", "- b"]),
    "lazy-line-loses-tab-children": ("- Top⏎⇥- [x] c⏎text", ["- Top⏎⇥- [x] c⏎text"]),
    "lazy-line-loses-four-space-children": ("- Top⏎    - [x] c⏎text", ["- Top⏎    - [x] c⏎text"]),
    "lazy-line-keeps-two-space-children": (
        "- Top⏎  - [x] c⏎text",
        ["- Top", ".  - [x] c⏎text <x>"],
    ),
    "lazy-line-loses-all-of-its-item": (
        "- Top⏎⇥- c⏎text⏎⏎⇥- d⏎- e⏎⇥- f",
        ["- Top⏎⇥- c⏎text⏎⏎⇥- d", "- e", ".- f"],
    ),
    "lazy-line-in-a-quote-counts-too": ("- a⏎⇥- b⏎> q", ["- a⏎⇥- b⏎> q"]),
    "another-marker-in-a-child": ("- a⏎  * b⏎  - c", ["- a⏎  * b", ".* b", ".- c"]),
    "deepest-of-three-markers": ("* a⏎  1. b⏎     + c", ["* a", ".1. b", "..+ c"]),
}
SEVERAL = {
    "each-marker-its-list": (
        "- a⏎* b⏎+ c⏎1. d⏎1) e⏎2) f",
        ["list: - a", "list: * b", "list: + c", "list: 1. d", "list: 1) e⏎2) f"],
        ["- a", "* b", "+ c", "1. d", "1) e", "2) f"],
    ),
    "marker-changes-back": (
        "- a⏎1. b⏎- c",
        ["list: - a", "list: 1. b", "list: - c"],
        ["- a", "1. b", "- c"],
    ),
    "marker-changes-after-blank": (
        "- a⏎- b⏎⏎1. c",
        ["list: - a⏎- b", "list: 1. c"],
        ["- a", "- b", "1. c"],
    ),
    "narrow-child-of-a-number": ("1. a⏎  - b", ["list: 1. a", "list:   - b"], ["1. a", "  - b"]),
    "narrow-child-of-a-wide-number": (
        "10. a⏎   - b⏎    - c",
        ["list: 10. a", "list:    - b⏎    - c"],
        ["10. a", "   - b", "    - c"],
    ),
    "tab-narrower-than-the-number": (
        "12.  x⏎⇥- [ ] t",
        ["list: 12.  x", "code: ⇥- [ ] t"],
        ["12.  x"],
    ),
    "rule-ends": ("- a⏎---⏎- b", ["list: - a", "thematicBreak: ---", "list: - b"], ["- a", "- b"]),
    "rule-of-stars-ends": (
        "* a⏎* * *⏎* b",
        ["list: * a", "thematicBreak: * * *", "list: * b"],
        ["* a", "* b"],
    ),
    "heading-ends": ("- a⏎# H⏎- b", ["list: - a", "heading: # H", "list: - b"], ["- a", "- b"]),
    "fence-ends": (
        "- a⏎```⏎- x⏎```⏎- b",
        ["list: - a", "code: ```⏎- x⏎```", "list: - b"],
        ["- a", "- b"],
    ),
    "paragraph-ends": (
        "- a⏎⏎text⏎- b",
        ["list: - a", "paragraph: text", "list: - b"],
        ["- a", "- b"],
    ),
    "text-ends-a-list-with-children": (
        "- Top⏎⇥- [x] c⏎⏎text",
        ["list: - Top⏎⇥- [x] c", "paragraph: text"],
        ["- Top", ".- [x] c <x>"],
    ),
    "setext-does-not-end": ("- a⏎  b⏎===", ["list: - a⏎  b⏎==="], ["- a⏎  b⏎==="]),
    "bullet-interrupts": ("para⏎- [ ] a", ["paragraph: para", "list: - [ ] a"], ["- [ ] a < >"]),
    "one-interrupts": ("para⏎1. [ ] a", ["paragraph: para", "list: 1. [ ] a"], ["1. [ ] a < >"]),
    "two-does-not-interrupt": ("para⏎2. [ ] a", ["paragraph: para⏎2. [ ] a"], []),
    "dash-alone-is-setext": ("para⏎-", ["heading: para⏎-"], []),
    "star-alone-interrupts": ("para⏎*", ["paragraph: para", "list: *"], ["*"]),
    "code-not-list": ("    - [ ] a", ["code:     - [ ] a"], []),
    "no-list-in-a-paragraph": ("para⏎    - [ ] a", ["paragraph: para⏎    - [ ] a"], []),
    "below-a-heading": (
        "# H⏎- a⏎## I⏎- b",
        ["heading: # H", "list: - a", "heading: ## I", "list: - b"],
        ["- a", "- b"],
    ),
    "below-html": (
        "<div>⏎⏎- [ ] a⏎</div>⏎⏎- b",
        ["html: <div>", "list: - [ ] a⏎</div>⏎⏎- b"],
        ["- [ ] a⏎</div>⏎ < >", "- b"],
    ),
    "below-blank-lines": ("⏎⏎- a", ["list: - a"], ["- a"]),
}


@pytest.mark.parametrize(("text", "items"), LISTS.values(), ids=LISTS)
def test_reads_a_list(text: str, items: list[str], variant: Callable[[str], str]) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert items_of(note) == items
    assert sections_of(note) == [f"list: {text}"]


@pytest.mark.parametrize(("text", "sections", "items"), SEVERAL.values(), ids=SEVERAL)
def test_reads_what_ends_a_list(
    text: str, sections: list[str], items: list[str], variant: Callable[[str], str]
) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert sections_of(note) == sections
    assert items_of(note) == items
