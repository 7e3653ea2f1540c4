"""Charts as SVG that stands in a page: drawn by pygal, coloured by the page's own style.

What pygal adds besides (scripts, styles, random ids, the day) is taken out: the
same figures give the same bytes, and the page needs no leave for inline styles.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import pygal
from pygal.etree import etree
from pygal.style import Style

from vaultsync.model.progress.counts import Counts
from vaultsync.model.reporting.past import HistoryPoint, thinned

__all__ = ["burn_up_chart", "section_chart"]

# pygal leaves a finder of modules in Python's import system that speaks a protocol of the time
# before Python 3.4: others trip over it, and nothing that we use needs it.
sys.meta_path[:] = [one for one in sys.meta_path if type(one).__module__ != "pygal"]

_BAR_HEIGHT = 26
_LABEL = 26
_LETTER = 13  # as in page.css
_BURN_UP_HEIGHT = 230
_MOST_POINTS = 120
_TAKEN_OUT = ("defs", "desc", "title")


def section_chart(sections: Sequence[tuple[str, Counts]], name: str) -> str:
    """Bars of what is done, in progress and open; `name` is what the chart is called."""
    chart = pygal.HorizontalStackedBar(
        **_common(height=_BAR_HEIGHT * len(sections) + 24, width=390),
        spacing=6,
    )
    shown = sections[::-1]  # pygal draws from the bottom up
    chart.x_labels = [_short(heading) for heading, _ in shown]
    chart.y_labels = _ticks(max(counts.total for _, counts in shown))
    chart.add("Done", [counts.done for _, counts in shown])
    chart.add("In progress", [counts.in_progress for _, counts in shown])
    chart.add("Open", [counts.open for _, counts in shown])
    return _bare(chart, name)


def burn_up_chart(points: Sequence[HistoryPoint], name: str, *, width: int) -> str:
    """Lines of all tasks and of those done, day by day; "" where there are fewer than two days.

    `width` is that of the place: letters grow and shrink with the chart.
    """
    shown = thinned(points, _MOST_POINTS)
    if not shown:
        return ""
    chart = pygal.Line(
        **_common(height=_BURN_UP_HEIGHT, width=width),
        margin_right=38,  # half of the last date
        show_dots=False,
        show_minor_x_labels=False,
        truncate_label=-1,
    )
    labels = [point.date for point in shown]
    chart.x_labels = labels
    chart.x_labels_major = [labels[0], labels[len(labels) // 2], labels[-1]]
    chart.y_labels = _ticks(max(1, *(point.total for point in shown)))
    chart.add("All tasks", [point.total for point in shown])
    chart.add("Done", [point.done for point in shown])
    return _bare(chart, name)


def _short(heading: str) -> str:
    """A heading as it fits beside its bar."""
    short = heading if len(heading) <= _LABEL else f"{heading[: _LABEL - 1].rstrip()}…"
    return short or "(no text)"


def _common(*, height: int, width: int) -> dict[str, Any]:
    return {
        "js": [],
        "style": Style(label_font_size=_LETTER, major_label_font_size=_LETTER),  # for the room
        "show_legend": False,
        "explicit_size": False,
        "margin": 4,
        "height": height,
        "width": width,
    }


def _ticks(most: int) -> list[int]:
    """Whole numbers from 0 to at least `most`, about four of them.

    >>> _ticks(7), _ticks(90)
    ([0, 2, 4, 6, 8], [0, 50, 100])
    """
    steps = sorted(step * 10**power for power in range(9) for step in (1, 2, 5))
    step = next(step for step in steps if step * 4 >= most)
    return list(range(0, -(-most // step) * step + 1, step))


def _bare(chart: Any, name: str) -> str:
    svg = chart.render_tree()
    for element in list(svg.iter()):
        for child in list(element):
            kind = child.get("class", "") if isinstance(child.tag, str) else None
            if kind is None or child.tag in _TAKEN_OUT or "tooltip-overlay" in kind.split():
                element.remove(child)
    for attribute in ("id", "style"):
        svg.attrib.pop(attribute, None)
    width = svg.get("viewBox").split()[2]
    svg.set("class", f"chart w{width}")
    svg.set("role", "img")
    svg.set("aria-label", name)
    return str(etree.tostring(svg, encoding="unicode"))
