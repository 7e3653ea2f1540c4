"""The template of commit messages: a text with variables in braces."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["DEFAULT_TEMPLATE", "VARIABLES", "filled_message", "unknown_names"]

DEFAULT_TEMPLATE = "{subject}\n\n{body}"

VARIABLES = {
    "subject": "what changed, in at most 72 characters",
    "body": "a line for each note where there is more to say",
    "notes": "how many notes changed",
    "files": "how many files changed, notes among them",
    "done": "how many tasks were done",
    "added": "how many tasks were added",
    "percent": "the progress of the notes that changed, such as 12% -> 14%",
    "date": "the day, such as 2026-11-29",
    "time": "the time, such as 14:05",
    "host": "the name of this computer",
}
"""What a template may name, and what stands for it."""

_NAME = re.compile(r"\{(?P<name>[^{}\n]*)\}")
_BLANKS = re.compile(r"\n{3,}")


def unknown_names(template: str) -> list[str]:
    """The names in braces that stand for nothing.

    >>> unknown_names("{host}: {subjcet}")
    ['subjcet']
    """
    return [match["name"] for match in _NAME.finditer(template) if match["name"] not in VARIABLES]


def filled_message(template: str, values: Mapping[str, str]) -> str:
    r"""The message, with one empty line at most between its parts, and none at its ends.

    >>> filled_message("{subject}\n\n{body}\n\nFrom: {host}", {
    ...     "subject": "Add RAG", "body": "", "host": "desk"})
    'Add RAG\n\nFrom: desk'
    """
    text = _NAME.sub(lambda match: values.get(match["name"], ""), template)
    return _BLANKS.sub("\n\n", text).strip("\n")
