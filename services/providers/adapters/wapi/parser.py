"""W-API's bodies: ``webhook…`` events, and some without ``event``. Source: others.md §3.3, §3.5.

``moment`` is seconds on messages and milliseconds on statuses: its magnitude tells. The bodies of
calls are unverified; the values of presence and status are compared without case.
"""

from collections.abc import Callable
from typing import Any

from services.domain import status
from services.domain.address import Address, AddressKind
from services.domain.content import Peer
from services.domain.errors import ParseError
from services.domain.events import (
    AckSeen,
    AnyEvent,
    CallSeen,
    ChatReadSeen,
    ConnectionSeen,
    ConnectionState,
    PresenceSeen,
    Unrecognised,
)
from services.domain.status import Status
from services.providers import reading, shapes
from services.providers.adapters.wapi.messages import read_message
from services.providers.base import Inbound, Match

Events = tuple[AnyEvent, ...]

# numbers are not documented: 0 is read as pending, so that no message is shown as failed by mistake
_STATUS_NUMBERS = (Status.SENDING, Status.SENT, Status.DELIVERED, Status.READ, Status.PLAYED)
_CALL_PHASES = (
    ("reject", "rejected"),
    ("accept", "accepted"),
    ("miss", "missed"),
    ("timeout", "missed"),
    ("terminate", "ended"),
    ("end", "ended"),
)


def match(inbound: Inbound) -> Match:
    """Rows 6 and 17 of others.md §7.2: ``webhook…`` is certain, the event-less shapes are known by their keys."""
    body = inbound.body
    if not isinstance(body, dict) or "instanceId" not in body:
        return Match(confidence=0)
    instance = reading.text_or_none(body["instanceId"], 200)
    keys = (instance,) if instance else ()
    event = body.get("event")
    if isinstance(event, str):
        return Match(confidence=3 if event.startswith("webhook") else 0, instance_keys=keys)
    if any(name in body for name in ("EventType", "dataType", "connectionStatus", "type")) or _has_key(body):
        return Match(confidence=0)
    if "moment" in body and any(name in body for name in ("msgContent", "status", "connected")):
        return Match(confidence=2, instance_keys=keys)
    bare = "msgContent" in body and ("sender" in body or "chat" in body)
    return Match(confidence=1 if bare else 0, instance_keys=keys)


def _has_key(body: dict[str, Any]) -> bool:
    places = (body, reading.dict_of(body.get("data")))
    return any("remoteJid" in reading.dict_of(place.get("key")) for place in places)


def parse(inbound: Inbound) -> Events:
    """The events of one body. Raises ParseError where neither its name nor its keys tell what it is."""
    body = inbound.body
    if not isinstance(body, dict):
        raise ParseError("wapi: not an object")
    event = reading.text_or_none(body.get("event"), 100) or _event_of(body, inbound.path)
    if event is None:
        raise ParseError("wapi: no event and no known keys")
    read = _READERS.get(event)
    if read is None and event.lower().startswith(("webhookcall", "call_")):
        read = _call
    return read(event, body, inbound) if read else (Unrecognised(name=event),)


def _event_of(body: dict[str, Any], path: str) -> str | None:
    """The event of a body without one, by its keys (others.md §3.5); the address tells ours from theirs."""
    if isinstance(body.get("msgContent"), dict):
        sent = path.rstrip("/").endswith("/send-message")
        return "webhookDelivery" if sent else "webhookReceived"
    if "messageId" in body and "status" in body:
        return "webhookStatus"
    if "chat" in body and "status" in body:
        return "webhookChatPresence"
    connected = reading.bool_or_none(body.get("connected"))
    if connected is not None:
        return "webhookConnected" if connected else "webhookDisconnected"
    return None


def _status(event: str, body: dict[str, Any], inbound: Inbound) -> Events:
    stanza_id = reading.id_or_none(body.get("messageId"))
    seen = _status_of(body.get("status"))
    if stanza_id is None:
        return (Unrecognised(name=event, reason="status without messageId", problem=True),)
    if seen is None:
        return (Unrecognised(name=event, reason=f"status {str(body.get('status'))[:50]!r}"),)
    chat = shapes.known(reading.dict_of(body.get("chat")).get("id"))
    moment = _moment(body, inbound)
    if reading.bool_or_none(body.get("fromMe")) is False:
        if seen < Status.READ:
            return ()
        return (ChatReadSeen(chat=chat, stanza_ids=(stanza_id,), occurred_at_ms=moment, raw_kind=event),)
    group = chat is not None and chat.kind is AddressKind.GROUP
    sender = reading.dict_of(body.get("sender"))
    reader = shapes.known(sender.get("phoneNumber")) or shapes.known(sender.get("id")) if group else None
    return (
        AckSeen(
            stanza_ids=(stanza_id,),
            status=seen,
            chat=chat,
            participant=reader,
            occurred_at_ms=moment,
            raw_kind=event,
        ),
    )


def _status_of(value: Any) -> Status | None:
    if isinstance(value, str) and not value.strip().isdigit():
        return status.from_word(value)
    number = reading.int_or_none(value)
    return _STATUS_NUMBERS[number] if number is not None and 0 <= number < len(_STATUS_NUMBERS) else None


def _presence(event: str, body: dict[str, Any], inbound: Inbound) -> Events:
    chat = shapes.known(reading.dict_of(body.get("chat")).get("id"))
    state = shapes.presence_state(body.get("status", body.get("presence")))
    if chat is None or state is None:
        return (Unrecognised(name=event, reason="no chat or no known presence", problem=chat is None),)
    who = None
    if chat.kind is AddressKind.GROUP:
        sender = reading.dict_of(body.get("sender"))
        who = shapes.known(sender.get("phoneNumber")) or shapes.known(sender.get("id"))
    return (PresenceSeen(chat=chat, state=state, who=who, occurred_at_ms=_moment(body, inbound), raw_kind=event),)


def _connected(event: str, body: dict[str, Any], inbound: Inbound) -> Events:
    return (
        ConnectionSeen(
            state=ConnectionState.CONNECTED,
            own_address=_user(body.get("connectedPhone")),
            own_lid=_lid(body.get("connectedLid")),
            occurred_at_ms=_moment(body, inbound),
            raw_kind=event,
        ),
    )


def _disconnected(event: str, body: dict[str, Any], inbound: Inbound) -> Events:
    return (
        ConnectionSeen(
            state=ConnectionState.LOGGED_OUT,
            reason=reading.text_or_none(body.get("reason"), 300),
            occurred_at_ms=_moment(body, inbound),
            raw_kind=event,
        ),
    )


def _call(event: str, body: dict[str, Any], inbound: Inbound) -> Events:
    """Unverified: the id and the caller are looked for where one client reads them; the name tells the phase."""
    call = reading.dict_of(body.get("call")) or body
    call_id = reading.id_or_none(call.get("callId") or call.get("id") or body.get("messageId"))
    if call_id is None:
        return (Unrecognised(name=event, reason="call without id"),)
    told = reading.text_or_none(call.get("status"), 50) or event
    sender = reading.dict_of(body.get("sender"))
    caller = shapes.known(call.get("from")) or shapes.known(sender.get("phoneNumber"))
    caller = caller or shapes.known(sender.get("id"))
    return (
        CallSeen(
            call_id=call_id,
            phase=next((phase for part, phase in _CALL_PHASES if part in told.lower()), "offer"),
            caller=Peer(address=caller) if caller else None,
            video=reading.bool_or_none(call.get("isVideo")),
            group=reading.bool_or_none(call.get("isGroup")) is True,
            occurred_at_ms=_moment(body, inbound),
            raw_kind=event,
        ),
    )


def _user(value: Any) -> Address | None:
    found = shapes.known(value)
    return found if found is not None and found.kind is AddressKind.USER else None


def _lid(value: Any) -> Address | None:
    found = shapes.known(value)
    return found if found is not None and found.kind is AddressKind.LID else None


def _moment(body: dict[str, Any], inbound: Inbound) -> int | None:
    return reading.moment_ms(body.get("moment"), inbound.received_at_ms)


_READERS: dict[str, Callable[[str, dict[str, Any], Inbound], Events]] = {
    "webhookReceived": read_message,
    "webhookDelivery": read_message,
    "webhookStatus": _status,
    "webhookChatPresence": _presence,
    "webhookConnected": _connected,
    "webhookDisconnected": _disconnected,
}
