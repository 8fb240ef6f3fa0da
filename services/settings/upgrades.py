"""Brings a settings file of an earlier version to the present one, step by step."""

import logging
from collections.abc import Callable
from typing import Any

from services.settings.schema import VERSION

Document = dict[str, Any]
Upgrade = Callable[[Document], Document]

_log = logging.getLogger(__name__)

# UPGRADES[n] turns the values of version n into those of n + 1; its docstring says what it does
UPGRADES: dict[int, Upgrade] = {}


def upgrade(
    values: Document, version: int, *, upgrades: dict[int, Upgrade] = UPGRADES, target: int = VERSION
) -> Document:
    """The values as the present version knows them; those of a newer version are left as they are."""
    for step in range(version, target):
        function = upgrades[step]
        _log.info("settings %d to %d: %s", step, step + 1, function.__doc__)
        values = function(values)
    return values
