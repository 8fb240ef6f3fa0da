"""W-API's messages: ``webhookReceived`` (theirs), ``webhookDelivery`` (ours), either by ``fromMe``."""

from typing import Any

from services.domain.address import Address, AddressKind
from services.domain.content import Direction, MessageKind, Origin
from services.domain.events import AnyEvent, MessageSeen, Unrecognised
from services.providers import baileys, reading, shapes
from services.providers.adapters.wapi.ids import chat_and_author, wire_phone
from services.providers.baileys_events import Frame, events_of
from services.providers.base import Inbound

_MEDIA_TYPES = {
    "imageMessage": "image",
    "videoMessage": "video",
    "ptvMessage": "video",
    "audioMessage": "audio",
    "documentMessage": "document",
    "stickerMessage": "sticker",
}
_DIRECTED = ("/send-message", "/receive-message")
_REF_KEYS = ("mediaKey", "directPath", "url", "mimetype")


def read_message(event: str, body: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    """One message. ``fromMe`` decides the direction, the event's name only where it is missing.

    A placeholder for something undecrypted becomes UNDECRYPTED; second copies and keys are nothing.
    """
    stanza_id = reading.id_or_none(body.get("messageId"))
    if stanza_id is None:
        return (Unrecognised(name=event, reason="message without messageId", problem=True),)
    from_me = reading.bool_or_none(body.get("fromMe"))
    out = from_me if from_me is not None else event == "webhookDelivery"
    told = isinstance(body.get("event"), str) or inbound.path.rstrip("/").endswith(_DIRECTED)
    direction = Direction.OUT if out else Direction.IN
    chat, author = chat_and_author(body, direction)
    content = reading.dict_of(body.get("msgContent"))
    stub = body.get("messageStubType") or content.get("messageStubType")
    frame = Frame(
        stanza_id=stanza_id,
        chat=chat,
        author=author,
        direction=direction,
        direction_inferred=from_me is None and not told,
        origin=_origin(body) if out else None,
        occurred_at_ms=reading.moment_ms(body.get("moment"), inbound.received_at_ms),
        received_at_ms=inbound.received_at_ms,
        media_ref=media_ref(content, stanza_id, wire_phone(chat.address) if chat else None),
        own=_own(body, inbound),
        raw_kind=event,
    )
    if stub == "CIPHERTEXT" and not content.keys() - {"messageStubType", "messageContextInfo"}:
        return (_undecrypted(frame),)
    return events_of(content, frame)


def media_ref(content: dict[str, Any], stanza_id: str, phone: str | None) -> dict[str, Any] | None:
    """What ``/message/download-media`` takes: working clients send the keys, the notes show phone and id."""
    inner, _ = baileys.unwrapped(content)
    for name, kind in _MEDIA_TYPES.items():
        file = inner.get(name)
        if not isinstance(file, dict):
            continue
        ref = {key: reading.text_or_none(file.get(key), 4000) for key in _REF_KEYS}
        found = {key: value for key, value in ref.items() if value}
        if "mediaKey" not in found or "directPath" not in found:
            return None
        return {**found, "type": kind, "messageId": stanza_id, **({"phone": phone} if phone else {})}
    return None


def _origin(body: dict[str, Any]) -> Origin | None:
    told = reading.bool_or_none(body.get("fromApi"))
    return None if told is None else Origin.API if told else Origin.PHONE


def _own(body: dict[str, Any], inbound: Inbound) -> Address | None:
    found = shapes.known(body.get("connectedPhone"))
    return found if found is not None and found.kind is AddressKind.USER else inbound.own_address


def _undecrypted(frame: Frame) -> MessageSeen:
    return MessageSeen(
        stanza_id=frame.stanza_id,
        chat=frame.chat,
        author=frame.author,
        direction=frame.direction,
        direction_inferred=frame.direction_inferred,
        kind=MessageKind.UNDECRYPTED,
        occurred_at_ms=frame.occurred_at_ms,
        raw_kind=frame.raw_kind,
    )
