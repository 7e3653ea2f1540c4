"""Hostile tasks and front matter."""

from __future__ import annotations

from shapes_containers import Make, growing, many

_DUE = "📅 2024-01-01"

TASKS: dict[str, Make] = {
    "tasks": many("- [ ] a\n"),
    "tasks-dates": many(f"- [ ] a {_DUE}\n"),
    "tasks-inline-fields": many("- [ ] a [due:: 2024-01-01] (id:: a)\n"),
    "tasks-tags": many("- [ ] a #b #c\n"),
    "tasks-ids": many("- [ ] a ^b\n"),
    "tasks-all-fields": many(
        f"- [ ] a 🔺 🔁 every week 🆔 a ⛔ b,c ➕ 2024-01-01 🛫 2024-01-01 {_DUE} #t ^b\n"
    ),
    "tasks-bad-dates": many("- [ ] a 📅 2024-02-30 📅 2024-02-31\n"),
    "tasks-boxes": many("- [a\n"),
    "tasks-boxes-odd": many("- [😀] a\n"),
    "tasks-quoted": many("> - [ ] a\n"),
    "tasks-nested": many("- [ ] a\n  - [ ] b\n    - [ ] c\n"),
    "tasks-headings": growing(lambda i: f"{'#' * (i % 6 + 1)} {i}\n- [ ] a"),
    "task-dates": many(_DUE + " ", before="- [ ] a "),
    "task-dates-tight": many("📅", before="- [ ] a "),
    "task-dates-blanks": lambda n: "- [ ] a 📅".encode() + b" " * n + b"2024-01-01",
    "task-dates-after": lambda n: f"- [ ] a {_DUE}".encode() + b" " * n + b"b",
    "task-dates-open": many("📅 2024-01-0", before="- [ ] a "),
    "task-due-open": many("[due:: ", before="- [ ] a "),
    "task-due-open-paren": many("(due:: ", before="- [ ] a "),
    "task-due-closed": many("[due:: 2024-01-01] ", before="- [ ] a "),
    "task-due-blanks": lambda n: b"- [ ] a [due::" + b" " * n + b"]",
    "task-due-key-blanks": lambda n: b"- [ ] a [" + b" " * n + b"due:: 2024-01-01]",
    "task-due-commas": many("[due:: 2024-01-01],", before="- [ ] a "),
    "task-colons": many("(::", before="- [ ] a "),
    "task-colons-only": many("::", before="- [ ] a "),
    "task-ids": many("🆔 a,", before="- [ ] a "),
    "task-depends": lambda n: "- [ ] a ⛔ ".encode() + b"a," * (n // 2) + b"a",
    "task-depends-open": lambda n: "- [ ] a ⛔ ".encode() + b"a," * (n // 2),
    "task-depends-blanks": lambda n: "- [ ] a ⛔ ".encode() + b"a , " * (n // 4) + b"!",
    "task-depends-wide": lambda n: "- [ ] a ⛔ a".encode() + b" " * n + b"!",
    "task-id-long": lambda n: "- [ ] a 🆔 ".encode() + b"a" * n + b"!",
    "task-rules": many("🔁 every day ", before="- [ ] a "),
    "task-rule-long": lambda n: "- [ ] a 🔁 every ".encode() + b"day " * (n // 4),
    "task-rule-blanks": lambda n: "- [ ] a 🔁 every".encode() + b" " * n + b"day",
    "task-rule-commas": lambda n: "- [ ] a 🔁 every month on the ".encode() + b"1," * (n // 2),
    "task-rule-weekdays": lambda n: "- [ ] a 🔁 every week on ".encode() + b"monday, " * (n // 8),
    "task-rule-digits": lambda n: "- [ ] a 🔁 every ".encode() + b"1" * n + b" days",
    "tasks-rules-digits": many("- [ ] a 🔁 every " + "1" * 5000 + " days\n"),
    "task-rule-ands": lambda n: "- [ ] a 🔁 every week on monday".encode() + b" and" * (n // 4),
    "task-tags": many("#a ", before="- [ ] a "),
    "task-tags-tight": many("#a", before="- [ ] a "),
    "task-tags-dates": many(f"#a {_DUE} ", before="- [ ] a "),
    "task-priorities": many("🔺", before="- [ ] a "),
    "task-priorities-spaced": many("🔺 ", before="- [ ] a "),
    "task-selectors": lambda n: "- [ ] a 🔺".encode() + "\ufe0f".encode() * (n // 3),
    "task-carets": many(" ^a", before="- [ ] a "),
    "task-blanks": lambda n: b"- [ ] a" + b" " * n,
    "task-blanks-nbsp": lambda n: b"- [ ] a" + "\xa0".encode() * (n // 2) + b"x",
    "task-blanks-nbsp-field": lambda n: (
        b"- [ ] a" + "\xa0".encode() * (n // 2) + f"x {_DUE}".encode()
    ),
    "task-blanks-then-date": lambda n: b"- [ ] a" + b" " * n + _DUE.encode(),
    "task-separators": many("\u2028", before="- [ ] a "),
    "task-separators-field": many(f"\u2028{_DUE}", before="- [ ] a "),
    "task-brackets": many("[", before="- [ ] a :: "),
    "task-parens": many("(", before="- [ ] a :: "),
    "task-boxes": many("[ ] ", before="- "),
    "task-in-task-tags": many("#a ", before="- [ ] " * 100),
    "task-in-task-text": many("a", before="- [ ] " * 100 + "😀"),
    "task-in-task-colons": many("a", before="- [ ] " * 100 + "::"),
    "task-in-task-dates": many("📅 2024-01-01 ", before="- [ ] " * 100),
    "task-in-task-brackets": many("[", before="- [ ] " * 100),
    "task-in-task-blanks": lambda n: b"- [ ] " * 100 + b":: a" + b" " * n,
    "task-in-task-depends": lambda n: b"- [ ] " * 100 + "⛔ ".encode() + b"a," * (n // 2) + b"a",
    "task-in-task-lines": many("- [ ] " * 90 + "a :: #b\n"),
    "items-in-item-lines": many("- " * 99 + "a\n"),
    "task-status-nul": many("- [\0] a\n"),
    "task-one-line": lambda n: b"- [ ] " + b"a" * n,
    "task-words-date": lambda n: b"- [ ] " + b"word " * (n // 5) + _DUE.encode(),
}


def front(make: Make) -> Make:
    """What `make` gives as front matter."""
    return lambda n: b"---\n" + make(n) + b"\n---\nbody\n"


# At most 64 KiB are read; more is opaque.
FRONT_MATTER: dict[str, Make] = {
    f"front-{name}": front(make)
    for name, make in {
        "brackets": many("[", before="a: "),
        "brackets-flat": many("[],", before="a: [", after="]"),
        "brackets-lines": many("a: [\n"),
        "braces": many("{", before="a: "),
        "dashes": many("- "),
        "dashes-lines": many("- a\n"),
        "questions": many("? "),
        "colons": many(": "),
        "colons-tight": many(":"),
        "keys": growing(lambda i: f"k{i}: v"),
        "keys-same": many("k: v\n"),
        "keys-empty": growing(lambda i: f"k{i}:"),
        "keys-nested": growing(lambda i: " " * (i % 60) + "k:"),
        "keys-stairs": growing(lambda i: " " * i + "k:"),
        "keys-braces": growing(lambda i: f"k{i}: {{a: b}}"),
        "key-long": lambda n: b"k" * n + b": v",
        "key-words": lambda n: b"k " * (n // 2) + b": v",
        "key-words-open": lambda n: b"k " * (n // 2),
        "list-flow": lambda n: b"a: [" + b"b, " * (n // 3) + b"c]",
        "list-flow-open": lambda n: b"a: [" + b"b, " * (n // 3),
        "list-flow-words": lambda n: b"a: [" + b"b " * (n // 2),
        "list-flow-quotes": lambda n: b"a: [" + b'"", ' * (n // 4),
        "list-block": many("  - b\n", before="a:\n"),
        "list-links": many('  - "[[b]]"\n', before="a:\n"),
        "list-unquoted-links": many("  - [[b]]\n", before="a:\n"),
        "links": growing(lambda i: f"k{i}: [[b]]"),
        "links-quoted": growing(lambda i: f'k{i}: "[[b]]"'),
        "links-same-raw": lambda n: b"a:\n  - {b: c}\n" + b'  - "[[b]]"\n' * (n // 12),
        "tags-list": many("  - a\n", before="tags:\n"),
        "anchors": growing(lambda i: f"k{i}: &a{i} x"),
        "aliases": many("*a, ", before="b: &a x\nc: [", after="]"),
        "aliases-nine": lambda _n: (
            b"a: &a ["
            + b"x," * 9
            + b"]\n"
            + b"".join(
                b"%c: &%c [" % (98 + i, 98 + i) + b"*%c," % (97 + i) * 9 + b"]\n" for i in range(8)
            )
        ),
        "merge-keys": growing(lambda i: f"c{i}: {{<<: *b}}"),
        "merge-chain": growing(lambda i: f"a{i + 1}: &a{i + 1}\n  <<: *a{i}"),
        "tag-junk": many("!foo ", before="a: "),
        "quotes": many("'", before="a: "),
        "quotes-double": many('"', before="a: "),
        "quotes-escapes": many("\\", before='a: "'),
        "quotes-unicode": many("\\u00e9", before='a: "', after='"'),
        "quote-lines": many("\n", before='a: "', after='"'),
        "literal": many("  a\n", before="a: |\n"),
        "folded": many("  a\n\n", before="a: >\n"),
        "literal-blank": many("\n", before="a: |\n", after="  x"),
        "literals": growing(lambda i: f"k{i}: |\n  a"),
        "plain-lines": many("  a\n", before="a: b\n"),
        "comments": many("# a\n"),
        "comments-behind": many("# ", before="a: {b: c} # "),
        "hashes": many("#", before="a: {b: c} "),
        "tabs": many("\t", before="a: {b: c}\n"),
        "tabs-lines": many("\t\n", before="a: {b: c}\n"),
        "tabs-values": growing(lambda i: f"k{i}:\t{{a: b}}\t"),
        "blanks": lambda n: b"a: {b: c}" + b" " * n,
        "blank-lines": many("\n", before="a: {b: c}\n"),
        "percents": many("%", before="a: "),
        "percents-lines": many("%a\n"),
        "ats": many("@", before="a: "),
        "digits": lambda n: b"a: " + b"1" * n,
        "digits-many": growing(lambda i: f"k{i}: " + "1" * 4000),
        "digits-colons": lambda n: b"a: " + b"1:" * (n // 2) + b"1",
        "digits-underscores": lambda n: b"a: 1" + b"_" * n,
        "floats": lambda n: b"a: 1." + b"1" * n + b"e",
        "floats-many": growing(lambda i: f"k{i}: 1e{i}"),
        "documents": many("--- a\n"),
        "dots": many("...\n"),
        "emoji": many("😀", before="a: {b: ", after="}"),
        "surrogates": many("\udcff", before="a: {b: ", after="}"),
        "nuls": many("\0", before="a: {b: ", after="}"),
        "separators": many("\u2028", before="a: {b: ", after="}"),
        "mustache": growing(lambda i: f"k{i}: {{{{title}}}}"),
        "deep-64": lambda n: b"a: " + b"[" * 63 + b"1," * (n // 2) + b"]" * 63,
        "many-deep": growing(lambda i: f"k{i}: " + "[" * 40 + "]" * 40),
        "flow-in-block": growing(lambda i: f"  - {{a{i}: [1, 2]}}"),
    }.items()
}

# The block is larger than its cap, or never closed.
OPAQUE: dict[str, Make] = {
    "front-too-large": front(many("[")),
    "front-too-large-keys": front(growing(lambda i: f"k{i}: v")),
    "front-never-closed": many("a: b\n", before="---\n"),
    "front-nearly-closed": many("--- \t x\n", before="---\n"),
    "front-blank-tail": lambda n: b"---" + b" " * n + b"\na: b\n---\n",
    "front-closing-blanks": lambda n: b"---\na: b\n---" + b" " * n + b"x",
}
