"""What can be asked of a gateway about groups, and the reading of members that all gateways share."""

from collections.abc import Iterable
from typing import Any

from services.domain.address import Address, AddressKind
from services.domain.content import Peer
from services.domain.errors import NotSupported
from services.domain.groups import GroupInfo, GroupMember, MemberChange
from services.providers import reading, shapes

INVITE = "https://chat.whatsapp.com/"
MAX_MEMBERS = 2000
_PERSON = (AddressKind.USER, AddressKind.LID)
_TAKEN = (0, 200)


class GroupCalls:
    """Groups of one account. Every method may raise AppErrors; NotSupported is what a gateway lacks."""

    async def info(self, group: Address) -> GroupInfo:
        """Subject, description, picture and members (capability GROUP_INFO)."""
        raise NotSupported("group info")

    async def change(self, group: Address, change: MemberChange, people: tuple[Address, ...]) -> tuple[Address, ...]:
        """Add, remove, promote or demote people (capability GROUP_MEMBERS).

        Returns those with whom it was not done, as far as the gateway tells (some let nobody add them).
        """
        raise NotSupported("group members")

    async def rename(self, group: Address, subject: str) -> None:
        """Another subject (capability GROUP_EDIT)."""
        raise NotSupported("group subject")

    async def describe(self, group: Address, text: str) -> None:
        """Another description (capability GROUP_EDIT)."""
        raise NotSupported("group description")

    async def leave(self, group: Address) -> None:
        """Leave the group (capability GROUP_EDIT)."""
        raise NotSupported("leave a group")

    async def invite_link(self, group: Address) -> str:
        """The address by which others join (capability GROUP_INVITE)."""
        raise NotSupported("group invite")


def member(spellings: Iterable[Any], *, role: Any = None, admin: Any = None, owner: Any = None, name: Any = None) -> (
    GroupMember | None
):
    """A member by all addresses told, the number first; None for nobody.

    ``role`` is a word (``admin``, ``superadmin``), ``admin`` and ``owner`` are whatsmeow's and WhatsApp Web's flags.
    """
    found = dict.fromkeys(a for a in map(shapes.known, spellings) if a is not None and a.kind in _PERSON)
    addresses = sorted(found, key=lambda each: each.kind is not AddressKind.USER)
    if not addresses:
        return None
    made_it = role == "superadmin" or reading.bool_or_none(owner) is True
    return GroupMember(
        person=Peer(address=addresses[0], aliases=tuple(addresses[1:]), push_name=reading.text_or_none(name, 200)),
        admin=made_it or role == "admin" or reading.bool_or_none(admin) is True,
        owner=made_it,
    )


def link_of(told: Any) -> str | None:
    """The whole invitation address of what may be an address, its code alone, or None."""
    text = reading.text_or_none(told, 300)
    if text is None or text.startswith("https://"):
        return text
    return INVITE + text


def refused_in(rows: Any, people: tuple[Address, ...]) -> tuple[Address, ...]:
    """Those of ``people`` whose row carries a status or error code other than success (unverified, tolerant)."""
    refused = set()
    for row in map(reading.dict_of, reading.list_of(rows)):
        code = next((row[key] for key in ("status", "code", "Error", "error") if key in row), None)
        number = reading.int_or_none(code)
        if number is None or number in _TAKEN:
            continue
        refused |= {shapes.known(row.get(key)) for key in ("jid", "id", "JID", "PhoneNumber", "phone", "LID")}
    keys = {address.match_key for address in refused if address is not None}
    return tuple(each for each in people if each.match_key in keys)
