"""What the capabilities about groups and labels mean, as stories; registered with the others."""

from services.domain.address import user
from services.domain.capabilities import Capability as C
from services.domain.events import ChatLabelsSeen, LabelSeen
from services.domain.gateway_labels import PALETTE, GatewayLabel
from services.domain.groups import GroupMember, MemberChange
from services.domain.outgoing import OutgoingKind
from tests.conformance.proving import pointed, proves
from tests.conformance.shop import Shop
from tests.fakes.circle import ADMIN, LINK, MEMBER, OWNER

_NEW = "5511977770404"


async def _members(shop: Shop) -> dict[str, GroupMember]:
    info = await shop.client.groups.info(shop.dialect.group)
    return {each.person.address.id: each for each in info.members}


@proves(C.GROUPS)
async def groups(shop: Shop) -> None:
    await pointed(shop)
    await shop.receive("group text", id=shop.new_id(), text="bom dia a todos")
    [chat] = await shop.desk.chats()
    assert chat.is_group
    assert chat.address == shop.dialect.group
    [message] = await shop.desk.messages(chat)
    assert message.author.name or message.author.phone
    assert (await shop.client.contact(shop.dialect.group)).name == shop.gateway.group_name
    _, asked = await shop.send(OutgoingKind.TEXT, chat=shop.dialect.group, text="Bom dia!")
    assert [each for each in asked if each.says("Bom dia!") and each.says(shop.dialect.group.id)]


@proves(C.GROUP_INFO)
async def group_info(shop: Shop) -> None:
    circle = shop.gateway.circle
    info = await shop.client.groups.info(shop.dialect.group)
    assert info.group.address == shop.dialect.group
    assert (info.group.name, info.description) == (circle.subject, circle.description)
    roles = {each.person.address.id: (each.admin, each.owner) for each in info.members}
    assert roles == {OWNER: (True, True), ADMIN: (True, False), MEMBER: (False, False)}
    assert not circle.wrong


@proves(C.GROUP_MEMBERS)
async def group_members(shop: Shop) -> None:
    circle, group, calls = shop.gateway.circle, shop.dialect.group, shop.client.groups
    assert await calls.change(group, MemberChange.ADD, (user(_NEW),)) == ()
    assert not (await _members(shop))[_NEW].admin
    await calls.change(group, MemberChange.PROMOTE, (user(_NEW), user(MEMBER)))
    assert (await _members(shop))[_NEW].admin
    await calls.change(group, MemberChange.DEMOTE, (user(MEMBER),))
    assert not (await _members(shop))[MEMBER].admin
    await calls.change(group, MemberChange.REMOVE, (user(_NEW), user(MEMBER)))
    assert set(await _members(shop)) == {OWNER, ADMIN}
    # who lets nobody add them is told of by name, where the gateway tells
    if shop.dialect.kind != "wapi":
        circle.locked.add(_NEW)
        refused = await calls.change(group, MemberChange.ADD, (user(MEMBER), user(_NEW)))
        assert refused == (user(_NEW),)
    assert not circle.wrong


@proves(C.GROUP_EDIT)
async def group_edit(shop: Shop) -> None:
    circle, group, calls = shop.gateway.circle, shop.dialect.group, shop.client.groups
    await calls.rename(group, "Turma do pão")
    await calls.describe(group, "Avisos & pedidos")
    info = await calls.info(group)
    assert (info.group.name, info.description) == ("Turma do pão", "Avisos & pedidos")
    await calls.leave(group)
    assert circle.left
    assert not circle.wrong


@proves(C.GROUP_INVITE)
async def group_invite(shop: Shop) -> None:
    assert await shop.client.groups.invite_link(shop.dialect.group) == LINK
    assert not shop.gateway.circle.wrong


@proves(C.LABELS)
async def labels(shop: Shop) -> None:
    circle, customer = shop.gateway.circle, shop.dialect.customer
    found = {each.id: each for each in await shop.client.labels.all()}
    assert found["5"] == GatewayLabel(id="5", name="Pago", colour_index=3, colour=PALETTE[3])
    assert set(found) == set(circle.labels)
    await shop.client.labels.put(customer, "5", on=True)
    await shop.client.labels.put(customer, "8", on=True)
    # saying it twice changes nothing
    await shop.client.labels.put(customer, "5", on=True)
    assert circle.put[customer.id] == {"5", "8"}
    await shop.client.labels.put(customer, "5", on=False)
    assert circle.put[customer.id] == {"8"}
    assert not circle.wrong
    # and what others do with them comes in
    await pointed(shop)
    seen = shop.seen(LabelSeen, "label")
    assert seen.label_id
    assert seen.chat == customer
    assert seen.assigned is not None
    await shop.receive("label")
    [delivery] = await shop.desk.deliveries()
    assert delivery.error is None
    made = shop.seen(LabelSeen, "label made")
    assert (made.label_id, made.colour) == (made.label_id, PALETTE[made.colour_index or 0])
    assert made.name and made.chat is None and made.assigned is None and not made.deleted
    assert shop.seen(LabelSeen, "label removed").deleted


@proves(C.LABELS_OF_CHAT)
async def labels_of_chat(shop: Shop) -> None:
    circle, customer = shop.gateway.circle, shop.dialect.customer
    assert await shop.client.labels.of_chat(customer) == ()
    circle.put[customer.id] = {"5", "8"}
    assert set(await shop.client.labels.of_chat(customer)) == {"5", "8"}
    if shop.dialect.tells("labels of a chat"):
        told = shop.seen(ChatLabelsSeen, "labels of a chat")
        assert told.chat == customer
        assert told.label_ids
    assert not circle.wrong


@proves(C.LABEL_CREATE)
async def label_create(shop: Shop) -> None:
    made = await shop.client.labels.create("Orçamento", 2)
    assert (made.name, made.colour_index, made.colour) == ("Orçamento", 2, PALETTE[2])
    assert made in await shop.client.labels.all()
    assert not shop.gateway.circle.wrong


@proves(C.LABEL_EDIT)
async def label_edit(shop: Shop) -> None:
    await shop.client.labels.edit(GatewayLabel(id="5", name="Pago no Pix", colour_index=7))
    assert GatewayLabel(id="5", name="Pago no Pix", colour_index=7, colour=PALETTE[7]) in await shop.client.labels.all()
    await shop.client.labels.delete("5")
    assert {each.id for each in await shop.client.labels.all()} == {"8"}
    assert not shop.gateway.circle.wrong


@proves(C.ABOUT)
async def about(shop: Shop) -> None:
    assert await shop.client.about(shop.dialect.customer) == shop.gateway.about
