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
from typing import NamedTuple

from vaultsync.syntax import leaves, lists
from vaultsync.syntax.elements import Block, Callout, Footnote, Heading, ListItem, Problem, Section
from vaultsync.text import Span

__all__ = ["Blocks", "Leaf", "read_blocks"]

MAX_NESTING = 100

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
# A line that starts with none of these can only open or continue a paragraph.
_STARTERS = frozenset("\t `~>#*-_+0123456789<$[")
# A setext underline below comes before these.
_AFTER_SETEXT = frozenset({"html", "math", "footnote", "definition"})
# What ends a paragraph, or a quote's text without ">", without a blank line before it.
_INTERRUPTS = re.compile(
    r"""[ \t]* (?:
        `{3,} (?= [^`]* $ ) | ~{3,}
      | (?P<quote> > )
      | \#{1,6} (?= [ \t] | $ )
      | (?: (?:\*[ ]*+){3,}+ | (?:-[ ]*+){3,}+ | (?:_[ ]*+){3,}+ ) $
      | (?: [*+-] | 1[.)] ) (?= [ \t] | $ )
      | (?P<math> \$\$ )
    )""",
    re.VERBOSE,
)
_INDENTED = re.compile(r"[ ]{0,3}\t|[ ]{4}")
_QUOTE = re.compile(r"[ \t]*> ?")
_CALLOUT = re.compile(r"\[!([^\]\n]+)\]([+-]?)(?:[ \t](.*))?$")
_FOOTNOTE = re.compile(r"[ \t]*\[\^([^\[\]\s]+)\]:[ \t]*")
_BLOCK_ID = re.compile(r"\^([A-Za-z0-9-]+)[ \t]*$")


class Leaf(NamedTuple):
    """Rows `first` to `last` (excluded) of running text, where links and tags can be."""

    first: int
    last: int
    type: str


class Blocks(NamedTuple):
    """All that the block scan found, in the order of the note."""

    sections: list[Section]
    headings: list[Heading]
    items: list[ListItem]
    leaves: list[Leaf]
    callouts: list[Callout]
    footnotes: list[Footnote]
    block_ids: list[Block]
    problems: list[Problem]
    rest: list[str]
    at: list[int]


class _Container(NamedTuple):
    """What is being read: up to which row, how deep, in which list item; the blocks so far."""

    last: int
    depth: int
    item: int | None
    found: list[Section]


def read_blocks(rest: list[str], at: list[int], first: int = 0) -> Blocks:
    """Read the blocks of the lines `rest`, which start at the offsets `at`, from row `first` on.

    Both lists are used up: in the result they hold what is left of each line
    when its containers have taken theirs.
    """
    reader = _Reader(rest, at)
    sections = reader.blocks(first, len(rest), 0, None)
    return Blocks(
        sections,
        reader.headings,
        reader.items,
        reader.leaves,
        reader.callouts,
        reader.footnotes,
        reader.block_ids,
        reader.problems,
        rest,
        at,
    )


class _Reader:
    """One pass over the lines; its lists are what it has found so far."""

    def __init__(self, rest: list[str], at: list[int]) -> None:
        self.rest = rest
        self.at = at
        self.headings: list[Heading] = []
        self.items: list[ListItem] = []
        self.leaves: list[Leaf] = []
        self.callouts: list[Callout] = []
        self.footnotes: list[Footnote] = []
        self.block_ids: list[Block] = []
        self.problems: list[Problem] = []
        self.runs: lists.Runs = {}

    def blocks(self, row: int, last: int, depth: int, item: int | None) -> list[Section]:
        """Read rows `row` to `last` (excluded) as the content of one container."""
        here = _Container(last, depth, item, [])
        if depth > MAX_NESTING:
            return self.too_deep(row, last)
        rest = self.rest
        while row < last:
            line = rest[row]
            if not line:
                row += 1
            elif line[0] in _STARTERS:
                row = self.starter(row, here)
            elif (row + 1 == last or not rest[row + 1]) and "^" not in line:
                here.found.append(self.line_of_text(row, line))
                row += 1
            else:
                row = self.paragraph(row, here)
        return here.found

    def line_of_text(self, row: int, line: str) -> Section:
        """The commonest block by far: a paragraph of one line without an id."""
        start = self.at[row]
        self.leaves.append(Leaf(row, row + 1, "paragraph"))
        return Section("paragraph", Span(start, start + len(line)), None)

    def starter(self, row: int, here: _Container) -> int:
        """Read the block of a line whose first character may start one."""
        start = _START.match(self.rest[row])
        kind = start.lastgroup if start else None
        if kind == "blank":
            return row + 1
        if kind is None or (
            kind in _AFTER_SETEXT and leaves.setext_level(self.rest, row, here.last)
        ):
            return self.paragraph(row, here)
        return _READERS[kind](self, row, here) or self.paragraph(row, here)

    def end_of(self, row: int) -> int:
        return self.at[row] + len(self.rest[row])

    def too_deep(self, row: int, last: int) -> list[Section]:
        span = Span(self.at[row], self.end_of(last - 1))
        if not any(problem.code == "too-deep" for problem in self.problems):
            message = f"nested more than {MAX_NESTING} deep; what is deeper is not read"
            self.problems.append(Problem("too-deep", message, span, row + 1))
        return [Section("opaque", span, None)]

    def opaque(self, kind: str, row: int, end: int | None, here: _Container) -> int | None:
        """A block of rows in which nothing else is looked for."""
        if end is not None:
            here.found.append(Section(kind, Span(self.at[row], self.end_of(end - 1)), None))
        return end

    def code(self, row: int, here: _Container) -> int | None:
        return self.opaque("code", row, leaves.indented_code(self.rest, row, here.last), here)

    def fence(self, row: int, here: _Container) -> int | None:
        return self.opaque("code", row, leaves.fence(self.rest, row, here.last), here)

    def html(self, row: int, here: _Container) -> int | None:
        return self.opaque("html", row, leaves.html(self.rest, row, here.last), here)

    def math(self, row: int, here: _Container) -> int | None:
        return self.opaque("math", row, leaves.math(self.rest, row, here.last), here)

    def rule(self, row: int, here: _Container) -> int | None:
        return self.opaque("thematicBreak", row, row + 1, here)

    def definition(self, row: int, here: _Container) -> int | None:
        end = leaves.definition(self.rest, row, here.last)
        return self.opaque("definition", row, end, here)

    def atx(self, row: int, here: _Container) -> int:
        line, start = self.rest[row], self.at[row]
        text = line.lstrip(" \t")
        content = text.lstrip("#")
        level = len(text) - len(content)
        self.rest[row] = content = content.lstrip(" \t")
        self.at[row] = start + len(line) - len(content)
        text = content.rstrip(" \t")
        bare = text.rstrip("#")
        if not bare or bare[-1] in " \t":
            text = bare.rstrip(" \t")
        self.heading(row, level, Span(start, start + len(line)), text, here)
        return row + 1

    def heading(self, row: int, level: int, span: Span, text: str, here: _Container) -> None:
        self.leaves.append(Leaf(row, row + 1, "heading"))
        here.found.append(Section("heading", span, None))
        if here.depth == 0:
            at = self.at[row]
            self.headings.append(Heading(level, text, row + 1, span, Span(at, at + len(text))))

    def setext(self, row: int, level: int, here: _Container) -> int:
        span = Span(self.at[row], self.end_of(row + 1))
        line = self.rest[row]
        self.rest[row] = text = line.lstrip(" \t")
        self.at[row] += len(line) - len(text)
        self.heading(row, level, span, text.rstrip(" \t"), here)
        return row + 2

    def paragraph(self, row: int, here: _Container) -> int:
        """A paragraph, or what needs its second line to be told from one: setext heading, table."""
        rest, last = self.rest, here.last
        end = row + 1
        kind = "paragraph"
        if end < last and rest[end]:
            if level := leaves.setext_level(rest, row, last):
                return self.setext(row, level, here)
            if table := leaves.table(rest, row, last):
                kind, end = "table", table
            else:
                while end < last and not self.interrupts(end, last):
                    end += 1
        tail = rest[end - 1]
        block_id = self.block_id(row, end, here) if "^" in tail else None
        if block_id != "":
            self.leaves.append(Leaf(row, end, kind))
            span = Span(self.at[row], self.at[end - 1] + len(tail))
            here.found.append(Section(kind, span, block_id))
        return end

    def interrupts(self, row: int, last: int) -> bool:
        """Whether the paragraph above ends before `row`."""
        line = self.rest[row]
        if not line or line.isspace():
            return not line or (row + 1 < last and "\t" not in line[:4])
        if line[0] not in _STARTERS or _INDENTED.match(line):
            return False
        match = _INTERRUPTS.match(line)
        if match and match["math"]:
            return leaves.math(self.rest, row, last) is not None
        return match is not None or leaves.html_interrupts(line)

    def block_id(self, row: int, end: int, here: _Container) -> str | None:
        """The id that ends a paragraph; "" where it stands alone and names the block above."""
        tail = self.rest[end - 1]
        column = tail.rfind("^")
        match = _BLOCK_ID.match(tail, column)
        if not match or (column and tail[column - 1] not in " \t"):
            return None
        at = self.at[end - 1]
        id_span = Span(at + column, at + match.end(1))
        span = Span(self.at[row], at + len(tail))
        if column == 0 and end - row == 1 and here.found:
            above = here.found[-1]
            here.found[-1] = above._replace(block_id=match[1])
            self.block_ids.append(Block(match[1], above.span, id_span, end))
            return ""
        self.block_ids.append(Block(match[1], span, id_span, end))
        return match[1]

    def quote(self, row: int, here: _Container) -> int:
        rest, at, last = self.rest, self.at, here.last
        start, end = at[row], row
        while end < last:
            line = rest[end]
            if prefix := _QUOTE.match(line):
                width = prefix.end()
                rest[end] = line[width:]
                at[end] += width
                end += 1
            elif not line or line.isspace() or self.ends_quote(end, last):
                break
            else:
                end = min(lists.plain_run(rest, end, last, self.runs), last)
        span = Span(start, self.end_of(end - 1))
        callout = _CALLOUT.match(rest[row])
        if callout:
            title = (callout[3] or "").strip(" \t")
            self.callouts.append(Callout(callout[1], callout[2], title, row + 1, span))
        self.blocks(row, end, here.depth + 1, here.item)
        here.found.append(Section("callout" if callout else "blockquote", span, None))
        return end

    def ends_quote(self, row: int, last: int) -> bool:
        line = self.rest[row]
        if leaves.setext_level(self.rest, row, last):
            return True
        if line[0] not in _STARTERS:
            return False
        return bool(
            line.startswith(("\t", "    ")) or _INTERRUPTS.match(line) or leaves.html_interrupts(line)
        )

    def footnote(self, row: int, here: _Container) -> int:
        """A footnote's definition: its paragraph, and what is indented by four below it."""
        rest, at, last = self.rest, self.at, here.last
        match = _FOOTNOTE.match(rest[row])
        assert match
        start, end, blank = at[row], row + 1, False
        for i in range(row + 1, last):
            line = rest[i]
            if not line or line.isspace():
                blank = True
            elif _INDENTED.match(line) or not (blank or self.interrupts(i, last)):
                end, blank = i + 1, False
            else:
                break
        span = Span(start, self.end_of(end - 1))
        self.footnotes.append(Footnote(match[1], row + 1, span))
        rest[row] = rest[row][match.end() :]
        at[row] += match.end()
        lists.dedent(rest, at, row + 1, end, 4, self.runs)
        self.blocks(row, end, here.depth + 1, here.item)
        here.found.append(Section("footnoteDefinition", span, None))
        return end

    def list(self, row: int, here: _Container) -> int:
        start = stop = self.at[row]
        end, items = lists.item_rows(self.rest, row, here.last, self.runs)
        for item in items:
            stop = self.item(item, row, here)
        here.found.append(Section("list", Span(start, stop), None))
        return end

    def item(self, rows: lists.ItemRows, list_row: int, here: _Container) -> int:
        """Read one item and give the end of all its rows."""
        rest, at, row, last = self.rest, self.at, rows.first, rows.last
        line, start = rest[row], at[row]
        end = at[last] if rows.spread else self.end_of(last - 1)
        if last - row > 1:
            lists.dedent(rest, at, row + 1, last, rows.takes, self.runs)
        box = lists.status_column(line, rows.body)
        body = rows.body if box is None else box + 3
        rest[row] = text = line[body:]
        at[row] = start + body
        index = len(self.items)
        item = ListItem(
            row + 1,
            Span(start, end),
            here.item,
            list_row + 1,
            0 if here.item is None else self.items[here.item].depth + 1,
            None if box is None else line[box],
            Span(start + rows.marker, start + rows.body),
            None if box is None else Span(start + box, start + box + 1),
            None,
        )
        self.items.append(item)
        if last - row == 1 and text and text[0] not in _STARTERS and "^" not in text:
            self.leaves.append(Leaf(row, last, "paragraph"))
        elif children := self.blocks(row, last, here.depth + 1, index):
            self.close(index, children)
        return end

    def close(self, index: int, children: list[Section]) -> None:
        """An item ends before its nested list, and its first paragraph's id names it."""
        item = self.items[index]
        if children[-1].type == "list" and len(children) > 1:
            self.items[index] = item = item._replace(
                span=Span(item.span.start, children[-2].span.end)
            )
        for child in children:
            if child.block_id and child.type != "list":
                self.items[index] = item._replace(block_id=child.block_id)
                break


_READERS: dict[str, Callable[[_Reader, int, _Container], int | None]] = {
    name: getattr(_Reader, name)
    for name in (
        "code", "fence", "quote", "atx", "rule", "list", "html", "math", "footnote", "definition"
    )
}
