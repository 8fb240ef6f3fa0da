"""The façade's part for people whom a contact card names."""

import logging
from collections.abc import Awaitable, Callable

from services.core.clock import Clock
from services.domain.address import MAX_PHONE_DIGITS, Address, user
from services.domain.capabilities import Capability
from services.domain.errors import AppError, Invalid, NotFound
from services.domain.ids import ChatId, InstanceId
from services.domain.models import ChatView
from services.domain.sending import Abilities
from services.providers.base import Client
from services.storage.database import Database
from services.storage.queries import chats as chat_queries
from services.storage.writes import cards as writes

_log = logging.getLogger(__name__)
_MAX_NAME = 120
_MIN_DIGITS = 8


class Cards:
    """Implements ``services.api.reading.Cards``. ``abilities`` tells what a chat's number can do."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        client_of: Callable[[InstanceId], Client | None],
        abilities: Callable[[ChatId], Awaitable[Abilities]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._client_of = client_of
        self._abilities = abilities

    async def save(self, phone: str, name: str) -> None:
        """Give the person of a number this name. Raises Invalid."""
        name = " ".join(name.replace("\x00", "").encode("utf-8", "replace").decode().split())[:_MAX_NAME]
        if not name:
            raise Invalid("name")
        await self._database.write(writes.name, _address(phone), name, self._clock.now_ms())

    async def open(self, chat_id: ChatId, phone: str) -> ChatView:
        """The conversation with that number. Raises Invalid, NotFound."""
        found = await self._database.read(chat_queries.get, (chat_id,))
        if not found:
            raise NotFound(f"chat {chat_id}")
        address = _address(phone)
        known = await self._database.write(writes.known_chat, chat_id, address)
        if known is None:
            address = await self._checked(found[0], address)
            known = await self._database.write(writes.open_chat, chat_id, address, self._clock.now_ms())
        return (await self._database.read(chat_queries.get, (known,)))[0]

    async def _checked(self, beside: ChatView, address: Address) -> Address:
        """The address as WhatsApp has it, where the gateway can say; a gateway that is silent holds up nothing."""
        client = self._client_of(beside.instance_id)
        if client is None or not (await self._abilities(beside.id)).can(Capability.NUMBER_CHECK):
            return address
        try:
            checked = await client.check_number(address.id)
        except AppError as error:
            _log.info("a number could not be checked: %s", error.code)
            return address
        if checked is None:
            raise NotFound("number")
        return checked


def _address(phone: str) -> Address:
    address = user(phone)
    if not _MIN_DIGITS <= len(address.id) <= MAX_PHONE_DIGITS:
        raise Invalid("phone")
    return address
