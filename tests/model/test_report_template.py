"""Templates of the report: what they are given, and what they can't do."""

import pytest

from tests.model.test_report import VAULT, parse
from tests.model.test_report_history import POINTS
from tests.outline import note_of
from vaultsync.errors import ReportTemplateError
from vaultsync.model.note import parse_note
from vaultsync.model.progress.measure import Policy, Progress, note_progress
from vaultsync.model.reporting.facts import MissingNote
from vaultsync.model.reporting.past import DoneTask, ReportHistory
from vaultsync.model.reporting.report import new_report, report_facts
from vaultsync.model.reporting.template import filled_body, template_values
from vaultsync.model.reporting.templating import MAX_OUTPUT, MAX_TEMPLATE, fill
from vaultsync.text import encode

HISTORY = ReportHistory(
    POINTS,
    (DoneTask("2026-01-02", "plans/RAG.md", (), "*read*"),),
    (("Roadmap.md", "2026-01-01"), ("plans/RAG.md", "2026-02-01")),
)
FACTS = report_facts(
    Progress(Policy.LEAF, tuple(map(note_progress, VAULT))),
    VAULT,
    missing=[MissingNote("MLOps", 2, 1), MissingNote("C#", 1, 1)],
    history=HISTORY,
)

FILLED = {
    "counts": (
        "{{ done }}/{{ total }} ({{ percent }}%) {{ bar }} {{ open }} {{ in_progress }} "
        "{{ cancelled }} {{ policy }} {{ listed }}",
        "5/9 (55%) █████░░░░░ 3 1 2 leaf 4",
    ),
    "counted": (
        "{{ counted }}",
        "Counted are the boxes without boxes under them; cancelled ones are in no total.",
    ),
    "notes": (
        "{% for note in notes if note.open %}⏎- {{ note.link }} {{ note.percent }}⏎{% endfor %}",
        "- C\\# 50\n- [[Roadmap]] 33\n- [[topics/RAG]] 50",
    ),
    "next": (
        "{{ notes[1].next.link }} {{ notes[1].next.text }} {{ notes[1].next.line }}"
        "{% if not notes[2].next %} done{% endif %}",
        "[[Roadmap#Phase 1|b | c]] b | c 4 done",
    ),
    "in-a-table": ("| {{ notes[1].next.link|cell }} |", r"| [[Roadmap#Phase 1\|b \| c]] |"),
    "sections": (
        "{% for one in notes[3].sections %}{{ one.depth }}{{ one.link }}{{ one.done }} "
        "{% endfor %}",
        "0[[topics/RAG#One|One]]1 1[[topics/RAG#One#Tasks|Tasks]]1 "
        "0[[topics/RAG#Two|Two]]0 1[[topics/RAG#Two#Tasks|Tasks]]0",
    ),
    "missing": (
        "{{ unresolved }}: {{ missing|map(attribute='name')|join(', ') }}",
        r"3: MLOps, C\#",
    ),
    "past": (
        "{{ recent[0].date }} {{ recent[0].link }} {{ recent[0].text }} "
        "{{ stale[0].link }} {{ stale[0].date }}",
        r"2026-01-02 [[plans/RAG|*read*]] \*read\* [[Roadmap]] 2026-01-01",
    ),
    "sorted": (
        "{{ (notes|sort(attribute='percent', reverse=true)|first).name ~ '!' }}",
        "RAG!",
    ),
    "no-text": ("⏎⏎", ""),
    "front-matter-is-not-taken": ("---⏎a: {{ b }}⏎---⏎{{ total }}⏎", "9"),
}


@pytest.mark.parametrize(("template", "wanted"), FILLED.values(), ids=FILLED)
def test_fills(template: str, wanted: str) -> None:
    assert filled_body(FACTS, parse("T.md", template)) == f"\n{wanted}\n\n"


def test_a_chart_stays_one_block() -> None:
    body = filled_body(FACTS, parse("T.md", "# x⏎{{ burn_up }}⏎"))
    assert [section.type for section in note_of(new_report(body)).sections].count("code") == 1


def test_no_history_gives_nothing() -> None:
    facts = FACTS._replace(history=None)
    values = template_values(facts)
    assert (values["recent"], values["stale"], values["burn_up"]) == ([], [], "")


QUOTED = parse_note("#x [a](b).md", encode("# ![[x]] #tag\n- [ ] [x](javascript:1) %% <b> `c`\n"))


def test_what_notes_say_stays_text() -> None:
    facts = report_facts(Progress(Policy.ALL, (note_progress(QUOTED),)), [QUOTED])
    template = (
        "{% for note in notes %}⏎- {{ note.path }} {{ note.name }} {{ note.link }} "
        "{{ note.next.text }} {{ note.next.link }}⏎{% endfor %}"
    )
    report = note_of(new_report(filled_body(facts, parse("T.md", template))))
    assert (report.tasks, report.tags, report.links, report.problems) == ((), (), (), ())


REFUSED = {
    "unknown": ("a⏎{{ x }}", 2, "'x' is undefined"),
    "unknown-part": ("{{ notes[0].x }}", 1, "'dict object' has no attribute 'x'"),
    "below-front-matter": ("---⏎a: 1⏎---⏎⏎{{ x }}", 5, "'x' is undefined"),
    "syntax": ("a⏎⏎{% for %}", 3, "expected an expression"),
    "never-ended": ("{% for a in notes %}", 1, "Unexpected end of template"),
    "class": ("{{ ''.__class__ }}", 1, "attribute '__class__' of 'str' object is unsafe"),
    "class-by-filter": ("{{ notes|map(attribute='name.__class__')|first }}", 1, "unsafe"),
    "method": ("{{ bar.upper() }}", 1, "can have no call"),
    "range": ("{% for a in range(9) %}{% endfor %}", 1, "can have no call"),
    "include": ("{% include 'Plan.md' %}", 1, "can have no include"),
    "import": ("{% import 'x' as y %}", 1, "can have no import"),
    "macro": ("{% macro a() %}{% endmacro %}", 1, "can have no macro"),
    "block": ("{% set a %}x{% endset %}", 1, "can have no assignblock"),
    "power": ("{{ 9 ** 9 }}", 1, "can have no pow"),
    "attr": ("{{ notes|attr('x') }}", 1, "no filter named 'attr'"),
    "random": ("{{ notes|random }}", 1, "no filter named 'random'"),
    "safe": ("{{ bar|safe }}", 1, "no filter named 'safe'"),
    "many-times": ("{{ 'a' * 999999999 }}", 1, "* is for numbers"),
    "large-number": ("{{ 999999999999999999999 * 9 }}", 1, "a number is too large"),
    "format": ("{{ '%999999999d' % 1 }}", 1, "% is for numbers"),
    "nothing": ("{{ 1 // 0 }}", 1, "division"),
    "list": ("⏎{{ notes }}", 2, "a list or a table can't be shown"),
    "nested-list": ("{% set a = [notes, notes] %}", 1, "a list can only have constants in it"),
    "recursive": ("{% for a in notes recursive %}{% endfor %}", 1, "can't be recursive"),
    "doubled": (
        "{% set a = 'x' %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}",
        1,
        f"more than {MAX_OUTPUT} characters",
    ),
    "steps": (
        "".join(f"{{% for {one} in '{'x' * 99}' %}}" for one in "abcdef") + "{% endfor %}" * 6,
        1,
        "more than 1000000 steps",
    ),
    "output": (
        f"{{% for a in '{'x' * 999}' %}}{'y' * 9999}{{% endfor %}}",
        None,
        f"more than {MAX_OUTPUT} characters",
    ),
    "size": ("x" * (MAX_TEMPLATE + 1), None, f"it has over {MAX_TEMPLATE} characters"),
    "depth": ("{{ " + "(" * 999 + "1" + ")" * 999 + " }}", None, "nested too deep"),
}


@pytest.mark.parametrize(("template", "line", "said"), REFUSED.values(), ids=REFUSED)
def test_refuses(template: str, line: int | None, said: str) -> None:
    with pytest.raises(ReportTemplateError) as refused:
        filled_body(FACTS, parse("Templates/T.md", template))
    where = "Templates/T.md" if line is None else f"Templates/T.md:{line}"
    assert str(refused.value).startswith(f"{where}: as a template: ")
    assert str(refused.value).endswith("; nothing written")
    assert said.lower() in str(refused.value).lower()


SMALL = {
    "filters": (
        "{{ [3, 1, 2]|sort|join(' ') }} {{ 'a b'|title }} {{ none|default('x') }}",
        "1 2 3 A B ",
    ),
    "loop": (
        "{% for a in 'xyz' %}{{ loop.index }}{{ a }}{% if loop.last %}.{% endif %}{% endfor %}",
        "1x2y3z.",
    ),
    "unpacked": ("{% for a, b in pairs %}{{ a }}={{ b }};{% endfor %}", "1=2;3=4;"),
    "branches": ("{% if n > 2 and not none %}a{% elif n %}b{% else %}c{% endif %}", "b"),
    "sums": ("{{ 7 // 2 + 1 * 2 - 1 }} {{ 7 % 4 }} {{ 'a' + 'b' ~ 1 }}", "4 3 ab1"),
    "nothing-is-escaped": ("{{ '<b>' }} &", "<b> &"),
}


@pytest.mark.parametrize(("template", "wanted"), SMALL.values(), ids=SMALL)
def test_knows(template: str, wanted: str) -> None:
    assert fill(template, {"n": 1, "pairs": [(1, 2), (3, 4)]}, "T.md") == wanted
