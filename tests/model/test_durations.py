"""Durations as people write them."""

import re
from fractions import Fraction

import pytest

from vaultsync.model.planning.durations import DURATION, read_duration

READ = {
    "weeks": ("6 weeks", 42, 42, 240),
    "range": ("6-8 weeks", 42, 56, 280),
    "en-dash": ("6 – 8 weeks", 42, 56, 280),
    "to": ("6 to 8 weeks", 42, 56, 280),
    "backwards": ("8-6 weeks", 42, 56, 280),
    "short": ("2w", 14, 14, 80),
    "capital": ("2 Weeks", 14, 14, 80),
    "hyphen": ("3-Month", Fraction(365, 4), Fraction(365, 4), 480),
    "hours": ("2h", Fraction(1, 12), Fraction(1, 12), 2),
    "hrs": ("2 hrs", Fraction(1, 12), Fraction(1, 12), 2),
    "minutes": ("90 min", Fraction(1, 16), Fraction(1, 16), Fraction(3, 2)),
    "half": ("1.5 days", Fraction(3, 2), Fraction(3, 2), 12),
    "comma": ("1,5 days", Fraction(3, 2), Fraction(3, 2), 12),
    "two-parts": ("1 week 2 days", 9, 9, 56),
    "two-parts-comma": ("1 week, 2 days", 9, 9, 56),
    "joined": ("1h30min", Fraction(1, 16), Fraction(1, 16), Fraction(3, 2)),
    "year": ("1 year", 365, 365, 1920),
    "blanks": ("  3 days ", 3, 3, 24),
}


@pytest.mark.parametrize(("text", "least", "most", "hours"), READ.values(), ids=READ)
def test_reads(text: str, least: Fraction, most: Fraction, hours: Fraction) -> None:
    assert read_duration(text) == (least, most, hours)
    assert re.match(DURATION, text.strip(), re.IGNORECASE)


NONE = {
    "nothing": "",
    "ongoing": "Ongoing",
    "number": "6",
    "unit": "weeks",
    "other-unit": "6 wombats",
    "month-or-minute": "6 m",
    "more-behind": "6 weeks at most",
    "before": "about 6 weeks",
    "words": "six weeks",
    "long-number": "1234567 weeks",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_is_none(text: str) -> None:
    assert read_duration(text) is None


def test_is_linear() -> None:
    assert read_duration("1 week " * 20_000) is not None
    assert read_duration("1-" * 100_000) is None
