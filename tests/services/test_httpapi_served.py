"""The local API of the real program: what a gateway posts can be read, answered and replayed through it."""

import asyncio
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from tests.crash import gateway as gateways
from tests.crash.gateway import KEY, Gateway
from tests.crash.served import DEADLINE_S, ROOT, Served, environment, serve
from tests.crash.shop import NAME, delivery, stanza

_TOKEN_OF = "import sys; from app.main import run; sys.exit(run())"


class Office:
    """The running program, its gateway and a client."""

    def __init__(self, served: Served, gateway: Gateway, http: aiohttp.ClientSession, data_dir: Path) -> None:
        self.served, self.gateway, self.http, self.data_dir = served, gateway, http, data_dir

    async def ask(self, method: str, path: str, **options: Any) -> Any:
        return await self.served.ask(self.http, method, path, **options)

    async def until(self, path: str, good: Any) -> Any:
        async with asyncio.timeout(DEADLINE_S):
            while not good(seen := await self.ask("GET", path)):
                await asyncio.sleep(0.02)
        return seen

    async def post(self, path: str, raw: bytes, **headers: str) -> int:
        async with self.http.post(f"{self.served.hooks}{path}", data=raw, headers=headers) as answer:
            return answer.status

    async def connect(self) -> Any:
        wish = {"provider": "evolution", "name": NAME, "base_url": self.gateway.url, "api_key": KEY}
        return await self.ask("POST", "/instances", json=wish)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with gateways.running(NAME) as gateway, aiohttp.ClientSession() as http:
        served = await serve(tmp_path / "data")
        try:
            yield Office(served, gateway, http, tmp_path / "data")
        finally:
            assert await served.stop() == 0


async def test_a_question_is_read_and_answered(office: Office) -> None:
    made = await office.connect()
    for number in (4, 8, 12):
        assert await office.post(f"/hooks/{made['hook_token']}", delivery(number)) == 200
    chats = await office.until("/chats", lambda page: page["items"] and page["items"][0]["unread"] == 3)
    chat = chats["items"][0]
    assert (chat["title"], chat["phone"], chat["instance_id"]) == ("Cliente 0", "5511944440200", made["id"])
    assert (await office.ask("GET", f"/chats?instance={made['id']}"))["items"] == chats["items"]

    newest = await office.ask("GET", f"/chats/{chat['id']}/messages?limit=2")
    older = await office.ask("GET", f"/chats/{chat['id']}/messages?limit=2&before={newest['next']}")
    read = [each["provider_message_id"] for each in (*newest["items"], *older["items"])]
    assert read == [stanza(12), stanza(8), stanza(4)]
    assert older["next"] is None
    question = newest["items"][0]
    assert (question["direction"], question["kind"], question["text"]) == ("in", "text", "pergunta 12")
    assert question["author"] == {"name": "Cliente 0", "phone": "5511944440200"}

    told = {"text": "Abrimos às 7h 🙂", "client_id": "a-1"}
    first = await office.ask("POST", f"/chats/{chat['id']}/messages", json=told)
    assert (await office.ask("POST", f"/chats/{chat['id']}/messages", json=told))["id"] == first["id"]
    page = f"/chats/{chat['id']}/messages"
    sent = await office.until(page, lambda page: page["items"][0]["status"] == "sent")
    assert sent["items"][0]["provider_message_id"].startswith("3EB0")
    assert office.gateway.received == {"Abrimos às 7h 🙂": 1}


async def test_the_journal_shows_replays_and_assigns(office: Office) -> None:
    made = await office.connect()
    assert await office.post(f"/hooks/{made['hook_token']}", delivery(1)) == 200
    done = (await office.until("/deliveries?state=done", lambda page: page["items"]))["items"][0]
    body = await office.ask("GET", f"/deliveries/{done['id']}/body")
    assert body["data"]["key"]["id"] == stanza(1)
    assert KEY not in msgspec.json.encode(body).decode()
    again = await office.ask("POST", f"/deliveries/{done['id']}/replay")
    assert again["id"] == done["id"]
    assert await office.post("/webhook/evolution-uazapi", delivery(2)) == 200
    parked = (await office.until("/deliveries?state=parked", lambda page: page["items"]))["items"][0]
    assert (await office.ask("GET", "/health"))["deliveries"]["parked"] == 1
    await office.ask("POST", f"/deliveries/{parked['id']}/assign", json={"instance_id": made["id"]})
    await office.until("/chats", lambda page: len(page["items"]) == 2)
    await office.until("/health", lambda health: health["deliveries"] == {"new": 0, "bad": 0, "parked": 0})


async def test_the_two_ports_do_not_serve_one_another(office: Office) -> None:
    made = await office.connect()
    bearer = {"Authorization": f"Bearer {office.served.token}"}
    for path in ("/api/v1/health", "/api/v1/instances", "/api/v1/openapi.json"):
        async with office.http.get(f"{office.served.hooks}{path}", headers=bearer) as answer:
            assert answer.status == 404
    for headers in ({}, {"Authorization": f"Bearer {made['hook_token']}"}):
        async with office.http.get(f"{office.served.api}/api/v1/instances", headers=headers) as answer:
            assert answer.status == 401
    async with office.http.post(
        f"{office.served.api}/hooks/{made['hook_token']}", data=b"{}", headers=bearer
    ) as answer:
        assert answer.status == 404


@pytest.mark.skipif(sys.platform == "win32", reason="Windows guards the profile folder instead")
async def test_the_command_prints_the_token_that_opens_it(office: Office) -> None:
    asked = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _TOKEN_OF, "api-token", "--data-dir", str(office.data_dir),
        cwd=ROOT, env=environment(), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await asked.communicate()
    assert out.decode().strip() == office.served.token
    assert stat.S_IMODE((office.data_dir / "api-token").stat().st_mode) == 0o600
