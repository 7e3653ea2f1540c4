"""Progress for people: a bar with its counts for each note, heading, folder or tag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vaultsync.cli.output import can_show, clean, say, say_lines
from vaultsync.cli.progress_tree import Node, group_nodes, note_nodes, on_terminal, say_tree
from vaultsync.model.progress.counts import Counts
from vaultsync.model.progress.groups import GroupProgress
from vaultsync.model.progress.measure import Measure, NoteProgress, Progress, SectionProgress

__all__ = ["bar_of", "how_counted", "say_groups", "say_progress"]

_BAR = 20
_CELLS = ("█", "░")
_NAMELESS = {"folder": "/", "tag": "no tag"}


def say_progress(counted: Progress, measure: Measure, *, sections: bool) -> None:
    """A line for each note, and for its `sections`; what all are together; how it was counted."""
    single = len(counted.notes) == 1
    if paper := on_terminal():
        whole = None if single else _whole(counted)
        say_tree(
            note_nodes(counted, sections=sections),
            whole,
            how_counted(counted.total, measure),
            paper,
        )
        return
    say_lines(_lines(counted, sections=sections))
    if not single:
        say(_whole_line(counted))
    say(how_counted(counted.total, measure))


def say_groups(
    groups: Iterable[GroupProgress], counted: Progress, measure: Measure, *, by: str
) -> None:
    """A line for each group, and for all together."""
    nameless = _NAMELESS[by]
    how = how_counted(counted.total, measure)
    if by == "tag":
        how += "; a box counts for each of its tags"
    if paper := on_terminal():
        say_tree(group_nodes(groups, nameless), _whole(counted), how, paper)
        return
    say_lines(_group_lines(groups, 0, nameless))
    say(_whole_line(counted))
    say(how)


def _whole(counted: Progress) -> Node:
    return Node(f"in {len(counted.notes) + len(counted.beyond)} notes", counted.total)


def _whole_line(counted: Progress) -> str:
    whole = _whole(counted)
    return f"{bar_of(whole.counts)}  {whole.name}"


def how_counted(total: Counts, measure: Measure) -> str:
    """By which rules, and what the percentage doesn't say of what it is made of."""
    as_what = f"as {float(measure.share):g} done" if measure.share else "as open"
    beside = [
        (total.in_progress, f"in progress, counted {as_what}"),
        (total.cancelled, "cancelled, not counted"),
    ]
    said = [f"policy {measure.policy.value}", *[f"{n} {what}" for n, what in beside if n]]
    if measure.weight and total.weight:
        missing = total.weight.missing
        said.append(
            f"weighed by {measure.weight}" + (f", {missing} without it as 1" if missing else "")
        )
    if measure.through_links:
        said.append("through links")
    return "; ".join(said)


def _lines(counted: Progress, *, sections: bool) -> Iterator[str]:
    for note in counted.notes:
        yield f"{bar_of(note.counts)}  {_name(note)}"
        if sections:
            yield from _section_lines(note.sections, 1)


def _section_lines(sections: Iterable[SectionProgress], depth: int) -> Iterator[str]:
    for section in sections:
        if section.counts.total:
            yield f"{bar_of(section.counts)}  {'  ' * depth}{section.heading}"
            yield from _section_lines(section.sections, depth + 1)


def _group_lines(groups: Iterable[GroupProgress], depth: int, nameless: str) -> Iterator[str]:
    for group in groups:
        name = group.name or nameless
        yield f"{bar_of(group.counts)}  {'  ' * depth}{name}"
        yield from _group_lines(group.groups, depth + 1, nameless)


def _name(note: NoteProgress) -> str:
    return clean(note.path.removesuffix(".md"))


def bar_of(counts: Counts) -> str:
    """`██████░░░░░░░░░░░░░░    3/10   30 %`; always with its counts."""
    weight = counts.weight
    if counts.percent is None:
        return f"{'':{_BAR}}  {'no tasks':>16}" + ("" if weight is None else " " * 14)
    cells = counts.percent * _BAR // 100
    full, empty = _CELLS if can_show("".join(_CELLS)) else "#."
    share = f"{counts.done}/{counts.total}"
    bar = f"{full * cells}{empty * (_BAR - cells)}  {share:>9} {counts.percent:>4} %"
    if weight is None:
        return bar
    weighed = "-" if weight.percent is None else f"{weight.percent} %"
    return f"{bar} {weighed:>6} weight"
