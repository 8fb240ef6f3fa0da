"""Groups in memory for tests of the window."""

import msgspec

from services.domain.address import user
from services.domain.content import Peer
from services.domain.groups import GroupInfo, GroupMember, GroupView, MemberChange


def member(number: int, name: str | None = None, **facts) -> GroupMember:
    return GroupMember(person=Peer(address=user(f"55119{77770000 + number}"), name=name), **facts)


class FakeGroups:
    """``services.api.grouping.Groups`` over ``rows``, the members of every group; ``own`` is our number there."""

    def __init__(self, fake) -> None:
        self._fake = fake
        self.own = member(1, "Padaria", admin=True)
        self.rows = (self.own, member(2, "Rui", admin=True), member(3, "Bia"))
        self.description = "Pedidos até 18h"
        self.refuses = False

    async def info(self, chat_id) -> GroupView:
        await self._fake.called("groups.info", chat_id)
        chat = self._fake.chat_rows[chat_id]
        told = Peer(address=chat.address, name=chat.title)
        info = GroupInfo(group=told, description=self.description, members=self.rows)
        return GroupView(info=info, own=self.own if self.own in self.rows else None)

    async def add(self, chat_id, typed) -> bool:
        await self._fake.called("groups.add", chat_id, typed)
        return not self.refuses

    async def change(self, chat_id, change, person) -> bool:
        await self._fake.called("groups.change", chat_id, change, person)
        if change is MemberChange.REMOVE:
            self.rows = tuple(each for each in self.rows if each.person.address != person)
        else:
            admin = change is MemberChange.PROMOTE
            self.rows = tuple(
                msgspec.structs.replace(each, admin=admin) if each.person.address == person else each for each in self.rows
            )
        return not self.refuses

    async def rename(self, chat_id, subject) -> None:
        await self._fake.called("groups.rename", chat_id, subject)

    async def describe(self, chat_id, text) -> None:
        await self._fake.called("groups.describe", chat_id, text)
        self.description = text

    async def leave(self, chat_id) -> None:
        await self._fake.called("groups.leave", chat_id)

    async def invite_link(self, chat_id) -> str:
        await self._fake.called("groups.invite_link", chat_id)
        return "https://chat.whatsapp.com/AbC123"
