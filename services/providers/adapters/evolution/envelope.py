"""Evolution's envelope: event name, instance, data as object or list, own address (dossier §2.1, §3.0)."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from services.domain.address import Address, AddressKind
from services.domain.address import parse as parse_address
from services.domain.errors import ParseError
from services.domain.events import AnyEvent, Unrecognised
from services.providers import reading
from services.providers.base import Inbound

_SEPARATORS = re.compile(r"[._\-\s]+")


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """``name`` is normalised (``MESSAGES_UPSERT``), ``event`` as it came; ``own`` is the instance's number."""

    name: str
    event: str
    data: Any
    body: dict[str, Any]
    received_at_ms: int
    own: Address | None = None


Handler = Callable[[dict[str, Any], Envelope], Iterator[AnyEvent]]
"""Reads one item of ``data``; raises ParseError for one that should have been readable."""


def normal(event: str) -> str:
    """``messages.upsert``, ``messages-upsert`` and ``MESSAGES_UPSERT`` are one name."""
    return _SEPARATORS.sub("_", event.strip()).strip("_").upper()


def envelope_of(inbound: Inbound, body: dict[str, Any]) -> Envelope:
    """The envelope of one body; the event may come by the path only (``byEvents``). Raises ParseError."""
    event = reading.text_or_none(body.get("event"), 100) or inbound.path.strip("/").rpartition("/")[2][:100]
    if not event:
        raise ParseError("no event")
    sender = parse_address(body.get("sender"))
    told = sender if sender is not None and sender.kind is AddressKind.USER else None
    return Envelope(
        name=normal(event),
        event=event,
        data=body.get("data"),
        body=body,
        received_at_ms=inbound.received_at_ms,
        own=told or inbound.own_address,
    )


def each(envelope: Envelope, handler: Handler) -> Iterator[AnyEvent]:
    """Run ``handler`` over every item of ``data``; a broken one is told and loses no neighbour."""
    for item in items(envelope.data):
        if not isinstance(item, dict):
            yield broken(envelope, "an item is no object")
            continue
        try:
            yield from tuple(handler(item, envelope))
        except ParseError as error:
            yield broken(envelope, error.text)


def items(data: Any) -> list[Any]:
    """One object, a list, or ``{"messages": [...]}`` of older bridges (dossier §3.3)."""
    if isinstance(data, dict) and isinstance(data.get("messages"), list):
        return list(data["messages"])
    return reading.list_of(data)


def broken(envelope: Envelope, reason: str) -> Unrecognised:
    """An item that should have been readable."""
    return Unrecognised(name=envelope.event, raw_kind=envelope.event, reason=reason, problem=True)
