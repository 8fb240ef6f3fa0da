"""Evolution's deliveries as canonical events: fingerprint and dispatch (dossier §2, §3)."""

from collections.abc import Callable, Iterator

from services.domain.errors import ParseError
from services.domain.events import AnyEvent, HistoryProgress, NoticeSeen, Unrecognised
from services.providers import reading
from services.providers.adapters.evolution import messages, people, session, updates
from services.providers.adapters.evolution.envelope import Envelope, Handler, each, envelope_of
from services.providers.answers import words
from services.providers.base import Inbound, Match

_MARKS = frozenset({"server_url", "apikey", "date_time", "destination"})

_ITEMS: dict[str, Handler] = {
    "MESSAGES_UPSERT": messages.received,
    "MESSAGES_SET": messages.from_history,
    "SEND_MESSAGE": messages.sent,
    "MESSAGES_UPDATE": updates.updated,
    "MESSAGES_DELETE": updates.deleted,
    "MESSAGES_EDITED": updates.protocol,
    "SEND_MESSAGE_UPDATE": updates.protocol,
    "CONNECTION_UPDATE": session.connection,
    "QRCODE_UPDATED": session.qr,
    "STATUS_INSTANCE": session.instance_status,
    "CONTACTS_SET": people.contact,
    "CONTACTS_UPSERT": people.contact,
    "CONTACTS_UPDATE": people.contact,
    "CHATS_SET": people.chat,
    "CHATS_UPSERT": people.chat,
    "CHATS_UPDATE": people.chat,
    "GROUPS_UPSERT": people.group,
    "GROUPS_UPDATE": people.group_changed,
    "GROUP_UPDATE": people.group_changed,
    "GROUP_PARTICIPANTS_UPDATE": people.members_changed,
    "PRESENCE_UPDATE": people.presence,
    "CALL": people.call,
    "LABELS_EDIT": people.label,
    "LABELS_ASSOCIATION": people.label_put,
}


def _error(envelope: Envelope) -> Iterator[AnyEvent]:
    """The server's own error reports (dossier §2.8)."""
    text = words(envelope.data)
    yield NoticeSeen(level="error", code="gateway_error", text=text, raw_kind=envelope.event)


def _progress(envelope: Envelope) -> Iterator[AnyEvent]:
    data = reading.dict_of(envelope.data)
    percent = reading.int_or_none(data.get("progress"))
    yield HistoryProgress(percent=percent, complete=percent == 100, raw_kind=envelope.event)


def _nothing(envelope: Envelope) -> Iterator[AnyEvent]:
    """Created, started: the state comes with other events, and a late repeat of this must not undo it."""
    return iter(())


_WHOLE: dict[str, Callable[[Envelope], Iterator[AnyEvent]]] = {
    "CHATS_DELETE": people.chats_deleted,
    "LOGOUT_INSTANCE": session.logged_out,
    "REMOVE_INSTANCE": session.logged_out,
    "INSTANCE_DELETE": session.logged_out,
    "INSTANCE_CREATE": _nothing,
    "APPLICATION_STARTUP": _nothing,
    "MESSAGING_HISTORY_SET": _progress,
    "ERROR": _error,
}


def match(inbound: Inbound) -> Match:
    """How surely it is Evolution's envelope: its own keys beside ``event`` and a named ``instance``."""
    body = inbound.body
    if isinstance(body, list) and body:
        body = body[0]
    if not isinstance(body, dict):
        return Match(confidence=0)
    event, instance, data = body.get("event"), body.get("instance"), body.get("data")
    name = reading.text_or_none(instance, 200) if isinstance(instance, str) else None
    keys = (name,) if name else ()
    if event == "error" and "api_key" in body:
        return Match(confidence=2)
    if not (isinstance(instance, str) or instance is None) or not isinstance(event, str | None):
        return Match(confidence=0)
    if "payload" in body or not ("data" in body or name):
        return Match(confidence=0)
    marked = len(_MARKS & body.keys())
    if event and marked >= (1 if name else 2):
        return Match(confidence=3, instance_keys=keys)
    inner = reading.dict_of(data)
    if "messageid" in inner or "chatid" in inner or not name:
        return Match(confidence=0)
    named = bool(event) and ("." in str(event) or (str(event).isupper() and "_" in str(event)))
    if named or (event and "key" in inner) or (marked and inbound.path.strip("/")):
        return Match(confidence=2, instance_keys=keys)
    return Match(confidence=0)


def parse(inbound: Inbound) -> tuple[AnyEvent, ...]:
    """The events of one delivery or socket frame, in their order. Raises ParseError if it is no envelope."""
    if isinstance(inbound.body, list):
        return tuple(event for body in inbound.body[:100] for event in _parse(inbound, body))
    return tuple(_parse(inbound, inbound.body))


def _parse(inbound: Inbound, body: object) -> Iterator[AnyEvent]:
    if not isinstance(body, dict):
        raise ParseError("no object")
    envelope = envelope_of(inbound, body)
    if envelope.name == "MESSAGES_SET" and ("progress" in body or "isLatest" in body):
        yield HistoryProgress(
            percent=reading.int_or_none(body.get("progress")),
            complete=reading.int_or_none(body.get("progress")) == 100,
            raw_kind=envelope.event,
        )
    if envelope.name in _ITEMS:
        yield from each(envelope, _ITEMS[envelope.name])
    elif envelope.name in _WHOLE:
        yield from _WHOLE[envelope.name](envelope)
    else:
        yield Unrecognised(name=envelope.event, raw_kind=envelope.event)
