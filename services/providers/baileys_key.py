"""Who a WhatsApp message is from and where it belongs, and its ticks, as Baileys spells them."""

from typing import Any

import msgspec

from services.domain.address import Address, AddressKind
from services.domain.address import parse as parse_address
from services.domain.content import Peer
from services.domain.status import Status, from_word
from services.providers import reading
from services.providers.baileys_part import folded

_STATUS_CODES = (Status.FAILED, Status.SENDING, Status.SENT, Status.DELIVERED, Status.READ, Status.PLAYED)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """Who, where and which: ``chat`` and ``author`` lead with the phone number where one is told.

    ``author`` is set for what others wrote in groups and stories; ``from_me`` None means not told.
    """

    id: str | None
    from_me: bool | None
    chat: Peer | None
    author: Peer | None


def read_key(key: Any) -> Key:
    """A message ``key``: direct chats lead with the phone number, the hidden id (LID) becomes an alias.

    Every spelling of the alternates is read (``remoteJidAlt``, ``senderPn``, ``previousRemoteJid`` …).
    Source: evolution dossier §3.1.
    """
    key = folded(key)
    from_me = reading.bool_or_none(key.get("fromMe"))
    chat = parse_address(key.get("remoteJid"))
    author: Peer | None = None
    if chat is None or chat.kind in (AddressKind.USER, AddressKind.LID, AddressKind.RAW):
        spellings = ["remoteJid", "remoteJidAlt", "previousRemoteJid"]
        if from_me is False:
            spellings += ["senderPn", "senderLid"]
        peer = peer_of(*(key.get(name) for name in spellings))
    else:
        peer = Peer(address=chat)
        if not from_me:
            spellings = ["participant", "participantAlt", "participantPn", "participantLid", "senderPn"]
            author = peer_of(*(key.get(name) for name in spellings))
    return Key(id=reading.id_or_none(key.get("id")), from_me=from_me, chat=peer, author=author)


def peer_of(*spellings: Any) -> Peer | None:
    """One person from several spellings of their address: the phone number leads, the rest are aliases."""
    found: list[Address] = []
    for spelling in spellings:
        address = parse_address(spelling)
        if address is not None and address not in found:
            found.append(address)
    if not found:
        return None
    lead = next((a for a in found if a.kind is AddressKind.USER), found[0])
    aliases = tuple(a for a in found if a != lead and a.kind in (AddressKind.USER, AddressKind.LID))
    return Peer(address=lead, aliases=aliases)


def status_of(value: Any) -> Status | None:
    """A tick as Baileys tells it: 0 ERROR … 5 PLAYED, or the words (also the Cloud channel's)."""
    if isinstance(value, str) and not value.strip().isdigit():
        return from_word(value)
    code = reading.int_or_none(value)
    return _STATUS_CODES[code] if code is not None and 0 <= code < len(_STATUS_CODES) else None
