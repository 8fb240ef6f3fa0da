"""Evolution API v2."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import socketio
from aiohttp import web

from services.demo import dialect
from services.demo.gateway import Behaviour
from services.demo.hooks import name_of, slug
from services.demo.state import Stored
from services.domain.address import parse, user
from services.providers.base import Credentials
from tests.conformance.gateways.base import Gateway
from tests.fakes import circle as circles
from tests.fakes.evolution import API_KEY, evolution

_ID, _TEXT = "AC4F2D8810B7E95A33C61F07D42E9B58", "Oi, abrem no sábado?"
_OURS = "3EB0C41D7A93F2E8B65D10"
_GROUP = "120363298765432101@g.us"


class Evolution(Gateway):
    kind = "evolution"
    name = "padaria-sol"
    own = user("5511955550101")
    customer = user("5511944440202")
    group = parse(_GROUP)
    person = "Bianca Prado"
    text_path = "/message/sendText"
    told = {
        "text": ("doc.messages.upsert.m_text", {_ID: "{id}", "Oi, vocês abrem no domingo? 😀": "{text}"}),
        "group text": (
            "doc.messages.upsert.m_group",
            {"AC9911D0934B5F28C6A10E9D43B2F8AA": "{id}", "bom dia @5511955550101": "{text}"},
        ),
        "picture": ("seen.messages.upsert.imageMessage", {}),
        "sent": ("doc.messages.update_1", {_OURS: "{id}", "DELIVERY_ACK": "SERVER_ACK"}),
        "delivered": ("doc.messages.update_1", {_OURS: "{id}"}),
        "read": ("doc.messages.update_1", {_OURS: "{id}", "DELIVERY_ACK": "READ"}),
        "reaction": ("doc.messages.upsert.kind_12_reactionMessage", {_OURS: "{target}", "👍": "{text}"}),
        # from 2.3.7 on edits come so
        "edit": ("doc.messages.update_4", {_ID: "{target}", _TEXT: "{text}"}),
        "revoke": ("doc.messages.delete_remote", {_ID: "{target}"}),
        "typing": ("doc.presence.update_1", {}),
        "qr": ("doc.qrcode", {}),
        "label": ("doc.labels.association_7", {}),
        "label made": ("doc.labels.edit_6", {}),
        "label removed": ("labels.edit.deleted", {}),
    }
    refusals = {
        401: dialect.refusal(401, "Unauthorized"),
        404: dialect.refusal(404, ['The "padaria-sol" instance does not exist']),
        422: dialect.refusal(422, ["instance requires property"]),
        429: dialect.refusal(429, "Too Many Requests"),
        500: dialect.refusal(500, "Timed Out"),
    }
    inside = {"error": True, "message": "[object Object]"}

    async def start(self) -> None:
        circle = self.circle.middleware(circles.evolution, key=("apikey", API_KEY))
        outer = (self.wire.middleware, circle, self._socket())
        self._running = evolution(behaviour=Behaviour(acks=()), outer=outer)
        self.server, _ = await self._running.__aenter__()
        self._instance = self.server.new_instance(self.name)
        self._instance.names[str(self.customer)] = self.person
        self._instance.pictures[str(self.customer)] = self.picture
        self._instance.abouts[str(self.customer)] = self.about
        self.scan()

    async def stop(self) -> None:
        await self._sio.shutdown()
        await self._running.__aexit__(None, None, None)

    def credentials(self) -> Credentials:
        return Credentials(base_url=self.server.base_url, name=self.name, secrets={"api_key": API_KEY})

    def unlink(self) -> None:
        self._instance.state = "close"

    def scan(self) -> None:
        for name in self.server.instances:
            self.server.scan_qr(name)

    def wrong(self) -> list[str]:
        # the server refuses what it does not understand: nothing was wrong if it was taken
        return self.circle.wrong

    def point_at(self, url: str) -> None:
        self._instance.webhook = {"url": url, "enabled": True, "events": list(dialect.EVENTS)}

    def targets(self, body: Any) -> list[tuple[str, dict[str, str]]]:
        hook = self._instance.webhook
        if not hook or not hook["enabled"] or name_of(body["event"]) not in hook["events"]:
            return []
        return [(hook["url"] + (f"/{slug(body['event'])}" if hook.get("byEvents") else ""), hook.get("headers") or {})]

    def hold(self, data: bytes, message_id: str) -> dict[str, str]:
        message = {"imageMessage": {"mimetype": "image/jpeg", "fileLength": dialect.long(len(data))}}
        self._keep(message, message_id, self.server.now_s(), data)
        return {}

    def tell(self, what: str, **values: str) -> Any:
        if what != "picture":
            return super().tell(what, **values)
        data = self._instance.messages[values["id"]].data
        return dialect.envelope(self._instance, "messages.upsert", data, self.server.base_url, datetime.now(UTC))

    async def push(self, body: Any, standing: asyncio.Event) -> None:
        await standing.wait()
        assert self.listened["enabled"] is True
        assert body["event"].replace(".", "_").upper() in self.listened["events"]
        await self._sio.emit(body["event"], body, namespace=f"/{self.name}")

    def _socket(self) -> Any:
        """The server's Socket.IO and its switch (dossier §4.3, §5), which the simulated server leaves out."""
        self.listened: dict[str, Any] = {"enabled": False, "events": []}
        self._sio = socketio.AsyncServer(
            # its ping outlives the connection by one interval
            async_mode="aiohttp", namespaces=["/", f"/{self.name}"], ping_interval=0.2
        )

        @self._sio.on("connect", namespace=f"/{self.name}")
        def joined(sid: str, environ: dict[str, Any]) -> bool:
            return environ.get("HTTP_APIKEY") == API_KEY

        @web.middleware
        async def handle(request: web.Request, handler: Any) -> web.StreamResponse:
            if request.path.startswith("/socket.io/"):
                return await self._sio.handle_request(request)
            if request.path == f"/websocket/find/{self.name}":
                return web.json_response(self.listened)
            if request.path == f"/websocket/set/{self.name}":
                wanted = (await request.json())["websocket"]
                unknown = [name for name in wanted["events"] if name not in dialect.EVENTS]
                if unknown or wanted.keys() != {"enabled", "events"}:
                    return web.json_response(dialect.refusal(400, [["websocket"]]), status=400)
                self.listened = wanted
                return web.json_response({"websocket": wanted}, status=201)
            return await handler(request)

        return handle

    def remember(self, text: str, message_id: str, at_s: int) -> None:
        self._keep({"conversation": text}, message_id, at_s, None)

    def _keep(self, message: dict[str, Any], message_id: str, at_s: int, file: bytes | None) -> None:
        data = dialect.upsert(
            self._instance, jid=str(self.customer), message_id=message_id, message=message, at=at_s, from_me=False,
            name=self.person, source="android", status="DELIVERY_ACK",
        )  # fmt: skip
        self._instance.messages[message_id] = Stored(data=data, file=file)
