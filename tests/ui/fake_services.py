"""The services' façade in memory: records calls, can be told to wait or fail, and pushes ChangeSets."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import msgspec

from services.api.numbers import NewInstance, ProviderView
from services.core.bus import Bus
from services.domain import search
from services.domain.address import Address, AddressKind, user
from services.domain.changes import ChangeKind, ChangeSet, MessageChange, QrShown
from services.domain.content import Direction, MessageKind
from services.domain.errors import ErrorCode, NotFound
from services.domain.events import ConnectionState
from services.domain.gateways import EventChoice, Found, OwnProfile, WebhookView
from services.domain.ids import ChatId, ContactId, DeliveryId, GatewayId, InstanceId, MessageId
from services.domain.models import (
    AuthorView,
    CauseView,
    ChatView,
    ChildHealth,
    DeliveryState,
    DeliveryView,
    DiagnosisStep,
    EditView,
    Health,
    InstanceView,
    MediaState,
    MessagePage,
    MessageView,
    Page,
    StepStatus,
    TrafficView,
    TunnelState,
    TunnelView,
)
from services.domain.status import Status
from services.settings import exchange
from services.settings.schema import FIELDS
from tests.ui.fake_desk import FakeAgents, FakeLabels, FakeNotes, FakePeople, FakeViews, FakeWorkflow
from tests.ui.fake_groups import FakeGroups
from tests.ui.fake_linking import FakePasskeys
from tests.ui.fake_people import FakeContactFiles, FakeContacts, FakeExports
from tests.ui.fake_sending import FakeCards, FakeReplies, FakeSchedule, FakeSending, FakeShown

NOW_MS = 1_773_340_200_000  # Thursday 12 March 2026, 15:30 in São Paulo
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000

PROVIDERS = (
    ProviderView(
        kind="alpha",
        display_name="Alpha Gateway",
        capabilities=("create_instance", "send_text", "qr", "pairing_code", "state", "history", "restart", "logout",
                      "delete_instance", "webhook_config", "webhook_read_back", "passkey", "list_chats"),
        credentials=(("api_key", True, True),),
    ),
    ProviderView(
        kind="beta",
        display_name="Beta (receive only)",
        capabilities=(),
        credentials=(("token", True, False),),
        connectable=False,
        by_hand=True,
    ),
)


def instance(number: int = 1, **facts) -> InstanceView:
    base = {
        "id": InstanceId(number),
        "gateway_id": GatewayId(1),
        "provider": "alpha",
        "name": f"shop-{number}",
        "label": "Loja Centro",
        "base_url": "https://gateway.example.com",
        "state": ConnectionState.CONNECTED,
        "state_since_ms": NOW_MS - 3 * HOUR,
        "own_address": user("5511955550101"),
        "own_name": "Padaria Aurora",
        "hook_token": "tok",
    }
    return InstanceView(**{**base, **facts})


def chat(number: int, title: str = "", **facts) -> ChatView:
    phone = f"55119{88880000 + number}"
    base = {
        "id": ChatId(number),
        "instance_id": InstanceId(1),
        "contact_id": ContactId(number),
        "title": title or f"Cliente {number}",
        "address": user(phone),
        "phone": phone,
        "preview": "Bom dia!",
        "preview_kind": MessageKind.TEXT,
        "preview_direction": Direction.IN,
        "last_at_ms": NOW_MS - number * MINUTE,
    }
    merged = {**base, **facts}
    if merged["preview_direction"] is Direction.IN and not merged.get("is_group"):
        merged.setdefault("waiting_since_ms", merged["last_at_ms"])
    return ChatView(**merged)


def group(number: int, title: str, **facts) -> ChatView:
    address = Address(AddressKind.GROUP, f"12036300000000{number:04d}")
    return chat(number, title, **{"is_group": True, "address": address, "phone": None, **facts})


def message(number: int, text: str | None = None, *, out: bool = False, chat_id: int = 1, **facts) -> MessageView:
    base = {
        "id": MessageId(number),
        "chat_id": ChatId(chat_id),
        "direction": Direction.OUT if out else Direction.IN,
        "kind": MessageKind.TEXT,
        "sent_at_ms": NOW_MS - DAY + number * MINUTE,
        "text": f"Mensagem {number}" if text is None else text,
        "author": AuthorView() if out else AuthorView(name="Marina Duarte", phone="5511988880001"),
        "status": Status.READ if out else None,
    }
    return MessageView(**{**base, **facts})


def delivery(number: int, **facts) -> DeliveryView:
    base = {
        "id": DeliveryId(number),
        "instance_id": InstanceId(1),
        "provider": "alpha",
        "event": "messages.upsert",
        "state": DeliveryState.DONE,
        "received_at_ms": NOW_MS - number * MINUTE,
        "size": 1200 + number,
        "path": "/hooks/…",
        "attempts": 1,
    }
    return DeliveryView(**{**base, **facts})


def webhook(**facts) -> WebhookView:
    base = {
        "address": "https://example.com/hooks/the-secret",
        "reaches": True,
        "settable": True,
        "readable": True,
        "takes": ("events", "by_events", "base64", "headers", "retries", "signed"),
        "choices": (
            EventChoice("MESSAGES_UPSERT", "messages", True),
            EventChoice("MESSAGES_SET", "messages"),
            EventChoice("CONNECTION_UPDATE", "connection", True),
            EventChoice("CALL", "calls"),
        ),
        "events": ("MESSAGES_UPSERT", "CONNECTION_UPDATE"),
        "header_names": ("X-Loja",),
        "actual_url": "https://example.com/hooks/the-secret",
        "actual_events": ("MESSAGES_UPSERT", "CONNECTION_UPDATE"),
        "actual_enabled": True,
        "actual_by_events": False,
        "actual_base64": False,
        "is_set": True,
        "checked_at_ms": NOW_MS,
    }
    return WebhookView(**{**base, **facts})


@dataclass
class Gate:
    """Holds a call back until it is opened, or makes it fail."""

    event: asyncio.Event = field(default_factory=asyncio.Event)
    error: Exception | None = None


class FakeServices:
    """Everything ``services.api.Services`` promises, over dictionaries.

    Filled and looked at from the test's thread while its coroutines run on the services' loop, which
    is safe as long as a test waits for what it started.
    """

    def __init__(self, bus: Bus, loop: asyncio.AbstractEventLoop) -> None:
        self.bus, self._loop = bus, loop
        self.calls: list[tuple] = []
        self.chat_rows: dict[int, ChatView] = {}
        self.message_rows: dict[int, MessageView] = {}
        self.instance_rows: dict[int, InstanceView] = {}
        self.delivery_rows: dict[int, DeliveryView] = {}
        self.bodies: dict[int, bytes] = {}
        self.histories: dict[int, tuple[EditView, ...]] = {}
        self.files = Path("no-such-folder")
        self.qrs: dict[int, QrShown] = {}
        self.profiles: dict[int, OwnProfile] = {}
        self.demo_runs = False
        self.health = Health(version="0", hooks_url=None, api_url=None)
        self.found = Found(provider="alpha", credential="api_key", brand="Alpha Gateway", version="2.3.7", latency_ms=12)
        self.webhook = webhook()
        self._errors: dict[str, list[Exception]] = defaultdict(list)
        self._holds: dict[str, asyncio.Event] = {}
        self._numbers = count(100_000)
        self.chats = _Chats(self)
        self.messages = _Messages(self)
        self.search = _Search(self)
        self.instances = _Instances(self)
        self.passkeys = FakePasskeys(self)
        self.deliveries = _Deliveries(self)
        self.demo = _Demo(self)
        self.diagnostics = _Diagnostics(self)
        self.tunnel = _Tunnel(self)
        self.diagnosis = _Diagnosis(self)
        self.preferences = _Preferences(self)
        self.sending = FakeSending(self)
        self.replies = FakeReplies(self)
        self.schedule = FakeSchedule(self)
        self.contacts = FakeContacts(self)
        self.exports = FakeExports(self)
        self.contact_files = FakeContactFiles(self)
        self.workflow = FakeWorkflow(self)
        self.labels = FakeLabels(self)
        self.agents = FakeAgents(self)
        self.notes = FakeNotes(self)
        self.people = FakePeople(self)
        self.groups = FakeGroups(self)
        self.views = FakeViews(self)
        self.shown = FakeShown(self)
        self.cards = FakeCards(self)

    # ---------------------------------------------------------------- for tests

    def fail_next(self, name: str, error: Exception) -> None:
        """The next call of ``chats.page`` or the like raises this."""
        self._errors[name].append(error)

    def hold(self, name: str) -> None:
        """Calls of this name wait until ``release``."""
        self._holds[name] = asyncio.Event()

    def release(self, name: str) -> None:
        """Let them go on."""
        event = self._holds.pop(name)
        self._loop.call_soon_threadsafe(event.set)

    def named(self, name: str) -> list[tuple]:
        """The arguments of all calls of this name."""
        return [args for called, *args in self.calls if called == name]

    def publish(self, fact: object) -> None:
        """Publish on the services' loop, as the services would."""
        self._loop.call_soon_threadsafe(self.bus.publish, fact)

    def put(self, *rows: object) -> None:
        """Store rows without telling anybody."""
        for row in rows:
            table = {
                ChatView: self.chat_rows,
                MessageView: self.message_rows,
                InstanceView: self.instance_rows,
                DeliveryView: self.delivery_rows,
            }[type(row)]
            table[row.id] = row

    def arrive(self, *messages: MessageView, chats: tuple[ChatView, ...] = ()) -> None:
        """Store messages and tell of them as new ones."""
        self.put(*messages, *chats)
        self.publish(
            ChangeSet(
                chats=frozenset({m.chat_id for m in messages} | {c.id for c in chats}),
                messages=tuple(MessageChange(ChangeKind.ADDED, m.chat_id, m.id) for m in messages),
            )
        )

    def change(self, *messages: MessageView) -> None:
        """Store messages and tell that they changed."""
        self.put(*messages)
        self.publish(
            ChangeSet(messages=tuple(MessageChange(ChangeKind.CHANGED, m.chat_id, m.id) for m in messages))
        )

    # ---------------------------------------------------------------- inside

    async def called(self, name: str, *args: object) -> None:
        self.calls.append((name, *args))
        if name in self._holds:
            await self._holds[name].wait()
        if self._errors[name]:
            raise self._errors[name].pop(0)

    def number(self) -> int:
        return next(self._numbers)


def _order(row: MessageView) -> tuple[int, int]:
    return row.sent_at_ms, row.id


class _Chats:
    def __init__(self, fake: FakeServices) -> None:
        self._fake = fake

    async def page(self, *, instance_id=None, which=None, cursor=None, limit=50) -> Page[ChatView]:
        await self._fake.called("chats.page", cursor)
        rows = [
            c for c in self._fake.chat_rows.values()
            if (which is None or c.is_in(which)) and instance_id in (None, c.instance_id)
        ]  # fmt: skip
        rows.sort(key=lambda c: (not c.pinned, -(c.last_at_ms or 0), -c.id))
        start = int(cursor or 0)
        more = start + limit < len(rows)
        return Page(tuple(rows[start : start + limit]), str(start + limit) if more else None)

    async def get(self, chat_ids) -> tuple[ChatView, ...]:
        await self._fake.called("chats.get", chat_ids)
        return tuple(self._fake.chat_rows[i] for i in chat_ids if i in self._fake.chat_rows)

    async def mark_read(self, chat_id) -> None:
        await self._fake.called("chats.mark_read", chat_id)
        row = self._fake.chat_rows[chat_id]
        self._fake.chat_rows[chat_id] = msgspec.structs.replace(row, unread=0, marked_unread=False, revision=row.revision + 1)
        self._fake.bus.publish(ChangeSet(chats=frozenset({chat_id})))

    async def save_draft(self, chat_id, text) -> None:
        await self._fake.called("chats.save_draft", chat_id, text)
        row = self._fake.chat_rows[chat_id]
        self._fake.chat_rows[chat_id] = msgspec.structs.replace(row, draft=text or None, revision=row.revision + 1)
        self._fake.bus.publish(ChangeSet(chats=frozenset({chat_id})))

    async def totals(self) -> tuple[int, int]:
        await self._fake.called("chats.totals")
        unread = [c.unread for c in self._fake.chat_rows.values() if c.unread]
        return sum(unread), len(unread)


def _says(text: str | None, query: search.Query) -> bool:
    last = len(query.terms) - 1
    each = (
        msgspec.structs.replace(query, terms=(term,), open_end=query.open_end and n == last)
        for n, term in enumerate(query.terms)
    )
    return all(search.marks(text or "", one) for one in each)


class _Search:
    def __init__(self, fake: FakeServices) -> None:
        self._fake = fake

    async def everything(self, typed, *, limit=50) -> search.Found:
        await self._fake.called("search.everything", typed)
        query = search.parse(typed)
        hits = []
        for row in sorted(self._fake.message_rows.values(), key=_order, reverse=True):
            text, marks = search.excerpt(row.text or "", query)
            where = self._fake.chat_rows[row.chat_id]
            if _says(row.text, query):
                hits.append(
                    search.Hit(
                        message_id=row.id, chat_id=where.id, chat_title=where.title, is_group=where.is_group,
                        address=str(where.address), sent_at_ms=row.sent_at_ms, direction=row.direction, kind=row.kind,
                        text=text, marks=marks,
                    )
                )  # fmt: skip
        return search.Found(chats=self._named(typed), messages=tuple(hits[:limit]), more=len(hits) > limit)

    async def chats(self, typed, *, limit=50) -> tuple[ChatView, ...]:
        await self._fake.called("search.chats", typed)
        return self._named(typed)[:limit]

    async def in_chat(self, chat_id, typed) -> tuple[MessageId, ...]:
        await self._fake.called("search.in_chat", chat_id, typed)
        query = search.parse(typed)
        rows = sorted(self._fake.message_rows.values(), key=_order, reverse=True)
        return tuple(m.id for m in rows if m.chat_id == chat_id and _says(m.text, query))

    def _named(self, typed) -> tuple[ChatView, ...]:
        wanted = search.words(typed)
        rows = self._fake.chat_rows.values()
        return tuple(c for c in rows if wanted and all(w in search.fold(f"{c.title} {c.phone}") for w in wanted))


class _Messages:
    def __init__(self, fake: FakeServices) -> None:
        self._fake = fake

    def _of(self, chat_id) -> list[MessageView]:
        return sorted((m for m in self._fake.message_rows.values() if m.chat_id == chat_id), key=_order)

    async def latest(self, chat_id, limit=50) -> MessagePage:
        await self._fake.called("messages.latest", chat_id, limit)
        rows = self._of(chat_id)
        return MessagePage(items=tuple(rows[-limit:]), has_older=len(rows) > limit)

    async def before(self, chat_id, message_id, limit=50) -> MessagePage:
        await self._fake.called("messages.before", chat_id, message_id)
        edge = _order(self._fake.message_rows[message_id])
        rows = [m for m in self._of(chat_id) if _order(m) < edge]
        return MessagePage(items=tuple(rows[-limit:]), has_older=len(rows) > limit, has_newer=True)

    async def after(self, chat_id, message_id, limit=50) -> MessagePage:
        await self._fake.called("messages.after", chat_id, message_id)
        edge = _order(self._fake.message_rows[message_id])
        rows = [m for m in self._of(chat_id) if _order(m) > edge]
        return MessagePage(items=tuple(rows[:limit]), has_older=True, has_newer=len(rows) > limit)

    async def around(self, message_id, limit=50) -> MessagePage:
        await self._fake.called("messages.around", message_id)
        rows = self._of(self._fake.message_rows[message_id].chat_id)
        at = next(i for i, m in enumerate(rows) if m.id == message_id)
        start = max(0, at - limit // 2)
        part = rows[start : start + limit]
        return MessagePage(items=tuple(part), has_older=start > 0, has_newer=start + limit < len(rows))

    async def get(self, message_ids) -> tuple[MessageView, ...]:
        await self._fake.called("messages.get", message_ids)
        return tuple(self._fake.message_rows[i] for i in message_ids if i in self._fake.message_rows)

    async def send_text(self, chat_id, text, *, client_id=None, quoted=None) -> MessageView:
        await self._fake.called("messages.send_text", chat_id, text, client_id)
        newest = max((m.sent_at_ms for m in self._of(chat_id)), default=NOW_MS)
        row = message(
            self._fake.number(), text, out=True, chat_id=chat_id, status=Status.QUEUED, client_id=client_id,
            sent_at_ms=max(NOW_MS, newest + 1),
        )  # fmt: skip
        self._fake.put(row)
        self._fake.bus.publish(
            ChangeSet(chats=frozenset({chat_id}), messages=(MessageChange(ChangeKind.ADDED, chat_id, row.id),))
        )
        return row

    async def _set(self, name, message_id, status) -> MessageView:
        await self._fake.called(name, message_id)
        old = self._fake.message_rows[message_id]
        row = msgspec.structs.replace(old, status=status, error_code=None, revision=old.revision + 1)
        self._fake.put(row)
        return row

    async def retry(self, message_id) -> MessageView:
        return await self._set("messages.retry", message_id, Status.QUEUED)

    async def settle(self, message_id) -> MessageView:
        return await self._set("messages.settle", message_id, Status.SENT)

    async def history(self, message_id) -> tuple[EditView, ...]:
        await self._fake.called("messages.history", message_id)
        return self._fake.histories.get(message_id, ())

    async def fetch_media(self, message_id) -> MessageView:
        await self._fake.called("messages.fetch_media", message_id)
        old = self._fake.message_rows[message_id]
        media = msgspec.structs.replace(old.media, state=MediaState.DOWNLOADING)
        row = msgspec.structs.replace(old, media=media, revision=old.revision + 1)
        self._fake.put(row)
        return row

    async def cancel_media(self, message_id) -> MessageView:
        await self._fake.called("messages.cancel_media", message_id)
        old = self._fake.message_rows[message_id]
        media = msgspec.structs.replace(old.media, state=MediaState.FAILED, error=ErrorCode.CANCELLED.value)
        row = msgspec.structs.replace(old, media=media, revision=old.revision + 1)
        self._fake.put(row)
        return row

    def file(self, path: str) -> Path:
        return self._fake.files / path


class _Instances:
    def __init__(self, fake: FakeServices) -> None:
        self._fake = fake

    async def providers(self):
        await self._fake.called("instances.providers")
        return PROVIDERS

    async def all(self):
        await self._fake.called("instances.all")
        return tuple(self._fake.instance_rows.values())

    async def get(self, instance_id):
        await self._fake.called("instances.get", instance_id)
        if instance_id not in self._fake.instance_rows:
            raise NotFound(str(instance_id))
        return self._fake.instance_rows[instance_id]

    async def create(self, new: NewInstance):
        await self._fake.called("instances.create", new)
        row = instance(
            self._fake.number(), provider=new.provider, name=new.name, label=new.label, base_url=new.base_url,
            state=ConnectionState.AWAITING_QR, own_address=None, own_name=None,
        )  # fmt: skip
        self._fake.put(row)
        self._fake.bus.publish(ChangeSet(instances=frozenset({row.id})))
        return row

    async def discover(self, base_url, key, *, provider=None, name="", secrets=None):
        await self._fake.called("instances.discover", base_url, key, provider, name)
        return self._fake.found

    def capabilities(self, instance):
        return next((p.capabilities for p in PROVIDERS if p.kind == instance.provider), ())

    def dashboard_url(self, instance):
        return f"{instance.base_url}/manager" if instance.provider == "alpha" else None

    async def _change(self, call, instance_id, *told, **facts):
        await self._fake.called(f"instances.{call}", instance_id, *told)
        row = msgspec.structs.replace(self._fake.instance_rows[instance_id], **facts)
        self._fake.put(row)
        self._fake.bus.publish(ChangeSet(instances=frozenset({instance_id})))
        return row

    async def profile(self, instance_id):
        await self._fake.called("instances.profile", instance_id)
        return self._fake.profiles.get(instance_id, OwnProfile())

    async def rename(self, instance_id, label):
        await self._change("rename", instance_id, label, label=label)

    async def recolour(self, instance_id, colour):
        await self._change("recolour", instance_id, colour, colour=colour)

    async def catch_up(self, instance_id):
        await self._fake.called("instances.catch_up", instance_id)

    async def cancel_catch_up(self, instance_id):
        await self._fake.called("instances.cancel_catch_up", instance_id)

    async def pause(self, instance_id):
        return await self._change("pause", instance_id, paused=True, state=ConnectionState.PAUSED)

    async def resume(self, instance_id):
        return await self._change("resume", instance_id, paused=False, state=ConnectionState.CONNECTING)

    async def restart(self, instance_id):
        await self._fake.called("instances.restart", instance_id)

    async def logout(self, instance_id):
        await self._change("logout", instance_id, state=ConnectionState.LOGGED_OUT)

    async def delete(self, instance_id, *, keep_history=True):
        await self._fake.called("instances.delete", instance_id, keep_history)
        self._fake.instance_rows.pop(instance_id, None)

    async def pairing_code(self, instance_id, phone):
        await self._fake.called("instances.pairing_code", instance_id, phone)
        return QrShown(instance_id=instance_id, pairing_code="ABCD1234", expires_at_ms=NOW_MS + 60_000)

    async def set_credentials(self, instance_id, secrets):
        return await self._change("set_credentials", instance_id, secrets)

    async def move(self, instance_id, new):
        return await self._change(
            "move", instance_id, new, provider=new.provider, base_url=new.base_url, name=new.name,
            state=ConnectionState.AWAITING_QR,
        )  # fmt: skip

    async def webhook(self, instance_id):
        await self._fake.called("instances.webhook", instance_id)
        return self._fake.webhook

    async def set_webhook(self, instance_id, wish):
        await self._fake.called("instances.set_webhook", instance_id, wish)
        self._fake.webhook = msgspec.structs.replace(self._fake.webhook, wish=wish, differs=())
        return self._fake.webhook

    async def rotate_hook_token(self, instance_id):
        await self._fake.called("instances.rotate_hook_token", instance_id)
        return msgspec.structs.replace(self._fake.webhook, address="https://example.com/hooks/new-secret")

    async def test_webhook(self, instance_id):
        await self._fake.called("instances.test_webhook", instance_id)
        return 41

    async def connect(self, instance_id) -> None:
        await self._fake.called("instances.connect", instance_id)

    async def qr(self, instance_id):
        await self._fake.called("instances.qr", instance_id)
        return self._fake.qrs.get(instance_id)

    async def remove(self, instance_id, *, keep_history=True) -> None:
        await self._fake.called("instances.remove", instance_id, keep_history)
        self._fake.instance_rows.pop(instance_id, None)

    def hook_url(self, row: InstanceView) -> str | None:
        return f"http://127.0.0.1:8765/hooks/{row.hook_token}"


class _Deliveries:
    def __init__(self, fake: FakeServices) -> None:
        self._fake = fake

    async def page(self, *, state=None, instance_id=None, cursor=None, limit=50):
        await self._fake.called("deliveries.page", state, cursor)
        rows = sorted(self._fake.delivery_rows.values(), key=lambda d: -d.received_at_ms)
        rows = [d for d in rows if state in (None, d.state) and instance_id in (None, d.instance_id)]
        start = int(cursor or 0)
        more = start + limit < len(rows)
        return Page(tuple(rows[start : start + limit]), str(start + limit) if more else None)

    async def body(self, delivery_id) -> bytes:
        await self._fake.called("deliveries.body", delivery_id)
        return self._fake.bodies.get(delivery_id, b"{}")

    async def _done(self, name, delivery_id, **facts):
        await self._fake.called(name, delivery_id, *facts.values())
        old = self._fake.delivery_rows[delivery_id]
        row = msgspec.structs.replace(
            old, state=DeliveryState.DONE, error=None, attempts=old.attempts + 1, **facts
        )
        self._fake.put(row)
        return row

    async def replay(self, delivery_id):
        return await self._done("deliveries.replay", delivery_id)

    async def assign(self, delivery_id, instance_id):
        return await self._done("deliveries.assign", delivery_id, instance_id=instance_id)


class _Demo:
    def __init__(self, fake: FakeServices) -> None:
        self._fake = fake

    async def start(self):
        await self._fake.called("demo.start")
        self._fake.demo_runs = True
        row = instance(900, label="Demo", demo=True)
        self._fake.put(row, chat(1, "Marina Duarte", unread=1))
        self._fake.bus.publish(ChangeSet(instances=frozenset({row.id}), chats=frozenset({ChatId(1)})))
        return row

    async def stop(self) -> None:
        await self._fake.called("demo.stop")
        self._fake.demo_runs = False
        self._fake.instance_rows.pop(900, None)
        self._fake.chat_rows.clear()

    def running(self) -> bool:
        return self._fake.demo_runs


class _Tunnel:
    def __init__(self, fake: FakeServices) -> None:
        self._fake = fake
        self.view = TunnelView(kind="none", state=TunnelState.OFF)

    async def state(self):
        return self.view

    async def start(self):
        await self._fake.called("tunnel.start")

    async def stop(self):
        await self._fake.called("tunnel.stop")

    async def has_token(self):
        return False

    async def set_token(self, token):
        await self._fake.called("tunnel.set_token", token)

    async def update_agent(self):
        await self._fake.called("tunnel.update_agent")
        return "ngrok 3.22.1"

    async def traffic(self):
        return TrafficView(used=12_000, limit=20_000, per_day=900.0, resets_at_ms=NOW_MS + 9 * DAY)


class _Diagnosis:
    def __init__(self, fake: FakeServices) -> None:
        self._fake = fake
        self.steps = (
            DiagnosisStep(step="dns", status=StepStatus.OK, duration_ms=4),
            DiagnosisStep(step="auth", status=StepStatus.FAIL, duration_ms=31, cause="auth_rejected"),
            DiagnosisStep(step="session", status=StepStatus.SKIPPED),
        )

    async def run(self, instance_id=None):
        await self._fake.called("diagnosis.run", instance_id)
        return self.steps

    async def causes(self):
        return (
            CauseView(
                code="auth_rejected", what_en="The key is refused.", fix_en="Enter another one.",
                what_pt="A chave foi recusada.", fix_pt="Informe outra.",
            ),
        )  # fmt: skip

    async def bundle(self, path):
        await self._fake.called("diagnosis.bundle", path)
        return path


class _Preferences:
    def __init__(self, fake: FakeServices) -> None:
        self._fake = fake
        self.values: dict[str, object] = {}
        self.decided: set[str] = set()
        self.files: dict[str, bytes] = {}

    def get(self, key):
        return self.values.get(key, FIELDS[key].default if key in FIELDS else None)

    def fixed(self, key):
        return key in self.decided

    async def export(self, path) -> None:
        await self._fake.called("preferences.export", path)
        self.files[path] = exchange.written(self.get)

    async def take(self, path):
        await self._fake.called("preferences.take", path)
        good, bad = exchange.read(self.files[path])
        for key, value in good.items():
            await self.set(key, value)
        return bad

    async def set(self, key, value) -> None:
        await self._fake.called("preferences.set", key, value)
        self.values[key] = value
        self._fake.bus.publish(ChangeSet(settings=frozenset({key})))


class _Diagnostics:
    def __init__(self, fake: FakeServices) -> None:
        self._fake = fake

    async def health(self) -> Health:
        return self._fake.health

    async def children(self) -> tuple[ChildHealth, ...]:
        return ()


