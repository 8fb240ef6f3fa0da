"""Stopping an answer on its way: not sent while the gateway has but a part of it, too late once it may have it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from services.api.sending import Sending
from services.core.clock import SystemClock
from services.domain import address as addresses
from services.domain.changes import FileProgress
from services.domain.content import Direction, MessageKind, Peer
from services.domain.errors import Invalid, NotFound
from services.domain.events import MessageSeen
from services.domain.ids import ChatId, InstanceId, MessageId
from services.domain.models import MessageView
from services.domain.outgoing import OutgoingKind, OutgoingMedia
from services.domain.status import Status
from services.outbound.sender import Sender
from services.providers.base import Credentials
from services.providers.registry import DESCRIPTORS
from services.storage.media_store import MediaStore
from services.storage.queries import messages as message_queries
from services.storage.writes import apply, compose, outbox
from services.storage.writes.context import Context
from tests.services.desk import Desk, open_desk

SIZE = 15 * 1024 * 1024
DESCRIPTOR = {each.kind: each for each in DESCRIPTORS}
SECRETS = {"waha": {"api_key": "chave"}, "cloud_api": {"access_token": "EAAG" + "x" * 40}}


class Gateway:
    """Reads a file only when it is let; small requests are answered at once."""

    def __init__(self) -> None:
        self.reads = asyncio.Event()
        self.answers = asyncio.Event()
        self.answers.set()
        self.begun = self.whole = 0
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if (request.content_length or 0) > SIZE // 2:
            self.begun += 1
            await request.content.readexactly(SIZE // 8)
            await self.reads.wait()
            while await request.content.readany():
                pass
            self.whole += 1
        else:
            await request.read()
        if request.method == "POST":
            await self.answers.wait()
        if request.path.endswith("/media"):
            return web.json_response({"id": "1234567890"})
        if request.path.endswith("/messages"):
            return web.json_response({"messages": [{"id": "wamid.HBgNNTUxMTk4ODg4Nzc3NxUCABEYEjZG"}]})
        return web.json_response({"id": "true_5511988887777@c.us_3EB0F00000000000000001"})


class Counter:
    """A chat on a slow gateway, and its outbox."""

    def __init__(self, desk: Desk, gateway: Gateway, sender: Sender, store: MediaStore, steps: list[FileProgress]) -> None:
        self.desk, self.gateway, self.sender, self.store, self.steps = desk, gateway, sender, store, steps
        self.chat = ChatId(0)
        self.sending = Sending(
            desk.database,
            store,
            SystemClock(),
            queued=lambda _: sender.wake(),
            withdraw=lambda _, message: sender.withdraw(message),
            instance=lambda _: pytest.fail("not asked for"),
            client_of=lambda _: None,
            descriptor=lambda view: DESCRIPTOR.get(view.provider),
        )

    async def send(self, data: bytes | None = None, text: str = "veja") -> MessageId:
        media = None
        if data is not None:
            path = await asyncio.to_thread(self.store.put, data)
            media = OutgoingMedia(path=Path(path), mime="video/mp4", file_name="festa.mp4", size=len(data))
        kind = OutgoingKind.TEXT if media is None else OutgoingKind.VIDEO
        shows = MessageKind.TEXT if media is None else MessageKind.VIDEO
        new = compose.NewMessage(kind=kind, shows=shows, text=text, media=media)
        message, _ = await self.desk.database.write(
            compose.compose, self.chat, new, f"c{len(text)}{data is None}", None, SystemClock().now_ms()
        )
        self.sender.wake()
        return message

    async def one(self, message: MessageId) -> MessageView:
        return (await self.desk.database.read(message_queries.get, (message,)))[0]

    async def reaches(self, message: MessageId, *statuses: Status) -> MessageView:
        async with asyncio.timeout(20):
            while (view := await self.one(message)).status not in statuses:
                await asyncio.sleep(0.01)
        return view


@pytest.fixture(params=["waha", "cloud_api"])
async def counter(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Counter]:
    provider, clock, gateway = str(request.param), SystemClock(), Gateway()
    app = web.Application(client_max_size=SIZE * 2)
    app.router.add_route("*", "/{path:.*}", gateway.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    listening = socket.socket()
    # what the system holds for us is not read by anybody: keep it small
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    listening.bind(("127.0.0.1", 0))
    await web.SockSite(runner, listening).start()
    gateway.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with open_desk(tmp_path) as desk:
        instance = await desk.add(provider, "106540352242922", base_url=gateway.url)
        factory = DESCRIPTOR[provider].client
        assert factory is not None
        client = factory(Credentials(base_url=gateway.url, name="106540352242922", secrets=SECRETS[provider]))
        steps: list[FileProgress] = []
        store = MediaStore(tmp_path / "media")

        async def ready() -> None:
            return

        sender = Sender(
            instance, database=desk.database, ready=ready, send=client.send, clock=clock, boot_id="b1",
            file=store.path, told=steps.append,
        )  # fmt: skip
        opened = Counter(desk, gateway, sender, store, steps)
        opened.chat = await _chat(desk, instance)
        task = asyncio.create_task(sender.run())
        try:
            yield opened
        finally:
            gateway.reads.set()
            gateway.answers.set()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await client.close()
            await runner.cleanup()


async def _chat(desk: Desk, instance: InstanceId) -> ChatId:
    peer = addresses.parse("5511988887777@s.whatsapp.net")
    assert peer is not None
    event = MessageSeen(
        stanza_id="3A01", chat=Peer(address=peer), direction=Direction.IN, kind=MessageKind.TEXT, text="oi"
    )
    account = await desk.database.read(lambda c: c.execute("SELECT account_id FROM instance").fetchone()[0])
    context = Context(instance_id=instance, account_id=account, received_at_ms=SystemClock().now_ms())
    await desk.database.write(apply.apply_events, context, (event,))
    [chat] = await desk.chats()
    return chat.id


async def test_a_file_half_handed_over_is_stopped_and_can_be_sent_again(counter: Counter) -> None:
    message = await counter.send(bytes(SIZE))
    async with asyncio.timeout(20):
        while not counter.gateway.begun:
            await asyncio.sleep(0.01)
    view = await counter.sending.cancel_sending(message)
    assert (view.status, view.error_code) == (Status.FAILED, "cancelled")
    assert counter.gateway.whole == 0
    # the next answer of the same chat does not wait for it
    counter.gateway.reads.set()
    text = await counter.send(text="Segue o orçamento")
    await counter.reaches(text, Status.SENT, Status.SENDING)
    assert counter.gateway.whole == 0
    with pytest.raises(Invalid):
        await counter.sending.cancel_sending(message)
    await counter.desk.database.write(outbox.retry, message, SystemClock().now_ms())
    counter.sender.wake()
    view = await counter.reaches(message, Status.SENT)
    assert view.error_code is None and counter.gateway.whole == 1


async def test_how_far_a_file_is_is_told_in_its_own_bytes(counter: Counter) -> None:
    counter.gateway.reads.set()
    message = await counter.send(bytes(SIZE))
    await counter.reaches(message, Status.SENT)
    assert counter.steps
    assert {(s.chat_id, s.message_id, s.incoming, s.total) for s in counter.steps} == {(counter.chat, message, False, SIZE)}
    done = [step.done for step in counter.steps]
    assert done == sorted(done) and all(0 < each <= SIZE for each in done)


async def test_once_the_gateway_may_have_it_it_is_too_late(counter: Counter) -> None:
    counter.gateway.answers.clear()
    counter.gateway.reads.set()
    message = await counter.send(bytes(SIZE))
    async with asyncio.timeout(20):
        while not counter.gateway.whole:
            await asyncio.sleep(0.01)
    with pytest.raises(Invalid):
        await counter.sending.cancel_sending(message)
    assert (await counter.one(message)).status is Status.SENDING
    counter.gateway.answers.set()
    await counter.reaches(message, Status.SENT)


async def test_a_text_that_left_is_not_taken_back(counter: Counter) -> None:
    counter.gateway.answers.clear()
    message = await counter.send(text=json.dumps("Bom dia"))
    await counter.reaches(message, Status.SENDING)
    async with asyncio.timeout(10):
        while counter.sender._under_way is None or not counter.sender._under_way.upload.whole:
            await asyncio.sleep(0.01)
    with pytest.raises(Invalid):
        await counter.sending.cancel_sending(message)
    counter.gateway.answers.set()
    await counter.reaches(message, Status.SENT)


async def test_what_waits_behind_another_is_stopped_without_any_request(counter: Counter) -> None:
    counter.gateway.answers.clear()
    counter.gateway.reads.set()
    first = await counter.send(text="primeira")
    second = await counter.send(bytes(SIZE), text="segunda mensagem")
    view = await counter.sending.cancel_sending(second)
    assert (view.status, view.error_code) == (Status.FAILED, "cancelled")
    counter.gateway.answers.set()
    await counter.reaches(first, Status.SENT)
    assert counter.gateway.begun == 0
    with pytest.raises(Invalid):
        await counter.sending.cancel_sending(first)
    with pytest.raises(NotFound):
        await counter.sending.cancel_sending(MessageId(9999))
