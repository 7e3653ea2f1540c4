"""The command that looks a vault over."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import clean, say, say_json, say_lines, text_or_json
from vaultsync.model.doctoring.findings import Diagnosis, Level, several
from vaultsync.service.doctoring.doctor import examine

__all__ = ["doctor"]

_WIDTH = 80
_INDENT = 10


@click.command()
@text_or_json("How the answer is written.")
@pass_session
def doctor(session: Session, form: str) -> None:
    """Look over git, the repository, the index and the machine.

    Each finding says what it is, why it matters, and the command that mends it,
    which is for the vault's folder. Nothing is mended here. Exit 1 when there
    is an error; warnings alone are no reason.
    """
    found = list(examine(session.root, os.environ))
    wrong = [one for one in found if one.level is not Level.OK]
    if form == "json":
        say_json([_json(one) for one in wrong])
    else:
        for one in found:
            say_lines(_lines(one))
        say(_sum(wrong))
    if any(one.level is Level.ERROR for one in wrong):
        raise click.exceptions.Exit(1)


def _json(one: Diagnosis) -> dict[str, str]:
    return {
        "code": one.code,
        "severity": one.level.value,
        "message": one.message,
        "why": one.why,
        "fix": one.fix,
    }


def _lines(one: Diagnosis) -> Iterator[str]:
    """What it is, why it matters, what mends it; the last stands on one line, to be copied."""
    below = " " * _INDENT
    yield from _wrapped(f"{one.level.value:<{_INDENT}}{one.code}: {one.message}", below)
    if one.why:
        yield from _wrapped(f"{below}{one.why}", below)
    if one.fix:
        yield f"{below}-> {one.fix}"


def _wrapped(text: str, below: str) -> list[str]:
    wrapper = textwrap.TextWrapper(_WIDTH, subsequent_indent=below)
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    return wrapper.wrap(clean(text))


def _sum(wrong: list[Diagnosis]) -> str:
    levels = [one.level for one in wrong]
    if not any(level in (Level.ERROR, Level.WARNING) for level in levels):
        return "all well"
    errors, warnings = levels.count(Level.ERROR), levels.count(Level.WARNING)
    parts = [(errors, "error"), (warnings, "warning")]
    return ", ".join(several(number, name) for number, name in parts if number)
