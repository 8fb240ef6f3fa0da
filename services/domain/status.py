"""The status lattice of outgoing messages. Merging is taking the greater: any order ends the same."""

from enum import IntEnum


class Status(IntEnum):
    """A total order, so that merge is commutative, associative and idempotent by construction."""

    QUEUED = 10
    SENDING = 20
    UNKNOWN = 30
    SENT = 40
    FAILED = 50
    DELIVERED = 60
    READ = 70
    PLAYED = 80


def merge(current: Status | None, seen: Status | None) -> Status | None:
    """The status after both are known, in whichever order they came."""
    if current is None or seen is None:
        return current if seen is None else seen
    return max(current, seen)


_WORDS = {
    "failed": Status.FAILED,
    "error": Status.FAILED,
    "canceled": Status.FAILED,
    "cancelled": Status.FAILED,
    "pending": Status.SENDING,
    "clock": Status.SENDING,
    "queued": Status.SENDING,
    "accepted": Status.SENDING,
    "sent": Status.SENT,
    "server_ack": Status.SENT,
    "server": Status.SENT,
    "enviado": Status.SENT,
    "enviada": Status.SENT,
    "delivered": Status.DELIVERED,
    "delivery": Status.DELIVERED,
    "delivery_ack": Status.DELIVERED,
    "device": Status.DELIVERED,
    "received": Status.DELIVERED,
    "entregue": Status.DELIVERED,
    "read": Status.READ,
    "read_self": Status.READ,
    "lido": Status.READ,
    "lida": Status.READ,
    "played": Status.PLAYED,
}


def from_word(word: object) -> Status | None:
    """A gateway's word for a tick (any case, Portuguese too), or None where it is not a tick."""
    return _WORDS.get(word.strip().lower()) if isinstance(word, str) else None
