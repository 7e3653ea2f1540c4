"""Pairs and triples of the literals that our scanners look for, repeated in several ways."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

from shapes_containers import Make

# Taken from the patterns in syntax/: what opens, closes, escapes, parts or indents something.
LITERALS = (
    *("\n", " ", "\t", "    ", "\r", "a", "1"),
    *("[", "]", "[[", "]]", "![", "(", ")", "](", "<", ">", "[^", "^[", "^", "]:"),
    *("`", "```", "~~~", "\\", "$", "$$", "#", "# ", "%%", "\n%%\n", "\n$$\n", "\n```\n"),
    *("- ", "* ", "1. ", "- [ ] ", "> ", "|", "\n|-|\n", "---", "\n---\n", "=", "_", "*", "\n\n"),
    *("<!--", "-->", "<a ", "</", "='", '"', "'", "<div>", "\n\n    ", "!", "{", "&"),
    *("::", "[due:: ", "📅", "2024-01-01", "🔁", "🆔", "⛔", ",", "\u2028", "\udcff", "\0"),
)


def combinations(count: int, seed: int) -> Iterator[tuple[str, Make]]:
    """`count` shapes at random: half of them pairs, written in all ways, half triples."""
    pairs = list(product(LITERALS, repeat=2))
    random.Random(seed).shuffle(pairs)
    done = 0
    for literals in pairs:
        for way, written in WAYS.items():
            if done == count // 2:
                break
            done += 1
            yield f"{way} {literals!r}", written(literals)
    chance = random.Random(seed)
    while done < count:
        done += 1
        way = chance.choice(list(WAYS))
        triple = tuple(chance.choices(LITERALS, k=3))
        yield f"{way} {triple!r}", WAYS[way](triple)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _repeated(literals: tuple[str, ...]) -> Make:
    """As in abababab."""
    unit = _bytes("".join(literals))
    return lambda n: unit * (n // len(unit))


def _in_runs(literals: tuple[str, ...]) -> Make:
    """As in aaaabbbb."""
    return lambda n: b"".join(
        _bytes(one) * (n // len(literals) // len(_bytes(one))) for one in literals
    )


def _headed(literals: tuple[str, ...]) -> Make:
    """The first, then the others over and over."""
    head, unit = _bytes(literals[0]), _bytes("".join(literals[1:]))
    return lambda n: head + unit * (n // len(unit))


def _deep(literals: tuple[str, ...]) -> Make:
    """A hundred of the first, then lines of the others."""
    head, unit = _bytes(literals[0] * 100 + "x\n"), _bytes("".join(literals[1:]) + "\n")
    return lambda n: head + unit * (n // len(unit))


WAYS = {"repeated": _repeated, "in runs": _in_runs, "headed": _headed, "deep": _deep}
