"""An Evolution server that lived for days without us: chats and messages to be fetched, and who asked for what.

``python -m tests.fakes.evolution_history MESSAGES CHATS NOW_S`` serves one until its input ends; it prints its
address, and has lived those days once it read a line.
"""

import asyncio
import random
import sys
from collections import Counter
from datetime import datetime
from typing import Any

from aiohttp import web

KEY = "chave-inventada-para-testes"
NAME = "padaria-sol"
OWN = "5511955550101@s.whatsapp.net"
HOURS = 72
_WORDS = "oi bom dia queria encomendar um bolo de fubá para sábado vocês entregam no centro obrigada até logo".split()


class Past:
    """What happened, the same for the same arguments; moments in seconds."""

    def __init__(self, messages: int, chats: int, now_s: int, *, seed: int = 72) -> None:
        draw = random.Random(seed)
        self.now_s = now_s
        self.chats: dict[str, list[dict[str, Any]]] = {}
        for number in range(chats):
            jid = f"1203630{number:011}@g.us" if number % 15 == 14 else f"5511{90000000 + number * 7919:09}@s.whatsapp.net"
            self.chats[jid] = []
        # a few chats are busy, most are not
        jids = draw.choices(tuple(self.chats), weights=[1 / (1 + n) ** 0.5 for n in range(chats)], k=messages)
        moments = sorted(now_s - draw.randrange(60, HOURS * 3600) for _ in range(messages))
        for number, (jid, at) in enumerate(zip(jids, moments, strict=True)):
            rows = self.chats[jid]
            if rows and draw.random() < 0.2:
                # people write in bursts, and the gateway tells seconds only
                at = rows[-1]["messageTimestamp"]
            rows.append(_row(number, jid, at, draw))

    def rows(self) -> list[dict[str, Any]]:
        return [row for rows in self.chats.values() for row in rows]

    def incoming(self) -> int:
        return sum(not row["key"]["fromMe"] for row in self.rows())


def _row(number: int, jid: str, at: int, draw: random.Random) -> dict[str, Any]:
    own = draw.random() < 0.3
    key: dict[str, Any] = {"id": f"{'3EB0' if own else 'AC4F'}{number:028X}", "fromMe": own, "remoteJid": jid}
    if jid.endswith("@g.us") and not own:
        key["participant"] = f"55119{80000000 + number % 40:08}@s.whatsapp.net"
    return {
        "id": f"cmio{number:021}",
        "key": key,
        "pushName": "Você" if own else f"Cliente {jid[4:13]}",
        "messageType": "conversation",
        "message": {"conversation": f"{number} {' '.join(draw.choices(_WORDS, k=draw.randrange(2, 14)))}"},
        "messageTimestamp": at,
        "instanceId": "3f0c9f6e-6c1e-4b57-9a51-0d8f6f1b7c22",
        "source": "android",
        "contextInfo": None,
        "MessageUpdate": [{"status": "DELIVERY_ACK"}, {"status": "READ"}] if own else [],
    }


class Server:
    """The part of Evolution's REST that a session and a catch-up need. ``broken`` paths answer 500 so many times."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self.asked: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()
        self.slow_down = 0
        self.at_once = self.most_at_once = 0
        self.webhook: Any = None
        self.receipts: list[dict[str, Any]] = []
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        path = "/".join(request.path.strip("/").split("/")[:2])
        self.asked[path] += 1
        if request.headers.get("apikey") != KEY and path:
            return web.json_response({"status": 401, "error": "Unauthorized"}, status=401)
        if self.broken[path] > 0:
            self.broken[path] -= 1
            return web.json_response({"status": 500, "error": "Internal Server Error"}, status=500)
        if self.slow_down and path == "chat/findMessages":
            self.slow_down -= 1
            return web.json_response({"status": 429}, status=429, headers={"Retry-After": "0"})
        body = await request.json() if request.can_read_body else {}
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            # a turn of the loop, as any database would take
            await asyncio.sleep(0)
            return self._told(path, body)
        finally:
            self.at_once -= 1

    def _told(self, path: str, body: dict[str, Any]) -> web.Response:
        match path:
            case "":
                told: Any = {"message": "Welcome to the Evolution API, it is working!", "version": "2.3.7"}
            case "instance/connectionState":
                told = {"instance": {"instanceName": NAME, "state": "open"}}
            case "instance/fetchInstances":
                told = [{"name": NAME, "connectionStatus": "open", "ownerJid": OWN, "profileName": "Padaria Sol"}]
            case "webhook/find":
                told = self.webhook
            case "webhook/set":
                self.webhook = {**body["webhook"], "webhookByEvents": False, "webhookBase64": False}
                told = self.webhook
            case "chat/findChats":
                told = self._chats(body)
            case "chat/findMessages":
                told = self._messages(body)
            case "chat/markMessageAsRead":
                self.receipts.extend(body["readMessages"])
                told = {"message": "Read messages", "read": "success"}
            case _:
                return web.json_response({"status": 404, "message": f"Cannot {path}"}, status=404)
        return web.json_response(told)

    def _chats(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        latest = [(jid, rows[-1]) for jid, rows in self.past.chats.items() if rows]
        latest.sort(key=lambda pair: -pair[1]["messageTimestamp"])
        start = body.get("skip", 0)
        return [
            {"id": None, "remoteJid": jid, "pushName": None, "lastMessage": row, "unreadCount": None}
            for jid, row in latest[start : start + body["take"]]
        ]

    def _messages(self, body: dict[str, Any]) -> dict[str, Any]:
        span = body["where"]["messageTimestamp"]
        low, high = (datetime.fromisoformat(span[end]).timestamp() for end in ("gte", "lte"))
        known = self.past.chats.get(body["where"]["key"]["remoteJid"], [])
        rows = [row for row in reversed(known) if low <= row["messageTimestamp"] <= high]
        size, page = body["offset"], body["page"]
        shown = rows[(page - 1) * size : page * size]
        pages = -(-len(rows) // size)
        return {"messages": {"total": len(rows), "pages": pages, "currentPage": page, "records": shown}}


async def _serve(messages: int, chats: int, now_s: int) -> None:
    server = Server(Past(0, 1, now_s))
    print(await server.start(), flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    server.past = Past(messages, chats, now_s)
    print("lived", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await server.stop()


if __name__ == "__main__":
    asyncio.run(_serve(*(int(word) for word in sys.argv[1:4])))
