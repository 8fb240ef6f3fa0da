"""Brings back conversations whose snooze is over, also those that ended while the program was closed."""

import asyncio
from collections.abc import Callable

from services.core.clock import Clock
from services.core.tasks import woken
from services.domain.changes import SnoozeEnded
from services.storage.database import Database
from services.storage.queries import chats as queries
from services.storage.writes import workflow as writes

# the computer may sleep, and its clock may be set: look again often enough
_LONGEST_S = 30.0


class Snoozes:
    """One supervised job; ``publish`` takes a SnoozeEnded."""

    def __init__(self, database: Database, publish: Callable[[SnoozeEnded], None], clock: Clock) -> None:
        self._database = database
        self._publish = publish
        self._clock = clock
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something was snoozed or brought back."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._wake.clear()
            due = await self._database.read(queries.next_snoozed)
            now = self._clock.now_ms()
            if due is not None and due <= now:
                chats = await self._database.write(writes.end_snoozes, now)
                if chats:
                    self._publish(SnoozeEnded(chats))
                continue
            # None: nothing waits, so nothing is looked for
            wait = None if due is None else min(_LONGEST_S, (due - now) / 1000)
            await woken(self._wake, wait)
