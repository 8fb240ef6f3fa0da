"""W-API, the PRO plan."""

from typing import Any

import msgspec

from services.domain.address import parse, user
from services.providers.adapters.wapi.webhook import SETTERS
from services.providers.base import Credentials
from tests.conformance.gateways.base import Gateway
from tests.fakes import circle as circles
from tests.fakes.wapi import ACCOUNT, PRO, TOKEN, WapiServer

_THEIRS, _OURS = "3EB0A1B2C3D4E5F60740", "3EB0A1B2C3D4E5F60742"


class Wapi(Gateway):
    kind = "wapi"
    name = PRO
    own = user("5511940028922")
    customer = user("5511900000002")
    group = parse("120363000000000001@g.us")
    group_name = "Marina"
    text_path = "/message/send-text"
    words = {"LITE-ABC123-DEF456": PRO, "5511900000001": "5511940028922"}
    told = {
        "text": ("webhookReceived.text", {_THEIRS: "{id}", "Bom dia!": "{text}"}),
        "group text": ("webhookReceived.group", {"3EB0A1B2C3D4E5F6074A": "{id}", "alguém?": "{text}"}),
        "picture": ("webhookReceived.image", {"3EB0A1B2C3D4E5F60743": "{id}"}),
        "delivered": ("webhookStatus.delivered", {_OURS: "{id}"}),
        "read": ("webhookStatus.delivered", {_OURS: "{id}", "DELIVERED": "READ"}),
        "reaction": ("webhookReceived.reaction", {_OURS: "{target}", "❤️": "{text}"}),
        "edit": ("webhookReceived.edit", {_THEIRS: "{target}", "Bom dia, tudo bem?": "{text}"}),
        "revoke": ("webhookReceived.revoke", {"3EB0A1B2C3D4E5F60743": "{target}"}),
        "typing": ("webhookChatPresence", {}),
    }
    refusals = {
        401: {"error": True, "message": "Invalid token"},
        404: {"error": True, "message": "Instance not found"},
        422: {"error": True, "message": "phone is required"},
        429: {"error": True, "message": "Too many requests"},
        500: {"error": True, "message": "Internal error"},
    }
    inside = {"error": True, "message": "the message could not be queued"}

    async def start(self) -> None:
        circle = self.circle.middleware(circles.wapi, key=("Authorization", f"Bearer {TOKEN}"))
        self.server = WapiServer(outer=(self.wire.middleware, circle))
        await self.server.start()

    async def stop(self) -> None:
        await self.server.stop()

    def credentials(self) -> Credentials:
        secrets = {"api_key": TOKEN, "admin_token": ACCOUNT}
        return Credentials(base_url=self.server.base, name=self.name, secrets=secrets)

    def new_credentials(self, name: str) -> Credentials:
        return msgspec.structs.replace(self.credentials(), name=name, secrets={"admin_token": ACCOUNT})

    def unlink(self) -> None:
        self.server.connected = False

    def scan(self) -> None:
        self.server.connected = True

    def wrong(self) -> list[str]:
        return [*self.server.wrong, *self.circle.wrong]

    def point_at(self, url: str) -> None:
        self.server.urls = dict.fromkeys(self.server.urls, url)

    def targets(self, body: Any) -> list[tuple[str, dict[str, str]]]:
        url = self.server.urls[SETTERS[body["event"]][1]]
        return [(url, {})] if url else []

    def hold(self, data: bytes, message_id: str) -> dict[str, str]:
        self.server.files[message_id] = data
        return {}

    def remember(self, text: str, message_id: str, at_s: int) -> None:
        self.server.chats = [{"id": self.customer.id, "name": self.person, "lastMessageTime": at_s}]
