"""chat-whatsapp's ``{event, data, timestamp?}`` bodies. Source: the chat-whatsapp seed, others.md §1.4.

The body names no instance; only a status tells the number. The business itself is written "bot".
"""

from collections.abc import Callable
from typing import Any

from services.domain import address, status
from services.domain.address import Address, AddressKind
from services.domain.content import Content, Direction, MessageKind, Peer
from services.domain.errors import ParseError
from services.domain.events import AnyEvent, ConnectionSeen, ConnectionState, MessageSeen, Unrecognised
from services.providers import reading, shapes
from services.providers.base import Inbound, Match
from services.providers.shapes import SerializedId

# the seed shows "text" alone; the others are whatsapp-web.js's own words, unverified for this server
_KINDS = {
    "text": MessageKind.TEXT,
    "chat": MessageKind.TEXT,
    "image": MessageKind.IMAGE,
    "video": MessageKind.VIDEO,
    "audio": MessageKind.AUDIO,
    "ptt": MessageKind.VOICE,
    "voice": MessageKind.VOICE,
    "document": MessageKind.DOCUMENT,
    "sticker": MessageKind.STICKER,
    "location": MessageKind.LOCATION,
    "vcard": MessageKind.CONTACTS,
    "contact": MessageKind.CONTACTS,
}
_DIRECTIONS = {"incoming": Direction.IN, "outgoing": Direction.OUT}
_STATUS_KEYS = frozenset({"connected", "authenticated", "error", "qrAvailable"})
# markers of the formats that the detector knows by more than the event's name
_FOREIGN = ("instance", "instanceId", "instanceName", "instanceToken", "session", "payload", "EventType")


def match(inbound: Inbound) -> Match:
    """Rows 19 and 20 of others.md §7.2. No instance is named in it."""
    body = inbound.body
    if not isinstance(body, dict) or any(key in body for key in _FOREIGN):
        return Match(confidence=0)
    event, data = body.get("event"), reading.dict_of(body.get("data"))
    if event == "message" and isinstance(data.get("message"), dict):
        return Match(confidence=_message_confidence(body, data["message"]))
    if event == "status" and _STATUS_KEYS & data.keys():
        return Match(confidence=2)
    return Match(confidence=2 if event == "qr" and "qr" in data else 0)


def _message_confidence(body: dict[str, Any], message: dict[str, Any]) -> int:
    if "direction" in message:
        return 3
    if "message_type" in message or str(message.get("from", "")).startswith("+"):
        return 0
    return 1 if "timestamp" in body else 0


def parse(inbound: Inbound) -> tuple[AnyEvent, ...]:
    """One event per body. Raises ParseError where the envelope is not ``{event, data}``."""
    body = inbound.body
    if not isinstance(body, dict) or not isinstance(body.get("event"), str):
        raise ParseError("chat_whatsapp: no event")
    event = reading.text_or_none(body["event"], 100) or "?"
    data = body.get("data")
    if not isinstance(data, dict):
        raise ParseError(f"chat_whatsapp: {event} without data")
    read = _READERS.get(event)
    if read is None:
        return (Unrecognised(name=event),)
    return (read(data, reading.moment_ms(body.get("timestamp"), inbound.received_at_ms), inbound),)


def _message(data: dict[str, Any], sent_ms: int | None, inbound: Inbound) -> AnyEvent:
    message = reading.dict_of(data.get("message"))
    whole = reading.id_or_none(message.get("id"))
    if whole is None:
        return Unrecognised(name="message", reason="message without id", problem=True)
    key = shapes.serialized_id(whole)
    source, target = shapes.known(message.get("from")), shapes.known(message.get("to"))
    direction, inferred = _direction(message.get("direction"), key, source, target)
    out = direction is Direction.OUT
    chat = (target or source) if out else (source or target)
    if chat is None and key is not None:
        chat = key.chat
    author = None
    if key and key.participant and not out and chat and chat.kind is AddressKind.GROUP:
        author = Peer(address=key.participant)
    raw_kind = reading.text_or_none(message.get("type"), 100) or "text"
    kind = _KINDS.get(raw_kind.lower(), MessageKind.UNSUPPORTED)
    return MessageSeen(
        stanza_id=key.stanza_id if key else whole,
        provider_message_id=whole if key else None,
        chat=Peer(address=chat) if chat else None,
        author=author,
        direction=direction,
        direction_inferred=inferred,
        kind=kind,
        text=reading.text_or_none(message.get("content")),
        content=Content(raw_kind=raw_kind) if kind is MessageKind.UNSUPPORTED else None,
        # "received" is said of incoming messages, which have no ticks
        status=status.from_word(message.get("status")) if out else None,
        occurred_at_ms=reading.moment_ms(message.get("timestamp"), inbound.received_at_ms) or sent_ms,
        raw_kind="message",
    )


def _direction(
    word: Any, key: SerializedId | None, source: Address | None, target: Address | None
) -> tuple[Direction, bool]:
    """The direction and whether it was inferred: the word, else the id, else which side is "bot"."""
    told = _DIRECTIONS.get(word.strip().lower()) if isinstance(word, str) else None
    if told is not None:
        return told, False
    if key is not None:
        return (Direction.OUT if key.from_me else Direction.IN), False
    return (Direction.OUT if target is not None and source is None else Direction.IN), True


def _status(data: dict[str, Any], sent_ms: int | None, inbound: Inbound) -> AnyEvent:
    connected = reading.bool_or_none(data.get("connected"))
    error = reading.text_or_none(data.get("error"), 300)
    reason = error
    if connected:
        state = ConnectionState.CONNECTED
    elif error is None and reading.bool_or_none(data.get("qrAvailable")):
        state = ConnectionState.AWAITING_QR
    elif connected is False or error is not None:
        state = ConnectionState.LOGGED_OUT
    elif reading.bool_or_none(data.get("authenticated")):
        state, reason = ConnectionState.CONNECTING, "authenticated"
    else:
        return Unrecognised(name="status", reason="no state in it")
    return ConnectionSeen(
        state=state,
        reason=reason,
        own_address=_own_address(data),
        own_name=reading.text_or_none(reading.dict_of(data.get("clientInfo")).get("pushname"), 200),
        occurred_at_ms=sent_ms,
        raw_kind="status",
    )


def _own_address(data: dict[str, Any]) -> Address | None:
    """``clientInfo.wid``: digits in the seed; whatsapp-web.js's own object is taken too."""
    wid = reading.dict_of(data.get("clientInfo")).get("wid")
    if isinstance(wid, dict):
        wid = wid.get("_serialized") or wid.get("user")
    found = address.parse(wid)
    return found if found is not None and found.kind is AddressKind.USER else None


def _qr(data: dict[str, Any], sent_ms: int | None, inbound: Inbound) -> AnyEvent:
    seen = shapes.qr_seen(data.get("qr"), raw_kind="qr", occurred_at_ms=sent_ms)
    return seen or Unrecognised(name="qr", reason="no QR in it")


_READERS: dict[str, Callable[[dict[str, Any], int | None, Inbound], AnyEvent]] = {
    "message": _message,
    "status": _status,
    "qr": _qr,
}
