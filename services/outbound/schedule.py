"""Sends what is due, while the program runs; what is found late is treated as its author chose."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from services.core.clock import Clock
from services.core.tasks import woken
from services.domain.errors import AppError
from services.domain.ids import ChatId
from services.domain.sending import Late, Scheduled, ScheduledKind, ScheduledState
from services.storage.database import Database
from services.storage.queries import schedule as queries
from services.storage.writes import schedule as writes

_log = logging.getLogger(__name__)
LATE_AFTER_MS = 5 * 60_000
# the computer may sleep, and its clock may be set: look again often enough
_LONGEST_S = 30.0
SendText = Callable[[ChatId, str, str], Awaitable[object]]


class Scheduler:
    """One supervised job. ``send(chat, text, client id)`` queues a message; the same id twice sends it once."""

    def __init__(self, database: Database, send: SendText, clock: Clock) -> None:
        self._database = database
        self._send = send
        self._clock = clock
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something was added or changed."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._wake.clear()
            item = await self._database.read(queries.next_waiting)
            now = self._clock.now_ms()
            if item is not None and item.due_at_ms <= now:
                await self._take(item, late=now - item.due_at_ms > LATE_AFTER_MS)
                continue
            wait = _LONGEST_S if item is None else min(_LONGEST_S, (item.due_at_ms - now) / 1000)
            await woken(self._wake, wait)

    async def _take(self, item: Scheduled, *, late: bool) -> None:
        if item.kind is ScheduledKind.REMINDER or (late and item.late is Late.ASK):
            await self._set(item, ScheduledState.ASKING)
        elif late and item.late is Late.SKIP:
            await self._set(item, ScheduledState.SKIPPED)
        else:
            await self.send_now(item)

    async def send_now(self, item: Scheduled) -> None:
        """Queue its message, once whatever happens in between."""
        client_id = await self._database.read(queries.client_id, item.id)
        try:
            await self._send(item.chat_id, item.text, client_id)
        except AppError as error:
            _log.warning("a scheduled message could not be queued: %s", error.code)
            await self._set(item, ScheduledState.FAILED, error.code.value)
        else:
            await self._set(item, ScheduledState.DONE)

    async def _set(self, item: Scheduled, state: ScheduledState, error: str | None = None) -> None:
        await self._database.write(writes.set_state, item.id, state, error)
