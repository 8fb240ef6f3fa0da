"""Read receipts over a gateway: what an agent read, when the setting says so, and nothing by itself."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.core.clock import SystemClock
from services.domain.capabilities import Capability
from services.domain.ids import ChatId
from services.domain.models import ChatView
from services.domain.sending import Abilities
from services.outbound.receipts import Receipts
from services.settings.schema import ReadReceipts
from services.storage.writes import chats as chat_writes
from services.storage.writes import compose
from tests.fakes.evolution_history import KEY, NAME, Past, Server
from tests.services.counter import Counter, Vault, open_counter
from tests.services.test_catchup import DaysAgo, caught_up, connected

PATH = "chat/markMessageAsRead"


class Till:
    """A counter whose gateway had some days of messages, and the receipts under a policy."""

    def __init__(self, counter: Counter, server: Server) -> None:
        self.counter, self.server = counter, server
        self.policy = ReadReceipts.ON_REPLY
        self.able = frozenset({Capability.MARK_READ})
        self.receipts = Receipts(
            counter.desk.database,
            SystemClock(),
            policy=lambda: self.policy,
            abilities=self._abilities,
            client_of=counter.manager.client_of,
        )

    async def _abilities(self, _chat: ChatId) -> Abilities:
        return Abilities(capabilities=self.able)

    async def opened(self, chat: ChatId) -> None:
        await self.counter.desk.database.write(chat_writes.mark_chat_read, chat)
        self.receipts.opened(chat)

    async def answered(self, chat: ChatId) -> None:
        now, client_id = time.time_ns() // 1_000_000, f"c{time.time_ns()}"
        await self.counter.desk.database.write(compose.compose_text, chat, "Bom dia!", client_id, None, now)
        self.receipts.answered(chat)

    async def told(self, count: int) -> None:
        await self.counter.until(lambda: self.server.asked[PATH] >= count)

    async def idle(self) -> None:
        """Everything that was asked for has been done."""
        await self.counter.until(lambda: not self.receipts._due and not self.receipts._wake.is_set())
        await self.counter.desk.database.read(lambda _connection: None)


@asynccontextmanager
async def open_till(folder: Path) -> AsyncIterator[Till]:
    server, vault = Server(Past(0, 1, int(time.time()))), Vault()
    await server.start()
    try:
        async with open_counter(folder, clock=DaysAgo(), vault=vault) as counter:
            await counter.connect("evolution", NAME, server.url, api_key=KEY)
            await counter.until(lambda: connected(counter))
        server.past = Past(30, 3, int(time.time()))
        async with open_counter(folder, vault=vault, start=True) as counter:
            await caught_up(counter)
            till = Till(counter, server)
            task = asyncio.create_task(till.receipts.run())
            yield till
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    finally:
        await server.stop()


async def busiest(till: Till) -> tuple[ChatView, list[str]]:
    """A chat with several incoming messages, and their ids."""
    found = []
    for chat in await till.counter.desk.chats():
        mine = [m.stanza_id or "" for m in await till.counter.desk.messages(chat) if m.direction == "in"]
        found.append((chat, mine))
    return max(found, key=lambda pair: len(pair[1]))


async def test_catching_up_tells_nobody_anything(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        assert till.server.asked["chat/findMessages"] and not till.server.asked[PATH]


async def test_an_answer_tells_of_what_stood_above_it_and_only_once(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        chat, ids = await busiest(till)
        await till.opened(chat.id)
        await till.idle()
        assert not till.server.asked[PATH]
        await till.answered(chat.id)
        await till.told(1)
        assert [row["id"] for row in till.server.receipts] == ids
        assert {row["remoteJid"] for row in till.server.receipts} == {str(chat.address)}
        await till.idle()
        await till.answered(chat.id)
        await till.idle()
        assert till.server.asked[PATH] == 1


async def test_opening_tells_where_that_is_wanted(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        till.policy = ReadReceipts.ON_OPEN
        chat, ids = await busiest(till)
        await till.opened(chat.id)
        await till.told(1)
        assert [row["id"] for row in till.server.receipts] == ids


@pytest.mark.parametrize(
    "turn", [lambda till: setattr(till, "policy", ReadReceipts.NEVER), lambda till: setattr(till, "able", frozenset())]
)
async def test_nothing_is_told_where_it_is_not_wanted_or_not_possible(
    tmp_path: Path, turn: Callable[[Till], None]
) -> None:
    async with open_till(tmp_path) as till:
        turn(till)
        chat, _ids = await busiest(till)
        await till.opened(chat.id)
        await till.answered(chat.id)
        await till.idle()
        assert not till.server.asked[PATH]


async def test_what_could_not_be_told_is_told_the_next_time(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        chat, ids = await busiest(till)
        till.server.broken[PATH] = 20
        await till.answered(chat.id)
        await till.told(1)
        await till.idle()
        till.server.broken[PATH] = 0
        await till.answered(chat.id)
        await till.counter.until(lambda: till.server.receipts)
        assert [row["id"] for row in till.server.receipts] == ids
