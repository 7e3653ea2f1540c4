"""Templates of the report: Jinja2 in its sandbox, with less than its sandbox allows.

A template may come into a vault by sync, so it is not trusted: it gets plain
values, no methods and no Python, and whatever it does ends soon and stays small.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import count
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from vaultsync.errors import ReportTemplateError

__all__ = ["MAX_OUTPUT", "MAX_TEMPLATE", "fill", "page"]

MAX_TEMPLATE = 65_536
"""How many characters a template may have."""
MAX_OUTPUT = 1_000_000
"""How many characters may come of one."""

_MAX_STEPS = 1_000_000
_FILTERS = (
    *("abs", "capitalize", "count", "default", "first", "float", "int", "last", "length"),
    *("list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select"),
    *("selectattr", "sort", "sum", "title", "trim", "truncate", "unique", "upper"),
)
# What a template may be made of: no macros, blocks or includes, no calls.
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign),
    *(nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test),
    *(nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Neg),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Concat),
    *(nodes.List, nodes.Tuple, nodes.Keyword),
)
_ITERATED = "(iterated)"  # no template can spell it
_Plain = str | int | float


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(["+", "*", "%"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        both = (left, right)
        if all(isinstance(one, int | float) for one in both):
            if any(abs(one) > MAX_OUTPUT**3 for one in both):
                raise JinjaError("a number is too large")
            return self.binop_table[operator](left, right)
        if operator == "+" and all(isinstance(one, str) for one in both):
            return _short("".join(both))
        raise JinjaError(f"{operator} is for numbers")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Keys of plain values are no attributes; of attributes, only those of `loop`."""
        return type(obj).__name__ == "LoopContext" and not attr.startswith("_")


def fill(template: str, values: Mapping[str, Any], path: str, first_line: int = 1) -> str:
    r"""What comes of a template with these values.

    Nothing is escaped: what stands in `values` must be fit for where it goes.
    `path` and `first_line` say where the template stands, for `ReportTemplateError`,
    which is raised for one that is wrong, too large, or does too much.

    >>> fill("{% for one in list %}{{ one }}, {% endfor %}{{ n + 1 }}", {"list": "ab", "n": 1}, "")
    'a, b, 2'
    """

    def refused(error: BaseException, reason: str) -> ReportTemplateError:
        line = _line_of(error)
        reason = f"as a template: {reason}"
        return ReportTemplateError(path, reason, None if line is None else line + first_line - 1)

    if len(template) > MAX_TEMPLATE:
        raise ReportTemplateError(path, f"as a template: it has over {MAX_TEMPLATE} characters")
    environment = _environment()
    try:
        tree = environment.parse(template)
        _restrict(tree)
        made = environment.from_string(tree)
        return _short("".join(_at_most(made.generate(**values))))
    except (JinjaError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise refused(error, _said(error)) from None
    except (RecursionError, MemoryError) as error:
        raise refused(error, "it is nested too deep") from None


def page(source: str, values: Mapping[str, Any]) -> str:
    """An HTML page from a template of our own, with all values escaped that aren't markup.

    >>> page("<p>{{ text }}</p>", {"text": "<b>"})
    '<p>&lt;b&gt;</p>'
    """
    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string(source).render(**values)


def _environment() -> _Environment:
    environment = _Environment(
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_plain,
    )
    steps = count(1)
    environment.globals = {}
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.filters["join"] = _joined
    environment.filters["cell"] = _cell
    environment.filters[_ITERATED] = partial(_counted, steps=steps)
    for name in ("callable", "filter", "test", "escaped"):
        del environment.tests[name]
    return environment


def _restrict(tree: nodes.Template) -> None:
    """Refuse what the values don't need, and count the steps of loops."""
    for node in tree.find_all(nodes.Node):
        if fault := _fault(node):
            raise TemplateSyntaxError(fault, node.lineno)
    for loop in list(tree.find_all(nodes.For)):
        loop.iter = _filtered(loop.iter, _ITERATED)
    for concat in list(tree.find_all(nodes.Concat)):
        parts = nodes.List(concat.nodes, lineno=concat.lineno)
        concat.nodes = [_filtered(parts, "join")]


def _fault(node: nodes.Node) -> str | None:
    if not isinstance(node, _ALLOWED):
        return f"a template of a report can have no {type(node).__name__.lower()}"
    if isinstance(node, nodes.For) and node.recursive:
        return "a loop can't be recursive"
    literal = isinstance(node, nodes.List) or (isinstance(node, nodes.Tuple) and node.ctx == "load")
    if literal and not all(isinstance(one, nodes.Const) for one in node.iter_child_nodes()):
        return "a list can only have constants in it"
    return None


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _counted(values: Iterable[Any], steps: Iterator[int]) -> Iterator[Any]:
    for value in values:
        if next(steps) > _MAX_STEPS:
            raise JinjaError(f"its loops take more than {_MAX_STEPS} steps")
        yield value


def _at_most(parts: Iterable[str]) -> Iterator[str]:
    size = 0
    for part in parts:
        size += len(part)
        if size > MAX_OUTPUT:
            raise JinjaError(f"more than {MAX_OUTPUT} characters come of it")
        yield part


def _plain(value: Any) -> _Plain:
    """What can be shown: text and numbers, nothing for none."""
    if value is None:
        return ""
    if isinstance(value, StrictUndefined):
        return str(value)  # which says what is undefined
    if isinstance(value, str | int | float):
        return _short(value) if isinstance(value, str) else value
    raise JinjaError("a list or a table can't be shown; show what is in it")


def _short(text: str) -> str:
    if len(text) > MAX_OUTPUT:
        raise JinjaError(f"more than {MAX_OUTPUT} characters come of it")
    return text


def _joined(values: Iterable[Any], between: str = "") -> str:
    parts = [str(_plain(value)) for value in values]
    if sum(map(len, parts)) + len(between) * len(parts) > MAX_OUTPUT:
        raise JinjaError(f"more than {MAX_OUTPUT} characters come of it")
    return between.join(parts)


def _cell(text: Any) -> str:
    return str(_plain(text)).replace("|", r"\|")


def _said(error: BaseException) -> str:
    message = error.message if isinstance(error, JinjaError) else str(error)
    said = " ".join((message or "").split()).removesuffix(".") or type(error).__name__
    return said[:1].lower() + said[1:]


def _line_of(error: BaseException) -> int | None:
    """The line of the template: Jinja2 writes it into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
    return lines[-1] if lines else None
