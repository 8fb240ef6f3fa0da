"""Groups over WAHA's REST (waha dossier §4.10)."""

from typing import Any

from services.domain.address import Address
from services.domain.content import Peer
from services.domain.errors import AppError, ParseError, Rejected
from services.domain.groups import GroupInfo, GroupMember, MemberChange
from services.providers.adapters.waha.api import SLOW_TIMEOUT_S, Api
from services.providers.adapters.waha.ids import wire_id
from services.providers.groups import MAX_MEMBERS, GroupCalls, link_of, member, refused_in
from services.providers.reading import decode, dict_of, list_of, text_or_none

_PATHS = {
    MemberChange.ADD: ("participants", "add"),
    MemberChange.REMOVE: ("participants", "remove"),
    MemberChange.PROMOTE: ("admin", "promote"),
    MemberChange.DEMOTE: ("admin", "demote"),
}


class WahaGroups(GroupCalls):
    """The group is as raw as its engine; its members are asked for in the form that all engines share."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def info(self, group: Address) -> GroupInfo:
        told = dict_of(await self._call("GET", group))
        rows = list_of(await self._call("GET", group, "participants", "v2"))[:MAX_MEMBERS]
        subject, description = names_of(told)
        return GroupInfo(
            group=Peer(address=group, name=subject, picture_url=await self._picture(group)),
            description=description,
            members=tuple(found for row in rows if (found := _member(dict_of(row))) is not None),
        )

    async def _picture(self, group: Address) -> str | None:
        try:
            return text_or_none(dict_of(await self._call("GET", group, "picture")).get("url"), 4000)
        except AppError:
            return None

    async def change(self, group: Address, change: MemberChange, people: tuple[Address, ...]) -> tuple[Address, ...]:
        body = {"participants": [{"id": wire_id(each)} for each in people]}
        return refused_in(await self._call("POST", group, *_PATHS[change], body=body), people)

    async def rename(self, group: Address, subject: str) -> None:
        await self._call("PUT", group, "subject", body={"subject": subject})

    async def describe(self, group: Address, text: str) -> None:
        await self._call("PUT", group, "description", body={"description": text})

    async def leave(self, group: Address) -> None:
        await self._call("POST", group, "leave")

    async def invite_link(self, group: Address) -> str:
        """The form of the answer is documented nowhere: a text, bare or as JSON, or an object around it."""
        path = self._api.path("groups", wire_id(group), "invite-code")
        raw = (await self._api.http.request("GET", path, json=False)).raw
        try:
            told: Any = decode(raw)
        except ParseError:
            told = raw.decode("utf-8", "replace").strip()
        if isinstance(told, dict):
            told = next((told[key] for key in ("inviteCode", "code", "invite", "url") if key in told), None)
        link = link_of(told)
        if link is None:
            raise Rejected("no invitation in the answer")
        return link

    async def _call(self, method: str, group: Address, *parts: str, body: Any = None) -> Any:
        path = self._api.path("groups", wire_id(group), *parts)
        return await self._api.call(method, path, body=body, timeout_s=SLOW_TIMEOUT_S)


def names_of(told: dict[str, Any]) -> tuple[str | None, str | None]:
    """Subject and description, wherever the engine puts them (WEBJS ``groupMetadata``, NOWEB flat, GOWS capitals)."""
    metadata = dict_of(told.get("groupMetadata"))
    subjects = (told.get("subject"), told.get("name"), metadata.get("subject"), told.get("Name"))
    texts = (told.get("description"), told.get("desc"), metadata.get("desc"), told.get("Topic"))
    return (
        next((found for each in subjects if (found := text_or_none(each, 300))), None),
        next((found for each in texts if (found := text_or_none(each, 5000))), None),
    )


def _member(row: dict[str, Any]) -> GroupMember | None:
    return None if row.get("role") == "left" else member((row.get("id"), row.get("pn")), role=row.get("role"))
