"""Read receipts: customers are told what an agent has read, as the setting says; nothing else ever tells them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from services.core.clock import Clock
from services.domain.capabilities import Capability
from services.domain.errors import AppError
from services.domain.ids import ChatId, InstanceId
from services.domain.sending import Abilities
from services.providers.base import Client
from services.settings.schema import ReadReceipts
from services.storage.database import Database
from services.storage.queries import receipts as queries
from services.storage.writes import chats as writes

_log = logging.getLogger(__name__)
# what came before is of no interest to anybody, and a first look into an old chat would tell of it
RECENT_MS = 14 * 24 * 3_600_000


class Receipts:
    """``opened`` and ``answered`` note what an agent did; ``run`` tells the gateways, chat by chat.

    A receipt that could not be sent is not lost: the next time the agent opens or answers tells of it too.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        policy: Callable[[], ReadReceipts],
        abilities: Callable[[ChatId], Awaitable[Abilities]],
        client_of: Callable[[InstanceId], Client | None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._abilities = abilities
        self._client_of = client_of
        self._due: dict[ChatId, None] = {}
        self._wake = asyncio.Event()

    def opened(self, chat: ChatId) -> None:
        """An agent looked at a chat, or marked it as read."""
        if self._policy() is ReadReceipts.ON_OPEN:
            self._tell(chat)

    def answered(self, chat: ChatId) -> None:
        """An agent wrote an answer."""
        if self._policy() is not ReadReceipts.NEVER:
            self._tell(chat)

    def _tell(self, chat: ChatId) -> None:
        self._due[chat] = None
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._due:
                chat = next(iter(self._due))
                del self._due[chat]
                await self._one(chat)

    async def _one(self, chat: ChatId) -> None:
        try:
            since = self._clock.now_ms() - RECENT_MS
            read = await self._database.read(queries.unreceipted, chat, since)
            if read is None or not (await self._abilities(chat)).can(Capability.MARK_READ):
                return
            client = self._client_of(read.instance_id)
            if client is not None:
                await client.mark_read(read.chat, read.messages)
                await self._database.write(writes.note_receipt, chat, read.up_to_ms)
        except AppError as error:
            _log.info("a read receipt was not sent: %s", error.code)
