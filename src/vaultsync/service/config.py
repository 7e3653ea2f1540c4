"""Settings: `vaultsync.toml` at the vault's root, and what the Tasks plugin was told."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from vaultsync.effects.files import read_file
from vaultsync.errors import ConfigError, VaultsyncError
from vaultsync.model.diffing.message_template import DEFAULT_TEMPLATE
from vaultsync.model.progress.counts import Policy, Share
from vaultsync.model.progress.property_names import PropertyNames
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusMap, StatusType
from vaultsync.service.setting_values import (
    CONFIG_NAME,
    read_codes,
    read_day,
    read_field,
    read_flag,
    read_message,
    read_path,
    read_policy,
    read_property_names,
    read_seconds,
    read_share,
    read_statuses,
)
from vaultsync.syntax.field_format import FieldFormat

__all__ = ["CONFIG_NAME", "Config", "read_config"]

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
    are those of `vaultsync.model.progress.measure.Measure`; `start` is when plans begin
    that don't say it; `properties` are written by
    `progress --write`. `watch` commits, where it `commits`, when nothing has
    changed for `quiet` seconds and at the latest `longest` seconds after the
    first change; it `keeps_report` and `keeps_progress` of notes that ask for it
    up to date. `message` is the template of its messages, `hooks` says whether
    git's own run before a commit.
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
    quiet: float = 10
    longest: float = 300
    commits: bool = True
    keeps_report: bool = False
    keeps_progress: bool = False
    message: str = DEFAULT_TEMPLATE
    hooks: bool = True


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


_SETTINGS: dict[str, tuple[str, Callable[[str, object, Config], object]]] = {
    "tasks.done_date": ("done_date", read_flag),
    "tasks.statuses": ("statuses", read_statuses),
    "progress.policy": ("policy", read_policy),
    "progress.in_progress": ("in_progress", read_share),
    "progress.weight": ("weight", read_field),
    "progress.through_links": ("through_links", read_flag),
    "progress.properties": ("properties", read_property_names),
    "plan.start": ("start", read_day),
    "report.output": ("report", read_path),
    "report.template": ("template", read_path),
    "report.history": ("history", read_flag),
    "check.ignore": ("ignore", read_codes),
    "check.also": ("also", read_codes),
    "watch.quiet": ("quiet", read_seconds),
    "watch.longest": ("longest", read_seconds),
    "watch.commit": ("commits", read_flag),
    "watch.report": ("keeps_report", read_flag),
    "watch.progress": ("keeps_progress", read_flag),
    "commit.message": ("message", read_message),
    "commit.hooks": ("hooks", read_flag),
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
