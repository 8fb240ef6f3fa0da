"""A group as its gateway knows it: its members and what may be done with them."""

from enum import StrEnum

import msgspec

from services.domain.content import Peer

MAX_SUBJECT = 100
"""Characters that WhatsApp takes for a subject."""
MAX_DESCRIPTION = 2048
"""Characters that WhatsApp takes for a description (unverified)."""


class GroupMember(msgspec.Struct, frozen=True, kw_only=True):
    """One member; ``owner`` made the group and is an admin, too."""

    person: Peer
    admin: bool = False
    owner: bool = False


class GroupInfo(msgspec.Struct, frozen=True, kw_only=True):
    """``group.name`` is the subject and ``group.picture_url`` the picture; None where the gateway does not tell."""

    group: Peer
    description: str | None = None
    members: tuple[GroupMember, ...] = ()


class GroupView(msgspec.Struct, frozen=True, kw_only=True):
    """A group as the window shows it; ``own`` is our number among the members, None where it is not found there."""

    info: GroupInfo
    own: GroupMember | None = None


class MemberChange(StrEnum):
    """What is done with members."""

    ADD = "add"
    REMOVE = "remove"
    PROMOTE = "promote"
    DEMOTE = "demote"
