"""What a gateway is asked about a person, and told of labels: through the real client interface."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.api.people import People
from services.core.clock import SystemClock
from services.domain import desk
from services.domain.address import Address
from services.domain.capabilities import Capability
from services.domain.changes import ChangeKind, ChangeSet, MessageChange
from services.domain.content import Peer
from services.domain.errors import NotSupported, Rejected, Unavailable
from services.domain.events import LabelSeen
from services.domain.ids import AccountId, ChatId, ContactId, MessageId
from services.domain.models import ChatView
from services.domain.sending import Abilities
from services.instances.group_names import GroupNames
from services.outbound import labels as label_module
from services.outbound.labels import LabelTeller
from services.providers.base import Client, Download
from services.providers.downloads import BytesDownload
from services.providers.labels import LabelCalls
from services.storage.database import Database
from services.storage.media_store import MediaStore
from services.storage.queries import chats as chat_queries
from services.storage.queries import labels as label_queries
from services.storage.queries import people as people_queries
from services.storage.writes import apply, instances, workflow
from services.storage.writes.context import Context
from tests.factories import NOON_MS, group, message, new_instance, user

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
ALL = frozenset({Capability.BLOCK, Capability.CONTACT_INFO, Capability.LABELS})


class Gateway(Client, LabelCalls):
    """Answers about everybody the same; ``down`` raises that, once for each that is there."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.down: list[Exception] = []
        self.labels = self

    async def contact(self, address: Address) -> Peer:
        return Peer(address=address, push_name="Ana <b>Souza</b>", picture_url="https://pictures.example/ana")

    async def about(self, address: Address) -> str | None:
        return "Só por mensagem"

    async def block(self, address: Address, *, blocked: bool) -> None:
        if self.down:
            raise self.down.pop()
        self.told.append((address, blocked))

    async def put(self, chat: Address, label_id: str, *, on: bool) -> None:
        if self.down:
            raise self.down.pop()
        self.told.append((chat, label_id, on))


class Counter:
    """A database, one chat, and people over one gateway."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.gateway, self.picture, self.able = database, Gateway(), PNG, ALL
        self.media = MediaStore(folder)
        self.people = People(
            database, self.media, SystemClock(), abilities=self._abilities, client_of=lambda _: self.gateway,
            open_url=self._open,
        )  # fmt: skip

    async def _abilities(self, _: ChatId) -> Abilities:
        return Abilities(capabilities=self.able)

    async def _open(self, _: str) -> Download:
        return BytesDownload(self.picture)

    async def chat(self) -> ChatView:
        return (await self.database.read(chat_queries.page, None, None, 5)).items[0]


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    database = Database(tmp_path / "balcao.db", durable=False)
    await database.open()
    try:
        instance = await database.write(instances.add_instance, new_instance())
        context = Context(instance_id=instance, account_id=AccountId(1), received_at_ms=NOON_MS)
        await database.write(
            apply.apply_events, context, (message("A", 1), LabelSeen(label_id="7", name="VIP"))
        )
        (tmp_path / "media").mkdir()
        yield Counter(database, tmp_path / "media")
    finally:
        await database.close()


async def test_name_words_and_picture_are_fetched(counter: Counter) -> None:
    contact = (await counter.chat()).contact_id
    found = await counter.people.refresh(contact)
    assert (found.push_name, found.about, found.can_block) == ("Ana <b>Souza</b>", "Só por mensagem", True)
    assert found.contact.picture_path is not None
    assert counter.media.path(found.contact.picture_path).read_bytes() == PNG
    assert (await counter.chat()).title == "Ana <b>Souza</b>"
    before = found.contact.picture_path
    counter.picture = b"<svg onload=alert(1)>" + bytes(50)
    assert (await counter.people.refresh(contact)).contact.picture_path == before


async def test_a_group_that_writes_without_a_name_is_asked_for_it_once(counter: Counter) -> None:
    asked: list[ContactId] = []

    async def ask(contact: ContactId) -> None:
        asked.append(contact)
        raise Unavailable("away")

    instance = (await counter.chat()).instance_id
    context = Context(instance_id=instance, account_id=AccountId(1), received_at_ms=NOON_MS)
    names = GroupNames(counter.database, ask, now=lambda: 0.0)
    job = asyncio.ensure_future(names.run())
    try:
        for number in (2, 3):
            events = (message(f"G{number}", chat=group(1)), message(f"U{number}", number))
            await counter.database.write(apply.apply_events, context, events)
            wrote = (await counter.database.read(chat_queries.page, None, None, 5)).items
            added = (MessageChange(ChangeKind.ADDED, chat.id, MessageId(number)) for chat in wrote)
            names.look(ChangeSet(messages=tuple(added)))
            async with asyncio.timeout(5):
                while names._wrote or not asked:
                    await asyncio.sleep(0.005)
        chats = (await counter.database.read(chat_queries.page, None, None, 5)).items
        assert asked == [chat.contact_id for chat in chats if chat.is_group]
        await counter.people.refresh(asked[0])
        assert await counter.database.read(people_queries.nameless_groups, {chat.id for chat in chats}) == ()
    finally:
        job.cancel()


async def test_blocking_is_the_gateways_and_only_where_it_can(counter: Counter) -> None:
    contact = (await counter.chat()).contact_id
    counter.gateway.down.append(Rejected("no"))
    with pytest.raises(Rejected):
        await counter.people.block(contact, True)
    assert not (await counter.people.details(contact)).contact.blocked
    await counter.people.block(contact, True)
    assert (await counter.people.details(contact)).contact.blocked
    await counter.people.block(contact, False)
    assert counter.gateway.told == [(user(1), True), (user(1), False)]
    counter.able = frozenset()
    for call in (counter.people.block(contact, True), counter.people.refresh(contact)):
        with pytest.raises(NotSupported):
            await call
    found = await counter.people.details(contact)
    assert (found.can_block, found.can_refresh) == (False, False)


async def test_the_gateway_is_told_of_a_label_when_it_can_be_reached(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(label_module, "_AGAIN_S", 0.05)
    chat = await counter.chat()
    (label,) = await counter.database.read(label_queries.all_labels)
    counter.gateway.down += [Unavailable("away"), Unavailable("away")]
    teller = LabelTeller(counter.database, lambda _: counter.gateway)
    job = asyncio.ensure_future(teller.run())
    try:
        await counter.database.write(workflow.apply, (chat.id,), desk.PutLabel(label.id), NOON_MS)
        teller.wake()
        async with asyncio.timeout(5):
            while await counter.database.read(label_queries.untold):
                await asyncio.sleep(0.01)
        assert counter.gateway.told == [(user(1), "7", True)]
        counter.gateway.down.append(Rejected("never"))
        await counter.database.write(workflow.apply, (chat.id,), desk.PutLabel(label.id, on=False), NOON_MS + 1)
        teller.wake()
        async with asyncio.timeout(5):
            while await counter.database.read(label_queries.untold):
                await asyncio.sleep(0.01)
        assert counter.gateway.told == [(user(1), "7", True)]
    finally:
        job.cancel()
