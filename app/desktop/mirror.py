"""Settings that say what the system has: read from there, written there, and put right where it says otherwise."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

_log = logging.getLogger(__name__)


class Entry(Protocol):
    """Something the system knows of the program. Both block; ``set`` raises OSError."""

    def enabled(self) -> bool:
        """Whether the system has it."""
        ...

    def set(self, on: bool) -> None:
        """Let the system have it, or no longer. Raises OSError."""
        ...


class Mirror:
    """``get`` and ``put`` read and store a setting; ``refused`` is told the key that the system did not take."""

    def __init__(
        self, entries: dict[str, Entry], get: Callable[[str], object], put: Callable[[str, object], None],
        refused: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._entries, self._get, self._put, self._refused = entries, get, put, refused
        self._turn = asyncio.Lock()

    async def read(self) -> None:
        """Let the settings say what the system says."""
        async with self._turn:
            for key in self._entries:
                self._put_right(key, await self._enabled(key))

    async def write(self, key: str) -> None:
        """A person wants it as the setting says now."""
        entry = self._entries.get(key)
        if entry is None:
            return
        async with self._turn:
            wanted = bool(self._get(key))
            if await self._enabled(key) == wanted:
                return
            try:
                await asyncio.to_thread(entry.set, wanted)
            except OSError as error:
                _log.warning("%s could not be set: %s", key, error)
            true = await self._enabled(key)
            if true != wanted:
                self._refused(key)
            self._put_right(key, true)

    async def _enabled(self, key: str) -> bool:
        try:
            return await asyncio.to_thread(self._entries[key].enabled)
        except OSError:
            return False

    def _put_right(self, key: str, true: bool) -> None:
        if self._get(key) != true:
            self._put(key, true)
