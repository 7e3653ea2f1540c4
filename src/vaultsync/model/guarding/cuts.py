"""Two texts of which one came from the other by edits, and the text that they share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from vaultsync.text import Edit, Span

__all__ = ["Cuts", "cuts_of"]


class Cuts(NamedTuple):
    """Spans that are cut out of a text; `texts` are what this and the other text have there."""

    spans: list[Span]
    texts: list[tuple[str, str]]
    widths: list[int]

    def rest(self, text: str) -> str:
        """The text without them."""
        ends = [0, *(span.end for span in self.spans)]
        starts = [*(span.start for span in self.spans), len(text)]
        return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))

    def place(self, offset: int) -> int:
        """Where an offset of the text is without them."""
        at = bisect_right(self.spans, (offset, offset))
        if not at:
            return offset
        start, end = self.spans[at - 1]
        return start - self.widths[at - 1] + max(0, offset - end)

    def back(self, place: int) -> int:
        """The offset in the text of a place in what is left of it."""
        for start, end in self.spans:
            place += end - start if start <= place else 0
        return place

    def near(self, span: Span) -> Iterator[tuple[Span, tuple[str, str]]]:
        """The cuts that may touch a span."""
        at = bisect_right(self.spans, (span.start, span.start))
        for place in range(max(0, at - 1), len(self.spans)):
            if self.spans[place].start > span.end:
                return
            yield self.spans[place], self.texts[place]


def cuts_of(text: str, edits: Iterable[Edit]) -> tuple[Cuts, Cuts]:
    r"""What edits take away from a text, and what they bring into the new one.

    >>> gone, come = cuts_of("- [ ] a", [Edit(Span(3, 4), "xx")])
    >>> gone.rest("- [ ] a"), gone.place(7), come.place(8)
    ('- [] a', 6, 6)
    """
    ordered = sorted(edits, key=lambda edit: edit.span)
    gone = [edit.span for edit in ordered]
    grown = list(accumulate((len(new) - end + start for (start, end), new in ordered), initial=0))
    come = [
        Span(start + shift, start + shift + len(new))
        for ((start, _), new), shift in zip(ordered, grown, strict=False)
    ]
    texts = [(edit.span.of(text), edit.new) for edit in ordered]
    return Cuts(gone, texts, _sums(gone)), Cuts(come, texts, _sums(come))


def _sums(spans: list[Span]) -> list[int]:
    return list(accumulate((end - start for start, end in spans), initial=0))
