"""Progress on a terminal: a tree of folders, notes and headings, with a bar for each.

In a pipe it is plain lines (`progress_text`); only here are the terminal's width
and colours asked for, and the library loaded that knows how wide characters are.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from textwrap import wrap
from typing import NamedTuple

import click

from vaultsync.cli.output import can_show, clean
from vaultsync.model.progress.counts import Counts
from vaultsync.model.progress.groups import GroupProgress, by_folder
from vaultsync.model.progress.measure import NoteProgress, Progress, SectionProgress

__all__ = ["Node", "Paper", "draw", "group_nodes", "note_nodes", "on_terminal", "say_tree"]

_WIDEST, _NARROWEST_NAME = 20, 12


class Node(NamedTuple):
    """A line of the tree, and those below it."""

    name: str
    counts: Counts
    inner: tuple[Node, ...] = ()


class Paper(NamedTuple):
    """Where it is drawn: so many columns wide, with colours or not, and with box characters."""

    width: int
    colour: bool
    fine: bool

    @property
    def cells(self) -> tuple[str, str, str]:
        """What is done, in progress, and open."""
        return ("█", "▒", "░") if self.fine else ("#", "+", ".")

    @property
    def guides(self) -> tuple[str, str, str, str]:
        """Before a branch, before the last one; and before what is below either."""
        return ("├─ ", "└─ ", "│  ", "   ") if self.fine else ("|- ", "`- ", "|  ", "   ")


def on_terminal() -> Paper | None:
    """The terminal that the answer goes to; None for a pipe or file."""
    if not sys.stdout.isatty():
        return None
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size().columns
    return Paper(max(width, 20), colour, can_show("█▒░├─└│…"))


def note_nodes(counted: Progress, *, sections: bool) -> tuple[Node, ...]:
    """The notes, in their folders where there are several, and their headings with boxes."""
    if len(counted.notes) == 1:
        return tuple(_note(note, note.path, sections=sections) for note in counted.notes)
    inside: dict[str, list[Node]] = {}
    for note in counted.notes:
        folder, _, name = note.path.rpartition("/")
        inside.setdefault(folder, []).append(_note(note, name, sections=sections))

    def folder_node(group: GroupProgress) -> Node:
        below = (folder_node(one) for one in group.groups)
        name = f"{group.name.rpartition('/')[2]}/"
        return Node(name, group.counts, (*inside.get(group.name, ()), *below))

    folders = [group for group in by_folder(counted.notes) if group.name]
    return (*inside.get("", ()), *map(folder_node, folders))


def group_nodes(groups: Iterable[GroupProgress], nameless: str) -> tuple[Node, ...]:
    """Folders or tags with those in them."""
    return tuple(
        Node(group.name or nameless, group.counts, group_nodes(group.groups, nameless))
        for group in groups
    )


def say_tree(nodes: Sequence[Node], whole: Node | None, how: str, paper: Paper) -> None:
    """Draw the tree on the terminal, with a line for all together and one on how it was counted."""
    lines = draw([*nodes, whole] if whole else nodes, paper)
    click.echo("\n".join(lines), color=paper.colour)
    for line in wrap(how, paper.width):
        click.echo(click.style(line, dim=True) if paper.colour else line)


def draw(nodes: Sequence[Node], paper: Paper) -> Iterator[str]:
    """The lines of a tree, none wider than the paper.

    >>> nodes = [Node("a.md", Counts(4, done=1, in_progress=1, open=2), (Node("A", Counts()),))]
    >>> for line in draw(nodes, Paper(40, False, True)): print(line)
    a.md                     █▒░░  1/4  25 %
    └─ A                                 -
    """
    from rich.cells import set_cell_size

    rows = list(chain.from_iterable(_rows(node, "", "", paper) for node in nodes))
    shares = [_share(counts) for _, _, counts in rows]
    most = max(map(len, shares), default=0)
    bar = min(max((paper.width - 40) // 2, 4), _WIDEST)
    name = paper.width - bar - most - 3
    if name < _NARROWEST_NAME:
        bar, name = 0, max(paper.width - most - 1, 1)
    for (guides, text, counts), share in zip(rows, shares, strict=True):
        shown = set_cell_size(_fitted(guides + text, name, paper), name)
        drawn = f" {_bar(counts, bar, paper)} " if bar else ""
        yield f"{shown}{drawn} {share:>{most}}".rstrip()


_Row = tuple[str, str, Counts]


def _rows(node: Node, first: str, other: str, paper: Paper) -> Iterator[_Row]:
    yield first, clean(node.name), node.counts
    branch, last, below, below_last = paper.guides
    for index, inner in enumerate(node.inner):
        is_last = index == len(node.inner) - 1
        before = (other + last, other + below_last) if is_last else (other + branch, other + below)
        yield from _rows(inner, *before, paper)


def _note(note: NoteProgress, name: str, *, sections: bool) -> Node:
    inner = _section_nodes(note.sections) if sections else ()
    return Node(name.removesuffix(".md"), note.counts, inner)


def _section_nodes(sections: Iterable[SectionProgress]) -> tuple[Node, ...]:
    return tuple(
        Node(section.heading, section.counts, _section_nodes(section.sections))
        for section in sections
        if section.counts.total
    )


def _fitted(text: str, width: int, paper: Paper) -> str:
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= width:
        return text
    dots = "…" if paper.fine else "..."
    return set_cell_size(text, width - len(dots)) + dots


def _share(counts: Counts) -> str:
    """`3/10  30 %`, with the percentage by weight in brackets."""
    if counts.percent is None:
        return "-  "
    share = f"{counts.done}/{counts.total} {counts.percent:>3} %"
    if counts.weight is None:
        return share
    percent = counts.weight.percent
    return f"{share} ({'-' if percent is None else percent:>3} %)"


def _bar(counts: Counts, width: int, paper: Paper) -> str:
    """What is done, what is in progress, what is open: never full before all is done."""
    if counts.percent is None:
        return " " * width
    done = counts.done * width // counts.total
    begun = (counts.done + counts.in_progress) * width // counts.total - done
    full, half, empty = paper.cells
    parts = (full * done, half * begun, empty * (width - done - begun))
    if not paper.colour:
        return "".join(parts)
    colour = "green" if counts.percent == 100 else "cyan"
    done_part, begun_part, open_part = parts
    return (
        (done_part and click.style(done_part, fg=colour))
        + (begun_part and click.style(begun_part, fg="yellow"))
        + (open_part and click.style(open_part, dim=True))
    )
