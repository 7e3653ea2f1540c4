"""Charts: the figures are in them, and nothing else that a library might add."""

import pytest

from tests.model.page.reading_html import Page
from tests.model.test_report_history import POINTS
from vaultsync.model.progress.counts import Counts
from vaultsync.model.reporting.page.charts import burn_up_chart, section_chart

SECTIONS = [("One <b>", Counts(4, 1, 2, 1)), ("", Counts(2, 2)), ("O" * 99, Counts(3, open=3))]
CHARTS = {
    "sections": section_chart(SECTIONS, 'a "name" <b>'),
    "burn-up": burn_up_chart(POINTS, 'a "name" <b>', width=300),
}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_stands_by_itself(chart: str) -> None:
    page = Page(chart)
    assert (page.open, page.unbalanced) == ([], [])
    tag, attrs = page.elements[0]
    assert (tag, attrs["role"], attrs["aria-label"]) == ("svg", "img", 'a "name" <b>')
    assert {tag for tag, _ in page.elements} <= {"svg", "g", "rect", "path", "text", "circle"}
    assert not any({"id", "style", "href"} & attrs.keys() for _, attrs in page.elements)


def test_bars_are_as_long_as_their_counts() -> None:
    elements = Page(CHARTS["sections"]).elements
    bars = [attrs for _, attrs in elements if "reactive" in (attrs.get("class") or "")]
    lengths = [float(attrs.get("width") or 0) for attrs in bars]
    counted = [round(length * 3 / max(lengths)) for length in lengths]
    done, begun, left = [0, 2, 1], [0, 0, 1], [3, 0, 2]  # drawn from the bottom up
    assert counted == [*done, *begun, *left]


def test_no_line_through_one_point() -> None:
    assert burn_up_chart(POINTS[:1], "a", width=300) == ""
