"""A whatsapp-web.js server."""

import asyncio
from typing import Any

from services.domain.address import parse, user
from services.providers.base import Credentials
from tests.conformance.gateways.base import Gateway
from tests.fakes import circle as circles
from tests.fakes.wwebjs import KEY, WwebjsServer

_THEIRS, _OURS = "3EB0A1B2C3D4E5F60750", "3EB0A1B2C3D4E5F60751"


class Wwebjs(Gateway):
    kind = "wwebjs"
    name = "padaria"
    own = user("5511940028922")
    customer = user("5511900000002")
    group = parse("120363000000000001@g.us")
    text_path = "/client/sendMessage"
    signing_key = KEY
    words = {"5511900000001": "5511940028922"}
    told = {
        "text": ("message.text", {_THEIRS: "{id}", "Oi": "{text}"}),
        "group text": ("message.group", {"3EB0A1B2C3D4E5F60752": "{id}", "bom dia": "{text}"}),
        "picture": ("message.image", {"3EB0A1B2C3D4E5F60760": "{id}"}),
        "delivered": ("message_ack.device", {"3EB0A1B2C3D4E5F60760": "{id}"}),
        "read": ("message_ack", {_OURS: "{id}"}),
        "reaction": ("message_reaction", {_OURS: "{target}", "👍": "{text}"}),
        "edit": ("message_edit", {_THEIRS: "{target}", "Oi, bom dia": "{text}"}),
        "revoke": ("message_revoke_everyone", {_THEIRS: "{target}"}),
        "qr": ("qr", {}),
    }
    refusals = {
        401: {"success": False, "error": "Invalid API key"},
        404: {"success": False, "error": "session_not_connected"},
        422: {"success": False, "error": "Session should be alphanumerical or -"},
        429: {"success": False, "error": "You can only make 1000 requests every 1000 milliseconds"},
        500: {"success": False, "error": "Evaluation failed"},
    }
    inside = {"success": False, "error": "the message could not be made"}

    async def start(self) -> None:
        self._hook: str | None = None
        circle = self.circle.middleware(circles.wwebjs, key=("x-api-key", KEY))
        self.server = WwebjsServer(outer=(self.wire.middleware, circle))
        self._url = await self.server.start()
        self.scan()

    async def stop(self) -> None:
        await self.server.stop()

    def credentials(self) -> Credentials:
        return Credentials(base_url=self._url, name=self.name, secrets={"api_key": KEY})

    def unlink(self) -> None:
        self.server.sessions[self.name] = "UNPAIRED"
        self.server.qr = "2@inventado,1"

    def scan(self) -> None:
        self.server.sessions[self.name] = "CONNECTED"
        self.server.sessions.update(dict.fromkeys(self.server.sessions, "CONNECTED"))
        self.server.qr = None

    def wrong(self) -> list[str]:
        return [*self.server.wrong, *self.circle.wrong]

    def point_at(self, url: str) -> None:
        self._hook = url

    def targets(self, body: Any) -> list[tuple[str, dict[str, str]]]:
        return [(self._hook, {"x-api-key": KEY})] if self._hook else []

    async def push(self, body: Any, standing: asyncio.Event) -> None:
        await standing.wait()
        await self.server.listening()
        await self.server.push(body["dataType"], body["data"])

    def hold(self, data: bytes, message_id: str) -> dict[str, str]:
        self.server.files[message_id] = data
        return {}

    def remember(self, text: str, message_id: str, at_s: int) -> None:
        chat = f"{self.customer.id}@c.us"
        message = self.tell("text", id=message_id, text=text)["data"]["message"]
        self.server.messages.setdefault(chat, []).append({**message, "timestamp": at_s})
        self.server.chats = [{"id": {"_serialized": chat}, "name": self.person, "timestamp": at_s, "isGroup": False}]
