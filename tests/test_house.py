"""The house shows its floors: who imports whom, where libraries live, how large things get."""

import ast
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "vaultsync"

FLOORS = {
    "errors": -1,
    "text": 0,
    "syntax": 1,
    "model": 2,
    "effects": 3,
    "service": 4,
    "__init__": 4,  # the package itself re-exports the floors below the edge
    "cli": 5,
    "__main__": 5,
}
STRANGERS = {"model", "effects"}

# Each library from outside, and the modules or packages it may live in.
HOMES = {
    "click": ("cli",),
    "frontmatter": ("syntax",),
    "git": ("effects.git",),
    "jinja2": ("model.reporting.templating",),
    "mistune": ("model", "syntax"),
    "platformdirs": ("effects", "service"),
    "pygal": ("model.reporting.page.charts",),
    "rich": ("cli",),
    "watchdog": ("effects.watching.events",),
    "yaml": ("syntax",),
}
# How many modules of those homes may import one of these.
ROOMS = {("frontmatter", "yaml"): 1, ("mistune",): 2, ("pygal",): 1, ("platformdirs",): 2}

MAX_FILE_LINES = 250
MAX_FUNCTION_LINES = 40
LONG_FILES: dict[str, int] = {}  # module -> its own limit, with the reason beside it

VAGUE_NAMES = {"data", "handle", "helper", "helpers", "manager", "process", "util", "utils"}

Rule = Callable[[str, str], Iterator[str]]


def module_of(path: Path) -> str:
    """The dotted name below `vaultsync`: `syntax.tasks`, `text.__init__`, `errors`."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


@cache
def tree_of(source: str) -> ast.Module:
    """The syntax tree of a module; each rule looks at it."""
    return ast.parse(source)


def imports(source: str) -> Iterator[str]:
    """The full name of everything imported, wherever the import stands."""
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ("." * node.level + f"{node.module}.{alias.name}" for alias in node.names)


def floor_name(imported: str) -> str:
    """The floor on which `vaultsync...` lives: `vaultsync.text.Span` on `text`."""
    _, _, below = imported.partition(".")
    name = below.partition(".")[0]
    return name if name in FLOORS else "__init__"


def imports_upward(module: str, source: str) -> Iterator[str]:
    here = module.partition(".")[0]
    if here not in FLOORS:
        yield f"{here} stands on no floor"
        return
    for imported in imports(source):
        if imported.startswith("."):
            yield f"relative import {imported}"
        if imported.partition(".")[0] != "vaultsync":
            continue
        there = floor_name(imported)
        if FLOORS[there] > FLOORS[here] or {here, there} == STRANGERS:
            yield f"{here} imports {imported}"


def lives(module: str, homes: tuple[str, ...]) -> bool:
    return any(f"{module}.".startswith(f"{home}.") for home in homes)


def library_away_from_home(module: str, source: str) -> Iterator[str]:
    for imported in imports(source):
        library = imported.partition(".")[0]
        if library in {"", "vaultsync"} | sys.stdlib_module_names:
            continue
        if not lives(module, HOMES.get(library, ())):
            yield f"{library} lives in {HOMES.get(library, 'no home yet')}"


def prints(module: str, source: str) -> Iterator[str]:
    if lives(module, ("cli",)):
        return
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Name) and node.id == "print":
            yield f"line {node.lineno}: print"


def too_long(module: str, source: str) -> Iterator[str]:
    lines = source.splitlines()
    if len(lines) > LONG_FILES.get(module, MAX_FILE_LINES):
        yield f"{len(lines)} lines"
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = lines_of_code(node, lines)
            if length > MAX_FUNCTION_LINES:
                yield f"line {node.lineno}: {node.name} has {length} lines of code"


def lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> int:
    """The function's lines without its docstring, blank lines and comments."""
    numbers = set(range(function.lineno, (function.end_lineno or 0) + 1))
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        numbers -= set(range(first.lineno, (first.end_lineno or 0) + 1))
    code = (lines[number - 1].strip() for number in numbers)
    return sum(1 for line in code if line and not line.startswith("#"))


def vague_name(module: str, _source: str) -> Iterator[str]:
    yield from (f"{part} says nothing" for part in module.split(".") if part in VAGUE_NAMES)


def init_with_code(module: str, source: str) -> Iterator[str]:
    """`__init__` only re-exports; a lazy `__getattr__` is a re-export too."""
    if not module.endswith("__init__"):
        return
    for node in tree_of(source).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name != "__getattr__":
            yield f"line {node.lineno}: {node.name} is defined in __init__"


RULES: list[Rule] = [
    imports_upward,
    library_away_from_home,
    prints,
    too_long,
    vague_name,
    init_with_code,
]
MODULES = {module_of(path): path for path in sorted(SOURCE.rglob("*.py"))}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_keeps(rule: Rule) -> None:
    found = {
        module: list(rule(module, path.read_text("utf-8"))) for module, path in MODULES.items()
    }
    assert {module: faults for module, faults in found.items() if faults} == {}


@pytest.mark.parametrize("libraries", ROOMS, ids="+".join)
def test_a_library_has_one_home(libraries: tuple[str, ...]) -> None:
    users = [
        module
        for module, path in MODULES.items()
        if any(name.partition(".")[0] in libraries for name in imports(path.read_text("utf-8")))
    ]
    assert len(users) <= ROOMS[libraries], users


def test_no_exception_is_stale() -> None:
    sizes = {module: len(MODULES[module].read_text("utf-8").splitlines()) for module in LONG_FILES}
    assert [module for module, size in sizes.items() if size <= MAX_FILE_LINES] == []


LONG_BODY = "    pass\n" * MAX_FUNCTION_LINES

OFFENDING: dict[str, tuple[Rule, str, str]] = {
    "upward": (imports_upward, "text.lines", "import vaultsync.syntax.tasks"),
    "upward-by-from": (imports_upward, "text.lines", "from vaultsync import syntax"),
    "upward-in-a-function": (
        imports_upward,
        "text.lines",
        "def late():\n    from vaultsync.model import Note",
    ),
    "edge": (imports_upward, "service.vault", "from vaultsync.cli import main"),
    "model-to-effects": (imports_upward, "model.note", "from vaultsync.effects import files"),
    "effects-to-model": (imports_upward, "effects.store", "from vaultsync.model import Note"),
    "below-all": (imports_upward, "errors", "from vaultsync.text import Span"),
    "package-itself": (imports_upward, "syntax.tasks", "from vaultsync import Vault"),
    "relative": (imports_upward, "text.lines", "from . import edits"),
    "no-floor": (imports_upward, "attic", ""),
    "click-in-model": (library_away_from_home, "model.note", "import click"),
    "yaml-in-service": (library_away_from_home, "service.vault", "from yaml import safe_load"),
    "git-next-door": (library_away_from_home, "effects.gitty", "import git"),
    "homeless": (library_away_from_home, "text.lines", "import numpy as np"),
    "print": (prints, "service.vault", "print('hello')"),
    "print-as-value": (prints, "service.vault", "write = print"),
    "long-file": (too_long, "text.lines", "\n" * (MAX_FILE_LINES + 1)),
    "long-function": (too_long, "text.lines", f"def f():\n{LONG_BODY}"),
    "long-async-function": (too_long, "text.lines", f"async def f():\n{LONG_BODY}"),
    "vague-module": (vague_name, "text.utils", ""),
    "vague-package": (vague_name, "helpers.text", ""),
    "class-in-init": (init_with_code, "text.__init__", "class Span: ..."),
}

SOUND: dict[str, tuple[Rule, str, str]] = {
    "errors": (imports_upward, "text.lines", "from vaultsync import errors"),
    "downward": (imports_upward, "model.note", "from vaultsync.syntax import Task"),
    "own-floor": (imports_upward, "model.note", "from vaultsync.model.changes import Changeset"),
    "public-names": (imports_upward, "cli.tasks", "from vaultsync import Vault"),
    "git-at-home": (library_away_from_home, "effects.git", "import git"),
    "submodule-at-home": (library_away_from_home, "cli.tasks", "import click.types"),
    "print-in-cli": (prints, "cli.tasks", "print('hello')"),
    "print-in-a-word": (prints, "text.lines", "fingerprint(1)"),
    "long-docstring": (
        too_long,
        "text.lines",
        f'def f():\n    """Say.\n{LONG_BODY}    """\n    # why\n\n    return 1\n',
    ),
    "lazy-re-export": (init_with_code, "__init__", "def __getattr__(name): ..."),
}


@pytest.mark.parametrize(("rule", "module", "source"), OFFENDING.values(), ids=OFFENDING)
def test_notices(rule: Rule, module: str, source: str) -> None:
    assert list(rule(module, source)) != []


@pytest.mark.parametrize(("rule", "module", "source"), SOUND.values(), ids=SOUND)
def test_leaves_alone(rule: Rule, module: str, source: str) -> None:
    assert list(rule(module, source)) == []
