"""Groups: the v2 events, and the older ones of servers that have no others (waha dossier §3.13, 3.16)."""

from collections.abc import Iterator
from typing import Any

from services.domain.address import AddressKind, parse
from services.domain.content import Peer
from services.domain.errors import ParseError
from services.domain.events import AnyEvent, GroupSeen
from services.providers.adapters.waha.context import Context, person
from services.providers.adapters.waha.ids import address_of
from services.providers.reading import dict_of, list_of, text_or_none

_PARTICIPANT_ACTIONS = {"join": "add", "leave": "leave", "promote": "promote", "demote": "demote"}
_NOTIFICATION_ACTIONS = {
    "add": "add",
    "invite": "add",
    "linked_group_join": "add",
    "remove": "remove",
    "leave": "leave",
}


def _group(payload: dict[str, Any]) -> tuple[Peer, dict[str, Any]]:
    told = dict_of(payload.get("group"))
    address = address_of(told.get("id"))
    if address is None:
        raise ParseError("group event without a group")
    return Peer(address=address, name=text_or_none(told.get("subject"), 300)), told


def _members(entries: Any) -> tuple[Peer, ...]:
    """Participants with both their addresses; one that cannot be read never loses the others."""
    found = []
    for entry in list_of(entries):
        item = dict_of(entry)
        member = person(address_of(item.get("id")) or parse(entry), parse(item.get("pn")))
        if member is not None and member.address.kind in (AddressKind.USER, AddressKind.LID):
            found.append(member)
    return tuple(found)


def joined(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``group.v2.join``: we were added."""
    group, told = _group(payload)
    yield GroupSeen(
        group=group,
        action="joined",
        members=_members(told.get("participants")),
        subject=group.name,
        description=text_or_none(told.get("description"), 4000),
        occurred_at_ms=context.moment(payload.get("timestamp")),
        raw_kind=context.event,
    )


def left(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``group.v2.leave``: we left or were removed; WAHA does not say which."""
    group, _ = _group(payload)
    ourselves = person(context.own, context.own_lid)
    yield GroupSeen(
        group=group,
        action="leave",
        members=(ourselves,) if ourselves else (),
        occurred_at_ms=context.moment(payload.get("timestamp")),
        raw_kind=context.event,
    )


def participants(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``group.v2.participants``; ``type`` counts, the roles beside the ids are wrong on some engines."""
    group, _ = _group(payload)
    action = _PARTICIPANT_ACTIONS.get(str(payload.get("type")))
    if action is None:
        raise ParseError("group participants of unknown type")
    yield GroupSeen(
        group=group,
        action=action,
        members=_members(payload.get("participants")),
        occurred_at_ms=context.moment(payload.get("timestamp")),
        raw_kind=context.event,
    )


def join_request(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``group.v2.participants.join-request`` (2026.9's OpenAPI; unverified): somebody asks to be let in."""
    group, _ = _group(payload)
    asking = person(parse(payload.get("requesterId")), parse(payload.get("requesterPn")))
    if payload.get("action") != "created":
        return
    yield GroupSeen(
        group=group,
        action="request",
        members=(asking,) if asking else (),
        occurred_at_ms=context.moment(payload.get("timestamp")),
        raw_kind=context.event,
    )


def updated(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``group.v2.update``: only what changed on NOWEB, GOWS and WPP, everything on WEBJS."""
    group, told = _group(payload)
    description = text_or_none(told.get("description"), 4000)
    if group.name and description:
        action = "snapshot"
    elif group.name:
        action = "subject"
    else:
        action = "description" if "description" in told else "settings"
    yield GroupSeen(
        group=group,
        action=action,
        members=_members(told.get("participants")),
        subject=group.name,
        description=description,
        occurred_at_ms=context.moment(payload.get("timestamp")),
        raw_kind=context.event,
    )


def deprecated(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``group.join`` and ``group.leave``: raw notifications of WEBJS, metadata of NOWEB.

    Read only where the server numbers no events yet: later ones tell the same in ``group.v2``, and an
    admin who subscribed to everything would see each change twice. The form is unverified.
    """
    if context.has_event_ids:
        return
    address = address_of(payload.get("chatId")) or address_of(payload.get("id"))
    if address is None or address.kind is not AddressKind.GROUP:
        return
    subject = text_or_none(payload.get("subject"), 300)
    action = _NOTIFICATION_ACTIONS.get(str(payload.get("type")), "joined" if subject else None)
    if action is None:
        return
    yield GroupSeen(
        group=Peer(address=address, name=subject),
        action=action,
        actor=person(address_of(payload.get("author"))),
        members=_members(payload.get("recipientIds") or payload.get("participants")),
        subject=subject,
        occurred_at_ms=context.moment(payload.get("timestamp")),
        raw_kind=context.event,
    )
