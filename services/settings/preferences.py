"""The settings as the façade offers them: plain keys, changes published."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from services.domain.changes import ChangeSet
from services.settings import exchange
from services.settings.store import Store


class Preferences:
    """Implements ``services.api.operating.Preferences``; ``publish`` is the bus's, called on the loop of ``set``."""

    def __init__(self, store: Store, publish: Callable[[ChangeSet], None]) -> None:
        self._store = store
        self._publish = publish

    def get(self, key: str) -> Any:
        """The value in use. Raises Invalid for an unknown key. From any thread."""
        return self._store.get(key)

    def fixed(self, key: str) -> bool:
        """Whether the command line or the environment decides about it in this run. From any thread."""
        return self._store.fixed(key)

    async def export(self, path: str) -> None:
        """Write what differs from the usual into a file, nothing of this computer alone. Raises OSError."""
        await asyncio.to_thread(Path(path).write_bytes, exchange.written(self._store.get))

    async def take(self, path: str) -> tuple[str, ...]:
        """Use the settings of such a file; returns the keys that could not be used. Raises Invalid, OSError."""
        body = await asyncio.to_thread(_read, Path(path))
        good, bad = exchange.read(body)
        for key, value in good.items():
            await self.set(key, value)
        return bad

    async def set(self, key: str, value: object) -> None:
        """Check, store, publish. Raises Invalid."""
        # the disk may be slow, and the loop answers gateways meanwhile
        if await asyncio.to_thread(self._store.set, key, value):
            self._publish(ChangeSet(settings=frozenset((key,))))


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(exchange.MAX_BYTES + 1)
