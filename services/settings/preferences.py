"""The settings as the façade offers them: plain keys, changes published."""

import asyncio
from collections.abc import Callable
from typing import Any

from services.domain.changes import ChangeSet
from services.settings.store import Store


class Preferences:
    """Implements ``services.api.Preferences``; ``publish`` is the bus's, called on the loop of ``set``."""

    def __init__(self, store: Store, publish: Callable[[ChangeSet], None]) -> None:
        self._store = store
        self._publish = publish

    def get(self, key: str) -> Any:
        """The value in use. Raises Invalid for an unknown key. From any thread."""
        return self._store.get(key)

    async def set(self, key: str, value: object) -> None:
        """Check, store, publish. Raises Invalid."""
        # the disk may be slow, and the loop answers gateways meanwhile
        if await asyncio.to_thread(self._store.set, key, value):
            self._publish(ChangeSet(settings=frozenset((key,))))
