"""Task fields: what the Tasks plugin reads, where it stands, and what it would spoil."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.syntax.elements import Field
from vaultsync.syntax.field_signs import SIGNIFIERS
from vaultsync.syntax.recurrence_text import is_recurrence, repeats_when_done
from vaultsync.syntax.task_fields import FieldFormat, TaskBody, read_task_body
from vaultsync.text import Span

EMOJI, INLINE, BOTH = FieldFormat
DAY = "2024-03-20"

RECORDED = json.loads((Path(__file__).parent / "data/task_fields.json").read_bytes())["cases"]


def read(body: str, fmt: FieldFormat = BOTH) -> TaskBody:
    return read_task_body(body, 0, len(body), fmt)


def spans(body: TaskBody) -> list[Span]:
    """Where all that was peeled stands, in order."""
    counting = [field.span for field in body.fields]
    return sorted([*counting, *(problem.span for problem in body.problems)])


def values(body: TaskBody) -> dict[str, str | tuple[str, ...]]:
    return {field.name: field.value for field in body.fields}


# --- each field by itself ---

VALUES: dict[str, tuple[str, FieldFormat, str, str | tuple[str, ...], str]] = {
    "due": ("📅 2024-03-20", EMOJI, "due", DAY, DAY),
    "due-other-emoji": ("📆 2024-03-20", EMOJI, "due", DAY, DAY),
    "due-variation-selector": ("🗓\ufe0f  2024-03-20", EMOJI, "due", DAY, DAY),
    "scheduled": ("⏳2024-03-20", EMOJI, "scheduled", DAY, DAY),
    "scheduled-other-emoji": ("⌛ 2024-03-20", EMOJI, "scheduled", DAY, DAY),
    "start": ("🛫 2024-03-20", EMOJI, "start", DAY, DAY),
    "created": ("➕ 2024-03-20", EMOJI, "created", DAY, DAY),
    "done": ("✅ 2024-03-20", EMOJI, "done", DAY, DAY),
    "cancelled": ("❌ 2024-03-20", EMOJI, "cancelled", DAY, DAY),
    "highest": ("🔺", EMOJI, "priority", "highest", "🔺"),
    "high": ("⏫\ufe0f", EMOJI, "priority", "high", "⏫"),
    "medium": ("🔼", EMOJI, "priority", "medium", "🔼"),
    "low": ("🔽", EMOJI, "priority", "low", "🔽"),
    "lowest": ("⏬", EMOJI, "priority", "lowest", "⏬"),
    "recurrence": ("🔁  every Monday", EMOJI, "recurrence", "every Monday", "every Monday"),
    "on-completion": ("🏁 Delete", EMOJI, "on_completion", "delete", "Delete"),
    "id": ("🆔 a-1_X", EMOJI, "id", "a-1_X", "a-1_X"),
    "depends-on": ("⛔ a,b , c", EMOJI, "depends_on", ("a", "b", "c"), "a,b , c"),
    "inline-date": ("[due:: 2024-03-20]", INLINE, "due", DAY, DAY),
    "inline-done": ("[completion::2024-03-20]", INLINE, "done", DAY, DAY),
    "inline-parentheses": ("( scheduled::  2024-03-20 )", INLINE, "scheduled", DAY, DAY),
    "inline-priority": ("[priority:: lowest]", INLINE, "priority", "lowest", "lowest"),
    "inline-recurrence": ("[repeat::  every day ]", INLINE, "recurrence", "every day", "every day"),
    "inline-on-completion": ("[onCompletion:: keep]", INLINE, "on_completion", "keep", "keep"),
    "inline-id": ("(id:: a)", INLINE, "id", "a", "a"),
    "inline-depends-on": ("[dependsOn:: a , b ]", INLINE, "depends_on", ("a", "b"), "a , b"),
}


@pytest.mark.parametrize("tail", ["", " ", " #tag", " ^block", "\u00a0#tag ^block  "])
@pytest.mark.parametrize(("field", "fmt", "name", "value", "written"), VALUES.values(), ids=VALUES)
def test_reads(
    field: str, fmt: FieldFormat, name: str, value: object, written: str, tail: str
) -> None:
    text = f"- [ ] Chains {field}{tail}"
    body = read_task_body(text, 5, len(text), fmt)
    assert [(f.name, f.value, f.span.of(text), f.value_span.of(text)) for f in body.fields] == [
        (name, value, field, written)
    ]
    assert body.description.of(text) == "Chains"
    assert body.block_id == ("block" if "^" in tail else None)
    assert body.problems == ()
    assert read_task_body(text, 5, len(text)) == body


@pytest.mark.parametrize("sign", SIGNIFIERS)
def test_knows_every_signifier(sign: str) -> None:
    (field,) = next(
        fields
        for value in ("", " 2024-03-20", " every day", " keep")
        if (fields := read(f"t {sign}{value}").fields)
    )
    assert field.span.start == 2


# --- how the end of the line is peeled ---

LINES: dict[str, tuple[str, str, dict[str, str | tuple[str, ...]]]] = {
    "empty": ("", "", {}),
    "only-a-field": ("📅 2024-03-20", "", {"due": DAY}),
    "order-does-not-matter": ("t 📅 2024-03-20 🔺", "t", {"due": DAY, "priority": "highest"}),
    "both-forms": ("t [id:: a], 📅 2024-03-20", "t", {"id": "a", "due": DAY}),
    "trailing-comma": ("t [id:: a] , [due:: 2024-03-20],", "t", {"id": "a", "due": DAY}),
    "tag-between": ("t #a 📅 2024-03-20 #b 🔺 #c", "t #a", {"due": DAY, "priority": "highest"}),
    "tag-holds-any-space-but-space": ("t 📅 2024-03-20 #a\u00a0b", "t", {"due": DAY}),
    "tag-swallows-an-id": ("t #a🆔b", "t #a🆔b", {}),
    "tag-yields-to-a-date": ("t #a📅2024-03-20", "t #a", {"due": DAY}),
    "tag-first-in-a-later-round": ("t #a⏫ 📅 2024-03-20", "t #a⏫", {"due": DAY}),
    "text-after": ("t 📅 2024-03-20 soon", "t 📅 2024-03-20 soon", {}),
    "text-after-hides-only-the-left": (
        "t 📅 2024-03-20 x 🔺",
        "t 📅 2024-03-20 x",
        {"priority": "highest"},
    ),
    "leftmost-counts": ("t 🔺 🔽", "t", {"priority": "highest"}),
    "no-value": ("t 📅", "t 📅", {}),
    "bad-value": ("t 🔺 📅 tomorrow", "t 🔺 📅 tomorrow", {}),
    "two-words-as-id": ("t 🆔 a b", "t 🆔 a b", {}),
    "dangling-comma": ("t ⛔ a,", "t ⛔ a,", {}),
    "other-digits": ("t 📅 ２０２４-03-20", "t 📅 ２０２４-03-20", {}),
    "nbsp-before-the-sign": ("t\u00a0📅 2024-03-20\u3000", "t", {"due": DAY}),
    "nbsp-before-the-value": ("t 📅\u00a02024-03-20", "t 📅\u00a02024-03-20", {}),
    "next-line-is-no-js-space": ("t 📅 2024-03-20\x85", "t 📅 2024-03-20\x85", {}),
    "line-separator-ends-it": ("t 🔺\u2028 📅 2024-03-20", "t", {"priority": "highest"}),
    "mismatched-brackets": ("t [due:: 2024-03-20)", "t [due:: 2024-03-20)", {}),
    "key-in-capitals": ("t [Due:: 2024-03-20]", "t [Due:: 2024-03-20]", {}),
    "unknown-key": ("t [id:: a] [foo:: b]", "t [id:: a] [foo:: b]", {}),
    "no-brackets": ("t due:: 2024-03-20", "t due:: 2024-03-20", {}),
    "link-in-a-value": ("t [due:: [[2024-03-20]]]", "t [due:: [[2024-03-20]]]", {}),
    "link-before": ("see [[Note]] (x) [id:: a]", "see [[Note]] (x)", {"id": "a"}),
    "no-more-than-21-rounds": ("t 🔺" + " #a" * 21, "t 🔺" + " #a" * 21, {}),
    "as-many-as-21-rounds": ("t 🔺" + " #a" * 20, "t", {"priority": "highest"}),
}


@pytest.mark.parametrize(("line", "description", "expected"), LINES.values(), ids=LINES)
def test_peels(line: str, description: str, expected: dict[str, object]) -> None:
    body = read(line)
    assert body.description.of(line) == description
    assert values(body) == expected


BLOCK_IDS = {
    "plain": ("t ^a-1", "a-1", "t"),
    "after-fields": ("t 📅 2024-03-20 ^a  ", "a", "t"),
    "underscore": ("t ^a_b", None, "t ^a_b"),
    "not-last": ("t ^a 📅 2024-03-20", None, "t ^a"),
    "no-space-before": ("t^a", None, "t^a"),
    "alone": (" ^a", None, "^a"),
    "nbsp-before": ("t\u00a0^a", None, "t\u00a0^a"),
    "the-last-of-two": ("t ^a ^b", "b", "t ^a"),
}


@pytest.mark.parametrize(("line", "block_id", "description"), BLOCK_IDS.values(), ids=BLOCK_IDS)
def test_block_id(line: str, block_id: str | None, description: str) -> None:
    body = read(line)
    assert body.block_id == block_id
    assert body.description.of(line) == description
    assert body.block_id_span is None or body.block_id_span.of(line) == f"^{block_id}"


# --- what the plugin spoils ---

PROBLEMS: dict[str, tuple[str, list[tuple[str, str]], dict[str, str]]] = {
    "no-such-day": (
        "a 📅\ufe0f 2024-02-30",
        [("impossible-date", "📅\ufe0f 2024-02-30")],
        {},
    ),
    "no-such-month": ("a [start:: 2024-13-01],", [("impossible-date", "[start:: 2024-13-01]")], {}),
    "year-0": ("a ✅ 0000-01-01", [("impossible-date", "✅ 0000-01-01")], {}),
    "no-such-day-counts-all-the-same": (
        "a 📅 2024-02-30 📅 2024-03-01",
        [("impossible-date", "📅 2024-02-30"), ("duplicate-field", "📅 2024-03-01")],
        {},
    ),
    "duplicate": ("a 🔺 🔽", [("duplicate-field", "🔽")], {"priority": "highest"}),
    "no-rule": ("a 🔁 every two weeks", [("unreadable-recurrence", "🔁 every two weeks")], {}),
    "empty-rule": ("a [repeat:: ]", [("unreadable-recurrence", "[repeat:: ]")], {}),
    "rule-without-a-day": (
        "a 🔁 every day 📅 2024-02-30 🛫 2024-02-01",
        [("dateless-recurrence", "🔁 every day"), ("impossible-date", "📅 2024-02-30")],
        {"start": "2024-02-01"},
    ),
    "rule-when-done-needs-none": (
        "a 🔁 every day when done ⏳ 2024-02-30",
        [("impossible-date", "⏳ 2024-02-30")],
        {"recurrence": "every day when done"},
    ),
    "other-dates-do-not-matter": (
        "a 🔁 every day 📅 2024-02-01 🛫 2024-02-30",
        [("impossible-date", "🛫 2024-02-30")],
        {"recurrence": "every day", "due": "2024-02-01"},
    ),
    "on-completion": ("a 🏁 archive", [("unknown-on-completion", "🏁 archive")], {}),
}


@pytest.mark.parametrize(("line", "problems", "expected"), PROBLEMS.values(), ids=PROBLEMS)
def test_problems(line: str, problems: list[tuple[str, str]], expected: dict[str, object]) -> None:
    body = read(line)
    assert [(problem.code, problem.span.of(line)) for problem in body.problems] == problems
    assert values(body) == expected
    assert body.description.of(line) == "a"
    assert not any("{" in problem.message for problem in body.problems)


# --- recurrence texts; what rrule.js 2.8.1 answers ---

RULES = """every day
every 2 weeks on Friday
every weekend
EVERY jan, jul
every Saturday and Sunday
every Friday on the 13th
every month on the 2nd last Friday
every month on the last when done
every year on January 15
every week in week 12, 13 at 9
every week at 9 and 10 for 3 times
every day until 31 December 2024
every month on the banana
every month on Monday, banana
every day banana"""
NO_RULES = """every
every 2
daily
every 0 days
every two weeks
every other day
every quarter
every Monday,
every Monday and banana
every January and 3
every month on the 400th
every month on the week
every week on week 1, banana
every week at noon
every day at 9 at
every Monday on the 1st day and 2
every Monday on the 400th
every day for
every day for three
every month on Monday for ever
every day until tomorrow
when done
!"""


@pytest.mark.parametrize("rule", RULES.splitlines())
def test_is_a_recurrence(rule: str) -> None:
    assert is_recurrence(rule)
    assert is_recurrence(rule + " When Done")


@pytest.mark.parametrize("rule", NO_RULES.splitlines())
def test_is_no_recurrence(rule: str) -> None:
    assert not is_recurrence(rule)
    assert not is_recurrence(rule + " when done")


def test_all_recorded_rules(shared: Path) -> None:
    cases = json.loads((shared / "cases/oracle-recurrence.json").read_bytes())["cases"]
    wrong = [case["rule"] for case in cases if is_recurrence(case["rule"]) != case["valid"]]
    assert wrong == []
    assert {repeats_when_done(case["rule"]) for case in cases} == {True, False}


# --- recorded answers of the plugin ---

NAMES = {
    **{name: name for name in ("priority", "created", "start", "scheduled", "due", "done")},
    **{name: name for name in ("cancelled", "recurrence", "id")},
    "onCompletion": "on_completion",
    "dependsOn": "depends_on",
}
# The plugin prints rules in its own words; we keep them as they are written.
REWORDED = {
    "every year on February the 29th": "every February on the 29th",
    "every day banana": "every day",
    "every 1 day": "every day",
    "every day when done!": "every day",
}
BOX = re.compile(r"[\s>]*(?:[-*+]|[0-9]+[.)]) +\[.\]")  # > 1. [x]


def recorded_values(expected: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for recorded, name in NAMES.items():
        value = expected.get(recorded)
        inferred = name == "scheduled" and expected.get("scheduledIsInferred")
        if not value or value in ("Normal", "Invalid date") or inferred:
            continue
        yield name, tuple(value) if name == "depends_on" else value


def our_values(fields: tuple[Field, ...]) -> Iterator[tuple[str, object]]:
    for name, value, _, _ in fields:
        if name == "priority":
            yield name, str(value).capitalize()
        elif name == "recurrence":
            yield name, REWORDED.get(str(value), value)
        else:
            yield name, value


def assert_as_recorded(case: dict[str, Any], around: tuple[str, str] = ("", "")) -> None:
    """`expected` holds, and so it does inside a note and with both formats read."""
    source: str = case["line"] if "line" in case else case["body"]
    expected = case["expected"]
    box = BOX.match(source) if "line" in case else None
    before, after = around
    text = before + source + after
    start, end = len(before) + (box.end() if box else 0), len(before + source)
    body = read_task_body(text, start, end, FieldFormat(case["format"]))
    assert dict(our_values(body.fields)) == dict(recorded_values(expected)), source
    assert (f" ^{body.block_id}" if body.block_id else "") == expected.get("blockLink", ""), source
    # The plugin puts hashtags from among the fields behind the description.
    description = body.description.of(text)
    assert expected["description"].startswith(description), source
    tags = expected["description"].removeprefix(description).split()
    assert all(tag.startswith("#") for tag in tags), source
    other_sign = any(sign in source for sign in SIGNIFIERS) and case["format"] == "dataview"
    if not other_sign:
        assert read_task_body(text, start, end) == body


AROUND = {
    "alone": ("", ""),
    "lf": ("# A\n", "\n🔺"),
    "crlf": ("# A\r\n", "\r\n📅 2024-03-20"),
    "bom": ("\ufeff", "\n^a"),
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
@pytest.mark.parametrize("case", RECORDED, ids=[c.get("line", c.get("body")) for c in RECORDED])
def test_recorded(case: dict[str, Any], around: tuple[str, str]) -> None:
    assert_as_recorded(case, around)


@pytest.mark.parametrize("name", ["parse-line", "parse-body", "oracle-lines"])
def test_all_recorded(shared: Path, name: str) -> None:
    cases = json.loads((shared / f"cases/{name}.json").read_bytes())["cases"]
    for case in cases:
        if case["expected"]:  # else the line is no task
            fmt = case.get("settings", {}).get("taskFormat", EMOJI.value)
            assert_as_recorded({"format": fmt, **case})


# --- laws ---

PIECES = st.one_of(
    st.sampled_from([*SIGNIFIERS, "\ufe0f", " ", " ", "  ", "\u00a0", "\t", "\u2028", "\udce9"]),
    st.sampled_from(["[", "(", "]", ")", ",", "::", "#", "#a", " ^", " ^b", "word", "[[N]]"]),
    st.sampled_from([DAY, "2024-02-30", "every day", "every banana", "a , b", "Delete", "high"]),
    st.sampled_from(
        [f"📅 {DAY} ", "🔁 every day ", "⛔ a ,b ", "🔺 ", "🏁 keep ", " 🆔 x ", "#🆔x"]
    ),
    st.sampled_from([f"[due:: {DAY}] ", "(id:: a), ", "[repeat:: every day ] ", "[foo:: a]"]),
    st.text(max_size=3),
)
LINE = st.lists(PIECES, max_size=40).map("".join)
FORMAT = st.sampled_from(FieldFormat)
PRIORITIES = {"🔺": "highest", "⏫": "high", "🔼": "medium", "🔽": "low", "⏬": "lowest"}
FROM_TEXT: dict[str, Callable[[str], str | tuple[str, ...]]] = {
    "priority": lambda written: PRIORITIES.get(written, written),
    "on_completion": str.lower,
    "depends_on": lambda written: tuple(part.strip(" ") for part in written.split(",")),
}


@given(LINE, FORMAT)
def test_spans_are_in_order_and_hold_the_values(line: str, fmt: FieldFormat) -> None:
    body = read(line, fmt)
    marked = spans(body)
    if body.block_id_span:
        assert body.block_id_span.of(line) == f"^{body.block_id}"
        marked.append(body.block_id_span)
    offsets = [0, *body.description, *(offset for span in marked for offset in span), len(line)]
    assert offsets == sorted(offsets)
    for name, value, span, value_span in body.fields:
        assert span.start <= value_span.start < value_span.end <= span.end
        assert value == FROM_TEXT.get(name, str)(value_span.of(line))
    names = [field.name for field in body.fields]
    assert sorted(set(names)) == sorted(names)


@given(LINE, FORMAT, LINE, LINE)
def test_the_rest_of_the_note_does_not_matter(
    line: str, fmt: FieldFormat, before: str, after: str
) -> None:
    alone = read(line, fmt)
    inside = read_task_body(before + line + after, len(before), len(before + line), fmt)
    assert values(inside) == values(alone)
    assert [p[:2] for p in inside.problems] == [p[:2] for p in alone.problems]
    assert inside.description.start - alone.description.start in (0, len(before))
    assert inside.block_id == alone.block_id


@given(LINE)
def test_both_formats_at_once_are_either_where_only_one_is_used(line: str) -> None:
    if not any(sign in line for sign in SIGNIFIERS):
        assert read(line, BOTH) == read(line, INLINE)
    if "::" not in line:
        assert read(line, BOTH) == read(line, EMOJI)


@given(LINE, FORMAT)
def test_a_field_added_at_the_end_is_read(line: str, fmt: FieldFormat) -> None:
    """As the plugin does it: after everything, before the block id. Unless rounds ran out."""
    cleaned = line.replace("\u2028", "").replace("\u2029", "").replace("\r", "")
    added = f"{cleaned} [cancelled:: {DAY}]" if fmt is INLINE else f"{cleaned} ❌ {DAY}"
    body = read(added, fmt)
    assert spans(body)[-1].end == len(added)


@given(st.text(st.sampled_from("every day weks onth,2nd1lasfoMTuj!at"), max_size=60))
def test_any_text_is_a_recurrence_or_not(text: str) -> None:
    assert is_recurrence(text) in (True, False)


# --- a line of a megabyte costs no more than its length; the time is reported, not tested ---

HOSTILE = {
    name: (head, unit, tail)
    for name, head, unit, tail in [
        ("signs", "", "📅", ""),
        ("priorities", "", "⏫", ""),
        ("fields", "", "📅 2024-03-20 ", ""),
        ("inline-fields", "", "[due:: 2024-03-20]", ""),
        ("opened", "", "[due:: ", ""),
        ("opened-parentheses", "", "(::", ""),
        ("spaces", "🔺", " ", "."),
        ("spaces-in-brackets", "[", " ", "due:: 2024-03-20]"),
        ("spaces-in-a-value", "[repeat::", " ", "]"),
        ("nbsp", "🔺", "\u00a0", ""),
        ("tags", "🔺 ", "#a ", ""),
        ("long-tag", "🔺 #", "a", "📅 2024-03-20" * 50),
        ("long-non-tag", "🔺 #", "a", "." + "⏫❌2024-03-20✅2024-03-20" * 50),
        ("long-id", "🆔 ", "a", "." + " #a" * 21),
        ("ids", "", "🆔 a,", ""),
        ("id-list", "⛔ ", "a ,", "!"),
        ("block-ids", "", " ^", ""),
        ("long-rule", "🔁 every day", " and", "."),
        ("rule-of-lists", "🔁 every month on", " 1st and", ""),
        ("rule-of-digits", "🔁 every month on the ", "1", "st"),
    ]
}


@pytest.mark.parametrize(("head", "unit", "tail"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_lines(
    head: str, unit: str, tail: str, record_property: Callable[[str, object], None]
) -> None:
    line = f"{head}{unit * (1_000_000 // len(unit))}{tail}"
    started = time.perf_counter()
    body = read(line)
    record_property("seconds", round(time.perf_counter() - started, 3))
    assert 0 <= body.description.start <= body.description.end <= len(line)
