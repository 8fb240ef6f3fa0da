"""What the envelope around a payload tells the readers of payloads."""

from typing import Any

import msgspec

from services.domain.address import Address, AddressKind, parse
from services.domain.content import Origin, Peer
from services.providers.base import Inbound
from services.providers.reading import dict_of, id_or_none, moment_ms, text_or_none


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Who we are and when it was; ``at_ms`` is WAHA's stamp (ms), None before about 2025.3.

    ``has_event_ids`` tells the releases that number their events from those before.
    ``history`` marks messages that were fetched, not pushed.
    """

    event: str
    received_at_ms: int = 0
    at_ms: int | None = None
    own: Address | None = None
    own_lid: Address | None = None
    own_name: str | None = None
    me: dict[str, Any] = {}
    has_event_ids: bool = False
    history: bool = False

    def is_own(self, address: Address | None) -> bool:
        """Whether the address is our number or our LID, with or without the ninth digit."""
        if address is None:
            return False
        return any(address.match_key == known.match_key for known in (self.own, self.own_lid) if known)

    def moment(self, value: Any) -> int | None:
        """A payload's time in ms (its unit differs by engine), else the envelope's."""
        return moment_ms(value, self.received_at_ms) or self.at_ms

    def origin(self, payload: dict[str, Any], from_me: bool) -> Origin | None:
        """``source`` has a meaning for our own, pushed messages only."""
        if self.history:
            return Origin.HISTORY
        if not from_me:
            return None
        return {"api": Origin.API, "app": Origin.PHONE}.get(str(payload.get("source")))


def context_of(inbound: Inbound, body: dict[str, Any], event: str) -> Context:
    """The context of one envelope (waha dossier §1.1); every field of it may be missing."""
    me = dict_of(body.get("me"))
    return Context(
        event=event,
        received_at_ms=inbound.received_at_ms,
        at_ms=moment_ms(body.get("timestamp"), inbound.received_at_ms),
        own=parse(me.get("id")) or parse(me.get("jid")) or inbound.own_address,
        own_lid=parse(me.get("lid")),
        own_name=text_or_none(me.get("pushName"), 300),
        me=me,
        has_event_ids=id_or_none(body.get("id")) is not None,
    )


def person(address: Address | None, *others: Address | None, push_name: str | None = None) -> Peer | None:
    """A peer with its further addresses, each once, the phone number first; None without an address."""
    known = [a for a in dict.fromkeys((address, *others)) if a is not None]
    known.sort(key=lambda a: a.kind is not AddressKind.USER)
    return Peer(address=known[0], aliases=tuple(known[1:]), push_name=push_name) if known else None
