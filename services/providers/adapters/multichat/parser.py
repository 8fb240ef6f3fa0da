"""MultiChat's bodies, each with its own address. Source: the MultiChat W-API seed, others.md §1.2.

These are not what W-API itself sends (that is the provider of that name), though both may come to the
same addresses: the body decides.
"""

from collections.abc import Callable
from typing import Any

from services.domain import status
from services.domain.content import Direction
from services.domain.errors import ParseError
from services.domain.events import AckSeen, AnyEvent, ConnectionSeen, ConnectionState, PresenceSeen, Unrecognised
from services.providers import reading, shapes
from services.providers.adapters.multichat.messages import read_message
from services.providers.base import Inbound, Match

_EVENTS = frozenset(
    {"connection", "disconnection", "message", "presence", "message_status", "instanceStatus", "qrCode"}
)
_EVENT_OF_PATH = {
    "connect": "connection",
    "disconnect": "disconnection",
    "send-message": "message",
    "receive-message": "message",
    "chat-presence": "presence",
    "message-status": "message_status",
}
_DIRECTION_OF_PATH = {"send-message": Direction.OUT, "receive-message": Direction.IN}
_STATE_OF_EVENT = {
    "connection": ConnectionState.CONNECTED,
    "disconnection": ConnectionState.LOGGED_OUT,
}


def match(inbound: Inbound) -> Match:
    """Row 16 of others.md §7.2; on the seed's addresses a body without ``event`` is taken as well."""
    body = inbound.body
    if not isinstance(body, dict) or "instanceId" not in body or "EventType" in body or "dataType" in body:
        return Match(confidence=0)
    data = reading.dict_of(body.get("data"))
    if any("remoteJid" in reading.dict_of(place.get("key")) for place in (body, data)):
        return Match(confidence=0)
    event, instance = body.get("event"), reading.text_or_none(body["instanceId"], 200)
    keys = (instance,) if instance else ()
    if isinstance(event, str):
        known = event in _EVENTS and not isinstance(body.get("payload"), dict)
        return Match(confidence=3 if known else 0, instance_keys=keys)
    if "connectionStatus" in body:
        return Match(confidence=2, instance_keys=keys)
    by_path = _step(inbound.path) in _EVENT_OF_PATH and "moment" not in body
    return Match(confidence=2 if by_path else 0, instance_keys=keys)


def parse(inbound: Inbound) -> tuple[AnyEvent, ...]:
    """One event per body; the address tells what the body lacks. Raises ParseError for anything else."""
    body = inbound.body
    if not isinstance(body, dict):
        raise ParseError("multichat: not an object")
    step = _step(inbound.path)
    event = reading.text_or_none(body.get("event"), 100) or _EVENT_OF_PATH.get(step)
    if event is None and "connectionStatus" in body:
        event = "connectionStatus"
    if event is None:
        raise ParseError("multichat: no event")
    read = _READERS.get(event)
    if read is None:
        return (Unrecognised(name=event),)
    return read(event, body, inbound)


def _step(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2].lower()


def _message(event: str, body: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    return read_message(event, body, inbound, _DIRECTION_OF_PATH.get(_step(inbound.path)))


def _status(event: str, body: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    stanza_id = reading.id_or_none(body.get("messageId"))
    if stanza_id is None:
        return (Unrecognised(name=event, reason="status without messageId", problem=True),)
    seen = status.from_word(body.get("status"))
    if seen is None:
        return (Unrecognised(name=event, reason=f"status {str(body.get('status'))[:50]!r}"),)
    moment = _moment(body, inbound)
    return (AckSeen(stanza_ids=(stanza_id,), status=seen, occurred_at_ms=moment, raw_kind=event),)


def _presence(event: str, body: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    chat = shapes.known(body.get("chatId"))
    if chat is None:
        return (Unrecognised(name=event, reason="presence without chatId", problem=True),)
    state = shapes.presence_state(body.get("presence"))
    if state is None:
        return (Unrecognised(name=event, reason=f"presence {str(body.get('presence'))[:50]!r}"),)
    return (PresenceSeen(chat=chat, state=state, occurred_at_ms=_moment(body, inbound), raw_kind=event),)


def _connection(event: str, body: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    """Also the older ``instanceStatus`` and ``connectionStatus``, the latter with a QR beside it."""
    word = body.get("status", body.get("connectionStatus"))
    if word is None:
        word = reading.dict_of(body.get("statusData")).get("status")
    state = _STATE_OF_EVENT.get(event) if word is None else shapes.connection_state(word)
    told: list[AnyEvent] = []
    if state is not None:
        told.append(ConnectionSeen(state=state, occurred_at_ms=_moment(body, inbound), raw_kind=event))
    qr = shapes.qr_seen(body.get("qrCode"), raw_kind=event, occurred_at_ms=_moment(body, inbound))
    if qr is not None:
        told.append(qr)
    return tuple(told) or (Unrecognised(name=event, reason=f"status {str(word)[:50]!r}"),)


def _qr(event: str, body: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    seen = shapes.qr_seen(body.get("qrCode"), raw_kind=event, occurred_at_ms=_moment(body, inbound))
    return (seen or Unrecognised(name=event, reason="no QR in it"),)


def _moment(body: dict[str, Any], inbound: Inbound) -> int | None:
    return reading.moment_ms(body.get("timestamp"), inbound.received_at_ms)


_READERS: dict[str, Callable[[str, dict[str, Any], Inbound], tuple[AnyEvent, ...]]] = {
    "message": _message,
    "message_status": _status,
    "presence": _presence,
    "connection": _connection,
    "disconnection": _connection,
    "instanceStatus": _connection,
    "connectionStatus": _connection,
    "qrCode": _qr,
}
