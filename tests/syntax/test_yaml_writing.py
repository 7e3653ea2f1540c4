"""Values as YAML text: what is written is read back, by our readers and by YAML's."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultsync.syntax.front_matter import read_front_matter
from vaultsync.syntax.yaml_values import read_yaml
from vaultsync.syntax.yaml_writing import flow_list, scalar
from vaultsync.text import split_lines

# (value, quote, in a block, between brackets)
WRITTEN: dict[str, tuple[Any, str, str, str]] = {
    "nothing": (None, "", "null", "null"),
    "true": (True, '"', "true", "true"),
    "integer": (-12, "'", "-12", "-12"),
    "float": (1.0, "", "1.0", "1.0"),
    "large-float": (1e22, "", "1e+22", "1e+22"),
    "infinity": (float("-inf"), "", "-.inf", "-.inf"),
    "not-a-number": (float("nan"), "", ".nan", ".nan"),
    "word": ("word", "", "word", "word"),
    "word-in-single": ("word", "'", "'word'", "'word'"),
    "word-in-double": ("word", '"', '"word"', '"word"'),
    "empty": ("", "", '""', '""'),
    "empty-in-single": ("", "'", "''", "''"),
    "date": ("2024-07-21", "", "2024-07-21", "2024-07-21"),
    "time": ("2024-07-21T12:37:00", "", "2024-07-21T12:37:00", "2024-07-21T12:37:00"),
    "minutes": ("1:30", "", "1:30", "1:30"),
    "yes": ("yes", "", "yes", "yes"),
    "number": ("0777", "", '"0777"', '"0777"'),
    "number-in-single": ("1e3", "'", "'1e3'", "'1e3'"),
    "true-as-text": ("True", "", '"True"', '"True"'),
    "null-as-text": ("~", "", '"~"', '"~"'),
    "comma": ("a, b", "", "a, b", '"a, b"'),
    "bracket": ("a [b]", "", "a [b]", '"a [b]"'),
    "link": ("[[N]]", "", '"[[N]]"', '"[[N]]"'),
    "link-in-text": ("see [[N]]", "", '"see [[N]]"', '"see [[N]]"'),
    "embed": ("![[N]]", "'", "'![[N]]'", "'![[N]]'"),
    "element": ("- a", "", '"- a"', '"- a"'),
    "comment": ("a #b", "", '"a #b"', '"a #b"'),
    "no-comment": ("a#b", "", "a#b", "a#b"),
    "key": ("a: b", "", '"a: b"', '"a: b"'),
    "key-alone": ("a:", "", '"a:"', '"a:"'),
    "address": ("https://a.b/c&d", "", "https://a.b/c&d", "https://a.b/c&d"),
    "question": ("a?", "", "a?", '"a?"'),
    "apostrophe": ("it's", "", "it's", "it's"),
    "apostrophe-in-single": ("it's", "'", "'it''s'", "'it''s'"),
    "quotes": ('say "a"', "", 'say "a"', 'say "a"'),
    "quotes-in-double": ('say "a"', '"', r'"say \"a\""', r'"say \"a\""'),
    "backslash": ("a\\b", "", "a\\b", "a\\b"),
    "backslash-in-double": ("a\\b", '"', r'"a\\b"', r'"a\\b"'),
    "blank-before": (" a", "", '" a"', '" a"'),
    "no-break-space-behind": ("a\xa0", "", '"a\xa0"', '"a\xa0"'),
    "newline": ("a\r\nb\tc", "'", r'"a\r\nb\tc"', r'"a\r\nb\tc"'),
    "line-separator": ("a\u2028b\x85", "", r'"a\u2028b\u0085"', r'"a\u2028b\u0085"'),
    "nul": ("a\0", "", r'"a\u0000"', r'"a\u0000"'),
    "bom": ("a\ufeff", "'", r'"a\ufeff"', r'"a\ufeff"'),
    "emoji": ("😀", "", "😀", "😀"),
    "placeholder": ("{{title}}", "", '"{{title}}"', '"{{title}}"'),
    "end-of-document": ("... a", "", '"... a"', '"... a"'),
}


@pytest.mark.parametrize(("value", "quote", "block", "flow"), WRITTEN.values(), ids=WRITTEN)
def test_written(value: Any, quote: str, block: str, flow: str) -> None:
    assert scalar(value, quote) == block
    assert scalar(value, quote, flow=True) == flow


def test_written_as_a_list() -> None:
    assert flow_list([]) == "[]"
    assert flow_list(["a", "b]", None, 1.5], "'") == "['a', 'b]', null, 1.5]"


REFUSED = {
    "odd-byte": "a\udcff",
    "surrogates": "\ud83d\ude00",
    "large": 10**400,
    "huge": -(10**5000),
}


@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
def test_refused(value: Any) -> None:
    for quote in ("", "'", '"'):
        with pytest.raises(ValueError, match=r"YAML|limit"):
            scalar(value, quote)


PIECES = [
    *(
        "a",
        "b c",
        " ",
        "  ",
        "- ",
        "#",
        " #",
        ": ",
        ":",
        "'",
        '"',
        "\\",
        "[",
        "]",
        "[[x]]",
        "{{",
        "}",
    ),
    *(
        ",",
        "&",
        "*",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        "?",
        "---",
        "...",
        "<<",
        "=",
        "~",
        "null",
        "yes",
    ),
    *("true", "1", "0x1F", "1e3", ".5", ".inf", "-", "+", "_", "\xa0", "\u2028", "\u2029", "\x85"),
    *(
        "\ufeff",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\0",
        "\x1b",
        "\x7f",
        "\uffff",
        "\ue000",
        "😀",
        "é",
        "日",
    ),
]
texts = st.lists(st.sampled_from(PIECES), max_size=5).map("".join) | st.text(max_size=9)
scalars = st.one_of(
    texts, st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(allow_nan=False)
)
quotes = st.sampled_from(["", "'", '"'])


def read(block: str) -> Any:
    """What our reader and YAML's say of a block: the same."""
    text = f"---\n{block}\n---\n"
    front = read_front_matter(text, 0, *split_lines(text))
    reading = read_yaml(f"{block}\n")
    assert front is not None
    assert reading.entries is not None, reading.faults
    values = {entry.key: entry.value for entry in reading.entries}
    assert (front.values, front.problems) == (values, ())
    return values


@given(scalars, quotes)
@example("\u2028", "")
@example("- a", "'")
@example("\ue000\x07", "")
@example("-", "")
@example("a?b", "")
@example("a\\", '"')
def test_what_is_written_is_read_back(value: Any, quote: str) -> None:
    written = scalar(value, quote)
    assert not set("\r\n\u2028\x85") & set(written)
    for block, wanted in {
        f"k: {written}": value,
        f"k: {written}  # c": value,
        f"k:\n  - {written}\n  - x": [value, "x"],
        f"k: [{scalar(value, quote, flow=True)}, x]": [value, "x"],
        f"k: {flow_list([value], quote)}": [value],
        f"{{k: {scalar(value, quote, flow=True)}, l: x}}": value,
    }.items():
        found = read(block)["k"]
        assert (found, repr(found)) == (wanted, repr(wanted))


@given(texts.filter(bool))
def test_names_are_read_back(key: str) -> None:
    assert read(f"{scalar(key)}: x\nplain key: y") == {key: "x"} | {"plain key": "y"}
