"""Durations as people write them: `2h`, `90 min`, `6-8 weeks`, `1 week 2 days`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

__all__ = ["DURATION", "Duration", "read_duration"]

# Each unit with its first letters, its days on a calendar, and its hours of work.
_UNITS = (
    ("min(?:ute)?s?", Fraction(1, 1440), Fraction(1, 60)),
    ("h(?:ours?|rs?)?", Fraction(1, 24), Fraction(1)),
    ("d(?:ays?)?", Fraction(1), Fraction(8)),
    ("w(?:eeks?|ks?)?", Fraction(7), Fraction(40)),
    ("mo(?:nths?)?", Fraction(365, 12), Fraction(160)),
    ("y(?:ears?|rs?)?", Fraction(365), Fraction(1920)),
)
_UNIT = "|".join(name for name, _, _ in _UNITS)
_NUMBER = r"[0-9]{1,6}(?:[.,][0-9]{1,3})?"
# 6-8 weeks; 2h; 1.5 days
_PART = re.compile(
    rf"""
    (?P<low> {_NUMBER} ) (?: \s* (?: [-–—] | to ) \s* (?P<high> {_NUMBER} ) )?
    [\s-]{{0,3}} (?P<unit> {_UNIT} ) (?![a-z])
    """,
    re.VERBOSE | re.IGNORECASE,
)
DURATION = rf"{_NUMBER}(?:\s*(?:[-–—]|to)\s*{_NUMBER})?[\s-]{{0,3}}(?:{_UNIT})(?![A-Za-z])"
"""A regular expression that finds one part of a duration, to be compiled with `IGNORECASE`."""


class Duration(NamedTuple):
    """From `least` to `most` days on a calendar, and `hours` of work: the middle of both.

    A month is a twelfth of 365 days. Work is done on five days a week for eight
    hours, and in four weeks a month.
    """

    least: Fraction
    most: Fraction
    hours: Fraction

    @property
    def days(self) -> Fraction:
        """The middle of both, in days on a calendar."""
        return (self.least + self.most) / 2


def read_duration(text: str) -> Duration | None:
    """The duration that `text` is, wholly; None where it is none.

    Units are minutes, hours, days, weeks, months and years, long or short
    (`min h d w mo y`).

    >>> duration = read_duration("6-8 weeks")
    >>> [int(days) for days in (duration.least, duration.most, duration.days)]
    [42, 56, 49]
    >>> int(read_duration("1h 30min").hours * 60), read_duration("ongoing")
    (90, None)
    """
    least = most = hours = Fraction(0)
    at, text = 0, text.strip()
    while match := _PART.match(text, at):
        low = _number(match["low"])
        high = _number(match["high"]) if match["high"] else low
        days, work = _unit(match["unit"])
        least, most = least + min(low, high) * days, most + max(low, high) * days
        hours += (low + high) / 2 * work
        at = match.end()
        while at < len(text) and text[at] in " ,":
            at += 1
    return Duration(least, most, hours) if text and at == len(text) else None


def _number(written: str) -> Fraction:
    return Fraction(written.replace(",", "."))


def _unit(written: str) -> tuple[Fraction, Fraction]:
    found = (one for one in _UNITS if re.fullmatch(one[0], written, re.IGNORECASE))
    _, days, work = next(found)
    return days, work
