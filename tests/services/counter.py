"""A desk with its manager: sessions, channels, absences and senders of real instances over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from services.core.clock import Clock, SystemClock
from services.core.limits import Backoff
from services.core.tasks import Supervisor
from services.domain.changes import CatchUpProgress, Notice
from services.domain.ids import InstanceId
from services.domain.models import InstanceView, MessageView
from services.inbound.routes import hook_hash
from services.instances.manager import Manager, NewInstance
from services.instances.pace import Pace
from services.outbound.sender import Sender
from services.providers.base import Client, Descriptor
from services.providers.registry import DESCRIPTORS
from services.storage.queries import messages as message_queries
from tests.services.desk import Desk, open_desk

DEADLINE_S = 15.0
QUICK = Pace(
    settled_s=0.05,
    again=Backoff(first_s=0.05, longest_s=0.1),
    poll_s=0.1,
    reconnect=Backoff(first_s=0.05, longest_s=0.2),
    refresh_s=0.02,
)


class Vault(dict[str, str]):
    """A keyring in memory."""

    async def get(self, key: str) -> str | None:  # type: ignore[override]
        return dict.get(self, key)

    async def set(self, key: str, value: str) -> None:
        self[key] = value

    async def delete(self, key: str) -> None:
        self.pop(key, None)


class Counter:
    """What a test holds. ``reachable`` says whether gateways can post to the desk's hooks."""

    def __init__(self, desk: Desk, vault: Vault, supervisor: Supervisor) -> None:
        self.desk = desk
        self.vault = vault
        self.supervisor = supervisor
        self.manager: Manager
        self.reachable = True
        self.notices: list[Notice] = []
        self.progress: list[CatchUpProgress] = []
        desk.bus.subscribe(Notice, self.notices.append)
        desk.bus.subscribe(CatchUpProgress, self.progress.append)

    def hook_base(self) -> str | None:
        return self.desk.hooks.url if self.reachable else None

    async def connect(self, provider: str, name: str, base_url: str, **secrets: str) -> InstanceView:
        """Connect an instance as the form does."""
        descriptor = next(each for each in DESCRIPTORS if each.kind == provider)
        return await self.manager.create(
            NewInstance(descriptor=descriptor, name=name, base_url=base_url, secrets=secrets)
        )

    async def until(self, condition: Callable[[], Any], deadline_s: float = DEADLINE_S) -> Any:
        """Wait for a plain or awaitable condition; returns what it gave."""
        async with asyncio.timeout(deadline_s):
            while True:
                told = condition()
                if asyncio.iscoroutine(told):
                    told = await told
                if told:
                    return told
                await asyncio.sleep(0.01)

    async def view(self, instance: InstanceId) -> InstanceView:
        return await self.manager.get(instance)

    async def all_messages(self) -> list[MessageView]:
        """Every message of every chat, each chat oldest first."""
        found: list[MessageView] = []
        for chat in await self.desk.chats():
            page = await self.desk.database.read(message_queries.latest, chat.id, 200)
            found.extend(page.items)
        return found

    async def texts(self) -> list[str | None]:
        return [message.text for message in await self.all_messages()]


@asynccontextmanager
async def open_counter(
    folder: Path, *, clock: Clock | None = None, vault: Vault | None = None, reachable: bool = True, start: bool = False
) -> AsyncIterator[Counter]:
    """Everything but window and local API. With ``start`` the instances of an earlier run go on."""
    clock, vault = clock or SystemClock(), vault if vault is not None else Vault()
    async with open_desk(folder) as desk:
        supervisor = Supervisor(clock)
        counter = Counter(desk, vault, supervisor)
        counter.reachable = reachable

        def make_sender(instance: InstanceId, session: Any, client: Client, descriptor: Descriptor) -> Sender:
            return Sender(
                instance, database=desk.database, ready=session.ready, send=client.send, clock=clock, boot_id="boot"
            )

        counter.manager = manager = Manager(
            database=desk.database,
            secrets=vault,
            descriptors={each.kind: each for each in DESCRIPTORS},
            routing=desk.routes,
            hash_token=hook_hash,
            bus=desk.bus,
            clock=clock,
            supervisor=supervisor,
            sender=make_sender,
            hook_base=counter.hook_base,
            discard=lambda _: None,
            take_frame=desk.receiver.take_frame,
            pace=QUICK,
        )
        await manager.remember_floors()
        try:
            if start:
                await manager.start()
            yield counter
        finally:
            await supervisor.stop(2)
            await manager.stop()
