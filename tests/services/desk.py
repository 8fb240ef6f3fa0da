"""A desk for service tests: the real receiver, journal, processor and database on a free loopback port."""

import asyncio
import io
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from services.core.bus import Bus
from services.core.clock import SystemClock
from services.domain.changes import ChangeSet
from services.domain.errors import ParseError
from services.domain.ids import InstanceId
from services.domain.models import ChatView, DeliveryView, MessageView
from services.inbound.processor import Opened, Processor, opener
from services.inbound.receiver import Receiver
from services.inbound.redact import Redactor
from services.inbound.routes import InstanceSecrets, RouteTable, hook_hash
from services.inbound.server import HooksServer, Limits
from services.providers import detect
from services.providers.base import Inbound
from services.providers.registry import DESCRIPTORS
from services.storage.database import Database
from services.storage.media_store import MediaStore
from services.storage.queries import chats, instances, messages
from services.storage.writes import instances as instance_writes


class Desk:
    """What a test holds: post bodies, look at what an agent would see."""

    def __init__(
        self,
        database: Database,
        hooks: HooksServer,
        routes: RouteTable,
        processor: Processor,
        http: aiohttp.ClientSession,
        spool: Path,
        bus: Bus,
        receiver: Receiver,
    ) -> None:
        self.receiver = receiver
        self.database = database
        self.hooks = hooks
        self.routes = routes
        self.processor = processor
        self.http = http
        self.spool = spool
        self.bus = bus
        self.tokens: dict[InstanceId, str] = {}
        self.keys: dict[InstanceId, str] = {}
        self.verify_tokens: dict[InstanceId, str] = {}
        self.facts: list[ChangeSet] = []

    async def add(
        self, provider: str, name: str, *, base_url: str = "http://gateway.invalid", key: str | None = None
    ) -> InstanceId:
        """A new instance; ``key`` is its signing secret."""
        token = secrets.token_urlsafe(16)
        instance = await self.database.write(
            instance_writes.add_instance,
            instance_writes.NewInstanceRow(
                provider=provider,
                base_url=base_url,
                name=name,
                label="",
                hook_hash=hook_hash(token),
                demo=False,
                now_ms=1,
            ),
        )
        self.tokens[instance] = token
        if key is not None:
            self.keys[instance] = key
        await self.reload()
        return instance

    async def reload(self) -> None:
        """Bring the routes up to date, as the manager does."""
        self.routes.replace(
            await self.database.read(instances.routes),
            {i: InstanceSecrets(hook_token=t, signing_key=self.keys.get(i), verify_token=self.verify_tokens.get(i))
                for i, t in self.tokens.items()
            },
        )

    async def post(
        self,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        headers: dict[str, str] | None = None,
        token: str | None = None,
    ) -> aiohttp.ClientResponse:
        """POST to the hooks port; the response is read."""
        data = io.BytesIO(raw if raw is not None else msgspec.json.encode(body))
        sent = {"Content-Type": "application/json", **(headers or {})}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        async with self.http.post(f"{self.hooks.url}{path}", data=data, headers=sent) as response:
            await response.read()
            return response

    async def hook(self, instance: InstanceId, body: Any = None, **rest: Any) -> aiohttp.ClientResponse:
        """POST to the instance's own hook, then wait until it is applied."""
        response = await self.post(f"/hooks/{self.tokens[instance]}", body, **rest)
        await self.settled()
        return response

    async def settled(self, deadline_s: float = 10.0) -> None:
        """Everything that was stored has been processed."""
        async with asyncio.timeout(deadline_s):
            while await self.database.read(instances.waiting, 1):
                await asyncio.sleep(0.005)

    async def chats(self) -> tuple[ChatView, ...]:
        """The inbox."""
        return (await self.database.read(chats.page, None, None, 200)).items

    async def messages(self, chat: ChatView) -> tuple[MessageView, ...]:
        """A conversation, oldest first."""
        return (await self.database.read(messages.latest, chat.id, 200)).items

    async def deliveries(self) -> tuple[DeliveryView, ...]:
        """The journal, newest first."""
        return (await self.database.read(instances.deliveries, None, None, None, 200)).items


def detect_with(inbound: Inbound, configured: str) -> Opened:
    """Find the provider, as the composition root does."""
    found = detect.detect(inbound, DESCRIPTORS, configured=configured)
    return Opened(provider=found.kind, keys=found.instance_keys, events=found.parse)


@asynccontextmanager
async def open_desk(
    folder: Path, *, limits: Limits | None = None, fail_point: Callable[[str, str], None] = lambda _a, _b: None
) -> AsyncIterator[Desk]:
    """Everything from the port to the database, in ``folder``."""
    spool, media = folder / "spool", folder / "media"
    spool.mkdir(exist_ok=True)
    media.mkdir(exist_ok=True)
    bus, clock = Bus(), SystemClock()
    database = Database(folder / "balcao.db", publish=bus.publish, durable=False, fail_point=fail_point)
    await database.open()
    routes = RouteTable({each.kind: each for each in DESCRIPTORS})
    processor = Processor(
        database=database,
        routes=routes,
        opener=opener(detect.decode_delivery, detect_with),
        media=MediaStore(media),
        bus=bus,
        clock=clock,
        spool=spool,
        pace_s=0,
    )

    def names_in(raw: bytes, headers: Any, path: str) -> tuple[str, ...]:
        try:
            body = detect.decode_delivery(raw, headers)
        except ParseError:
            return ()
        return detect.detect(Inbound(body=body, headers=headers, path=path), DESCRIPTORS).instance_keys

    receiver = Receiver(
        database=database,
        routes=routes,
        redact=Redactor.by_provider({each.kind: each.redact_keys for each in DESCRIPTORS}),
        names_in=names_in,
        spool=spool,
        clock=clock,
        stored=processor.wake,
        refused=lambda _: None,
    )
    hooks = HooksServer(receiver, clock, limits or Limits(), challenge=routes.challenge)
    await hooks.start("127.0.0.1", 0)
    job = asyncio.create_task(processor.run())
    http = aiohttp.ClientSession(auto_decompress=False)
    desk = Desk(database, hooks, routes, processor, http, spool, bus, receiver)
    bus.subscribe(ChangeSet, desk.facts.append)
    try:
        yield desk
    finally:
        await http.close()
        await hooks.stop()
        job.cancel()
        await asyncio.gather(job, return_exceptions=True)
        await database.close()
