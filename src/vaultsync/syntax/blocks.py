"""Block structure: a note's lines as headings, lists, quotes, code and paragraphs.

CommonMark's containers with Obsidian's own deviations from it, plus its
comments, math, callouts, footnotes and block ids. A container strips what is
its own from the front of its lines, so what is left of a line is always a
suffix of it: `rest[row]` is that suffix, `at[row]` its offset in the note.
Nothing else is needed to give each element its exact span.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from vaultsync.syntax import container_blocks, leaf_blocks, leaves
from vaultsync.syntax.block_state import STARTERS, Blocks, Container, Leaf, State
from vaultsync.syntax.elements import Problem, Section

__all__ = ["MAX_NESTING", "Blocks", "Leaf", "read_blocks"]

MAX_NESTING = 100
"""How deep quotes and list items may nest; what is deeper is opaque."""

# What a line can start; the first that fits. A line that fits none is a paragraph's.
_START = re.compile(
    r"""
      (?P<blank>    [ \t]* $ )
    | (?P<code>     \t | [ ]{4} )
    | [ ]{0,3} \t? [ \t]* (?:
        (?P<fence>    `{3,} (?= [^`]* $ ) | ~{3,} )          # ```python
      | (?P<quote>    > )                                    # > text
      | (?P<atx>      \#{1,6} (?= [ \t] | $ ) )              # ## Heading
      | (?P<rule>     (?: (?:\*[ ]*+){3,}+ | (?:-[ ]*+){3,}+ | (?:_[ ]*+){3,}+ ) $ )
      | (?P<list>     (?: [*+-] | [0-9]+[.)] ) (?= [ \t] | $ ) )   # - item, 1. item
      | (?P<html>     < (?= [A-Za-z/!?] ) )                  # <div>
      | (?P<math>     \$\$ )                                 # $$
      | (?P<footnote> \[\^ [^\[\]\s]+ \]: )                  # [^1]: text
      | (?P<definition> \[ )                                 # [label]: url
      )
    """,
    re.VERBOSE,
)
_Reader = Callable[[State, int, Container], int | None]
_READERS: dict[str, _Reader] = {
    "blank": leaf_blocks.blank,
    "code": leaf_blocks.code,
    "fence": leaf_blocks.fence,
    "quote": container_blocks.quote,
    "atx": leaf_blocks.atx,
    "rule": leaf_blocks.rule,
    "list": container_blocks.list_,
    "html": leaf_blocks.html,
    "math": leaf_blocks.math,
    "footnote": container_blocks.footnote,
    "definition": leaf_blocks.definition,
}
# A setext underline below comes before these.
_AFTER_SETEXT = frozenset({"html", "math", "footnote", "definition"})


def read_blocks(rest: list[str], at: list[int], first: int = 0) -> Blocks:
    """Read the blocks of the lines `rest`, which start at the offsets `at`, from row `first` on.

    Both lists are used up: the result holds what is left of them.
    """
    state = State(rest, at, _content)
    sections = _content(state, first, len(rest), 0, None)
    return Blocks(
        sections,
        state.headings,
        state.items,
        state.leaves,
        state.callouts,
        state.footnotes,
        state.block_ids,
        state.problems,
        rest,
        at,
    )


def _content(state: State, row: int, last: int, depth: int, item: int | None) -> list[Section]:
    """Read rows `row` to `last` (excluded) as the content of one container."""
    if depth > MAX_NESTING:
        return _too_deep(state, row, last)
    here = Container(last, depth, item, [])
    rest = state.rest
    while row < last:
        line = rest[row]
        if not line:
            row += 1
        elif line[0] in STARTERS:
            reader = _reader(state, row, here)
            row = (reader and reader(state, row, here)) or leaf_blocks.paragraph(state, row, here)
        elif (row + 1 == last or not rest[row + 1]) and "^" not in line:
            here.found.append(leaf_blocks.line_of_text(state, row, line))
            row += 1
        else:
            row = leaf_blocks.paragraph(state, row, here)
    return here.found


def _reader(state: State, row: int, here: Container) -> _Reader | None:
    """What reads the block of a line whose first character may start one; None for a paragraph."""
    start = _START.match(state.rest[row])
    kind = start.lastgroup if start else None
    if kind in _AFTER_SETEXT and leaves.setext_level(state.rest, row, here.last):
        return None
    return _READERS[kind] if kind else None


def _too_deep(state: State, row: int, last: int) -> list[Section]:
    span = state.span(row, last)
    if not any(problem.code == "too-deep" for problem in state.problems):
        message = f"nested more than {MAX_NESTING} deep; what is deeper is not read"
        state.problems.append(Problem("too-deep", message, span, row + 1))
    return [Section("opaque", span, None)]
