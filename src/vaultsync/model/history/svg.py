"""A burn-up chart as SVG: scope and work done over time, in the colours of the reader's page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from vaultsync.model.history.forecast import forecast
from vaultsync.model.history.history import Point, Series
from vaultsync.model.history.text import forecast_sentence

__all__ = ["history_svg"]

_WIDTH, _HEIGHT = 720, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 24, 64, 40
_TICKS = (1, 2, 5)
_STYLE = """
  svg { color-scheme: light dark; --ground: #ffffff; --ink: #1f2430; --soft: #6b7280;
    --grid: #e5e7eb; --scope: #94a3b8; --done: #0f8a5f; }
  @media (prefers-color-scheme: dark) { svg { --ground: #16181d; --ink: #e6e8ee;
    --soft: #9aa1ad; --grid: #2c313a; --scope: #7c8798; --done: #34c38f; } }
  text { font: 12px system-ui, sans-serif; fill: var(--soft); }
  .title { font-size: 16px; font-weight: 600; fill: var(--ink); }
  .ground { fill: var(--ground); } .grid { stroke: var(--grid); stroke-width: 1; }
  .scope { fill: none; stroke: var(--scope); stroke-width: 2; stroke-dasharray: 5 3; }
  .done { fill: none; stroke: var(--done); stroke-width: 2.5; stroke-linejoin: round; }
  .area { fill: var(--done); opacity: .16; } .end { fill: var(--done); }
  .of-done { fill: var(--done); font-weight: 600; } .of-scope { fill: var(--scope); }
"""


def history_svg(series: Series, title: str, today: date) -> str:
    """The chart as one document that asks for nothing else and runs nothing.

    >>> history_svg(Series(None, (), {}), "A & B", date(2026, 11, 1)).count("A &amp; B")
    2
    """
    said = forecast_sentence(forecast(series.points, today))
    name = escape(_printable(title))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-label="{name}: {escape(said)}">'
    )
    lines = [
        *(head, f"<style>{_STYLE}</style>"),
        f'<rect class="ground" width="{_WIDTH}" height="{_HEIGHT}" rx="8"/>',
        f'<text class="title" x="{_LEFT}" y="28">{name}</text>',
        f'<text x="{_LEFT}" y="47">{escape(said)}</text>',
    ]
    if any(point.counts.total for point in series.points):
        lines += _drawing(series.points, today)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _drawing(points: Sequence[Point], today: date) -> Iterator[str]:
    first, last = points[0].day, max(today, points[-1].day)
    days = max((last - first).days, 1)
    step = _step(max(point.counts.total for point in points))
    most = -(-max(point.counts.total for point in points) // step) * step
    floor = _HEIGHT - _BOTTOM

    def x(day: date) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (day - first).days / days

    def y(count: int) -> float:
        return floor - (floor - _TOP) * count / most

    for count in range(0, most + 1, step):
        yield f'<path class="grid" d="M{_LEFT} {y(count):.1f}H{_WIDTH - _RIGHT}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y(count) + 4:.1f}" text-anchor="end">{count}</text>'
    yield f'<text x="{_LEFT}" y="{_HEIGHT - 14}">{first}</text>'
    yield f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 14}" text-anchor="end">{last}</text>'
    scope = _stairs([(x(one.day), y(one.counts.total)) for one in points], x(last))
    done = _stairs([(x(one.day), y(one.counts.done)) for one in points], x(last))
    counts = points[-1].counts
    yield f'<path class="area" d="{done}V{floor}H{_LEFT}Z"/>'
    yield f'<path class="scope" d="{scope}"/>'
    yield f'<path class="done" d="{done}"/>'
    yield f'<circle class="end" cx="{x(last):.1f}" cy="{y(counts.done):.1f}" r="4"/>'
    yield (
        f'<text class="of-done" x="{_WIDTH - _RIGHT}" y="28" text-anchor="end">'
        f"{counts.done} done, {counts.percent or 0} %</text>"
    )
    yield (
        f'<text class="of-scope" x="{_WIDTH - _RIGHT}" y="47" text-anchor="end">'
        f"- - {counts.total} in all</text>"
    )


def _stairs(corners: Sequence[tuple[float, float]], end: float) -> str:
    """A line that stays level from one day to the next: nothing is known of between."""
    (x, y), *rest = corners
    steps = "".join(f"H{at:.1f}V{height:.1f}" for at, height in rest)
    return f"M{x:.1f} {y:.1f}{steps}H{end:.1f}"


def _step(most: int) -> int:
    """The distance of the lines: 1, 2 or 5 times a power of ten, six lines at most."""
    size = 1
    while True:
        for times in _TICKS:
            if most <= 5 * times * size:
                return times * size
        size *= 10


def _printable(text: str) -> str:
    """Without what XML can't hold."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
