"""Hostile nesting: quotes, lists, footnotes; and how all these shapes are written."""

from __future__ import annotations

from collections.abc import Callable
from math import isqrt

Make = Callable[[int], bytes]


def many(unit: str, *, before: str = "", after: str = "") -> Make:
    """`unit` as often as the size asks for."""
    part = unit.encode("utf-8", "surrogateescape")
    return lambda n: before.encode() + part * (n // len(part)) + after.encode()


def growing(line: Callable[[int], str], *, limit: int = 1 << 30) -> Make:
    """Lines that get longer, from `line(0)` on, up to `line(limit)` and over again."""

    def make(n: int) -> bytes:
        parts, size, i = [], 0, 0
        while size < n:
            parts.append(line(i % limit).encode() + b"\n")
            size += len(parts[-1])
            i += 1
        return b"".join(parts)

    return make


def stairs(up: str, leaf: str, deep: int, *, tail: str) -> Make:
    """A staircase of `deep` levels, then `tail` as often as the size asks for."""
    head = "".join(up * i + leaf + "\n" for i in range(deep))
    return many(tail, before=head)


def square(up: str, leaf: str) -> Make:
    """A staircase as deep as the size allows."""

    def make(n: int) -> bytes:
        return "".join(up * i + leaf + "\n" for i in range(isqrt(2 * n // len(up)))).encode()

    return make


_DEEP = "- " * 100
_QUOTES = "> " * 100

CONTAINERS: dict[str, Make] = {
    # nesting by one line
    "quotes": many(">"),
    "quotes-spaced": many("> "),
    "quotes-then-text": lambda n: b">" * (n // 2) + b"a*" * (n // 4),
    "list-markers": many("- "),
    "list-markers-numbered": many("1. "),
    "list-markers-tabbed": many("-\t"),
    "quote-list-mix": many("- > "),
    "quote-number-mix": many("> 1) "),
    "callout-nest": many("> [!a]\n> "),
    "footnote-nest": many("[^a]: "),
    "footnote-nest-list": many("- [^a]: > "),
    "boxes-nest": many("- [ ] "),
    # nesting by many lines
    "stairs-spaces": square("  ", "- a"),
    "stairs-tabs": square("\t", "- a"),
    "stairs-four": square("    ", "- a"),
    "stairs-numbers": square("   ", "1. a"),
    "stairs-quotes": square("> ", "a"),
    "stairs-quotes-tight": square(">", "- a"),
    "stairs-mixed": square("> - ", "a"),
    "stairs-saw-100": growing(lambda i: "  " * i + "- a", limit=100),
    "stairs-saw-100-tabs": growing(lambda i: "\t" * i + "- a", limit=100),
    "stairs-saw-100-quotes": growing(lambda i: "> " * i + "a", limit=100),
    "stairs-saw-down": growing(lambda i: "  " * (100 - i) + "- a", limit=100),
    "stairs-zigzag-100": growing(lambda i: "  " * (99 * (i % 2)) + "- a"),
    "stairs-footnotes": square("    ", "[^a]: a"),
    # deep, with a long tail
    "deep-list-plain": many("a\n", before=_DEEP + "x\n"),
    "deep-list-blank": many("\n", before=_DEEP + "x\n"),
    "deep-list-blank-and-text": many("\n\na\n", before=_DEEP + "x\n"),
    "deep-list-blank-then-in": many("\n" + "  " * 100 + "y\n", before=_DEEP + "x\n"),
    "deep-list-blanks-then-in": lambda n: (_DEEP + "x\n" + "\n" * n + " " * 200 + "y\n").encode(),
    "deep-list-white-lines": many(" \n", before=_DEEP + "x\n"),
    "deep-list-tab-lines": many("\t\n", before=_DEEP + "x\n"),
    "deep-list-wide-white": many(" " * 200 + "\n", before=_DEEP + "x\n"),
    "deep-list-one-column": many(" a\n", before=_DEEP + "x\n"),
    "deep-list-two-columns": many("  a\n", before=_DEEP + "x\n"),
    "deep-list-half-in": many(" " * 100 + "a\n", before=_DEEP + "x\n"),
    "deep-list-in": many(" " * 200 + "a\n", before=_DEEP + "x\n"),
    "deep-list-in-items": many(" " * 200 + "- a\n", before=_DEEP + "x\n"),
    "deep-list-in-98-items": many(" " * 196 + "- a\n", before=_DEEP + "x\n"),
    "deep-list-tabs": many("\t" * 50 + "a\n", before=_DEEP + "x\n"),
    "deep-list-bars": many("|a\n", before=_DEEP + "x\n"),
    "deep-list-brackets": many("[\n", before=_DEEP + "x\n"),
    "deep-list-dollars": many("$a\n", before=_DEEP + "x\n"),
    "deep-list-math": many("$$\n", before=_DEEP + "x\n"),
    "deep-list-html": many("<a\n", before=_DEEP + "x\n"),
    "deep-list-underscores": many("_a\n", before=_DEEP + "x\n"),
    "deep-list-digits": many("1a\n", before=_DEEP + "x\n"),
    "deep-list-dashes": many("-a\n", before=_DEEP + "x\n"),
    "deep-list-equals": many("=a\n", before=_DEEP + "x\n"),
    "deep-list-hashes": many("#a\n", before=_DEEP + "x\n"),
    "deep-list-setext": many("a\n=\n", before=_DEEP + "x\n"),
    "deep-list-ideographic-blanks": many("\u3000\n", before=_DEEP + "x\n"),
    "deep-list-emoji": many("😀\n", before=_DEEP + "x\n"),
    "deep-list-stars": many("*a\n", before=_DEEP + "x\n"),
    "deep-list-fence-lines": many(" " * 200 + "```\n", before=_DEEP + "x\n"),
    "deep-list-quote-lines": many(">\n", before=_DEEP + "x\n"),
    "deep-list-quote-items": many("> - a\n", before=_DEEP + "x\n"),
    "deep-list-numbers": many("12)a\n", before=_DEEP + "x\n"),
    "deep-list-kept-items": many("     - a\n", before=_DEEP + "x\ny\n"),
    "deep-list-kept-text": many("     a\n", before=_DEEP + "x\ny\n"),
    "deep-list-kept-after-blank": many("\n     a\n", before=_DEEP + "x\ny\n"),
    "deep-list-kept-white": many("     \n", before=_DEEP + "x\ny\n", after="     a\n"),
    "deep-list-kept-tabs": many("\t\ta\n", before=_DEEP + "x\ny\n"),
    "deep-list-turns": many("a\n>\n", before=_DEEP + "x\n"),
    "deep-quotes-kept-code": many(_QUOTES + "    a\n"),
    "deep-footnotes-kept": many("     a\n", before="[^a]: " * 100 + "x\ny\n"),
    "deep-quotes-plain": many("a\n", before=_QUOTES + "x\n"),
    "deep-quotes-bars": many("|a\n", before=_QUOTES + "x\n"),
    "deep-quotes-brackets": many("[\n", before=_QUOTES + "x\n"),
    "deep-quotes-dollars": many("$a\n", before=_QUOTES + "x\n"),
    "deep-quotes-html": many("<a\n", before=_QUOTES + "x\n"),
    "deep-quotes-digits": many("1a\n", before=_QUOTES + "x\n"),
    "deep-quotes-dashes": many("-a\n", before=_QUOTES + "x\n"),
    "deep-quotes-equals": many("=a\n", before=_QUOTES + "x\n"),
    "deep-quotes-spaced": many(" a\n", before=_QUOTES + "x\n"),
    "deep-quotes-all": many(_QUOTES + "a\n"),
    "deep-quotes-50": many("> " * 50 + "a\n", before=_QUOTES + "x\n"),
    "deep-quotes-tight-200": lambda n: b">" * 200 + b"a\n" + b"b\n" * (n // 2),
    "deep-mix-plain": many("a\n", before="- > " * 50 + "x\n"),
    "deep-mix-brackets": many("[\n", before="- > " * 50 + "x\n"),
    "deep-mix-bars": many("|a\n", before="- > " * 50 + "x\n"),
    "deep-mix-in": many("  > " * 50 + "x\n", before="- > " * 50 + "x\n"),
    "deep-mix-quoted": many("> a\n", before="> - " * 50 + "x\n"),
    "deep-footnotes-plain": many("a\n", before="[^a]: " * 100 + "x\n"),
    "deep-footnotes-brackets": many("[\n", before="[^a]: " * 100 + "x\n"),
    "deep-footnotes-blank": many("\n", before="[^a]: " * 100 + "x\n"),
    "deep-footnotes-white": many(" \n", before="[^a]: " * 100 + "x\n"),
    "deep-stairs-plain": stairs("  ", "- a", 99, tail="b\n"),
    "deep-stairs-blank": stairs("  ", "- a", 99, tail="\n"),
    "deep-stairs-sisters": stairs("  ", "- a", 50, tail="- b\n"),
    "deep-stairs-bars": stairs("  ", "- a", 99, tail="|b\n"),
    # lists
    "items": many("- a\n"),
    "items-empty": many("-\n"),
    "items-blank-between": many("- a\n\n"),
    "items-alternating": many("- a\n* b\n+ c\n"),
    "items-numbered": growing(lambda i: f"{i}. a"),
    "items-long-number": lambda n: b"1" * n + b". a",
    "items-lazy": many("- a\nb\n"),
    "items-quoted": many("> - a\n"),
    "items-nested-two": many("- a\n  - b\n"),
    "items-nested-text-below": many("- a\n  - b\n\n  c\n"),
    "items-code": many("-     a\n"),
    "items-tabs": many("-\ta\n\t-\tb\n"),
    "item-many-paragraphs": many("  a\n\n", before="- a\n\n"),
    "item-long-text": lambda n: b"- " + b"a" * n,
    "rules": many("---\n"),
    "rules-spaced": lambda n: b"- " * (n // 2) + b"a",
    "rules-stars": lambda n: b"* * *" + b" *" * (n // 2) + b"a",
    "rules-underscores": lambda n: b"_ " * (n // 2) + b"a",
    "rules-blanks": lambda n: b"*" + b" " * n + b"**a",
    "rules-in-list": many("- a\n* * *\n"),
    # quotes
    "quote-lines": many("> a\n"),
    "quote-lazy": many("> a\nb\n"),
    "quote-setext": many("> a\nb\n=\n"),
    "quote-lazy-bars": many("|b\n", before="> a\n"),
    "quote-lazy-brackets": many("[b\n", before="> a\n"),
    "callouts": many("> [!note]- title\n> a\n\n"),
    "callout-title-blanks": lambda n: b"> [!a] " + b" " * n + b"b",
    "callout-long-type": lambda n: b"> [!" + b"a" * n,
    "callout-types": many("[!a", before="> "),
}
