"""The façade's groups: what their gateway tells of them, and what it does with them."""

from collections.abc import Awaitable, Callable

import msgspec

from services.core.clock import Clock
from services.domain import phone
from services.domain.address import Address, AddressKind
from services.domain.capabilities import Capability
from services.domain.content import Peer
from services.domain.errors import Invalid, NotConnected, NotFound, NotSupported
from services.domain.events import ContactSeen
from services.domain.groups import MAX_DESCRIPTION, MAX_SUBJECT, GroupInfo, GroupMember, GroupView, MemberChange
from services.domain.ids import ChatId, InstanceId
from services.domain.labels import clean_name
from services.domain.models import ChatView, InstanceView
from services.domain.sending import Abilities
from services.providers.base import Client
from services.providers.groups import GroupCalls
from services.storage.database import Database
from services.storage.queries import chats
from services.storage.queries import groups as queries
from services.storage.writes import contacts as writes


class Groups:
    """Implements ``services.api.grouping.Groups``."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        abilities: Callable[[ChatId], Awaitable[Abilities]],
        instance: Callable[[InstanceId], Awaitable[InstanceView]],
        client_of: Callable[[InstanceId], Client | None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._abilities = abilities
        self._instance = instance
        self._client_of = client_of

    async def info(self, chat_id: ChatId) -> GroupView:
        """Subject, description and members. Raises as the Protocol says."""
        chat, calls = await self._calls(chat_id, Capability.GROUP_INFO)
        told = await calls.info(chat.address)
        if told.group.name:
            await self._learn(chat, told.group.name)
        own = (await self._instance(chat.instance_id)).own_address
        named = await self._named(told)
        return GroupView(info=named, own=next((each for each in named.members if _is(each, own)), None))

    async def add(self, chat_id: ChatId, typed: str) -> bool:
        """Put a number in. Raises as the Protocol says."""
        chat, calls = await self._calls(chat_id, Capability.GROUP_MEMBERS)
        own = (await self._instance(chat.instance_id)).own_address
        digits = phone.read(typed, area=phone.area_of(own.phone if own is not None else None))
        return not await calls.change(chat.address, MemberChange.ADD, (Address(AddressKind.USER, digits),))

    async def change(self, chat_id: ChatId, change: MemberChange, person: Address) -> bool:
        """Remove, promote or demote a member. Raises as the Protocol says."""
        chat, calls = await self._calls(chat_id, Capability.GROUP_MEMBERS)
        return not await calls.change(chat.address, change, (person,))

    async def rename(self, chat_id: ChatId, subject: str) -> None:
        """Another subject. Raises as the Protocol says."""
        kept = clean_name(subject, limit=MAX_SUBJECT)
        chat, calls = await self._calls(chat_id, Capability.GROUP_EDIT)
        await calls.rename(chat.address, kept)
        await self._learn(chat, kept)

    async def describe(self, chat_id: ChatId, text: str) -> None:
        """Another description. Raises as the Protocol says."""
        kept = text.replace("\x00", "").encode("utf-8", "replace").decode().strip()
        if len(kept) > MAX_DESCRIPTION:
            raise Invalid("description")
        chat, calls = await self._calls(chat_id, Capability.GROUP_EDIT)
        await calls.describe(chat.address, kept)

    async def leave(self, chat_id: ChatId) -> None:
        """Our number leaves. Raises as the Protocol says."""
        chat, calls = await self._calls(chat_id, Capability.GROUP_EDIT)
        await calls.leave(chat.address)

    async def invite_link(self, chat_id: ChatId) -> str:
        """The address by which others join. Raises as the Protocol says."""
        chat, calls = await self._calls(chat_id, Capability.GROUP_INVITE)
        return await calls.invite_link(chat.address)

    async def _calls(self, chat_id: ChatId, capability: Capability) -> tuple[ChatView, GroupCalls]:
        found = await self._database.read(chats.get, (chat_id,))
        if not found or not found[0].is_group:
            raise NotFound(f"group {chat_id}")
        if not (await self._abilities(chat_id)).can(capability):
            raise NotSupported(capability.value)
        client = self._client_of(found[0].instance_id)
        if client is None:
            raise NotConnected(f"instance {found[0].instance_id}")
        return found[0], client.groups

    async def _learn(self, chat: ChatView, subject: str) -> None:
        seen = ContactSeen(contact=Peer(address=chat.address, name=subject))
        await self._database.write(writes.learn, seen, self._clock.now_ms())

    async def _named(self, told: GroupInfo) -> GroupInfo:
        names = await self._database.read(queries.names, tuple(a for each in told.members for a in _addresses(each)))
        members = []
        for each in told.members:
            known = (names.get(address.match_key) for address in _addresses(each))
            name = next((name for name in known if name), each.person.name)
            members.append(msgspec.structs.replace(each, person=msgspec.structs.replace(each.person, name=name)))
        return msgspec.structs.replace(told, members=tuple(members))


def _addresses(member: GroupMember) -> tuple[Address, ...]:
    return (member.person.address, *member.person.aliases)


def _is(member: GroupMember, own: Address | None) -> bool:
    return own is not None and own.match_key in {each.match_key for each in _addresses(member)}
