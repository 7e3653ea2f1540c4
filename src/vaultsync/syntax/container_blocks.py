"""Blocks that hold others: quotes, footnote definitions, lists and their items."""

from __future__ import annotations

import re

from vaultsync.syntax import leaves, lists
from vaultsync.syntax.block_state import STARTERS, Container, Leaf, State
from vaultsync.syntax.elements import Callout, Footnote, ListItem, Section
from vaultsync.syntax.leaf_blocks import INTERRUPTS, interrupts
from vaultsync.text import Span

__all__ = ["footnote", "list_", "quote"]

_QUOTE = re.compile(r"[ \t]*> ?")
_CALLOUT = re.compile(r"\[!([^\]\n]+)\]([+-]?)(?:[ \t](.*))?$", re.DOTALL)
_FOOTNOTE = re.compile(r"[ \t]*\[\^([^\[\]\s]+)\]:[ \t]*")
_INDENTED = ("\t", "    ")


def quote(state: State, row: int, here: Container) -> int:
    """A block quote, which its first line may make a callout."""
    rest, at, last = state.rest, state.at, here.last
    start, end = at[row], row
    while end < last:
        line = rest[end]
        if prefix := _QUOTE.match(line):
            width = prefix.end()
            rest[end] = line[width:]
            at[end] += width
            end += 1
        elif not line or line.isspace() or _ends_quote(state, end, last):
            break
        else:
            end = _lazy_run(state, end, last)
    span = Span(start, state.end_of(end - 1))
    callout = _CALLOUT.match(rest[row])
    if callout:
        title = (callout[3] or "").strip(" \t")
        state.callouts.append(Callout(callout[1], callout[2], title, row + 1, span))
    runs = state.runs
    state.runs = runs._replace(quoted={})
    state.content(state, row, end, here.depth + 1, here.item)
    state.runs = runs
    here.found.append(Section("callout" if callout else "blockquote", span, None))
    return end


def _lazy_run(state: State, row: int, last: int) -> int:
    """The row after the lines from `row` on that continue a quote without ">".

    It is remembered, so that quotes in quotes needn't look again.
    """
    end = state.quote_runs.get(row)
    if end is None:
        rest, end = state.rest, row + 1
        while end < last and (line := rest[end]) and not line.isspace():
            if _QUOTE.match(line) or _ends_quote(state, end, last):
                break
            end += 1
        # The line below may become an underline when a quote takes its ">".
        if end - row > 1 and end < last and _QUOTE.match(rest[end]):
            end -= 1
        state.quote_runs[row] = end
    return min(end, last)


def _ends_quote(state: State, row: int, last: int) -> bool:
    """Whether a line without ">" is no more the quote's."""
    line = state.rest[row]
    if leaves.setext_level(state.rest, row, last):
        return True
    if line[0] not in STARTERS:
        return False
    return bool(
        line.startswith(_INDENTED) or INTERRUPTS.match(line) or leaves.html_interrupts(line)
    )


def footnote(state: State, row: int, here: Container) -> int | None:
    """A footnote's definition, at the root: its paragraph, and what is indented by four below."""
    if here.depth:
        return None
    rest, at, last = state.rest, state.at, here.last
    match = _FOOTNOTE.match(rest[row])
    assert match, "the line starts with [^id]:"
    end, blank = row + 1, False
    for below in range(row + 1, last):
        line = rest[below]
        if not line or line.isspace():
            blank = True
        elif _FOOTNOTE.match(line):
            break
        elif line.startswith(_INDENTED) or not (blank or interrupts(state, below, last)):
            end, blank = below + 1, False
        else:
            break
    span = state.span(row, end)
    state.footnotes.append(Footnote(match[1], row + 1, span))
    rest[row] = rest[row][match.end() :]
    at[row] += match.end()
    lists.dedent(rest, at, row + 1, end, 4, state.runs)
    state.content(state, row, end, here.depth + 1, here.item)
    here.found.append(Section("footnoteDefinition", span, None))
    return end


def list_(state: State, row: int, here: Container) -> int:
    """A list: items with markers of one kind."""
    start = stop = state.at[row]
    end, items = lists.item_rows(state.rest, row, here.last, state.runs)
    for item in items:
        stop = _item(state, item, row, here)
    here.found.append(Section("list", Span(start, stop), None))
    return end


def _item(state: State, rows: lists.ItemRows, list_row: int, here: Container) -> int:
    """Read one item and give the end of all its rows."""
    rest, at = state.rest, state.at
    row, last, spread, marker, body, takes = rows
    line, start = rest[row], at[row]
    one_line = last - row == 1
    end = at[last] if spread else start + len(line) if one_line else state.end_of(last - 1)
    if not one_line:
        lists.dedent(rest, at, row + 1, last, takes, state.runs)
    box = lists.status_column(line, body)
    text_at = body if box is None else box + 3
    rest[row] = text = line[text_at:]
    at[row] = start + text_at
    index = len(state.items)
    item = ListItem(
        row + 1,
        Span(start, end),
        here.item,
        list_row + 1,
        0 if here.item is None else state.items[here.item].depth + 1,
        None if box is None else line[box],
        Span(start + marker, start + body),
        None if box is None else Span(start + box, start + box + 1),
        None,
    )
    state.items.append(item)
    if one_line and text and text[0] not in STARTERS and "^" not in text:
        state.leaves.append(Leaf(row, last, "paragraph"))
    elif children := state.content(state, row, last, here.depth + 1, index):
        _close(state, index, children)
    return end


def _close(state: State, index: int, children: list[Section]) -> None:
    """An item ends before its nested list, and the id of a paragraph in it names it."""
    item = state.items[index]
    if children[-1].type == "list" and len(children) > 1:
        item = item._replace(span=Span(item.span.start, children[-2].span.end))
    block_id = next((one.block_id for one in children if one.block_id and one.type != "list"), None)
    if block_id:
        item = item._replace(block_id=block_id)
        _name(state, block_id, item.span)
    state.items[index] = item


def _name(state: State, block_id: str, span: Span) -> None:
    """What an id at the end of an item's text names is the item."""
    for i in range(len(state.block_ids) - 1, -1, -1):
        if state.block_ids[i].id == block_id:
            state.block_ids[i] = state.block_ids[i]._replace(span=span)
            break
