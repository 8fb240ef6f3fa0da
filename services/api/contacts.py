"""The façade's contacts: thin coroutines over storage, and the question to the gateway before a first message."""

from collections.abc import Awaitable, Callable, Collection

from services.core.clock import Clock
from services.domain import phone
from services.domain.address import Address, user
from services.domain.capabilities import Capability
from services.domain.contacts import ContactView, Merged, NumberCheck, SharedKind, Started, Twins
from services.domain.errors import ErrorCode, Invalid, NotFound, Rejected
from services.domain.ids import ChatId, ContactId, InstanceId
from services.domain.models import ChatView, InstanceView, MessageView, Page
from services.providers.base import Client
from services.storage.database import Database
from services.storage.queries import chats as chat_queries
from services.storage.queries import contacts as queries
from services.storage.queries import shared as shared_queries
from services.storage.writes import directory as writes
from services.storage.writes import merging

MAX_PAGE = 200
MAX_TWINS = 100


class Contacts:
    """Implements ``services.api.directory.Contacts``. ``client_of`` is an instance's client while it runs."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        instance: Callable[[InstanceId], Awaitable[InstanceView]],
        client_of: Callable[[InstanceId], Client | None],
        capabilities: Callable[[InstanceView], Collection[str]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._instance = instance
        self._client_of = client_of
        self._capabilities = capabilities

    async def page(self, *, typed: str = "", cursor: str | None = None, limit: int = 100) -> Page[ContactView]:
        """By name. Raises Invalid (cursor, limit)."""
        return await self._database.read(queries.page, typed, cursor, _limited(limit))

    async def get(self, contact_ids: tuple[ContactId, ...]) -> tuple[ContactView, ...]:
        """These contacts as they are now."""
        return await self._database.read(queries.get, contact_ids[:MAX_PAGE])

    async def count(self) -> int:
        """How many there are."""
        return await self._database.read(queries.count)

    async def conversations(self, contact_id: ContactId) -> tuple[ChatView, ...]:
        """Every conversation with this person."""
        return await self._database.read(queries.conversations, contact_id)

    async def shared(
        self, chat_id: ChatId, which: SharedKind, *, cursor: str | None = None, limit: int = 60
    ) -> Page[MessageView]:
        """What a conversation holds of a kind."""
        return await self._database.read(shared_queries.page, chat_id, which, cursor, _limited(limit))

    async def twins(self) -> tuple[Twins, ...]:
        """Contacts that are likely one person."""
        return await self._database.read(queries.twins, MAX_TWINS)

    async def merge(self, into: ContactId, gone: ContactId) -> Merged:
        """Two contacts are one. Raises Invalid, NotFound."""
        views = await self.get((gone,))
        number = await self._database.write(merging.merge, into, gone, self._clock.now_ms())
        kept = await self.get((into,))
        return Merged(id=number, contact=kept[0], gone_title=views[0].title if views else "")

    async def undo_merge(self, merge_id: int) -> ContactId:
        """They are two again. Raises NotFound, Conflict."""
        return await self._database.write(merging.undo, merge_id)

    async def start_chat(self, instance_id: InstanceId, typed: str, *, check: bool = True) -> Started:
        """The conversation with a number. Raises Invalid, Rejected, NotFound, what the gateway says."""
        view = await self._instance(instance_id)
        digits = phone.read(typed, area=phone.area_of(view.own_address.phone if view.own_address else None))
        capabilities = self._capabilities(view)
        if Capability.SEND_TEXT not in capabilities:
            raise Invalid("instance")
        address, checked = user(digits), NumberCheck.NOT_ASKED
        known = await self._database.read(queries.talked_with, instance_id, address)
        if known is not None:
            address = known
        elif check and Capability.NUMBER_CHECK in capabilities:
            address, checked = await self._ask(view, digits), NumberCheck.ON_WHATSAPP
        chat, existed = await self._database.write(
            writes.start_chat, instance_id, address, (user(digits),), self._clock.now_ms()
        )
        found = await self._database.read(chat_queries.get, (chat,))
        if not found:
            raise NotFound(f"chat {chat}")
        return Started(chat=found[0], check=checked, existed=existed)

    async def _ask(self, view: InstanceView, digits: str) -> Address:
        """What WhatsApp has for the number in either spelling: nothing else may be sent to."""
        client = self._client_of(view.id)
        if client is None:
            raise NotFound(f"instance {view.id}")
        for spelling in phone.spellings(digits):
            address = await client.check_number(spelling)
            if address is not None:
                return address
        raise Rejected(digits, code=ErrorCode.NO_SUCH_NUMBER)


def _limited(limit: int) -> int:
    if limit < 1:
        raise Invalid("limit")
    return min(limit, MAX_PAGE)
