"""Which provider sent a body: every provider's own fingerprint, combined (others dossier §7).

Certainty first, then registry order. Brands that Balcão cannot read are known by name, so that the
admin is told what it looks like instead of "unknown".
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs

import msgspec

from services.domain.errors import ParseError
from services.domain.events import AnyEvent, PingSeen
from services.providers.base import Descriptor, Inbound, Match
from services.providers.reading import clean, decode, dict_of

_SURE = 2
_WPP_EVENTS = frozenset(
    {
        "onmessage",
        "onselfmessage",
        "onanymessage",
        "onack",
        "qrcode",
        "phoneCode",
        "status-find",
        "onpresencechanged",
        "onreactionmessage",
        "onrevokedmessage",
        "onpollresponse",
        "onupdatelabel",
        "incomingcall",
        "location",
        "onparticipantschanged",
        "unreadmessages",
        "closesession",
        "logoutsession",
    }
)
_WUZAPI_TYPES = frozenset({"Message", "ReadReceipt", "Presence", "HistorySync", "ChatPresence"})


class Detected(msgspec.Struct, frozen=True, kw_only=True):
    """``kind`` is a provider of the registry, a foreign brand's name, or ``unknown``; ``parse`` reads the body."""

    kind: str
    confidence: int
    instance_keys: tuple[str, ...]
    parse: Callable[[Inbound], tuple[AnyEvent, ...]]


def decode_delivery(raw: bytes, headers: Mapping[str, str]) -> Any:
    """JSON, or a form whose ``jsonData`` or ``payload`` field is JSON; an empty body is None. Raises ParseError."""
    if not raw.strip():
        return None
    if headers.get("content-type", "").partition(";")[0].strip().lower() == "application/x-www-form-urlencoded":
        fields = parse_qs(raw.decode("utf-8", "replace"), max_num_fields=100)
        for name in ("jsonData", "payload"):
            if fields.get(name):
                return decode(clean(fields[name][0]).encode())
    return decode(raw)


def detect(inbound: Inbound, descriptors: Iterable[Descriptor], *, configured: str = "") -> Detected:
    """The provider of a body. ``configured`` (the instance's own) wins a tie and reads what nobody recognises."""
    if is_ping(inbound.body):
        return Detected(kind=configured or "unknown", confidence=0, instance_keys=(), parse=_ping)
    best: tuple[int, bool, Descriptor, Match] | None = None
    fallback: Descriptor | None = None
    for descriptor in descriptors:
        match = descriptor.match(inbound)
        own = descriptor.kind == configured
        if own:
            fallback = descriptor
        rank = (match.confidence, own)
        if match.confidence and (best is None or rank > best[:2]):
            best = (*rank, descriptor, match)
    brand, certainty = foreign_brand(inbound.body)
    if best is not None and best[0] >= certainty and (best[0] >= _SURE or best[1] or fallback is None):
        return Detected(kind=best[2].kind, confidence=best[0], instance_keys=best[3].instance_keys, parse=best[2].parse)
    if certainty >= _SURE:
        return Detected(kind=brand, confidence=certainty, instance_keys=(), parse=_refuse(f"looks like {brand}"))
    if fallback is not None:
        match = fallback.match(inbound)
        return Detected(kind=configured, confidence=0, instance_keys=match.instance_keys, parse=fallback.parse)
    return Detected(kind="unknown", confidence=0, instance_keys=(), parse=_refuse("no provider recognises this body"))


def is_ping(body: Any) -> bool:
    """What "test webhook" buttons send: nothing, ``{}``, ``{"test": true}``, ``"ping"``."""
    if body is None or body == {} or body == []:
        return True
    if isinstance(body, str):
        return body.strip().lower() in ("ping", "test", "")
    return isinstance(body, dict) and body.keys() <= {"test", "ping"}


def _ping(inbound: Inbound) -> tuple[AnyEvent, ...]:
    nonce = dict_of(inbound.body).get("ping")
    return (PingSeen(raw_kind="ping", nonce=nonce if isinstance(nonce, str) else None),)


def _refuse(reason: str) -> Callable[[Inbound], tuple[AnyEvent, ...]]:
    def parse(inbound: Inbound) -> tuple[AnyEvent, ...]:
        raise ParseError(reason)

    return parse


def foreign_brand(body: Any) -> tuple[str, int]:
    """The name and certainty of a gateway that Balcão does not speak to, or ("", 0)."""
    if not isinstance(body, dict):
        return "", 0
    event, data = body.get("event"), body.get("data")
    name = event if isinstance(event, str) else ""
    if isinstance(body.get("type"), str) and body["type"] in _WUZAPI_TYPES and isinstance(event, dict):
        return ("", 0) if isinstance(body.get("EventType"), str) else ("wuzapi", 2)
    if str(body.get("type", "")).endswith("Callback") and "instanceId" in body:
        return "Z-API", 3
    tokened = "instanceToken" in body or "instanceName" in body
    if name[:1].isupper() and not name.isupper() and tokened and isinstance(data, dict):
        return ("", 0) if isinstance(body.get("EventType"), str) else ("Evolution Go", 3)
    if name and isinstance(body.get("instance"), dict) and isinstance(data, (dict, list)):
        return "CodeChat", 3
    if name and isinstance(body.get("payload"), dict) and "device_id" in body:
        return "GOWA", 3
    lists = isinstance(body.get("messages"), list) or isinstance(body.get("statuses"), list)
    if "channel_id" in body and (lists or isinstance(event, dict)):
        return "Whapi", 2
    if name in _WPP_EVENTS and "session" in body:
        return "WPPConnect", 3
    if "fromme" in body and isinstance(body.get("chat"), dict):
        return "Quepasa", 2
    return "", 0
