"""Groups over a whatsapp-web.js server's REST (its own ``groupChat`` routes; unverified against a running server)."""

from typing import Any

from services.domain.address import Address
from services.domain.content import Peer
from services.domain.errors import Rejected
from services.domain.groups import GroupInfo, GroupMember, MemberChange
from services.providers import reading
from services.providers.adapters.wwebjs.ids import address_of, wire_id
from services.providers.answers import Answer
from services.providers.groups import MAX_MEMBERS, GroupCalls, link_of, member, refused_in
from services.providers.http import HttpClient

_SLOW_S = 60.0
_VERBS = {
    MemberChange.ADD: "addParticipants",
    MemberChange.REMOVE: "removeParticipants",
    MemberChange.PROMOTE: "promoteParticipants",
    MemberChange.DEMOTE: "demoteParticipants",
}


class WwebjsGroups(GroupCalls):
    """``session`` is the quoted session id."""

    def __init__(self, http: HttpClient, session: str) -> None:
        self._http = http
        self._session = session

    async def info(self, group: Address) -> GroupInfo:
        chat = reading.dict_of((await self._call("getClassInfo", group)).get("chat"))
        metadata = reading.dict_of(chat.get("groupMetadata"))
        rows = reading.list_of(metadata.get("participants"))[:MAX_MEMBERS]
        picture = await self._http.request(
            "POST", f"/client/getProfilePicUrl/{self._session}", body={"contactId": wire_id(group)}, timeout_s=_SLOW_S
        )
        name = reading.text_or_none(chat.get("name"), 300) or reading.text_or_none(metadata.get("subject"), 300)
        return GroupInfo(
            group=Peer(
                address=group,
                name=name,
                picture_url=reading.text_or_none(reading.dict_of(picture.body).get("result"), 2000),
            ),
            description=reading.text_or_none(metadata.get("desc"), 5000),
            members=tuple(found for row in rows if (found := _member(reading.dict_of(row))) is not None),
        )

    async def change(self, group: Address, change: MemberChange, people: tuple[Address, ...]) -> tuple[Address, ...]:
        """The two servers read the same list by different names, so that both are sent."""
        ids = [wire_id(each) for each in people]
        told = await self._call(_VERBS[change], group, participantIds=ids, contactIds=ids)
        result = reading.dict_of(told.get("result"))
        rows = [{"id": name, **reading.dict_of(row)} for name, row in result.items() if isinstance(row, dict)]
        return refused_in(rows, people)

    async def rename(self, group: Address, subject: str) -> None:
        await self._call("setSubject", group, subject=subject)

    async def describe(self, group: Address, text: str) -> None:
        await self._call("setDescription", group, description=text)

    async def leave(self, group: Address) -> None:
        await self._call("leave", group)

    async def invite_link(self, group: Address) -> str:
        link = link_of((await self._call("getInviteCode", group)).get("inviteCode"))
        if link is None:
            raise Rejected("no invitation in the answer")
        return link

    async def _call(self, verb: str, group: Address, **fields: Any) -> dict[str, Any]:
        path = f"/groupChat/{verb}/{self._session}"
        body = {"chatId": wire_id(group), **fields}
        return _done(await self._http.request("POST", path, body=body, timeout_s=_SLOW_S))


def _done(answer: Answer) -> dict[str, Any]:
    """The answer's object. A setter that WhatsApp Web refused says so by ``success`` or ``result``."""
    told = reading.dict_of(answer.body)
    if told.get("success") is not True or told.get("result") is False:
        raise Rejected(reading.text_or_none(told.get("error"), 300) or "the group could not be changed")
    return told


def _member(row: dict[str, Any]) -> GroupMember | None:
    who = address_of(row.get("id"))
    spelling = str(who) if who is not None else None
    return member((spelling,), admin=row.get("isAdmin"), owner=row.get("isSuperAdmin"))
