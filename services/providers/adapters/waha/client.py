"""The client of one WAHA session; each part is in its own module."""

from collections.abc import Mapping
from typing import Any

import msgspec

from services.domain.address import Address
from services.domain.capabilities import Capability
from services.domain.content import Peer
from services.domain.events import ConnectionSeen, QrSeen
from services.domain.outgoing import MessageRef, Outcome, Outgoing
from services.domain.passkey import PasskeyAnswer, PasskeyStep
from services.providers.adapters.waha import chats, passkey, sessions
from services.providers.adapters.waha.api import Api
from services.providers.adapters.waha.capabilities import ALL
from services.providers.adapters.waha.groups import WahaGroups
from services.providers.adapters.waha.labels import WahaLabels
from services.providers.adapters.waha.sending import Sender
from services.providers.base import (
    ActualWebhook,
    Client,
    Created,
    Credentials,
    Download,
    HistoryPage,
    Probe,
    WantedWebhook,
)
from services.providers.wishes import only


class WahaClient(Client):
    """WAHA's REST API (waha dossier §4), releases 2024.10 to 2026.8."""

    def __init__(self, credentials: Credentials) -> None:
        self._api = Api(credentials)
        self._sender = Sender(self._api)
        self._signs_with = credentials.secrets.get("webhook_secret")
        self._hook_url: str | None = None
        self._unknown_events: frozenset[str] = frozenset()
        self._own: Address | None = None
        self.groups = WahaGroups(self._api)
        self.labels = WahaLabels(self._api)

    async def close(self) -> None:
        await self._api.http.close()

    async def probe(self) -> Probe:
        return await sessions.probe(self._api)

    async def lacking(self) -> frozenset[Capability]:
        return ALL - await sessions.capabilities(self._api)

    async def create_instance(self, webhook: WantedWebhook | None = None) -> Created:
        webhook = None if webhook is None else self._signed(webhook)
        self._unknown_events = await sessions.create(self._api, webhook)
        return Created()

    async def connect(self, phone: str | None = None) -> QrSeen | ConnectionSeen:
        return await sessions.connect(self._api, phone)

    async def passkey(self) -> PasskeyStep:
        return await passkey.step(self._api)

    async def answer_passkey(self, answer: PasskeyAnswer) -> None:
        await passkey.answer(self._api, answer)

    async def confirm_passkey(self) -> None:
        await passkey.confirm(self._api)

    async def state(self) -> ConnectionSeen:
        seen = await sessions.state(self._api)
        self._own = seen.own_address or self._own
        return seen

    async def restart(self) -> None:
        await sessions.restart(self._api)

    async def logout(self) -> None:
        await sessions.logout(self._api)

    async def delete_instance(self) -> None:
        await sessions.delete(self._api)

    async def set_webhook(self, wanted: WantedWebhook) -> None:
        self._unknown_events |= await sessions.set_webhook(self._api, self._signed(wanted))

    async def get_webhook(self) -> ActualWebhook:
        return await sessions.get_webhook(self._api, self._hook_url, self._unknown_events)

    def _signed(self, wanted: WantedWebhook) -> WantedWebhook:
        """The webhook with the instance's own secret, where it has one and none is told."""
        only(wanted, headers=True, hmac=True, retries=True)
        self._hook_url = wanted.url
        if wanted.hmac_key is not None or self._signs_with is None:
            return wanted
        return msgspec.structs.replace(wanted, hmac_key=self._signs_with)

    async def send(self, outgoing: Outgoing) -> Outcome:
        return await self._sender.send(outgoing)

    async def download(self, ref: Mapping[str, Any]) -> Download:
        return await chats.download(self._api, ref)

    async def history(
        self, chat: Address, *, since_ms: int | None = None, cursor: str | None = None, limit: int = 50
    ) -> HistoryPage:
        return await chats.history(self._api, chat, self._own, since_ms=since_ms, cursor=cursor, limit=limit)

    async def chats(self, *, cursor: str | None = None, limit: int = 100) -> tuple[tuple[Peer, int | None], ...]:
        return await chats.chats(self._api, cursor=cursor, limit=limit)

    async def mark_read(self, chat: Address, messages: tuple[MessageRef, ...]) -> None:
        await chats.mark_read(self._api, chat, messages)

    async def typing(self, chat: Address, *, recording: bool = False, on: bool = True) -> None:
        await chats.typing(self._api, chat, recording=recording, on=on)

    async def contact(self, address: Address) -> Peer:
        return await chats.contact(self._api, address)

    async def about(self, address: Address) -> str | None:
        return await chats.about(self._api, address)

    async def check_number(self, phone: str) -> Address | None:
        return await chats.check_number(self._api, phone)

    async def block(self, address: Address, *, blocked: bool) -> None:
        await chats.block(self._api, address, blocked=blocked)
