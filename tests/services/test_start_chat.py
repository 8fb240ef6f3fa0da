"""A conversation that we begin: the gateway is asked as it has to be, and never without need."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.api.contacts import Contacts
from services.core.clock import SystemClock
from services.domain.address import Address, parse, user
from services.domain.capabilities import Capability
from services.domain.contacts import NumberCheck
from services.domain.errors import ErrorCode, Invalid, NotFound, Rejected, Unavailable
from services.domain.events import ConnectionState
from services.domain.ids import GatewayId, InstanceId
from services.domain.models import InstanceView
from services.providers.base import Client
from services.storage.database import Database
from services.storage.writes import apply, instances
from services.storage.writes.context import Context
from tests.factories import NOON_MS, message, new_instance

NEW, OLD = "5511987650001", "551187650001"


class Gateway(Client):
    """Knows the lines it was given; remembers what it was asked."""

    def __init__(self) -> None:
        self.lines: dict[str, Address] = {}
        self.asked: list[str] = []
        self.down = False

    async def check_number(self, phone: str) -> Address | None:
        self.asked.append(phone)
        if self.down:
            raise Unavailable("refused")
        return self.lines.get(phone)


class Shop:
    """The contacts over a real database."""

    def __init__(self, database: Database, instance: InstanceId) -> None:
        self.database, self.instance, self.gateway = database, instance, Gateway()
        self.can = {Capability.SEND_TEXT, Capability.NUMBER_CHECK}
        self.contacts = Contacts(
            database,
            SystemClock(),
            instance=self._view,
            client_of=lambda _instance: self.gateway,
            capabilities=lambda _view: self.can,
        )

    async def _view(self, instance: InstanceId) -> InstanceView:
        if instance != self.instance:
            raise NotFound(f"instance {instance}")
        return InstanceView(
            id=instance, gateway_id=GatewayId(1), provider="x", name="loja", label="", base_url="",
            state=ConnectionState.CONNECTED, own_address=user("5511955550101"),
        )  # fmt: skip

    async def receive(self, *events: object) -> None:
        context = Context(instance_id=self.instance, account_id=1, received_at_ms=NOON_MS)  # type: ignore[arg-type]
        await self.database.write(apply.apply_events, context, events)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    database = Database(tmp_path / "balcao.db", durable=False)
    await database.open()
    instance = await database.write(instances.add_instance, new_instance())
    yield Shop(database, instance)
    await database.close()


@pytest.mark.asyncio
async def test_the_address_that_the_gateway_gives_is_written_to(shop: Shop) -> None:
    shop.gateway.lines[OLD] = user(OLD)
    started = await shop.contacts.start_chat(shop.instance, "(11) 98765-0001")
    assert shop.gateway.asked == [NEW, OLD]
    assert started.chat.address == user(OLD) and started.check is NumberCheck.ON_WHATSAPP and not started.existed
    again = await shop.contacts.start_chat(shop.instance, "98765-0001", check=False)
    assert again.chat.id == started.chat.id and again.existed


@pytest.mark.asyncio
async def test_who_has_written_already_is_not_asked_for(shop: Shop) -> None:
    await shop.receive(message("A", user(OLD)))
    started = await shop.contacts.start_chat(shop.instance, "+55 11 98765-0001")
    assert started.existed and started.chat.address == user(OLD) and shop.gateway.asked == []


@pytest.mark.asyncio
async def test_a_lid_and_its_number_are_one_conversation(shop: Shop) -> None:
    lid = parse("180000000000001@lid")
    assert lid is not None
    await shop.receive(message("A", lid))
    shop.gateway.lines[NEW] = lid
    started = await shop.contacts.start_chat(shop.instance, NEW)
    assert started.existed and started.chat.phone == NEW


@pytest.mark.asyncio
async def test_a_number_that_is_not_on_whatsapp_gets_no_conversation(shop: Shop) -> None:
    with pytest.raises(Rejected) as told:
        await shop.contacts.start_chat(shop.instance, NEW)
    assert told.value.code is ErrorCode.NO_SUCH_NUMBER
    assert await shop.contacts.count() == 0


@pytest.mark.asyncio
async def test_a_gateway_that_is_down_is_told_and_can_be_passed_by(shop: Shop) -> None:
    shop.gateway.down = True
    with pytest.raises(Unavailable):
        await shop.contacts.start_chat(shop.instance, NEW)
    started = await shop.contacts.start_chat(shop.instance, NEW, check=False)
    assert started.chat.address == user(NEW) and started.check is NumberCheck.NOT_ASKED


@pytest.mark.asyncio
async def test_a_gateway_that_cannot_check_is_not_asked(shop: Shop) -> None:
    shop.can.discard(Capability.NUMBER_CHECK)
    started = await shop.contacts.start_chat(shop.instance, NEW)
    assert started.check is NumberCheck.NOT_ASKED and shop.gateway.asked == []
    shop.can.discard(Capability.SEND_TEXT)
    with pytest.raises(Invalid):
        await shop.contacts.start_chat(shop.instance, NEW)
