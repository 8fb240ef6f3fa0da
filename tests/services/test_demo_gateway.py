"""The demo's gateway and customers, over real HTTP, through the same client and parser as a real server."""

import asyncio
import random
from contextlib import asynccontextmanager

import pytest

from services.demo.demo import DemoGateway
from services.demo.gateway import Behaviour
from services.demo.story import CIDA, MARINA, RAFAEL
from services.domain import address
from services.domain.content import Direction, MessageKind, Origin
from services.domain.errors import AppError
from services.domain.events import (
    AckSeen,
    ConnectionSeen,
    ConnectionState,
    MessageSeen,
    PresenceSeen,
    QrSeen,
    ReactionSeen,
)
from services.domain.outgoing import Outgoing, OutgoingKind
from services.domain.status import Status
from services.providers.adapters.evolution.descriptor import DESCRIPTOR
from services.providers.base import Credentials, Inbound, WantedWebhook
from tests.fakes.evolution import API_KEY, evolution, receiving

ALL = tuple(event.name for event in DESCRIPTOR.webhook_events)


class Desk:
    """A client of the demo and everything its webhooks said, parsed."""

    def __init__(self, client, receiver):
        self.client = client
        self.receiver = receiver

    @property
    def events(self):
        return [event for body in self.receiver.got for event in DESCRIPTOR.parse(Inbound(body=body))]

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    def incoming(self):
        return [m for m in self.of(MessageSeen) if m.direction is Direction.IN]

    async def until(self, condition):
        await self.receiver.until(lambda _: condition())

    async def answer(self, jid, text):
        outgoing = Outgoing(client_id="c", chat=address.parse(jid), kind=OutgoingKind.TEXT, text=text)
        return await self.client.send(outgoing)


@asynccontextmanager
async def demo(**kwargs):
    """A demo whose waits take no time, with an instance made, its webhook set and a QR asked for."""

    async def sleep(seconds):
        await asyncio.sleep(0.001 if seconds else 0)

    gateway = DemoGateway(API_KEY, sleep=sleep, rng=random.Random(1), **kwargs)
    base_url = await gateway.start()
    client = DESCRIPTOR.client(Credentials(base_url=base_url, name="demo", secrets={"api_key": API_KEY}))
    async with receiving() as receiver:
        try:
            desk = Desk(client, receiver)
            await client.create_instance()
            await client.set_webhook(wanted(receiver.url))
            await client.connect()
            yield gateway, desk
        finally:
            await client.close()
            await gateway.stop()


def wanted(url, **more):
    return WantedWebhook(url=url, events=ALL, **more)


async def test_the_phone_scans_by_itself_and_the_customers_write():
    async with demo() as (_, desk):
        await desk.until(lambda: len(desk.incoming()) >= 5 and desk.of(ReactionSeen))
        states = [event.state for event in desk.of(ConnectionSeen)]
        assert desk.of(QrSeen)[0].text.startswith("2@")
        assert ConnectionState.CONNECTED in states
        messages = desk.incoming()
        assert {str(m.chat.address) for m in messages} == {MARINA.jid, RAFAEL.jid, CIDA.jid}
        kinds = {m.kind for m in messages}
        assert kinds == {MessageKind.TEXT, MessageKind.IMAGE, MessageKind.VOICE}
        quote = next(m for m in messages if m.quoted)
        phone = next(m for m in desk.of(MessageSeen) if m.direction is Direction.OUT)
        assert (phone.origin, quote.quoted.stanza_id) == (Origin.PHONE, phone.stanza_id)
        assert desk.of(ReactionSeen)[0].stanza_id == phone.stanza_id
        # nobody likes what was not read
        assert phone.status is Status.READ
        assert "cenoura" in next(m.text for m in messages if str(m.chat.address) == MARINA.jid)


async def test_pictures_and_voice_notes_can_be_fetched():
    async with demo() as (_, desk):
        await desk.until(lambda: len(desk.incoming()) >= 5)
        files = {}
        for message in desk.incoming():
            if message.media:
                download = await desk.client.download(message.media.ref)
                files[message.kind] = b"".join([chunk async for chunk in download.chunks()])
                assert len(files[message.kind]) == message.media.size
        assert files[MessageKind.IMAGE].startswith(b"\xff\xd8\xff")
        assert files[MessageKind.VOICE].startswith(b"OggS")


async def test_its_labels_are_named_in_the_program_s_language_and_can_be_put_on_chats():
    async with demo(language="en", scan_after_s=0.0) as (_gateway, desk):
        await desk.receiver.until(lambda got: got.events("messages.upsert"))
        found = {each.name: each for each in await desk.client.labels.all()}
        assert set(found) == {"New order", "Pending payment", "Paid"}
        marina = address.parse("5511987650002@s.whatsapp.net")
        await desk.client.set_webhook(WantedWebhook(url=desk.receiver.url, events=("LABELS_ASSOCIATION",)))
        await desk.client.labels.put(marina, found["Paid"].id, on=True)
        await desk.receiver.until(lambda got: got.events("labels.association"))
        [told] = desk.receiver.events("labels.association")
        assert (told["type"], told["chatId"], told["labelId"]) == ("add", str(marina), found["Paid"].id)
        with pytest.raises(AppError):
            await desk.client.labels.put(marina, "99", on=True)


async def test_an_answer_is_ticked_off_and_replied_to():
    async with demo() as (_, desk):
        await desk.until(lambda: len(desk.incoming()) >= 5)
        outcome = await desk.answer(RAFAEL.jid, "Saiu agora há pouco!")
        await desk.until(lambda: any(m.quoted and m.quoted.stanza_id == outcome.stanza_id for m in desk.incoming()))
        acks = [a.status for a in desk.of(AckSeen) if outcome.stanza_id in a.stanza_ids]
        assert sorted(acks) == [Status.SENT, Status.DELIVERED, Status.READ]
        assert any(isinstance(e, PresenceSeen) for e in desk.events)
        again = await desk.answer(RAFAEL.jid, "Chega em 20 minutos")
        await desk.until(lambda: any(r.stanza_id == again.stanza_id for r in desk.of(ReactionSeen)))


async def test_english_where_it_is_asked_for():
    async with demo(language="en_US") as (_, desk):
        await desk.until(lambda: any((m.text or "").startswith("Good morning") for m in desk.incoming()))


async def test_the_phone_waits_when_told_to():
    async with demo(scan_after_s=None) as (gateway, desk):
        await desk.until(lambda: bool(desk.of(QrSeen)))
        assert (await desk.client.state()).state is ConnectionState.CONNECTING
        gateway.scan_qr()
        assert (await desk.client.state()).state is ConnectionState.CONNECTED


async def test_stopping_in_the_middle_leaves_nothing_behind():
    async with demo() as (gateway, _):
        await gateway.stop()
        assert not [t for t in asyncio.all_tasks() if "Server.spawn" in repr(t)]


@asynccontextmanager
async def linked(receiver, behaviour=None, **hook):
    """A quick server with a linked instance that posts to ``receiver``."""
    async with evolution(behaviour=behaviour) as (server, _):
        client = DESCRIPTOR.client(Credentials(base_url=server.base_url, name="loja", secrets={"api_key": API_KEY}))
        await client.create_instance()
        await client.set_webhook(wanted(receiver.url, **hook))
        await client.connect()
        server.scan_qr("loja")
        try:
            yield server, Desk(client, receiver)
        finally:
            await client.close()


async def test_webhooks_are_repeated_until_they_are_taken_or_refused_for_good():
    async with receiving() as receiver, linked(receiver) as (server, desk):
        await receiver.until(lambda r: len(r.events("connection.update")) >= 3)
        receiver.answers = [503, 500]
        server.arrive(server.instances["loja"], MARINA.jid, {"conversation": "oi"})
        await receiver.until(lambda r: r.events("messages.upsert"))
        receiver.answers = [404] * 3
        server.arrive(server.instances["loja"], MARINA.jid, {"conversation": "perdida"})
        await receiver.until(lambda r: not r.answers)
        server.arrive(server.instances["loja"], MARINA.jid, {"conversation": "depois"})
        await receiver.until(lambda r: len(r.events("messages.upsert")) >= 2)
        assert [m.text for m in desk.incoming()] == ["oi", "depois"]


async def test_by_events_goes_into_the_path_and_base64_into_the_body():
    async with receiving() as receiver, linked(receiver, by_events=True, base64=True) as (server, _):
        image = {"imageMessage": {"mimetype": "image/png", "fileLength": 3}}
        server.arrive(server.instances["loja"], MARINA.jid, image, file=b"abc")
        await receiver.until(lambda r: r.events("messages.upsert"))
        assert any(path.endswith("/messages-upsert") for path in receiver.paths)
        assert receiver.events("messages.upsert")[0]["message"]["base64"] == "YWJj"


@pytest.mark.parametrize(
    ("behaviour", "echoes", "ticks"),
    [
        (Behaviour(), 1, 3),
        (Behaviour(copies=2), 2, 6),
        (Behaviour(acks=()), 1, 0),
        (Behaviour(acks_first=True), 1, 3),
    ],
)
async def test_echo_and_ticks_come_as_the_behaviour_says(behaviour, echoes, ticks):
    async with receiving() as receiver, linked(receiver, behaviour) as (_, desk):
        outcome = await desk.answer(MARINA.jid, "Fazemos sim!")
        await receiver.until(
            lambda r: len(r.events("send.message")) == echoes and len(r.events("messages.update")) == ticks
        )
        assert all(data["key"]["id"] == outcome.stanza_id for data in receiver.events("send.message"))


async def test_the_phone_unlinks_as_seen_on_real_servers():
    async with receiving() as receiver, linked(receiver) as (server, desk):
        server.unlink(server.instances["loja"], by_phone=True)
        await receiver.until(lambda r: r.events("logout.instance"))
        assert (await desk.client.state()).state is ConnectionState.LOGGED_OUT
        assert receiver.events("status.instance")[0]["disconnectionReasonCode"] == 401
