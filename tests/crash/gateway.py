"""A small Evolution API: connected from the start, answers `sendText` as dossier §4.4 shows, counts what it sent."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from aiohttp import web

KEY = "6E1B9C54-MADE-UP-KEY"


class Gateway:
    """``received`` counts each text that reached WhatsApp; ``delay_s`` is how long a send takes at most."""

    def __init__(self, name: str, delay_s: float) -> None:
        self.name, self.delay_s = name, delay_s
        self.received: Counter[str] = Counter()
        self.url = ""
        self._webhook: dict[str, Any] | None = None
        self._random = random.Random(7)

    def application(self) -> web.Application:
        """Its routes; everything else is a 404 in Evolution's words."""
        app = web.Application(middlewares=[self._guard])
        app.router.add_get("/", self._welcome)
        app.router.add_get("/instance/connectionState/{name}", self._state)
        app.router.add_get("/instance/fetchInstances", self._instances)
        app.router.add_post("/webhook/set/{name}", self._set_webhook)
        app.router.add_get("/webhook/find/{name}", self._find_webhook)
        app.router.add_post("/message/sendText/{name}", self._send_text)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.path != "/" and request.headers.get("apikey") != KEY:
            return _json(401, {"status": 401, "error": "Unauthorized", "response": {"message": "Unauthorized"}})
        if request.match_info.get("name", self.name) != self.name:
            message = [f'The "{request.match_info["name"]}" instance does not exist']
            return _json(404, {"status": 404, "error": "Not Found", "response": {"message": message}})
        try:
            answer: web.StreamResponse = await handler(request)
        except web.HTTPNotFound:
            message = [f"Cannot {request.method} {request.path}"]
            return _json(404, {"status": 404, "error": "Not Found", "response": {"message": message}})
        return answer

    async def _welcome(self, _request: web.Request) -> web.Response:
        told = {"status": 200, "message": "Welcome to the Evolution API, it is working!", "version": "2.3.6"}
        return _json(200, {**told, "clientName": "evolution_exchange", "manager": f"{self.url}/manager"})

    async def _state(self, _request: web.Request) -> web.Response:
        return _json(200, {"instance": {"instanceName": self.name, "state": "open"}})

    async def _instances(self, _request: web.Request) -> web.Response:
        own = {"connectionStatus": "open", "ownerJid": "5511955550101@s.whatsapp.net", "profileName": "Padaria Sol"}
        return _json(200, [{"id": "3f0c9f6e-6c1e-4b57-9a51-0d8f6f1b7c22", "name": self.name, **own}])

    async def _set_webhook(self, request: web.Request) -> web.Response:
        wanted = (await request.json())["webhook"]
        self._webhook = {
            "id": "cmio7wh0000006v7d3pitwt4y",
            "url": wanted["url"],
            "headers": wanted.get("headers"),
            "enabled": wanted["enabled"],
            "events": wanted.get("events", []),
            "webhookByEvents": wanted.get("byEvents", False),
            "webhookBase64": wanted.get("base64", False),
        }
        return _json(201, self._webhook)

    async def _find_webhook(self, _request: web.Request) -> web.Response:
        return _json(200, self._webhook)

    async def _send_text(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        number, text = wanted["number"], wanted["text"]
        await asyncio.sleep(self._random.uniform(0, self.delay_s))
        self.received[text] += 1
        jid = number if "@" in number else f"{number}@s.whatsapp.net"
        return _json(
            201,
            {
                "key": {"remoteJid": jid, "fromMe": True, "id": f"3EB0{self._random.getrandbits(72):018X}"},
                "pushName": "Você",
                "status": "PENDING",
                "message": {"conversation": text},
                "contextInfo": None,
                "messageType": "conversation",
                "messageTimestamp": 1764954030,
                "instanceId": "3f0c9f6e-6c1e-4b57-9a51-0d8f6f1b7c22",
                "source": "web",
            },
        )


def _json(status: int, body: Any) -> web.Response:
    return web.Response(status=status, body=msgspec.json.encode(body), content_type="application/json")


@asynccontextmanager
async def running(name: str, port: int = 0, delay_s: float = 0.02) -> AsyncIterator[Gateway]:
    """Serve it on a loopback port, any free one by default."""
    gateway = Gateway(name, delay_s)
    runner = web.AppRunner(gateway.application(), access_log=None, handler_cancellation=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
    gateway.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield gateway
    finally:
        await runner.cleanup()
