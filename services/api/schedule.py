"""The façade's messages and reminders for later."""

import uuid

from services.core.clock import Clock
from services.domain.errors import Invalid
from services.domain.ids import ChatId
from services.domain.sending import Late, Scheduled, ScheduledKind
from services.outbound.schedule import Scheduler
from services.storage.database import Database
from services.storage.queries import schedule as queries
from services.storage.writes import schedule as writes

MAX_TEXT = 4096
_FAR_MS = 366 * 24 * 3_600_000


class Schedule:
    """Implements ``services.api.writing.Schedule``."""

    def __init__(self, database: Database, scheduler: Scheduler, clock: Clock) -> None:
        self._database = database
        self._scheduler = scheduler
        self._clock = clock

    async def open(self) -> tuple[Scheduled, ...]:
        """All that is not over."""
        return await self._database.read(queries.still_open)

    async def add(self, chat_id: ChatId, kind: ScheduledKind, text: str, due_at_ms: int, late: Late) -> Scheduled:
        """Store one. Raises Invalid (text, due_at), NotFound."""
        text = self._checked(text, due_at_ms)
        item = await self._database.write(
            writes.add, chat_id, kind, text, due_at_ms, late, f"later-{uuid.uuid4()}", self._clock.now_ms()
        )
        self._scheduler.wake()
        return await self._database.read(queries.one, item)

    async def change(self, item_id: int, text: str, due_at_ms: int, late: Late) -> Scheduled:
        """Another text or time. Raises Invalid, NotFound."""
        text = self._checked(text, due_at_ms)
        await self._database.write(writes.change, item_id, text, due_at_ms, late)
        self._scheduler.wake()
        return await self._database.read(queries.one, item_id)

    async def remove(self, item_id: int) -> None:
        """It is not wanted any more, or is done."""
        await self._database.write(writes.remove, item_id)

    async def send_now(self, item_id: int) -> None:
        """Send it at once. Raises NotFound."""
        await self._scheduler.send_now(await self._database.read(queries.one, item_id))

    def _checked(self, text: str, due_at_ms: int) -> str:
        text = text.replace("\x00", "").strip()
        if not text or len(text) > MAX_TEXT:
            raise Invalid("text")
        now = self._clock.now_ms()
        if not now < due_at_ms <= now + _FAR_MS:
            raise Invalid("due_at")
        return text
