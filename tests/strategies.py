"""Made-up notes: documents from a small grammar of lines, running text, and bytes at random."""

import random

from hypothesis import strategies as st

WORDS = [
    *("[[a]]", "[[a|b]]", "![[i.png]]", "[t](u)", "![t](u)", "[t]", "[ ]", "`c`", "``", "`", "$x$"),
    *("#tag", "#1", "# ", "(#x", "a", "b ", " ", "$", "\\", "\\[", "<b>", "<br/>", "<!--", "-->"),
    *('<a href="#x">', "]", ")", "(", "[", "!", "^[n]", "[^1]", "_", "*", "**#b**", "|", "é", "😀"),
    *("http://x#f", "[[", "](", "[a b](c d)", "[a](<b c>)", '"t"', "[#t](u)", "%%", "]]", "^["),
]
INDENTS = [*[""] * 20, " ", "  ", "   ", "    ", "\t", "\t\t", "      ", "        ", " \t", "  \t"]
QUOTES = ["", "", "", "", "> ", ">", "> > ", ">\t"]
MARKERS = [
    *("- ", "- ", "* ", "+ ", "1. ", "2. ", "10. ", "1) ", "-   ", "-\t", "- - ", "1. - ", "-"),
    *("", "", "", "# ", "### ", "[^1]: ", "[a]: ", "|", "> [!note]- "),
]
BOXES = ["", "", "[ ] ", "[x] ", "[X]\t", "[/] ", "[é] ", "[😀] ", "[ ]", "[] ", "[xx] "]
TEXTS = [
    *(
        "a",
        "b c",
        "[[n]] #t",
        "two  ",
        "x ^id",
        "📅 2026-12-01",
        "[due:: 2026-12-01]",
        "🔁 every day",
    ),
    *("1. n", "| p | q |", "`c`", "$m$", "<b>", "%% c %%", "^id", "\u2028", "\x0b", "\x85", "\xa0"),
]
WHOLE = [
    *(
        "",
        "",
        "",
        "",
        "  ",
        "\t",
        "```",
        "```",
        "~~~",
        "---",
        "---",
        "===",
        "***",
        "$$",
        "%%",
        "%%",
    ),
    *(
        "<div>",
        "</div>",
        "<!-- c",
        "-->",
        "| - | - |",
        "|-|",
        "^id",
        "> [!tip]",
        "k: v",
        "k: [[a]]",
    ),
    *("tags: [a, b]", "%% vaultsync:begin r %%", "%% vaultsync:end r %%", "# H", "## H [[h]] ##"),
    *("| a | b |\n|---|---|\n| [[c\\|d]] | `e` |", "$$\nx\n$$", "S\n===", "[^1]: f\n    - [ ] g"),
    "%% vaultsync:begin r %%\n- [x] y\n%% vaultsync:end r %%",
]
STARTS = [
    *("", "", "", "", "---\n---\n", '---\ntags: [a, b]\nup: "[[u]]"\n---\n', "---\nx: [\n---\n"),
    *("---\na: 1\nlist:\n  - b\n  - '[c](d.md)'\n---\n", "---\na: |\n  # b\n  - [ ] c\n---\n"),
]

markup = st.lists(st.sampled_from(WORDS), max_size=9).map("".join)
"""Running text of one line, full of things that may be links, tags, code or math."""

any_text = st.text(max_size=30)

_built_lines = st.tuples(
    st.sampled_from(INDENTS),
    st.sampled_from(QUOTES),
    st.sampled_from(INDENTS),
    st.sampled_from(MARKERS),
    st.sampled_from(BOXES),
    st.sampled_from(TEXTS) | markup,
).map("".join)

_task_lines = st.tuples(
    st.sampled_from(["", "", "  ", "    ", "\t", "> ", "> \t"]),
    st.sampled_from(["- [ ] ", "- [x] ", "* [/] ", "1. [ ] ", "- [é] "]),
    st.sampled_from(TEXTS) | markup,
).map("".join)

lines = st.one_of(_built_lines, _task_lines, st.sampled_from(WHOLE))
"""One line: indent, quote, marker, box, text."""


def _document(start: str, rows: list[str], ending: str) -> str:
    return start + "\n".join(rows) + ending


documents = st.builds(
    _document,
    st.sampled_from(STARTS),
    st.lists(lines, max_size=12),
    st.sampled_from(["", "\n", "\n\n"]),
)
"""A note's text with LF newlines."""


def _with_noise(text: str, newline: str, noise: list[tuple[int, bytes]]) -> bytes:
    raw = text.replace("\n", newline).encode("utf-8", "surrogateescape")
    for place, some in noise:
        at = place % (len(raw) + 1)
        raw = raw[:at] + some + raw[at:]
    return raw


_noise = st.tuples(
    st.integers(0, 10_000),
    st.sampled_from(
        [b"\xff", b"\xe9", b"\xf0\x9f", b"\x00", b"\r", b"\n", b"\xef\xbb\xbf", b"\x1a"]
    )
    | st.binary(max_size=3),
)

raw_notes = st.builds(
    _with_noise,
    documents,
    st.sampled_from(["\n", "\n", "\r\n", "\r"]),
    st.lists(_noise, max_size=3),
)
"""A note's bytes, with any newlines and some bytes that don't belong."""


def random_note(source: random.Random) -> bytes:
    """Bytes at random, biased to what means something in Markdown; without hypothesis' memory."""
    pieces = [
        *INDENTS,
        *QUOTES,
        *MARKERS,
        *BOXES,
        *TEXTS,
        *WHOLE,
        *WORDS,
        *["\n- [ ] ", "\n# "] * 20,
    ]
    some = [source.choice(STARTS).encode()]
    for _ in range(source.randint(0, 40)):
        choice = source.random()
        if choice < 0.6:
            some.append(source.choice(pieces).encode())
        elif choice < 0.85:
            some.append(source.choice([b"\n", b"\n", b"\n\n", b"\r\n", b"\r"]))
        elif choice < 0.97:
            some.append(
                bytes(source.choices(b"-*+>#`~$%[]()!|<>=_\\^: \t0123", k=source.randint(1, 6)))
            )
        else:
            some.append(source.randbytes(source.randint(1, 4)))
    return b"".join(some)
