"""Readings that all Uazapi events share: ids, people, and keys whose case varies (others dossier §2.4).

The server is built on whatsmeow: the same field is ``URL`` in one body and ``url`` in the next, so payloads
are read with their keys in lower case.
"""

from typing import Any

from services.domain.address import Address, AddressKind, parse
from services.domain.content import Peer
from services.providers.reading import id_or_none, text_or_none

_NO_NAMES = frozenset({"", "unknown"})


def folded(value: Any, depth: int = 24) -> Any:
    """The value with every key in lower case; what lies deeper than ``depth`` is left out."""
    if isinstance(value, dict):
        if depth <= 0:
            return {}
        return {k.lower(): folded(v, depth - 1) for k, v in value.items() if isinstance(k, str)}
    if isinstance(value, list):
        return [folded(v, depth - 1) for v in value] if depth > 0 else []
    return value


def stanza_of(value: Any) -> str | None:
    """WhatsApp's own id: what follows the ``owner:`` prefix."""
    text = id_or_none(value)
    if text is None:
        return None
    owner, colon, rest = text.partition(":")
    return (rest or None) if colon and owner.isdigit() else text


def name_of(value: Any) -> str | None:
    """A name, or None for the empty text and the word ``Unknown`` that stand for "no name"."""
    text = text_or_none(value, 500)
    return None if text is None or text.strip().lower() in _NO_NAMES else text.strip()


def address_of(value: Any) -> Address | None:
    """An address as text, or as whatsmeow's object ``{user, server}``."""
    if isinstance(value, dict):
        user, server = text_or_none(value.get("user"), 200), text_or_none(value.get("server"), 100)
        return parse(f"{user}@{server}") if user and server else None
    address = parse(value)
    return None if address is None or address.kind is AddressKind.RAW else address


def person(*told: Any, push_name: str | None = None, name: str | None = None) -> Peer | None:
    """One person by all addresses an event gives: a phone first, then a LID. None where there is none."""
    addresses = dict.fromkeys(a for a in map(address_of, told) if a is not None)
    known = sorted(addresses, key=lambda a: a.kind is not AddressKind.USER)
    if not known:
        return None
    return Peer(address=known[0], aliases=tuple(known[1:]), push_name=push_name, name=name)
