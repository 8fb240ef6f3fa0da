"""Builders of valid-looking data: Brazilian numbers, customers, messages, deliveries. All invented."""

import hashlib
from typing import Any

from services.domain.address import Address, AddressKind
from services.domain.content import Direction, MessageKind, Peer
from services.domain.events import MessageSeen
from services.domain.ids import InstanceId
from services.domain.models import DeliveryState
from services.storage.writes.deliveries import NewDelivery
from services.storage.writes.instances import NewInstanceRow

NOON_MS = 1_790_164_800_000  # 2026-09-23 12:00 UTC
_AREAS = ("11", "21", "31", "41", "51", "61", "71", "81", "85", "92")
_NAMES = ("Ana Souza", "Bruno Lima", "Carla Mendes", "Davi Rocha", "Elisa Prado", "Fábio Nunes", "Gil Antônio", "Íris Sá")


def phone(n: int) -> str:
    """The n-th customer's mobile number as digits, 13 of them."""
    return f"55{_AREAS[n % len(_AREAS)]}98{1_000_000 + n * 7919 % 9_000_000:07d}"


def without_nine(digits: str) -> str:
    """The same mobile number in its older, shorter spelling."""
    return digits[:4] + digits[5:]


def user(n: int) -> Address:
    """The n-th customer by number."""
    return Address(AddressKind.USER, phone(n))


def lid(n: int) -> Address:
    """The n-th customer by LID."""
    return Address(AddressKind.LID, f"{180_000_000_000_000 + n * 104_729}")


def group(n: int) -> Address:
    """The n-th group, in the old form with a hyphen for odd n."""
    return Address(AddressKind.GROUP, f"{phone(n)}-{1_500_000_000 + n}" if n % 2 else f"1203630{10_000_000_000 + n}")


def name(n: int) -> str:
    """The n-th customer's own name."""
    return f"{_NAMES[n % len(_NAMES)]} {n}"


def peer(n: int, *aliases: Address) -> Peer:
    """The n-th customer as an event names them."""
    return Peer(address=user(n), aliases=aliases, push_name=name(n))


def message(stanza_id: str, chat: Peer | Address | int = 1, text: str | None = "Oi, bom dia!", **rest: Any) -> MessageSeen:
    """A message of a customer; ``at`` is seconds after noon."""
    where = peer(chat) if isinstance(chat, int) else Peer(address=chat) if isinstance(chat, Address) else chat
    at = rest.pop("at", 0)
    return MessageSeen(
        stanza_id=stanza_id,
        chat=where,
        direction=rest.pop("direction", Direction.IN),
        kind=rest.pop("kind", MessageKind.TEXT),
        text=text,
        occurred_at_ms=None if at is None else NOON_MS + int(at * 1000),
        **rest,
    )


def echo(
    stanza_id: str, chat: Peer | Address | int = 1, text: str | None = "Bom dia! Como posso ajudar?", **rest: Any
) -> MessageSeen:
    """A message that left our number, as the gateway shows it."""
    return message(stanza_id, chat, text, direction=Direction.OUT, **rest)


def new_instance(
    label: str = "loja", *, provider: str = "evolution", base_url: str = "http://gateway.invalid", now_ms: int = 1
) -> NewInstanceRow:
    """An instance as the connect form stores it."""
    return NewInstanceRow(
        provider=provider,
        base_url=base_url,
        name=label,
        label="",
        hook_hash=hashlib.sha256(f"{base_url} {label}".encode()).digest(),
        demo=False,
        now_ms=now_ms,
    )


def delivery(
    body: bytes = b"{}", instance: InstanceId | None = None, *, at_ms: int = NOON_MS, state: DeliveryState = DeliveryState.NEW
) -> NewDelivery:
    """One request as the receiver stores it."""
    return NewDelivery(
        instance_id=instance,
        provider="evolution",
        state=state,
        source="127.0.0.1",
        received_at_ms=at_ms,
        digest=hashlib.sha256(body).digest(),
        path="/hooks/x",
        headers=b"{}",
        body=body,
        body_file=None,
        size=len(body),
    )
