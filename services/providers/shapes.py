"""Small shapes that several gateways share: QR values, presence and connection words, serialized ids."""

import base64
import binascii
import re
from typing import Any

import msgspec

from services.domain import address
from services.domain.address import Address, AddressKind
from services.domain.events import ConnectionState, PresenceState, QrSeen
from services.providers import reading

_SERIALIZED = re.compile(r"^(true|false)_([^_\s]+)_([^_\s]+)(?:_(\S+))?$")
_IMAGE_MAGIC = (b"\x89PNG", b"\xff\xd8\xff")
_PRESENCE = {
    "composing": PresenceState.TYPING,
    "typing": PresenceState.TYPING,
    "recording": PresenceState.RECORDING,
    "paused": PresenceState.PAUSED,
    "available": PresenceState.ONLINE,
    "online": PresenceState.ONLINE,
    "unavailable": PresenceState.OFFLINE,
    "offline": PresenceState.OFFLINE,
}
_CONNECTION = {
    "connected": ConnectionState.CONNECTED,
    "open": ConnectionState.CONNECTED,
    "online": ConnectionState.CONNECTED,
    "connecting": ConnectionState.CONNECTING,
    "opening": ConnectionState.CONNECTING,
    "authenticated": ConnectionState.CONNECTING,
    "qr": ConnectionState.AWAITING_QR,
    "qrcode": ConnectionState.AWAITING_QR,
    "close": ConnectionState.RECONNECTING,
    "closed": ConnectionState.RECONNECTING,
    "offline": ConnectionState.RECONNECTING,
    "disconnected": ConnectionState.LOGGED_OUT,
    "logout": ConnectionState.LOGGED_OUT,
}


class SerializedId(msgspec.Struct, frozen=True, kw_only=True):
    """whatsapp-web.js's spelling of a message key, taken apart."""

    from_me: bool
    chat: Address
    stanza_id: str
    participant: Address | None = None


def serialized_id(text: str) -> SerializedId | None:
    """``<fromMe>_<chat>_<stanza id>[_<participant>]``; None where the text is a plain id (others.md §8.9)."""
    found = _SERIALIZED.match(text)
    chat = known(found[2]) if found else None
    if found is None or chat is None:
        return None
    return SerializedId(from_me=found[1] == "true", chat=chat, stanza_id=found[3], participant=known(found[4]))


def known(value: object) -> Address | None:
    """The address of a JID or number, None for what is neither ("bot", a name): never a RAW address."""
    found = address.parse(value)
    return None if found is None or found.kind is AddressKind.RAW else found


def same(one: Address | None, other: Address | None) -> bool:
    """Whether both are known and name one account, whatever the spelling of a Brazilian mobile number."""
    return one is not None and other is not None and one.match_key == other.match_key


def qr_seen(value: Any, *, raw_kind: str | None = None, occurred_at_ms: int | None = None) -> QrSeen | None:
    """A QR as a data URI, as bare base64 of a picture, or as the text to draw (others.md §8.21)."""
    text = reading.text_or_none(value, 200_000)
    if text is None:
        return None
    image = reading.base64_or_none(text) if text.startswith("data:") or _is_picture(text) else None
    return QrSeen(
        image_base64=image,
        text=None if image else text,
        raw_kind=raw_kind,
        occurred_at_ms=occurred_at_ms,
    )


def _is_picture(text: str) -> bool:
    try:
        return base64.b64decode(text[:64], validate=True).startswith(_IMAGE_MAGIC)
    except (ValueError, binascii.Error):
        return False


def presence_state(word: object) -> PresenceState | None:
    """WhatsApp's presence words in any case."""
    return _PRESENCE.get(word.strip().lower()) if isinstance(word, str) else None


def connection_state(word: object) -> ConnectionState | None:
    """A gateway's word for its session.

    ``close`` may come back by itself; ``disconnected`` is what these gateways say of a session that
    was cleared and has to be linked again.
    """
    return _CONNECTION.get(word.strip().lower()) if isinstance(word, str) else None
