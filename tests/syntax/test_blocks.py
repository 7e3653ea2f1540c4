"""Blocks without blocks inside: paragraphs, headings, code, HTML, tables, definitions, rules.

The expected sections are CommonMark's with Obsidian's deviations (reference 0.3): what
remark-parse 8.0.3 in CommonMark mode reads too, which `scripts/oracle` compares.
"""

from collections.abc import Callable

import pytest

from tests.outline import note_of, sections_of, unarrow

BLOCKS = {
    "paragraph": ("one", ["paragraph: one"]),
    "paragraph-of-lines": ("one⏎two⏎⏎three", ["paragraph: one⏎two", "paragraph: three"]),
    "indented-paragraph": ("  one⏎ two⏎      three", ["paragraph:   one⏎ two⏎      three"]),
    "indented-by-three-and-tab": ("one⏎   ⇥two", ["paragraph: one⏎   ⇥two"]),
    "blank-lines-of-blanks": ("one⏎  ⏎⇥⏎two", ["paragraph: one", "paragraph: two"]),
    "line-of-blanks-between": (
        "# A⏎ ⏎# B⏎⇥⏎c",
        ["heading: # A", "heading: # B", "paragraph: c"],
    ),
    "trailing-blanks-are-kept": ("one  ⏎two⇥", ["paragraph: one  ⏎two⇥"]),
    "atx-headings": (
        "# A⏎## B ##⏎### C #x⏎###### D⏎####### E",
        [
            "heading: # A",
            "heading: ## B ##",
            "heading: ### C #x",
            "heading: ###### D",
            "paragraph: ####### E",
        ],
    ),
    "atx-without-text": (
        "#A⏎#⏎##  ⏎   ### four ### ",
        ["paragraph: #A", "heading: #", "heading: ##  ", "heading:    ### four ### "],
    ),
    "atx-between-text": ("one⏎# A⏎two", ["paragraph: one", "heading: # A", "paragraph: two"]),
    "atx-with-tab": ("#⇥A", ["heading: #⇥A"]),
    "atx-indented-by-four": ("    # code", ["code:     # code"]),
    "setext-headings": ("A⏎===⏎B⏎---⏎C⏎-", ["heading: A⏎===", "heading: B⏎---", "heading: C⏎-"]),
    "setext-takes-one-line": ("one⏎two⏎===", ["paragraph: one⏎two⏎==="]),
    "setext-of-two-lines-is-a-rule": ("l1⏎l2⏎---", ["paragraph: l1⏎l2", "thematicBreak: ---"]),
    "setext-underline-in-parts": ("A⏎= =⏎B⏎ ---", ["paragraph: A⏎= =⏎B", "thematicBreak:  ---"]),
    "setext-underline-with-blank": ("A⏎--- ", ["paragraph: A", "thematicBreak: --- "]),
    "atx-over-dashes": ("# A⏎---", ["heading: # A", "thematicBreak: ---"]),
    "setext-over-html": ("<b>⏎===", ["heading: <b>⏎==="]),
    "rules": (
        "---⏎***⏎___⏎- - -⏎ * * *⏎_____ ",
        [
            "thematicBreak: ---",
            "thematicBreak: ***",
            "thematicBreak: ___",
            "thematicBreak: - - -",
            "thematicBreak:  * * *",
            "thematicBreak: _____ ",
        ],
    ),
    "not-rules": ("--⏎**⏎-*-", ["paragraph: --⏎**⏎-*-"]),
    "rule-between-text": (
        "one⏎***⏎two",
        ["paragraph: one", "thematicBreak: ***", "paragraph: two"],
    ),
    "fence": ("```⏎# a⏎- [ ] b⏎```⏎c", ["code: ```⏎# a⏎- [ ] b⏎```", "paragraph: c"]),
    "fence-closes-longer": ("```py⏎a⏎````⏎b", ["code: ```py⏎a⏎````", "paragraph: b"]),
    "fence-in-longer-fence": ("````⏎```⏎````⏎a", ["code: ````⏎```⏎````", "paragraph: a"]),
    "tildes": ("~~~ a`b⏎```⏎~~~⏎a", ["code: ~~~ a`b⏎```⏎~~~", "paragraph: a"]),
    "tick-in-info": ("``` a`b⏎c", ["paragraph: ``` a`b⏎c"]),
    "closing-with-info-is-none": ("```⏎a⏎``` x⏎b⏎``", ["code: ```⏎a⏎``` x⏎b⏎``"]),
    "unclosed-fence": ("a⏎⏎```⏎b⏎⏎# c", ["paragraph: a", "code: ```⏎b⏎⏎# c"]),
    "fence-between-text": (
        "one⏎```⏎a⏎```⏎two",
        ["paragraph: one", "code: ```⏎a⏎```", "paragraph: two"],
    ),
    "indented-fence": ("  ```⏎  a⏎  ```⏎b", ["code:   ```⏎  a⏎  ```", "paragraph: b"]),
    "closing-indented-by-four": ("```⏎a⏎    ```⏎b", ["code: ```⏎a⏎    ```⏎b"]),
    "two-ticks-are-text": ("``⏎a⏎``", ["paragraph: ``⏎a⏎``"]),
    "empty-fence": ("```⏎```⏎a", ["code: ```⏎```", "paragraph: a"]),
    "indented-code": ("    a⏎⏎    b⏎⏎c", ["code:     a⏎⏎    b", "paragraph: c"]),
    "code-by-tab": ("⇥a⏎⇥⇥b", ["code: ⇥a⏎⇥⇥b"]),
    "no-code-in-paragraph": ("one⏎    two", ["paragraph: one⏎    two"]),
    "html-div": ("<div>⏎# a⏎⏎b⏎</div>", ["html: <div>⏎# a", "paragraph: b", "html: </div>"]),
    "html-closing-tag": ("</details>⏎# a⏎⏎b", ["html: </details>⏎# a", "paragraph: b"]),
    "html-comment": ("<!-- a⏎⏎# b⏎--> c⏎d", ["html: <!-- a⏎⏎# b⏎--> c", "paragraph: d"]),
    "html-comment-on-one-line": ("<!-- a --> b⏎c", ["html: <!-- a --> b", "paragraph: c"]),
    "html-comment-unclosed": ("<!-- a⏎⏎# b", ["html: <!-- a⏎⏎# b"]),
    "html-pre": ("<pre>⏎⏎# a⏎</pre> b⏎c", ["html: <pre>⏎⏎# a⏎</pre> b", "paragraph: c"]),
    "html-script": ("<script>⏎⏎# a⏎</script>⏎b", ["html: <script>⏎⏎# a⏎</script>", "paragraph: b"]),
    "html-style": (
        '<style media="x">⏎⏎# a⏎</style>⏎b',
        ['html: <style media="x">⏎⏎# a⏎</style>', "paragraph: b"],
    ),
    "html-instruction": ("<?php⏎⏎# a⏎?>⏎b", ["html: <?php⏎⏎# a⏎?>", "paragraph: b"]),
    "html-declaration": ("<!DOCTYPE a>⏎b", ["html: <!DOCTYPE a>", "paragraph: b"]),
    "html-cdata": ("<![CDATA[⏎⏎# a⏎]]>⏎b", ["html: <![CDATA[⏎⏎# a⏎]]>", "paragraph: b"]),
    "html-lone-tag": ('<a href="x">⏎# b⏎⏎c', ['html: <a href="x">⏎# b', "paragraph: c"]),
    "html-lone-closing-tag": ("</b>⏎# c", ["html: </b>⏎# c"]),
    "html-tag-with-text": ('<a href="x"> b', ['paragraph: <a href="x"> b']),
    "html-upper-case": ("<DIV>⏎# a", ["html: <DIV>⏎# a"]),
    "html-not-a-tag": ("<1>⏎# a", ["paragraph: <1>", "heading: # a"]),
    "html-interrupts": ("one⏎<div>⏎# a", ["paragraph: one", "html: <div>⏎# a"]),
    "html-lone-tag-does-not-interrupt": ("one⏎<a>⏎two", ["paragraph: one⏎<a>⏎two"]),
    "html-comment-interrupts": (
        "one⏎<!-- a⏎-->⏎two",
        ["paragraph: one", "html: <!-- a⏎-->", "paragraph: two"],
    ),
    "table": (
        "| a | b |⏎| - | - |⏎| c | d |⏎⏎e",
        ["table: | a | b |⏎| - | - |⏎| c | d |", "paragraph: e"],
    ),
    "table-without-outer-pipes": (
        "a | b⏎- | -⏎c | d⏎e",
        ["table: a | b⏎- | -⏎c | d", "paragraph: e"],
    ),
    "table-narrow": ("a|b⏎-|-⏎c|d⏎e", ["table: a|b⏎-|-⏎c|d", "paragraph: e"]),
    "table-of-one-column": ("| a |⏎|---|⏎| b |", ["table: | a |⏎|---|⏎| b |"]),
    "table-aligned": (
        "| a | b |⏎|:-:|--:|⏎# c | d⏎e",
        ["table: | a | b |⏎|:-:|--:|⏎# c | d", "paragraph: e"],
    ),
    "table-below-text": ("one⏎| a | b |⏎| - | - |", ["paragraph: one⏎| a | b |⏎| - | - |"]),
    "table-without-delimiters": ("| a | b |⏎text", ["paragraph: | a | b |⏎text"]),
    "table-short-delimiters": ("| a | b |⏎| - |", ["table: | a | b |⏎| - |"]),
    "definitions": (
        '[a]: b.md⏎[c]: <d e> "f"⏎g',
        ["definition: [a]: b.md", 'definition: [c]: <d e> "f"', "paragraph: g"],
    ),
    "definition-with-two-words": ("[a]: b c", ["paragraph: [a]: b c"]),
    "definition-in-paragraph": ("one⏎[a]: b", ["paragraph: one⏎[a]: b"]),
}


@pytest.mark.parametrize(("text", "sections"), BLOCKS.values(), ids=BLOCKS)
def test_reads_blocks(text: str, sections: list[str], variant: Callable[[str], str]) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert sections_of(note) == sections
    assert note.list_items == ()
