"""The edits of a note: each plans, writes nothing, and gives none where there is nothing to do.

They are loaded when first asked for, as most commands only read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vaultsync.model.edits.add import add_task
    from vaultsync.model.edits.body import append, prepend
    from vaultsync.model.edits.completion import complete, reopen, still_open
    from vaultsync.model.edits.fields import remove_field, set_field
    from vaultsync.model.edits.links import retarget
    from vaultsync.model.edits.move import move_between, move_task
    from vaultsync.model.edits.properties import (
        add_to_property,
        remove_from_property,
        remove_property,
        set_property,
    )
    from vaultsync.model.edits.regions import set_region
    from vaultsync.model.edits.remove import remove_task
    from vaultsync.model.edits.task_text import set_text

__all__ = [
    "add_task",
    "add_to_property",
    "append",
    "complete",
    "move_between",
    "move_task",
    "prepend",
    "remove_field",
    "remove_from_property",
    "remove_property",
    "remove_task",
    "reopen",
    "retarget",
    "set_field",
    "set_property",
    "set_region",
    "set_text",
    "still_open",
]

_HOMES = {
    "add": ("add_task",),
    "body": ("append", "prepend"),
    "completion": ("complete", "reopen", "still_open"),
    "fields": ("remove_field", "set_field"),
    "links": ("retarget",),
    "move": ("move_between", "move_task"),
    "properties": (
        *("add_to_property", "remove_from_property"),
        *("remove_property", "set_property"),
    ),
    "regions": ("set_region",),
    "remove": ("remove_task",),
    "task_text": ("set_text",),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"{__name__} has no {name}")
