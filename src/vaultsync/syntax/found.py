"""What is found in running text, by a glance or with care."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["NOT_DIGIT", "TAG_CHARS", "Found"]

# A tag's characters are all but blanks and these (reference 5).
TAG_CHARS = r"[^\s\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\]"

# A tag needs one of these: `#1984` is none.
NOT_DIGIT = re.compile(r"[^0-9]")


class Found(NamedTuple):
    """An element of running text, in offsets into the leaf.

    `kind` is wikilink, markdown, tag, footnote_ref or footnote. `text` and
    `target` are what stands in the brackets and in the parentheses of a
    Markdown link; of the others `target` is all between the marks.
    """

    kind: str
    start: int
    end: int
    target: tuple[int, int]
    embed: bool = False
    text: tuple[int, int] = (0, 0)
