"""Uazapi's envelope: ``EventType``, or the wrapped forms of its SSE stream and of relays (dossier §2.4, §2.6)."""

import hmac
from collections.abc import Callable, Mapping
from typing import Any

from services.domain.errors import ParseError
from services.domain.events import AnyEvent, Unrecognised
from services.providers.adapters.uazapi import unseen, updates
from services.providers.adapters.uazapi.messages import message_events
from services.providers.base import Inbound, Match
from services.providers.reading import decode, dict_of, id_or_none, list_of, text_or_none

MAX_BODIES = 100
_OTHER_NAMES = {
    "message": "messages",
    "status": "messages_update",
    "message_update": "messages_update",
    "group": "groups",
    "contact": "contacts",
    "chat": "chats",
    "label": "labels",
    "block": "blocks",
}


def match(inbound: Inbound) -> Match:
    """Certain by ``EventType``; probable where a wrapper's ``data`` has Uazapi's own spellings of ids."""
    body = dict_of(inbound.body)
    if isinstance(body.get("EventType"), str):
        keys = (id_or_none(body.get("instanceName")), id_or_none(body.get("owner")))
        return Match(confidence=3, instance_keys=tuple(k for k in keys if k))
    data = dict_of(body.get("data"))
    if isinstance(data.get("EventType"), str):
        return match(Inbound(body=data))
    if isinstance(body.get("event"), str) and isinstance(body.get("instance"), str):
        ours = ("messageid" in data or "chatid" in data) and "key" not in data
        if ours and not {"server_url", "apikey", "date_time", "destination"} & body.keys():
            return Match(confidence=2, instance_keys=(body["instance"][:300],))
    return Match(confidence=0)


def parse(inbound: Inbound) -> tuple[AnyEvent, ...]:
    """All events of a delivery or SSE frame. ParseError where no event name can be found.

    A list is read body by body; a broken item becomes ``Unrecognised(problem=True)`` beside its neighbours.
    """
    if isinstance(inbound.body, list):
        found: list[AnyEvent] = []
        for item in inbound.body[:MAX_BODIES]:
            try:
                found.extend(_body(item, inbound.received_at_ms))
            except ParseError as error:
                found.append(Unrecognised(name="body", reason=error.text, problem=True))
        return tuple(found)
    return _body(inbound.body, inbound.received_at_ms)


def _body(value: Any, received_at_ms: int) -> tuple[AnyEvent, ...]:
    if not isinstance(value, dict):
        raise ParseError("body is no object")
    name, body = _named(value)
    read = _READERS.get(name)
    if read is None:
        return (Unrecognised(name=name, raw_kind=name),)
    try:
        return read(body, received_at_ms)
    except ParseError as error:
        return (Unrecognised(name=name, raw_kind=name, reason=error.text, problem=True),)


def _named(body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The event's name and the body in the form of a live webhook."""
    told = text_or_none(body.get("EventType"), 100)
    if told is None:
        data = body.get("data")
        inner = dict_of(data)
        if isinstance(inner.get("EventType"), str):
            return _named(inner)
        event, kind = body.get("event"), body.get("type")
        told = text_or_none(event, 100) if isinstance(event, str) else text_or_none(kind, 100)
        if told is None:
            raise ParseError("body without EventType")
        # the wrapper's own names give way to what it wraps
        body = {"data": data, **inner}
    name = told.strip().lower()
    return _OTHER_NAMES.get(name, name), body


def _messages(body: dict[str, Any], received_at_ms: int) -> tuple[AnyEvent, ...]:
    return _all(body, received_at_ms, history=False)


def _history(body: dict[str, Any], received_at_ms: int) -> tuple[AnyEvent, ...]:
    found = list(_all(body, received_at_ms, history=True)) if _items(body) else []
    found += [unseen.chat_seen(dict_of(c)) for c in list_of(body.get("chats"))]
    return tuple(found) or (Unrecognised(name="history", raw_kind="history"),)


def _items(body: dict[str, Any]) -> list[Any]:
    for key in ("message", "messages"):
        if body.get(key) is not None and not isinstance(body.get(key), str):
            return list_of(body[key])
    data = body.get("data")
    if isinstance(data, list):
        return data
    return [body] if "messageid" in body or "chatid" in body else []


def _all(body: dict[str, Any], received_at_ms: int, *, history: bool) -> tuple[AnyEvent, ...]:
    items = _items(body)
    if not items:
        raise ParseError("without message")
    found: list[AnyEvent] = []
    # the chat object belongs to the one message it came with
    chat = dict_of(body.get("chat")) if len(items) == 1 else {}
    for item in items:
        try:
            if not isinstance(item, dict):
                raise ParseError("not an object")
            found.extend(message_events(item, chat, received_at_ms, history=history))
        except ParseError as error:
            found.append(Unrecognised(name="messages", raw_kind="messages", reason=error.text, problem=True))
    return tuple(found)


_READERS: dict[str, Callable[[dict[str, Any], int], tuple[AnyEvent, ...]]] = {
    "messages": _messages,
    "history": _history,
    "messages_update": updates.messages_update,
    "connection": updates.connection,
    "groups": updates.groups,
    "presence": unseen.presence,
    "call": unseen.call,
    "contacts": unseen.contacts,
    "blocks": unseen.blocks,
    "labels": unseen.labels,
    "chat_labels": unseen.chat_labels,
    "chats": unseen.chats,
}


def authenticate(_: Mapping[str, str], raw: bytes, secret: str) -> bool | None:
    """Whether the body's ``token`` (of a list, every body's) is the instance's. None where one names no token.

    Uazapi signs nothing: the token inside the body and the secret in our address are all there is.
    """
    try:
        body = decode(raw)
    except ParseError:
        return None
    tokens = [_token_in(item) for item in list_of(body) if isinstance(item, dict)]
    told = [token.encode("utf-8", "replace") for token in tokens if token is not None]
    if not secret or not told or len(told) < len(tokens):
        return None
    return all(hmac.compare_digest(each, secret.encode()) for each in told)


def _token_in(body: dict[str, Any]) -> str | None:
    for place in (body, dict_of(body.get("data"))):
        if isinstance(place.get("token"), str):
            return str(place["token"])
    return None
