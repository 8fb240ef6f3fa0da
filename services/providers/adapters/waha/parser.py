"""WAHA's webhook and WebSocket envelopes as canonical events (waha dossier §1.1, §3). Pure; no I/O."""

from collections.abc import Callable, Iterator
from typing import Any

from services.domain.errors import ParseError
from services.domain.events import AnyEvent, Unrecognised
from services.providers.adapters.waha import (
    activity_events,
    group_events,
    message_events,
    messages,
    session_events,
)
from services.providers.adapters.waha.context import Context, context_of
from services.providers.base import Inbound, Match
from services.providers.reading import id_or_none

Reader = Callable[[dict[str, Any], Context], Iterator[AnyEvent]]

# the names of WAHA's documentation in capitals, as older integrations write them
_OLD_NAMES = {"state.changed": "state.change"}
_MAX_BATCH = 100


def _nothing(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """Known, and told better by another event (``state.change`` by ``session.status``), or debug only."""
    return iter(())


READERS: dict[str, Reader] = {
    "session.status": session_events.session_status,
    "message": messages.message,
    "message.any": messages.message,
    "message.waiting": messages.waiting,
    "message.reaction": message_events.reaction,
    "message.ack": activity_events.ack,
    "message.ack.group": activity_events.ack,
    "message.edited": message_events.edited,
    "message.revoked": message_events.revoked,
    "presence.update": activity_events.presence,
    "poll.vote": message_events.poll_vote,
    "poll.vote.failed": message_events.poll_vote,
    "chat.archive": activity_events.archive,
    "call.received": activity_events.call,
    "call.accepted": activity_events.call,
    "call.rejected": activity_events.call,
    "label.upsert": activity_events.label,
    "label.deleted": activity_events.label,
    "label.chat.added": activity_events.label_on_chat,
    "label.chat.deleted": activity_events.label_on_chat,
    "group.v2.join": group_events.joined,
    "group.v2.leave": group_events.left,
    "group.v2.participants": group_events.participants,
    "group.v2.participants.join-request": group_events.join_request,
    "group.v2.update": group_events.updated,
    "group.join": group_events.deprecated,
    "group.leave": group_events.deprecated,
    "event.response": message_events.event_response,
    "event.response.failed": message_events.event_response,
    "state.change": _nothing,
    "engine.event": _nothing,
}


def match(inbound: Inbound) -> Match:
    """Certain for ``event`` with an object ``payload`` and a ``session``; the session names the instance.

    GOWA's bodies look alike but name a ``device_id`` (others dossier §7.2).
    """
    body = inbound.body
    if not isinstance(body, dict) or not isinstance(body.get("event"), str) or "device_id" in body:
        return Match(confidence=0)
    session = id_or_none(body.get("session"))
    if session is None or "payload" not in body:
        return Match(confidence=0)
    # the old state.change of the browser engines has a plain word for its payload
    certain = isinstance(body["payload"], dict) or isinstance(body.get("environment"), dict)
    return Match(confidence=3 if certain else 0, instance_keys=(session,) if certain else ())


def parse(inbound: Inbound) -> tuple[AnyEvent, ...]:
    """The events of one envelope, or of a list of them; raises ParseError for anything else.

    In a list, an envelope that cannot be read becomes an ``Unrecognised`` problem and loses no other.
    """
    if isinstance(inbound.body, list):
        events: list[AnyEvent] = []
        for body in inbound.body[:_MAX_BATCH]:
            try:
                events.extend(_envelope(inbound, body))
            except ParseError as error:
                events.append(Unrecognised(name="batch", reason=error.text, problem=True))
        return tuple(events)
    return tuple(_envelope(inbound, inbound.body))


def _envelope(inbound: Inbound, body: Any) -> Iterator[AnyEvent]:
    if not isinstance(body, dict):
        raise ParseError("not an object")
    name = id_or_none(body.get("event"))
    if name is None:
        raise ParseError("no event name")
    known = name if name in READERS else name.lower().replace("_", ".")
    known = _OLD_NAMES.get(known, known)
    reader = READERS.get(known)
    if reader is None:
        yield Unrecognised(name=name, reason="unknown event", raw_kind=name)
        return
    payload = body.get("payload")
    if not isinstance(payload, dict):
        if reader is _nothing:
            return
        raise ParseError("no payload")
    yield from reader(payload, context_of(inbound, body, known))
