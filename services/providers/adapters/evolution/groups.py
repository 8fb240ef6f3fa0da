"""Groups over Evolution's REST (evolution dossier §4.6)."""

from typing import Any

import msgspec

from services.domain.address import Address, AddressKind
from services.domain.content import Peer
from services.domain.errors import AppError, Rejected
from services.domain.groups import GroupInfo, GroupMember, MemberChange
from services.providers import reading
from services.providers.adapters.evolution.versions import Versioned
from services.providers.groups import MAX_MEMBERS, GroupCalls, link_of, member, refused_in

_SLOW_S = 60.0


class EvolutionGroups(GroupCalls):
    """Members come with the group, their names with a call of their own that may fail alone."""

    def __init__(self, server: Versioned) -> None:
        self._server = server

    async def info(self, group: Address) -> GroupInfo:
        told = reading.dict_of(await self._get("findGroupInfos", group))
        members = _members(told.get("participants"))
        try:
            named = _members(reading.dict_of(await self._get("participants", group)).get("participants"))
        except AppError:
            named = ()
        names = {each.person.address: each.person.push_name for each in named}
        names |= {alias: each.person.push_name for each in named for alias in each.person.aliases}
        return GroupInfo(
            group=Peer(
                address=group,
                name=reading.text_or_none(told.get("subject"), 300),
                picture_url=reading.text_or_none(told.get("pictureUrl"), 2000),
            ),
            description=reading.text_or_none(told.get("desc"), 5000),
            members=tuple(_named(each, names.get(each.person.address)) for each in members or named),
        )

    async def change(self, group: Address, change: MemberChange, people: tuple[Address, ...]) -> tuple[Address, ...]:
        """The answer's rows are Baileys' ``{status, jid}``, unverified."""
        numbers = [each.id if each.kind is AddressKind.USER else str(each) for each in people]
        told = await self._update("updateParticipant", group, {"action": change.value, "participants": numbers})
        return refused_in(reading.dict_of(told).get("updateParticipants"), people)

    async def rename(self, group: Address, subject: str) -> None:
        await self._update("updateGroupSubject", group, {"subject": subject})

    async def describe(self, group: Address, text: str) -> None:
        await self._update("updateGroupDescription", group, {"description": text})

    async def leave(self, group: Address) -> None:
        path = f"/group/leaveGroup/{self._server.instance}"
        await self._server.http.request("DELETE", path, params={"groupJid": str(group)}, timeout_s=_SLOW_S)

    async def invite_link(self, group: Address) -> str:
        told = reading.dict_of(await self._get("inviteCode", group))
        link = link_of(told.get("inviteUrl")) or link_of(told.get("inviteCode"))
        if link is None:
            raise Rejected("no invitation in the answer")
        return link

    async def _get(self, what: str, group: Address) -> Any:
        path = f"/group/{what}/{self._server.instance}"
        params = {"groupJid": str(group)}
        return (await self._server.http.request("GET", path, params=params, timeout_s=_SLOW_S)).body

    async def _update(self, what: str, group: Address, body: dict[str, Any]) -> Any:
        method = await self._server.method("POST", v1="PUT")
        path = f"/group/{what}/{self._server.instance}"
        params = {"groupJid": str(group)}
        return (await self._server.http.request(method, path, params=params, body=body, timeout_s=_SLOW_S)).body


def _members(rows: Any) -> tuple[GroupMember, ...]:
    found = (
        member((row.get("id"), row.get("phoneNumber"), row.get("lid")), role=row.get("admin"), name=row.get("name"))
        for row in map(reading.dict_of, reading.list_of(rows)[:MAX_MEMBERS])
    )
    return tuple(each for each in found if each is not None)


def _named(one: GroupMember, name: str | None) -> GroupMember:
    if name is None or one.person.push_name is not None:
        return one
    return msgspec.structs.replace(one, person=msgspec.structs.replace(one.person, push_name=name))
