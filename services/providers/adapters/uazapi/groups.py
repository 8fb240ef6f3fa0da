"""Groups over Uazapi's REST.

The dossier names none of these calls: paths and fields are those on which independent public clients agree
(unverified). Answers are whatsmeow's objects and read with their keys in lower case.
"""

from typing import Any

from services.domain.address import Address, AddressKind
from services.domain.content import Peer
from services.domain.errors import Rejected
from services.domain.groups import GroupInfo, GroupMember, MemberChange
from services.providers.adapters.uazapi.access import Access
from services.providers.adapters.uazapi.fields import folded, name_of
from services.providers.groups import MAX_MEMBERS, GroupCalls, link_of, member, refused_in
from services.providers.http import segment
from services.providers.reading import dict_of, list_of, text_or_none

_SLOW_S = 60.0


class UazapiGroups(GroupCalls):
    """Every call names the group as ``groupjid``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def info(self, group: Address) -> GroupInfo:
        told = folded(dict_of(await self._call("/group/info", group)))
        pictures = (told.get("profilepictureurl"), told.get("pictureurl"), told.get("image"))
        texts = (told.get("topic"), told.get("description"), told.get("desc"))
        rows = list_of(told.get("participants"))[:MAX_MEMBERS]
        return GroupInfo(
            group=Peer(
                address=group,
                name=name_of(told.get("name")) or name_of(told.get("subject")),
                picture_url=next((text for each in pictures if (text := text_or_none(each, 4000))), None),
            ),
            description=next((text for each in texts if (text := text_or_none(each, 5000))), None),
            members=tuple(found for row in rows if (found := _member(dict_of(row))) is not None),
        )

    async def change(self, group: Address, change: MemberChange, people: tuple[Address, ...]) -> tuple[Address, ...]:
        numbers = [each.id if each.kind is AddressKind.USER else str(each) for each in people]
        told = dict_of(await self._call("/group/updateParticipants", group, action=change.value, participants=numbers))
        return refused_in(told.get("groupUpdated") or told.get("participants"), people)

    async def rename(self, group: Address, subject: str) -> None:
        await self._call("/group/updateName", group, name=subject)

    async def describe(self, group: Address, text: str) -> None:
        await self._call("/group/updateDescription", group, description=text)

    async def leave(self, group: Address) -> None:
        await self._call("/group/leave", group)

    async def invite_link(self, group: Address) -> str:
        told = (await self._access.call("GET", f"/group/invitelink/{segment(str(group))}", timeout_s=_SLOW_S)).body
        fields = folded(dict_of(told))
        names = ("invitelink", "invite_link", "link", "url", "invitecode")
        link = next((found for name in names if (found := link_of(fields.get(name)))), None)
        if link is None:
            raise Rejected("no invitation in the answer")
        return link

    async def _call(self, path: str, group: Address, **fields: Any) -> Any:
        body = {"groupjid": str(group), **fields}
        return (await self._access.call("POST", path, body, timeout_s=_SLOW_S)).body


def _member(row: dict[str, Any]) -> GroupMember | None:
    return member(
        (row.get("jid"), row.get("phonenumber"), row.get("lid")),
        admin=row.get("isadmin"),
        owner=row.get("issuperadmin"),
        name=name_of(row.get("displayname")),
    )
