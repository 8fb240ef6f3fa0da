"""WAHA, with the engine that can do what a story is about."""

import asyncio
import hashlib
import hmac
from typing import Any

from services.domain.address import parse, user
from services.domain.capabilities import Capability
from services.providers.base import Credentials
from tests.conformance.gateways.base import Gateway, until
from tests.fakes import circle as circles
from tests.fakes.waha import FakeWaha, Session

_OURS = "3EB0D94F1C2A7B6E5508"
_THEIRS = "AC5D1E0B7F3A49C2816E0B7D"
_PICTURE = "3A7C90E2D1F4458B9A60"
_ACKS = {"sent": (1, "SERVER"), "delivered": (2, "DEVICE"), "read": (3, "READ")}


class Waha(Gateway):
    kind = "waha"
    name = "balcao"
    own = user("5511940028922")
    customer = user("5521987654321")
    group = parse("120363402718845519@g.us")
    person = "Marta"
    group_name = "Encomendas"
    text_path = "/api/sendText"
    told = {
        "text": ("matrix.NOWEB.direct_in", {"AC03": "{id}", "Oi": "{text}"}),
        "group text": ("matrix.GOWS.group_in", {"AC07": "{id}", "Oi": "{text}"}),
        "picture": ("message.any.gows.image", {_PICTURE: "{id}"}),
        **dict.fromkeys(_ACKS, ("message.ack.noweb", {_OURS: "{id}"})),
        "reaction": ("message.reaction.webjs", {_OURS: "{target}", "👍": "{text}"}),
        "edit": ("message.edited.gows", {_THEIRS: "{target}", "Bom dia! Tem pao de queijo e cafe?": "{text}"}),
        "revoke": ("message.revoked.gows", {_THEIRS: "{target}"}),
        "label": ("label.chat.added", {}),
        "label made": ("label.upsert", {}),
        "label removed": ("label.deleted", {}),
        "passkey": ("session.status.passkey_required", {}),
    }
    refusals = {
        401: {"message": "Unauthorized", "statusCode": 401},
        404: {"message": "Session not found", "error": "Not Found", "statusCode": 404},
        422: {"message": "method is not supported", "error": "Unprocessable Entity", "statusCode": 422},
        429: {"message": "ThrottlerException: Too Many Requests", "statusCode": 429},
        500: {"statusCode": 500, "exception": {"message": "Timed out", "name": "Error"}, "request": {"path": "/"}},
    }

    def __init__(self, capability: Capability | None = None) -> None:
        super().__init__(capability)
        self.circle.subject = self.group_name
        engine = "WEBJS" if capability in (Capability.BLOCK, Capability.ABOUT) else "NOWEB"
        self.server = FakeWaha(engine=engine, outer=(self.wire.middleware, self._circle))

    async def start(self) -> None:
        await self.server.__aenter__()
        self._session = self.server.session(self.name)
        customer = f"{self.customer.id}@c.us"
        self.server.contacts[customer] = {"id": customer, "name": "Marta", "pushname": "Marta Reis"}
        self.server.pictures[customer] = self.picture
        self.server.numbers[self.known_number] = f"{self.known_number}@c.us"

    async def stop(self) -> None:
        await self.server.__aexit__()

    def credentials(self) -> Credentials:
        return Credentials(
            base_url=self.server.url, name=self.name, secrets={"api_key": self.server.api_key or ""}
        )

    @property
    def _circle(self) -> Any:
        return self.circle.middleware(circles.waha, key=("X-Api-Key", "chave-inventada"))

    def unlink(self) -> None:
        self._session.status, self._session.me = "SCAN_QR_CODE", None

    def scan(self) -> None:
        for session in self.server.sessions.values():
            session.status, session.me = "WORKING", {"id": f"{self.own.id}@c.us", "pushName": "Padaria Sol"}

    def wrong(self) -> list[str]:
        # the server refuses what it does not understand: nothing was wrong if it was taken
        return self.circle.wrong

    def point_at(self, url: str) -> None:
        self._session.config = {"webhooks": [{"url": url, "events": ["*"]}]}

    def targets(self, body: Any) -> list[tuple[str, dict[str, str]]]:
        return [
            (hook["url"], {h["name"]: h["value"] for h in hook.get("customHeaders") or []})
            for hook in self._session.config.get("webhooks") or []
            if body["event"] in hook["events"] or "*" in hook["events"]
        ]

    def sign(self, raw: bytes) -> dict[str, str]:
        hooks = self._session.config.get("webhooks") or []
        key = next((hook["hmac"]["key"] for hook in hooks if hook.get("hmac")), None)
        if key is None:
            return {}
        told = hmac.new(key.encode(), raw, hashlib.sha512).hexdigest()
        return {"X-Webhook-Hmac": told, "X-Webhook-Hmac-Algorithm": "sha512"}

    def tell(self, what: str, **values: str) -> Any:
        body = super().tell(what, **values)
        if what in _ACKS:
            body["payload"]["ack"], body["payload"]["ackName"] = _ACKS[what]
        return body

    def hold(self, data: bytes, message_id: str) -> dict[str, str]:
        self.server.files[f"{message_id}.jpeg"] = ("image/jpeg", data)
        return {}

    def remember(self, text: str, message_id: str, at_s: int) -> None:
        chat = f"{self.customer.id}@c.us"
        payload = self.server.message(chat, text, raw_id=message_id, timestamp=at_s)
        self._session.messages.setdefault(chat, []).append(payload)

    async def push(self, body: Any, standing: asyncio.Event) -> None:
        await standing.wait()
        await until(lambda: self.server.listeners)
        await self.server.push(self.encode(body))

    def own_ids(self) -> list[str]:
        return [each.body["id"] for each in self.wire.to(self.text_path)]

    @property
    def session(self) -> Session:
        """The session on the server."""
        return self._session
