"""A shop under load: customers write, answers go out, and each acknowledgement is remembered."""

import asyncio
import itertools
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from tests.crash.gateway import KEY, Gateway
from tests.crash.served import DEADLINE_S, Served

NAME = "padaria-sol"
CUSTOMERS = 4
_WRONG_COUNTERS = """SELECT id, unread FROM chat WHERE unread <> (SELECT count(*) FROM message m
  WHERE m.chat_id = chat.id AND m.direction = 'in' AND m.sent_at > chat.read_at)"""
# what a client sees when the other side dies
GONE = (aiohttp.ClientError, ConnectionError, TimeoutError)


def delivery(number: int) -> bytes:
    """A customer's numbered message as Evolution API posts it (values invented, dossier §3.3)."""
    customer = f"55119444402{number % CUSTOMERS:02}"
    body = {
        "event": "messages.upsert",
        "instance": NAME,
        "data": {
            "key": {"remoteJid": f"{customer}@s.whatsapp.net", "fromMe": False, "id": stanza(number)},
            "pushName": f"Cliente {number % CUSTOMERS}",
            "message": {"conversation": f"pergunta {number}"},
            "messageType": "conversation",
            "messageTimestamp": int(time.time()),
            "instanceId": "3f0c9f6e-6c1e-4b57-9a51-0d8f6f1b7c22",
            "source": "android",
        },
        "sender": "5511955550101@s.whatsapp.net",
        "apikey": KEY,
    }
    return msgspec.json.encode(body)


def stanza(number: int) -> str:
    """The WhatsApp id of a numbered message."""
    return f"AC4F2D88{number:024X}"


def answer_text(number: int) -> str:
    """What a numbered answer says."""
    return f"resposta {number}"


class Shop:
    """What the outside world knows: which messages and answers were acknowledged, which must be tried again."""

    def __init__(self, http: aiohttp.ClientSession, gateway: Gateway, data_dir: Path) -> None:
        self.http, self.gateway, self.data_dir = http, gateway, data_dir
        self.stored: set[int] = set()
        self.answered: dict[int, int] = {}
        self.hook = ""
        self.chats: list[int] = []
        self._messages, self._answers = itertools.count(CUSTOMERS + 1), itertools.count(1)
        self._unsure_messages: list[int] = []
        self._unsure_answers: list[tuple[int, int]] = []

    async def open(self, served: Served) -> None:
        """Connect the number, and let each customer write once so that there are chats to answer in."""
        wish = {"provider": "evolution", "name": NAME, "base_url": self.gateway.url, "api_key": KEY}
        made = await served.ask(self.http, "POST", "/instances", json=wish)
        self.hook = f"/hooks/{made['hook_token']}"
        for number in range(1, CUSTOMERS + 1):
            await self.write_again(served, number)
            self.stored.add(number)
        self.chats = [chat["id"] for chat in await self.until(served, self._chats, lambda found: len(found) == CUSTOMERS)]

    async def _chats(self, served: Served) -> list[Any]:
        return list((await served.ask(self.http, "GET", "/chats"))["items"])

    async def until(self, served: Served, look: Any, good: Any) -> Any:
        """Look until it is good; says what it saw last where it never is."""
        end = time.monotonic() + DEADLINE_S
        while not good(seen := await look(served)):
            assert time.monotonic() < end, seen
            await asyncio.sleep(0.02)
        return seen

    async def write_once(self, served: Served) -> bool:
        """One customer's message; False where nobody answered, and it will be sent again as gateways do."""
        number = self._unsure_messages.pop() if self._unsure_messages else next(self._messages)
        headers = {"Content-Type": "application/json"}
        try:
            async with self.http.post(f"{served.hooks}{self.hook}", data=delivery(number), headers=headers) as answer:
                await answer.read()
        except GONE:
            self._unsure_messages.append(number)
            return False
        if answer.status == 503:
            self._unsure_messages.append(number)
            return True
        assert answer.status == 200, answer.status
        self.stored.add(number)
        return True

    async def answer_once(self, served: Served) -> bool:
        """One answer of ours by the local API, with a client id so that asking again is safe."""
        if self._unsure_answers:
            number, chat = self._unsure_answers.pop()
        else:
            number = next(self._answers)
            chat = self.chats[number % len(self.chats)]
        told = {"text": answer_text(number), "client_id": f"crash-{number}"}
        headers = {"Authorization": f"Bearer {served.token}"}
        path = f"{served.api}/api/v1/chats/{chat}/messages"
        try:
            async with self.http.post(path, json=told, headers=headers) as answer:
                raw = await answer.read()
        except GONE:
            self._unsure_answers.append((number, chat))
            return False
        assert answer.status == 201, (answer.status, raw)
        self.answered[number] = msgspec.json.decode(raw)["id"]
        return True

    async def write_again(self, served: Served, number: int) -> None:
        """A message, perhaps one that was acknowledged already, as gateways repeat them."""
        async with self.http.post(f"{served.hooks}{self.hook}", data=delivery(number)) as answer:
            assert answer.status == 200

    async def settle(self, served: Served) -> None:
        """Send again what nobody answered, then wait until nothing is under way any more."""
        while self._unsure_messages:
            assert await self.write_once(served)
        while self._unsure_answers:
            assert await self.answer_once(served)
        await self.until(served, self._waiting, lambda seen: seen == 0)

    async def _waiting(self, served: Served) -> int:
        health = await served.ask(self.http, "GET", "/health")
        waiting: int = health["deliveries"]["new"]
        for chat in self.chats:
            page = await served.ask(self.http, "GET", f"/chats/{chat}/messages?limit=200")
            waiting += sum(each["status"] in ("queued", "sending") for each in page["items"])
        return waiting

    def check(self) -> Counter[str]:
        """Look into the database of the ended program; returns how many answers have which fate.

        Every acknowledged message and answer is there once, unread counters agree with the rows, the file
        is whole, and no answer reached the gateway twice or is called sent without having reached it.
        """
        fates: Counter[str] = Counter()
        with closing(sqlite3.connect(f"file:{self.data_dir / 'balcao.db'}?mode=ro", uri=True)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
            rows = Counter(row[0] for row in database.execute("SELECT stanza_id FROM message WHERE direction = 'in'"))
            assert set(rows.values()) <= {1}
            missing = {number for number in self.stored if stanza(number) not in rows}
            assert not missing, f"{len(missing)} acknowledged messages are lost: {sorted(missing)[:10]}"
            assert database.execute(_WRONG_COUNTERS).fetchall() == []
            bad = database.execute("SELECT state, error FROM delivery WHERE state <> 'done'").fetchall()
            assert bad == []
            assert database.execute("SELECT count(*) FROM attempt WHERE state IN ('queued', 'sending')").fetchone() == (0,)
            sent = database.execute(
                "SELECT client_id, id, text, status FROM message WHERE client_id LIKE 'crash-%'"
            ).fetchall()
        by_client = {row[0]: row for row in sent}
        assert len(by_client) == len(sent)
        for number, message in self.answered.items():
            client, row_id, text, status = by_client[f"crash-{number}"]
            assert (row_id, text) == (message, answer_text(number)), client
            times = self.gateway.received[text]
            assert times <= 1, f"{text} was sent {times} times"
            # 30: uncertain, shown to a person; 40 and more: sent
            assert status in (30, 40, 60, 70), status
            assert times == 1 or status == 30, f"{text} counts as sent and never arrived"
            fates["uncertain" if status == 30 else "sent"] += 1
        assert max(self.gateway.received.values(), default=0) <= 1
        return fates
