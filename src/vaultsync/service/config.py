"""Settings: `vaultsync.toml` at the vault's root, and what the Tasks plugin was told."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from vaultsync.effects.files import read_file
from vaultsync.errors import ConfigError, VaultsyncError
from vaultsync.model.counts import Policy, Share
from vaultsync.model.findings import SEVERITIES
from vaultsync.model.property_names import PropertyNames
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap, StatusType
from vaultsync.syntax.field_format import FieldFormat
from vaultsync.syntax.task_edits import is_status

__all__ = ["CONFIG_NAME", "Config", "names_a_note", "read_config"]

CONFIG_NAME = "vaultsync.toml"
_MOST = 1_000_000
_PLUGIN = ".obsidian/plugins/obsidian-tasks-plugin/data.json"


class Config(NamedTuple):
    """The settings of a vault; each has a default.

    `fields` is the format of task fields, from the Tasks plugin's own settings;
    both are read where there are none. `done_date` says whether a task that is
    ticked gets the day, and loses it when it is opened again. `report` is the
    path of the progress note, `template` that of its template,
    `history` whether it tells of the commits. `ignore` are the
    codes that `check` passes over, `also` those that it looks for though it
    doesn't by default. `in_progress`, `weight` and `through_links`
    are those of `vaultsync.model.progress.Measure`; `start` is when plans begin
    that don't say it; `properties` are written by
    `progress --write`.
    """

    statuses: StatusMap = DEFAULT_STATUSES
    policy: Policy = Policy.LEAF
    report: str = "Progress.md"
    template: str | None = None
    history: bool = False
    fields: FieldFormat = FieldFormat.BOTH
    done_date: bool = False
    ignore: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    start: date | None = None
    in_progress: Share = 0
    properties: PropertyNames = PropertyNames()
    weight: str | None = None
    through_links: bool = False


def read_config(root: str) -> Config:
    """The settings of the vault at `root`.

    Raises `ConfigError` for a `vaultsync.toml` that can't be used: the vault is
    not touched then. Settings of the Tasks plugin that can't be read are as if absent.
    """
    config = _plugin_settings(root, Config())
    if not os.path.lexists(os.path.join(root, CONFIG_NAME)):
        return config
    try:
        raw = read_file(root, CONFIG_NAME, _MOST)
    except VaultsyncError as error:
        raise ConfigError(CONFIG_NAME, str(error).removeprefix(f"{CONFIG_NAME}: ")) from None
    return _apply(_parse(raw), config)


def _parse(raw: bytes) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except RecursionError:
        raise ConfigError(CONFIG_NAME, "not TOML: nested too deep") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(CONFIG_NAME, f"not TOML: {error}") from None


def _apply(tables: dict[str, Any], config: Config) -> Config:
    values: dict[str, Any] = {}
    for table, keys in tables.items():
        for key, value in keys.items() if isinstance(keys, dict) else [("", keys)]:
            name = f"{table}.{key}" if key else table
            setting = _SETTINGS.get(name)
            if setting is None:
                known = ", ".join(_SETTINGS)
                raise ConfigError(CONFIG_NAME, f"unknown key {name}; known are {known}")
            field, read = setting
            values[field] = read(name, value, config)
    return config._replace(**values)


def _statuses(name: str, value: object, config: Config) -> StatusMap:
    if not isinstance(value, dict):
        raise ConfigError(CONFIG_NAME, f'{name} is a table such as {{ "!" = "open" }}')
    types = {kind.value: kind for kind in StatusType}
    for status, kind in value.items():
        if not is_status(status) or not isinstance(kind, str) or kind not in types:
            wrong = f"{name}: {status!r} = {kind!r}; it takes one of {', '.join(types)}"
            raise ConfigError(CONFIG_NAME, wrong)
    return {**config.statuses, **{status: types[kind] for status, kind in value.items()}}


def _flag(name: str, value: object, _config: Config) -> bool:
    if isinstance(value, bool):
        return value
    raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes true or false")


def _share(name: str, value: object, _config: Config) -> Share:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return Fraction(str(value)) if value else 0
    raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes a number from 0 to 1")


def _field(name: str, value: object, _config: Config) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes the name of a field of tasks")


def _policy(name: str, value: object, _config: Config) -> Policy:
    try:
        return Policy(value)
    except ValueError:
        names = ", ".join(policy.value for policy in Policy)
        raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes one of {names}") from None


def _day(name: str, value: object, _config: Config) -> date:
    with suppress(ValueError, TypeError):
        return date.fromisoformat(str(value))
    raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes a day such as 2026-01-05")


def _property_names(name: str, value: object, config: Config) -> PropertyNames:
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


def _path(name: str, value: object, _config: Config) -> str:
    if isinstance(value, str) and names_a_note(value):
        return value if value.lower().endswith(".md") else f"{value}.md"
    wrong = f"{name} is {value!r}; it takes the path of a note in the vault"
    raise ConfigError(CONFIG_NAME, wrong)


def _codes(name: str, value: object, _config: Config) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ConfigError(CONFIG_NAME, f"{name} is {value!r}; it takes a list of codes of check")
    if unknown := sorted(set(value) - SEVERITIES.keys()):
        known = ", ".join(sorted(SEVERITIES))
        raise ConfigError(CONFIG_NAME, f"{name}: {unknown[0]!r} is no code of check; {known} are")
    return frozenset(value)


def names_a_note(path: str) -> bool:
    """Whether `path` can be that of a note: inside the vault, and no folder.

    >>> names_a_note("Reports/Progress.md"), names_a_note("Reports/"), names_a_note("../x.md")
    (True, False, False)
    """
    parts = path.split("/")
    return "\0" not in path and not os.path.isabs(path) and ".." not in parts and parts[-1] != ""


_SETTINGS: dict[str, tuple[str, Callable[[str, object, Config], object]]] = {
    "tasks.done_date": ("done_date", _flag),
    "tasks.statuses": ("statuses", _statuses),
    "progress.policy": ("policy", _policy),
    "progress.in_progress": ("in_progress", _share),
    "progress.weight": ("weight", _field),
    "progress.through_links": ("through_links", _flag),
    "progress.properties": ("properties", _property_names),
    "plan.start": ("start", _day),
    "report.output": ("report", _path),
    "report.template": ("template", _path),
    "report.history": ("history", _flag),
    "check.ignore": ("ignore", _codes),
    "check.also": ("also", _codes),
}

_PLUGIN_TYPES = {
    "TODO": StatusType.OPEN,
    "ON_HOLD": StatusType.OPEN,
    "IN_PROGRESS": StatusType.IN_PROGRESS,
    "DONE": StatusType.DONE,
    "CANCELLED": StatusType.CANCELLED,
    "NON_TASK": StatusType.NON_TASK,
}


def _plugin_settings(root: str, config: Config) -> Config:
    try:
        raw = read_file(root, _PLUGIN, _MOST)
    except VaultsyncError:
        return config
    import json

    try:
        settings = json.loads(raw)
        statuses = settings.get("statusSettings", {})
        listed = [*statuses.get("coreStatuses", []), *statuses.get("customStatuses", [])]
        types = {one["symbol"]: _PLUGIN_TYPES.get(one["type"], StatusType.OPEN) for one in listed}
        fields = FieldFormat(settings.get("taskFormat", FieldFormat.EMOJI.value))
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return config
    return config._replace(statuses={**config.statuses, **types}, fields=fields)
