"""NioChat's ``{event, data}`` bodies. Source: the NioChat seed, others.md §1.1.

No instance, no chat and no direction are told: the chat is the other party, and who that is follows
from the instance's own number.
"""

from collections.abc import Callable
from typing import Any

from services.domain import status
from services.domain.address import Address
from services.domain.content import Content, Direction, Media, MessageKind, Peer
from services.domain.errors import ParseError
from services.domain.events import AckSeen, AnyEvent, MessageRevoked, MessageSeen, ReactionSeen, Unrecognised
from services.domain.status import Status
from services.providers import reading, shapes
from services.providers.base import Inbound, Match

_KINDS = {
    "text": MessageKind.TEXT,
    "image": MessageKind.IMAGE,
    "audio": MessageKind.AUDIO,
    "video": MessageKind.VIDEO,
    "document": MessageKind.DOCUMENT,
}
_STATUS_EVENTS = {"delivery_status": Status.DELIVERED, "read_status": Status.READ}
_ID_EVENTS = frozenset({"reaction", "message_deleted", *_STATUS_EVENTS})
# markers of the formats that the detector knows by more than the event's name
_FOREIGN = ("instance", "instanceId", "instanceName", "instanceToken", "session", "payload", "EventType")


def match(inbound: Inbound) -> Match:
    """Rows 18 and 19 of others.md §7.2. No instance is named: the numbers in it are no instance's name."""
    body = inbound.body
    if not isinstance(body, dict) or any(key in body for key in _FOREIGN):
        return Match(confidence=0)
    event, data = body.get("event"), reading.dict_of(body.get("data"))
    if isinstance(event, str) and event in _ID_EVENTS and "message_id" in data:
        return Match(confidence=3)
    message = data.get("message")
    if event != "message" or not isinstance(message, dict) or "direction" in message:
        return Match(confidence=0)
    if "message_type" in message:
        return Match(confidence=3)
    return Match(confidence=1 if str(message.get("from", "")).startswith("+") else 0)


def parse(inbound: Inbound) -> tuple[AnyEvent, ...]:
    """One event per body. Raises ParseError where the envelope is not ``{event, data}``."""
    body = inbound.body
    if not isinstance(body, dict) or not isinstance(body.get("event"), str):
        raise ParseError("niochat: no event")
    event = reading.text_or_none(body["event"], 100) or "?"
    data = body.get("data")
    if not isinstance(data, dict):
        raise ParseError(f"niochat: {event} without data")
    read = _READERS.get(event)
    return (read(event, data, inbound) if read else Unrecognised(name=event),)


def _message(event: str, data: dict[str, Any], inbound: Inbound) -> AnyEvent:
    message = reading.dict_of(data.get("message"))
    stanza_id = reading.id_or_none(message.get("id"))
    if stanza_id is None:
        return Unrecognised(name=event, reason="message without id", problem=True)
    sender = reading.dict_of(message.get("sender"))
    author = _party(message, "from") or shapes.known(sender.get("phone"))
    target = _party(message, "to")
    out = shapes.same(author, inbound.own_address)
    other = target if out else author
    chat = None
    if other is not None:
        chat = Peer(address=other, push_name=None if out else reading.text_or_none(sender.get("name"), 200))
    raw_kind = reading.text_or_none(message.get("message_type"), 100) or "text"
    kind = _KINDS.get(raw_kind.lower(), MessageKind.UNSUPPORTED)
    return MessageSeen(
        stanza_id=stanza_id,
        chat=chat,
        direction=Direction.OUT if out else Direction.IN,
        direction_inferred=not out and not shapes.same(target, inbound.own_address),
        kind=kind,
        text=reading.text_or_none(message.get("content")),
        media=_media(message.get("media")),
        content=Content(raw_kind=raw_kind) if kind is MessageKind.UNSUPPORTED else None,
        occurred_at_ms=reading.moment_ms(message.get("timestamp"), inbound.received_at_ms),
        raw_kind=event,
    )


def _media(value: Any) -> Media | None:
    if not isinstance(value, dict):
        return None
    return Media(
        url=reading.text_or_none(value.get("url"), 4096),
        file_name=reading.text_or_none(value.get("filename"), 300),
        size=reading.int_or_none(value.get("size")),
        duration_s=reading.number_or_none(value.get("duration")),
    )


def _reaction(event: str, data: dict[str, Any], inbound: Inbound) -> AnyEvent:
    stanza_id = reading.id_or_none(data.get("message_id"))
    if stanza_id is None or "reaction" not in data:
        return Unrecognised(name=event, reason="reaction without message_id or reaction", problem=True)
    actor, ours, chat = _actor(data, inbound)
    return ReactionSeen(
        stanza_id=stanza_id,
        emoji=reading.text_or_none(data.get("reaction"), 40),
        actor=None if ours or actor is None else Peer(address=actor),
        from_me=ours,
        chat=chat,
        occurred_at_ms=reading.moment_ms(data.get("timestamp"), inbound.received_at_ms),
        raw_kind=event,
    )


def _deleted(event: str, data: dict[str, Any], inbound: Inbound) -> AnyEvent:
    stanza_id = reading.id_or_none(data.get("message_id"))
    if stanza_id is None:
        return Unrecognised(name=event, reason="deletion without message_id", problem=True)
    actor, _, chat = _actor(data, inbound)
    return MessageRevoked(
        stanza_ids=(stanza_id,),
        by=actor,
        chat=chat,
        occurred_at_ms=reading.moment_ms(data.get("timestamp"), inbound.received_at_ms),
        raw_kind=event,
    )


def _status(event: str, data: dict[str, Any], inbound: Inbound) -> AnyEvent:
    stanza_id = reading.id_or_none(data.get("message_id"))
    if stanza_id is None:
        return Unrecognised(name=event, reason="status without message_id", problem=True)
    word = data.get("status")
    seen = _STATUS_EVENTS[event] if word is None else status.from_word(word)
    if seen is None:
        return Unrecognised(name=event, reason=f"status {str(word)[:50]!r}")
    return AckSeen(
        stanza_ids=(stanza_id,),
        status=seen,
        occurred_at_ms=reading.moment_ms(data.get("timestamp"), inbound.received_at_ms),
        raw_kind=event,
    )


def _actor(data: dict[str, Any], inbound: Inbound) -> tuple[Address | None, bool, Address | None]:
    """Who did it, whether that is us, and the chat as far as it follows."""
    actor = _party(data, "from")
    ours = shapes.same(actor, inbound.own_address)
    return actor, ours, None if ours else actor


def _party(message: dict[str, Any], name: str) -> Address | None:
    return shapes.known(message.get(name))


_READERS: dict[str, Callable[[str, dict[str, Any], Inbound], AnyEvent]] = {
    "message": _message,
    "reaction": _reaction,
    "message_deleted": _deleted,
    "delivery_status": _status,
    "read_status": _status,
}
