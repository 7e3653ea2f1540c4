"""A second reading of a note's blocks, by mistune, which shares no line with our own.

It has no places, no comments and no front matter, and knows Markdown by its own
lights; it need not agree with us, only with itself before and after an edit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from mistune.block_parser import BlockParser
from mistune.core import BlockState

__all__ = ["PeerBlock", "peer_blocks"]

_PARSER = BlockParser()
_SAME = {"block_text": "paragraph"}  # the one in tight lists, the other in loose ones
_RULE = "***"


class PeerBlock(NamedTuple):
    """A block without blocks in it: the containers around it, its kind, its text.

    In a list item the containers end with the block's place in it, so that a
    second paragraph isn't taken for a second item.
    """

    around: tuple[str, ...]
    kind: str
    text: str


def peer_blocks(text: str) -> list[PeerBlock]:
    r"""The innermost blocks of a text, in order.

    >>> peer_blocks("# A\n> - b\n")[1]
    PeerBlock(around=('block_quote', 'list-', '0'), kind='paragraph', text='b')
    """
    state = BlockState()
    state.process(f"{text}\n")
    _PARSER.parse(state)
    links = state.env["ref_links"].items()
    definitions = [PeerBlock((), "definition", f"[{key}]: {link['url']}") for key, link in links]
    return [*definitions, *_innermost(state.tokens, ())]


def _innermost(tokens: list[dict[str, Any]], around: tuple[str, ...]) -> Iterator[PeerBlock]:
    for token in tokens:
        kind = token["type"]
        if kind == "list":
            for item in token["children"]:
                blocks = [one for one in item["children"] if one["type"] != "blank_line"]
                for place, block in enumerate(blocks):
                    inside = (*around, f"list{token['bullet']}", str(place))
                    yield from _innermost([block], inside)
        elif "children" in token:
            yield from _innermost(token["children"], (*around, kind))
        elif kind == "thematic_break":
            yield PeerBlock(around, kind, _RULE)
        elif text := token.get("text", token.get("raw", "")).strip():
            yield PeerBlock(around, _SAME.get(kind, kind), text)
