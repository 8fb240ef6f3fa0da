"""Instances as the manager runs them: flapping sessions, secrets handed out, Meta's challenge."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from services.domain.capabilities import Capability
from services.domain.changes import ChangeSet
from services.domain.ids import InstanceId
from services.inbound.server import HooksServer, Limits
from tests.fakes import uazapi
from tests.fakes.evolution_history import KEY, NAME, Past, Server
from tests.fakes.wapi import ACCOUNT, WapiServer
from tests.services.counter import Counter, open_counter


@pytest_asyncio.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    async with open_counter(tmp_path) as opened:
        yield opened


async def test_three_hundred_connection_updates_flood_nothing(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    """Really seen at a gateway: a session that connects and falls twenty times a second."""
    server = Server(Past(20, 2, int(time.time())))
    await server.start()
    try:
        view = await counter.connect("evolution", NAME, server.url, api_key=KEY)

        async def connected() -> bool:
            return (await counter.view(view.id)).state == "connected"

        await counter.until(connected)
        await asyncio.sleep(0.3)
        token = (await counter.view(view.id)).hook_token
        asked, reloads = server.asked.copy(), 0
        load = counter.desk.routes.load

        def counted(*arguments: object) -> None:
            nonlocal reloads
            reloads += 1
            load(*arguments)  # type: ignore[arg-type]

        counter.desk.routes.load = counted  # type: ignore[method-assign, assignment]
        facts: list[ChangeSet] = []
        counter.desk.bus.subscribe(ChangeSet, facts.append)
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="services"):
            for number in range(300):
                state, code = [("connecting", 200), ("open", 200), ("close", 428)][number % 3]
                await counter.desk.post(
                    f"/hooks/{token}",
                    {
                        "event": "connection.update",
                        "instance": NAME,
                        "data": {"instance": NAME, "state": state, "statusReason": code},
                        "date_time": f"2026-03-02T10:31:00.{number:03}Z",
                        "server_url": server.url,
                        "apikey": "x",
                    },
                )
            await counter.desk.settled()
            await asyncio.sleep(0.5)
        assert len(caplog.records) <= 3, [record.message for record in caplog.records]
        # two requests are one catch-up
        assert server.asked["chat/findChats"] - asked["chat/findChats"] <= 4
        assert sum((server.asked - asked).values()) <= 20
        # the state's copies are renewed no more often than the pace allows (50 a second here, 4 in life)
        assert reloads <= 120
        assert not [fact for fact in facts if fact.deliveries]
        assert len(counter.notices) <= 1
        assert (await counter.view(view.id)).state == "reconnecting"
    finally:
        await server.stop()


async def test_a_token_that_the_gateway_hands_out_is_kept_and_used_by_the_next_start(counter: Counter) -> None:
    async with uazapi.FakeUazapi() as server:
        view = await counter.connect("uazapi", "nova", server.base_url, admin_token=uazapi.ADMIN)
        await counter.until(lambda: f"instance/{view.id}/api_key" in counter.vault)
        token = counter.vault[f"instance/{view.id}/api_key"]
        assert server.instances[token]["name"] == "nova"
        assert token not in await raw_database(counter)
        await counter.manager.remove(view.id, keep_history=False)
        assert not [key for key in counter.vault if str(view.id) in key]


async def test_a_gateway_that_names_a_session_itself_is_asked_by_that_name_from_then_on(counter: Counter) -> None:
    server = WapiServer()
    base = await server.start()
    try:
        view = await counter.connect("wapi", "Padaria nova", base, admin_token=ACCOUNT)
        await counter.until(lambda: f"instance/{view.id}/api_key" in counter.vault)

        async def renamed() -> bool:
            return (await counter.view(view.id)).name in server.made

        await counter.until(renamed)
        shown = await counter.view(view.id)
        assert shown.label == "Padaria nova"
        assert counter.vault[f"instance/{view.id}/api_key"] == server.made[shown.name]["token"]
        assert len(server.made) == 1
        # the next start goes on with it and makes no second one
        await counter.manager.reopen(view.id)

        async def asked() -> bool:
            paths = [(path, query) for _, path, query, _ in server.calls]
            return ("/integrator/instances", {"pageSize": "100", "page": "1"}) in paths

        await counter.until(asked)
        assert list(server.made) == [shown.name]
        assert Capability.DELETE_INSTANCE in counter.manager.means.of(shown)
    finally:
        await server.stop()


async def raw_database(counter: Counter) -> str:
    def dump(connection: object) -> str:
        return "\n".join(connection.iterdump())  # type: ignore[attr-defined]

    return await counter.desk.database.read(dump)


async def test_metas_challenge_is_answered_for_the_right_path_and_token_only(counter: Counter) -> None:
    view = await counter.connect(
        "cloud_api", "1065", "http://127.0.0.1:9", api_key="k", app_secret="s", verify_token="combinado"
    )
    other = await counter.desk.add("multichat", "instance_123")
    hooks = HooksServer(
        counter.desk.receiver,
        counter.manager._clock,
        Limits(),
        challenge=counter.desk.routes.challenge,
    )
    await hooks.start("127.0.0.1", 0)
    try:
        await counter.manager.addresses.refresh()
        token = (await counter.view(view.id)).hook_token

        async def ask(path: str, verify: str) -> tuple[int, str]:
            query = {"hub.mode": "subscribe", "hub.verify_token": verify, "hub.challenge": "1158201444"}
            async with counter.desk.http.get(f"{hooks.url}{path}", params=query) as answer:
                return answer.status, await answer.text()

        assert await ask(f"/hooks/{token}", "combinado") == (200, "1158201444")
        assert (await ask(f"/hooks/{token}", "errado"))[0] == 403
        assert (await ask("/hooks/errado", "combinado"))[0] == 403
        assert (await ask(f"/hooks/{counter.desk.tokens[InstanceId(other)]}", "combinado"))[0] == 403
        assert (await ask("/webhook", "combinado"))[0] == 403
    finally:
        await hooks.stop()
