"""Blocks that hold no others: paragraphs, headings, tables, and what is opaque.

Each reader takes the row at which its block starts and gives the row after it,
or None where there is no such block after all.
"""

from __future__ import annotations

import re

from vaultsync.syntax import leaves
from vaultsync.syntax.block_state import STARTERS, Container, Leaf, State
from vaultsync.syntax.elements import Block, Heading, Problem, Section
from vaultsync.text import Span

__all__ = [
    "atx",
    "blank",
    "code",
    "definition",
    "fence",
    "html",
    "interrupts",
    "line_of_text",
    "math",
    "paragraph",
    "rule",
]

# What ends a paragraph, or a quote's text without ">", without a blank line before it.
INTERRUPTS = re.compile(
    r"""[ \t]* (?:
        `{3,} (?= [^`]* $ ) | ~{3,}
      | >
      | \#{1,6} (?= [ \t] | $ )
      | (?: (?:\*[ ]*+){3,}+ | (?:-[ ]*+){3,}+ | (?:_[ ]*+){3,}+ ) $
      | (?: [*+-] | 1[.)] ) (?= [ \t] | $ )
      | (?P<math> \$\$ )
    )""",
    re.VERBOSE,
)
_INDENTED = re.compile(r"[ ]{0,3}\t|[ ]{4}")
_BLOCK_ID = re.compile(r"\^([A-Za-z0-9-]+)[ \t]*$")


def opaque(kind: str, state: State, row: int, end: int | None, here: Container) -> int | None:
    """A block of rows in which nothing else is looked for."""
    if end is not None:
        here.found.append(Section(kind, state.span(row, end), None))
    return end


def blank(state: State, row: int, here: Container) -> int:  # noqa: ARG001
    """A line of blanks."""
    return row + 1


def code(state: State, row: int, here: Container) -> int | None:
    """Indented code."""
    return opaque("code", state, row, leaves.indented_code(state.rest, row, here.last), here)


def fence(state: State, row: int, here: Container) -> int | None:
    """Fenced code; of one that is never closed nobody may have meant the rest to be code."""
    end = leaves.fence(state.rest, row, here.last)
    if end == here.last and not leaves.is_closed(state.rest, row, end):
        message = "the code fence is never closed; what stands below it is code"
        span = state.span(row, row + 1)
        state.problems.append(Problem("unclosed-fence", message, span, row + 1))
    return opaque("code", state, row, end, here)


def html(state: State, row: int, here: Container) -> int | None:
    """An HTML block."""
    return opaque("html", state, row, leaves.html(state.rest, row, here.last), here)


def math(state: State, row: int, here: Container) -> int | None:
    """A block of math."""
    return opaque("math", state, row, leaves.math(state.rest, row, here.last), here)


def rule(state: State, row: int, here: Container) -> int | None:
    """A thematic break."""
    return opaque("thematicBreak", state, row, row + 1, here)


def definition(state: State, row: int, here: Container) -> int | None:
    """A link definition."""
    return opaque("definition", state, row, leaves.definition(state.rest, row, here.last), here)


def atx(state: State, row: int, here: Container) -> int:
    """`## Heading ##`."""
    line, start = state.rest[row], state.at[row]
    text = line.lstrip(" \t")
    content = text.lstrip("#")
    level = len(text) - len(content)
    state.rest[row] = content = content.lstrip(" \t")
    state.at[row] = start + len(line) - len(content)
    text = content.rstrip(" \t")
    bare = text.rstrip("#")
    if not bare or bare[-1] in " \t":
        text = bare.rstrip(" \t")
    _heading(state, row, level, Span(start, start + len(line)), text, here)
    return row + 1


def _heading(state: State, row: int, level: int, span: Span, text: str, here: Container) -> None:
    state.leaves.append(Leaf(row, row + 1, "heading"))
    here.found.append(Section("heading", span, None))
    if here.depth == 0:
        at = state.at[row]
        parent = len(state.headings) - 1 if state.headings else None
        while parent is not None and state.headings[parent].level >= level:
            parent = state.headings[parent].parent
        text_span = Span(at, at + len(text))
        state.headings.append(Heading(level, text, row + 1, span, text_span, parent))


def _setext(state: State, row: int, level: int, here: Container) -> int:
    span = state.span(row, row + 2)
    line = state.rest[row]
    state.rest[row] = text = line.lstrip(" \t")
    state.at[row] += len(line) - len(text)
    _heading(state, row, level, span, text.rstrip(" \t"), here)
    return row + 2


def line_of_text(state: State, row: int, line: str) -> Section:
    """The commonest block by far: a paragraph of one line without an id."""
    start = state.at[row]
    state.leaves.append(Leaf(row, row + 1, "paragraph"))
    return Section("paragraph", Span(start, start + len(line)), None)


def paragraph(state: State, row: int, here: Container) -> int:
    """A paragraph, or what only its second line tells from one: setext heading, table."""
    rest, last = state.rest, here.last
    end = row + 1
    kind = "paragraph"
    if end < last and rest[end]:
        if level := leaves.setext_level(rest, row, last):
            return _setext(state, row, level, here)
        if table := leaves.table(rest, row, last):
            kind, end = "table", table
        else:
            while end < last and not interrupts(state, end, last):
                end += 1
    tail = rest[end - 1]
    block_id = _block_id(state, row, end, here) if "^" in tail else None
    if block_id != "":
        state.leaves.append(Leaf(row, end, kind))
        here.found.append(Section(kind, state.span(row, end), block_id))
    return end


def interrupts(state: State, row: int, last: int) -> bool:
    """Whether a paragraph ends before `row`."""
    line = state.rest[row]
    if not line or line.isspace():
        indented = _INDENTED.match(line) and line.strip(" ")
        return not line or (row + 1 < last and not indented)
    if line[0] not in STARTERS or _INDENTED.match(line):
        return False
    match = INTERRUPTS.match(line)
    if match and match["math"]:
        return leaves.math(state.rest, row, last) is not None
    return match is not None or leaves.html_interrupts(line)


def _block_id(state: State, row: int, end: int, here: Container) -> str | None:
    """The id that ends a paragraph; "" where it stands alone and names the block above."""
    tail = state.rest[end - 1]
    column = tail.rfind("^")
    match = _BLOCK_ID.match(tail, column)
    if not match or (column and tail[column - 1] not in " \t"):
        return None
    at = state.at[end - 1]
    id_span = Span(at + column, at + match.end(1))
    if column == 0 and end - row == 1 and here.found:
        above = here.found[-1]
        here.found[-1] = above._replace(block_id=match[1])
        state.block_ids.append(Block(match[1], above.span, id_span, end))
        return ""
    state.block_ids.append(Block(match[1], state.span(row, end), id_span, end))
    return match[1]
