"""Contacts, chats, groups, presence, calls and labels of Evolution (dossier §3.6-3.8)."""

from collections.abc import Iterator
from typing import Any

from services.domain.address import AddressKind
from services.domain.address import parse as parse_address
from services.domain.content import Peer
from services.domain.errors import ParseError
from services.domain.events import AnyEvent, CallSeen, ChatSeen, ContactSeen, GroupSeen, LabelSeen, PresenceSeen
from services.providers import reading
from services.providers.adapters.evolution.envelope import Envelope, broken, items
from services.providers.baileys import peer_of
from services.providers.labels import colours
from services.providers.shapes import presence_state

_CALL_PHASES = {
    "offer": "offer", "ringing": "ringing", "accept": "accepted", "reject": "rejected", "timeout": "missed",
    "terminate": "ended",
}  # fmt: skip
_MEMBER_ACTIONS = frozenset({"add", "remove", "promote", "demote", "leave"})
_MAX_MEMBERS = 2000


def contact(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """A row of ``contacts.*``. Groups carry the last sender's name there, so they are left out."""
    jid = item.get("remoteJid") or _jid(item.get("id"))
    peer = peer_of(jid, item.get("lid"), item.get("phoneNumber"), item.get("remoteJidAlt"))
    if peer is None or peer.address.kind not in (AddressKind.USER, AddressKind.LID):
        return
    name = reading.text_or_none(item.get("name"), 200)
    push_name = reading.text_or_none(item.get("pushName"), 200)
    picture = reading.text_or_none(item.get("profilePicUrl") or item.get("profilePictureUrl"), 2000)
    if not (name or push_name or picture or peer.aliases):
        return
    told = Peer(address=peer.address, aliases=peer.aliases, name=name, push_name=push_name, picture_url=picture)
    yield ContactSeen(contact=told, raw_kind=envelope.event)


def chat(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """A row of ``chats.set/upsert/update``; without a jid (a database id only) it says nothing."""
    peer = peer_of(item.get("remoteJid") or _jid(item.get("id")), item.get("remoteLid"))
    if peer is None:
        return
    name = reading.text_or_none(item.get("name"), 200)
    unread = reading.int_or_none(item.get("unreadMessages"))
    if name is None and unread is None and not peer.aliases:
        return
    told = Peer(address=peer.address, aliases=peer.aliases, name=name)
    yield ChatSeen(chat=told, unread=unread, raw_kind=envelope.event)


def chats_deleted(envelope: Envelope) -> Iterator[AnyEvent]:
    """``chats.delete``: jids as bare strings, or rows."""
    for item in items(envelope.data):
        row = reading.dict_of(item)
        address = parse_address(item if isinstance(item, str) else row.get("remoteJid") or _jid(row.get("id")))
        if address is None:
            yield broken(envelope, "a chat without jid")
        else:
            yield ChatSeen(chat=Peer(address=address), deleted=True, raw_kind=envelope.event)


def group(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``groups.upsert``: the whole group, when we joined or made it."""
    yield GroupSeen(
        group=_group(item),
        action="joined",
        actor=peer_of(item.get("author"), item.get("authorPn")),
        members=_members(item.get("participants")),
        subject=reading.text_or_none(item.get("subject"), 300),
        description=reading.text_or_none(item.get("desc"), 5000),
        raw_kind=envelope.event,
    )


def group_changed(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``groups.update``: only what changed is in it."""
    action = next(
        (word for field, word in (("subject", "subject"), ("desc", "description"), ("inviteCode", "invite"))
         if field in item),
        "settings",
    )  # fmt: skip
    yield GroupSeen(
        group=_group(item),
        action=action,
        actor=peer_of(item.get("author"), item.get("authorPn")),
        subject=reading.text_or_none(item.get("subject"), 300),
        description=reading.text_or_none(item.get("desc"), 5000),
        raw_kind=envelope.event,
    )


def members_changed(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``group-participants.update``; participants are strings up to 2.3.5, objects later."""
    action = (reading.text_or_none(item.get("action"), 40) or "").lower()
    actor = peer_of(item.get("author"), item.get("authorPn"))
    members = _members(item.get("participants"), item.get("participantsData"))
    if action == "remove" and actor is not None and [m.address for m in members] == [actor.address]:
        action = "leave"
    yield GroupSeen(
        group=_group(item),
        action=action if action in _MEMBER_ACTIONS else "snapshot",
        actor=actor,
        members=members,
        raw_kind=envelope.event,
    )


def _group(item: dict[str, Any]) -> Peer:
    address = parse_address(item.get("id") or item.get("remoteJid"))
    if address is None:
        raise ParseError("a group without id")
    return Peer(
        address=address,
        name=reading.text_or_none(item.get("subject"), 300),
        picture_url=reading.text_or_none(item.get("pictureUrl"), 2000),
    )


def _members(rows: Any, details: Any = None) -> tuple[Peer, ...]:
    names = {}
    for row in map(reading.dict_of, reading.list_of(details)[:_MAX_MEMBERS]):
        address = parse_address(row.get("jid"))
        name = reading.text_or_none(row.get("name"), 200)
        if address is not None and name:
            names[address] = name
    members = []
    for row in reading.list_of(rows)[:_MAX_MEMBERS]:
        told = reading.dict_of(row)
        spellings = [row] if isinstance(row, str) else [told.get("id"), told.get("phoneNumber"), told.get("lid")]
        peer = peer_of(*spellings)
        if peer is not None:
            name = names.get(peer.address) or reading.text_or_none(told.get("name"), 200)
            members.append(Peer(address=peer.address, aliases=peer.aliases, push_name=name))
    return tuple(members)


def presence(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``presence.update``: who types, records, is there."""
    where = parse_address(item.get("id"))
    if where is None:
        raise ParseError("presence without chat")
    for jid, told in reading.dict_of(item.get("presences")).items():
        state = presence_state(reading.dict_of(told).get("lastKnownPresence"))
        if state is None:
            continue
        last_seen = reading.moment_ms(reading.dict_of(told).get("lastSeen"), envelope.received_at_ms)
        yield PresenceSeen(
            chat=where,
            state=state,
            who=parse_address(jid) if where.kind is AddressKind.GROUP else None,
            last_seen_at_ms=last_seen,
            raw_kind=envelope.event,
        )


def call(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``call``: one event for each phase. Raw socket packets under the same name have no status."""
    phase = _CALL_PHASES.get(str(item.get("status")).lower())
    if phase is None:
        return
    call_id = reading.id_or_none(item.get("id"))
    if call_id is None:
        raise ParseError("a call without id")
    yield CallSeen(
        call_id=call_id,
        phase=phase,
        caller=peer_of(item.get("from"), item.get("callerPn"), item.get("chatId")),
        video=reading.bool_or_none(item.get("isVideo")),
        group=reading.bool_or_none(item.get("isGroup")) is True,
        occurred_at_ms=reading.moment_ms(item.get("date"), envelope.received_at_ms),
        raw_kind=envelope.event,
    )


def label(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``labels.edit``; the colour is an index."""
    index, colour = colours(item.get("color"))
    yield LabelSeen(
        label_id=_label_id(item.get("id")),
        name=reading.text_or_none(item.get("name"), 200),
        colour=colour,
        colour_index=index,
        deleted=reading.bool_or_none(item.get("deleted")) is True,
        raw_kind=envelope.event,
    )


def label_put(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``labels.association``."""
    yield LabelSeen(
        label_id=_label_id(item.get("labelId")),
        chat=parse_address(item.get("chatId")),
        stanza_id=reading.id_or_none(item.get("messageId")),
        assigned=item.get("type") == "add",
        raw_kind=envelope.event,
    )


def _label_id(value: Any) -> str:
    found = reading.id_or_none(value)
    if found is None:
        raise ParseError("a label without id")
    return found


def _jid(value: Any) -> str | None:
    """v1's ``id`` is a jid; v2's is a row of Evolution's database."""
    return value if isinstance(value, str) and "@" in value else None
