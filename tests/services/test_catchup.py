"""Days away: everything that came meanwhile is there, in order, once, unread, and nothing was marked read."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from services.core.clock import SystemClock
from services.core.limits import Backoff
from services.core.tasks import Supervisor
from services.domain.changes import CatchUpProgress
from services.domain.errors import NotSupported
from services.domain.events import ConnectionState
from services.domain.ids import InstanceId
from services.instances import catchup, wake
from services.instances.absence import Absences
from services.providers.adapters.cloud_api.descriptor import DESCRIPTOR as CLOUD_API
from services.providers.base import Client
from services.storage.queries import chats
from services.storage.queries import instances as instance_queries
from tests.fakes.evolution_history import HOURS, KEY, NAME, Past, Server
from tests.services.counter import QUICK, Counter, Vault, open_counter
from tests.services.desk import open_desk

FIRST = InstanceId(1)
_NOT_OURS = {"chat/markMessageAsRead", "chat/archiveChat", "chat/sendPresence", "settings/set"}


class DaysAgo(SystemClock):
    """The clock of an earlier run of the program."""

    def now_ms(self) -> int:
        return super().now_ms() - HOURS * 3_600_000


@asynccontextmanager
async def away(folder: Path, *, messages: int, chats: int) -> AsyncIterator[tuple[Server, Vault]]:
    """An instance was connected 72 hours ago; since then the program was off and the gateway was not."""
    server, vault = Server(Past(0, 1, int(time.time()))), Vault()
    await server.start()
    try:
        async with open_counter(folder, clock=DaysAgo(), vault=vault) as counter:
            await counter.connect("evolution", NAME, server.url, api_key=KEY)
            await counter.until(lambda: connected(counter))
        server.past = Past(messages, chats, int(time.time()))
        server.asked.clear()
        server.webhook = None
        yield server, vault
        assert not _NOT_OURS & server.asked.keys()
    finally:
        await server.stop()


async def connected(counter: Counter) -> bool:
    return (await counter.view(FIRST)).state == "connected"


def _stored(connection: Any) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for address, stanza, text in connection.execute(
        "SELECT c.address, m.stanza_id, m.text FROM message m JOIN chat c ON c.id = m.chat_id ORDER BY m.sent_at, m.id"
    ).fetchall():
        found.setdefault(address, []).append((stanza, text))
    return found


async def stored(counter: Counter) -> dict[str, list[tuple[str, str]]]:
    return await counter.desk.database.read(_stored)


def told(past: Past) -> dict[str, list[tuple[str, str]]]:
    return {
        jid: [(row["key"]["id"], row["message"]["conversation"]) for row in rows]
        for jid, rows in past.chats.items()
        if rows
    }


def unread(past: Past) -> int:
    """What came after our own last word in each chat."""
    count = 0
    for rows in past.chats.values():
        own = max((row["messageTimestamp"] for row in rows if row["key"]["fromMe"]), default=0)
        count += sum(not row["key"]["fromMe"] and row["messageTimestamp"] > own for row in rows)
    return count


async def caught_up(counter: Counter, deadline_s: float = 60.0) -> CatchUpProgress:
    await counter.until(lambda: any(each.done for each in counter.progress), deadline_s)
    return next(each for each in counter.progress if each.done)


async def test_three_days_come_whole_in_order_once_and_unread_while_live_messages_go_on(tmp_path: Path) -> None:
    async with (
        away(tmp_path, messages=8_000, chats=120) as (server, vault),
        open_counter(tmp_path, vault=vault, start=True) as counter,
    ):
        slowest = 0.0
        waiting = asyncio.create_task(caught_up(counter))
        for number in range(10_000):
            if waiting.done():
                break
            began = time.perf_counter()
            token = (await counter.view(FIRST)).hook_token
            answer = await counter.desk.post(f"/hooks/{token}", live(number))
            assert answer.status == 200
            slowest = max(slowest, time.perf_counter() - began)
            await asyncio.sleep(0.1)
        result = await waiting
        assert (result.chats_done, result.chats_total, result.error) == (120, 120, None)
        assert server.most_at_once <= 3
        # beside the many requests of the catch-up, not behind them; the machine may be busy with other tests
        assert slowest < 4.0
        await counter.desk.settled()
        found = await stored(counter)
        live_ones = found.pop("5511977776666@s.whatsapp.net")
        assert found == told(server.past)
        assert sum(chat.unread for chat in await all_chats(counter)) == unread(server.past) + len(live_ones)
        [notice] = [each for each in counter.notices if each.code == "caught_up"]
        assert notice.text == str(server.past.incoming())
        steps = [each.chats_done for each in counter.progress]
        assert steps == sorted(steps) and len(steps) > 4


def live(number: int) -> dict[str, Any]:
    return {
        "event": "messages.upsert",
        "instance": NAME,
        "data": {
            "key": {"remoteJid": "5511977776666@s.whatsapp.net", "fromMe": False, "id": f"AA{number:030}"},
            "pushName": "Ana",
            "message": {"conversation": f"ao vivo {number}"},
            "messageType": "conversation",
            "messageTimestamp": int(time.time()),
        },
        "server_url": "http://x",
        "apikey": "x",
    }


async def all_chats(counter: Counter) -> list[Any]:
    found: list[Any] = []
    cursor = None
    while True:
        page = await counter.desk.database.read(chats.page, None, cursor, 200)
        found.extend(page.items)
        cursor = page.next
        if cursor is None:
            return found


async def test_a_crash_in_the_middle_is_gone_on_from_even_if_newer_messages_came(tmp_path: Path) -> None:
    async with away(tmp_path, messages=3_000, chats=60) as (server, vault):
        async with open_counter(tmp_path, vault=vault, start=True) as counter:

            async def half() -> bool:
                return sum(len(rows) for rows in (await stored(counter)).values()) > 800

            await counter.until(half)
            token = (await counter.view(FIRST)).hook_token
            await counter.desk.post(f"/hooks/{token}", live(1))
            await counter.desk.settled()
        assert not any(each.done for each in counter.progress)
        async with open_counter(tmp_path, vault=vault, start=True) as counter:
            await caught_up(counter)
            found = await stored(counter)
            assert found.pop("5511977776666@s.whatsapp.net")
            assert found == told(server.past)

            async def nothing_left() -> bool:
                floors = await counter.desk.database.read(instance_queries.floors)
                return floors[FIRST] > (time.time() - 3600) * 1000

            await counter.until(nothing_left)


async def test_it_can_be_stopped_and_taken_up_again(tmp_path: Path) -> None:
    async with away(tmp_path, messages=2_000, chats=50) as (server, vault):
        async with open_counter(tmp_path, vault=vault, start=True) as counter:
            await counter.until(lambda: counter.progress)
            counter.manager.stop_catch_up(FIRST)
            asked = server.asked["chat/findMessages"]
            await asyncio.sleep(0.3)
            assert server.asked["chat/findMessages"] <= asked + 3
            (end,) = [each for each in counter.progress if each.done]
            assert end.error == "cancelled"
            counter.manager.stop_catch_up(FIRST)
            assert len([each for each in counter.progress if each.done]) == 1
            # asked for again it takes the rest, without a new start
            counter.progress.clear()
            await counter.manager.catch_up(FIRST)
            await counter.until(lambda: counter.progress)
            counter.manager.stop_catch_up(FIRST)
        async with open_counter(tmp_path, vault=vault, start=True) as counter:
            await caught_up(counter)
            assert await stored(counter) == told(server.past)


async def test_a_gateway_that_stumbles_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catchup, "BACKOFF", Backoff(first_s=0.01, longest_s=0.02))
    async with away(tmp_path, messages=500, chats=20) as (server, vault):
        server.broken["chat/findChats"] = 2
        # some chats fail all their tries, and the whole is done once more
        server.broken["chat/findMessages"] = 25
        server.slow_down = 5
        async with open_counter(tmp_path, vault=vault, start=True) as counter:

            async def complete() -> bool:
                return await stored(counter) == told(server.past)

            await counter.until(complete)
            assert not (await counter.view(FIRST)).gaps


async def test_what_cannot_be_fetched_to_the_end_is_a_gap_that_people_see(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catchup, "BACKOFF", Backoff(first_s=0.001, longest_s=0.001))
    async with away(tmp_path, messages=50, chats=5) as (server, vault):
        server.broken["chat/findMessages"] = 1_000_000
        async with open_counter(tmp_path, vault=vault, start=True) as counter:

            async def noted() -> Any:
                return (await counter.view(FIRST)).gaps

            [gap] = await counter.until(noted)
            assert gap.reason == "catch_up_failed"
            assert gap.to_ms - gap.from_ms > (HOURS - 1) * 3_600_000


async def test_where_there_is_no_history_the_time_is_noted_as_a_gap(tmp_path: Path) -> None:
    class Moving(SystemClock):
        ahead_ms = 0

        def now_ms(self) -> int:
            return super().now_ms() + self.ahead_ms

    async def nothing(_: InstanceId, __: Any) -> int:
        return 0

    clock = Moving()
    async with open_desk(tmp_path) as desk:
        supervisor = Supervisor(clock)
        instance = await desk.add("cloud_api", "1065")
        absences = Absences(
            database=desk.database,
            bus=desk.bus,
            clock=clock,
            supervisor=supervisor,
            gateway=lambda _: (Client(), CLOUD_API),
            state=lambda _: ConnectionState.CONNECTED,
            apply=nothing,
            pace=QUICK,
        )

        async def gaps(expected: int) -> Any:
            view = await desk.database.read(instance_queries.view, instance)
            return view.gaps if len(view.gaps) == expected else None

        absences.left(instance)
        absences.returned(instance)
        await asyncio.sleep(0.2)
        assert await gaps(0) == ()
        absences.left(instance)
        clock.ahead_ms = 3_600_000
        absences.returned(instance)
        async with asyncio.timeout(5):
            while not (found := await gaps(1)):
                await asyncio.sleep(0.01)
        assert found[0].reason == "no_history"
        assert found[0].to_ms - found[0].from_ms >= 3_600_000
        await supervisor.stop(1)


async def test_on_demand_a_hole_of_today_is_filled(tmp_path: Path) -> None:
    server, vault = Server(Past(0, 1, int(time.time()))), Vault()
    await server.start()
    try:
        async with open_counter(tmp_path, vault=vault) as counter:
            await counter.connect("evolution", NAME, server.url, api_key=KEY)
            await counter.until(lambda: connected(counter))
            past = Past(40, 3, int(time.time()))
            for rows in past.chats.values():
                for row in rows:
                    row["messageTimestamp"] = past.now_s - 3600 + int(row["id"][4:])
            server.past = past
            await counter.manager.catch_up(FIRST)
            await caught_up(counter)
            assert await stored(counter) == told(past)
            with pytest.raises(NotSupported):
                other = await counter.connect(
                    "cloud_api", "1", server.url, api_key="k", app_secret="s", verify_token="v"
                )
                await counter.manager.catch_up(other.id)
    finally:
        await server.stop()


async def test_sleep_is_noticed_by_the_clock_and_what_came_in_it_is_fetched(tmp_path: Path) -> None:
    class Sleepy(SystemClock):
        slept_ms = 0

        def now_ms(self) -> int:
            return super().now_ms() + self.slept_ms

    server, clock = Server(Past(0, 1, int(time.time()))), Sleepy()
    await server.start()
    try:
        async with open_counter(tmp_path, clock=clock) as counter:
            await counter.connect("evolution", NAME, server.url, api_key=KEY)
            await counter.until(lambda: connected(counter))
            counter.supervisor.start("wake", lambda: wake.watch(clock, counter.manager.woke, nap_s=0.05))
            await asyncio.sleep(0.2)
            asked = server.asked["chat/findChats"]
            server.past = Past(30, 2, int(time.time()))
            for rows in server.past.chats.values():
                for row in rows:
                    row["messageTimestamp"] = server.past.now_s + 1800 + int(row["id"][4:])
            await asyncio.sleep(0.2)
            assert server.asked["chat/findChats"] == asked
            clock.slept_ms = 2 * 3_600_000

            async def complete() -> bool:
                return await stored(counter) == told(server.past)

            await counter.until(complete)
    finally:
        await server.stop()
