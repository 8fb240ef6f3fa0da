"""Uazapi v2."""

import asyncio
from typing import Any

import msgspec

from services.domain.address import parse, user
from services.providers.base import Credentials
from tests.conformance.gateways.base import Gateway
from tests.fakes import circle as circles
from tests.fakes import uazapi
from tests.fakes.uazapi import ADMIN, OWNER, TOKEN, FakeUazapi

_THEIRS, _OURS = "3EB0A1B2C3D4E5F60718", "3EB0A1B2C3D4E5F6071A"


class Uazapi(Gateway):
    kind = "uazapi"
    name = "padaria"
    own = user(OWNER)
    customer = user("5511900000002")
    group = parse("120363000000000001@g.us")
    person = "Marina Prado"
    group_name = "Clientes"
    known_number = "5511900000002"
    text_path = "/send/text"
    signing_key = TOKEN
    words = {"tok-aaaa": TOKEN}
    told = {
        "text": ("messages_text_in", {_THEIRS: "{id}", "Oi": "{text}"}),
        "group text": ("messages_group", {"3EB0A1B2C3D4E5F60801": "{id}", "bom dia": "{text}"}),
        "picture": ("messages_image", {"3EB0A1B2C3D4E5F6071B": "{id}"}),
        "delivered": ("messages_update_delivered", {_OURS: "{id}"}),
        "read": ("messages_update_delivered", {_OURS: "{id}", "Delivered": "Read"}),
        "reaction": ("messages_reaction", {_OURS: "{target}", "❤️": "{text}"}),
        "edit": ("messages_edited", {_THEIRS: "{target}", "Oi, bom dia": "{text}"}),
        "revoke": ("messages_revoke_protocol", {_THEIRS: "{target}"}),
        "typing": ("presence_guess", {}),
        "qr": ("connection_connecting", {}),
        "label": ("chat_labels_whatsmeow", {}),
        "label made": ("labels_guess", {"#00aa55": "#dfaef0"}),
        "label removed": ("labels_whatsmeow", {}),
        "labels of a chat": ("chat_labels_guess", {}),
    }
    refusals = {
        401: {"error": "instance info not found"},
        404: {"error": "chat not found"},
        422: {"error": "Invalid payload"},
        429: {"error": "rate limit exceeded"},
        500: {"error": "failed to send message"},
    }
    inside = {"error": True, "message": "the message could not be made"}

    async def start(self) -> None:
        circle = self.circle.middleware(circles.uazapi, key=("token", TOKEN))
        self.server = FakeUazapi(outer=(self.wire.middleware, circle))
        await self.server.__aenter__()
        self.server.add_instance(self.name)
        self.server.chats = [
            {
                "wa_chatid": str(self.customer), "wa_name": self.person, "wa_contactName": self.person,
                "wa_lastMsgTimestamp": 1_772_447_700_000, "image": self.picture,
            },
            {"wa_chatid": str(self.group), "wa_name": self.group_name, "wa_lastMsgTimestamp": 1_772_447_600_000},
        ]  # fmt: skip

    async def stop(self) -> None:
        await self.server.__aexit__()

    def credentials(self) -> Credentials:
        return Credentials(base_url=self.server.base_url, name=self.name, secrets={"api_key": TOKEN})

    def new_credentials(self, name: str) -> Credentials:
        return msgspec.structs.replace(self.credentials(), name=name, secrets={"admin_token": ADMIN})

    def unlink(self) -> None:
        self.server.add_instance(self.name, status="disconnected")

    def scan(self) -> None:
        for token in self.server.instances:
            self.server.scanned(token)

    def wrong(self) -> list[str]:
        return [*self.server.problems, *self.circle.wrong]

    def point_at(self, url: str) -> None:
        events = [event.name for event in self.descriptor.webhook_events]
        self.server.hooks = [{"id": "h1", "url": url, "events": events, "enabled": True}]

    def targets(self, body: Any) -> list[tuple[str, dict[str, str]]]:
        event = body["EventType"]
        return [
            (hook["url"] + (f"/{event}" if hook.get("addUrlEvents") else ""), {})
            for hook in self.server.hooks
            if hook["enabled"] and event in hook["events"]
        ]

    def hold(self, data: bytes, message_id: str) -> dict[str, str]:
        self.server.files[message_id] = (data, "image/jpeg")
        return {}

    def remember(self, text: str, message_id: str, at_s: int) -> None:
        self.server.messages.append(uazapi.message(message_id, text, at=at_s * 1000))

    async def push(self, body: Any, standing: asyncio.Event) -> None:
        self.server.streams.append([b": hello\n\n", b"event: message\ndata: " + self.encode(body) + b"\n\n"])

    def own_ids(self) -> list[str]:
        return [each.body["track_id"] for each in self.wire.to(self.text_path)]
