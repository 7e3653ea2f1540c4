"""Lists: where they end, where their items part, what indentation an item takes away.

CommonMark's rules with the differences that Obsidian shows (reference 0.3): an
item reaches as far as its marker and blanks do to the eye, and a line without
any indentation keeps the indentation of all its sisters.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["ItemRows", "Runs", "dedent", "item_rows", "status_column"]

_TAB = 4
_BLANKS = frozenset(" \t")
_BOX_ENDS = frozenset(("] ", "]\t"))
# "  - text", "12) text". Of five or more blanks only the first belongs to the marker:
# the others make indented code.
_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?P<marker>[*+-]|(?P<number>[0-9]+)[.)])"
    r"(?P<blanks>[ ]{1,4}(?![ ])|[ ]|\t|$)"
)
_MARKER = re.compile(r"[ \t]*([*+-]|[0-9]+[.)])")
_RULE = re.compile(r"[ \t]*(?:(?:\*[ ]*+){3,}+|(?:-[ ]*+){3,}+)$")
# What ends a list without a blank line before it.
_ENDS = re.compile(
    r"""[ \t]* (?:
        `{3,} (?= [^`]* $ ) | ~{3,}
      | \#{1,6} (?= [ \t] | $ )
      | (?: (?:\*[ ]*+){3,}+ | (?:-[ ]*+){3,}+ | (?:_[ ]*+){3,}+ ) $
      | \$\$
    )""",
    re.VERBOSE,
)


class Runs(NamedTuple):
    """How far runs of lines reach that say nothing new to a container deeper down.

    From the first row of a run to the row after it: `empty` lines; `lazy` ones,
    which only continue what is above them in a list; `quoted` ones, which do
    too until a quote takes their `>`. Without it, lists in lists would look at
    each line once for every level.
    """

    empty: dict[int, int]
    lazy: dict[int, int]
    quoted: dict[int, int]


class ItemRows(NamedTuple):
    """Rows `first` to `last` (excluded) are one item.

    `marker` and `body` are columns of its first line; `takes` is the width that
    the marker takes away from the lines below; `spread` says that a blank line
    parts the item from the next.
    """

    first: int
    last: int
    spread: bool
    marker: int
    body: int
    takes: int


def item_rows(rest: list[str], row: int, last: int, runs: Runs) -> tuple[int, list[ItemRows]]:
    """The row after the list that starts at `row`, and its items."""
    items: list[ItemRows] = []
    opened, first = _item(rest[row]), row
    reach = _reach(opened)
    row = end = row + 1
    blank = spread = False  # the last line was blank; blank lines have come since `end`
    while row < last:
        line = rest[row]
        size = _indent(line, reach) if line[:1] in _BLANKS else 0
        match = _ITEM.match(line) if size < reach else None
        if match:
            if _parts(match, opened, line):
                break
            items.append(_close(opened, first, end, spread=spread))
            opened, first, reach = match, row, _reach(match)
            blank = spread = False
        elif size >= reach:
            blank, spread = line.isspace(), False
        elif not line or (line.isspace() and size <= _TAB):
            blank = spread = True
            row = _empty_run(rest, row, last, runs)
            continue
        elif not _belongs(line, size, reach) and (blank or _ENDS.match(line)):
            break
        else:
            blank, spread = line.isspace(), False
            row = end = _lazy_run(rest, row, last, runs)
            continue
        row = end = row + 1
    items.append(_close(opened, first, end, spread=False))
    return end, items


def _item(line: str) -> re.Match[str]:
    match = _ITEM.match(line)
    assert match, "a list starts with an item"
    return match


def _parts(match: re.Match[str], opened: re.Match[str], line: str) -> bool:
    """Whether an item's line starts another list, or is a thematic break."""
    marker, other = match["marker"], opened["marker"]
    if marker != other and marker[-1] != other[-1]:
        return True
    return line.count(marker) > 2 and marker in "*-" and bool(_RULE.match(line))


def _belongs(line: str, size: int, reach: int) -> bool:
    """Whether a line short of the content column is the item's: what looks like a marker counts."""
    failed = _MARKER.match(line)
    if failed:
        size += len(failed[1])
    return size >= reach or size > _TAB


def _reach(match: re.Match[str], pad: int = 0) -> int:
    """The column at which the content of an item starts."""
    if "\t" not in match[0]:
        return match.end() + pad
    column = width(match["indent"]) + len(match["marker"]) + pad
    return column + width(match["blanks"], column)


def _close(match: re.Match[str], first: int, last: int, *, spread: bool) -> ItemRows:
    takes = _reach(match, _pad(match)) if last - first > 1 else 0
    return ItemRows(first, last, spread, match.start("marker"), match.end(), takes)


def _pad(match: re.Match[str]) -> int:
    """One column more for the children of "1." to "9." where marker and blanks end unevenly."""
    number = match["number"]
    short = number is not None and len(number.lstrip("0")) <= 1 and match["marker"][-1] == "."
    return 1 if short and match.end() % 2 else 0


def status_column(line: str, body: int) -> int | None:
    """The column of the status character in the box at `body`; None without a box.

    >>> status_column("- [x] done", 2), status_column("- [x]done", 2)
    (3, None)
    """
    if line[body : body + 1] != "[" or line[body + 2 : body + 4] not in _BOX_ENDS:
        return None
    return body + 1 if line[body + 1] <= "\uffff" else None


def dedent(rest: list[str], at: list[int], row: int, last: int, takes: int, runs: Runs) -> None:
    """Take from rows `row` to `last` the smallest indentation among them, at most `takes` columns.

    A line without any indentation keeps all lines as they are: so it is that
    unindented text after a child makes Obsidian lose the child.
    """
    filled = []
    enough = " " * takes
    while row < last:
        line = rest[row]
        if not line:
            row = _empty_run(rest, row, last, runs)
            continue
        if line[0] not in _BLANKS and not line.isspace():
            return
        filled.append(row)
        if not (line.startswith(enough) or line.isspace()):
            takes = min(takes, _indent(line, takes))
            enough = " " * takes
        row += 1
    for row in filled:
        cut = _cut(rest[row], takes)
        rest[row] = rest[row][cut:]
        at[row] += cut


def _cut(line: str, columns: int) -> int:
    r"""How many blanks fill `columns`; a tab that reaches beyond goes as a whole.

    >>> _cut("\t- a", 2), _cut("    - a", 2), _cut("  \t- a", 4)
    (1, 2, 3)
    """
    if line.startswith(" " * columns):
        return columns
    if line[:1] == "\t" and columns <= _TAB:
        return 1
    column = 0
    for i, char in enumerate(line):
        if column >= columns or char not in _BLANKS:
            return i
        column += _TAB - column % _TAB if char == "\t" else 1
    return len(line)


def _indent(line: str, enough: int) -> int:
    """The width of a line's indentation, or `enough` where it is seen at once to be that much."""
    if line[0] == "\t" and enough <= _TAB:
        return enough
    return width(line[: len(line) - len(line.lstrip(" \t"))])


def width(blanks: str, column: int = 0) -> int:
    r"""The columns that `blanks` fills from `column` on; a tab reaches to the next fourth.

    >>> width("\t"), width(" \t "), width("\t", 2)
    (4, 5, 2)
    """
    if "\t" not in blanks:
        return len(blanks)
    before = column % _TAB
    return len((" " * before + blanks).expandtabs(_TAB)) - before


def _empty_run(rest: list[str], row: int, last: int, runs: Runs) -> int:
    """The row after the empty lines from `row` on (`row` itself may hold blanks)."""
    end = runs.empty.get(row)
    if end is None:
        end = row + 1
        while end < last and not rest[end]:
            end += 1
        runs.empty[row] = end
    return min(end, last)


def _lazy_run(rest: list[str], row: int, last: int, runs: Runs) -> int:
    """The row after the lines from `row` on that can only continue a list item."""
    if rest[row][0].isspace():
        return row + 1
    quoted = rest[row].startswith(">")
    known = runs.quoted if quoted else runs.lazy
    end = known.get(row)
    if end is None:
        end = row + 1
        while end < last and _is_lazy(rest[end]) and rest[end].startswith(">") == quoted:
            end += 1
        known[row] = end
    return min(end, last)


def _is_lazy(line: str) -> bool:
    if not line or line[0].isspace():
        return False
    return not (_ITEM.match(line) or _ENDS.match(line))
