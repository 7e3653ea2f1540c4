"""What a setting of `vaultsync.toml` may be: each reader gives the value, or says what it takes.

A reader gets the setting's name, what stands there, and the settings so far; it
raises `ConfigError`.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from vaultsync.errors import ConfigError
from vaultsync.model.checking.findings import SEVERITIES
from vaultsync.model.diffing.message_template import VARIABLES, unknown_names
from vaultsync.model.progress.counts import Policy, Share
from vaultsync.model.progress.property_names import PropertyNames
from vaultsync.model.statuses import StatusMap, StatusType
from vaultsync.syntax.task_edits import is_status

if TYPE_CHECKING:
    from vaultsync.service.config import Config

__all__ = [
    "CONFIG_NAME",
    "names_a_note",
    "read_codes",
    "read_day",
    "read_field",
    "read_flag",
    "read_message",
    "read_path",
    "read_policy",
    "read_property_names",
    "read_seconds",
    "read_share",
    "read_statuses",
]

CONFIG_NAME = "vaultsync.toml"
_DAY = 24 * 3600


def read_statuses(name: str, value: object, config: Config) -> StatusMap:
    """A table of status characters and what they mean, over those so far."""
    if not isinstance(value, dict):
        raise ConfigError(CONFIG_NAME, f'{name} is a table such as {{ "!" = "open" }}')
    types = {kind.value: kind for kind in StatusType}
    for status, kind in value.items():
        if not is_status(status) or not isinstance(kind, str) or kind not in types:
            wrong = f"{name}: {status!r} = {kind!r}; it takes one of {', '.join(types)}"
            raise ConfigError(CONFIG_NAME, wrong)
    return {**config.statuses, **{status: types[kind] for status, kind in value.items()}}


def read_flag(name: str, value: object, _config: Config) -> bool:
    """Whether something is so."""
    if isinstance(value, bool):
        return value
    raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes true or false")


def read_share(name: str, value: object, _config: Config) -> Share:
    """A number from 0 to 1."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return Fraction(str(value)) if value else 0
    raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes a number from 0 to 1")


def read_field(name: str, value: object, _config: Config) -> str | None:
    """The name of a field of tasks; None for an empty one."""
    if isinstance(value, str):
        return value.strip() or None
    raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes the name of a field of tasks")


def read_policy(name: str, value: object, _config: Config) -> Policy:
    """How boxes are counted."""
    try:
        return Policy(value)
    except ValueError:
        names = ", ".join(policy.value for policy in Policy)
        raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes one of {names}") from None


def read_day(name: str, value: object, _config: Config) -> date:
    """A day, ISO."""
    with suppress(ValueError, TypeError):
        return date.fromisoformat(str(value))
    raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes a day such as 2026-01-05")


def read_property_names(name: str, value: object, config: Config) -> PropertyNames:
    """A table of properties and how they are named."""
    known = PropertyNames._fields
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise ConfigError(CONFIG_NAME, f'{name} is a table such as {{ percent = "progress" }}')
    if unknown := sorted(set(value) - set(known)):
        wrong = f"{name}: unknown key {unknown[0]}; known are {', '.join(known)}"
        raise ConfigError(CONFIG_NAME, wrong)
    names = config.properties._replace(**{key: one.strip() for key, one in value.items()})
    if len(set(names.names())) < len(names.names()):
        raise ConfigError(CONFIG_NAME, f"{name}: two of them have the same name")
    return names


def read_path(name: str, value: object, _config: Config) -> str:
    """The path of a note in the vault."""
    if isinstance(value, str) and names_a_note(value):
        return value if value.lower().endswith(".md") else f"{value}.md"
    wrong = f"{name} is {value!r}; it takes the path of a note in the vault"
    raise ConfigError(CONFIG_NAME, wrong)


def read_codes(name: str, value: object, _config: Config) -> frozenset[str]:
    """A list of codes of `check`."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes a list of codes of check")
    if unknown := sorted(set(value) - SEVERITIES.keys()):
        known = ", ".join(sorted(SEVERITIES))
        raise ConfigError(CONFIG_NAME, f"{name}: {unknown[0]!r} is no code of check; {known} are")
    return frozenset(value)


def read_seconds(name: str, value: object, _config: Config) -> float:
    """A time in seconds, at most a day."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= _DAY:
        return float(value)
    raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes a number of seconds")


def read_message(name: str, value: object, _config: Config) -> str:
    """The template of a commit message."""
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes a text such as {{subject}}")
    if unknown := unknown_names(value):
        known = ", ".join(f"{{{one}}}" for one in VARIABLES)
        raise ConfigError(CONFIG_NAME, f"{name}: unknown {{{unknown[0]}}}; known are {known}")
    return value


def names_a_note(path: str) -> bool:
    """Whether `path` can be that of a note: inside the vault, and no folder.

    >>> names_a_note("Reports/Progress.md"), names_a_note("Reports/"), names_a_note("../x.md")
    (True, False, False)
    """
    parts = path.split("/")
    return "\0" not in path and not os.path.isabs(path) and ".." not in parts and parts[-1] != ""
