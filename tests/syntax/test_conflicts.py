"""Conflict markers: the three in their order, outside code, whatever the newline."""

import pytest

from vaultsync.model.note import parse_note

WHOLE = "<<<<<<< HEAD\n- [ ] a\n=======\n- [x] a\n>>>>>>> theirs\n"

FOUND = {
    "alone": (WHOLE, [1]),
    "below-text": (f"text\n{WHOLE}text\n", [2]),
    "with-the-base": (WHOLE.replace("=======", "||||||| base\n- a\n======="), [1]),
    "twice": (WHOLE * 2, [1, 6]),
    "in-front-matter": (f"---\n{WHOLE}---\n", [2]),
    "begun-twice": (f"<<<<<<< HEAD\na\n{WHOLE}", [3]),
    "in-a-list": (f"- a\n{WHOLE}- b\n", [2]),
    "after-code": (f"```\n{WHOLE}```\n{WHOLE}", [8]),
}
NONE = {
    "in-a-fence": f"```\n{WHOLE}```\n",
    "in-tildes": f"~~~ text\n{WHOLE}~~~\n",
    "indented": "".join(f"    {line}\n" for line in WHOLE.splitlines()),
    "heading": "Heading\n=======\n",
    "deep-quote": ">>>>>>> quote\n",
    "not-ended": WHOLE.replace(">>>>>>> theirs\n", ""),
    "not-parted": WHOLE.replace("=======\n", ""),
    "wrong-order": ">>>>>>> a\n=======\n<<<<<<< b\n",
    "no-blank": WHOLE.replace("<<<<<<< ", "<<<<<<<"),
    "eight": WHOLE.replace("<<<<<<< ", "<<<<<<<< "),
}


def lines(text: str) -> list[int]:
    problems = parse_note("a.md", text.encode()).problems
    return [one.line for one in problems if one.code == "conflict-markers"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("text", "wanted"), FOUND.values(), ids=FOUND)
def test_finds(text: str, wanted: list[int], newline: str) -> None:
    assert lines(text.replace("\n", newline)) == wanted


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_leaves_alone(text: str) -> None:
    assert lines(text) == []
