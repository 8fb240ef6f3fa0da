"""The façade's parts: thin coroutines over storage, the manager and the journal."""

import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from services.core.clock import Clock
from services.core.tasks import Supervisor
from services.domain.errors import Invalid, NotFound
from services.domain.ids import AgentId, ChatId, DeliveryId, InstanceId, MessageId
from services.domain.models import (
    ChatFilter,
    ChatView,
    ChildHealth,
    DeliveryState,
    DeliveryView,
    EditView,
    Health,
    MessagePage,
    MessageView,
    Page,
)
from services.storage.database import Database
from services.storage.queries import chats as chat_queries
from services.storage.queries import instances as instance_queries
from services.storage.queries import messages as message_queries
from services.storage.writes import audit, compose, outbox
from services.storage.writes import chats as chat_writes
from services.storage.writes import deliveries as delivery_writes
from services.storage.writes import media as media_writes

MAX_PAGE = 200
MAX_TEXT = 65_536
MAX_CLIENT_ID = 200


def _limited(limit: int) -> int:
    if limit < 1:
        raise Invalid("limit")
    return min(limit, MAX_PAGE)


class Chats:
    """Implements ``services.api.conversing.Chats``. ``opened`` is told which chat was read."""

    def __init__(self, database: Database, clock: Clock, opened: Callable[[ChatId], None]) -> None:
        self._database = database
        self._clock = clock
        self._opened = opened

    async def page(
        self,
        *,
        instance_id: InstanceId | None = None,
        which: ChatFilter | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[ChatView]:
        """Pinned ones, then latest first. Raises Invalid for a foreign cursor."""
        return await self._database.read(chat_queries.page, instance_id, cursor, _limited(limit), which)

    async def get(self, chat_ids: tuple[ChatId, ...]) -> tuple[ChatView, ...]:
        """These chats as they are now."""
        return await self._database.read(chat_queries.get, chat_ids)

    async def mark_read(self, chat_id: ChatId) -> None:
        """Set the unread counter to zero."""
        await self._database.write(chat_writes.mark_chat_read, chat_id)
        self._opened(chat_id)

    async def save_draft(self, chat_id: ChatId, text: str) -> None:
        """Keep what is typed; empty removes it."""
        await self._database.write(chat_writes.save_draft, chat_id, text[:MAX_TEXT], self._clock.now_ms())

    async def totals(self) -> tuple[int, int]:
        """(unread messages, chats with unread messages)."""
        return await self._database.read(chat_queries.totals)


class Messages:
    """Implements ``services.api.conversing.Messages``. ``queued`` is told which instance has an answer waiting,
    ``answered`` which chat was answered.

    ``file`` knows where stored files are; ValueError for a path that leaves their folder. ``stop_fetching`` ends a
    download; NotFound, Invalid where there is none. ``agent`` is who sends: whoever is at the counter, or None for
    a program.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        queued: Callable[[InstanceId], None],
        can_send: Callable[[InstanceId], Awaitable[bool]],
        file: Callable[[str], Path],
        stop_fetching: Callable[[MessageId], Awaitable[None]],
        answered: Callable[[ChatId], None],
        agent: AgentId | None = audit.ACTIVE,
    ) -> None:
        self._database = database
        self._clock = clock
        self._queued = queued
        self._can_send = can_send
        self._file = file
        self._stop_fetching = stop_fetching
        self._answered = answered
        self._agent = agent

    async def latest(self, chat_id: ChatId, limit: int = 50) -> MessagePage:
        """The newest page."""
        return await self._database.read(message_queries.latest, chat_id, _limited(limit))

    async def before(self, chat_id: ChatId, message_id: MessageId, limit: int = 50) -> MessagePage:
        """The page just older than this message."""
        return await self._database.read(message_queries.before, chat_id, message_id, _limited(limit))

    async def after(self, chat_id: ChatId, message_id: MessageId, limit: int = 50) -> MessagePage:
        """The page just newer than this message."""
        return await self._database.read(message_queries.after, chat_id, message_id, _limited(limit))

    async def around(self, message_id: MessageId, limit: int = 50) -> MessagePage:
        """A page with this message in its middle."""
        return await self._database.read(message_queries.around, message_id, _limited(limit))

    async def get(self, message_ids: tuple[MessageId, ...]) -> tuple[MessageView, ...]:
        """These messages as they are now."""
        return await self._database.read(message_queries.get, message_ids)

    async def send_text(
        self, chat_id: ChatId, text: str, *, client_id: str | None = None, quoted: MessageId | None = None
    ) -> MessageView:
        """Store and queue an answer. Raises Invalid (empty, too long, no way to send), NotFound."""
        text = text.replace("\x00", "").encode("utf-8", "replace").decode()
        if not text.strip() or len(text) > MAX_TEXT:
            raise Invalid("text")
        if client_id is not None and not 0 < len(client_id) <= MAX_CLIENT_ID:
            raise Invalid("client_id")
        found = await self._database.read(chat_queries.get, (chat_id,))
        if not found:
            raise NotFound(f"chat {chat_id}")
        if not await self._can_send(found[0].instance_id):
            raise Invalid("instance")
        message, instance = await self._database.write(
            compose.compose_text,
            chat_id,
            text,
            client_id or str(uuid.uuid4()),
            quoted,
            self._clock.now_ms(),
            self._agent,
        )
        self._queued(instance)
        self._answered(chat_id)
        return await self._one(message)

    async def retry(self, message_id: MessageId) -> MessageView:
        """Send a failed or uncertain message again. Raises NotFound, Invalid."""
        instance = await self._database.write(outbox.retry, message_id, self._clock.now_ms(), self._agent)
        self._queued(instance)
        return await self._one(message_id)

    async def settle(self, message_id: MessageId) -> MessageView:
        """A person says that an uncertain message was sent. Raises NotFound, Invalid."""
        await self._database.write(outbox.settle, message_id, self._clock.now_ms())
        return await self._one(message_id)

    async def history(self, message_id: MessageId) -> tuple[EditView, ...]:
        """The texts it had. Raises NotFound."""
        return await self._database.read(message_queries.history, message_id)

    def file(self, path: str) -> Path:
        """Where a stored file is. Raises Invalid."""
        try:
            return self._file(path)
        except (ValueError, OSError):
            raise Invalid("path") from None

    async def fetch_media(self, message_id: MessageId) -> MessageView:
        """Fetch the message's file again. Raises NotFound, Invalid."""
        await self._database.write(media_writes.retry_media, message_id)
        return await self._one(message_id)

    async def cancel_media(self, message_id: MessageId) -> MessageView:
        """Stop fetching the message's file. Raises NotFound, Invalid."""
        await self._stop_fetching(message_id)
        return await self._one(message_id)

    async def _one(self, message: MessageId) -> MessageView:
        views = await self._database.read(message_queries.get, (message,))
        if not views:
            raise NotFound(f"message {message}")
        return views[0]


class Deliveries:
    """Implements ``services.api.numbers.Deliveries``. ``wake`` starts the processor."""

    def __init__(self, database: Database, spool: Path, wake: Callable[[], None]) -> None:
        self._database = database
        self._spool = spool
        self._wake = wake

    async def page(
        self,
        *,
        state: DeliveryState | None = None,
        instance_id: InstanceId | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[DeliveryView]:
        """Newest first."""
        return await self._database.read(instance_queries.deliveries, state, instance_id, cursor, _limited(limit))

    async def body(self, delivery_id: DeliveryId) -> bytes:
        """The stored body, credentials removed. Raises NotFound."""
        return await self._database.read(instance_queries.body, delivery_id, self._spool)

    async def replay(self, delivery_id: DeliveryId) -> DeliveryView:
        """Parse and apply it again. Raises NotFound, Conflict (NO_OWNER)."""
        await self._database.write(delivery_writes.replay, delivery_id)
        self._wake()
        return await self._database.read(instance_queries.delivery, delivery_id)

    async def assign(self, delivery_id: DeliveryId, instance_id: InstanceId) -> DeliveryView:
        """Say whose a parked delivery is, and process it. Raises NotFound."""
        kept = await self._database.write(delivery_writes.assign, delivery_id, instance_id)
        self._wake()
        return await self._database.read(instance_queries.delivery, kept)


class Diagnostics:
    """Implements ``services.api.operating.Diagnostics``."""

    def __init__(
        self,
        database: Database,
        supervisor: Supervisor,
        *,
        version: str,
        addresses: Callable[[], tuple[str | None, str | None]],
        problems: Callable[[], tuple[str, ...]],
        turned_away: Callable[[], tuple[int, str | None]] = lambda: (0, None),
    ) -> None:
        self._turned_away = turned_away
        self._database = database
        self._supervisor = supervisor
        self._version = version
        self._addresses = addresses
        self._problems = problems

    async def health(self) -> Health:
        """Addresses, counters, problems."""
        counts = await self._database.read(instance_queries.counts)
        hooks, api = self._addresses()
        turned_away, last = self._turned_away()
        return Health(
            version=self._version,
            hooks_url=hooks,
            api_url=api,
            deliveries_new=counts.get("new", 0),
            deliveries_bad=counts.get("bad", 0),
            deliveries_parked=counts.get("parked", 0),
            turned_away=turned_away,
            last_turned_away=last,
            problems=self._problems(),
        )

    async def children(self) -> tuple[ChildHealth, ...]:
        """The supervised background jobs."""
        return self._supervisor.health()
