"""Groups over W-API's REST (others.md §3.4; the forms are those of the vendor's Postman collection, second-hand).

Answers are documented nowhere: they are read as Baileys' objects, whole or inside another, unverified.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from services.domain.address import Address
from services.domain.content import Peer
from services.domain.errors import AppError
from services.domain.groups import GroupInfo, GroupMember, MemberChange
from services.providers import reading
from services.providers.adapters.wapi.ids import wire_phone
from services.providers.groups import MAX_MEMBERS, GroupCalls, member

Ask = Callable[..., Awaitable[dict[str, Any]]]
_INNER = ("group", "metadata", "groupMetadata", "data")


class WapiGroups(GroupCalls):
    """``ask(method, path, body=, **query)`` makes one call of the instance and gives the answer's object."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    async def info(self, group: Address) -> GroupInfo:
        told = await self._ask("GET", "/group/group-metadata", groupId=str(group))
        inner = next((each for name in _INNER if (each := reading.dict_of(told.get(name)))), told)
        texts = (inner.get(name) for name in ("desc", "description"))
        subjects = (inner.get(name) for name in ("subject", "name", "groupName"))
        pictures = (inner.get(name) for name in ("profilePictureUrl", "profilePicture", "pictureUrl"))
        rows = reading.list_of(inner.get("participants"))[:MAX_MEMBERS]
        return GroupInfo(
            group=Peer(address=group, name=_first(subjects, 300), picture_url=_first(pictures, 2000)),
            description=_first(texts, 5000),
            members=tuple(found for row in rows if (found := _member(reading.dict_of(row))) is not None),
        )

    async def change(self, group: Address, change: MemberChange, people: tuple[Address, ...]) -> tuple[Address, ...]:
        """Removing takes one person at a time; the others take all at once and say nothing of single ones."""
        if change is MemberChange.REMOVE:
            return await self._remove(group, people)
        path = {
            MemberChange.ADD: "/group/add-participant",
            MemberChange.PROMOTE: "/group/add-admin",
            MemberChange.DEMOTE: "/group/remove-admin",
        }[change]
        await self._ask("POST", path, body={"groupId": str(group), "phones": [wire_phone(each) for each in people]})
        return ()

    async def _remove(self, group: Address, people: tuple[Address, ...]) -> tuple[Address, ...]:
        refused: list[Address] = []
        for each in people:
            body = {"groupId": str(group), "phone": wire_phone(each)}
            try:
                await self._ask("DELETE", "/group/remove-participant", body=body)
            except AppError:
                if len(people) == 1:
                    raise
                refused.append(each)
        return tuple(refused)

    async def rename(self, group: Address, subject: str) -> None:
        await self._ask("POST", "/group/update-group-name", body={"groupId": str(group), "groupName": subject})

    async def describe(self, group: Address, text: str) -> None:
        await self._ask("POST", "/group/update-group-description", body={"groupId": str(group), "description": text})

    async def leave(self, group: Address) -> None:
        await self._ask("DELETE", "/group/leave-group", groupId=str(group))


def _first(values: Any, limit: int) -> str | None:
    return next((found for each in values if (found := reading.text_or_none(each, limit))), None)


def _member(row: dict[str, Any]) -> GroupMember | None:
    spellings = (row.get("id"), row.get("phoneNumber"), row.get("phone"), row.get("lid"))
    return member(
        spellings,
        role=row.get("admin"),
        admin=row.get("isAdmin") if "isAdmin" in row else row.get("admin"),
        owner=row.get("isSuperAdmin"),
        name=row.get("name") or row.get("pushName"),
    )
