"""Managed regions: between which lines they are, and what is none."""

from collections.abc import Callable

import pytest

from tests.outline import arrow, note_of, unarrow
from vaultsync.syntax.regions import begin_marker, end_marker

BEGIN, END = "%% vaultsync:begin a %%", "%% vaultsync:end a %%"


def other(name: str) -> tuple[str, str]:
    return begin_marker(name), end_marker(name)


# The text; of each region: name, line, body.
FOUND = {
    "alone": (f"{BEGIN}⏎x⏎{END}", [("a", 1, "x⏎")]),
    "empty": (f"{BEGIN}⏎{END}", [("a", 1, "")]),
    "between-text": (f"t⏎⏎{BEGIN}⏎⏎x⏎⏎- [ ] y⏎⏎{END}⏎⏎u", [("a", 3, "⏎x⏎⏎- [ ] y⏎⏎")]),
    "right-below-text": (f"t⏎{BEGIN}⏎x⏎{END}⏎u", [("a", 2, "x⏎")]),
    "blanks-behind": (f"{BEGIN} ⏎x⏎{END}⇥", [("a", 1, "x⏎")]),
    "two": (
        "⏎".join([BEGIN, "x", END, *other("b-2")]),
        [("a", 1, "x⏎"), ("b-2", 4, "")],
    ),
    "same-name-twice": (f"{BEGIN}⏎x⏎{END}⏎{BEGIN}⏎y⏎{END}", [("a", 1, "x⏎"), ("a", 4, "y⏎")]),
    "first-end-closes": (f"{BEGIN}⏎x⏎{END}⏎y⏎{END}", [("a", 1, "x⏎")]),
    "with-options": (f"%% vaultsync:begin a by=b c=1,2 %%⏎x⏎{END}", [("a", 1, "x⏎")]),
    "code-inside": (f"{BEGIN}⏎```⏎{END}⏎```⏎{END}", [("a", 1, f"```⏎{END}⏎```⏎")]),
    "begun-again": (f"{BEGIN}⏎x⏎{BEGIN}⏎y⏎{END}", [("a", 3, "y⏎")]),
    "in-a-list": (f"- x⏎{BEGIN}⏎y⏎{END}", [("a", 2, "y⏎")]),
}


@pytest.mark.parametrize(("text", "regions"), FOUND.values(), ids=FOUND)
def test_finds_regions(text: str, regions: list[object], variant: Callable[[str], str]) -> None:
    note = note_of(variant(unarrow(text) + "\n"))
    assert [
        (one.name, one.line, arrow(one.body_span.of(note.text))) for one in note.regions
    ] == regions
    for one in note.regions:
        written = one.span.of(note.text)
        assert written.startswith("%% vaultsync:begin")
        assert written.rstrip(" \t").endswith(end_marker(one.name))
        assert one.span.start < one.body_span.start <= one.body_span.end < one.span.end


NONE = {
    "no-end": f"{BEGIN}⏎x",
    "no-begin": f"x⏎{END}",
    "end-first": f"{END}⏎x⏎{BEGIN}",
    "other-end": f"{BEGIN}⏎x⏎{end_marker('b')}",
    "in-a-fence": f"```⏎{BEGIN}⏎x⏎{END}⏎```",
    "in-indented-code": f"    {BEGIN}⏎    x⏎    {END}",
    "in-an-html-comment": f"<!--⏎{BEGIN}⏎x⏎{END}⏎-->",
    "in-a-comment": f"%%⏎{BEGIN.strip('% ')}⏎x⏎{END.strip('% ')}⏎%%",
    "text-before": f"t {BEGIN}⏎x⏎{END}",
    "text-behind": f"{BEGIN} t⏎x⏎{END}",
    "indented": f" {BEGIN}⏎x⏎ {END}",
    "in-a-quote": f"> {BEGIN}⏎> x⏎> {END}",
    "upper-case-name": f"{begin_marker('A')}⏎x⏎{end_marker('A')}",
    "other-spacing": "%%vaultsync:begin a%%⏎x⏎%%vaultsync:end a%%",
    "in-front-matter": f"---⏎a: |⏎  {BEGIN}⏎  {END}⏎---",
    "on-one-line": f"{BEGIN} {END}",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_finds_none(text: str, variant: Callable[[str], str]) -> None:
    assert note_of(variant(unarrow(text) + "\n")).regions == ()


def test_markers_are_inline_comments_for_obsidian() -> None:
    """A marker is a whole comment: what is between two of them is read as any text."""
    note = note_of(f"{BEGIN}\n- [ ] x\n{END}\n")
    assert [task.line for task in note.tasks] == [2]
    assert note.problems == ()
