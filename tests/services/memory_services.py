"""The façade in plain lists, for tests of the local API: as much of it as that calls, no storage, no gateways."""

import asyncio
import base64
import itertools
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import msgspec

from services.api import Services
from services.api.numbers import NewInstance, ProviderView
from services.domain import address
from services.domain.capabilities import Capability
from services.domain.changes import QrShown
from services.domain.content import Content, Direction, Location, MessageKind
from services.domain.errors import AppError, Conflict, Invalid, NotFound
from services.domain.events import ConnectionState
from services.domain.ids import ChatId, ContactId, DeliveryId, GatewayId, InstanceId, MessageId
from services.domain.models import (
    AuthorView,
    ChatFilter,
    ChatView,
    ChildHealth,
    DeliveryState,
    DeliveryView,
    DiagnosisStep,
    Health,
    InstanceView,
    MediaState,
    MediaView,
    MessagePage,
    MessageView,
    Page,
    QuotedView,
    ReactionView,
    StepStatus,
)
from services.domain.status import Status

T = TypeVar("T")
NOON = 1_764_950_400_000
SENDING = (Capability.SEND_TEXT.value, Capability.QR.value)
PROVIDERS = (
    ProviderView(
        kind="evolution", display_name="Evolution API", capabilities=SENDING, credentials=(("api_key", True, True),)
    ),
    ProviderView(
        kind="wapi",
        display_name="W-API",
        capabilities=SENDING,
        credentials=(("api_key", True, True),),
        default_base_url="https://api.w-api.app",
    ),
    ProviderView(
        kind="cloud_api",
        display_name="Cloud API",
        capabilities=SENDING,
        credentials=(("api_key", True, True), ("app_secret", True, False), ("waba_id", False, True)),
        default_base_url="https://graph.facebook.com",
    ),
    ProviderView(kind="betzap", display_name="betZap", capabilities=(), credentials=()),
)


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(str(position).encode()).decode().rstrip("=")


def _position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        position = int(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise Invalid("cursor") from None
    if position < 0:
        raise Invalid("cursor")
    return position


def _page(items: list[T], cursor: str | None, limit: int) -> Page[T]:
    start = _position(cursor)
    shown = tuple(items[start : start + limit])
    return Page(shown, _cursor(start + limit) if start + limit < len(items) else None)


class Memory:
    """All rows, by id. ``failing`` makes every call raise that error."""

    def __init__(self) -> None:
        self.rows_instances: dict[int, InstanceView] = {}
        self.rows_chats: dict[int, ChatView] = {}
        self.rows_messages: dict[int, MessageView] = {}
        self.rows_deliveries: dict[int, DeliveryView] = {}
        self.bodies: dict[int, bytes] = {}
        self.qrs: dict[int, QrShown] = {}
        self.created: list[NewInstance] = []
        self.failing: AppError | Exception | None = None
        self.ids = itertools.count(1)
        self.chats = _Chats(self)
        self.messages = _Messages(self)
        self.instances = _Instances(self)
        self.deliveries = _Deliveries(self)
        self.diagnostics = _Diagnostics(self)
        self.diagnosis = _Diagnosis(self)

    def services(self) -> Services:
        """As the local API takes it: the parts that it has no use for are left out."""
        return cast("Services", self)

    def check(self) -> None:
        if self.failing is not None:
            raise self.failing

    # what a test puts in ---------------------------------------------------------------------------

    def add_instance(self, name: str = "padaria-sol", **fields: Any) -> InstanceView:
        number = next(self.ids)
        view = InstanceView(
            id=InstanceId(number),
            gateway_id=GatewayId(number),
            provider=fields.pop("provider", "evolution"),
            name=name,
            label=fields.pop("label", ""),
            base_url=fields.pop("base_url", "http://127.0.0.1:8080"),
            state=fields.pop("state", ConnectionState.CONNECTED),
            own_address=address.user("5511955550101"),
            hook_token=f"hook-token-{number}",
            state_since_ms=NOON,
            **fields,
        )
        self.rows_instances[number] = view
        return view

    def add_chat(self, instance: InstanceView, title: str, phone: str, **fields: Any) -> ChatView:
        number = next(self.ids)
        view = ChatView(
            id=ChatId(number),
            instance_id=instance.id,
            contact_id=ContactId(number),
            title=title,
            address=address.user(phone),
            phone=phone,
            **fields,
        )
        self.rows_chats[number] = view
        return view

    def add_message(self, chat: ChatView, text: str | None, *, out: bool = False, **fields: Any) -> MessageView:
        number = next(self.ids)
        view = MessageView(
            id=MessageId(number),
            chat_id=chat.id,
            direction=Direction.OUT if out else Direction.IN,
            kind=fields.pop("kind", MessageKind.TEXT),
            sent_at_ms=fields.pop("sent_at_ms", NOON + number * 1000),
            stanza_id=f"3EB0{number:016X}",
            provider_message_id=fields.pop("provider_message_id", f"3EB0{number:016X}"),
            text=text,
            author=AuthorView() if out else AuthorView(name=chat.title, phone=chat.phone),
            **fields,
        )
        self.rows_messages[number] = view
        self.rows_chats[chat.id] = msgspec.structs.replace(
            self.rows_chats[chat.id],
            preview=text,
            preview_kind=view.kind,
            preview_direction=view.direction,
            preview_status=view.status,
            last_at_ms=view.sent_at_ms,
        )
        return view

    def add_delivery(self, state: DeliveryState, body: bytes, instance: InstanceView | None = None) -> DeliveryView:
        number = next(self.ids)
        view = DeliveryView(
            id=DeliveryId(number),
            instance_id=instance.id if instance else None,
            provider=instance.provider if instance else None,
            event="messages.upsert",
            state=state,
            received_at_ms=NOON + number,
            size=len(body),
            path="/webhook",
            error="key.id" if state is DeliveryState.BAD else None,
        )
        self.rows_deliveries[number] = view
        self.bodies[number] = body
        return view


class _Part:
    def __init__(self, memory: Memory) -> None:
        self.memory = memory


class _Chats(_Part):
    async def page(
        self,
        *,
        instance_id: InstanceId | None = None,
        which: ChatFilter | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[ChatView]:
        assert which is None, "the local API has no filters"
        self.memory.check()
        rows = [c for c in self.memory.rows_chats.values() if instance_id in (None, c.instance_id)]
        return _page(sorted(rows, key=lambda c: (c.last_at_ms or 0, c.id), reverse=True), cursor, limit)


class _Messages(_Part):
    def _of(self, chat_id: ChatId) -> list[MessageView]:
        self.memory.check()
        if chat_id not in self.memory.rows_chats:
            raise NotFound(f"chat {chat_id}")
        rows = [m for m in self.memory.rows_messages.values() if m.chat_id == chat_id]
        return sorted(rows, key=lambda m: (m.sent_at_ms, m.id))

    def _own(self, message_id: MessageId, *allowed: Status) -> MessageView:
        self.memory.check()
        view = self.memory.rows_messages.get(message_id)
        if view is None or view.direction is not Direction.OUT:
            raise NotFound(f"message {message_id}")
        if view.status not in allowed:
            raise Invalid("status")
        return view

    def _put(self, view: MessageView, **fields: Any) -> MessageView:
        self.memory.rows_messages[view.id] = msgspec.structs.replace(view, **fields)
        return self.memory.rows_messages[view.id]

    async def latest(self, chat_id: ChatId, limit: int = 50) -> MessagePage:
        rows = self._of(chat_id)
        return MessagePage(items=tuple(rows[-limit:]), has_older=len(rows) > limit)

    async def before(self, chat_id: ChatId, message_id: MessageId, limit: int = 50) -> MessagePage:
        rows = self._of(chat_id)
        at = next((i for i, m in enumerate(rows) if m.id == message_id), None)
        if at is None:
            raise NotFound(f"message {message_id}")
        start = max(0, at - limit)
        return MessagePage(items=tuple(rows[start:at]), has_older=start > 0, has_newer=True)

    async def send_text(
        self, chat_id: ChatId, text: str, *, client_id: str | None = None, quoted: MessageId | None = None
    ) -> MessageView:
        self._of(chat_id)
        if not text.replace("\x00", "").strip():
            raise Invalid("text")
        for view in self.memory.rows_messages.values():
            if client_id is not None and view.client_id == client_id:
                if view.chat_id != chat_id:
                    raise Conflict("client_id")
                return view
        chat = self.memory.rows_chats[chat_id]
        return self.memory.add_message(
            chat, text, out=True, client_id=client_id, provider_message_id=None, status=Status.QUEUED
        )

    async def retry(self, message_id: MessageId) -> MessageView:
        return self._put(self._own(message_id, Status.FAILED, Status.UNKNOWN), status=Status.QUEUED)

    async def settle(self, message_id: MessageId) -> MessageView:
        return self._put(self._own(message_id, Status.UNKNOWN), status=Status.SENT)

    async def fetch_media(self, message_id: MessageId) -> MessageView:
        raise NotFound("message") if message_id not in self.memory.rows_messages else Invalid("state")


class _Instances(_Part):
    async def providers(self) -> tuple[ProviderView, ...]:
        return PROVIDERS

    async def all(self) -> tuple[InstanceView, ...]:
        self.memory.check()
        return tuple(self.memory.rows_instances.values())

    async def get(self, instance_id: InstanceId) -> InstanceView:
        self.memory.check()
        try:
            return self.memory.rows_instances[instance_id]
        except KeyError:
            raise NotFound(f"instance {instance_id}") from None

    async def create(self, new: NewInstance) -> InstanceView:
        self.memory.check()
        for view in self.memory.rows_instances.values():
            if (view.provider, view.base_url, view.name) == (new.provider, new.base_url, new.name):
                raise Conflict("name")
        self.memory.created.append(new)
        return self.memory.add_instance(
            new.name,
            provider=new.provider,
            base_url=new.base_url,
            label=new.label,
            state=ConnectionState.CREATED,
        )

    async def catch_up(self, instance_id: InstanceId) -> None:
        await self.get(instance_id)

    async def connect(self, instance_id: InstanceId) -> None:
        view = await self.get(instance_id)
        self.memory.rows_instances[instance_id] = msgspec.structs.replace(view, state=ConnectionState.AWAITING_QR)
        self.memory.qrs[instance_id] = QrShown(
            instance_id=instance_id, text="2@abc", expires_at_ms=NOON + 40_000, attempt=1
        )

    async def qr(self, instance_id: InstanceId) -> QrShown | None:
        return self.memory.qrs.get(instance_id)

    async def remove(self, instance_id: InstanceId, *, keep_history: bool = True) -> None:
        await self.get(instance_id)
        del self.memory.rows_instances[instance_id]
        if not keep_history:
            gone = [c.id for c in self.memory.rows_chats.values() if c.instance_id == instance_id]
            for chat_id in gone:
                del self.memory.rows_chats[chat_id]

    def hook_url(self, instance: InstanceView) -> str | None:
        return f"http://127.0.0.1:9000/hooks/{instance.hook_token}"


class _Deliveries(_Part):
    def _one(self, delivery_id: DeliveryId) -> DeliveryView:
        self.memory.check()
        try:
            return self.memory.rows_deliveries[delivery_id]
        except KeyError:
            raise NotFound(f"delivery {delivery_id}") from None

    async def page(
        self,
        *,
        state: DeliveryState | None = None,
        instance_id: InstanceId | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[DeliveryView]:
        self.memory.check()
        rows = [
            d
            for d in self.memory.rows_deliveries.values()
            if state in (None, d.state) and instance_id in (None, d.instance_id)
        ]
        return _page(rows[::-1], cursor, limit)

    async def body(self, delivery_id: DeliveryId) -> bytes:
        return self.memory.bodies[self._one(delivery_id).id]

    async def replay(self, delivery_id: DeliveryId) -> DeliveryView:
        view = self._one(delivery_id)
        replayed = msgspec.structs.replace(view, attempts=view.attempts + 1, state=DeliveryState.DONE, error=None)
        self.memory.rows_deliveries[delivery_id] = replayed
        return replayed

    async def assign(self, delivery_id: DeliveryId, instance_id: InstanceId) -> DeliveryView:
        view = self._one(delivery_id)
        instance = await self.memory.instances.get(instance_id)
        self.memory.rows_deliveries[delivery_id] = msgspec.structs.replace(
            view, instance_id=instance.id, provider=instance.provider
        )
        return await self.replay(delivery_id)


class _Diagnostics(_Part):
    async def health(self) -> Health:
        self.memory.check()
        return Health(version="0.1.0", hooks_url="http://127.0.0.1:9000", api_url=None, deliveries_bad=1)

    async def children(self) -> tuple[ChildHealth, ...]:
        return (ChildHealth(name="processor", running=True),)


class _Diagnosis(_Part):
    async def run(self, instance_id: InstanceId | None = None) -> tuple[DiagnosisStep, ...]:
        self.memory.check()
        if instance_id is not None:
            await self.memory.instances.get(instance_id)
        return (
            DiagnosisStep(step="dns", status=StepStatus.OK, duration_ms=3, text="127.0.0.1", instance_id=instance_id),
            DiagnosisStep(step="tcp", status=StepStatus.FAIL, cause="connection_refused", instance_id=instance_id),
        )


def furnished() -> Memory:
    """A small shop's day: two numbers, conversations of every kind of row, a journal with each state."""
    memory = Memory()
    shop = memory.add_instance()
    second = memory.add_instance("entregas", provider="wapi", base_url="https://api.w-api.app")
    bianca = memory.add_chat(shop, "Bianca Prado", "5511944440202", unread=2, draft="Temos sim")
    memory.add_chat(second, "Osvaldo", "5511966660303", pinned=True)
    first = memory.add_message(bianca, "Oi, vocês abrem no domingo? 😀")
    memory.add_message(bianca, "Abrimos às 7h", out=True, status=Status.READ, client_id="balcao-1")
    memory.add_message(bianca, "não foi", out=True, status=Status.FAILED, error_code="rejected", error_text="x")
    memory.add_message(bianca, "talvez", out=True, status=Status.UNKNOWN)
    memory.add_message(
        bianca,
        "o bolo",
        kind=MessageKind.IMAGE,
        media=MediaView(mime="image/jpeg", size=88_213, width=1200, height=1600, state=MediaState.READY),
        reactions=(ReactionView(emoji="❤️", from_me=True),),
        quoted=QuotedView(stanza_id=first.stanza_id or "", message_id=first.id, kind=MessageKind.TEXT, text="Oi"),
        edited=True,
    )
    memory.add_message(
        bianca,
        None,
        kind=MessageKind.LOCATION,
        deleted=True,
        content=Content(location=Location(latitude=-23.5, longitude=-46.6, name="Padaria Sol")),
    )
    for number in range(6):
        memory.add_message(
            bianca, f"mensagem {number}", out=number % 2 == 0, status=Status.SENT if number % 2 == 0 else None
        )
    memory.add_delivery(DeliveryState.DONE, b'{"event":"messages.upsert"}', shop)
    memory.add_delivery(DeliveryState.BAD, b"<html>", shop)
    memory.add_delivery(DeliveryState.PARKED, b'{"instance":"quem"}')
    return memory


@contextmanager
def loop_in_thread() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread of its own, for clients that block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="services-loop", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def run_in(loop: asyncio.AbstractEventLoop, job: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine there and wait for it."""
    return asyncio.run_coroutine_threadsafe(job, loop).result(10)
