"""A counter with one gateway: the fake server, our client for it, and our real hooks server over a real database."""

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from services.domain.capabilities import Capability
from services.domain.changes import Presence, QrShown
from services.domain.events import ConnectionSeen, ConnectionState, Event, MessageSeen
from services.domain.ids import InstanceId
from services.domain.models import InstanceView, MessageView
from services.domain.outgoing import Accepted, MessageRef, Outgoing, OutgoingKind, OutgoingMedia
from services.providers.base import Client
from services.storage.queries import instances as queries
from services.storage.writes import apply
from services.storage.writes.context import Context
from tests.conformance.gateways import DIALECTS, Dialect, Gateway
from tests.conformance.wire import Seen
from tests.services.desk import Desk, open_desk

E = TypeVar("E", bound=Event)
_numbers = itertools.count(1)

FILES = {
    OutgoingKind.IMAGE: ("bolo.jpg", "image/jpeg", b"\xff\xd8\xff\xe0-bolo-de-cenoura"),
    OutgoingKind.VIDEO: ("forno.mp4", "video/mp4", b"\x00\x00\x00\x18ftypmp42-forno"),
    OutgoingKind.AUDIO: ("jingle.mp3", "audio/mpeg", b"ID3\x03-jingle"),
    OutgoingKind.VOICE: ("recado.ogg", "audio/ogg; codecs=opus", b"OggS\x00-recado"),
    OutgoingKind.DOCUMENT: ("orçamento.pdf", "application/pdf", b"%PDF-1.7-orcamento"),
    OutgoingKind.STICKER: ("figurinha.webp", "image/webp", b"RIFF\x10\x00\x00\x00WEBP-figurinha"),
}


class Shop:
    """``gateway`` is the fake, or only the dialect where nothing but webhooks is known."""

    def __init__(self, gateway: Dialect, desk: Desk, folder: Path) -> None:
        self._gateway = gateway
        self.desk = desk
        self.folder = folder
        self.instance = InstanceId(0)
        self.presences: list[Presence] = []
        self.qrs: list[QrShown] = []
        self._client: Client | None = None
        desk.bus.subscribe(Presence, self.presences.append)
        desk.bus.subscribe(QrShown, self.qrs.append)

    @property
    def dialect(self) -> Dialect:
        return self._gateway

    @property
    def gateway(self) -> Gateway:
        assert isinstance(self._gateway, Gateway)
        return self._gateway

    @property
    def client(self) -> Client:
        if self._client is None:
            self._client = self.gateway.client()
        return self._client

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()

    # --- receiving

    @property
    def hook(self) -> str:
        """Our secret address for the instance."""
        return f"{self.desk.hooks.url}/hooks/{self.desk.tokens[self.instance]}"

    async def link(self, *, connected: bool = True) -> None:
        """The instance is known at the counter; by default its phone is, too."""
        self.instance = await self.desk.add(self.dialect.kind, self.dialect.name, key=self.dialect.signing_key)
        if self.dialect.verify_token is not None:
            self.desk.verify_tokens[self.instance] = self.dialect.verify_token
            await self.desk.reload()
        if connected:
            route = self.desk.routes.get(self.instance)
            assert route is not None
            context = Context(instance_id=self.instance, account_id=route.account_id, received_at_ms=1)
            seen = ConnectionSeen(state=ConnectionState.CONNECTED, own_address=self.dialect.own)
            await self.desk.database.write(apply.apply_events, context, (seen,))
            await self.desk.reload()

    async def receive(self, what: str, **values: str) -> None:
        """The gateway posts; we have stored and applied it."""
        body = self.dialect.tell(what, **values)
        if isinstance(self._gateway, Gateway):
            self._gateway.answers.clear()
            await self._gateway.deliver(body)
            assert self._gateway.answers == [200], f"{what}: {self._gateway.answers}"
            await self.desk.settled()
        else:
            raw = self.dialect.encode(body)
            answer = await self.desk.hook(self.instance, raw=raw, headers=self.dialect.sign(raw))
            assert answer.status == 200

    async def view(self) -> InstanceView:
        """The instance as the panel shows it."""
        return await self.desk.database.read(queries.view, self.instance)

    async def messages(self) -> list[MessageView]:
        """Everything in every conversation."""
        return [each for chat in await self.desk.chats() for each in await self.desk.messages(chat)]

    def seen(self, kind: type[E], what: str, **values: str) -> E:
        """The event that our parser makes of what the gateway posts."""
        return next(e for e in self.dialect.parsed(self.dialect.tell(what, **values)) if isinstance(e, kind))

    # --- sending

    def new_id(self) -> str:
        """A message id that was never used."""
        return self.dialect.id_form.format(next(_numbers))

    def wish(self, kind: OutgoingKind, **more: Any) -> Outgoing:
        """Something to send to the customer."""
        if kind in FILES and "media" not in more:
            name, mime, data = FILES[kind]
            path = self.folder / name
            path.write_bytes(data)
            more["media"] = OutgoingMedia(path=path, mime=mime, file_name=name, size=len(data))
        return Outgoing(**{"client_id": f"c-{next(_numbers)}", "chat": self.dialect.customer, "kind": kind, **more})

    async def send(self, kind: OutgoingKind, **more: Any) -> tuple[Accepted, list[Seen]]:
        """Send it; the gateway took it and found nothing wrong. Returns the outcome and the requests it took."""
        before = len(self.gateway.wire.seen)
        outcome = await self.client.send(self.wish(kind, **more))
        assert isinstance(outcome, Accepted), outcome
        assert not self.gateway.wrong()
        return outcome, self.gateway.wire.seen[before:]

    async def asked(self, call: Callable[[], Any]) -> list[Seen]:
        """The requests that a call of the client takes; the gateway found nothing wrong with them."""
        before = len(self.gateway.wire.seen)
        await call()
        assert not self.gateway.wrong()
        return self.gateway.wire.seen[before:]

    async def ours(self, text: str = "Seria o bolo de cenoura?") -> MessageRef:
        """A message that we sent."""
        accepted, _ = await self.send(OutgoingKind.TEXT, text=text)
        assert accepted.stanza_id and accepted.provider_message_id
        return MessageRef(
            stanza_id=accepted.stanza_id,
            provider_message_id=accepted.provider_message_id,
            chat=self.dialect.customer,
            from_me=True,
            text=text,
        )

    def theirs(self, text: str = "Oi, tem bolo?") -> MessageRef:
        """A message that the customer sent, as we stored it."""
        seen = self.seen(MessageSeen, "text", id=self.new_id(), text=text)
        return MessageRef(
            stanza_id=seen.stanza_id,
            provider_message_id=seen.provider_message_id or seen.stanza_id,
            chat=self.dialect.customer,
            from_me=False,
            text=text,
        )


@asynccontextmanager
async def open_shop(
    kind: str, folder: Path, capability: Capability | None = None, *, connected: bool = True
) -> AsyncIterator[Shop]:
    """A shop whose instance is linked; ``capability`` chooses the server that has it."""
    make = DIALECTS[kind]
    gateway = make(capability) if issubclass(make, Gateway) else make()
    async with open_desk(folder) as desk:
        shop = Shop(gateway, desk, folder)
        if isinstance(gateway, Gateway):
            await gateway.start()
        try:
            await shop.link(connected=connected)
            yield shop
        finally:
            await shop.close()
            if isinstance(gateway, Gateway):
                gateway.wire.release()
                await gateway.stop()
