"""In which of its formats the Tasks plugin writes fields."""

from __future__ import annotations

from enum import Enum

__all__ = ["FieldFormat"]


class FieldFormat(Enum):
    """How fields are written; the values are those of the plugin's setting `taskFormat`.

    >>> FieldFormat("dataview")
    <FieldFormat.INLINE: 'dataview'>
    """

    EMOJI = "tasksPluginEmoji"
    INLINE = "dataview"
    BOTH = "both"
