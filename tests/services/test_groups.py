"""Groups end to end: the façade, our client and a gateway over real HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.api.groups import Groups
from services.core.clock import SystemClock
from services.domain.address import user
from services.domain.capabilities import Capability
from services.domain.content import Peer
from services.domain.errors import Invalid, NotConnected, NotFound, NotSupported
from services.domain.events import ContactSeen
from services.domain.groups import MemberChange
from services.domain.ids import ChatId, InstanceId
from services.domain.models import ChatView, InstanceView
from services.domain.sending import Abilities
from services.storage.queries import instances
from services.storage.writes import contacts
from tests.conformance.proving import pointed
from tests.conformance.shop import Shop, open_shop
from tests.fakes.circle import ADMIN, LINK, MEMBER, OWNER

ALL = frozenset({Capability.GROUP_INFO, Capability.GROUP_MEMBERS, Capability.GROUP_EDIT, Capability.GROUP_INVITE})
NEW = "5511977770404"


@dataclass
class Counter:
    """A number in one group, and the façade over it."""

    shop: Shop
    chat: ChatId
    able: frozenset[Capability] = ALL
    running: bool = True

    @property
    def groups(self) -> Groups:
        return Groups(
            self.shop.desk.database, SystemClock(), abilities=self._abilities, instance=self._instance,
            client_of=lambda _: self.shop.client if self.running else None,
        )  # fmt: skip

    async def _abilities(self, _: ChatId) -> Abilities:
        return Abilities(capabilities=self.able)

    async def _instance(self, instance: InstanceId) -> InstanceView:
        return await self.shop.desk.database.read(instances.view, instance)

    async def row(self) -> ChatView:
        return next(each for each in await self.shop.desk.chats() if each.id == self.chat)


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    async with open_shop("evolution", tmp_path) as shop:
        await pointed(shop)
        await shop.receive("group text", id=shop.new_id(), text="bom dia a todos")
        [chat] = await shop.desk.chats()
        yield Counter(shop, chat.id)


async def test_members_come_with_the_desks_names_and_our_own_place(counter: Counter) -> None:
    known = ContactSeen(contact=Peer(address=user(MEMBER), name="Seu Zé da Farinha"))
    await counter.shop.desk.database.write(contacts.learn, known, 1)
    counter.shop.gateway.circle.subject = "Fornecedores do bairro"
    view = await counter.groups.info(counter.chat)
    named = {each.person.address.id: each for each in view.info.members}
    assert set(named) == {OWNER, ADMIN, MEMBER}
    assert named[MEMBER].person.name == "Seu Zé da Farinha"
    assert view.info.description == "Pedidos até 18h"
    assert view.own == named[OWNER] and view.own.owner
    assert (await counter.row()).title == "Fornecedores do bairro"


async def test_members_are_added_promoted_and_removed(counter: Counter) -> None:
    circle = counter.shop.gateway.circle
    # typed without area code, it is of our own area
    assert await counter.groups.add(counter.chat, "97777-0404")
    assert NEW in circle.members
    assert await counter.groups.change(counter.chat, MemberChange.PROMOTE, user(NEW))
    assert circle.members[NEW] == "admin"
    assert await counter.groups.change(counter.chat, MemberChange.REMOVE, user(NEW))
    assert NEW not in circle.members
    circle.locked.add(NEW)
    assert not await counter.groups.add(counter.chat, NEW)
    with pytest.raises(Invalid):
        await counter.groups.add(counter.chat, "amanhã")
    assert not circle.wrong


async def test_the_group_is_renamed_invited_to_and_left(counter: Counter) -> None:
    circle = counter.shop.gateway.circle
    await counter.groups.rename(counter.chat, "  Turma\n do pão ")
    assert circle.subject == "Turma do pão"
    assert (await counter.row()).title == "Turma do pão"
    with pytest.raises(Invalid):
        await counter.groups.rename(counter.chat, "x" * 101)
    await counter.groups.describe(counter.chat, " Pedidos até 18h\x00\nRetirada na loja ")
    assert circle.description == "Pedidos até 18h\nRetirada na loja"
    with pytest.raises(Invalid):
        await counter.groups.describe(counter.chat, "x" * 2049)
    assert await counter.groups.invite_link(counter.chat) == LINK
    await counter.groups.leave(counter.chat)
    assert circle.left and not circle.wrong


async def test_what_cannot_be_asked_is_said(counter: Counter) -> None:
    counter.able = frozenset({Capability.GROUP_INFO})
    with pytest.raises(NotSupported):
        await counter.groups.leave(counter.chat)
    with pytest.raises(NotFound):
        await counter.groups.info(ChatId(999))
    counter.running = False
    with pytest.raises(NotConnected):
        await counter.groups.info(counter.chat)
