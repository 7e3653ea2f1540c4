"""Hostile block structure: nesting, lists, quotes, fences, HTML, tables, headings, newlines."""

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

BLOCKS: dict[str, Make] = {
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
    # code and math
    "fence-open": many("- [ ] a\n", before="```\n"),
    "fences-open": many("```\n\n~~~\n"),
    "fences-growing": growing(lambda i: "`" * (3 + i % 1000)),
    "fences-falling": growing(lambda i: "`" * (1003 - i % 1000)),
    "fence-info": many("a `", before="```"),
    "fences-in-quotes": many("> ```\n\n"),
    "fences-in-items": many("- ```\n"),
    "fences-tildes": many("~~~~ a\n"),
    "fence-ticks-line": lambda n: b"`" * n + b"\n" + b"a",
    "fence-ticks-then-tick": lambda n: b"`" * n + b" `",
    "fence-closers-indented": many("    ```\n", before="```\n"),
    "code-indented": many("    a\n"),
    "code-and-blanks": many("    a\n\n\n"),
    "code-blanks": lambda n: b"    a\n" + b"\n" * n + b"b",
    "code-blanks-many": many("    a\n" + "\n" * 50 + "b\n"),
    "math-open": many("$$\n\n"),
    "math-open-text": many("$$ a\n\n"),
    "math-open-paragraphs": many("$$\na\n"),
    "math-closed-text": many("$$ a $$ b\n"),
    "math-starts-in-text": many("a\n$$ b\n"),
    "math-in-items": many("- $$\n"),
    "math-in-quotes": many("> $$\n\n"),
    # html
    "html-open": many("<div>\n"),
    "html-blocks": many("<div>\n\n"),
    "html-script-open": many("<script>\n\n"),
    "html-comments-open": many("<!--\n\n"),
    "html-comments-quoted": many("> <!--\n\n"),
    "html-comments-items": many("- <!--\n"),
    "html-instructions": many("<?\n\n"),
    "html-declarations": many("<!A\n\n"),
    "html-cdata": many("<![CDATA[\n\n"),
    "html-attributes": many(" a", before="<x"),
    "html-attributes-values": many(" a=b", before="<x", after="!"),
    "html-attributes-quoted": many(" a='b'", before="<x", after="<"),
    "html-attributes-open": many("<a b='\n\n"),
    "html-attributes-blanks": lambda n: b"<a" + b" " * n + b"!",
    "html-attribute-equals-blanks": lambda n: b"<a b" + b" " * n + b"!",
    "html-attributes-blanks-each": many(" b   ", before="<a"),
    "html-starts": many("<a\n"),
    "html-starts-blank": many("<a\n\n"),
    "html-long-name": lambda n: b"<" + b"a" * n,
    "html-long-closing": lambda n: b"</" + b"a" * n + b" " * n,
    "html-tag-blanks-after": lambda n: b"<a>" + b" " * n + b"!",
    "html-exclamations": many("<!\n"),
    # tables
    "table-columns": lambda n: b"|a" * (n // 4) + b"|\n" + b"|-" * (n // 4) + b"|\n",
    "table-columns-rows": lambda n: (
        b"|a" * (n // 6) + b"|\n" + b"|-" * (n // 6) + b"|\n" + b"|\n" * (n // 6)
    ),
    "table-rows": many("|a|b|\n", before="|a|b|\n|-|-|\n"),
    "table-rows-links": many("|[[a|b]]|`|`|\n", before="|a|b|\n|-|-|\n"),
    "table-hard-wide-rows": many("|[[a" * 50 + "\n", before="|a\n|-\n"),
    "table-delimiters": many("|-|\n"),
    "table-candidates": many("a|b\n"),
    "table-candidates-delimiter": many("a|b\n|-|\n\n"),
    "table-pipes": many("|"),
    "table-escaped-pipes": many("\\|", before="|a\n|-\n|"),
    "table-wiki-pipes": many("[[a|", before="|a\n|-\n|"),
    "table-long-delimiter": lambda n: b"a|b\n" + b"|-" * (n // 2) + b"x",
    # headings
    "headings": many("# a\n"),
    "headings-levels": growing(lambda i: "#" * (i % 6 + 1) + " a"),
    "headings-growing": growing(lambda i: "#" * (i % 6 + 1) + " " + "a" * (i % 50)),
    "headings-tasks": many("###### a\n- [ ] b\n"),
    "heading-blanks": lambda n: b"# " + b" " * n + b"x",
    "heading-trailing-blanks": lambda n: b"# a" + b" " * n,
    "heading-closing": lambda n: b"# a #" + b" #" * (n // 2),
    "heading-closing-run": lambda n: b"# a " + b"#" * n,
    "heading-closing-blanks": lambda n: b"# a #" + b" " * n + b"x",
    "headings-hashes": many("#\n"),
    "heading-long-run": lambda n: b"#" * n,
    "setext-candidates": many("a\n-b\n"),
    "setext-headings": many("a\n-\n"),
    "setext-long-underline": lambda n: b"a\n" + b"-" * n + b"x",
    "setext-text-lines": many("a\nb\n=\n"),
    "setext-equals-only": many("=\n"),
    # paragraphs and ids
    "paragraph-lines": many("a\n"),
    "paragraph-indented": many("    a\n", before="a\n"),
    "paragraphs": many("a\n\n"),
    "one-line": lambda n: b"a" * n,
    "one-line-words": many("abc "),
    "block-ids": many("a ^b\n\n"),
    "block-ids-alone": many("^b\n\n"),
    "block-ids-lines": many("a ^b\n"),
    "block-id-long": lambda n: b"a ^" + b"b" * n + b"!",
    "block-id-blanks": lambda n: b"a ^b" + b" " * n + b"!",
    "carets": many("^"),
    "carets-spaced": many(" ^"),
    "item-ids": many("- a ^b\n"),
    "items-of-carets": many("- ^\n"),
    # definitions and footnotes
    "definitions": many("[a]: b\n"),
    "definitions-title": many('[a]: b "\n'),
    "definition-long-label": lambda n: b"[" + b"a" * n,
    "definition-blanks": lambda n: b"[a]: b" + b" " * n + b"c",
    "definition-quote-blanks": lambda n: b'[a]: b "' + b" " * n + b"c",
    "definition-angle": many("[a]: <\n"),
    "definition-brackets": many("[\n"),
    "definition-starts": many("[a]:\n"),
    "footnotes": many("[^a]: b\n\n"),
    "footnotes-tight": many("[^a]: b\n"),
    "footnote-indented": many("    a\n", before="[^a]: b\n"),
    "footnote-blanks": many("\n", before="[^a]: b\n"),
    "footnotes-and-blanks": many("[^a]: b\n" + "\n" * 50),
    "footnote-long-label": lambda n: b"[^" + b"a" * n,
    "footnote-refs-and-notes": lambda n: (
        b"".join(b"x[^%d] " % i for i in range(n // 20))
        + b"\n\n"
        + b"".join(b"[^%d]: y\n\n" % i for i in range(n // 20))
    ),
    "definitions-and-uses": lambda n: (
        b"".join(b"[r%d]: u\n" % i for i in range(n // 24)) + b"[r0] " * (n // 10)
    ),
    # comments in %%
    "comments-open": many("%%\n"),
    "comments-closed": many("%% a %%\n"),
    "comments-blocks": many("%%\na\n%%\n"),
    "comments-alternating": many("%%\n%%%\n"),
    "comments-one-line": many("%%"),
    "comments-spaced": many("%% a "),
    "comments-in-quotes": many("> %%\n"),
    "comments-fences": many("%%\n```\n"),
    "comments-behind": many("%% %%%% [[a]] #b\n"),
    "comment-links": many("[[a]] #b\n", before="%%\n", after="%%\n"),
    "comment-blocks-links": many("%%\n[[a]] #b\n%%\n"),
    "comment-blocks-inline": many("%%\n[[a]]\n%% [[b]] #c\n\n"),
    "region-marks": many("%% vaultsync:begin a %%\n"),
    "region-marks-paragraphs": many("%% vaultsync:begin a %%\n\nx\n\n"),
    # lines and bytes
    "newlines": many("\n"),
    "newlines-cr": many("\r"),
    "newlines-crlf": many("\r\n"),
    "newlines-mixed": many("\r\n\r\n\n"),
    "lines-cr": many("a\r"),
    "tasks-cr": many("- [ ] a\r"),
    "white-lines": many("  \n"),
    "white-lines-tabs": many("\t\n"),
    "white-lines-mixed": many(" \t \n"),
    "white-lines-in-paragraph": many("a\n\t\n"),
    "white-lines-short-tabs": many("a\n  \t\n"),
    "white-line-long": lambda n: b" " * n,
    "white-line-long-tabs": lambda n: b"\t" * n,
    "white-then-text": lambda n: b"a\n" + b" " * n + b"b",
    "nuls": many("\0"),
    "nul-lines": many("\0\n"),
    "invalid-utf8": many("\udcff"),
    "invalid-utf8-lines": many("\udcff\n"),
    "invalid-utf8-late": lambda n: b"a\n" * (n // 2) + b"\xff",
    "boms": many("\ufeff"),
    "separators": many("\u2028"),
    "vertical-tabs": many("\v\f"),
    "emoji": many("👨‍👩‍👧"),
    "combining": many("́"),
}
