"""Groups that write before anybody told their name: a gateway that was linked long ago tells it only when asked."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from services.core.tasks import woken
from services.domain.changes import ChangeKind, ChangeSet
from services.domain.errors import AppError
from services.domain.ids import ChatId, ContactId
from services.storage.database import Database
from services.storage.queries import people as queries

_log = logging.getLogger(__name__)
# after an answer without a name the gateway is left alone for a while
PATIENCE_S = 600.0


class GroupNames:
    """One supervised job; ``ask`` fetches what the gateway knows of a group and stores it, raising AppErrors."""

    def __init__(
        self, database: Database, ask: Callable[[ContactId], Awaitable[object]], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._ask = ask
        self._now = now
        self._wake = asyncio.Event()
        self._wrote: set[ChatId] = set()
        self._asked: dict[ContactId, float] = {}

    def look(self, changes: ChangeSet) -> None:
        """Messages came."""
        wrote = {change.chat_id for change in changes.messages if change.kind is ChangeKind.ADDED}
        if wrote:
            self._wrote |= wrote
            self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await woken(self._wake, None)
            self._wake.clear()
            wrote, self._wrote = self._wrote, set()
            for group in await self._database.read(queries.nameless_groups, wrote):
                if self._now() - self._asked.get(group, float("-inf")) < PATIENCE_S:
                    continue
                self._asked[group] = self._now()
                try:
                    await self._ask(group)
                except AppError as error:
                    _log.info("the name of a group is not told: %s", error.code.value)
