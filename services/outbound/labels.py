"""Tells gateways which of their labels an agent put on a chat or took off, once they can be reached."""

import asyncio
import logging
from collections.abc import Callable

from services.core.tasks import woken
from services.domain import address as addresses
from services.domain.errors import AppError, NotConnected, RateLimited, Unavailable
from services.domain.ids import InstanceId
from services.providers.base import Client
from services.storage.database import Database
from services.storage.queries import labels as queries
from services.storage.writes import gateway_labels as writes

_log = logging.getLogger(__name__)
_AGAIN_S = 60.0


class LabelTeller:
    """One supervised job. Saying so twice changes nothing at a gateway, so doubt means again."""

    def __init__(self, database: Database, client_of: Callable[[InstanceId], Client | None]) -> None:
        self._database = database
        self._client_of = client_of
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """A label was put on or taken off."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._wake.clear()
            left = False
            for item in await self._database.read(queries.untold):
                if await self._tell(item):
                    await self._database.write(writes.mark_told, item)
                else:
                    left = True
            await woken(self._wake, _AGAIN_S if left else None)

    async def _tell(self, item: queries.Untold) -> bool:
        """False where it is worth another try later."""
        address = addresses.parse(item.address)
        client = self._client_of(item.instance_id)
        if client is None or address is None:
            return address is None
        try:
            await client.labels.put(address, item.remote_id, on=item.on)
        except (Unavailable, NotConnected, RateLimited):
            return False
        except AppError as error:
            _log.info("a label was not taken by the gateway: %s", error.code)
        return True
