"""betZap's bodies: Baileys' ``key`` with ``msgContent``. Source: the MultiChat webhook system seed, others.md §1.3.

No ``event`` is told: what the body holds decides, the message first, so that a status inside it
swallows nothing. The bodies of status, QR and connection are inferred from the project's classifier
(unverified).
"""

from typing import Any

import msgspec

from services.domain.address import AddressKind
from services.domain.content import Direction
from services.domain.errors import ParseError
from services.domain.events import AckSeen, AnyEvent, ChatReadSeen, ConnectionSeen, Unrecognised
from services.domain.status import Status
from services.providers import baileys, reading, shapes
from services.providers.baileys_events import Frame, events_of
from services.providers.base import Inbound, Match


def match(inbound: Inbound) -> Match:
    """Row 15 of others.md §7.2; the instance is ``instanceId``, else ``cliente_id`` (§1.3)."""
    body = inbound.body
    if not isinstance(body, dict) or any(k in body for k in ("EventType", "dataType", "instance", "session")):
        return Match(confidence=0)
    if isinstance(body.get("payload"), dict) or str(body.get("event", "")).startswith("webhook"):
        return Match(confidence=0)
    found = (reading.text_or_none(body.get(name), 200) for name in ("instanceId", "cliente_id"))
    keys = tuple(key for key in found if key)[:1]
    key = body["key"] if isinstance(body.get("key"), dict) else reading.dict_of(body.get("data")).get("key")
    if isinstance(key, dict) and "remoteJid" in key:
        marked = any(name in body for name in ("instanceId", "cliente_id", "msgContent"))
        return Match(confidence=2 if marked else 0, instance_keys=keys)
    bare = "instanceId" in body and not isinstance(body.get("event"), str) and "moment" not in body
    if bare and ("qrCode" in body or "connection" in body) and "connectionStatus" not in body:
        return Match(confidence=1, instance_keys=keys)
    return Match(confidence=0)


def parse(inbound: Inbound) -> tuple[AnyEvent, ...]:
    """The events of one body. Raises ParseError where it holds none of the four things."""
    body = inbound.body
    if not isinstance(body, dict):
        raise ParseError("betzap: not an object")
    data = body.get("data")
    if isinstance(data, dict) and not ("key" in body or "msgContent" in body):
        body = data
    content = _content(body)
    if content is not None:
        return _message(body, content, inbound)
    if "status" in body:
        return (_status(body, inbound),)
    if "qrCode" in body:
        seen = shapes.qr_seen(body["qrCode"], raw_kind="qrCode", occurred_at_ms=_moment(body, inbound))
        return (seen or Unrecognised(name="qrCode", reason="no QR in it"),)
    if "connection" in body:
        return (_connection(body, inbound),)
    raise ParseError("betzap: neither message nor status, QR or connection")


def _content(body: dict[str, Any]) -> dict[str, Any] | None:
    """``msgContent``, else ``message``, which repeats it."""
    for name in ("msgContent", "message"):
        found = body.get(name)
        if isinstance(found, dict) and found:
            return found
    return None


def _message(body: dict[str, Any], content: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    key = baileys.read_key(body.get("key"))
    if key.id is None:
        return (Unrecognised(name="message", reason="message without key.id", problem=True),)
    out = key.from_me is True
    # W-API's own wrapper has the name in ``sender``
    told = body.get("pushName") or reading.dict_of(body.get("sender")).get("pushName")
    name = None if out else reading.text_or_none(told, 200)
    chat, author = key.chat, key.author
    if author is not None:
        author = msgspec.structs.replace(author, push_name=name)
    elif chat is not None and not out and chat.address.kind in (AddressKind.USER, AddressKind.LID):
        chat = msgspec.structs.replace(chat, push_name=name)
    frame = Frame(
        stanza_id=key.id,
        chat=chat,
        author=author,
        direction=Direction.OUT if out else Direction.IN,
        direction_inferred=key.from_me is None,
        status=baileys.status_of(body.get("status")) if out else None,
        occurred_at_ms=_moment(body, inbound),
        received_at_ms=inbound.received_at_ms,
        raw_kind="message",
        own=inbound.own_address,
    )
    return events_of(content, frame)


def _status(body: dict[str, Any], inbound: Inbound) -> AnyEvent:
    key = baileys.read_key(body.get("key"))
    if key.id is None:
        return Unrecognised(name="status", reason="status without key.id", problem=True)
    seen = baileys.status_of(body["status"])
    if seen is None:
        return Unrecognised(name="status", reason=f"status {str(body['status'])[:50]!r}")
    chat = key.chat.address if key.chat else None
    moment = _moment(body, inbound)
    if key.from_me is False and seen < Status.READ:
        return Unrecognised(name="status", reason="a tick for a message that is not ours")
    if key.from_me is False:
        # we read the customer's message on another device
        return ChatReadSeen(chat=chat, stanza_ids=(key.id,), occurred_at_ms=moment, raw_kind="status")
    return AckSeen(stanza_ids=(key.id,), status=seen, chat=chat, occurred_at_ms=moment, raw_kind="status")


def _connection(body: dict[str, Any], inbound: Inbound) -> AnyEvent:
    state = shapes.connection_state(body["connection"])
    if state is None:
        return Unrecognised(name="connection", reason=f"connection {str(body['connection'])[:50]!r}")
    return ConnectionSeen(state=state, occurred_at_ms=_moment(body, inbound), raw_kind="connection")


def _moment(body: dict[str, Any], inbound: Inbound) -> int | None:
    return reading.moment_ms(body.get("messageTimestamp", body.get("moment")), inbound.received_at_ms)
