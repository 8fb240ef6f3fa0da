"""Sending for real: the whole program without its window, against the built-in simulated gateway."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

import resources
from app.container import Running
from services.core.clock import SystemClock
from services.domain.capabilities import Capability
from services.domain.content import Choice, ContactCard, Direction, Location, MessageKind, Poll
from services.domain.errors import AppError, ErrorCode, Invalid, NotFound
from services.domain.ids import ChatId, MessageId
from services.domain.models import MediaState, MessageView
from services.domain.new_content import NewContent
from services.domain.outgoing import OutgoingKind, OutgoingMenu
from services.domain.sending import Late, NewFile, QuickReply, ScheduledKind, ScheduledState
from services.domain.status import Status
from tests.services.whole import hurry_demo, whole

DEADLINE_S = 20.0


async def until(look: Callable[[], Awaitable[Any]]) -> Any:
    """Ask until the answer is true."""
    async with asyncio.timeout(DEADLINE_S):
        while not (seen := await look()):
            await asyncio.sleep(0.02)
    return seen


class Shop:
    """The running services and a chat of the demo in which one may write."""

    def __init__(self, running: Running) -> None:
        self.services = running.services
        self.sending = running.services.sending
        self.chat = ChatId(0)
        self.other = ChatId(0)

    async def one(self, message: MessageId) -> MessageView:
        (view,) = await self.services.messages.get((message,))
        return view

    async def reaches(self, message: MessageId, status: Status) -> MessageView:
        async def there() -> MessageView | None:
            view = await self.one(message)
            return view if view.status is not None and view.status >= status else None

        view: MessageView = await until(there)
        return view


@pytest.fixture
async def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shop]:
    hurry_demo(monkeypatch)
    async with whole(tmp_path) as running:
        made = Shop(running)
        await running.services.demo.start()

        async def chats() -> Any:
            items = (await running.services.chats.page()).items
            return items if len(items) >= 2 else None

        found = await until(chats)
        made.chat, made.other = found[0].id, found[1].id
        yield made


async def test_a_picture_is_copied_shown_at_once_and_delivered(shop: Shop, tmp_path: Path) -> None:
    source = tmp_path / "bolo.png.jpg"
    source.write_bytes(resources.path("demo", "cake.jpg").read_bytes())
    file = NewFile(path=source, caption="O bolo de hoje", width=400, height=300)
    facts = await shop.sending.look_at(shop.chat, file)
    assert (facts.mime, facts.kind, facts.fits) == ("image/jpeg", OutgoingKind.IMAGE, True)
    sent = await shop.sending.send_file(shop.chat, file, client_id="c1")
    source.unlink()
    assert (sent.kind, sent.text) == (MessageKind.IMAGE, "O bolo de hoje")
    # the sender may have taken it up before the answer was read
    assert sent.status in (Status.QUEUED, Status.SENDING)
    assert sent.media is not None and sent.media.state is MediaState.READY and sent.media.file_name == "bolo.png.jpg"
    view = await shop.reaches(sent.id, Status.DELIVERED)
    assert view.media is not None and view.media.width == 400 and view.media.state is MediaState.READY
    items = (await shop.services.messages.latest(shop.chat)).items
    assert len([m for m in items if m.kind is MessageKind.IMAGE and m.direction is Direction.OUT]) == 1


async def test_a_file_by_its_bytes_and_not_by_its_name(shop: Shop, tmp_path: Path) -> None:
    lies = tmp_path / "foto.jpg"
    lies.write_bytes(b"MZ\x90\x00 nothing of a picture")
    assert (await shop.sending.look_at(shop.chat, NewFile(path=lies))).kind is OutgoingKind.DOCUMENT
    photo = NewFile(path=Path(str(resources.path("demo", "cake.jpg"))), as_document=True)
    assert (await shop.sending.look_at(shop.chat, photo)).kind is OutgoingKind.DOCUMENT
    voice = NewFile(path=Path(str(resources.path("demo", "voice.ogg"))), voice=True)
    assert (await shop.sending.look_at(shop.chat, voice)).kind is OutgoingKind.VOICE
    empty = tmp_path / "vazio.pdf"
    empty.touch()
    with pytest.raises(AppError) as refused:
        await shop.sending.send_file(shop.chat, NewFile(path=empty), client_id="c2")
    assert refused.value.code is ErrorCode.MEDIA_GONE
    big = tmp_path / "grande.jpg"
    with big.open("wb") as file:
        file.write(b"\xff\xd8\xff")
        file.truncate(5 * 1024 * 1024 + 1)
    with pytest.raises(AppError) as refused:
        await shop.sending.send_file(shop.chat, NewFile(path=big), client_id="c3")
    assert refused.value.code is ErrorCode.TOO_LARGE
    with pytest.raises(Invalid):
        await shop.sending.send_file(shop.chat, NewFile(path=tmp_path / "nunca"), client_id="c4")


async def test_reacting_editing_and_deleting_show_at_once(shop: Shop) -> None:
    incoming = next(m for m in (await shop.services.messages.latest(shop.chat)).items if m.direction is Direction.IN)
    await shop.sending.react(incoming.id, "👍")
    assert [(r.emoji, r.from_me) for r in (await shop.one(incoming.id)).reactions if r.from_me] == [("👍", True)]
    await shop.sending.react(incoming.id, None)
    assert not [r for r in (await shop.one(incoming.id)).reactions if r.from_me]
    sent = await shop.sending.send_text(shop.chat, "Custa dez", client_id="c5", quoted=incoming.id)
    assert sent.quoted is not None and sent.quoted.message_id == incoming.id
    await shop.reaches(sent.id, Status.DELIVERED)
    await shop.sending.edit(sent.id, "Custa doze")
    view = await shop.one(sent.id)
    assert (view.text, view.edited) == ("Custa doze", True)
    info = await shop.sending.info(sent.id)
    assert "Custa dez" in [text for _at, text in info.texts] and Status.DELIVERED in [s.status for s in info.steps]
    await shop.sending.revoke(sent.id, undo_ms=60_000)
    assert (await shop.one(sent.id)).deleted
    assert await shop.sending.undo_revoke(sent.id) and not (await shop.one(sent.id)).deleted
    await shop.sending.revoke(sent.id, undo_ms=0)

    gateway = shop.services.demo._gateway.server

    async def gone() -> bool:
        return not any(view.stanza_id in each.messages for each in gateway.instances.values())

    await until(gone)
    assert (await shop.one(sent.id)).deleted and not await shop.sending.undo_revoke(sent.id)
    with pytest.raises(Invalid):
        await shop.sending.edit(incoming.id, "não é nossa")


async def test_an_act_that_the_gateway_refuses_is_taken_back(shop: Shop) -> None:
    sent = await shop.sending.send_text(shop.chat, "fica assim", client_id="c6")
    await shop.reaches(sent.id, Status.DELIVERED)
    gateway = shop.services.demo._gateway.server  # the simulated phone forgets it, so the gateway refuses
    for instance in gateway.instances.values():
        instance.messages.clear()
    await shop.sending.edit(sent.id, "outra coisa")

    async def back() -> bool:
        view = await shop.one(sent.id)
        return view.text == "fica assim" and not view.edited

    await until(back)


async def test_forwarding_makes_copies(shop: Shop) -> None:
    picture = await shop.sending.send_file(
        shop.chat, NewFile(path=Path(str(resources.path("demo", "cake.jpg"))), caption="cardápio"), client_id="c7"
    )
    assert await shop.sending.forward((picture.id,), (shop.other, shop.chat)) == 2

    async def copies() -> Any:
        items = (await shop.services.messages.latest(shop.other)).items
        return [m for m in items if m.text == "cardápio" and m.content is not None and m.content.forwarded]

    (copy,) = await until(copies)
    assert copy.media.path == picture.media.path if picture.media else False
    with pytest.raises(NotFound):
        await shop.sending.forward((MessageId(99_999),), (shop.other,))


async def test_what_is_offered_is_what_the_gateway_can(shop: Shop) -> None:
    abilities = await shop.sending.abilities(shop.chat)
    assert abilities.can(Capability.SEND_IMAGE) and abilities.can(Capability.REACT) and abilities.can(Capability.EDIT)
    assert not abilities.can(Capability.SEND_TEMPLATE) and abilities.window_ends_at_ms is None
    with pytest.raises(AppError) as refused:
        await shop.sending.templates(shop.chat)
    assert refused.value.code is ErrorCode.NOT_SUPPORTED


async def test_places_contacts_and_polls_go_out(shop: Shop) -> None:
    place = NewContent(location=Location(latitude=-23.5505, longitude=-46.6333, name="Padaria"))
    card = NewContent(contact=ContactCard(name="Rui", phones=("+5511977770002",)))
    poll = NewContent(poll=Poll(question="Qual sabor?", options=("Cenoura", "Milho"), selectable=1))
    for number, (content, kind) in enumerate(
        ((place, MessageKind.LOCATION), (card, MessageKind.CONTACTS), (poll, MessageKind.POLL))
    ):
        sent = await shop.sending.send_content(shop.chat, content, client_id=f"k{number}")
        view = await shop.reaches(sent.id, Status.DELIVERED)
        assert view.kind is kind and view.content is not None
    assert view.content is not None and view.content.poll == poll.poll and view.text == "Qual sabor?"
    with pytest.raises(Invalid):
        await shop.sending.send_content(shop.chat, NewContent(poll=Poll(question="?", options=("a",))), client_id="k9")
    menu = NewContent(menu=OutgoingMenu(choices=(Choice(title="a"),)), text="?")
    with pytest.raises(AppError) as refused:
        await shop.sending.send_content(shop.chat, menu, client_id="k8")
    assert refused.value.code is ErrorCode.NOT_SUPPORTED


async def test_a_text_longer_than_the_gateway_takes_is_refused_before_it_is_stored(shop: Shop) -> None:
    most = (await shop.sending.abilities(shop.chat)).max_text
    with pytest.raises(AppError) as refused:
        await shop.sending.send_text(shop.chat, "a" * (most + 1), client_id="long")
    assert refused.value.code is ErrorCode.TOO_LARGE
    await shop.sending.send_text(shop.chat, "a" * most, client_id="long enough")


async def test_ready_answers_go_out_and_come_in_again(shop: Shop, tmp_path: Path) -> None:
    replies = shop.services.replies
    photo = tmp_path / "tabela.jpg"
    photo.write_bytes(resources.path("demo", "cake.jpg").read_bytes())
    saved = await replies.save(QuickReply(shortcut="/PIX", text="Nossa chave: {pix}", files=(("tabela.jpg", photo),)))
    photo.unlink()
    await replies.save_fields({"pix": "padaria@exemplo.com.br"})
    assert saved.shortcut == "pix" and saved.files[0][1].read_bytes()
    with pytest.raises(AppError) as refused:
        await replies.save(QuickReply(shortcut="pix", text="outra"))
    assert refused.value.code is ErrorCode.CONFLICT
    with pytest.raises(Invalid, match="shortcut"):
        await replies.save(QuickReply(shortcut="com espaço", text="x"))
    assert await replies.export_to(tmp_path / "todas.json") == 1
    await replies.remove(saved.id)
    assert await replies.all() == ()
    assert await replies.import_from(tmp_path / "todas.json") == 1
    (back,) = await replies.all()
    assert (back.shortcut, back.files[0][0]) == ("pix", "tabela.jpg") and back.files[0][1].exists()
    (tmp_path / "mal.json").write_text('{"replies": [{"shortcut": "a"}]}')
    with pytest.raises(Invalid):
        await replies.import_from(tmp_path / "mal.json")


async def test_what_is_scheduled_goes_out_in_its_time(shop: Shop) -> None:
    schedule, now = shop.services.schedule, SystemClock().now_ms
    due = now() + 400
    await schedule.add(shop.chat, ScheduledKind.MESSAGE, "Até amanhã!", due, Late.ASK)
    await schedule.add(shop.chat, ScheduledKind.REMINDER, "Ligar para o fornecedor", due, Late.ASK)
    with pytest.raises(Invalid, match="due_at"):
        await schedule.add(shop.chat, ScheduledKind.MESSAGE, "tarde", now() - 1, Late.ASK)

    async def sent() -> Any:
        return [m for m in (await shop.services.messages.latest(shop.chat)).items if m.text == "Até amanhã!"]

    (message,) = await until(sent)
    await shop.reaches(message.id, Status.DELIVERED)

    async def asked() -> bool:
        return [(i.kind, i.state) for i in await schedule.open()] == [(ScheduledKind.REMINDER, ScheduledState.ASKING)]

    await until(asked)
